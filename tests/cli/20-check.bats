#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# check: the verdict on application files, offline.

load lib
load rows

@test "a good file is silent in a pipe and needs no credential" {
	server_row www.example.ac.jp >a.tsv
	run_upkira check a.tsv
	expect_status 0
	expect_no_out
	expect_no_err
}

@test "all findings come at once, each with its place and code" {
	server_row www.example.ac.jp | sed 's/pki@example.ac.jp//' >a.tsv
	sed 's/\t11\t/\t3\t/' a.tsv >b.tsv
	run_upkira check b.tsv
	expect_status 3
	expect_out "b.tsv:1:"
	expect_out "error 201"
	[ "$(grep -c ': error' out)" -ge 2 ]
}

@test "--format json is one object a file" {
	server_row www.example.ac.jp >good.tsv
	server_row www.example.ac.jp | sed 's/pki@example.ac.jp//' >bad.tsv
	run_upkira --format json check good.tsv bad.tsv
	expect_status 3
	[ "$(wc -l <out)" -eq 2 ]
	jq -e -s '.[0].verdict == "ok" and .[0].kind == "server-issue"
	    and .[0].records == 1 and .[1].verdict == "error"
	    and (.[1].findings[0] | .code == 201 and .line == 1
	    and .item == "利用管理者mail" and .severity == "error")' out
}

@test "--format tsv and csv have a header" {
	server_row www.example.ac.jp | sed 's/pki@example.ac.jp//' >bad.tsv
	run_upkira --format tsv check bad.tsv
	expect_status 3
	[ "$(head -n 1 out | tr '\t' ' ')" = \
	    "file record line column item severity code message hint" ]
	run_upkira --format csv check bad.tsv
	expect_status 3
	expect_out '"file","record"'
}

@test "CP932, UTF-8 with BOM, LF and CRLF are all taken" {
	server_row www.example.ac.jp >utf8.tsv
	iconv -f UTF-8 -t CP932 utf8.tsv >cp932.tsv
	{ printf '\xef\xbb\xbf'; cat utf8.tsv; } >bom.tsv
	tr -d '\r' <utf8.tsv >lf.tsv
	for f in utf8 cp932 bom lf; do
		run_upkira check $f.tsv
		expect_status 0
	done
}

@test "no such file, empty, binary, oversized, wrongly encoded: status 3" {
	run_upkira check nowhere.tsv
	expect_status 3
	: >empty.tsv
	run_upkira check empty.tsv
	expect_status 3
	expect_out "empty.tsv"
	head -c 2000 "$UPKIRA" >binary.tsv
	run_upkira check binary.tsv
	expect_status 3
	expect_out "binary.tsv:1:"
	head -c 5000000 /dev/zero | tr '\0' a >big.tsv
	run_upkira check big.tsv
	expect_status 3
	expect_out 4194304
	printf 'a\t\xff\xfe\xfd\n' >wrong.tsv
	run_upkira check wrong.tsv
	expect_status 3
	expect_out "wrong.tsv:1:3"
	mkdir dir.tsv
	run_upkira check dir.tsv
	expect_status 3
}

@test "a file name that does not end in .tsv or .txt is error 209" {
	server_row www.example.ac.jp >a.csv
	run_upkira check a.csv
	expect_status 3
	expect_out "error 209"
}

@test "a hundred records are error 214" {
	request www.example.ac.jp
	for i in $(seq 100); do
		printf '%s\t\t\t%s\t4\tx\t\t\t\t\t\t\t\n' \
		    "$(dn "h$i.example.ac.jp")" "$i"
	done >a.tsv
	run_upkira check -t server a.tsv
	expect_status 3
	expect_out "error 214"
}

@test "the same record in two files is found" {
	server_row www.example.ac.jp >a.tsv
	cp a.tsv b.tsv
	run_upkira check a.tsv b.tsv
	expect_status 3
	expect_out "the same record as a.tsv:1"
}

@test "CSR: key against profile, own signature, DN against column 1" {
	request rsa.example.ac.jp rsa:2048
	server_row rsa.example.ac.jp 11 >key.tsv
	run_upkira check key.tsv
	expect_status 3
	request a.example.ac.jp
	server_row a.example.ac.jp >name.tsv
	sed 's/^CN=a\./CN=b./' name.tsv >dn.tsv
	run_upkira check dn.tsv
	expect_status 3
	awk -F '\t' -v OFS='\t' '{ c = substr($7, length($7) - 11, 1)
	    $7 = substr($7, 1, length($7) - 12) (c == "A" ? "B" : "A") \
		substr($7, length($7) - 10); print }' name.tsv >signature.tsv
	run_upkira check signature.tsv
	expect_status 3
	expect_out "CSR"
}

