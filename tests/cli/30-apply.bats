#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# issue, renew, revoke and manager: what is sent and what became of it.

load lib
load rows

logouts() {
	requests 'select(.interface == "logout") | .path' | wc -l
}

verdicts() {
	jq -r .verdict out | tr '\n' ' '
}

@test "issue of RSA and P-384: accepted, and in the list with real certificates" {
	sandbox_start
	request rsa.example.ac.jp rsa:2048
	{ server_row rsa.example.ac.jp 3; server_row ec.example.ac.jp; } >a.tsv
	run_upkira --format json issue a.tsv
	expect_status 0
	[ "$(verdicts)" = "accepted accepted " ]
	[ "$(sent_uploads)" -eq 1 ]
	[ "$(logouts)" -eq 1 ]
	run_upkira --format json bulk-download
	expect_status 0
	for name in rsa ec; do
		jq -r --arg dn "CN=$name.example.ac.jp," \
		    'select(.subject_dn | startswith($dn)) | .certificate' \
		    out | base64 -d >cert.der
		openssl x509 -inform DER -in cert.der -noout -pubkey >pub
		openssl req -in $name.example.ac.jp.csr -noout -pubkey |
		    same_as pub
		openssl x509 -inform DER -in cert.der -noout -ext \
		    subjectAltName | grep -q "DNS:$name.example.ac.jp"
	done
}

@test "what is sent is CP932 with CRLF and the full number of columns" {
	sandbox_start
	server_row www.example.ac.jp | tr -d '\r' >a.tsv
	run_upkira --format json issue -n a.tsv
	expect_status 0
	jq -r .sha256 out >shown
	run_upkira issue a.tsv
	expect_status 0
	server_row www.example.ac.jp | iconv -f UTF-8 -t CP932 |
	    sha256sum | cut -d' ' -f1 >wanted
	requests 'select(.file != null) | .file.sha256' | same_as wanted
	same_as wanted <shown
}

@test "renew names the old serial; revoke ends it" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	old=$(serials www.example.ac.jp)
	rm www.example.ac.jp.*
	server_row www.example.ac.jp 11 "$old" >b.tsv
	run_upkira --format json renew b.tsv
	expect_status 0
	[ "$(verdicts)" = "accepted " ]
	revoke_row www.example.ac.jp "$old" >c.tsv
	run_upkira --format json revoke --yes --expect 1 c.tsv
	expect_status 0
	[ "$(verdicts)" = "accepted " ]
	run_upkira --format json bulk-download
	[ "$(jq -r --arg s "$old" 'select(.serial == $s) | .state' out)" = 7 ]
}

@test "a serial may be given in hex" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	old=$(serials www.example.ac.jp)
	hex=0x$(echo "obase=16; $old" | BC_LINE_LENGTH=0 bc | tr 'A-F' 'a-f')
	revoke_row www.example.ac.jp "$hex" >c.tsv
	run_upkira revoke --yes --expect 1 c.tsv
	expect_status 0
}

@test "client and S/MIME certificates: issue, list, revoke" {
	sandbox_start
	{ client_row 'Reiji Hanako'; client_row hanako@example.ac.jp 15; } \
	    >a.tsv
	# The user's address must be the CN of an S/MIME certificate.
	run_upkira --format json issue -t client a.tsv
	expect_status 0
	[ "$(verdicts)" = "accepted accepted " ]
	run_upkira --format json bulk-download -t client
	expect_status 0
	expect_out "Reiji Hanako"
	old=$(serials 'Reiji Hanako' client)
	client_revoke_row 'Reiji Hanako' "$old" >r.tsv
	run_upkira --format json revoke -t client --yes --expect 1 r.tsv
	expect_status 0
	[ "$(verdicts)" = "accepted " ]
}

@test "refused by the service: status 6, code, item, message and what to do" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	rm www.example.ac.jp.*
	server_row www.example.ac.jp >b.tsv
	run_upkira --format json issue b.tsv
	expect_status 6
	jq -e '.verdict == "refused" and .errors[0].code == 212
	    and .errors[0].item == "主体者DN"
	    and .errors[0].message == "指定したDNはすでに存在しています。"
	    and (.errors[0].action | length) > 10' out
	expect_err "b.tsv:1: refused: 212"
}

@test "on-error abort: one bad record and the service processes none: status 6" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	rm www.example.ac.jp.*
	{ server_row new.example.ac.jp; server_row www.example.ac.jp; } >b.tsv
	run_upkira --format json issue b.tsv
	expect_status 6
	[ "$(verdicts)" = "aborted refused " ]
	expect_err "send the whole file again"
	[ -z "$(serials new.example.ac.jp)" ]
}

@test "on-error skip: the good record is accepted, the bad one refused: status 7" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	rm www.example.ac.jp.*
	{ server_row new.example.ac.jp; server_row www.example.ac.jp; } >b.tsv
	run_upkira --format json issue --on-error skip b.tsv
	expect_status 7
	[ "$(verdicts)" = "accepted refused " ]
	[ -n "$(serials new.example.ac.jp)" ]
}

