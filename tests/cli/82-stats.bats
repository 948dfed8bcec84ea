#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# stats: our own counts, found a second way by plain scripts.

load lib
load stock

setup() {
	private
}

# Every state of the table and two that are none, on two domains, in both
# lists, over a few months.
stocked_with_all() {
	local n=0 state profile host
	stocked
	for state in 0 1 2 3 4 5 6 7 8 9 10 -1 -2 -3 42; do
		for host in www.example.ac.jp www$state.other.ac.jp; do
			n=$((n + 1))
			echo "$n $host $state 3 $((n + 1000)) -" \
			    "$((n * 9)) $((n * 9 - 150))" \
			    "$((n * 9 + 1)) m@example.ac.jp"
		done
	done | list serverAll.tsv
	for profile in 5 7 13 15; do
		n=$((n + 1))
		echo "$n u$n@example.ac.jp 5 $profile $n - 10 -300 11" \
		    "u$n@example.ac.jp"
	done | list clientAll.tsv
	night serverAll.tsv clientAll.tsv
}

asked() {
	run_upkira --format json stats "$@"
	expect_status 0
}

# lists: both of them as UTF-8 rows, the list's name before each.
lists() {
	local name
	for name in server client; do
		iconv -f CP932 -t UTF-8 "${name}All.tsv" | tr -d '\r' |
		    sed "1d; s/^/$name	/"
	done
}

@test "an awk script over the raw lists counts the same by state and month" {
	stocked_with_all
	lists | awk -F '\t' '{ n[substr($7, 1, 7) " " $13]++ }
	    END { for (k in n) print k, n[k] }' | sort >wanted
	[ "$(wc -l <wanted)" -ge 20 ]
	asked --local --by state,month
	# The word back to its number, by the table in upkira-tsv(5)'s order.
	jq -r --argjson code '{"issuing":0,"renewing":1,"revoking":2,
	    "notice-pending":3,"notice-sent":4,"issued":5,"renewed":6,
	    "revoked":7,"replacement-pending":8,"completion-mail-pending":9,
	    "revocation-mail-pending":10,"format-error":-1,"ca-error":-2,
	    "system-error":-3}' \
	    '[.month, $code[.state_name] // .state_name, .applications] |
	    map(tostring) | join(" ")' out | sort | same_as wanted
}

@test "a plain SQL query over the raw lists counts the same by all columns" {
	stocked_with_all
	lists >raw
	sqlite3 :memory: <<-E | sort >wanted
	.mode tabs
	CREATE TABLE r(list, $(seq -s, -f 'c%.0f' 0 45));
	.import raw r
	.separator " "
	SELECT CASE WHEN list = 'server' THEN 'server'
	    WHEN c10 IN ('7', '15', '16', '6') THEN 'smime' ELSE 'client' END,
	  CASE WHEN c15 LIKE '%.other.ac.jp' THEN 'other' ELSE 'example' END
	    || '.ac.jp', substr(c5, 1, 7), count(*), sum(c23 <> ''),
	  sum(c11 IN ('0', '1')),
	  sum(c11 IN ('3','4','5','6','8','9') AND c26 >= now),
	  sum(c11 IN ('3','4','5','6','8','9') AND c26 < now),
	  sum(c11 IN ('2', '7', '10')), sum(c11 LIKE '-%'), sum(c11 = '42')
	  FROM r, (SELECT '$(ago 0)' AS now) GROUP BY 1, 2, 3;
	E
	[ "$(wc -l <wanted)" -ge 15 ]
	asked --local
	jq -r '[.kind, .domain, .month, .applications, .issued, .pending,
	    .live, .ended, .revoked, .failed, .other] | map(tostring) |
	    join(" ")' out | sort | same_as wanted
}

@test "each way of grouping adds up to the same sum" {
	local key
	stocked_with_all
	for key in domain kind month state profile end manager \
	    domain,kind,month,state,profile,end,manager; do
		asked --local --by "$key"
		jq -es 'map(.applications) | add == 34' out
		jq -es 'all(.applications == .pending + .live + .ended +
		    .revoked + .failed + .other)' out
	done
}

@test "the forecast is what awk makes of the names in service" {
	stocked_with_all
	# Different CNs of live server certificates, by domain and in all.
	lists | awk -F '\t' -v now="$(ago 0)" '
	$1 == "server" && $13 ~ /^[345689]$/ && $28 >= now && !seen[$17]++ {
		n[$17 ~ /other/ ? "other.ac.jp" : "example.ac.jp"]++; n["*"]++ }
	END { for (d in n) {
		printf "%s %d", d, n[d]
		split("198 100 47", days, " ")
		for (i = 1; i <= 3; i++)
			printf " %.1f", n[d] * 365.2425 / 12 / (days[i] * 0.75)
		print ""
	} }' | sort >wanted
	[ "$(wc -l <wanted)" -eq 3 ]
	asked --forecast --left 25%
	jq -r '[.domain // "*", .names, .month_198, .month_100, .month_47] |
	    map(tostring) | join(" ")' out | sed 's/\( [0-9]*\)\( \|$\)/\1\2/g' |
	    awk '{ printf "%s %d %.1f %.1f %.1f\n", $1, $2, $3, $4, $5 }' |
	    sort | same_as wanted
}

@test "the page and the code know the same lifetimes and days" {
	grep -oE '\{ [0-9]+, [0-9]+, "20[0-9-]+"' "$ROOT/libra/work/forecast.c" |
	    tr -d '{",' | while read -r days limit from; do
		grep -q "^\.It Cm month_$days" "$ROOT/man/upkira-stats.1"
		grep -qE "^$limit days from $from" "$ROOT/man/upkira-stats.1"
	done
}

@test "our counts beside the page of the service, which agree" {
	sandbox_start --certs 60
	run_upkira snapshot
	asked --compare
	# The sandbox tells domain, kind and four counts.
	jq -es 'length >= 8 and all(.same)' out
	jq -r .meaning out | sort -u | same_as <(printf '%s\n' ended issued \
	    live revoked)
	run_upkira stats --compare
	expect_out "read as"
}

@test "an import has no page to compare with" {
	stocked_with_all
	run_upkira stats --compare
	expect_status 3
	expect_err "holds no statistics page"
}

@test "options that do not go together" {
	stocked_with_all
	for args in '--local --forecast' '--local --compare' '--by kind' \
	    '--left 33%' '--local --left 33%' '--forecast --by kind' \
	    '--local --by knid' '--forecast --left 91%' '--forecast --left 0'; do
		# shellcheck disable=SC2086 # words
		run_upkira stats $args
		expect_status 2
		expect_no_out
	done
	run_upkira stats --forecast --left 0
	expect_err "1% to 90%"
	run_upkira stats --local --by knid
	expect_err 'did you mean "kind"?'
}

@test "examples/sql.sh counts the same as stats --local" {
	stocked_with_all
	"$ROOT/examples/sql.sh" state states | wc -l | same_as <(echo 15)
	"$ROOT/examples/sql.sh" state managers | sort >wanted
	[ "$(wc -l <wanted)" -ge 5 ]
	asked --local --by manager
	jq -r 'select(.live > 0) | [.manager_mail, .live] | @tsv' out | sort |
	    same_as wanted
	"$ROOT/examples/sql.sh" state month >wanted
	asked --local --by end
	jq -r 'select(.live > 0) | [.end, .live] | @tsv' out | same_as wanted
	for args in '' state 'state other'; do
		status=0
		# shellcheck disable=SC2086 # words
		"$ROOT/examples/sql.sh" $args >out 2>err || status=$?
		expect_status 2
		expect_no_out
	done
}