@test "an ambiguous file wants -t or -k and names the candidates" {
	printf 'CN=x,O=y,L=Chiyoda-ku,ST=Tokyo,C=JP\t\t\t12345\t4\tx\t\t\t\t\t\t\t\n' >r.tsv
	run_upkira check r.tsv
	expect_status 2
	expect_out "server-revoke, acme-revoke"
	run_upkira check -t server r.tsv
	expect_status 0
	run_upkira check -k server-revoke r.tsv
	expect_status 0
}

@test "-k and -t that leave no kind are a usage error" {
	server_row www.example.ac.jp >a.tsv
	run_upkira check -k client-issue -t server a.tsv
	expect_status 2
}

@test "control characters of a file do not reach the output raw" {
	printf 'CN=\033[31mx\tb\n' >a.tsv
	run_upkira check a.tsv
	expect_status 3
	run ! grep -q "$(printf "\033")" out err
}

@test "standard input is read as -" {
	server_row www.example.ac.jp >a.tsv
	run_upkira check - <a.tsv
	expect_status 0
}

@test "what is no application file at all is told as such" {
	printf 'CN=a,3,x,y\n' >excel.csv.tsv
	run_upkira check excel.csv.tsv
	expect_status 3
	expect_out "excel.csv.tsv:1:1: error: no tab in the whole file"
	expect_out "not as CSV"
	printf '%%PDF-1.7\n%%rest\n' >a.tsv
	run_upkira check a.tsv
	expect_status 3
	expect_out "this is a PDF"
	request www.example.ac.jp
	cp www.example.ac.jp.csr csr.txt
	run_upkira check csr.txt
	expect_status 3
	expect_out "this is PEM"
	{ printf '主体者DN\t証明書プロファイルID\n'; server_row b.example.ac.jp; } \
	    >head.tsv
	run_upkira check head.tsv
	expect_status 3
	expect_out "head.tsv:1:1: error: a header line"
	{
		server_row www.example.ac.jp
		server_row b.example.ac.jp
	} | sed 's/\r$/\t\r/' >tab.tsv
	run_upkira check tab.tsv
	expect_status 3
	expect_out "tab.tsv:2: error: 14 columns, form server-issue has 13" \
	    "from the end of the line"
}

@test "--strict lets warnings count, and says so" {
	server_row www.example.ac.jp | sed 's/nginx 1.24/nginx ①/' >a.tsv
	run_upkira check a.tsv
	expect_status 0
	run_upkira check --strict a.tsv
	expect_status 3
	expect_out "warning"
	expect_err "1 warning found"
	server_row www.example.ac.jp >good.tsv
	run_upkira check --strict good.tsv
	expect_status 0
}

@test "reason 1 wants --yes-key-compromised, and each reason is spelled" {
	revoke_row www.example.ac.jp 12 1 leaked >a.tsv
	run_upkira check -t server a.tsv
	expect_status 3
	expect_out "reason 1 is keyCompromise"
	expect_out "--yes-key-compromised"
	run_upkira --format json check -t server a.tsv
	jq -e '.findings[] | select(.severity == "error") | .code == null' out
	run_upkira check -t server --yes-key-compromised a.tsv
	expect_status 0
}

@test "with a profile, O, L, ST and domains are those of the institution" {
	server_row www.example.com >a.tsv
	run_upkira check a.tsv
	expect_status 0
	mkdir -p "$XDG_CONFIG_HOME/upkira"
	cat >"$XDG_CONFIG_HOME/upkira/upkira.yaml" <<-'END'
	profiles:
	  one:
	    subject: { L: Minato-ku }
	    domains: [example.ac.jp]
	END
	run_upkira check a.tsv
	expect_status 3
	expect_out 'L is "Chiyoda-ku"'
	expect_out '"www.example.com" is in no domain'
	cat >>"$XDG_CONFIG_HOME/upkira/upkira.yaml" <<-'END'
	  two:
	    subject: { L: Chiyoda-ku }
	END
	run_upkira check a.tsv
	expect_status 0
	run_upkira --profile one check a.tsv
	expect_status 3
	run_upkira check --profile two a.tsv
	expect_status 0
	run_upkira check --profile three a.tsv
	expect_status 2
}

@test "on a terminal a mark stands under the place, in a pipe it does not" {
	server_row www.example.ac.jp | sed 's/情報基盤/情報é/' >a.tsv
	run_upkira check a.tsv
	expect_status 3
	run ! grep -q '^ *^$' out
	script -q -e -c "$UPKIRA check a.tsv" term </dev/null >/dev/null || :
	tr -d '\r' <term | grep -A 1 '^    情報é' >mark
	# Two full-width characters are four columns.
	printf '    情報éセンター\n        ^\n' | diff -u - mark
	client_row 'Reiji Hanako' 13 2 '' SecretPin |
	    sed 's/SecretPin/Secret\x01Pin/' >pin.tsv
	script -q -e -c "$UPKIRA check -k client-issue pin.tsv" term \
	    </dev/null >/dev/null || :
	grep -q 'U+0001' term
	run ! grep -q Secret term
}
