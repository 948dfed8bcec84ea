#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Every layout of what nobody knows: upkira walks each unchanged.

load lib
load rows

walk() {
	sandbox_start --variant "$1" --certs 50
	run_upkira --format json login
	expect_status 0
	[ "$(jq '.interfaces | length' out)" -eq 11 ]
	server_row a.example.ac.jp >a.tsv
	run_upkira --format json issue a.tsv
	expect_status 0
	[ "$(jq -r .verdict out)" = accepted ]
	old=$(serials a.example.ac.jp)
	[ -n "$old" ]
	rm a.example.ac.jp.*
	{ server_row a.example.ac.jp; server_row b.example.ac.jp; } >b.tsv
	run_upkira --format json issue b.tsv
	expect_status 6
	[ "$(jq -r .verdict out | tr '\n' ' ')" = "refused aborted " ]
	{ server_row c.example.ac.jp; server_row a.example.ac.jp; } >c.tsv
	run_upkira --format json issue --on-error skip c.tsv
	expect_status 7
	[ "$(jq -r .verdict out | tr '\n' ' ')" = "accepted refused " ]
	server_row a.example.ac.jp 11 "$old" >r.tsv
	run_upkira renew r.tsv
	expect_status 0
	revoke_row a.example.ac.jp "$old" >x.tsv
	run_upkira revoke --yes --expect 1 x.tsv
	expect_status 0
	client_row 'Reiji Hanako' >k.tsv
	run_upkira --format json issue -t client k.tsv
	expect_status 0
	[ "$(jq -r .verdict out)" = accepted ]
	printf '%s\t%s\t例示　花子\t総務部\thanako@example.ac.jp\tnginx\n' \
	    "$(dn c.example.ac.jp)" "$(serials c.example.ac.jp)" >m.tsv
	run_upkira manager update --yes m.tsv
	expect_status 0
	for t in server client; do
		run_upkira --format tsv bulk-download -t $t
		expect_status 0
		expect_out subject_dn
	done
	run_upkira bulk-download -t all -o all.bin
	expect_status 0
	if [ "$(head -c 2 all.bin)" = PK ]; then
		unzip -tqq all.bin
		run_upkira --format tsv bulk-download -t all
		expect_status 9
		expect_err ZIP
	else
		head -n 1 all.bin | iconv -f CP932 -t UTF-8 | grep -q 主体者DN
	fi
	run_upkira stats
	expect_status 0
	expect_out example.ac.jp
	run_upkira allowlist
	expect_status 0
	expect_out example.ac.jp
	run_upkira timestamp-url
	expect_status 0
	expect_out https://
	[ "$(requests 'select(.interface == "logout") | .path' | wc -l)" -eq \
	    "$(requests 'select(.path | endswith("SSLLogin.do")) | .path' |
		wc -l)" ]
}

@test "variant 0" {
	walk 0
}

@test "variant 1" {
	walk 1
}

@test "variant 2" {
	walk 2
}

@test "variant 3" {
	walk 3
}

@test "variant 4" {
	walk 4
}

@test "variant 5" {
	walk 5
}

@test "variant 6" {
	walk 6
}
