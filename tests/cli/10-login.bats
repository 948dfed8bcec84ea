#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The credential and the session: login, logout, and what is refused.

load lib

logouts() {
	requests 'select(.interface == "logout") | .path' | wc -l
}

# with_profile NAME ARG...
with_profile() {
	local name=$1
	shift
	run_upkira --profile "$name" "$@"
}

@test "login shows officer, issuer, end and interfaces, and logs out" {
	sandbox_start
	run_upkira login
	expect_status 0
	expect_out "Kunitachi Taro"
	expect_out "SECOM Passport for Member RSA CA16"
	expect_out "server certificates: issue, renew, revoke"
	expect_out "⑨ time stamp URL"
	expect_no_err
	[ "$(logouts)" -eq 1 ]
	canary
}

@test "login --format json is one object with its documented keys" {
	sandbox_start
	run_upkira --format json login
	expect_status 0
	[ "$(wc -l <out)" -eq 1 ]
	jq -e '.profile == "good" and .officer == "Kunitachi Taro" and .online
	    and (.kept | not) and (.interfaces | length) == 11
	    and .days_left > 60 and (.not_after | endswith("+09:00"))' out
	jq -r 'keys_unsorted | join(" ")' out >keys
	same_as keys <<-EOT
		profile officer subject issuer serial not_after days_left online kept interfaces
	EOT
}

@test "login --offline uses no network" {
	sandbox_start
	sandbox_stop
	run_upkira login --offline
	expect_status 0
	expect_out "Kunitachi Taro"
	expect_no_out "server certificates"
}

@test "a credential with the old RC2 and 3DES encryption opens" {
	sandbox_start
	with_profile good-legacy login
	expect_status 0
}

@test "an end within 60 days is warned of" {
	sandbox_start
	with_profile soon login
	expect_status 0
	expect_err "ends in"
}

@test "only the interfaces of the officer's rights are shown" {
	sandbox_start --rights server-list,stats,logout
	run_upkira --format json login
	expect_status 0
	[ "$(jq -c .interfaces out)" = '["server-list","stats","logout"]' ]
}

@test "a personal certificate of the same CA is status 4, before the network" {
	sandbox_start
	with_profile personal login
	expect_status 4
	expect_err "L=Academe-ops"
	[ -z "$(requests .path)" ]
}

@test "an expired certificate is status 4, before the network" {
	sandbox_start
	with_profile expired login
	expect_status 4
	expect_err "expired on"
	[ -z "$(requests .path)" ]
}

@test "a revoked certificate gets the service's refusal page: status 4" {
	sandbox_start
	with_profile revoked login
	expect_status 4
	expect_err "refuses this officer"
}

@test "a certificate of a foreign CA fails in TLS: status 4" {
	sandbox_start
	with_profile foreign login
	expect_status 4
	expect_err "certificate"
}

@test "a wrong pass phrase is status 4 and is not repeated" {
	sandbox_start
	export WRONG=not-this-one-42
	UPKIRA_PASSPHRASE=env:WRONG run_upkira login
	expect_status 4
	expect_err "wrong pass phrase"
	canary "not-this-one-42"
}

@test "a file that is no PKCS#12 is status 4" {
	sandbox_start
	echo hello >x.p12
	chmod 600 x.p12
	UPKIRA_CREDENTIAL=$T/x.p12 run_upkira login
	expect_status 4
	expect_err "not a PKCS#12"
}

@test "a file that lacks the key or the certificate is status 4" {
	sandbox_start
	openssl req -x509 -newkey rsa:2048 -nodes -keyout a.key -out a.pem \
	    -subj /CN=a/L=Academe-ops -days 100 2>/dev/null
	openssl genrsa -out b.key 2048 2>/dev/null
	openssl pkcs12 -export -nokeys -in a.pem -passout pass:pp -out c.p12
	openssl pkcs12 -export -nocerts -inkey b.key -passout pass:pp \
	    -out k.p12
	chmod 600 c.p12 k.p12
	export PP=pp
	UPKIRA_CREDENTIAL=$T/c.p12 UPKIRA_PASSPHRASE=env:PP run_upkira login
	expect_status 4
	expect_err "key"
	export PP=pp
	UPKIRA_CREDENTIAL=$T/k.p12 UPKIRA_PASSPHRASE=env:PP run_upkira login
	expect_status 4
	expect_err "certificate"
}

@test "a credential that is not there is status 4" {
	sandbox_start
	UPKIRA_CREDENTIAL=$T/nowhere.p12 run_upkira login
	expect_status 4
	expect_err "nowhere.p12"
}

@test "a pass phrase file that others can read is refused" {
	sandbox_start
	cp "$SB/officer/good.pass" open.pass
	chmod 644 open.pass
	UPKIRA_PASSPHRASE=file:$T/open.pass run_upkira login
	expect_status 4
	expect_err "open.pass"
	canary
}

