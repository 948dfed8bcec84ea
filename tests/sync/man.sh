#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The pages keep one order of sections, and know the exit status and the
# environment that the code knows.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

check() {
	rc=0
	# shellcheck disable=SC2016 # the dollars are awk's
	awk 'BEGIN {
		n = split("NAME;SYNOPSIS;DESCRIPTION;OPTIONS;ENVIRONMENT;" \
		    "FILES;EXIT STATUS;EXAMPLES;SEE ALSO;STANDARDS;CAVEATS",
		    title, ";")
		for (i = 1; i <= n; i++)
			rank[title[i]] = i
	}
	FNR == 1 { last = 0; page = FILENAME ~ /\.1$/ }
	sub(/^\.Sh /, "") {
		if (!($0 in rank)) {
			if (!page)
				next
			print FILENAME ":" FNR ": no section " $0
			bad = 1
		} else if (rank[$0] <= last) {
			print FILENAME ":" FNR ": " $0 " after " title[last]
			bad = 1
		} else {
			last = rank[$0]
		}
	}
	END { exit bad }' man/*.[157] || rc=1
	for page in man/*.1; do
		for title in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' \
		    EXAMPLES 'SEE ALSO'; do
			grep -qx "\.Sh $title" "$page" && continue
			echo "$page: no $title"
			rc=1
		done
	done
	same "exit status" "$(codes)" "$(statuses man/upkira.1)"
	same "environment" "$(variables)" "$(documented)"
	return $rc
}

codes() {
	sed -n '/^enum ra_code/,/^}/s/.*= \([0-9]*\),.*/\1/p' \
	    libra/base/err.h | tr '\n' ' '
}

statuses() {
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh [^E]/s/^\.It [^0-9]*\([0-9]*\).*/\1/p' \
	    "$1" | tr '\n' ' '
}

variables() {
	find libra cmd/upkira -name '*.c' \
	    -exec grep -oh '"UPKIRA_[A-Z_]*"' {} + | tr -d '"' | sort -u |
	    tr '\n' ' '
}

documented() {
	grep -oh 'Ev UPKIRA_[A-Z_]*' man/*.[157] | sed 's/Ev //' | sort -u |
	    tr '\n' ' '
}

same() {
	[ "$2" != "$3" ] || return 0
	echo "$1: the code has" "$2" "- the pages have" "$3"
	rc=1
}

tree='mkdir -p man libra/base cmd/upkira
cat >libra/base/err.h <<H
enum ra_code {
	RA_OK = 0, /* done */
	RA_EUSAGE = 2,
	RA_ESIGNAL = 128,
};
H
echo "getenv(\"UPKIRA_CONFIG\")" >cmd/upkira/a.c
cat >man/upkira.1 <<H
.Dd November 22, 2026
.Dt UPKIRA 1
.Os
.Sh NAME
.Nm upkira
.Nd work
.Sh SYNOPSIS
.Nm
.Ar verb
.Sh DESCRIPTION
It works.
.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev UPKIRA_CONFIG
A file.
.El
.Sh EXIT STATUS
.Bl -tag -width Ds
.It 0
Done.
.It 2
Usage.
.It 128 Ns + Ns Ar n
Signal.
.El
.Sh EXAMPLES
None.
.Sh SEE ALSO
.Xr true 1
H'
sound "a page in order" <<E
$tree
E
broken "sections in another order" 'ENVIRONMENT after EXIT STATUS' <<E
$tree
sed -i 's/^.Sh EXIT STATUS/.Sh FILES/; s/^.Sh ENVIRONMENT/.Sh EXIT STATUS/
    s/^.Sh FILES/.Sh ENVIRONMENT/' man/upkira.1
E
broken "a section of its own" 'no section HISTORY' <<E
$tree
echo '.Sh HISTORY' >>man/upkira.1
E
broken "a page without examples" 'upkira.1: no EXAMPLES' <<E
$tree
sed -i 's/^.Sh EXAMPLES/.Pp/' man/upkira.1
E
broken "a status that the page does not know" 'exit status: the code has' <<E
$tree
sed -i '/^.It 2/,+1d' man/upkira.1
E
broken "a variable that no page knows" 'the code has UPKIRA_CONFIG UPK' <<E
$tree
echo 'getenv("UPKIRA_MORE")' >>cmd/upkira/a.c
E
verdict
