#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# plan: application files and drafts of mail out of the inventory.

load lib
load rows
load servers
load stock

setup() {
	private
	stocked
}

teardown() {
	down
	tidy
}

asked() {
	run_upkira --format json plan "$@"
}

steps() {
	jq -r '[.step, .cn, .serial, .successor // "-", .reason // "-"] |
	    join(" ")' out
}

# body FILE: of a draft, after its headers.
body() {
	tr -d '\r' <"$1" | sed '1,/^$/d'
}

header_of() {
	tr -d '\r' <"$1" | sed -n '1,/^$/p' | sed -n "s/^$2: //p"
}

ending() {
	list serverAll.tsv <<-E
	1 a.example.ac.jp 5 11 101 -   188 -9.5 189 m1@example.ac.jp
	2 b.example.ac.jp 5 3  102 -   188 -9.5 189 m2@example.ac.jp
	3 c.example.ac.jp 5 3  103 -   188 -5.5 189 m1@example.ac.jp
	4 d.example.ac.jp 5 3  104 -   188 -9.5 189 m2@example.ac.jp
	5 d.example.ac.jp 1 3  -   104 -   -    1   m2@example.ac.jp
	6 e.example.ac.jp 5 3  106 -   100 -98  101 m2@example.ac.jp
	E
	list clientAll.tsv <<-E
	7 u1@example.ac.jp 5 15 107 - 300 -9.5 301 u1@example.ac.jp
	E
	night serverAll.tsv clientAll.tsv
	mkdir requests
	(cd requests && request a.example.ac.jp)
}

@test "renewals: a file where there is a request, names where there is none" {
	ending
	asked renew -o plan --csr requests
	expect_status 0
	steps | sort | same_as <(cat <<-E
	csr b.example.ac.jp 102 - -
	csr c.example.ac.jp 103 - -
	held d.example.ac.jp 104 - an application is under way
	people u1@example.ac.jp 107 - -
	renew a.example.ac.jp 101 - -
	E
	)
	(cd plan && find . -type f | sort) | same_as <(cat <<-E
	./mail/m1@example.ac.jp-1.eml
	./mail/m2@example.ac.jp-2.eml
	./mail/u1@example.ac.jp-3.eml
	./names.txt
	./people.csv
	./server-renew.tsv
	E
	)
	sort plan/names.txt | same_as <(printf '%s.example.ac.jp\n' b c)
	[ "$(stat -c %a plan plan/server-renew.tsv plan/mail/m1@* | sort -u |
	    tr '\n' ' ')" = '600 700 ' ]
	# The next command takes what was written.
	run_upkira check --inventory serverAll.tsv plan/server-renew.tsv
	expect_status 0
	iconv -f CP932 -t UTF-8 plan/server-renew.tsv | cut -f 1,2,4,8,10-12 |
	    same_as <(printf '%s\t11\t101\t国立　太郎\t%s\t%s\t%s\n' \
		"$(dn a.example.ac.jp)" m1@example.ac.jp a.example.ac.jp \
		'nginx 1.24')
	(mkdir made && cd made && xargs "$UPKIRA" csr --plaintext-key \
	    <../plan/names.txt)
	[ -s made/b.example.ac.jp.csr ]
}

@test "the list of people is one that renew takes" {
	ending
	asked renew -o plan --no-mail -t client
	expect_status 0
	[ ! -e plan/mail ]
	sed 's/^\xef\xbb\xbf//' plan/people.csv | tr -d '\r' | same_as <(cat <<-E
	name,cn,mail,unit,ou,profile,serial
	"国立　太郎","u1@example.ac.jp","u1@example.ac.jp","情報基盤センター","","15","107"
	E
	)
	# How it is to be fetched, the office says.
	run_upkira renew -n --people plan/people.csv --inventory clientAll.tsv
	expect_no_err "people.csv:1:"
}

