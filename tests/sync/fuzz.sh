#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Each fuzz target has a corpus that stays small and a row in the README; a
# corpus, a dictionary and a row belong to a target.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

files_max=60
bytes_max=307200

targets() {
	for f in tests/fuzz/fuzz_*.c; do
		f=${f##*/fuzz_}
		echo "${f%.c}"
	done | LC_ALL=C sort
}

# Rows of the table whose first column names a target.
rows() {
	# shellcheck disable=SC2016 # backquotes of Markdown
	sed -n 's/^| `\([a-z0-9_]*\)` |.*/\1/p' tests/fuzz/README.md |
	    LC_ALL=C sort
}

# compare WHAT: names on standard input against the targets.
compare() {
	diff "$tmp/targets" - >"$tmp/parts" && return
	sed -n -e "s/^< /fuzz: no $1 for /p" \
	    -e "s/^> /fuzz: $1 without a target, or twice: /p" "$tmp/parts"
	return 1
}

small() {
	for dir in tests/fuzz/corpus/*; do
		files=$(find "$dir" -type f | wc -l)
		bytes=$(cat "$dir"/* | wc -c)
		if [ "$files" -lt 2 ] || [ "$files" -gt $files_max ] ||
		    [ "$bytes" -gt $bytes_max ]; then
			echo "$dir: $files files, $bytes bytes; wanted 2 to" \
			    "$files_max files, $bytes_max bytes at most"
			return 1
		fi
	done
}

check() {
	rc=0
	targets >"$tmp/targets"
	find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -type d \
	    -exec basename {} \; | LC_ALL=C sort | compare corpus || rc=1
	rows | compare 'row of the README' || rc=1
	for f in tests/fuzz/dict/*; do
		[ ! -e "$f" ] || [ -e "tests/fuzz/fuzz_${f##*/}.c" ] || {
			echo "$f: a dictionary without a target"
			rc=1
		}
	done
	small || rc=1
	return $rc
}

# shellcheck disable=SC2016 # for the script that the tree is made by
tree='mkdir -p tests/fuzz/corpus/a tests/fuzz/corpus/b tests/fuzz/dict
touch tests/fuzz/fuzz_a.c tests/fuzz/fuzz_b.c
for d in a b; do touch tests/fuzz/corpus/$d/1 tests/fuzz/corpus/$d/2; done
printf "| \140%s\140 | x |\n" a b >tests/fuzz/README.md
'
broken "a target without a corpus" 'no corpus for b' <<E
$tree
rm -r tests/fuzz/corpus/b
E
broken "a corpus without a target" 'corpus without a target.*: c' <<E
$tree
mkdir tests/fuzz/corpus/c
touch tests/fuzz/corpus/c/1 tests/fuzz/corpus/c/2
E
broken "a target without a row" 'no row of the README for b' <<E
$tree
sed -i 2d tests/fuzz/README.md
E
broken "a row without a target" 'README without a target.*: c' <<E
$tree
printf "| \140c\140 | z |\n" >>tests/fuzz/README.md
E
broken "a dictionary without a target" 'dict/c: a dictionary without' <<E
$tree
touch tests/fuzz/dict/c
E
broken "a corpus of too many files" 'corpus/a: 72 files' <<E
$tree
for i in 0 1 2 3 4 5 6; do for k in 0 1 2 3 4 5 6 7 8 9; do
	: >tests/fuzz/corpus/a/f\$i\$k
done; done
E
broken "a corpus of too many bytes" 'corpus/b: 2 files, 307201 bytes' <<E
$tree
head -c 307201 /dev/zero >tests/fuzz/corpus/b/1
E
sound "all that belongs together" <<E
$tree
touch tests/fuzz/dict/a
E
verdict
