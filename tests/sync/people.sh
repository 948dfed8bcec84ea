#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The page of lists of people has the columns of the code and all their names.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# The strings of the table; the second of a row is a column of the service.
of_code() {
	awk '/^static const struct ra_roll_column/ { on = 1; next }
	/^};/ { on = 0 }
	on && /\[RA_ROLL_/ { nth = 0 }
	on {
		while (match($0, /"[^"]*"|NULL/)) {
			s = substr($0, RSTART, RLENGTH)
			$0 = substr($0, RSTART + RLENGTH)
			if (++nth != 2)
				print substr(s, 2, length(s) - 2)
		}
	}' libra/upki/roll.c | sort
}

of_page() {
	sed -n '/^\.Sh COLUMNS/,/^\.Sh EX/{
		/^\.It Cm /s///p
		/^\.Dq /{
			s///
			s/ [,.]$//
			p
		}
	}' man/upkira-people.5 | sort
}

check() {
	of_code >"$tmp/code"
	of_page >"$tmp/page"
	[ -s "$tmp/code" ] || { echo "no column found"; return 1; }
	diff "$tmp/code" "$tmp/page" >"$tmp/diff" && return
	grep '^[<>]' "$tmp/diff"
	echo "man/upkira-people.5: other names than libra/upki/roll.c"
	return 1
}

tree='mkdir -p man libra/upki
cat >libra/upki/roll.c <<C
static const struct ra_roll_column columns[] = {
	[RA_ROLL_NAME] = { "name", "user_name", { "user", "full name" } },
	[RA_ROLL_CN] = { "cn", NULL,
	    { "common name" } },
};
C
cat >man/upkira-people.5 <<M
.Sh COLUMNS
.It Cm name
.Dq user ,
.Dq full name .
.It Cm cn
.Dq common name .
.Sh EXAMPLES
M'
sound "the same names" <<E
$tree
E
broken "a column that the page lacks" '< cn' <<E
$tree
sed -i '/^.It Cm cn/d' man/upkira-people.5
E
broken "a name that the code lacks" '> full name' <<E
$tree
sed -i 's/, "full name"//' libra/upki/roll.c
E
broken "a table that is not found" 'no column found' <<E
$tree
sed -i 's/ra_roll_column/ra_other/' libra/upki/roll.c
E
verdict