@test "several files go in one session; a refused one does not stop the next" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	rm a.example.ac.jp.*
	server_row a.example.ac.jp >b.tsv
	server_row c.example.ac.jp >c.tsv
	run_upkira --format json issue b.tsv c.tsv
	expect_status 7
	[ "$(verdicts)" = "refused accepted " ]
	[ "$(requests 'select(.path | endswith("SSLLogin.do")) | .path' |
		wc -l)" -eq 2 ]
}

@test "one bad file and nothing of the others is sent: status 3" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	echo nonsense >b.tsv
	run_upkira issue a.tsv b.tsv
	expect_status 3
	expect_err "b.tsv:1"
	[ -z "$(requests .path)" ]
}

@test "99 records in one file" {
	sandbox_start
	for i in $(seq 99); do
		server_row "h$i.example.ac.jp"
	done >a.tsv
	run_upkira --format json issue a.tsv
	expect_status 0
	[ "$(jq -r .verdict out | sort | uniq -c | tr -s ' ')" = \
	    " 99 accepted" ]
}

@test "revoke in a script wants --yes and the right --expect" {
	sandbox_start
	revoke_row www.example.ac.jp 12345 >a.tsv
	run_upkira revoke -t server a.tsv </dev/null
	expect_status 2
	run_upkira revoke -t server --yes a.tsv
	expect_status 2
	expect_err "--expect"
	run_upkira revoke -t server --yes --expect 2 a.tsv
	expect_status 2
	[ -z "$(requests .path)" ]
}

@test "revoke on a terminal shows what goes and wants the count" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	old=$(serials www.example.ac.jp)
	revoke_row www.example.ac.jp "$old" >r.tsv
	on_terminal "to revoke them:" "yes" revoke -t server r.tsv
	expect_status 1
	expect_out "serial $old"
	expect_out "superseded"
	[ "$(sent_uploads)" -eq 1 ]
	on_terminal "to revoke them:" "1" revoke -t server r.tsv
	expect_status 0
	[ "$(sent_uploads)" -eq 2 ]
}

@test "-n shows what would be sent and needs no credential" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	UPKIRA_CREDENTIAL=/nowhere run_upkira --format json issue -n a.tsv
	expect_status 0
	jq -e '.file == "a.tsv" and .kind == "server-issue" and .records == 1' \
	    out
	[ -z "$(requests .path)" ]
}

@test "an officer without the menu entry: status 4, the interface is named" {
	sandbox_start --rights server-list,logout
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 4
	expect_err "サーバ証明書"
	[ "$(sent_uploads)" -eq 0 ]
	[ "$(logouts)" -eq 1 ]
}

@test "manager update sends the officer's file, asked for or with --yes" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	old=$(serials www.example.ac.jp)
	printf '%s\t%s\t例示　花子\t総務部\thanako@example.ac.jp\tnginx 1.26\n' \
	    "$(dn www.example.ac.jp)" "$old" >m.tsv
	run_upkira manager update m.tsv </dev/null
	expect_status 2
	run_upkira --format json manager update --yes m.tsv
	expect_status 0
	[ "$(verdicts)" = "accepted " ]
	run_upkira --format json bulk-download
	[ "$(jq -r --arg s "$old" 'select(.serial == $s) | .manager_mail' \
	    out)" = hanako@example.ac.jp ]
	sed "s/$old/99/" m.tsv >n.tsv
	run_upkira manager update --yes n.tsv
	expect_status 6
	expect_err "n.tsv: record 1: refused"
	run_upkira manager upadte m.tsv
	expect_status 2
}

@test "an access PIN in a file is in no output, trace or page" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 '' CanaryPin4711 >a.tsv
	run_upkira -vv --trace trace issue -t client a.tsv
	expect_status 0
	[ -n "$(ls trace)" ]
	# The sandbox keeps the PIN, as the service does; the officer has it.
	mv "$SB/state" state
	sandbox_stop
	rm -r "$SB"/sandbox.db* a.tsv
	canary CanaryPin4711
	canary
}

@test "messages come in Japanese where the officer wants them" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	rm www.example.ac.jp.*
	server_row www.example.ac.jp >b.tsv
	japanese
	run_upkira issue b.tsv
	expect_status 6
	expect_err "拒否"
	env -u LANGUAGE -u LC_ALL LANG=ja_JP.UTF-8 \
	    UPKIRA_LOCALEDIR="$UPKIRA_LOCALEDIR" "$UPKIRA" --help >help
	grep -q サーバ help
}

@test "verdicts that nobody could read: status 8" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	status=0
	"$UPKIRA" --config "$SB/upkira.yaml" issue a.tsv >/dev/full 2>err ||
	    status=$?
	expect_status 8
	expect_err "No space left on device" \
	    "do not send them again: upkira journal show 1"
	[ "$(sent_uploads)" -eq 1 ]
	run_upkira journal show 1
	expect_out www.example.ac.jp
}

@test "with standard output closed no verdict goes anywhere else: status 8" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	status=0
	"$UPKIRA" --config "$SB/upkira.yaml" issue a.tsv >&- 2>err || status=$?
	expect_status 8
	expect_err "do not send"
	[ "$(sent_uploads)" -eq 1 ]
	[ "$(logouts)" -eq 1 ]
}
