#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# csr: keys and requests; serial: numbers in both notations.

load lib
load rows

WWW=www.example.ac.jp

setup() {
	private
	mkdir -p "$XDG_CONFIG_HOME/upkira"
	cat >"$XDG_CONFIG_HOME/upkira/upkira.yaml" <<-E
	default: example-u
	profiles:
	  example-u:
	    subject: { O: Example University, L: Chiyoda-ku, ST: Tokyo }
	    domains: [example.ac.jp]
	  other-u:
	    subject: { O: "Other University, Inc.", L: Kyoto, ST: Kyoto }
	  bare-u:
	    subject: { O: Bare University }
	E
	PASS=correct-horse-$RANDOM-battery-staple
	(umask 077 && echo "$PASS" >key.pass)
}

# Nothing that a test keeps secret was said or left anywhere.
no_secret() {
	canary "$PASS"
}

subject_of() {
	openssl req -in "$1" -noout -subject -nameopt RFC2253,sep_comma_plus
}

@test "csr: a pair of private files, the key encrypted with scrypt" {
	run_upkira csr --passphrase file:key.pass $WWW
	expect_status 0
	expect_no_err
	[ "$(stat -c %a $WWW.key)" = 600 ]
	[ "$(stat -c %a $WWW.csr)" = 600 ]
	openssl req -in $WWW.csr -noout -verify
	[ "$(subject_of $WWW.csr)" = "subject=CN=$WWW,$SUBJECT" ]
	grep -q 'BEGIN ENCRYPTED PRIVATE KEY' $WWW.key
	openssl asn1parse -in $WWW.key | grep -qi ':scrypt'
	run ! openssl pkey -in $WWW.key -passin pass:wrong -noout
	openssl pkey -in $WWW.key -passin file:key.pass -pubout >public
	openssl req -in $WWW.csr -noout -pubkey | diff - public
	no_secret
}

@test "csr: RSA 2048 for profile 3, P-384 for 11, told in JSON" {
	run_upkira --format json csr --plaintext-key a.example.ac.jp \
	    b.example.ac.jp
	expect_status 0
	jq -e -s 'length == 2 and .[0].name == "a.example.ac.jp" and
	    .[0].profile == 3 and .[1].key == "b.example.ac.jp.key" and
	    .[1].csr == "b.example.ac.jp.csr" and
	    (.[0] | keys_unsorted) ==
		["name", "profile", "key", "csr", "spki"]' out
	[ "$(jq -r -s '.[0].spki' out)" = "$(openssl pkey -in \
	    a.example.ac.jp.key -pubout -outform DER | sha256sum |
	    cut -d ' ' -f 1)" ]
	openssl req -in a.example.ac.jp.csr -noout -text |
	    grep -q '(2048 bit)'
	run_upkira --format json csr --profile 11 --plaintext-key $WWW
	expect_status 0
	jq -e '.profile == 11' out
	openssl req -in $WWW.csr -noout -text >text
	grep -q secp384r1 text
	grep -q 'Signature Algorithm: ecdsa-with-SHA384' text
}

@test "csr: what it made is accepted by check and by the service" {
	sandbox_start
	run_upkira csr --passphrase file:key.pass --profile 11 $WWW
	expect_status 0
	run_upkira csr --passphrase file:key.pass web.example.ac.jp
	expect_status 0
	{ server_row $WWW 11; server_row web.example.ac.jp 3; } >a.tsv
	run_upkira check a.tsv
	expect_status 0
	expect_no_out
	run_upkira issue -y a.tsv
	expect_status 0
	[ -n "$(serials $WWW)" ]
	[ -n "$(serials web.example.ac.jp)" ]
	no_secret
}

