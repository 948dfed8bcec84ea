#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# expiring: what ends and has no successor, by manager.

load lib
load stock

setup() {
	private
	stocked
	# application CN state profile serial old start ends applied mail
	list serverAll.tsv <<-E
	1 alone.example.ac.jp     5 3 101 -   188 -9.5  189 b@example.ac.jp
	2 renewed.example.ac.jp   5 3 102 -   188 -9.5  189 a@example.ac.jp
	3 renewed.example.ac.jp   6 3 103 102 20  -178  21  a@example.ac.jp
	4 again.example.ac.jp     5 3 104 -   188 -9.5  189 a@example.ac.jp
	5 again.example.ac.jp     4 3 105 -   20  -178  21  a@example.ac.jp
	6 applied.example.ac.jp   5 3 106 -   190 -7.5  191 a@example.ac.jp
	7 applied.example.ac.jp   1 3 -   106 -   -     1   a@example.ac.jp
	8 later.example.ac.jp     5 3 108 -   150 -48.5 151 a@example.ac.jp
	9 revoked.example.ac.jp   7 3 109 -   188 -9.5  189 a@example.ac.jp
	10 over.example.ac.jp     5 3 110 -   200 2     201 a@example.ac.jp
	11 nobody.example.ac.jp   5 3 111 -   196 -1.5  197 -
	E
	night serverAll.tsv
}

asked() {
	run_upkira --format json expiring "$@"
}

rows() {
	jq -r '[.manager_mail // "-", .cn, .days_left, .percent_left, .serial,
	    .rule, .successor // "-", .applied] | map(tostring) |
	    join(" ")' out
}

@test "what ends in 30 days without a successor, by manager" {
	asked --within 30d
	expect_status 0
	expect_no_err
	rows | same_as <(cat <<-E
	a@example.ac.jp applied.example.ac.jp 7 3 106 none - true
	b@example.ac.jp alone.example.ac.jp 9 4 101 none - false
	- nobody.example.ac.jp 1 0 111 none - false
	E
	)
	cp out first
	asked
	cmp out first
}

@test "successors are told with the rule by which they are" {
	asked --within 2w --followed --domain example.ac.jp --manager 'A@*'
	rows | same_as <(cat <<-E
	a@example.ac.jp applied.example.ac.jp 7 3 106 none - true
	a@example.ac.jp renewed.example.ac.jp 9 4 102 old-serial 103 false
	a@example.ac.jp again.example.ac.jp 9 4 104 dn 105 false
	E
	)
}

@test "a share of the lifetime instead of days" {
	asked --left 25% --manager 'a@*'
	rows | cut -d ' ' -f 2-4 | same_as <(cat <<-E
	applied.example.ac.jp 7 3
	later.example.ac.jp 48 24
	E
	)
	asked --left 24 --manager 'a@*'
	rows | cut -d ' ' -f 2-4 | same_as <(cat <<-E
	applied.example.ac.jp 7 3
	E
	)
}

# A second way: what is live, ends in time, and is nobody's old serial nor has
# a later namesake, by a script that knows nothing of ours.
@test "a plain script over the list finds the same" {
	iconv -f CP932 -t UTF-8 serverAll.tsv | tr -d '\r' |
	    TZ=Asia/Tokyo awk -F '\t' -v now="$(ago 0)" -v to="$(ago -30)" '
	NR > 1 { n++; dn[n] = $4; state[n] = $12; serial[n] = $24
		start[n] = $26; ends[n] = $27; old[n] = $43 }
	function live(i) { return state[i] ~ /^[345689]$/ && ends[i] >= now }
	END {
		for (i = 1; i <= n; i++) {
			if (!live(i) || ends[i] > to) continue
			for (k = 1; k <= n; k++)
				if (k != i && live(k) && (old[k] == serial[i] ||
				    dn[k] == dn[i] && start[k] > start[i]))
					break
			if (k > n) print serial[i]
		}
	}' | sort >wanted
	[ "$(wc -l <wanted)" -eq 3 ]
	asked --within 30d
	jq -r .serial out | sort | same_as wanted
}

