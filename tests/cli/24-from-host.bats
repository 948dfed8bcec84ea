#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# --from-host: the certificate in service, read from OpenSSL's own server.

load lib
load rows
load servers

setup() {
	private
	mkdir -p "$XDG_CONFIG_HOME/upkira"
	cat >"$XDG_CONFIG_HOME/upkira/upkira.yaml" <<-E
	profiles:
	  example-u:
	    subject: { O: Example University, L: Chiyoda-ku, ST: Tokyo }
	E
	certificate upki 'NII Open Domain CA - G8 RSA' 0x1f2e
	certificate proxy 'Campus Proxy CA' 0x77
}

teardown() {
	down
	tidy
}

# asked HOST: a revocation of what is in service there.
asked() {
	rm -f out.tsv
	run_upkira revoke -t server --reason 4 --from-host "$1" -o out.tsv
}

read_as() {
	expect_status 0
	[ "$(cut -f 1,4 out.tsv)" = "$(dn www.example.ac.jp)"$'\t'"$1" ]
}

@test "the certificate is read with TLS 1.2 and 1.3" {
	for version in -tls1_2 -tls1_3; do
		serve upki $version
		asked "127.0.0.1:$PORT"
		read_as 7982
		expect_no_err
	done
}

@test "a certificate of another CA is read, with a warning" {
	serve proxy
	asked "127.0.0.1:$PORT"
	read_as 119
	expect_err "127.0.0.1:$PORT: "
	expect_err "Campus Proxy CA"
}

@test "the server is told the name that is asked for" {
	serve proxy -servername localhost -cert2 upki.pem -key2 upki.key
	asked "localhost:$PORT"
	read_as 7982
	# An address is no name.
	asked "127.0.0.1:$PORT"
	read_as 119
}

@test "a server that wants a certificate of ours is read too" {
	for version in -tls1_2 -tls1_3; do
		serve upki $version -Verify 1
		asked "127.0.0.1:$PORT"
		read_as 7982
	done
}

@test "nothing is sent after the handshake but its end" {
	serve upki -msg -tls1_3
	asked "127.0.0.1:$PORT"
	read_as 7982
	until_true ended
	sed -n 's/^<<< TLS 1.3, [HA][^ ]* \[length [0-9]*\], //p' server.log |
	    same_as <(printf '%s\n' ClientHello Finished \
		'warning close_notify')
}

@test "no such server: status 5, nothing is written" {
	serve upki
	down
	asked "127.0.0.1:$PORT"
	expect_status 5
	expect_err "127.0.0.1:$PORT: not reached"
	[ ! -e out.tsv ]
}

@test "a target that is no host: status 2, nothing is written" {
	for target in '' https://localhost/ localhost:x localhost:0 \
	    $'a\033[2J' 大学.example.ac.jp; do
		asked "$target"
		expect_status 2
		expect_no_err $'\033'
		[ ! -e out.tsv ]
	done
}

@test "a server that hangs is left at a signal" {
	serve upki
	kill -STOP "$SERVER"
	start_upkira revoke -t server --reason 4 \
	    --from-host "127.0.0.1:$PORT" -o out.tsv
	sleep 1
	kill -INT "$UPKIRA_PID"
	wait_upkira
	expect_status 130
	[ ! -e out.tsv ]
}
