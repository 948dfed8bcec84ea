# shellcheck shell=sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# A test here holds two things in step: it is silent and ends with 0 when they
# are. It defines check(), which works on the tree it is started in, and calls
# broken() for small trees that check() must refuse, so that a test which can
# no longer fail is noticed.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
[ "${B#/}" != "$B" ] || B=$PWD/$B
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# broken WHAT WANTED: in the folder that standard input, a script, fills,
# check() must fail and say WANTED (a basic regular expression).
broken() {
	rm -rf "$tmp/tree"
	mkdir "$tmp/tree"
	(cd "$tmp/tree" && sh -eu) || return 1
	if (cd "$tmp/tree" && check) >"$tmp/said" 2>&1; then
		echo "$0: not noticed: $1"
		: >"$tmp/bad"
	elif ! grep -q -e "$2" "$tmp/said"; then
		echo "$0: $1: wanted '$2', found:"
		cat "$tmp/said"
		: >"$tmp/bad"
	fi
}

# sound WHAT: the counterpart, for what check() must let pass.
sound() {
	rm -rf "$tmp/tree"
	mkdir "$tmp/tree"
	(cd "$tmp/tree" && sh -eu) || return 1
	(cd "$tmp/tree" && check) || {
		echo "$0: refused: $1"
		: >"$tmp/bad"
	}
}

# The verdict of the real tree and of all broken ones.
verdict() {
	check || exit 1
	[ ! -e "$tmp/bad" ]
	exit
}

program() {
	[ -x "$B/$1" ] && return
	echo "$B/$1: not built"
	exit 1
}
