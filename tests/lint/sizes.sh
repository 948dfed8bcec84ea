#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# No file over 700 lines; no function over 80, the constant tables inside it
# not counted.
# shellcheck source=../sync/lib.sh
. "$(dirname "$0")/../sync/lib.sh"

# Lines of FILE:FIRST:LAST:NAME that are no part of a table.
lengths() {
	# shellcheck disable=SC2016 # the dollars are awk's
	awk -F: '{
		n = 0; table = 0; at = 0
		while ((getline line <$1) > 0 && ++at <= $3) {
			if (at < $2)
				continue
			if (line ~ /^\t(static )?(const )?(struct|char|enum).*{$/)
				table = 1
			if (!table)
				n++
			if (line ~ /^\t};$/)
				table = 0
		}
		close($1)
		if (n > 80)
			print $1 ":" $2 ": " $4 " has " n " lines, at most 80"
	}'
}

faults() {
	for file in $(find libra cmd tests -name '*.[ch]' 2>/dev/null) \
	    Makefile; do
		[ -e "$file" ] || continue
		n=$(wc -l <"$file")
		max=700
		[ "$file" != Makefile ] || max=200
		[ "$n" -le $max ] || echo "$file:$n: at most $max lines"
	done
	# Names in capitals are macros read as functions.
	find libra cmd tests -name '*.c' -exec ctags -x --kinds-C=f \
	    --language-force=C --fields=+ne \
	    --_xformat='%F:%n:%{end}:%N' {} + |
	    grep -v ':[A-Z0-9_]*$' | lengths
}

check() {
	! faults | grep .
}

function='mkdir -p libra cmd tests
{
	printf "int\nf(void)\n{\n"
	seq -f "	g(%g);" 10'
broken "a function of 81 lines" 'libra/a.c:2: f has 81 lines' <<E
$function
seq -f "	h(%g);" 68
echo '}'; } >libra/a.c
E
broken "a long function behind a table" 'f has 93 lines' <<E
$function
printf '	static const struct { int a; } cases[] = {\n		{ 1 },\n	};\n'
seq -f "	h(%g);" 80
echo '}'; } >libra/a.c
E
sound "a long table and a short function" <<E
$function
echo '	static const struct {'
echo '		int a;'
echo '	} cases[] = {'
seq -f "		{ %g }," 90
echo '	};'
echo '}'; } >libra/a.c
E
broken "a file of 701 lines" 'libra/a.h:701: at most 700' <<E
mkdir -p libra cmd tests
echo 'int x;' >libra/a.c
seq 701 >libra/a.h
E
verdict
