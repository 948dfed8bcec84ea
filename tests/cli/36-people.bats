#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Lists of people: applications for all of them, revocations for who has left.

load lib
load rows

# students FROM TO: a list of people who want client certificates.
students() {
	local i
	printf '氏名,CN,メールアドレス,所属,プロファイル,ダウンロード方法\r\n'
	for ((i = $1; i <= $2; i++)); do
		printf '国立　太郎,"Kokuritsu, Taro %04d",s%04d@example.ac.jp,' \
		    "$i" "$i"
		printf '理学部,13,2\r\n'
	done
}

# there: who has a live client certificate, by mail address.
live_mails() {
	local argv
	with_config --format json bulk-download -t client
	"${argv[@]}" | jq -r 'select(.serial != "" and .state != "7") |
	    .manager_mail' | sort
}

@test "a thousand students in one go: eleven files of at most 99" {
	sandbox_start
	students 1 1000 >students.csv
	run_upkira --format json issue -t client --people students.csv
	expect_status 0
	[ "$(jq -r .verdict out | sort | uniq -c | tr -s ' ')" = \
	    " 1000 accepted" ]
	[ "$(sent_uploads)" -eq 11 ]
	live_mails >live
	students 1 1000 | sed 1d | grep -o 's[0-9]*@[a-z.]*' | same_as live
}

@test "the same list is written as files that check takes, the same each time" {
	sandbox_start
	students 1 200 | iconv -f UTF-8 -t CP932 >students.csv
	mkdir one two
	for dir in one two; do
		run_upkira issue --people students.csv -o $dir/a.tsv
		expect_status 0
		[ ! -s out ]
	done
	diff -r one two
	[ "$(cd one && echo *)" = "a-01of03.tsv a-02of03.tsv a-03of03.tsv" ]
	[ "$(stat -c %a one/a-01of03.tsv)" = 600 ]
	[ "$(wc -l <one/a-01of03.tsv)" -eq 99 ]
	[ "$(wc -l <one/a-03of03.tsv)" -eq 2 ]
	iconv -f CP932 -t UTF-8 one/a-03of03.tsv | tail -n 1 >last
	printf '%s\t13\t2\t\t\t\t\t%s\t%s\t%s\t国立　太郎\t%s\t理学部\t%s\t\r\n' \
	    "$(dn 'Kokuritsu, Taro 0200')" '国立　太郎' '情報基盤センター' \
	    pki@example.ac.jp Kokuritsu-Taro-0200 s0200@example.ac.jp |
	    same_as last
	run_upkira check one/*.tsv
	expect_status 0
	[ "$(sent_uploads)" -eq 0 ]
}

@test "S/MIME: the mail address is the CN, the profile is an option" {
	sandbox_start
	printf 'name\tmail\tmethod\n国立　花子\thanako@example.ac.jp\t1\n' \
	    >people.tsv
	run_upkira issue --people people.tsv --cert-profile 15
	expect_status 0
	[ "$(live_mails)" = hanako@example.ac.jp ]
	[ -n "$(serials hanako@example.ac.jp client)" ]
}

@test "a list with a mistake: its place, status 3, nothing written or sent" {
	sandbox_start
	printf 'cn,mial,profile,method\nTaro,t@example.ac.jp,13,1\n' >a.csv
	run_upkira issue --people a.csv -o a.tsv
	expect_status 3
	expect_err 'a.csv:1:4: column "mial" is not known'
	expect_err 'did you mean "mail"?'
	students 1 99 >b.csv
	students 7 7 | sed 1d >>b.csv
	run_upkira issue --people b.csv -o a.tsv
	expect_status 3
	expect_err 'b.csv:101: the same CN and OU as in line 8'
	printf 'cn,profile,method\nTaro,3,1\n' >c.csv
	run_upkira issue --people c.csv
	expect_status 3
	expect_err 'c.csv:2:6: no profile of client or S/MIME certificates'
	printf 'cn,profile,method\n"Taro,O=Other University",13,1\n' >d.csv
	run_upkira issue --people d.csv
	expect_status 3
	expect_err 'd.csv:2:1: '
	printf 'cn,profile,method\nTaro,13,1\n"Jiro' >e.csv
	run_upkira issue --people e.csv -o a.tsv
	expect_status 3
	expect_err 'e.csv:3:1: the quote is never closed'
	[ ! -e a.tsv ]
	[ "$(sent_uploads)" -eq 0 ]
}

@test "an access PIN of a list is in no output" {
	sandbox_start
	printf 'cn,mail,profile,method,pin\nTaro,t@example.ac.jp,13,2,%s\n' \
	    Secr3tPin_1 >people.csv
	run_upkira -vv issue -n --people people.csv
	expect_status 0
	printf 'Taro,x@example.ac.jp,13,2,%s\n' Secr3tPin_1 >>people.csv
	run_upkira -vv issue --people people.csv
	expect_status 3
	run ! grep -q Secr3tPin said
}

# at_work: five people with certificates, and the list of them all.
at_work() {
	sandbox_start
	students 1 5 >students.csv
	run_upkira issue --people students.csv
	expect_status 0
	run_upkira bulk-download -t client -o clientAll.tsv
	expect_status 0
}

@test "leavers: the certificates of who is not in the list are revoked" {
	at_work
	printf '学籍番号,メールアドレス\n1,S0001@example.ac.jp\n' >still.csv
	printf '%s,s%04d@example.ac.jp\n' 2 2 4 4 5 5 >>still.csv
	run_upkira --format json revoke --inventory clientAll.tsv \
	    --leavers still.csv --comment 離職 --yes --expect 1
	expect_status 0
	[ "$(jq -r .verdict out)" = accepted ]
	jq -r .subject_dn out | grep -q 'Taro 0003'
	live_mails >live
	printf 's%04d@example.ac.jp\n' 1 2 4 5 | same_as live
}

@test "leavers: nobody has left" {
	at_work
	run_upkira revoke --inventory clientAll.tsv --leavers students.csv \
	    -o leavers.tsv
	expect_status 0
	[ ! -e leavers.tsv ]
	run_upkira --no-input revoke --inventory clientAll.tsv \
	    --leavers students.csv
	expect_status 0
	expect_no_out
	run_upkira revoke --inventory clientAll.tsv --leavers students.csv \
	    --yes --expect 1
	expect_status 2
	expect_err '--expect says 1, but nobody has left'
	[ "$(sent_uploads)" -eq 1 ]
}

@test "leavers: a list that would revoke most of them is refused" {
	at_work
	printf 'mail\ns0001@example.ac.jp\n' >still.csv
	run_upkira revoke --inventory clientAll.tsv --leavers still.csv \
	    -o leavers.tsv
	expect_status 3
	expect_err 'still.csv: 4 of 5 live client certificates belong to nobody'
	expect_err '--expect 4'
	printf 'mail\n' >nobody.csv
	run_upkira revoke --inventory clientAll.tsv --leavers nobody.csv \
	    --yes --expect 5
	expect_status 3
	expect_err 'nobody.csv: nobody stands in the list'
	run_upkira revoke --leavers still.csv --yes --expect 4
	expect_status 2
	expect_err '--inventory'
	[ ! -e leavers.tsv ]
	run_upkira revoke --inventory clientAll.tsv --leavers still.csv \
	    --expect 4 -o leavers.tsv
	expect_status 0
	[ "$(wc -l <leavers.tsv)" -eq 4 ]
	[ "$(sent_uploads)" -eq 1 ]
}
