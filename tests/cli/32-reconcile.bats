#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# reconcile and --resume: what becomes of a record whose answer was lost.

load lib
load rows

reconcile() {
	run_upkira --format json reconcile "$@"
}

finding() {
	jq -r "\"\(.record) \(.finding)\"" out
}

states() {
	run_upkira --format json journal show "$1"
	expect_status 0
	jq -r .state out | tr '\n' ' '
}

lost() {
	fault 'drop-after-accept iface=server-apply count=1'
	run_upkira "$@"
	expect_status 8
	fault
}

@test "arrived, the answer lost: reconcile finds it in the list" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	lost issue a.tsv
	[ "$(states 1)" = "unknown " ]
	reconcile 1
	expect_status 0
	[ "$(finding)" = "1.1 accepted" ]
	[ "$(states 1)" = "accepted " ]
	run_upkira --format json journal show 1
	[ "$(jq -r .by out)" = list ]
	# What the list has shown, no word takes back.
	run_upkira reconcile --settle 1.1=absent
	expect_status 2
	expect_err "its outcome is known"
	run_upkira issue a.tsv
	expect_status 10
	reconcile
	expect_status 0
	expect_no_out
}

@test "renewals and revocations are found by the old serial" {
	sandbox_start
	{ server_row www.example.ac.jp; server_row two.example.ac.jp; } >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	old=$(serials www.example.ac.jp)
	rm www.example.ac.jp.*
	server_row www.example.ac.jp 11 "$old" >b.tsv
	lost renew b.tsv
	revoke_row two.example.ac.jp "$(serials two.example.ac.jp)" >c.tsv
	lost revoke --yes --expect 1 c.tsv
	reconcile
	expect_status 0
	finding | same_as <(printf '%s\n' '2.1 accepted' '3.1 accepted')
}

@test "not in the list: too early at first, then absent, and may go again" {
	sandbox_start
	server_row one.example.ac.jp >one.tsv
	run_upkira issue one.tsv
	expect_status 0
	at=$(requests 'select(.file != null) | .path' | sed 's,.*/,,')
	fault "error-500 path=$at count=1"
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 8
	fault
	reconcile
	expect_status 8
	[ "$(finding)" = "2.1 too-early" ]
	# A list tells of no later time than the latest that is in it.
	run_upkira bulk-download -o list.tsv
	reconcile --inventory list.tsv --wait 1
	expect_status 8
	[ "$(finding)" = "2.1 too-early" ]
	today=$(TZ=JST-9 date +%Y.%m.%d)
	LC_ALL=C sed "s/$today/2099-01-01/g" list.tsv >late.tsv
	reconcile --inventory late.tsv -n
	expect_status 0
	[ "$(states 2)" = "unknown " ]
	reconcile --inventory late.tsv
	expect_status 0
	[ "$(finding)" = "2.1 absent" ]
	[ "$(states 2)" = "absent " ]
	run_upkira issue a.tsv
	expect_status 0
}

@test "ACME accounts are in no list: ambiguous, and the officer's word counts" {
	sandbox_start
	fault 'drop-after-accept iface=acme count=1'
	run_upkira acme create --cert-profile 3 a.example.ac.jp
	expect_status 8
	reconcile
	expect_status 8
	[ "$(finding)" = "1.1 ambiguous" ]
	expect_err "--settle"
	run_upkira reconcile --settle 1.1=absent
	expect_status 0
	[ "$(states 1)" = "absent " ]
	run_upkira --format json journal show 1
	[ "$(jq -r .by out)" = officer ]
	run_upkira acme create --cert-profile 3 a.example.ac.jp
	expect_status 0
	for word in 1.2=absent 2.1=absent 1.1 1.1=maybe x 1.1-2.1=absent 9.1=absent; do
		run_upkira reconcile --settle "$word"
		expect_status 2
	done
}

@test "--resume sends what was never sent, of the same files, and nothing else" {
	sandbox_start
	for n in a b c; do
		server_row $n.example.ac.jp >$n.tsv
	done
	lost issue a.tsv b.tsv c.tsv
	[ "$(states 1)" = "unknown prepared prepared " ]
	cp c.tsv kept.tsv
	sed -i 's/nginx/apache/' c.tsv
	run_upkira issue --resume 1 a.tsv b.tsv c.tsv
	expect_status 3
	expect_err "c.tsv: no file of batch 1, or changed since"
	mv kept.tsv c.tsv
	run_upkira issue --resume 7 a.tsv
	expect_status 2
	run_upkira issue --resume 1 --resubmit 1 a.tsv
	expect_status 2
	run_upkira issue --resume 1 a.tsv b.tsv c.tsv
	expect_status 8
	expect_err "upkira reconcile 1"
	[ "$(sent_uploads)" -eq 3 ]
	[ "$(states 1)" = "unknown accepted accepted " ]
	run_upkira issue --resume 1 a.tsv b.tsv c.tsv
	expect_status 10
	reconcile
	expect_status 0
	run_upkira issue --resume 1 a.tsv b.tsv c.tsv
	expect_status 0
	[ "$(sent_uploads)" -eq 3 ]
}

@test "journal: list, export and verify; one changed byte is found" {
	sandbox_start
	run_upkira journal
	expect_status 0
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	run_upkira --format json journal
	jq -e '.batch == 1 and .accepted == 1 and .unknown == 0' out
	run_upkira journal export
	expect_status 0
	jq -r .event out | tr '\n' ' ' >events
	[ "$(cat events)" = "begun begun begun sent verdict " ]
	# Anybody can prove the chain with other tools.
	jq -j 'select(.n == 3) | .canonical' out | sha256sum |
	    grep -q "^$(jq -r 'select(.n == 3) | .sha256' out)"
	run_upkira --format json journal verify
	expect_status 0
	head=$(jq -r .head out)
	run_upkira journal verify --head "$head"
	expect_status 0
	run_upkira journal verify --head "${head//[0-9]/a}"
	expect_status 1
	run_upkira journal show 4
	expect_status 2
	run_upkira journal frobnicate
	expect_status 2
	db=$SB/state/good/journal.db
	run ! sqlite3 "$db" "UPDATE entry SET code=1"
	run ! sqlite3 "$db" "DELETE FROM entry"
	cp "$db" kept.db
	for change in "DROP TRIGGER record_keep; UPDATE record SET cn='x'" \
	    "DROP TRIGGER entry_keep; UPDATE entry SET state='refused'
		WHERE n=5" \
	    "DROP TRIGGER entry_stay; DELETE FROM entry WHERE n=4" \
	    "INSERT INTO batch VALUES(9,1,'a','b','c','d')"; do
		cp kept.db "$db"
		sqlite3 "$db" "$change"
		run_upkira journal verify
		expect_status 1
	done
}
