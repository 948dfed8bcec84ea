#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The helpers themselves: each says no when it should.
load lib.bash

# stand_in NAME: standard input becomes the program of that name.
stand_in() {
	{
		echo '#!/bin/bash'
		cat
	} >"$T/$1"
	chmod +x "$T/$1"
}

stand_in_upkira() {
	stand_in upkira
	UPKIRA=$T/upkira
}

stand_in_sandbox() {
	stand_in lra-sandbox
	SANDBOX=$T/lra-sandbox
	mkdir "$SB"
}

@test "a test has a home of its own and no setting of the caller" {
	[ "$HOME" = "$BATS_TEST_TMPDIR/home" ]
	[ "$PWD" = "$BATS_TEST_TMPDIR" ]
	[ "$(env | grep -c '^UPKIRA_')" -eq 1 ] # where the messages are
	UPKIRA_PROFILE=x https_proxy=x run bash -c 'cd "$1" && B=$2 bats \
	    --filter "^what a test sees" tests/cli/00-harness.bats' - \
	    "$ROOT" "$B"
	[ "$status" -eq 0 ]
}

@test "what a test sees of the environment is clean" {
	[ -z "${UPKIRA_PROFILE-}${https_proxy-}" ]
}

@test "status, output and messages of upkira are kept apart" {
	stand_in_upkira <<-'E'
		echo "data $*"
		echo "words" >&2
		exit 7
	E
	run_upkira check 'a b'
	expect_status 7
	expect_out 'data check a b'
	expect_err 'words'
	expect_no_out 'words'
	same_as <<-E
		data check a b
	E
	same_as "$T/err" <<<words
}

@test "another status, output or message than expected is noticed" {
	stand_in_upkira <<<'echo data; echo words >&2; exit 1'
	run_upkira
	run ! expect_status 0
	run ! expect_out nothing
	run ! expect_err nothing
	run ! expect_no_out
	run ! expect_no_err
	run ! expect_no_out data
	run ! same_as <<<other
	[[ $output == *'-other'*'+data'* ]]
}

@test "silence is told from output" {
	stand_in_upkira <<<'exit 0'
	run_upkira
	expect_no_out
	expect_no_err
	run ! expect_out
	run ! expect_err
}

@test "a crash fails the test whatever was expected" {
	stand_in_upkira <<<'kill -SEGV $$'
	run ! run_upkira
	[[ $output == *'crashed or hung: status 139'* ]]
}

@test "a program that hangs is ended and noticed" {
	WAIT_MAX=10
	stand_in_upkira <<<'sleep 100'
	run ! run_upkira
	[[ $output == *'crashed or hung: status 124'* ]]
}

@test "a signal reaches upkira in the background" {
	stand_in_upkira <<-'E'
		trap 'exit 130' INT
		echo ready
		while :; do sleep 0.1; done
	E
	start_upkira
	until_true grep -q ready "$T/out"
	kill -INT "$UPKIRA_PID"
	wait_upkira
	expect_status 130
}

@test "a prompt on the terminal is answered" {
	stand_in_upkira <<-'E'
		printf 'PIN: ' >/dev/tty
		read -r pin </dev/tty
		echo "got $pin"
		exit 3
	E
	on_terminal 'PIN: ' 'open sesame' login
	expect_status 3
	expect_out 'got open sesame'
}

@test "a prompt that never comes blocks nothing" {
	stand_in_upkira <<<'echo no; exit 2'
	on_terminal 'PIN: ' 'open sesame' login
	expect_status 2
	expect_out no
	expect_no_out sesame
}

@test "a sanitizer's report fails the test that caused it" {
	echo 'leak' >"$RA_SAN_LOG/report.1"
	run ! tidy
	[[ $output == *leak* ]]
	rm "$RA_SAN_LOG/report.1"
}

@test "a sandbox that does not start is told with its words" {
	stand_in_sandbox <<<'echo no room >&2; exit 1'
	run ! sandbox_start
	[[ $output == *'did not start'*'no room'* ]]
}

@test "a sandbox that ends badly fails the test" {
	stand_in_sandbox <<-'E'
		trap 'exit 99' TERM
		while [ "$1" != --port-file ]; do shift; done
		echo 4711 >"$2"
		while :; do sleep 0.1; done
	E
	sandbox_start
	[ "$PORT" -eq 4711 ]
	# Not by run, whose shell is not the one that started it.
	if sandbox_stop >"$T/said"; then false; fi
	grep 'ended with status 99' "$T/said"
}

@test "the options of a sandbox reach it, and its port may be chosen" {
	stand_in_sandbox <<-'E'
		echo "$*" >"$0.args"
		while [ "$1" != --port-file ]; do shift; done
		echo 4712 >"$2"
		while :; do sleep 0.1; done
	E
	sandbox_start --rights none --port 4712
	sandbox_stop
	same_as "$T/lra-sandbox.args" <<-E
		--dir $SB --port-file $SB.port --rights none --port 4712
	E
}

@test "requests and uploads are read from the log" {
	mkdir "$SB"
	[ "$(sent_uploads)" -eq 0 ]
	cat >"$SB/requests.jsonl" <<-'E'
		{"path":"/a","file":null}
		{"path":"/b","file":{"name":"x.tsv"}}
	E
	[ "$(sent_uploads)" -eq 1 ]
	[ "$(requests .path | tr '\n' ' ')" = "/a /b " ]
}

@test "a fault is written whole and taken back" {
	mkdir "$SB"
	fault 'error-500 count=1' 'truncate'
	same_as "$SB/fault" <<-E
		error-500 count=1
		truncate
	E
	fault
	[ -z "$(cat "$SB/fault")" ]
}

@test "a secret in output or in a file left behind is found" {
	stand_in_upkira <<<'echo "trying hunter2"'
	run_upkira
	run ! canary hunter2
	run -0 canary hunter3
	mkdir "$T/trace"
	echo 'pin=hunter3' >"$T/trace/1"
	run ! canary hunter3
	run ! canary ''
}

@test "the sandbox starts, is asked, ends, and goes on where it was" {
	local url
	sandbox_start
	url=https://localhost:$PORT/upki-odcert/lra/SSLLogin.do
	curl -sS --cacert "$SB/ca.pem" -o page "$url"
	[ "$(requests .path)" = /upki-odcert/lra/SSLLogin.do ]
	[ "$(sent_uploads)" -eq 0 ]
	sandbox_stop
	run ! curl -s "$url"
	sandbox_start --port "$PORT"
	curl -sS --cacert "$SB/ca.pem" -o page "$url"
	[ "$(requests .path | wc -l)" -eq 2 ]
}

@test "the pass phrases of the sandbox are what the canary looks for" {
	sandbox_start
	mkdir left
	canary
	cat "$SB/officer/good.pass" >left/trace
	run ! canary
	[[ $output == *left/trace* ]]
}
