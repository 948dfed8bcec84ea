#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The journal: what is sent is written down first, and nothing is sent twice.

load lib
load rows

journal() {
	sqlite3 "$SB/state/good/journal.db" "$1"
}

# The state of each record of a batch, in order.
states() {
	run_upkira --format json journal show "$1"
	expect_status 0
	jq -r .state out | tr '\n' ' '
}

@test "the same record again: status 10, naming batch, time and outcome" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira --format json issue a.tsv
	expect_status 0
	[ "$(jq .batch out)" = 1 ]
	run_upkira issue a.tsv
	expect_status 10
	expect_err "a.tsv:1: www.example.ac.jp was sent already, in batch 1 (1.1) at 20"
	expect_err "it was accepted"
	expect_err "--resubmit 1"
	[ "$(sent_uploads)" -eq 1 ]
	run_upkira issue -n a.tsv
	expect_status 10
}

@test "--resubmit wants the batch that is in the way, and is written down" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	run_upkira issue --resubmit 2 a.tsv
	expect_status 10
	server_row new.example.ac.jp >b.tsv
	run_upkira issue --resubmit 1 b.tsv
	expect_status 2
	[ "$(sent_uploads)" -eq 1 ]
	# The service has its own opinion of a second application.
	run_upkira issue --resubmit 1 a.tsv
	expect_status 6
	[ "$(sent_uploads)" -eq 2 ]
	[ "$(journal "SELECT batch,text FROM entry WHERE event='resubmitted'")" = "1|2" ]
}

@test "a refused record may be sent again, as may one that was not processed" {
	sandbox_start
	fault 'maintenance iface=server-apply'
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 5
	fault
	run_upkira issue a.tsv
	expect_status 0
	rm www.example.ac.jp.*
	{ server_row www.example.ac.jp; server_row two.example.ac.jp; } >b.tsv
	run_upkira issue b.tsv
	expect_status 6
	run_upkira issue b.tsv
	expect_status 6
	[ "$(sent_uploads)" -eq 3 ]
}

@test "a lost answer: neither the record nor another of its name goes again" {
	sandbox_start
	fault 'drop-after-accept iface=server-apply count=1'
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 8
	expect_err "upkira reconcile 1"
	run_upkira issue a.tsv
	expect_status 10
	expect_err "its outcome is not known"
	rm www.example.ac.jp.*
	server_row www.example.ac.jp >b.tsv
	run_upkira issue b.tsv
	expect_status 10
	[ "$(sent_uploads)" -eq 1 ]
}

@test "no PIN, key or pass phrase is in the journal, nor a digest that has one" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 '' 4711081512 >a.tsv
	run_upkira issue -t client a.tsv
	expect_status 0
	mv a.tsv "$BATS_TMPDIR/a.$$.tsv"
	canary 4711081512
	mv "$BATS_TMPDIR/a.$$.tsv" a.tsv
	full=$(iconv -f UTF-8 -t CP932 a.tsv | sha256sum | cut -d' ' -f1)
	[ "$(journal "SELECT count(*) FROM file WHERE digest='$full'")" = 0 ]
	[ "$(journal "SELECT count(*) FROM record WHERE digest='$full'")" = 0 ]
	# Another PIN does not make another record of it.
	client_row 'Reiji Hanako' 13 2 '' 1234567890 >b.tsv
	run_upkira issue -t client b.tsv
	expect_status 10
}

@test "two runs at once: the second one says who holds the lock" {
	sandbox_start
	fault 'slow-answer iface=server-apply seconds=20'
	server_row www.example.ac.jp >a.tsv
	server_row two.example.ac.jp >b.tsv
	start_upkira issue a.tsv
	until_true test -s "$SB/state/good/lock"
	status=0
	"$UPKIRA" --config "$SB/upkira.yaml" issue b.tsv 2>err2 || status=$?
	expect_status 10
	grep -q "held by process $UPKIRA_PID (upkira issue) since 20" err2
	fault
	kill -9 "$UPKIRA_PID"
	wait "$UPKIRA_PID" || :
	UPKIRA_PID=
	# What it left behind is no lock.
	[ -s "$SB/state/good/lock" ]
	run_upkira issue b.tsv
	expect_status 0
}

@test "a journal that cannot be written: status 1, nothing sent" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	mkdir -p "$SB/state/good"
	echo "no database at all, but long enough to be looked at" \
	    >"$SB/state/good/journal.db"
	run_upkira issue a.tsv
	expect_status 1
	expect_err "journal.db"
	rm "$SB/state/good/journal.db"
	ln -s "$T/elsewhere" "$SB/state/good/journal.db"
	run_upkira issue a.tsv
	expect_status 1
	[ ! -e elsewhere ]
	[ "$(sent_uploads)" -eq 0 ]
}

