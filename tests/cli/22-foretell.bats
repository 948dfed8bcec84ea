#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# check --inventory and --allowlist foretell what the service says; check
# --fix mends what has one answer.

load lib
load rows

# What the sandbox keeps: www live and old revoked, a client certificate.
history_is_made() {
	sandbox_start
	{
		server_row www.example.ac.jp
		server_row old.example.ac.jp
	} >first.tsv
	run_upkira issue first.tsv
	expect_status 0
	OLD=$(serials old.example.ac.jp)
	WWW=$(serials www.example.ac.jp)
	revoke_row old.example.ac.jp "$OLD" >revoke.tsv
	run_upkira revoke --yes --expect 1 -t server revoke.tsv
	expect_status 0
	client_row 'Reiji Hanako' >client.tsv
	run_upkira issue -t client client.tsv
	expect_status 0
	CLIENT=$(serials 'Reiji Hanako' client)
	run_upkira bulk-download -t all -o list.tsv
	expect_status 0
}

# new_key NAME: the request anew, with another key.
new_key() {
	rm -f "$1.csr" "$1.key"
	request "$1"
}

# same_verdict SEVERITY VERB [OPTION...] FILE: what check says with the list,
# findings of that severity alone, is what the sandbox refuses with: the same
# records, items and codes. Codes of the sandbox's own, from 901, are not known.
same_verdict() {
	local severity=$1 verb=$2
	shift 2
	run_upkira --format json check --inventory list.tsv "$@"
	jq -r --arg s "$severity" '.findings[] | select(.severity == $s)
	    | "\(.record) \(.item) \(.code // "-")"' out | sort -u >foretold
	# The journal would not let the same go out twice, and here it must.
	rm -f "$SB"/state/good/journal.db*
	[ "$verb" != revoke ] || set -- --yes --expect "$(wc -l <"${!#}")" "$@"
	run_upkira --format json "$verb" "$@"
	jq -r '.record as $r | .errors[] | "\($r) \(.item) \(
	    if .code < 900 then .code else "-" end)"' out | sort -u >told
	diff -u told foretold
	if [ -s told ]; then
		expect_status 6
	else
		expect_status 0
	fi
}

@test "212: a name that was ever issued, live or revoked, and only that" {
	history_is_made
	new_key www.example.ac.jp
	new_key old.example.ac.jp
	server_row www.example.ac.jp >a.tsv
	same_verdict error issue a.tsv
	[ "$(cat told)" = "1 主体者DN 212" ]
	server_row old.example.ac.jp >b.tsv
	same_verdict error issue b.tsv
	[ "$(cat told)" = "1 主体者DN 212" ]
	{
		server_row new.example.ac.jp
		server_row www.example.ac.jp
	} >c.tsv
	same_verdict error issue c.tsv
	[ "$(cat told)" = "2 主体者DN 212" ]
	server_row new.example.ac.jp >d.tsv
	same_verdict error issue d.tsv
	[ ! -s told ]
}

@test "212 names the serial that a renewal then takes" {
	history_is_made
	new_key www.example.ac.jp
	server_row www.example.ac.jp >a.tsv
	run_upkira check --inventory list.tsv a.tsv
	expect_status 3
	expect_out "error 212"
	expect_out "serial $WWW"
	server_row www.example.ac.jp 11 "$WWW" >b.tsv
	same_verdict error renew b.tsv
	[ ! -s told ]
}

@test "a revoked certificate is renewed too, an unknown one is not" {
	history_is_made
	new_key old.example.ac.jp
	server_row old.example.ac.jp 11 4711 >a.tsv
	same_verdict error renew a.tsv
	[ "$(cat told)" = "1 失効対象証明書シリアル番号 -" ]
	server_row old.example.ac.jp 11 "$CLIENT" >b.tsv
	same_verdict error renew b.tsv
	[ -s told ]
	server_row old.example.ac.jp 11 "$WWW" >c.tsv
	same_verdict error renew c.tsv
	[ "$(cat told)" = "1 主体者DN -" ]
	server_row old.example.ac.jp 11 "$OLD" >d.tsv
	same_verdict error renew d.tsv
	[ ! -s told ]
}

@test "a key that was used before is refused in a renewal" {
	history_is_made
	server_row www.example.ac.jp 11 "$WWW" >a.tsv
	same_verdict error renew a.tsv
	[ "$(cat told)" = "1 CSR -" ]
	# Inside an issue it is our reading: a warning, which comes true.
	openssl req -new -sha256 -key www.example.ac.jp.key \
	    -out new.example.ac.jp.csr -subj \
	    "/C=JP/ST=Tokyo/L=Chiyoda-ku/O=Example University/CN=new.example.ac.jp"
	server_row new.example.ac.jp >b.tsv
	same_verdict warning issue b.tsv
	[ "$(cat told)" = "1 CSR -" ]
}

@test "revocations: unknown, revoked already, of another DN" {
	history_is_made
	revoke_row www.example.ac.jp 4711 >a.tsv
	same_verdict error revoke -t server a.tsv
	[ "$(cat told)" = "1 失効対象証明書シリアル番号 -" ]
	revoke_row old.example.ac.jp "$OLD" >b.tsv
	same_verdict error revoke -t server b.tsv
	[ "$(cat told)" = "1 失効対象証明書シリアル番号 -" ]
	revoke_row old.example.ac.jp "$WWW" >c.tsv
	same_verdict error revoke -t server c.tsv
	[ "$(cat told)" = "1 主体者DN -" ]
	revoke_row www.example.ac.jp "$WWW" >d.tsv
	same_verdict error revoke -t server d.tsv
	[ ! -s told ]
}

