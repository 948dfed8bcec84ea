# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# What the benches share: medians, and verdicts on figures. A missed mark sets
# missed to 1.
# shellcheck disable=SC2034 # missed is read by whoever sources this
missed=0

# median FILE COLUMN
median() {
	awk -v c="$2" '{ print $c }' "$1" | sort -n |
	    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

most() {
	awk -v c="$2" '$c > m { m = $c } END { print m }' "$1"
}

# mebibytes FILE: the peak of all runs.
mebibytes() {
	awk -v k="$(most "$1" 3)" 'BEGIN { printf "%.1f", k / 1024 }'
}

# verdict WHAT FIGURE LIMIT UNIT
verdict() {
	local word=ok
	if awk -v a="$2" -v b="$3" 'BEGIN { exit !(a > b) }'; then
		word=MISSED
		missed=1
	fi
	printf '%-46s %8s %s (wanted at most %s): %s\n' "$1" "$2" "$4" "$3" \
	    "$word"
}

ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'
}
