#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# monitor: how things stand, for Nagios, Prometheus and people, offline.

load lib
load rows
load stock

# rows of application CN state profile serial old start ends applied mail
setup() {
	private
	stocked
}

# stock_of ENDS...: a certificate for each, so many days before its end.
stock_of() {
	local n=0 ends
	for ends; do
		n=$((n + 1))
		echo "$n host$n.example.ac.jp 5 3 10$n - 100 -$ends 101 m@example.ac.jp"
	done | list serverAll.tsv
	night serverAll.tsv
}

nagios() {
	run_upkira monitor --nagios "$@"
	expect_no_err
	[ "$(wc -l <out)" -eq 1 ]
}

# aged HOURS: the snapshot was taken so long ago.
aged() {
	sqlite3 "$T/state/inventory.db" \
	    "UPDATE snapshot SET taken = strftime('%s', 'now') - $1 * 3600 - 60"
}

@test "nothing to do is OK, 0" {
	stock_of 90.5 200.5
	nagios
	expect_status 0
	expect_out "UPKIRA OK - nothing ends within 30 days without a successor | expiring=0;0 expiring_critical=0;;0 snapshot_age="
	run_upkira --format json monitor
	expect_status 0
	jq -c '[.level, .expiring, .next_end, .officer_end, .unknown_records]' \
	    out | same_as <(echo '["OK",0,null,null,null]')
}

@test "an end within the spans is a warning, 1, or critical, 2" {
	stock_of 90.5 20.5 12.5
	nagios
	expect_status 1
	expect_out "UPKIRA WARNING - host3.example.ac.jp ends in 12 days"
	expect_out "1 more within 30 days | next_end_days=12;30:;7: expiring=2;0"
	nagios --critical 2w
	expect_status 2
	expect_out "UPKIRA CRITICAL - host3.example.ac.jp ends in 12 days"
	expect_out "expiring_critical=1;;0"
	nagios --warning 10d
	expect_status 0
}

@test "what has a successor is nobody's worry" {
	list serverAll.tsv <<-E
	1 a.example.ac.jp 5 3 101 -   190 -5.5 191 m@example.ac.jp
	2 a.example.ac.jp 6 3 102 101 10  -180 11  m@example.ac.jp
	E
	night serverAll.tsv
	nagios
	expect_status 0
}

@test "an old snapshot is a warning, a very old one critical" {
	stock_of 200.5
	aged 27
	nagios
	expect_status 1
	expect_out "the snapshot is 27 hours old"
	nagios --stale 30
	expect_status 0
	aged 79
	nagios
	expect_status 2
	run_upkira monitor --nagios --prometheus m.prom
	expect_status 2
	[ -s m.prom ]
}

@test "rows that could not be read are a warning" {
	list serverAll.tsv <<-E
	1 a.example.ac.jp 5 3 101 - 100 -190.5 101 m@example.ac.jp
	2 b.example.ac.jp 5 3 102 - 100 -190.5 101 m@example.ac.jp
	E
	sed -i '3s/\t/\t\t/' serverAll.tsv
	night serverAll.tsv
	nagios
	expect_status 1
	expect_out "UPKIRA WARNING - 1 row of the snapshot could not be read | "
	expect_out " ragged_rows=1;0"
	run_upkira --format json monitor --prometheus m.prom
	grep -qx 'upkira_snapshot_ragged_rows{profile="example-u",list="server"} 1' m.prom
	run_upkira --format json monitor
	[ "$(jq .ragged_rows out)" = 1 ]
}

@test "no snapshot is unknown, 3, in one line; a wrong option is 2" {
	nagios
	expect_status 3
	expect_out "UPKIRA UNKNOWN - "
	run_upkira monitor
	expect_status 3
	expect_err "there is no inventory yet"
	run_upkira monitor --prometheus m.prom
	expect_status 3
	[ ! -e m.prom ]
	run_upkira monitor --warning 5d --critical 6d
	expect_status 2
	expect_err "--critical 6 days is before --warning 5 days"
	run_upkira monitor --warning soon
	expect_status 2
}

@test "the metrics are well formed and are those of the list" {
	stock_of 90.5 20.5 3.5
	run_upkira monitor --prometheus m.prom
	expect_status 0
	expect_no_out
	[ "$(stat -c %a m.prom)" = 644 ]
	# Every line is a comment of its form or a sample of a metric that has one.
	awk '
	/^# HELP [a-z_]+ .+$/ { help[$3] = 1; next }
	/^# TYPE [a-z_]+ gauge$/ { if (!help[$3] || type[$3]++) bad = 1; next }
	match($0, /^[a-z_]+{([a-z_]+="([^"\\]|\\.)*",?)+} -?[0-9]+$/) {
		name = $0; sub(/{.*/, "", name)
		if (!type[name]) bad = 1
		next
	}
	{ print "not understood: " $0; bad = 1 }
	END { exit bad }' m.prom
	grep -qx 'upkira_expiring{profile="example-u",within="warning"} 2' m.prom
	grep -qx 'upkira_expiring{profile="example-u",within="critical"} 1' m.prom
	grep -qx 'upkira_applications{profile="example-u",kind="server",state="issued"} 3' m.prom
	grep -qx 'upkira_snapshot_records{profile="example-u",list="server"} 3' m.prom
	run_upkira monitor --prometheus -
	sed 's/ [0-9]*$//' m.prom >names
	sed 's/ [0-9]*$//' out | same_as names
	run_upkira monitor --prometheus nowhere/m.prom
	expect_status 1
}

@test "a login notes the end of the officer's certificate, without a secret" {
	sandbox_start
	run_upkira login
	expect_status 0
	run_upkira snapshot
	run_upkira --format json monitor
	jq -e '.officer_end | test("T.*\\+09:00$")' out
	[ "$(stat -c %a "$SB/state/good/officer")" = 600 ]
	sandbox_stop
	# One that ends in ten days: critical.
	sed -i "s/^end: .*/end: $(($(date +%s) + 900000))/" "$SB/state/good/officer"
	run_upkira monitor --nagios
	expect_status 2
	expect_out "the officer's own certificate ends in 10 days"
	canary
}

@test "a sent record without an outcome is a warning" {
	sandbox_start
	export UPKIRA_TIMEOUT_UPLOAD=3 UPKIRA_TIMEOUT_STALL=2
	run_upkira snapshot
	server_row a.example.ac.jp >a.tsv
	fault 'drop-after-accept path=SP1001.do'
	run_upkira issue a.tsv
	expect_status 8
	run_upkira monitor --nagios
	expect_status 1
	expect_out "1 record was sent and its outcome is not known"
	expect_out "unknown_records=1;0"
}

@test "in Japanese the levels and figures stay" {
	stock_of 12.5
	japanese
	nagios
	expect_status 1
	expect_out "UPKIRA WARNING - host1.example.ac.jp "
	expect_out "| next_end_days=12;30:;7:"
	expect_no_out " ends in "
}