@test "of client certificates it is a warning, which comes true" {
	history_is_made
	client_row 'Reiji Hanako' >a.tsv
	same_verdict warning issue -t client a.tsv
	[ "$(cat told)" = "1 主体者DN 212" ]
	client_row 'Reiji Hanako' 13 1 4711 >b.tsv
	same_verdict warning renew -t client b.tsv
	[ "$(cat told)" = "1 失効対象証明書シリアル番号 -" ]
	client_row 'Reiji Taro' 13 1 "$CLIENT" >c.tsv
	same_verdict warning renew -t client c.tsv
	[ "$(cat told)" = "1 主体者DN -" ]
	client_revoke_row 'Reiji Hanako' "$WWW" >d.tsv
	same_verdict warning revoke -t client d.tsv
	[ -s told ]
	client_revoke_row 'Reiji Hanako' "$CLIENT" >e.tsv
	same_verdict warning revoke -t client e.tsv
	[ ! -s told ]
}

@test "371 is foretold of an OU that is not on the allowlist" {
	sandbox_start
	run_upkira allowlist -o allow.tsv
	expect_status 0
	client_row 'Reiji Hanako' >a.tsv
	run_upkira check --allowlist allow.tsv a.tsv
	expect_status 0
	expect_out "warning 371"
	sed 's/OU=No 1/OU=Faculty of Science/' a.tsv >b.tsv
	run_upkira check --allowlist allow.tsv b.tsv
	expect_status 0
	expect_no_out "warning 371"
}

@test "a list that is none, or is not there, is told with its place" {
	server_row www.example.ac.jp >a.tsv
	run_upkira check --inventory a.tsv a.tsv
	expect_status 3
	expect_err "a.tsv:1: not a list of the service"
	run_upkira check --inventory nowhere.tsv a.tsv
	expect_status 3
	expect_err "nowhere.tsv"
	run_upkira check --inventory . a.tsv
	expect_status 3
	expect_err "a folder"
	run_upkira check --inventory - a.tsv </dev/null
	expect_status 2
	: >empty.tsv
	run_upkira check --allowlist empty.tsv a.tsv
	expect_status 3
	expect_err "empty.tsv"
	run_upkira check --allowlist - a.tsv </dev/null
	expect_status 2
}

@test "--fix mends, tells each mending, and the result is accepted" {
	sandbox_start
	server_row www.example.ac.jp >good.tsv
	{
		printf '\xef\xbb\xbf\n'
		sed -e 's/,O=/ , O=/' -e 's/\twww\./\tWWW./' \
		    -e "s|\t$(line_of www.example.ac.jp)|\t@|" good.tsv |
		    tr -d '\r' | while IFS= read -r line; do
			printf '%s' "${line%%@*}"
			cat www.example.ac.jp.csr
			printf '%s\n' "${line#*@}"
		done
	} >bad.tsv
	run_upkira check bad.tsv
	expect_status 3
	run_upkira check --fix -o mended.tsv bad.tsv
	expect_status 0
	expect_out "mended: byte order mark"
	expect_out "mended: UTF-8 -> CP932"
	expect_out "mended: LF -> CRLF"
	expect_out "mended: empty lines"
	expect_out "the Base64 alone"
	expect_out 'mended: "WWW.example.ac.jp" -> "www.example.ac.jp"'
	expect_out 'mended: "CN=www.example.ac.jp , O=Example University'
	expect_out "bad.tsv:2:"
	iconv -f UTF-8 -t CP932 good.tsv | cmp - mended.tsv
	[ "$(stat -c %a mended.tsv)" = 600 ]
	run_upkira issue mended.tsv
	expect_status 0
}

@test "--fix turns an issue into a renewal of the one certificate" {
	history_is_made
	new_key www.example.ac.jp
	new_key old.example.ac.jp
	{
		server_row www.example.ac.jp
		server_row old.example.ac.jp
	} >a.tsv
	run_upkira check --inventory list.tsv --fix -o b.tsv a.tsv
	expect_status 0
	expect_out "mended: issue -> renewal of serial $WWW"
	expect_out "mended: issue -> renewal of serial $OLD"
	run_upkira renew b.tsv
	expect_status 0
}

@test "--fix writes nothing while an error is left" {
	server_row www.example.ac.jp | sed 's/pki@example.ac.jp//' >a.tsv
	sed 's/\twww\./\tWWW./' a.tsv >b.tsv
	run_upkira check --fix -o c.tsv b.tsv
	expect_status 3
	expect_out "mended:"
	expect_out "error 201"
	expect_err "c.tsv was not written"
	[ ! -e c.tsv ]
	cp b.tsv before
	run_upkira check --fix -o b.tsv b.tsv
	expect_status 3
	cmp before b.tsv
}

@test "--fix fills missing tabs where the kind was told, over the file itself" {
	printf '%s\t\t\t4711\t4\treplaced\r\n' "$(dn www.example.ac.jp)" >a.tsv
	run_upkira check --fix -o b.tsv a.tsv
	[ "$status" -ne 0 ]
	[ ! -e b.tsv ]
	run_upkira check -k server-revoke --fix -o a.tsv a.tsv
	expect_status 0
	expect_out "mended: 6 columns -> 13"
	revoke_row www.example.ac.jp 4711 | cmp - a.tsv
}

@test "--fix wants one file and -o, and -o wants --fix and a name to send" {
	server_row www.example.ac.jp >a.tsv
	run_upkira check --fix a.tsv
	expect_status 2
	run_upkira check --fix -o b.tsv a.tsv a.tsv
	expect_status 2
	run_upkira check -o b.tsv a.tsv
	expect_status 2
	run_upkira check --fix -o b.csv a.tsv
	expect_status 2
	run_upkira check --fix -o nowhere/b.tsv a.tsv
	expect_status 1
	[ ! -e b.tsv ]
	[ ! -e b.csv ]
}
