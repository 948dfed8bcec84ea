#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# diff: what changed from one snapshot to another.

load lib
load rows
load stock

# Two nights; the snapshots are moved into the past, so that days differ.
setup() {
	private
	stocked
	# application CN state profile serial old start ends applied mail
	list first.tsv <<-E
	1 same.example.ac.jp    5 3 101 -   90 -100 91 a@example.ac.jp
	2 revoked.example.ac.jp 5 3 102 -   90 -100 91 a@example.ac.jp
	3 owner.example.ac.jp   5 3 103 -   90 -100 91 a@example.ac.jp
	4 issued.example.ac.jp  0 3 -   -   -  -    2  a@example.ac.jp
	5 gone.example.ac.jp    5 3 105 -   90 -100 91 a@example.ac.jp
	E
	list second.tsv <<-E
	1 same.example.ac.jp    5 3 101 -   90 -100 91 a@example.ac.jp
	2 revoked.example.ac.jp 7 3 102 -   90 -100 91 a@example.ac.jp
	3 owner.example.ac.jp   5 3 103 -   90 -100 91 b@example.ac.jp
	4 issued.example.ac.jp  5 3 104 -   1  -197 2  a@example.ac.jp
	6 renewed.example.ac.jp 6 3 106 101 1  -197 2  a@example.ac.jp
	7 failed.example.ac.jp -1 3 -   -   -  -    1  a@example.ac.jp
	E
	night first.tsv
	sqlite3 state/inventory.db \
	    'UPDATE snapshot SET taken = taken - 3 * 86400'
	night second.tsv
}

rows() {
	jq -r '[.change, .cn, .serial // "-", .state_before // "-",
	    .state // "-", .manager_mail] | map(tostring) | join(" ")' out
}

all() {
	cat <<-E
	issued issued.example.ac.jp 104 0 5 a@example.ac.jp
	renewed renewed.example.ac.jp 106 - 6 a@example.ac.jp
	revoked revoked.example.ac.jp 102 5 7 a@example.ac.jp
	failed failed.example.ac.jp - - -1 a@example.ac.jp
	vanished gone.example.ac.jp 105 5 - a@example.ac.jp
	owner owner.example.ac.jp 103 5 5 b@example.ac.jp
	E
}

@test "what changed, from the snapshot before to the newest" {
	run_upkira --format json diff
	expect_status 0
	expect_no_err
	rows | same_as <(all)
	jq -r 'select(.change == "owner") | .before, .after' out |
	    same_as <(printf '%s@example.ac.jp 国立　太郎 情報基盤センター\n' a b)
}

@test "snapshots by number, by day and by days ago" {
	local day
	day=$(ago 3 | cut -d ' ' -f 1)
	for args in '1 2' "$day" '3d' '1' "$day 0d" '2d'; do
		# shellcheck disable=SC2086 # words
		run_upkira --format json diff $args
		expect_status 0
		rows | same_as <(all)
	done
	run_upkira --format json diff 2 2
	expect_status 0
	expect_no_out
}

# A second way: the two lists joined by a plain script.
@test "an awk script over the two lists finds the same" {
	for n in first second; do
		iconv -f CP932 -t UTF-8 $n.tsv | tr -d '\r' | sed "1d; s/^/$n	/"
	done | awk -F '\t' '
	$1 == "first" { state[$2] = $13; mail[$2] = $16; name[$2] = $17; next }
	{ seen[$2] = 1 }
	!($2 in state) || state[$2] != $13 {
		print ($13 == 7 ? "revoked" : $13 < 0 ? "failed" : \
		    $44 != "" ? "renewed" : "issued"), $17 }
	$2 in mail && mail[$2] != $16 { print "owner", $17 }
	END { for (k in state) if (!(k in seen)) print "vanished", name[k] }' |
	    sort >wanted
	[ "$(wc -l <wanted)" -eq 6 ]
	run_upkira --format tsv diff
	sed 1d out | cut -f 1,2 | tr '\t' ' ' | sort | same_as wanted
}

@test "a table for people, in their language" {
	run_upkira diff
	grep -qE '^revoked +revoked.example.ac.jp +server +102 +issued +revoked' out
	japanese
	run_upkira diff
	grep -qE '^失効 +revoked.example.ac.jp ' out
}

@test "the status tells whether there is any, only where asked for" {
	run_upkira diff --exit-code
	expect_status 1
	expect_no_err
	run_upkira diff --exit-code 2 2
	expect_status 0
	expect_no_out
}

@test "what names no snapshot" {
	run_upkira diff 2 1
	expect_status 2
	expect_err "the earlier one comes first"
	run_upkira diff 1 2 3
	expect_status 2
	run_upkira diff $'\033[2J'
	expect_status 2
	expect_no_err $'\033'
	run_upkira diff 9
	expect_status 3
	run_upkira diff 1999-01-01
	expect_status 3
	expect_err "upkira snapshot list"
}

# at_desk: a sandbox, a first snapshot, and one application sent from here.
at_desk() {
	sandbox_start
	run_upkira snapshot
	server_row www.example.ac.jp >issue.tsv
	run_upkira issue issue.tsv
	expect_status 0
}

@test "what was sent from here is expected" {
	at_desk
	run_upkira snapshot
	run_upkira --format json diff
	jq -r '[.change, .cn] | join(" ")' out |
	    same_as <(echo 'issued www.example.ac.jp')
	run_upkira --format json diff --unexpected --exit-code
	expect_status 0
	expect_no_out
	revoke_row www.example.ac.jp "$(serials www.example.ac.jp)" >revoke.tsv
	run_upkira revoke --yes --expect 1 revoke.tsv
	expect_status 0
	run_upkira snapshot
	run_upkira --format json diff
	jq -r .change out | same_as <(echo revoked)
	run_upkira --format json diff --unexpected
	expect_status 0
	expect_no_out
}

@test "what another desk sent is not explained by this journal" {
	at_desk
	local journal
	journal=$(find "$T" -name journal.db -not -path '*/cli-template/*')
	[ -n "$journal" ]
	run_upkira snapshot
	# The same by somebody who keeps a journal of his own.
	server_row other.example.ac.jp >other.tsv
	mkdir elsewhere
	UPKIRA_STATE=$T/elsewhere run_upkira issue other.tsv
	expect_status 0
	revoke_row www.example.ac.jp "$(serials www.example.ac.jp)" >revoke.tsv
	UPKIRA_STATE=$T/elsewhere run_upkira revoke --yes --expect 1 revoke.tsv
	expect_status 0
	run_upkira snapshot
	run_upkira --format json diff --unexpected --exit-code
	expect_status 1
	jq -r '[.change, .cn] | join(" ")' out | same_as <(cat <<-E
	issued other.example.ac.jp
	revoked www.example.ac.jp
	E
	)
}

@test "what was applied for on another day is not that of today" {
	at_desk
	list late.tsv <<-E
	901 www.example.ac.jp 5 3 901 - 2 -196 3   a@example.ac.jp
	902 WWW.example.ac.jp 5 3 902 - 0 -198 0.5 a@example.ac.jp
	E
	night late.tsv
	run_upkira --format json diff --unexpected
	jq -r '[.change, .serial] | join(" ")' out |
	    same_as <(echo 'issued 901')
}

@test "without a journal nothing is explained, and that is said" {
	run_upkira --format json diff --unexpected
	expect_status 0
	expect_err "no journal yet"
	expect_err "not explained by this journal: 4"
	jq -r .change out | same_as <(printf '%s\n' issued renewed revoked \
	    failed)
}