@test "csr: --san puts the name and the others into the request" {
	run_upkira csr --plaintext-key --san a.example.ac.jp,b.example.ac.jp \
	    --profile 11 $WWW
	expect_status 0
	openssl req -in $WWW.csr -noout -text | grep -qF \
	    "DNS:$WWW, DNS:a.example.ac.jp, DNS:b.example.ac.jp"
	run_upkira csr --plaintext-key --san a.example.ac.jp --profile 11 \
	    c.example.ac.jp d.example.ac.jp
	expect_status 2
	for san in '' ',' 'a.example.ac.jp,' WWW.example.ac.jp \
	    e.example.ac.jp \
	    '1.ac.jp,2.ac.jp,3.ac.jp,4.ac.jp,5.ac.jp,6.ac.jp,7.ac.jp,8.ac.jp'
	do
		run_upkira csr --plaintext-key --san "$san" e.example.ac.jp
		expect_status 3
	done
	[ "$(ls ./*.key)" = ./$WWW.key ]
}

@test "csr: a file that is there stops all before anything is made" {
	for there in b.example.ac.jp.key b.example.ac.jp.csr; do
		echo old >$there
		run_upkira csr --plaintext-key --profile 11 a.example.ac.jp \
		    b.example.ac.jp
		expect_status 1
		expect_err "$there: is there already"
		[ "$(cat $there)" = old ]
		rm $there
		ln -s nowhere $there
		run_upkira csr --plaintext-key --profile 11 a.example.ac.jp \
		    b.example.ac.jp
		expect_status 1
		[ -L $there ]
		rm $there
	done
	run ! ls ./*.key ./*.csr nowhere
}

@test "csr: names that are no server's are refused, nothing is made" {
	local name
	for name in www WWW.example.ac.jp '*.example.ac.jp' 192.0.2.1 \
	    ../www.example.ac.jp www/example.ac.jp www.example.ac.jp. \
	    'a b.example.ac.jp' $'a\tb.ac.jp' $'a\x1b[31m.ac.jp' =cmd.ac.jp \
	    大学.example.ac.jp ''; do
		run_upkira csr --plaintext-key $WWW "$name"
		expect_status 3
		expect_no_out
		expect_no_err $'\x1b'
	done
	run_upkira csr --plaintext-key $WWW $WWW
	expect_status 3
	expect_err "named twice"
	run ! ls ./*.key ./*.csr ../*.key
}

@test "csr: a name of no registered domain is a warning" {
	run_upkira csr --plaintext-key --profile 11 www.example.com
	expect_status 0
	expect_err "www.example.com: in none of the registered domains"
	[ -s www.example.com.csr ]
}

@test "csr: the institution's profile stands before the verb" {
	run_upkira --profile other-u csr --profile 11 --plaintext-key $WWW
	expect_status 0
	[ "$(subject_of $WWW.csr)" = \
	    "subject=CN=$WWW,O=Other University\\, Inc.,L=Kyoto,ST=Kyoto,C=JP" ]
	UPKIRA_PROFILE=other-u run_upkira csr --plaintext-key a.example.ac.jp
	expect_status 0
	subject_of a.example.ac.jp.csr | grep -q 'L=Kyoto'
	run_upkira csr --profile other-u --plaintext-key b.example.ac.jp
	expect_status 2
	run_upkira csr --profile 4 --plaintext-key b.example.ac.jp
	expect_status 2
	run_upkira --profile nobody csr --plaintext-key b.example.ac.jp
	expect_status 2
	[ ! -e b.example.ac.jp.key ]
}

@test "csr: a subject that is not configured says where it belongs" {
	run_upkira --profile bare-u csr --plaintext-key $WWW
	expect_status 2
	expect_err 'profile "bare-u": no subject.'
	expect_err 'upkira.yaml(5)'
	[ ! -e $WWW.key ]
}

@test "csr: without a pass phrase there is no key" {
	run_upkira --no-input csr $WWW
	expect_status 4
	run_upkira csr --passphrase file:nowhere $WWW
	expect_status 4
	: >empty
	chmod 600 empty
	run_upkira csr --passphrase file:empty $WWW
	expect_status 4
	expect_err "an empty pass phrase"
	run_upkira csr --passphrase "$PASS" $WWW
	expect_status 2
	run_upkira csr --passphrase file:key.pass --plaintext-key $WWW
	expect_status 2
	run_upkira csr --plaintext-key
	expect_status 2
	chmod 644 key.pass
	run_upkira csr --passphrase file:key.pass $WWW
	expect_status 4
	run ! ls ./*.key ./*.csr
	no_secret
}

@test "csr: the pass phrase comes from each of its sources" {
	PP=$PASS run_upkira csr --profile 11 --passphrase env:PP \
	    a.example.ac.jp
	expect_status 0
	run_upkira csr --profile 11 --passphrase fd:7 b.example.ac.jp \
	    7<key.pass
	expect_status 0
	run_upkira csr --profile 11 --passphrase 'cmd:cat key.pass' \
	    c.example.ac.jp
	expect_status 0
	CREDENTIALS_DIRECTORY=$T run_upkira csr --profile 11 \
	    --passphrase cred:key.pass d.example.ac.jp
	expect_status 0
	for key in ?.example.ac.jp.key; do
		openssl pkey -in "$key" -passin file:key.pass -noout
	done
	no_secret
}

# asked_twice FIRST SECOND ARG...: typed at the two questions on a terminal.
asked_twice() {
	local argv first=$1 second=$2
	shift 2
	with_config "$@"
	rm -f keys
	: >out
	: >err
	mkfifo keys
	exec 8<>keys
	script -q -e -f -c "$(printf '%q ' "${argv[@]}")" out \
	    <&8 >/dev/null 2>&1 3>&- 8>&- &
	UPKIRA_PID=$!
	until_true terminal_shows 'Pass phrase for the new keys: '
	printf '%s\n' "$first" >&8
	until_true terminal_shows 'The same again: '
	printf '%s\n' "$second" >&8
	wait_upkira
	exec 8>&-
}

@test "csr: the terminal asks twice, and a slip makes nothing" {
	asked_twice "$PASS" "$PASS" csr --profile 11 $WWW
	expect_status 0
	openssl pkey -in $WWW.key -passin file:key.pass -noout
	asked_twice "$PASS" "$PASS." csr --profile 11 a.example.ac.jp
	expect_status 4
	expect_out "the two pass phrases differ"
	[ ! -e a.example.ac.jp.key ]
	no_secret
}

@test "csr: the key is in its file and nowhere else" {
	run_upkira -vv csr --profile 11 --plaintext-key $WWW
	expect_status 0
	key=$(sed -n 2p $WWW.key)
	[ "${#key}" -eq 64 ]
	[ "$(grep -rlF -e "$key" -D skip "$T")" = "$T/$WWW.key" ]
}

@test "csr: --dir names a folder that is there" {
	mkdir -m 700 keys.d
	run_upkira --format json csr --profile 11 --plaintext-key -d keys.d \
	    $WWW
	expect_status 0
	[ "$(jq -r .key out)" = keys.d/$WWW.key ]
	[ -s keys.d/$WWW.key ]
	run_upkira csr --plaintext-key -d nowhere $WWW
	expect_status 1
	expect_err "nowhere: not a folder"
	run_upkira csr --plaintext-key -d key.pass $WWW
	expect_status 1
	[ "$(find . -name '*.key')" = ./keys.d/$WWW.key ]
}

@test "serial: numbers in all their notations" {
	run_upkira --format tsv serial 255 0xFF ff 0A:1B serial=10 \
	    340282366920938463463374607431768211456
	expect_status 0
	cut -f 1-3 out | tr '\t' ' ' >cells
	same_as cells <<-E
	source dec hex
	255 255 0xff
	0xFF 255 0xff
	ff 255 0xff
	0A:1B 2587 0xa1b
	serial=10 16 0x10
	340282366920938463463374607431768211456 340282366920938463463374607431768211456 0x100000000000000000000000000000000
	E
}

@test "serial: JSON has strings, and null where nothing is known" {
	run_upkira --format json serial 12
	expect_status 0
	same_as <<-E
	{"source":"12","dec":"12","hex":"0xc","subject":null,"not_after":null}
	E
}

@test "serial: a certificate says what openssl says of it" {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem \
	    -days 30 -subj "/C=JP/O=Example University/CN=$WWW" 2>>openssl.log
	openssl x509 -in c.pem -outform DER -out c.der
	sed '/-----/d' c.pem | tr -d '\n' >c.b64
	cat c.pem c.pem >chain.pem
	hex=$(openssl x509 -in c.pem -noout -serial | cut -d = -f 2 |
	    tr 'A-F' 'a-f' | sed 's/^0*//')
	run_upkira --format json serial c.pem c.der c.b64 chain.pem
	expect_status 0
	[ "$(wc -l <out)" -eq 5 ]
	jq -e -s --arg hex "0x$hex" 'all(.hex == $hex and
	    .subject == "CN=www.example.ac.jp,O=Example University,C=JP" and
	    (.not_after | test("^20[0-9-]*T[0-9:]*[+]09:00$")))' out
	dec=$(jq -r -s '.[0].dec' out)
	openssl x509 -in c.pem -noout -serial >line
	run_upkira --format json serial - <line
	expect_status 0
	[ "$(jq -r .dec out)" = "$dec" ]
	run_upkira --format json serial - <c.der
	expect_status 0
	[ "$(jq -r .dec out)" = "$dec" ]
}

