#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The command line itself: usage, help, streams, languages.

load lib

@test "no verb: a short help and status 2" {
	run_upkira
	expect_status 2
	expect_no_out
	expect_err "upkira --help"
}

@test "a mistyped verb, option, format, profile, key names the nearest" {
	sandbox_start
	run_upkira isue
	expect_status 2
	expect_err 'did you mean "issue"?'
	run_upkira login --ofline
	expect_status 2
	expect_err 'did you mean "--offline"?'
	run_upkira --format jsn login
	expect_status 2
	expect_err 'did you mean "json"?'
	run_upkira --profile godo login
	expect_status 2
	expect_err 'did you mean "good"?'
	printf 'profiles:\n  u:\n    endpont: https://x/\n' >u.yaml
	run_upkira --config u.yaml login
	expect_status 2
	expect_err "u.yaml:3:5"
	expect_err 'did you mean "endpoint"?'
	printf 'menu.frmae: x\n' >site.yaml
	run_upkira --site site.yaml login
	expect_status 2
	expect_err "site.yaml:1:1"
}

@test "options stand anywhere, -- ends them, long ones are never abbreviated" {
	run_upkira check --format=json nowhere.tsv -q
	expect_status 3
	run_upkira check -- --format
	expect_status 3
	expect_out "--format: error: no such file"
	run_upkira check --form json x
	expect_status 2
	run_upkira check -k
	expect_status 2
	run_upkira check --quiet=yes x
	expect_status 2
	run_upkira login operand
	expect_status 2
}

@test "--help and --version go to standard output: status 0" {
	run_upkira --version
	expect_status 0
	expect_out "upkira "
	run_upkira --help
	expect_status 0
	expect_out "Exit status:"
	sed -n '/^Verbs:/,/^$/s/^  \([a-z-]*\) .*/\1/p' out >verbs
	[ -s verbs ]
	while read -r verb; do
		run_upkira "$verb" --help </dev/null
		expect_status 0
		expect_out "usage: upkira $verb"
		expect_no_err
	done <verbs
}

@test "a configuration that is named must be there" {
	run_upkira --config nowhere.yaml login
	expect_status 2
	expect_err "nowhere.yaml"
}

@test "without a configuration the way to one is told" {
	run_upkira login
	expect_status 2
	expect_err "upkira.yaml(5)"
}

@test "the environment beats the file and an option beats both" {
	sandbox_start
	UPKIRA_PROFILE=personal run_upkira login --offline
	expect_status 4
	UPKIRA_PROFILE=personal run_upkira --profile good login --offline
	expect_status 0
	UPKIRA_FORMAT=json run_upkira login --offline
	expect_out '"profile":"good"'
	UPKIRA_FORMAT=jsn run_upkira login --offline
	expect_status 2
	expect_err UPKIRA_FORMAT
}

@test "a secret written into the configuration is refused and not shown" {
	sandbox_start
	UPKIRA_PASSPHRASE=Canary0815 run_upkira login --offline
	expect_status 2
	canary Canary0815
}

@test "no colour in a pipe; --color always shows it; NO_COLOR ends it" {
	esc=$(printf '\033')
	run_upkira isue
	expect_no_err "$esc"
	run_upkira --color always isue
	expect_err "$esc"
	NO_COLOR=1 run_upkira isue
	expect_no_err "$esc"
}

@test "a full standard output is status 1" {
	status=0
	"$UPKIRA" --help >/dev/full 2>err || status=$?
	expect_status 1
	expect_err "standard output"
}

@test "-v tells the steps, -vv each exchange, and neither a secret" {
	sandbox_start --certs 20
	run_upkira -v stats
	expect_status 0
	expect_err "upkira:"
	run_upkira -vv stats
	expect_err "SSLLogin.do"
	canary
}

@test "completion names every verb and option, for each shell" {
	for shell in bash zsh fish; do
		run_upkira completion $shell
		expect_status 0
		expect_out bulk-download
		expect_out on-error
	done
	run_upkira completion tcsh
	expect_status 2
}

@test "bash completion offers verbs, options and their words" {
	run_upkira completion bash
	# shellcheck source=/dev/null
	. ./out
	COMP_WORDS=(upkira bu)
	COMP_CWORD=1
	_upkira
	[ "${COMPREPLY[*]}" = bulk-download ]
	COMP_WORDS=(upkira bulk-download -t '')
	COMP_CWORD=3
	_upkira
	[ "${COMPREPLY[*]}" = "server client all" ]
}
