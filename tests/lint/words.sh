#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# What no source may hold: calls that cannot be used safely, lines too wide,
# blanks at the end, notes to oneself, paths of one machine, a missing head.
# shellcheck source=../sync/lib.sh
. "$(dirname "$0")/../sync/lib.sh"
home=$PWD

sources() {
	find libra cmd tests examples man completions po .ci \
	    Makefile deps.txt README*.md \
	    -type f "$@" 2>/dev/null | grep -v '^tests/fuzz/corpus/' |
	    grep -v '^tests/data/' | sort
}

# say WHAT PATTERN FILES...: each place that has it.
say() {
	what=$1
	pattern=$2
	shift 2
	[ $# -eq 0 ] || grep -nHE -e "$pattern" "$@" | sed "s/\$/  <- $what/"
}

wide() {
	for file; do
		[ "$(wc -L <"$file")" -le 80 ] || over "$file"
	done
}

over() {
	n=0
	while IFS= read -r line; do
		n=$((n + 1))
		[ "${#line}" -gt 20 ] || continue
		[ "$(printf '%s' "$line" | wc -L)" -le 80 ] ||
		    echo "$1:$n: wider than 80 columns"
	done <"$1"
}

headed() {
	for file; do
		head -n 4 "$file" >"$tmp/head"
		grep -q 'SPDX-License-Identifier: BSD-2-Clause' "$tmp/head" &&
		    grep -q 'Copyright (c) 2026 The upkira dev' "$tmp/head" ||
		    echo "$file:1: no licence head"
	done
}

# Folders that exist here and need not exist elsewhere.
personal() {
	printf '%s' "$home"
	for dir in "${home%/*}" "${HOME-}"; do
		case $dir in
		'' | / | /tmp | /var/tmp | /home | /usr* | /opt) ;;
		*) printf '|%s' "$dir" ;;
		esac
	done
}

faults() {
	calls='sprintf|vsprintf|strcpy|strcat|strtok|gets|atoi|atol|atof'
	calls="$calls|sscanf|system|popen|tmpnam|mktemp"
	notes='TO''DO|FIX''ME|XX''X'
	# shellcheck disable=SC2046,SC2086 # no path of ours has a blank
	{
		c=$(sources -name '*.[ch]')
		say 'call' "(^|[^a-zA-Z0-9_.>])($calls)\\(" $c
		wide $c
		say 'blank at the end' '[ 	]$' $(sources)
		say 'note to oneself' "(^|[^A-Z])($notes)([^A-Z]|\$)" \
		    $(sources)
		say 'a path of one machine' \
		    "(^|[^A-Za-z0-9_.-])($(personal))/" $(sources)
		headed $(sources -name '*.[ch157]' -o -type f -name '*.sh' \
		    -o -type f -name '*.ba[st]*' -o -type f -perm -u+x)
	}
}

check() {
	! faults | grep .
}

head='mkdir -p libra/base
cat >libra/base/a.c <<H
/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */
H
exec >>libra/base/a.c'
sound "a source with its head, and the words inside others" <<E
$head
echo 'x = file_system(a) + my_atoi(b) + p->gets(c); /* the system (s) */'
E
broken "a call that is not allowed" 'a.c:3:.*<- call' <<E
$head
echo '	n = atoi(s);'
E
broken "a line too wide by a tab" 'a.c:3: wider than 80' <<E
$head
printf '\t%073d\n' 0
E
broken "blanks at the end" '<- blank' <<E
$head
echo 'x; '
E
broken "a note" '<- note' <<E
$head
echo '/* TO''DO */'
E
broken "a path of this machine" '<- a path of one machine' <<E
$head
echo '"$home/x"'
E
broken "no head" 'b.c:1: no licence head' <<E
$head
echo 'int x;' >libra/base/b.c
E
verdict