@test "archive: old entries go out, whole; nothing is sent twice afterwards" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	fault 'drop-after-accept iface=server-apply count=1'
	server_row two.example.ac.jp >b.tsv
	run_upkira issue b.tsv
	expect_status 8
	fault
	run_upkira journal export
	mv out whole.jsonl
	run_upkira journal archive --before 2020-01-01 -o old.tar.zst
	expect_status 0
	[ ! -e old.tar.zst ]
	run_upkira journal archive --before nonsense -o old.tar.zst
	expect_status 2
	run_upkira journal archive --before 2099-01-01
	expect_status 2
	run_upkira journal archive --before 2099-01-01 -o -
	expect_status 2
	expect_no_out
	[ ! -e - ]
	# Up to what is not settled.
	run_upkira journal archive --before 2099-01-01 -o old.tar.zst
	expect_status 0
	[ "$(stat -c %a old.tar.zst)" = 600 ]
	zstd -dqc old.tar.zst | tar xf -
	head -n 5 whole.jsonl | same_as journal.jsonl
	run_upkira journal verify
	expect_status 0
	[ "$(states 1)" = "accepted " ]
	[ "$(states 2)" = "unknown " ]
	run_upkira --format json journal show 1
	[ "$(jq -r .by out)" = answer ]
	run_upkira issue a.tsv
	expect_status 10
	run_upkira reconcile
	expect_status 0
	run_upkira journal archive --before 2099-01-01 -o old.tar.zst
	expect_status 1
	expect_err "a new file was wanted"
	run_upkira journal archive --before 2099-01-01 -o older.tar.zst
	expect_status 0
	run_upkira journal verify
	expect_status 0
	# The archives are proved too: moved, or with one byte changed.
	mv old.tar.zst moved.tar.zst
	run_upkira journal verify moved.tar.zst older.tar.zst
	expect_status 0
	# A hash that was noted down before its entry was archived.
	noted=$(jq -r .sha256 whole.jsonl | sed -n 2p)
	run_upkira journal verify --head "$noted"
	expect_status 1
	expect_err "no entry has the hash $noted"
	expect_err "name the archives, too"
	run_upkira journal verify --head "$noted" older.tar.zst
	expect_status 1
	run_upkira journal verify --head "$noted" older.tar.zst moved.tar.zst
	expect_status 0
	run_upkira journal verify --head "$noted" - <moved.tar.zst
	expect_status 0
	run_upkira journal verify --head "$noted" a.tsv moved.tar.zst
	expect_status 1
	expect_err "a.tsv: no archive of this journal"
	run_upkira journal verify --head "$(printf %064d 0)" moved.tar.zst
	expect_status 1
	for head in zz "${noted%?}" "${noted}0" "${noted^^}"; do
		run_upkira journal verify --head "$head"
		expect_status 2
		expect_err "--head: \"$head\" is no hash of an entry"
	done
	printf x | cat older.tar.zst - >longer.tar.zst
	: >nothing
	run_upkira journal verify longer.tar.zst older.tar.zst nothing
	expect_status 1
	expect_err "longer.tar.zst: no archive of this journal"
	expect_err "nothing: no archive of this journal"
	run_upkira journal verify old.tar.zst
	expect_status 3
	# What was expected to be there, and is not, is not whole.
	UPKIRA_STATE=$T/elsewhere run_upkira journal verify moved.tar.zst
	expect_status 1
	expect_err "there is no journal here"
	UPKIRA_STATE=$T/elsewhere run_upkira journal verify --head zz
	expect_status 2
	UPKIRA_STATE=$T/elsewhere run_upkira journal verify
	expect_status 0
	for word in "journal show 99" "journal export 99" "reconcile 99"; do
		# shellcheck disable=SC2086 # words on purpose
		run_upkira $word
		expect_status 2
		expect_err "there is no batch 99"
	done
	[ "$(states 2)" = "accepted " ]
	run_upkira issue b.tsv
	expect_status 10
	sqlite3 "$SB/state/good/journal.db" \
	    "DROP TRIGGER record_keep; UPDATE record SET cn='x'"
	run_upkira journal verify
	expect_status 1
}

@test "a damaged journal is an error to all who ask it, not an empty one" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	fault 'drop-after-accept iface=server-apply count=1'
	run_upkira issue a.tsv
	expect_status 8
	fault
	run_upkira snapshot
	run_upkira monitor --nagios
	expect_status 1
	printf garbage | dd of="$SB/state/good/journal.db" conv=notrunc bs=1 \
	    seek=4100 2>/dev/null
	run_upkira monitor --nagios
	expect_status 3
	for word in reconcile "journal list" "journal show 1" "journal verify" \
	    "issue a.tsv" "issue -n a.tsv"; do
		# shellcheck disable=SC2086 # words on purpose
		run_upkira $word
		[ "$status" -eq 1 ] || echo "$word: $status"
		expect_status 1
		expect_err "damaged: Page 2"
	done
	[ "$(sent_uploads)" -eq 1 ]
}