@test "one draft a manager, a mail by the book" {
	ending
	asked renew -o plan -t server
	expect_status 0
	mail=plan/mail/m1@example.ac.jp-1.eml
	[ "$(header_of $mail Subject | grep -c '^=?UTF-8?B?')" -eq 1 ]
	tr -d '\r' <$mail | grep -A1 '^To: ' | tail -n 1 |
	    same_as <(echo ' <m1@example.ac.jp>')
	header_of $mail Content-Transfer-Encoding | same_as <(echo 8bit)
	header_of $mail X-Unsent | same_as <(echo 1)
	# CRLF in every line.
	[ "$(grep -c $'\r$' $mail)" -eq "$(wc -l <$mail)" ]
	body $mail >text
	grep -qF '国立　太郎 様' text
	grep -qF 'Example University の' text
	# Soonest first, and none of another manager.
	grep -oE '[a-z]\.example\.ac\.jp$' text | uniq |
	    same_as <(printf '%s.example.ac.jp\n' c a)
	grep -qF '101 (0x65)' text
	LC_ALL=C.UTF-8 grep -rl 104 plan && false
	[ "$(grep -rl m2@ plan/mail | wc -l)" -eq 1 ]
}

@test "the text may be English or the officer's own, the sender too" {
	ending
	asked renew -o en --lang en --from ra@example.ac.jp -t client
	mail=en/mail/u1@example.ac.jp-1.eml
	grep -q '^Subject: Certificates to be renewed: 1, the first' $mail
	header_of $mail From | same_as <(echo ra@example.ac.jp)
	run_upkira plan renew --print-text --lang en
	cp out mine
	sed -i '1s/.*/Subject: {{count}} of {{mail}}/' mine
	asked renew -o own --text mine -t client
	expect_status 0
	header_of own/mail/u1@example.ac.jp-1.eml Subject |
	    same_as <(echo '1 of u1@example.ac.jp')
	sed -i 's/{{cn}}/{{nc}}/' mine
	asked renew -o none --text mine
	expect_status 3
	expect_err "mine:"
	expect_err 'did you mean "cn"?'
	[ ! -e none ]
}

@test "every name of the texts is in the page" {
	grep -oE '\{ "[a-z_]+", (true|false)' "$ROOT/libra/work/letter.c" |
	    sed 's/{ "\([a-z_]*\)".*/\1/' >names
	[ "$(wc -l <names)" -ge 19 ]
	while read -r name; do
		grep -qE "^\.It Cm (.* , )?$name( ,|\$)" "$ROOT/man/upkira-plan.1" || {
			echo "nothing of $name"
			false
		}
	done <names
}

# PORT and OLD are of the server; its certificate has serial 7982.
replaced() {
	certificate upki 'NII Open Domain CA - G8 RSA' 0x1f2e
	serve upki
	list serverAll.tsv <<-E
	1 127.0.0.1 5 3 7001 -    100 -98  101 m1@example.ac.jp
	2 127.0.0.1 6 3 7982 7001 10  -188 11  m1@example.ac.jp
	3 127.0.0.2 5 3 7003 -    100 -98  101 m1@example.ac.jp
	4 127.0.0.2 6 3 7004 7003 10  -188 11  m1@example.ac.jp
	5 127.0.0.1 5 3 7005 -    50  -148 51  m2@example.ac.jp
	6 x.example.ac.jp 5 3 7006 -    100 -98  101 m1@example.ac.jp
	7 x.example.ac.jp 4 3 7007 7006 10  -188 11  m1@example.ac.jp
	E
	night serverAll.tsv
}

@test "a replaced one is revoked only when its successor is served" {
	replaced
	asked revoke --replaced -o plan --port "$PORT"
	expect_status 0
	steps | same_as <(cat <<-E
	revoke 127.0.0.1 7001 7982 replaced by 7982
	held 127.0.0.2 7003 7004 not asked: 127.0.0.2:$PORT: not reached: connection refused
	held x.example.ac.jp 7006 7007 what follows it has not been fetched yet
	revoke 127.0.0.1 7005 7982 replaced by 7982
	E
	)
	iconv -f CP932 -t UTF-8 plan/server-revoke.tsv | cut -f 4,5 |
	    same_as <(printf '%s\t4\n' 7001 7005)
	run_upkira check -t server plan/server-revoke.tsv
	expect_status 0
	body plan/mail/m1@*.eml | grep -qF 'replaced by 7982'
	body plan/mail/m1@*.eml | grep -qF 7003 && false
	[ "$(find plan/mail -type f | wc -l)" -eq 2 ]
}

