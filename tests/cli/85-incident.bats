#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# incident: a set of certificates is frozen, and its board kept.

load lib
load rows
load servers
load stock

# 127.0.0.1 serves serial 7982; nobody is at 127.0.0.2.
setup() {
	private
	stocked
	certificate upki 'NII Open Domain CA - G8 RSA' 0x1f2e
	serve upki
	list first.tsv <<-E
	1 127.0.0.1 5 3 7001 - 40 -158 41 a@example.ac.jp
	2 127.0.0.2 5 3 7002 - 41 -157 42 b@example.ac.jp
	3 c.example.ac.jp 5 3 7003 - 42 -156 43 c@example.ac.jp
	4 d.example.ac.jp 5 3 7004 - 43 -155 44 d@example.ac.jp
	5 e.example.ac.jp 5 3 7005 - 44 -154 45 e@example.ac.jp
	6 later.example.ac.jp 5 3 7006 - 5 -193 6 a@example.ac.jp
	7 earlier.example.ac.jp 5 3 7007 - 90 -108 91 a@example.ac.jp
	E
	night first.tsv
	TERMS="issued=$(ago 50 | cut -d ' ' -f 1)..$(ago 30 | cut -d ' ' -f 1)"
	TERMS="$TERMS & kind=server"
}

teardown() {
	down
	tidy
}

asked() {
	run_upkira --format json incident "$@"
}

opened() {
	asked open march --where "$TERMS" --port "$PORT"
	expect_status 0
}

# The second night: one of each.
answered() {
	list second.tsv <<-E
	1 127.0.0.1 5 3 7001 - 40 -158 41 a@example.ac.jp
	2 127.0.0.2 5 3 7002 - 41 -157 42 b@example.ac.jp
	3 c.example.ac.jp 5 3 7003 - 42 -156 43 c@example.ac.jp
	4 d.example.ac.jp 7 3 7004 - 43 -155 44 d@example.ac.jp
	5 e.example.ac.jp 5 3 7005 - 44 -154 45 e@example.ac.jp
	6 later.example.ac.jp 5 3 7006 - 5 -193 6 a@example.ac.jp
	7 earlier.example.ac.jp 5 3 7007 - 90 -108 91 a@example.ac.jp
	8 127.0.0.1 6 3 7982 7001 1 -197 2 a@example.ac.jp
	9 other.example.ac.jp 6 3 7009 7002 1 -197 2 b@example.ac.jp
	10 c.example.ac.jp 0 3 - - - - 1 c@example.ac.jp
	11 d.example.ac.jp 5 3 7011 - 1 -197 2 d@example.ac.jp
	E
	night second.tsv
}

steps() {
	jq -r '[.step, .cn, .serial, .successor // "-", .served // "-"] |
	    join(" ")' out
}

board() {
	cat <<-E
	in-service 127.0.0.1 7001 7982 7982
	issued 127.0.0.2 7002 7009 -
	applied c.example.ac.jp 7003 - -
	revoked d.example.ac.jp 7004 7011 -
	silent e.example.ac.jp 7005 - -
	E
}

@test "a period is frozen, its servers asked, and the board kept" {
	opened
	steps | same_as <(cat <<-E
	silent 127.0.0.1 7001 - 7982
	silent 127.0.0.2 7002 - -
	silent c.example.ac.jp 7003 - -
	silent d.example.ac.jp 7004 - -
	silent e.example.ac.jp 7005 - -
	E
	)
	jq -r 'select(.cn == "127.0.0.2") | .reason' out |
	    grep -qF "127.0.0.2:$PORT: not reached"
	answered
	asked show march
	expect_status 0
	steps | same_as <(board)
	# What came later is not in it.
	asked list
	jq -r '[.incident, .certificates, .silent, .applied, .issued,
	    .in_service, .revoked, .snapshot, .terms] | map(tostring) |
	    join(" ")' out | same_as <(echo "march 5 1 1 1 1 1 1 $TERMS")
}

