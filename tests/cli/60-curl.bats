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

# Nobody's certificate: the one-time pages, and what is refused.
anyone() {
	curl -sS --cacert "$SB/ca.pem" "$@"
}

# mail_text FILE: what a mail says, its signature and chain verified.
mail_text() {
	openssl smime -verify -in "$1" -CAfile "$SB/ca.pem" 2>/dev/null |
	    sed '1,/^\r*$/d' | tr -d '\r' |
	    perl -MMIME::QuotedPrint -pe '$_ = decode_qp($_)' |
	    iconv -f ISO-2022-JP -t UTF-8
}

all_mails() {
	local mail
	for mail in "$SB"/mail/*.eml; do
		mail_text "$mail"
	done
}

# url_of PAGE FILE: the first one-time URL of this page.
url_of() {
	grep -ao "https://[^ ]*$1.jsp?p1=[A-Za-z0-9%_+/=-]*" "$2" | head -n 1
}

# take URL: the two forms behind a one-time URL; the body is page.html.
take() {
	local next
	anyone -o page.html "$1"
	for _ in 1 2; do
		next=$(grep -ao 'action="[^"]*"' page.html | cut -d'"' -f2)
		[ -n "$next" ] || return 1
		anyone -o page.html --data-urlencode \
		    "$(sed -n 's/.*type="hidden" name="\([^"]*\)" value="\([^"]*\)".*/\1=\2/p' page.html)" \
		    "https://localhost:$PORT$next"
	done
}

mails_are() {
	[ "$(find "$SB/mail" -name '*.eml' | wc -l)" -eq "$1" ]
}

@test "mails are signed; PIN first, then the PKCS#12, each only once" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 >a.tsv
	run_upkira issue -t client a.tsv
	expect_status 0
	mails_are 2
	all_mails >text
	pin=$(url_of SPEntranceCliAllPin text)
	p12=$(url_of SPEntranceCliAll text)
	[ -n "$pin" ]
	[ -n "$p12" ]
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