@test "serial: each record of an application file" {
	{ revoke_row $WWW 0x1F; revoke_row a.example.ac.jp 32 5; } |
	    iconv -f UTF-8 -t CP932 >revoke.tsv
	client_revoke_row 'Taro Kunitachi' 33 >client.tsv
	run_upkira --format json serial revoke.tsv client.tsv
	expect_status 0
	jq -e -s 'map(.dec) == ["31", "32", "33"] and
	    map(.source) == ["revoke.tsv:1", "revoke.tsv:2", "client.tsv:1"]
	    and .[1].subject == "CN=a.example.ac.jp,O=Example University,'\
'L=Chiyoda-ku,ST=Tokyo,C=JP"' out
}

@test "serial: what has none is status 3 with its place" {
	local number
	for number in 0 0x0 0x 0xg serial= : 12: 1::2 \
	    123456789012345678901234567890123456789012345678901; do
		run_upkira serial "$number"
		expect_status 3
		expect_err "$number: serial number"
	done
	server_row $WWW >issue.tsv
	run_upkira serial issue.tsv
	expect_status 3
	expect_err "issue.tsv:1:"
	expect_err "no serial number in column 4"
	printf '12\nwww\n' >lines
	run_upkira serial lines
	expect_status 3
	expect_err "lines:2:1: serial number"
	printf '<html>' >page
	: >empty
	head -c 3000 "$UPKIRA" >binary
	head -c 5000000 /dev/zero | tr '\0' 1 >big
	request $WWW
	for file in page empty binary big $WWW.key $WWW.csr nowhere . ''; do
		run_upkira serial "$file"
		expect_status 3
		expect_err "$file"
	done
	run_upkira serial
	expect_status 2
}

@test "serial: rows before a failure are printed" {
	run_upkira --format tsv serial 12 nowhere 13
	expect_status 3
	[ "$(wc -l <out)" -eq 2 ]
	expect_out 0xc
}

@test "serial: a hostile name or subject reaches no terminal raw" {
	printf 'CN=\033[31m\t\t\t12\t4\tx\t\t\t\t\t\t\t\r\n' >$'a\033[2J.tsv'
	run_upkira serial $'a\033[2J.tsv'
	expect_status 0
	expect_no_out $'\033'
	run_upkira serial $'b\033[2J.tsv'
	expect_status 3
	expect_no_err $'\033'
}
