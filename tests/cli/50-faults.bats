#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Every fault of the sandbox against the verbs: status, what was sent, what is
# left on the disk.

load lib
load rows

quick() {
	export UPKIRA_TIMEOUT_CONNECT=3 UPKIRA_TIMEOUT_STALL=2 \
	    UPKIRA_TIMEOUT_PAGE=4 UPKIRA_TIMEOUT_UPLOAD=3 \
	    UPKIRA_TIMEOUT_LOGOUT=2 UPKIRA_TRIES=1
}

# Each line: fault, wanted status, how many uploads the sandbox processed.
issue_under() {
	local spec wanted uploads n=0
	while IFS='|' read -r spec wanted uploads; do
		[ -n "$spec" ] || continue
		n=$((n + 1))
		: >"$SB/requests.jsonl"
		server_row "f$n.example.ac.jp" >"f$n.tsv"
		fault "$spec"
		run_upkira issue "f$n.tsv"
		fault
		if [ "$status" -ne "$wanted" ]; then
			echo "$spec: status $status, wanted $wanted"
			cat out err
			return 1
		fi
		if [ "$(sent_uploads)" -gt 1 ]; then
			echo "$spec: sent twice"
			return 1
		fi
		if [ "$(serials "f$n.example.ac.jp" | wc -l)" -ne \
		    "$uploads" ]; then
			echo "$spec: not processed $uploads times"
			return 1
		fi
		if [ "$wanted" -eq 8 ] && ! grep -q "do not send" err; then
			echo "$spec: no warning against a second application"
			return 1
		fi
	done
}

@test "issue: before anything is sent a fault is status 5 or 9" {
	sandbox_start
	quick
	issue_under <<-'EOT'
		drop-before-read path=SSLLogin|5|0
		drop-before-read path=Menu.do|5|0
		error-500 path=SSLLogin|5|0
		error-503 path=SSLLogin|5|0
		error-503 path=MainMenu|5|0
		maintenance path=SSLLogin|5|0
		maintenance path=MainMenu|5|0
		drop-before-read path=SP1001.do|5|0
		redirect path=SSLLogin|9|0
		redirect path=MainMenu|9|0
		form-no-file|9|0
		endless path=SSLLogin|9|0
		truncate path=SSLLogin|5|0
		drop-in-answer path=Menu.do|5|0
		slow-answer path=SSLLogin seconds=20|5|0
		slow-drip path=Menu.do ms=3000|5|0
	EOT
}

@test "issue: after the file has left a lost answer is status 8, never sent again" {
	sandbox_start
	quick
	issue_under <<-'EOT'
		drop-after-accept path=SP1001.do|8|1
		error-500 path=SP1001.do|8|0
		error-503 path=SP1001.do|8|0
		maintenance path=SP1001.do|8|0
		expired-session path=SP1001.do|8|0
		redirect path=SP1001.do|8|0
		no-marker|8|1
		fewer-rows|8|1
		drop-in-answer path=SP1001.do|8|1
		truncate path=SP1001.do|8|1
		endless path=SP1001.do|8|1
		slow-answer path=SP1001.do seconds=20|8|1
		html-list|0|1
	EOT
}

@test "issue: what does not matter is walked past" {
	sandbox_start
	quick
	issue_under <<-'EOT'
		form-renamed|0|1
		bad-bytes|0|1
		extension-bytes|0|1
		slow-answer path=SP1001.do seconds=1|0|1
	EOT
}

@test "what broke off before anything was sent is tried again, in bounds" {
	sandbox_start
	quick
	export UPKIRA_TRIES=3
	server_row a.example.ac.jp >a.tsv
	fault 'drop-before-read path=SSLLogin count=2'
	run_upkira -v issue a.tsv
	expect_status 0
	expect_err "try 2 follows"
	expect_err "try 3 follows"
	[ "$(sent_uploads)" -eq 1 ]
	fault 'drop-before-read path=SSLLogin count=3'
	run_upkira bulk-download -o list.tsv
	expect_status 5
	fault 'drop-in-answer path=syomeiDL count=1'
	run_upkira bulk-download -o list.tsv
	expect_status 5
	[ ! -e list.tsv ]
	fault
	UPKIRA_TRIES=11 run_upkira login
	expect_status 2
	expect_err "1 to 10"
}

