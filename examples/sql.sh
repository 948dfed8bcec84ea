#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Questions to the inventory in SQL, for those who think in it. It is opened
# for reading only; its tables may change with a later version, which the
# output of upkira's verbs does not. A row of the table version whose until is
# 0 is an application as the newest snapshot has it; times are seconds.
#	sql.sh STATE-FOLDER states|managers|month
set -eu

if [ $# -ne 2 ]; then
	echo "usage: sql.sh STATE-FOLDER states|managers|month" >&2
	exit 2
fi
db=$1/inventory.db
live="until = 0 AND state IN (3, 4, 5, 6, 8, 9) AND ends >= unixepoch()"

case $2 in
states) # how many applications have each state
	sql="SELECT state, count(*) FROM version WHERE until = 0
	    GROUP BY state ORDER BY state" ;;
managers) # who has how many live certificates
	sql="SELECT lower(mail), count(*) FROM version WHERE $live
	    GROUP BY lower(mail) ORDER BY count(*) DESC, lower(mail)" ;;
month) # in which month, Japan time, how many of them end
	sql="SELECT strftime('%Y-%m', ends + 9 * 3600, 'unixepoch'), count(*)
	    FROM version WHERE $live GROUP BY 1 ORDER BY 1" ;;
*)
	echo "sql.sh: no question \"$2\"" >&2
	exit 2 ;;
esac
sqlite3 -readonly -tabs "$db" "$sql"