@test "the mail of a server certificate leads to it, once; a look does not count" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	all_mails >text
	url=$(url_of 'SPEntrance[A-Za-z]*' text)
	[ -n "$url" ]
	last=https://localhost:$PORT/upki-odcert/download/spDLServer.do
	[ "$(anyone -o look -w '%{http_code}' "$last?p1=${url#*p1=}")" = 405 ]
	[ "$(anyone -I -o look -w '%{http_code}' \
	    "$last?p1=${url#*p1=}")" = 405 ]
	take "$url"
	openssl x509 -in page.html -noout -subject | grep -q a.example.ac.jp
	run ! take "$url"
}

@test "the notice to a user has two blocks, the URL in block A, twice" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 >a.tsv
	run_upkira issue -t client a.tsv
	all_mails >text
	sed 's/SPEntranceCliAll\.jsp.*/URL/' text |
	    grep -oE '^[AB]\.|URL$' | tr '\n' ' ' >order
	[ "$(cat order)" = 'A. URL B. A. URL B. ' ]
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

@test "a revocation's number is given to nothing else, also after a restart" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	revoke_row a.example.ac.jp "$(serials a.example.ac.jp)" >x.tsv
	run_upkira revoke --yes --expect 1 x.tsv
	expect_status 0
	sandbox_stop
	sandbox_start
	server_row b.example.ac.jp >b.tsv
	run_upkira issue b.tsv
	run_upkira bulk-download -t server -o list
	iconv -f CP932 -t UTF-8 list | tail -n +2 | tr -d '\r' |
	    awk -F '\t' '{ print $1; if ($32 != "") print $32 }' | sort >ids
	[ "$(wc -l <ids)" -eq 3 ]
	[ -z "$(uniq -d ids)" ]
}

# refused_start ARG...: it ends at once with status 1 and says why in out.
refused_start() {
	status=0
	timeout 60 "$SANDBOX" "$@" >out 2>&1 </dev/null || status=$?
	expect_status 1
}

@test "a folder has one owner, and a port" {
	sandbox_start
	refused_start --dir "$SB"
	expect_out 'in use by another lra-sandbox'
	refused_start --dir "$T/other" --port "$PORT"
	expect_out "port $PORT: not free to listen on"
}

@test "a store of another layout, or none at all, is refused at the start" {
	sandbox_start
	sandbox_stop
	# SQLite keeps user_version at 60, four bytes, the highest first.
	printf '\0\0\0\143' |
	    dd of="$SB/sandbox.db" bs=1 seek=60 conv=notrunc 2>/dev/null
	refused_start --dir "$SB"
	expect_out 'layout 99'
	expect_out 'start with a new --dir'
	rm -f "$SB"/sandbox.db*
	printf 'no database at all, of a hundred bytes and more %0100d' 0 \
	    >"$SB/sandbox.db"
	refused_start --dir "$SB"
	expect_out 'not a database'
}

@test "a mail that cannot be written waits, and the upload counts" {
	sandbox_start
	rmdir "$SB/mail"
	: >"$SB/mail"
	server_row a.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	grep -q 'the mail waits' "$SB.log"
	sandbox_stop
	rm "$SB/mail"
	sandbox_start
	mails_are 1
	all_mails | grep -q SPEntranceServer
}

@test "a full disk: the upload is not done, the next one is" {
	sandbox_start --certs 20
	sandbox_stop
	for n in $(seq 60); do client_row "Reiji No$n"; done >a.tsv
	tr -d '\r' <a.tsv | sed 's/$/\r/' | iconv -f UTF-8 -t CP932 >b.tsv
	# The signal is ignored, so that writing past the limit just fails.
	(trap '' XFSZ
	    ulimit -f 300
	    sandbox_launch
	    lra /upki-odcert/lra/SSLLogin.do >/dev/null
	    run ! lra /upki-odcert/lra/SP1011.do -F applyType=1 \
		-F errorFlg=1 -F 'file=@b.tsv'
	    lra /upki-odcert/lra/syomeiDL_S_Cli.do >list
	    sandbox_stop)
	run ! grep -aq 'Reiji No' list
	sandbox_start
	run_upkira issue -t client a.tsv
	expect_status 0
	mails_are 120
}

@test "killed in the midst of an upload: all of it is there, or nothing" {
	sandbox_start
	for wait in 0.05 0.15 0.3 0.6; do
		for n in $(seq 60); do client_row "Reiji $wait No$n"; done |
		    iconv -f UTF-8 -t CP932 >a.tsv
		lra /upki-odcert/lra/SSLLogin.do >/dev/null
		lra /upki-odcert/lra/SP1011.do -F applyType=1 -F errorFlg=1 \
		    -F 'file=@a.tsv' >/dev/null 2>&1 3>&- &
		sleep "$wait"
		kill -9 "$SANDBOX_PID"
		wait "$SANDBOX_PID" $! || :
		sandbox_start
		lra /upki-odcert/lra/SSLLogin.do >/dev/null
		lra /upki-odcert/lra/syomeiDL_S_Cli.do |
		    iconv -f CP932 -t UTF-8 >list
		rows=$(grep -c 'Reiji ' list || :)
		echo "after $wait: $rows rows"
		[ $((rows % 60)) -eq 0 ]
		mails_are $((rows * 2))
	done
}

@test "the same file twice at once is issued once" {
	sandbox_start
	for n in $(seq 20); do client_row "Reiji No$n"; done |
	    iconv -f UTF-8 -t CP932 >a.tsv
	lra /upki-odcert/lra/SSLLogin.do >/dev/null
	pids=()
	for n in 1 2; do
		lra /upki-odcert/lra/SP1011.do -F applyType=1 -F errorFlg=1 \
		    -F 'file=@a.tsv' -o "result$n" 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	for n in 1 2; do utf8 <"result$n" >"said$n"; done
	[ "$(cat said? | grep -c 'アップロード処理が完了しました')" -eq 1 ]
	[ "$(cat said? | grep -o '212:[0-9]*' | wc -l)" -eq 20 ]
}

# refused_with STATUS ARG...: asked with an officer's session.
refused_with() {
	local want=$1 got
	shift
	got=$(curl -sS --max-time 30 --cert-type P12 \
	    --cert "$SB/officer/good.p12:$(cat "$SB/officer/good.pass")" \
	    --cacert "$SB/ca.pem" -c jar -b jar -o page -w '%{http_code}' \
	    "$@") || :
	[ "$got" = "$want" ] || { echo "$got, wanted $want: ${*:0:3}"; return 1; }
}

@test "what no browser sends is refused, and the log stays JSON" {
	sandbox_start
	lra /upki-odcert/lra/SSLLogin.do >/dev/null
	local at=https://localhost:$PORT/upki-odcert/lra up
	up=$at/SP1011.do
	: >empty
	head -c 9000000 /dev/zero | tr '\0' x >big
	printf '1\0002' >nul
	refused_with 405 -X PUT "$at/Menu.do"
	refused_with 404 "$at/Menu.do%00"
	refused_with 404 --path-as-is "$at/../../sandbox.db"
	refused_with 404 "$at/$(printf '%%01%.0s' $(seq 2000))"
	refused_with 400 "$up" -H 'Content-Type: application/json' -d '{}'
	refused_with 400 "$up" -H 'Content-Type: multipart/form-data' -d x
	refused_with 400 "$up" -F 'applyType=<nul' -F errorFlg=1 -F file=@empty
	refused_with 400 "$up" -F file=@empty -F file=@nul
	refused_with 413 "$up" -F applyType=1 -F errorFlg=1 -F file=@big
	refused_with 413 "$up" -F 'applyType=<big'
	printf -- '--x\r\nContent-Disposition: form-data; na' |
	    refused_with 400 "$up" --data-binary @- \
		-H 'Content-Type: multipart/form-data; boundary=x'
	jq -es 'length == 12 and all(.path | length <= 512)' \
	    "$SB/requests.jsonl"
}

@test "where a statistic has nothing to tell, some variants show no row" {
	for variant in 0 1; do
		sandbox_start --variant $variant
		lra /upki-odcert/lra/SSLLogin.do >/dev/null
		case $variant in
		0) lra /upki-odcert/lra/toukei_S.do ;;
		1) lra /upki-odcert/lra/toukei.do ;;
		esac | utf8 >page$variant
		sandbox_stop
	done
	grep -q 期限切れ数 page1
	run ! grep -q example.ac.jp page1
	grep -q example.ac.jp page0
}