@test "with two records and one row missing, one is accepted and one unknown" {
	sandbox_start
	quick
	{ server_row a.example.ac.jp; server_row b.example.ac.jp; } >a.tsv
	fault fewer-rows
	run_upkira --format json issue a.tsv
	expect_status 8
	[ "$(jq -r .verdict out | sort | tr '\n' ' ')" = "accepted unknown " ]
	expect_err "do not send"
}

@test "after an unknown outcome the remaining files are not sent" {
	sandbox_start
	quick
	server_row a.example.ac.jp >a.tsv
	server_row b.example.ac.jp >b.tsv
	fault "drop-after-accept path=SP1001.do"
	run_upkira --format json issue a.tsv b.tsv
	expect_status 8
	[ "$(jq -r .verdict out | tr '\n' ' ')" = "unknown unsent " ]
	[ "$(sent_uploads)" -eq 1 ]
}

@test "a page that is not understood is saved privately, without secrets" {
	sandbox_start
	quick
	server_row a.example.ac.jp >a.tsv
	fault form-no-file
	run_upkira issue a.tsv
	expect_status 9
	page=$(find "$SB/state/good/pages" -type f)
	[ -n "$page" ]
	expect_err "$page"
	[ "$(stat -c %a "$page")" = 600 ]
	run ! grep -F "$(cat "$SB/officer/good.pass")" "$page"
}

# download_under STATUS SPEC...: the old file stays as it was.
download_under() {
	local wanted=$1 spec
	shift
	for spec; do
		echo old >list.tsv
		fault "$spec"
		run_upkira bulk-download -o list.tsv
		fault
		if [ "$status" -ne "$wanted" ]; then
			echo "$spec: status $status, wanted $wanted"
			cat out err
			return 1
		fi
		if [ "$wanted" -ne 0 ]; then
			echo old | same_as list.tsv
		fi
	done
}

@test "bulk-download: what is no whole list leaves the old file alone" {
	sandbox_start --certs 300
	quick
	download_under 9 html-list cut-list "redirect path=syomeiDL_S.do"
	download_under 5 "drop-before-read path=syomeiDL_S.do" \
	    "drop-in-answer path=syomeiDL_S.do" \
	    "truncate path=syomeiDL_S.do" "error-503 path=syomeiDL_S.do" \
	    "maintenance path=syomeiDL_S.do" \
	    "slow-answer path=syomeiDL_S.do seconds=20" \
	    "expired-session path=syomeiDL_S.do" \
	    "error-500 path=syomeiDL_S.do"
	download_under 0 "slow-answer path=syomeiDL_S.do seconds=1"
	[ -z "$(find . -maxdepth 1 -type f -name '*list.tsv?*')" ]
}

# page_under VERB...: the other verbs share the walk, so one fault of each
# stage for each.
@test "stats, allowlist, timestamp-url, login under faults" {
	sandbox_start
	quick
	for verb in stats allowlist timestamp-url; do
		while IFS='|' read -r spec wanted; do
			fault "$spec"
			run_upkira $verb
			fault
			[ "$status" -eq "$wanted" ] || {
				echo "$verb, $spec: $status, not $wanted"
				cat out err
				return 1
			}
		done <<-'EOT'
			drop-connect|5
			drop-before-read path=SSLLogin|5
			error-503|5
			maintenance|5
			redirect path=MainMenu|9
			endless path=SSLLogin|9
			truncate path=Menu.do|5
			bad-bytes|0
		EOT
	done
	for spec in drop-connect error-503 maintenance error-500 \
	    "slow-drip ms=3000" truncate; do
		fault "$spec"
		run_upkira login
		expect_status 5
	done
}

