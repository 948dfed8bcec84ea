#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Another program works the sandbox: the walk of a public client, with curl.

load lib
load rows

lra() {
	curl -sS --fail --cert-type P12 \
	    --cert "$SB/officer/good.p12:$(cat "$SB/officer/good.pass")" \
	    --cacert "$SB/ca.pem" -c jar -b jar \
	    "https://localhost:$PORT$1" "${@:2}"
}

utf8() {
	iconv -f EUC-JP -t UTF-8
}

@test "login, menu, upload and list with curl --cert-type P12" {
	sandbox_start
	lra /upki-odcert/lra/SSLLogin.do | utf8 >top
	menu=$(sed -n 's/.*<frame name="hidari" src="\([^"]*\)".*/\1/p' top)
	[ -n "$menu" ]
	lra "$menu" | utf8 >menu.html
	grep -q 'form name="MainMenuForm"' menu.html
	action=$(sed -n \
	    's/.*name="MainMenuForm".* action="\([^"]*\)".*/\1/p' menu.html)
	lra "$action" -d forwardName=SP1011 | utf8 >form
	grep -q 'name="SP1011"' form
	grep -q 'action="/upki-odcert/lra/SP1011.do"' form
	first=$(grep -o 'name="errorFlg" value="[^"]*"' form | head -n 1 |
	    sed 's/.*value="\(.*\)"/\1/')
	# One record of 15 columns in CP932, without a line end.
	client_row 'Reiji Hanako' | tr -d '\r\n' |
	    iconv -f UTF-8 -t CP932 >sample.tsv
	lra /upki-odcert/lra/SP1011.do -F applyType=1 \
	    -F "errorFlg=$first" \
	    -F 'file=@sample.tsv;type=application/force-download' |
	    utf8 >result
	grep -q 'ファイルのアップロード処理が完了しました。' result
	lra /upki-odcert/lra/syomeiDL_S_Cli.do | iconv -f CP932 -t UTF-8 >list
	grep -q 'CN=Reiji Hanako' list
	lra /upki-odcert/lra/SP1011.do -F applyType=1 \
	    -F "errorFlg=$first" -F 'file=@sample.tsv' | utf8 >result
	grep -q '212:1,主体者DN,指定したDNはすでに存在しています。' result
	run ! grep -q 'ファイルのアップロード処理が完了しました。' result
}

@test "mails are signed; PIN first, then the PKCS#12, each only once" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 >a.tsv
	run_upkira issue -t client a.tsv
	expect_status 0
	[ "$(find "$SB/mail" -name '*.eml' | wc -l)" -ge 2 ]
	for mail in "$SB"/mail/*.eml; do
		openssl smime -verify -in "$mail" -CAfile "$SB/ca.pem" \
		    -out body 2>/dev/null
		openssl smime -verify -in "$mail" -CAfile "$SB/ca.pem" \
		    2>/dev/null | sed '1,/^\r*$/d' | tr -d '\r' |
		    perl -MMIME::QuotedPrint -pe '$_ = decode_qp($_)' |
		    iconv -f ISO-2022-JP -t UTF-8 >>text
	done
	url() { grep -o "https://[^ ]*$1.jsp?p1=[A-Za-z0-9%_+/=-]*" text |
	    head -n 1; }
	pin=$(url SPEntranceCliAllPin)
	p12=$(url SPEntranceCliAll)
	[ -n "$pin" ]
	[ -n "$p12" ]
	# take URL: the two forms behind a one-time URL.
	take() {
		local page next step
		page=$1
		curl -sS --cacert "$SB/ca.pem" "$page" >page.html
		for step in 1 2; do
			next=$(grep -o 'action="[^"]*"' page.html |
			    cut -d'"' -f2)
			[ -n "$next" ] || return 1
			curl -sS --cacert "$SB/ca.pem" -o page.html \
			    --data-urlencode "$(sed -n 's/.*type="hidden" name="\([^"]*\)" value="\([^"]*\)".*/\1=\2/p' page.html)" \
			    "https://localhost:$PORT$next"
		done
	}
	run ! take "$p12"
	take "$pin"
	mv page.html pin.zip
	unzip -p pin.zip | iconv -f CP932 -t UTF-8 | tail -n 1 | tr -d '\r' \
	    >pinrow
	word=$(cut -f3 pinrow)
	[ -n "$word" ]
	run ! take "$pin"
	take "$p12"
	mv page.html p12.zip
	unzip -o -q p12.zip -d unpacked
	[ -e unpacked/client.txt ]
	openssl pkcs12 -in unpacked/*.p12 -passin "pass:$word" -nokeys \
	    -clcerts 2>/dev/null | openssl x509 -noout -subject |
	    grep -q 'Reiji Hanako'
	run ! take "$p12"
}

@test "a restart keeps the state" {
	sandbox_start --certs 40
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	run_upkira bulk-download -t all -o before.tsv
	sandbox_stop
	sandbox_start
	run_upkira bulk-download -t all -o after.tsv
	cmp before.tsv after.tsv
}

@test "no certificate, or one that is no officer's, gets the refusal page" {
	sandbox_start
	curl -sS --cacert "$SB/ca.pem" \
	    "https://localhost:$PORT/upki-odcert/lra/SSLLogin.do" | utf8 >page
	run ! grep -q hidari page
	curl -sS --cacert "$SB/ca.pem" --cert-type P12 \
	    --cert "$SB/officer/personal.p12:$(cat "$SB/officer/personal.pass")" \
	    "https://localhost:$PORT/upki-odcert/lra/SSLLogin.do" | utf8 >page
	run ! grep -q hidari page
	run ! curl -sS --cacert "$SB/ca.pem" --cert-type P12 \
	    --cert "$SB/officer/foreign.p12:$(cat "$SB/officer/foreign.pass")" \
	    "https://localhost:$PORT/upki-odcert/lra/SSLLogin.do"
}

@test "each request is one JSON line with path, fields, digest, session, officer" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	requests 'select(.file != null) | [.path, .officer, (.session | length
	    > 0), (.file.sha256 | length), .file.name] | @tsv' >line
	printf '/upki-odcert/lra/SP1001.do\tKunitachi Taro\ttrue\t64\ta.tsv\n' |
	    same_as line
	run ! grep -q "$(cat "$SB/officer/good.pass")" "$SB/requests.jsonl"
}

@test "the ACME upload shows account and EAB on its result page" {
	sandbox_start
	printf '%s\t3\t\t\t\t\t\t\t\tpki@example.ac.jp\ta.example.ac.jp\tnginx\t\r\n' \
	    "$(dn a.example.ac.jp)" >acme.tsv
	lra /upki-odcert/lra/SSLLogin.do >/dev/null
	lra /upki-odcert/lra/MainMenu.do -d forwardName=SP1041 | utf8 >form
	op=$(sed -n 's/.*<option value="\([^"]*\)">作成.*/\1/p' form | head -n 1)
	[ -n "$op" ]
	field() { grep -o "name=\"[A-Za-z]*$1[A-Za-z]*\"" form | head -n 1 |
	    cut -d'"' -f2; }
	lra /upki-odcert/lra/SP1041.do -F "acmeType=$op" \
	    -F "$(field rror)=$(sed -n 's/.*type="radio"[^>]* value="\([^"]*\)".*/\1/p' form | head -n 1)" \
	    -F "$(grep -o '<input type="file" name="[^"]*"' form |
		cut -d'"' -f4)=@acme.tsv" | utf8 >result
	grep -q 'ファイルのアップロード処理が完了しました。' result
	grep -q 'HMAC' result
}
