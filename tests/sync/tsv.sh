#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# upkira-tsv(5) in the tree is what the tables of the code print.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
program upkira

check() {
	"$B/upkira" tables >"$tmp/now"
	if ! diff -u man/upkira-tsv.5 "$tmp/now"; then
		echo "man/upkira-tsv.5: not what upkira tables prints;" \
		    "make tables writes it anew"
		return 1
	fi
}

tree="mkdir man
'$B/upkira' tables >man/upkira-tsv.5"
sound "the page as printed" <<E
$tree
E
broken "a page that was changed by hand" 'upkira-tsv.5: not what' <<E
$tree
sed -i 's/250/255/' man/upkira-tsv.5
E
broken "a page that is not there" 'upkira-tsv.5' <<E
mkdir man
E
verdict