@test "it can be run again: what is served now is asked anew" {
	opened
	answered
	certificate upki 'NII Open Domain CA - G8 RSA' 7001
	serve upki
	asked show march --probe --port "$PORT"
	expect_status 0
	jq -r 'select(.cn == "127.0.0.1") | [.step, .served, .old_served] |
	    map(tostring) | join(" ")' out | same_as <(echo issued 7001 true)
	asked show march
	jq -es 'map(select(.cn == "127.0.0.1")) |
	    all(.old_served and .asked_at != null) and length == 1' out
}

@test "a plain SQL query over the store and a list finds the same revoked" {
	opened
	answered
	iconv -f CP932 -t UTF-8 second.tsv | tr -d '\r' |
	    awk -F '\t' '$12 == 7 { print $24 }' >revoked
	sqlite3 state/incident.db 'SELECT serial FROM item ORDER BY serial' |
	    grep -Fxf revoked >wanted
	[ -s wanted ]
	asked show march
	jq -r 'select(.step == "revoked") | .serial' out | same_as wanted
}

@test "an export is for other programs, a table for people" {
	opened
	answered
	run_upkira incident export march
	expect_status 0
	[ "$(head -c 3 out)" = $'\xef\xbb\xbf' ]
	[ "$(wc -l <out)" -eq 6 ]
	run_upkira incident show march
	grep -qE '^in-service +127.0.0.1 +server +7001 +7982 +7982' out
	japanese
	run_upkira incident list
	expect_out march
	expect_out 失効
}

@test "nothing is asked where that is said" {
	asked open quiet --where "$TERMS" --no-probe
	expect_status 0
	jq -es 'length == 5 and all(.asked_at == null)' out
}

@test "what cannot be opened leaves nothing" {
	for terms in 'issued=yesterday' 'isued=2025' 'kind' 'kind=' \
	    'kind=server & kind=client' '' 'kind=server &'; do
		asked open x --where "$terms"
		expect_status 2
		expect_no_out
	done
	asked open x --where 'isued=2025'
	expect_err 'did you mean "issued"?'
	for name in '' ../x X 'a b' .x $'\033[2J'; do
		asked open "$name" --where "$TERMS" --no-probe
		expect_status 2
		expect_no_err $'\033'
	done
	asked open x
	expect_status 2
	asked open x --where 'cn=nobody.example.ac.jp' --no-probe
	expect_status 3
	asked list
	expect_status 0
	expect_no_out
	opened
	asked open march --where "$TERMS" --no-probe
	expect_status 2
	expect_err 'is there already'
	asked show april
	expect_status 3
	asked show
	expect_status 2
}

@test "a signal while servers are asked keeps what was frozen" {
	kill -STOP "$SERVER"
	start_upkira incident open march --where "$TERMS" --port "$PORT"
	sleep 1
	kill -INT "$UPKIRA_PID"
	wait_upkira
	expect_status 130
	asked show march
	expect_status 0
	jq -es 'length == 5 and all(.asked_at == null)' out
}

@test "a CA is read out of the certificates, which the lists do not name" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	client_row 'Reiji Hanako' >b.tsv
	run_upkira issue a.tsv
	expect_status 0
	run_upkira issue -t client b.tsv
	expect_status 0
	run_upkira snapshot
	expect_status 0
	run_upkira --format json incident open server --no-probe \
	    --where 'issuer=nii open domain*'
	expect_status 0
	jq -r .cn out | same_as <(echo www.example.ac.jp)
	run_upkira --format json incident open all --no-probe --where 'issuer=*'
	expect_status 0
	[ "$(jq -s length out)" -eq 2 ]
	run_upkira incident open none --no-probe --where 'issuer=Nobody*'
	expect_status 3
	run_upkira incident open other --no-probe \
	    --where 'issuer=nii* & kind=client'
	expect_status 3
	run_upkira probe --where 'issuer=nii*'
	expect_status 2
	expect_err "for upkira incident"
}