@test "the pass phrase comes from a command, a descriptor, systemd" {
	sandbox_start
	UPKIRA_PASSPHRASE="cmd:cat $SB/officer/good.pass" run_upkira login
	expect_status 0
	exec 7<"$SB/officer/good.pass"
	UPKIRA_PASSPHRASE=fd:7 run_upkira login
	exec 7<&-
	expect_status 0
	CREDENTIALS_DIRECTORY=$SB/officer UPKIRA_PASSPHRASE=cred:good.pass \
	    run_upkira login
	expect_status 0
	canary
}

@test "without a source and without a terminal the sources are named" {
	sandbox_start
	sed -i '/passphrase:/d' "$SB/upkira.yaml"
	run_upkira --no-input login </dev/null
	expect_status 4
	expect_err "file:"
}

@test "a pass phrase typed on the terminal is taken and not shown" {
	sandbox_start
	sed -i '/passphrase:/d' "$SB/upkira.yaml"
	on_terminal "Pass phrase" "$(cat "$SB/officer/good.pass")" login
	expect_status 0
	expect_out "Kunitachi Taro"
	expect_no_out "$(cat "$SB/officer/good.pass")"
}

@test "login --keep leaves a private session for the next command" {
	sandbox_start --certs 20
	run_upkira login --keep
	expect_status 0
	[ "$(logouts)" -eq 0 ]
	[ "$(stat -c %a "$SB/state/good/session")" = 600 ]
	run_upkira stats
	expect_status 0
	[ "$(requests 'select(.path | endswith("SSLLogin.do")) | .path' |
		wc -l)" -eq 1 ]
	[ "$(logouts)" -eq 0 ]
	run_upkira logout
	expect_status 0
	[ "$(logouts)" -eq 1 ]
	[ ! -e "$SB/state/good/session" ]
	run_upkira logout
	expect_status 0
}

@test "a kept session that has expired is replaced by a fresh login" {
	sandbox_start --certs 20
	run_upkira login --keep
	fault "expired-session count=1"
	run_upkira stats
	expect_status 0
	[ "$(requests 'select(.path | endswith("SSLLogin.do")) | .path' |
		wc -l)" -eq 2 ]
}

@test "no such host, nobody listening: status 5, nothing sent" {
	sandbox_start
	UPKIRA_ENDPOINT=https://nowhere.invalid/x run_upkira login
	expect_status 5
	expect_err "nowhere.invalid"
	sandbox_stop
	run_upkira login
	expect_status 5
	expect_err "refused"
}

@test "a server certificate that is not trusted is status 5" {
	sandbox_start
	sed -i '/cafile:/d' "$SB/upkira.yaml"
	run_upkira login
	expect_status 5
	expect_err "certificate"
	[ -z "$(requests .path)" ]
}

@test "a server certificate for another name is status 5" {
	sandbox_start
	UPKIRA_ENDPOINT=https://127.0.0.2:$PORT/upki-odcert/lra/SSLLogin.do \
	    run_upkira login
	expect_status 5
}

@test "a profile without endpoint or credential is a usage error" {
	printf 'profiles: { u: { state: %s/s } }\n' "$T" >u.yaml
	run_upkira --config u.yaml login
	expect_status 2
	expect_err "endpoint"
	printf 'profiles: { u: { state: %s/s, endpoint: https://x/ } }\n' \
	    "$T" >u.yaml
	run_upkira --config u.yaml login
	expect_status 2
	expect_err "credential"
}

@test "login --keep that cannot keep logs out: status 1" {
	sandbox_start
	mkdir -p "$SB/state/good/session"
	run_upkira login --keep
	expect_status 1
	expect_no_out kept
	[ "$(logouts)" -eq 1 ]
	run_upkira login --keep --offline
	expect_status 2
}

@test "a state folder that cannot be made stops no download" {
	sandbox_start --certs 20
	touch file
	UPKIRA_STATE=$T/file/state run_upkira stats
	expect_status 0
	expect_err "warning"
}

locked_memory() {
	awk '$1 == "VmLck:" { exit !($2 >= 64) }' "/proc/$UPKIRA_PID/status"
}

@test "pass phrase and key are in memory that is locked, or -v says not" {
	local bare=()
	[ -z "${SAN-}" ] || skip "a sanitizer locks no memory"
	sandbox_start
	fault "slow-answer path=SSLLogin count=1"
	start_upkira login
	until_true locked_memory
	fault
	wait_upkira
	expect_status 0
	# Root has to give up a right first.
	[ "$(id -u)" -ne 0 ] || bare=(setpriv --bounding-set=-ipc_lock)
	"${bare[@]}" bash -c 'ulimit -l 0; exec "$@"' - \
	    "$UPKIRA" --config "$SB/upkira.yaml" -v login 2>err
	expect_err "memory of secrets cannot be locked"
	expect_err "memory of private keys cannot be locked"
}
