#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# make install puts everything in its place, and uninstall takes exactly that
# away again.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
program upkira
program lra-sandbox
root=$tmp/root

# What is built stays as it is, whatever PREFIX it was built for.
act() {
	make -s -o all "B=$B" "DESTDIR=$root" PREFIX=/opt/u "$1"
}

wanted() {
	echo bin/lra-sandbox
	echo bin/upkira
	for page in man/*.[157]; do
		echo "share/man/man${page##*.}/${page#man/}"
	done
	echo share/bash-completion/completions/upkira
	echo share/zsh/site-functions/_upkira
	echo share/fish/vendor_completions.d/upkira.fish
	for example in examples/*; do
		echo "share/doc/upkira/$example"
	done
	for po in po/*.po; do
		lang=$(basename "$po" .po)
		echo "share/locale/$lang/LC_MESSAGES/upkira.mo"
	done
}

# The folders of others stay; a file of others too.
mkdir -p "$root/opt/u/bin"
echo other >"$root/opt/u/bin/other"
act install
(cd "$root/opt/u" && find . -type f) | sed 's,^\./,,' |
    grep -vx bin/other | LC_ALL=C sort >"$tmp/found"
wanted | LC_ALL=C sort | diff -u - "$tmp/found" || exit 1
cmp "$B/upkira" "$root/opt/u/bin/upkira"
[ -x "$root/opt/u/bin/upkira" ]
act uninstall
left=$(cd "$root" && find . -type f)
if [ "$left" != ./opt/u/bin/other ]; then
	echo "left after uninstall: $left"
	exit 1
fi
