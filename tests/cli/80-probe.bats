#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# probe: OpenSSL's own servers are asked which certificate they serve.

load lib
load rows
load servers
load stock

setup() {
	private
	certificate upki 'NII Open Domain CA - G8 RSA' 0x1f2e localhost
	certificate proxy 'Campus Proxy CA' 0x77
}

teardown() {
	down
	tidy
}

# asked ARG...: by IPv4, which all servers here speak.
asked() {
	run_upkira --format json probe "$@"
}

verdicts() {
	jq -r '[.name, .address, .verdict, .serial, .wanted, .covers] |
	    map(. // "-" | tostring) | join(" ")' out
}

@test "each verdict, in the order of the names" {
	serve upki
	local ours=127.0.0.1:$PORT foreign gone
	serve_too proxy
	foreign=127.0.0.1:$PORT
	serve_too proxy
	kill -9 "$SERVER"
	gone=127.0.0.1:$PORT
	cat >names <<-E
	# host, and the serial that it ought to serve
	$gone 7982
	$ours 7982 # replaced in March

	$ours
	$ours	1f:2f
	$foreign 7982
	$foreign 0x77
	$foreign
	E
	asked --names names
	expect_status 0
	expect_no_err
	verdicts | same_as <(cat <<-E
	$gone 127.0.0.1 unreachable - 7982 -
	$ours 127.0.0.1 serves 7982 7982 -
	$ours 127.0.0.1 serves 7982 - -
	$ours 127.0.0.1 other 7982 7983 -
	$foreign 127.0.0.1 foreign 119 7982 -
	$foreign 127.0.0.1 serves 119 119 -
	$foreign 127.0.0.1 foreign 119 - -
	E
	)
	jq -es --arg gone "$gone" 'map(select(.name == $gone)) |
	    .[0].reason | startswith($gone + ": not reached")' out
}

@test "what the certificate says is told, times in Japan time" {
	serve upki
	asked --serial 0x1f2e "127.0.0.1:$PORT"
	expect_status 0
	local end
	end=$(TZ=Asia/Tokyo date -d "$(openssl x509 -noout -enddate \
	    -in upki.pem | cut -d = -f 2)" +%Y-%m-%dT%H:%M:%S+09:00)
	jq -r '.serial, .serial_hex, .issuer, .subject, .not_after, .reason' \
	    out | same_as <(cat <<-E
	7982
	0x1f2e
	NII Open Domain CA - G8 RSA
	CN=localhost,O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP
	$end
	null
	E
	)
}

@test "the server is told the name, and whether its names cover it is told" {
	serve proxy -servername localhost -cert2 upki.pem -key2 upki.key
	asked "localhost:$PORT"
	jq -r 'select(.address == "127.0.0.1") | .verdict, .covers' out |
	    same_as <(printf '%s\n' serves true)
	serve proxy
	asked "localhost:$PORT"
	jq -r 'select(.address == "127.0.0.1") | .verdict, .covers' out |
	    same_as <(printf '%s\n' foreign false)
}

@test "a name from standard input, and a table for people" {
	serve upki
	with_config probe --names -
	echo "127.0.0.1:$PORT 7982" | "${argv[@]}" >out
	[ "$(wc -l <out)" -eq 2 ]
	grep -qE "^127.0.0.1:$PORT +127.0.0.1 +serves +7982 +7982 +20" out
	japanese
	run_upkira probe "127.0.0.1:$PORT"
	expect_out "提示中"
}

@test "the status tells of a verdict only where that is asked for" {
	serve upki
	asked --exit-code --serial 7982 "127.0.0.1:$PORT"
	expect_status 0
	asked --exit-code --serial 7983 "127.0.0.1:$PORT"
	expect_status 1
	expect_no_err
	asked --serial 7983 "127.0.0.1:$PORT"
	expect_status 0
}

@test "a server that hangs delays nobody else, and meets its limit" {
	serve upki
	local hangs=127.0.0.1:$PORT
	kill -STOP "$SERVER"
	serve_too upki
	asked --timeout 2 "$hangs" "127.0.0.1:$PORT"
	expect_status 0
	jq -r '.verdict' out | same_as <(printf '%s\n' unreachable serves)
	grep -q 'no certificate within 2 seconds' out
}

@test "a signal ends it at once" {
	serve upki
	kill -STOP "$SERVER"
	start_upkira probe --timeout 60 "127.0.0.1:$PORT" "localhost:$PORT"
	sleep 1
	kill -INT "$UPKIRA_PID"
	wait_upkira
	expect_status 130
}

@test "what is no host is refused before anybody is asked" {
	for target in '' https://localhost/ localhost:0 '*.example.ac.jp' \
	    $'a\033[2J' 大学.example.ac.jp; do
		asked localhost "$target"
		expect_status 2
		expect_no_out
		expect_no_err $'\033'
	done
	asked
	expect_status 2
	asked --jobs 65 localhost
	expect_status 2
	asked --serial 0 localhost
	expect_status 3
	printf 'localhost\nlocal host\n' >names
	asked --names names
	expect_status 3
	expect_err "names:2:7: serial number"
	expect_no_out
	asked --names none
	expect_status 3
}

@test "no control character of a certificate reaches the terminal" {
	certificate esc $'Campus\033[2J CA' 0x77
	serve esc
	for format in table tsv csv json; do
		run_upkira --format "$format" probe "127.0.0.1:$PORT"
		expect_status 0
		expect_out "Campus"
		expect_no_out $'\033'
	done
}

@test "names of the inventory, with the newest serial of each" {
	stocked
	serve upki
	list serverAll.tsv <<-E
	1 127.0.0.1 5 3 7001 - 40 -158 41 a@example.ac.jp
	2 127.0.0.1 6 3 7982 7001 10 -188 11 a@example.ac.jp
	3 127.0.0.2 5 3 7003 - 10 -188 11 b@example.ac.jp
	4 127.0.0.3 7 3 7004 - 10 -188 11 b@example.ac.jp
	5 *.example.ac.jp 5 3 7005 - 10 -188 11 b@example.ac.jp
	E
	night serverAll.tsv
	# No name of a list has a port: whoever is at 443 here is asked.
	asked --timeout 2 --where 'manager=?@example.ac.jp'
	expect_status 0
	expect_err "names that cannot be asked: 1"
	jq -r '[.name, .wanted] | join(" ")' out | same_as <(cat <<-E
	127.0.0.1 7982
	127.0.0.2 7003
	E
	)
	asked --where 'manager=c@*'
	expect_no_out
	asked --where 'manger=c@*'
	expect_status 2
	rm "$XDG_CONFIG_HOME/upkira/upkira.yaml"
	asked --where 'kind=server'
	expect_status 2
}