@test "a failed logout is a warning: the work is done" {
	sandbox_start
	quick
	fault "drop-before-read path=Logout"
	run_upkira stats
	expect_status 0
	expect_err "logout"
}

@test "Ctrl-C while waiting for the answer: logged out, 130, outcome unknown" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	fault "slow-answer path=SP1001.do seconds=30"
	start_upkira issue a.tsv
	uploaded() { [ "$(sent_uploads)" -gt 0 ] || upkira_is_gone; }
	until_true uploaded
	kill -INT "$UPKIRA_PID"
	fault
	wait_upkira
	expect_status 130
	expect_err "not known"
	[ "$(requests 'select(.interface == "logout") | .path' | wc -l)" -eq 1 ]
}

@test "a terminal that closes, timeout(1): one signal told twice is one" {
	sandbox_start
	uploaded() { [ "$(sent_uploads)" -gt 0 ] || upkira_is_gone; }
	for sig in HUP TERM; do
		: >"$SB/requests.jsonl"
		server_row "$sig.example.ac.jp" >"$sig.tsv"
		fault "slow-answer path=SP1001.do seconds=30"
		start_upkira issue "$sig.tsv"
		until_true uploaded
		# shellcheck disable=SC2046 # many words are meant
		kill "-$sig" $(yes "$UPKIRA_PID" | head -n 50)
		if [ "$sig" = HUP ]; then
			sleep 0.4
			kill -HUP "$UPKIRA_PID" || :
		fi
		fault
		wait_upkira
		expect_status $((128 + $(kill -l "$sig")))
		expect_err "not known"
		[ "$(requests 'select(.interface == "logout") | .path' |
		    wc -l)" -eq 1 ]
	done
}

@test "Ctrl-C twice ends now, without waiting for the logout" {
	sandbox_start
	export UPKIRA_TIMEOUT_LOGOUT=100
	server_row a.example.ac.jp >a.tsv
	fault "slow-answer path=SP1001.do seconds=30" \
	    "slow-answer path=Logout seconds=100"
	start_upkira issue a.tsv
	uploaded() { [ "$(sent_uploads)" -gt 0 ] || upkira_is_gone; }
	until_true uploaded
	kill -INT "$UPKIRA_PID"
	leaving() { [ -n "$(requests 'select(.interface == "logout") | .path')" ]; }
	until_true leaving
	sleep 0.3
	kill -INT "$UPKIRA_PID"
	SECONDS=0
	wait_upkira
	expect_status 130
	[ "$SECONDS" -lt 30 ]
}

@test "Ctrl-C during a download: 130, logged out, nothing left" {
	sandbox_start --certs 300
	fault "slow-drip path=syomeiDL_S.do ms=200"
	start_upkira bulk-download -o list.tsv
	arrived() { [ -n "$(find . -maxdepth 1 -name '*list.tsv*')" ]; }
	until_true arrived
	kill -TERM "$UPKIRA_PID"
	fault
	wait_upkira
	expect_status 143
	[ -z "$(find . -maxdepth 1 -name '*list.tsv*')" ]
	[ "$(requests 'select(.interface == "logout") | .path' | wc -l)" -eq 1 ]
}

# Each line: fault, wanted status; the menu is in one of two frames.
@test "what breaks off within the login is status 5 and leaves no session" {
	sandbox_start
	quick
	while IFS='|' read -r spec wanted; do
		: >"$SB/requests.jsonl"
		fault "$spec"
		run_upkira login
		expect_status "$wanted" || { echo "under $spec"; return 1; }
		[ "$(requests 'select(.interface == "logout") | .path' |
		    wc -l)" -eq 1 ] || { echo "no logout: $spec"; return 1; }
	done <<-'EOT'
		error-503 path=Menu.do count=1|5
		error-500 path=Menu.do count=1|5
		maintenance path=Menu.do count=1|5
		truncate path=Menu.do count=1|5
		drop-in-answer path=Menu.do count=1|5
		slow-answer path=Menu.do count=1 seconds=10|5
	EOT
}