@test "a server that still serves the old one keeps it" {
	replaced
	certificate upki 'NII Open Domain CA - G8 RSA' 7001
	serve upki
	asked revoke --replaced -o plan --port "$PORT"
	expect_status 0
	[ "$(jq -r .step out | sort -u)" = held ]
	grep -qF "does not serve what follows it" out
	[ ! -e plan ]
}

@test "without a probe it is said aloud" {
	replaced
	down
	asked revoke --replaced --without-probe -o plan
	expect_status 0
	jq -r 'select(.step == "revoke") | .serial' out |
	    same_as <(printf '%s\n' 7001 7003 7005)
}

@test "those who are not in a list of people" {
	list clientAll.tsv <<-E
	1 u1@example.ac.jp 5 15 1 - 10 -300 11 u1@example.ac.jp
	2 u2@example.ac.jp 5 15 2 - 10 -300 11 u2@example.ac.jp
	3 u3@example.ac.jp 7 15 3 - 10 -300 11 u3@example.ac.jp
	4 u4@example.ac.jp 5 15 4 - 10 -300 11 u4@example.ac.jp
	E
	night clientAll.tsv
	printf 'mail\nu1@example.ac.jp\nU4@example.ac.jp\n' >staff.csv
	asked revoke --not-in staff.csv -o plan
	expect_status 0
	steps | same_as <(echo \
	    'revoke u2@example.ac.jp 2 - not in the list of people')
	iconv -f CP932 -t UTF-8 plan/client-revoke.tsv | cut -f 4,5 |
	    same_as <(printf '2\t5\n')
	# Most of them at once is a wrong list, unless it is expected.
	printf 'mail\nnobody@example.ac.jp\n' >staff.csv
	asked revoke --not-in staff.csv -o most
	expect_status 3
	[ ! -e most ]
	asked revoke --not-in staff.csv -o most --expect 3
	expect_status 0
}

@test "a folder that is there is never written into" {
	ending
	mkdir plan
	asked renew -o plan
	expect_status 1
	expect_err "plan: "
	rmdir plan
	# What cannot be written leaves nothing behind.
	asked renew -o plan --from nobody
	expect_status 2
	[ ! -e plan ]
	cp requests/a.example.ac.jp.csr requests/again.csr
	asked renew -o plan --csr requests
	expect_status 3
	expect_err "a second request for a.example.ac.jp"
	[ ! -e plan ]
}

@test "nothing to do makes no folder; options are for one of the two" {
	ending
	asked renew -o plan --within 0d
	expect_status 0
	expect_no_out
	[ ! -e plan ]
	for args in 'renew' 'revoke -o p' 'revoke -o p --replaced --not-in f' \
	    'renew -o p --replaced' 'revoke -o p --replaced --csr d' \
	    'renew -o p --within 3d --left 3%' 'plan -o p' '-o p'; do
		# shellcheck disable=SC2086 # words
		asked $args
		expect_status 2
	done
}

@test "examples/weekly-mail.sh writes a draft a manager, once a day" {
	ending
	mkdir bin
	ln -s "$UPKIRA" bin/upkira
	PATH=$T/bin:$PATH
	"$ROOT/examples/weekly-mail.sh" drafts >out 2>err
	[ "$(wc -l <out)" -eq 3 ]
	while read -r mail; do
		[ -s "$mail" ]
	done <out
	run "$ROOT/examples/weekly-mail.sh" drafts
	[ "$status" -eq 1 ]
	# Nothing ends: nothing is made.
	list serverAll.tsv <<-E
	1 a.example.ac.jp 5 11 101 - 10 -188 11 m1@example.ac.jp
	E
	list clientAll.tsv <<-E
	7 u1@example.ac.jp 5 15 107 - 10 -300 11 u1@example.ac.jp
	E
	night serverAll.tsv clientAll.tsv
	"$ROOT/examples/weekly-mail.sh" none >out 2>err
	expect_no_out
}
