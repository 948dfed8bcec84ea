#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# bulk-download, stats, allowlist, timestamp-url.

load lib
load rows

@test "the bytes of a list are kept as they came, and private" {
	sandbox_start --certs 300
	for t in server client all; do
		run_upkira bulk-download -t $t -o $t.tsv
		expect_status 0
		expect_no_out
		expect_no_err
		[ "$(stat -c %a $t.tsv)" = 600 ]
		run_upkira bulk-download -t $t
		cmp out $t.tsv
	done
	head -n 1 server.tsv | iconv -f CP932 -t UTF-8 |
	    grep -q '^発行・更新申請-申請ID'
	[ "$(($(wc -l <server.tsv) + $(wc -l <client.tsv)))" -eq \
	    "$(($(wc -l <all.tsv) + 1))" ]
}

@test "the derived forms hold every record once, PINs masked" {
	sandbox_start --certs 300
	run_upkira bulk-download -t all -o raw.tsv
	run_upkira --format json bulk-download -t all
	expect_status 0
	[ "$(wc -l <out)" -eq 300 ]
	jq -e -s 'all(has("subject_dn") and has("serial") and
	    (.access_pin | . == "" or . == "********"))' out
	jq -r .subject_dn out >names
	tail -n +2 raw.tsv | iconv -f CP932 -t UTF-8 | cut -f4 | same_as names
	run_upkira --format csv bulk-download -t all -o list.csv
	expect_status 0
	[ "$(wc -l <list.csv)" -eq 301 ]
	run_upkira --format tsv bulk-download -t all
	[ "$(wc -l <out)" -eq 301 ]
}

@test "--show-pins shows them" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 '' CanaryPin4711 >a.tsv
	run_upkira issue -t client a.tsv
	expect_status 0
	run_upkira --format json bulk-download -t client
	expect_no_out CanaryPin4711
	run_upkira --format json bulk-download -t client --show-pins
	expect_out CanaryPin4711
}

@test "a raw list is not thrown at a terminal" {
	sandbox_start
	on_terminal "error" "" bulk-download
	expect_status 2
	expect_out "-o FILE"
}

@test "stats are the table of the page" {
	sandbox_start --certs 300
	run_upkira stats
	expect_status 0
	expect_out "example.ac.jp"
	run_upkira --format json stats
	jq -e -s 'all((.columns | length) == (.cells | length))
	    and any(.cells[0] == "example.ac.jp")' out
	run_upkira --format csv stats
	expect_out '"example.ac.jp"'
}

@test "what is issued counts in the statistics" {
	sandbox_start
	run_upkira --format json stats
	cp out before
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	run_upkira --format json stats
	run ! diff before out
}

@test "the allowlist: text for people, bytes for -o" {
	sandbox_start
	run_upkira allowlist
	expect_status 0
	expect_out "example.ac.jp"
	run_upkira allowlist -o allow.tsv
	expect_status 0
	iconv -f CP932 -t UTF-8 allow.tsv | grep -q example.ac.jp
	run_upkira --format json allowlist
	jq -e -s 'all(.cells[0] | length > 0)' out
}

@test "the time stamp URL" {
	sandbox_start
	run_upkira timestamp-url
	expect_status 0
	expect_out "https://"
	run_upkira --format json timestamp-url
	jq -e '.url | startswith("https://")' out
}

@test "a file that cannot be written: status 1, nothing left behind" {
	sandbox_start
	run_upkira bulk-download -o nowhere/x.tsv
	expect_status 1
	expect_err "nowhere"
	mkdir d
	run_upkira bulk-download -o d
	expect_status 1
	[ -z "$(ls d)" ]
	[ -z "$(find . -maxdepth 1 -name '*.tmp*' -o -maxdepth 1 -name '.*X*')" ]
}

@test "a full disk leaves the old file alone" {
	sandbox_start --certs 300
	[ -w /dev/full ]
	run_upkira bulk-download -o old.tsv
	expect_status 0
	cp old.tsv copy.tsv
	(ulimit -f 100; run_upkira bulk-download -o old.tsv
	    echo "$status" >status)
	[ "$(cat status)" -ne 0 ]
	cmp old.tsv copy.tsv
}

@test "a reader that goes away ends the download quietly" {
	sandbox_start --certs 300
	local argv
	with_config --format json bulk-download -t all
	{
		"${argv[@]}" 2>err || echo $? >rc
	} | head -n 1 >/dev/null
	[ "$(cat rc)" -eq 141 ]
	expect_no_err
	[ "$(requests 'select(.interface == "logout") | .path' | wc -l)" -eq 1 ]
}
