#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The page of the lists has the columns of the code, with their headers and how
# sure they are, and its states.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# "key header, mark" of each column of the lists, "key" of each of ours.
columns_of_code() {
	tr '\n' ' ' <libra/upki/record.c |
	    grep -o '{ "[^"]*",[[:space:]]*"[a-z0-9_]*",[[:space:]]*RA_[A-Z]*' |
	    sed 's/{ "\([^"]*\)",[[:space:]]*"\([a-z0-9_]*\)",[[:space:]]*RA_\([A-Z]*\)/\2 \1, \3/' |
	    tr '[:upper:]' '[:lower:]'
	sed -n '/^} own\[/,/^};/s/^	{ "\([a-z_]*\)",.*/\1/p' libra/work/sheet.c
}

columns_of_page() {
	# shellcheck disable=SC2016 # the dollars are awk's
	awk '/^\.Ss Columns of the lists/ { lists = 1 }
	/^\.Ss Columns of ours/ { lists = 0; ours = 1 }
	/^\.Sh STATES/ { ours = 0 }
	/^\.It Cm / && lists { key = $3; getline; print key " " tolower($0) }
	/^\.It Cm / && ours { print $3 }' man/upkira-inventory.5
}

states_of_code() {
	sed -n 's/^	{ \(-\{0,1\}[0-9]*\), [N_(]*"\([a-z-]*\)")\{0,1\}, "\(.*\)" },/\1 \2 \3/p' \
	    libra/upki/record.c
}

states_of_page() {
	sed -n 's/^\.It Li \\\{0,1\}\(-\{0,1\}[0-9]*\) Ta Cm \([a-z-]*\) Ta \([^ ]*\) Ta.*/\1 \2 \3/p' \
	    man/upkira-inventory.5
}

same() {
	[ -s "$tmp/code" ] || { echo "no $1 found"; return 1; }
	diff "$tmp/code" "$tmp/page" >"$tmp/diff" && return
	grep '^[<>]' "$tmp/diff"
	echo "man/upkira-inventory.5: other $1 than the code"
	return 1
}

check() {
	rc=0
	columns_of_code >"$tmp/code"
	columns_of_page >"$tmp/page"
	same columns || rc=1
	states_of_code >"$tmp/code"
	states_of_page >"$tmp/page"
	same states || rc=1
	return $rc
}

tree='mkdir -p man libra/upki libra/work
cat >libra/upki/record.c <<C
	{ "主体者DN", "subject_dn", RA_CONFIRMED, false },
	{ "長い名前", "long_name",
	    RA_INFERRED, false },
	{ 0, N_("issuing"), "処理中" },
	{ -1, "format-error", "エラー" },
C
cat >libra/work/sheet.c <<C
} own[2] = {
	{ "list", "一覧" },
};
C
cat >man/upkira-inventory.5 <<M
.Ss Columns of the lists
.It Cm subject_dn
主体者DN, confirmed
.It Cm long_name
長い名前, inferred
.Ss Columns of ours
.It Cm list
which
.Sh STATES
.It Li 0 Ta Cm issuing Ta 処理中 Ta
.It Li \\-1 Ta Cm format-error Ta エラー Ta
M'
sound "the same columns and states" <<E
$tree
$tree
E
broken "a column that the page lacks" '< subject_dn' <<E
$tree
sed -i '/^.It Cm subject_dn/,+1d' man/upkira-inventory.5
E
broken "a header that is not sure" '> long_name .*confirmed' <<E
$tree
sed -i 's/inferred/confirmed/' man/upkira-inventory.5
E
broken "a column of ours that the code lacks" '> list' <<E
$tree
sed -i '/"list"/d' libra/work/sheet.c
E
broken "a state of another number" '> 1 issuing' <<E
$tree
sed -i 's/Li 0/Li 1/' man/upkira-inventory.5
E
broken "tables that are not found" 'no states found' <<E
$tree
sed -i '/issuing/d; /format-error/d' libra/upki/record.c
E
verdict
