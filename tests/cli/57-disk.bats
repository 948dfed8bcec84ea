#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# shellcheck disable=SC2016 # what is run in_space is expanded there
#
# Disks that are full or cannot be written, and a clock that was set back: what
# was there stays, and what cannot be written down is not sent.

load lib
load rows

# in_space SCRIPT: in a mount space of its own, as root, or not at all.
in_space() {
	if [ "$(id -u)" -ne 0 ] || ! unshare -m true 2>/dev/null; then
		skip "no mount space can be made here"
	fi
	export -f run_upkira with_config not_crashed expect_status expect \
	    expect_err said_so_far full snapshots
	export T SB ROOT B UPKIRA WAIT_MAX
	unshare -m bash -eu -o pipefail -c "$1"
}

# full DIR: a disk of 1 MiB there, with what was in it, and no room left.
full() {
	cp -a "$1" "$T/copy"
	mount -t tmpfs -o size=1m,mode=700 none "$1"
	cp -a "$T/copy/." "$1"
	dd if=/dev/zero of="$1/filler" bs=4k 2>/dev/null || :
}

# The journal has written down that the record of a.tsv is being sent.
is_sent() {
	[ "$(sqlite3 "$SB/state/good/journal.db" "SELECT count(*) > 0 FROM entry
	    WHERE state = 'sent'" 2>/dev/null)" = 1 ]
}

snapshots() {
	sqlite3 "$SB/state/good/inventory.db" 'SELECT count(*) FROM snapshot'
}

@test "no room for the journal: status 1, nothing sent" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	mkdir -p "$SB/state/good"
	in_space 'full "$SB/state/good"
	run_upkira issue a.tsv
	expect_status 1
	expect_err "no space"'
	[ "$(sent_uploads)" -eq 0 ]
	run_upkira issue a.tsv
	expect_status 0
}

@test "no room left when the answer is there: status 8, settled by the list" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	mkdir -p "$SB/state/good"
	export -f start_upkira wait_upkira upkira_is_gone until_true \
	    is_sent
	fault "slow-answer path=SP1001.do count=1"
	in_space 'cp -a "$SB/state/good" "$T/copy"
	mount -t tmpfs -o size=1m,mode=700 none "$SB/state/good"
	cp -a "$T/copy/." "$SB/state/good"
	start_upkira --format json issue a.tsv
	until_true is_sent
	dd if=/dev/zero of="$SB/state/good/filler" bs=4k 2>/dev/null || :
	wait_upkira
	expect_status 8
	[ "$(jq -r .verdict out)" = accepted ]
	expect_err "could not be written down"
	expect_err "no space is left"
	expect_err "upkira reconcile 1"
	rm "$SB/state/good/filler"
	run_upkira issue a.tsv
	expect_status 10
	run_upkira --format json reconcile 1
	expect_status 0
	[ "$(jq -r .finding out)" = accepted ]
	run_upkira journal verify
	expect_status 0'
	[ "$(sent_uploads)" -eq 1 ]
	[ "$(requests 'select(.interface == "logout") | .path' | wc -l)" -eq 2 ]
}

@test "no room for a snapshot: status 1, the old one stays" {
	sandbox_start
	run_upkira snapshot
	expect_status 0
	run_upkira bulk-download -o old.tsv
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	in_space 'full "$SB/state/good"
	run_upkira snapshot
	expect_status 1
	rm "$SB/state/good/filler"
	[ "$(snapshots)" -eq 1 ]
	[ -z "$(find "$SB/state/good/lists" -name ".*" -type f)" ]'
	[ "$(snapshots)" -eq 1 ]
	run_upkira snapshot
	expect_status 0
}

@test "a full folder keeps the file that was there" {
	sandbox_start
	mkdir there
	run_upkira bulk-download -o there/list.tsv
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	in_space 'full "$T/there"
	cp there/list.tsv before
	run_upkira bulk-download -o there/list.tsv
	expect_status 1
	cmp there/list.tsv before
	run_upkira check --fix -o there/mended.tsv a.tsv
	[ ! -e there/mended.tsv ]'
}

@test "a state folder that cannot be written: nothing is sent" {
	sandbox_start
	run_upkira snapshot
	server_row a.example.ac.jp >a.tsv
	in_space 'mount --bind "$SB/state/good" "$SB/state/good"
	mount -o remount,ro,bind "$SB/state/good"
	run_upkira issue a.tsv
	expect_status 1
	run_upkira snapshot
	expect_status 1
	run_upkira login
	expect_status 0
	run_upkira stats
	expect_status 0
	TMPDIR=/nowhere run_upkira bulk-download -o list.tsv
	expect_status 0'
	[ "$(sent_uploads)" -eq 0 ]
}

@test "a clock that was set back" {
	[ -z "${SAN-}" ] || skip "a sanitizer wants to be loaded first"
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	server_row b.example.ac.jp >b.tsv
	run_upkira issue a.tsv
	expect_status 0
	# Before the service's certificate was made.
	faketime -f -3d "$UPKIRA" --config "$SB/upkira.yaml" issue b.tsv \
	    >out 2>err || status=$?
	expect_status 5
	expect_err "check this machine's clock"
	[ "$(sent_uploads)" -eq 1 ]
	# Some minutes: the journal goes on, and stays provable.
	status=0
	faketime -f -5m "$UPKIRA" --config "$SB/upkira.yaml" issue b.tsv \
	    >out 2>err || status=$?
	expect_status 0
	run_upkira journal verify
	expect_status 0
	status=0
	faketime -f -5m "$UPKIRA" --config "$SB/upkira.yaml" issue a.tsv \
	    >out 2>err || status=$?
	expect_status 10
	[ "$(sent_uploads)" -eq 2 ]
	for f in +0 -10m; do
		status=0
		faketime -f "$f" "$UPKIRA" --config "$SB/upkira.yaml" snapshot \
		    >out 2>err || status=$?
		expect_status 0
	done
}