@test "a manager stands once in a table, before the group" {
	run_upkira expiring --followed
	expect_status 0
	[ "$(grep -c '^a@example.ac.jp ' out)" -eq 1 ]
	[ "$(grep -c '^  *renewed.example.ac.jp ' out)" -eq 1 ]
	expect_out "an application"
	japanese
	run_upkira expiring
	expect_out "申請"
}

@test "the status tells whether there is any, only where asked for" {
	asked --exit-code
	expect_status 1
	expect_no_err
	asked --exit-code --within 0d
	expect_status 0
	expect_no_out
	asked --exit-code -t client
	expect_status 0
}

@test "no inventory, and options that say nothing: told before anything" {
	asked --within 30d --left 33%
	expect_status 2
	for span in 30m -1 '' 3661d; do
		asked --within="$span"
		expect_status 2
	done
	for left in 0 100% x; do
		asked --left "$left"
		expect_status 2
	done
	rm -r state
	asked
	expect_status 3
	expect_err "upkira snapshot"
}

@test "an end that the list does not tell is warned of" {
	list serverAll.tsv <<-E
	1 x.example.ac.jp 5 3 1 - 10 - 10 a@example.ac.jp
	E
	night serverAll.tsv
	asked
	expect_status 0
	expect_no_out
	expect_err "live certificates whose end the list does not tell: 1"
}

@test "an old snapshot is told of" {
	asked
	expect_no_err
	sqlite3 state/inventory.db \
	    'UPDATE snapshot SET taken = taken - 2 * 86400'
	asked
	expect_status 0
	expect_err "the newest snapshot is of "
}

# tells VERB...: it warns of one row of snapshot 2, and does its work.
tells() {
	run_upkira "$@"
	expect_status 0
	expect_err "snapshot 2 of "
	expect_err "1 row could not be read; its certificate is missing here: upkira inventory ragged --at 2"
	[ "$(grep -c 'could not be read' err)" -eq 1 ]
}

@test "who asks a snapshot is told of the rows that it lacks" {
	rm -r state
	list a.tsv <<-E
	1 a.example.ac.jp 5 3 101 - 100 -9.5 101 m@example.ac.jp
	2 b.example.ac.jp 5 3 102 - 100 -9.5 101 m@example.ac.jp
	E
	run_upkira snapshot --import -t server a.tsv
	expect_status 0
	run_upkira expiring
	expect_no_err
	sed '3s/\t/\t\t/' a.tsv >b.tsv
	run_upkira snapshot --accept --import -t server b.tsv
	expect_status 0
	tells expiring
	expect_no out b.example.ac.jp
	tells diff
	tells inventory list
	tells inventory export
	tells inventory list --at 2
	tells plan renew -o plan1
	tells stats --local
	tells report -o page
	tells incident open nt --where state=5 --no-probe
	tells incident show nt
	run_upkira inventory list --at 1
	expect_no_err
	run_upkira inventory show 101
	expect_status 0
	expect_no_err
	run_upkira inventory show 102
	expect_status 3
	expect_err "1 row could not be read"
	grep -q '<li>1 .*rows of the lists could not be read' page/index.html
	# Nothing says it in vain: the next night has them all.
	run_upkira snapshot --import -t server a.tsv
	run_upkira expiring
	expect_no_err
	run_upkira diff
	expect_err "snapshot 2 of "
	run_upkira -q diff
	expect_no_err
	# A newest one that is not asked is nobody's worry.
	run_upkira snapshot --accept --import -t server b.tsv
	run_upkira snapshot --import -t server a.tsv
	run_upkira snapshot --accept --import -t server b.tsv
	run_upkira diff 3 5
	expect_no_err
}
