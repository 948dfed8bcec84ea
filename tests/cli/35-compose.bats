#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Application files made of requests, batches, certificates and the inventory.

load lib
load rows

# columns FILE N...: of each record, as UTF-8.
columns() {
	local file=$1
	shift
	iconv -f CP932 -t UTF-8 "$file" | tr -d '\r' |
	    cut -f "$(IFS=,; echo "$*")"
}

nothing_written() {
	[ -z "$(find "$T" -name 'out*.tsv' -o -name '.out*')" ]
}

# refused MESSAGE ARG...: exit 3, the message, and nothing written.
refused() {
	local message=$1
	shift
	run_upkira "$@" -o out.tsv
	expect_status 3
	expect_err "$message"
	expect_no_out
	nothing_written
}

# listed NAME...: certificates that the service has issued, and its list.
listed() {
	local name
	for name; do
		server_row "$name"
	done >listed.tsv
	run_upkira issue -y listed.tsv
	expect_status 0
	run_upkira bulk-download -o list.tsv
	expect_status 0
}

@test "a request becomes a record with subject, profile, names and manager" {
	sandbox_start
	request a.example.ac.jp rsa:2048
	run_upkira issue a.example.ac.jp.csr -o out.tsv
	expect_status 0
	expect_no_out
	expect_no_err
	printf '%s\t3\tpki@example.ac.jp\ta.example.ac.jp\n' \
	    "$(dn a.example.ac.jp)" >wanted
	columns out.tsv 1 2 10 11 | same_as wanted
	columns out.tsv 7 | same_as <(line_of a.example.ac.jp; echo)
	[ "$(stat -c %a out.tsv)" = 600 ]
	[ "$(sent_uploads)" -eq 0 ]
	run_upkira check out.tsv
	expect_status 0
}

@test "what is written is CP932 with CRLF and the full number of columns" {
	sandbox_start
	request a.example.ac.jp
	run_upkira issue a.example.ac.jp.csr -o out.tsv
	expect_status 0
	awk -F '\t' 'NF != 13 || !/\r$/ { exit 1 }' out.tsv
	[ "$(wc -l <out.tsv)" -eq 1 ]
	iconv -f CP932 -t UTF-8 out.tsv | grep -q '国立　太郎'
}

@test "a folder of requests is taken in the order of names, same bytes again" {
	sandbox_start
	mkdir csrs
	(cd csrs && request c.example.ac.jp && request a.example.ac.jp &&
	    request b.example.ac.jp && rm ./*.key)
	openssl req -in csrs/b.example.ac.jp.csr -outform DER \
	    -out csrs/b.example.ac.jp.der
	rm csrs/b.example.ac.jp.csr
	echo "not looked at" >csrs/README
	run_upkira issue csrs -o out.tsv
	expect_status 0
	printf '%s.example.ac.jp\n' a b c >wanted
	columns out.tsv 11 | same_as wanted
	run_upkira issue csrs -o out2.tsv
	cmp out.tsv out2.tsv
}

@test "a batch with defaults; what it makes is accepted and in the list" {
	sandbox_start
	mkdir batch
	(cd batch && request a.example.ac.jp && request b.example.ac.jp)
	cat >batch/b.yaml <<-'Y'
	kind: server-issue
	defaults:
	  software: Apache 2.4
	  names: [x.example.ac.jp]
	records:
	  - csr: a.example.ac.jp.csr
	    manager_mail: a@example.ac.jp
	  - csr: b.example.ac.jp.csr
	    names: [y.example.ac.jp, z.example.ac.jp]
	    software: nginx
	Y
	run_upkira issue batch/b.yaml -o out.tsv
	expect_status 0
	printf '%s\t%s\t%s\n' a@example.ac.jp 'Apache 2.4' \
	    dNSName=x.example.ac.jp pki@example.ac.jp nginx \
	    dNSName=y.example.ac.jp,dNSName=z.example.ac.jp >wanted
	columns out.tsv 10 12 13 | same_as wanted
	run_upkira --format json issue -y batch/b.yaml
	expect_status 0
	[ "$(jq -r .verdict out | sort -u)" = accepted ]
	[ -n "$(serials a.example.ac.jp)" ]
	[ -n "$(serials b.example.ac.jp)" ]
}

@test "records that were sent from requests come back in the list" {
	sandbox_start
	request a.example.ac.jp
	request b.example.ac.jp rsa:2048
	run_upkira --format json issue -y a.example.ac.jp.csr \
	    b.example.ac.jp.csr
	expect_status 0
	[ "$(jq -r .file out | sort -u)" = server-issue.tsv ]
	[ -n "$(serials a.example.ac.jp)" ]
	[ -n "$(serials b.example.ac.jp)" ]
}

@test "250 records become three files in stable order, each checked" {
	local i
	sandbox_start
	for i in $(seq 250); do
		echo "  - {cn: h$i.example.ac.jp, serial: $((1000 + i))}"
	done >records
	{
		echo 'kind: server-revoke'
		echo 'defaults: {reason: superseded, comment: 更新}'
		echo 'records:'
		cat records
	} >r.yaml
	run_upkira revoke r.yaml -o out.tsv
	expect_status 0
	wc -l out-0?of03.tsv | awk '{ print $1, $2 }' >counted
	printf '%s\n' '99 out-01of03.tsv' '99 out-02of03.tsv' \
	    '52 out-03of03.tsv' '250 total' | same_as counted
	[ ! -e out.tsv ]
	columns <(cat out-*.tsv) 4 | same_as <(seq 1001 1250)
	columns <(cat out-*.tsv) 5 6 | sort -u |
	    same_as <(printf '4\t更新\n')
	cat out-*.tsv >first
	run_upkira revoke r.yaml -o out.tsv
	cat out-*.tsv | cmp - first
	run_upkira check -k server-revoke out-01of03.tsv out-02of03.tsv out-03of03.tsv
	expect_status 0
}

@test "a renewal finds the old serial in the inventory" {
	sandbox_start
	listed a.example.ac.jp b.example.ac.jp
	rm ./*.csr ./*.key
	request a.example.ac.jp
	run_upkira renew --inventory list.tsv a.example.ac.jp.csr -o out.tsv
	expect_status 0
	columns out.tsv 4 | same_as <(serials a.example.ac.jp)
	run_upkira --format json renew -y --inventory list.tsv \
	    a.example.ac.jp.csr
	expect_status 0
	[ "$(jq -r .verdict out)" = accepted ]
	[ "$(serials a.example.ac.jp | wc -l)" -eq 2 ]
	# Now there are two that could be meant.
	rm out.tsv
	run_upkira bulk-download -o list.tsv
	request a.example.ac.jp
	refused "2 live certificates with the CN a.example.ac.jp" \
	    renew --inventory list.tsv a.example.ac.jp.csr
	expect_err "name the serial number"
}

@test "what the service would refuse is foretold from the inventory" {
	sandbox_start
	listed a.example.ac.jp
	refused "a.example.ac.jp.csr: error 212" \
	    issue --inventory list.tsv a.example.ac.jp.csr
	# The key of the old certificate.
	refused "a.example.ac.jp.csr: error" \
	    renew --inventory list.tsv a.example.ac.jp.csr
	[ "$(sent_uploads)" -eq 1 ]
}

@test "a renewal takes the old serial from the old certificate" {
	sandbox_start
	listed a.example.ac.jp
	run_upkira --format json bulk-download
	jq -r 'select(.subject_dn | startswith("CN=a.example")) | .certificate' \
	    out | base64 -d >old.der
	rm ./*.csr ./*.key
	request a.example.ac.jp
	run_upkira renew a.example.ac.jp.csr --from-cert old.der -o out.tsv
	expect_status 0
	columns out.tsv 4 | same_as <(serials a.example.ac.jp)
}

@test "a renewal with another subject than the old certificate is refused" {
	sandbox_start
	openssl req -x509 -nodes -newkey rsa:2048 -keyout old.key -out old.pem \
	    -subj "/C=JP/ST=Osaka/L=Suita/O=Example University/CN=a.example.ac.jp" \
	    2>>openssl.log
	request a.example.ac.jp
	refused "is not that of the old certificate" \
	    renew a.example.ac.jp.csr --from-cert old.pem
	expect_err "upkira issue"
	printf 'kind: server-renew\nrecords:\n- {csr: a.example.ac.jp.csr, cert: old.pem}\n' \
	    >r.yaml
	refused "r.yaml:3: the subject" renew r.yaml
}

@test "names and serials of the inventory are revoked" {
	sandbox_start
	listed a.example.ac.jp b.example.ac.jp
	run_upkira revoke --inventory list.tsv --reason superseded \
	    --comment 更新 a.example.ac.jp "$(serials b.example.ac.jp)" \
	    -o out.tsv
	expect_status 0
	{
		printf '%s\t%s\t4\t更新\n' "$(dn a.example.ac.jp)" \
		    "$(serials a.example.ac.jp)"
		printf '%s\t%s\t4\t更新\n' "$(dn b.example.ac.jp)" \
		    "$(serials b.example.ac.jp)"
	} >wanted
	columns out.tsv 1 4 5 6 | same_as wanted
	run_upkira --format json revoke --yes --expect 2 out.tsv
	expect_status 0
	[ "$(jq -r .verdict out | sort -u)" = accepted ]
}

@test "a certificate from a file is revoked" {
	sandbox_start
	listed a.example.ac.jp
	run_upkira --format json bulk-download
	jq -r 'select(.subject_dn | startswith("CN=a.example")) | .certificate' \
	    out | base64 -d | openssl x509 -inform DER >old.pem
	run_upkira revoke --from-cert old.pem --reason 5 -o out.tsv
	expect_status 0
	printf '%s\t%s\t5\n' "$(dn a.example.ac.jp)" \
	    "$(serials a.example.ac.jp)" >wanted
	columns out.tsv 1 4 5 | same_as wanted
}

@test "an application file is written anew: the records of all sources in one" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	request b.example.ac.jp
	run_upkira issue a.tsv b.example.ac.jp.csr -o out.tsv
	expect_status 0
	columns out.tsv 11 | same_as <(printf '%s.example.ac.jp\n' a b)
}

@test "standard output takes one file" {
	sandbox_start
	request a.example.ac.jp
	run_upkira issue a.example.ac.jp.csr -o out.tsv
	run_upkira issue a.example.ac.jp.csr -o -
	expect_status 0
	cmp out out.tsv
}

@test "a private key is refused by its name and nothing is written" {
	sandbox_start
	mkdir csrs
	(cd csrs && request a.example.ac.jp && mv a.example.ac.jp.key a.pem)
	refused "csrs/a.pem: a private key" issue csrs
	refused "csrs/a.pem: a private key" issue csrs/a.pem
	canary "$(sed -n 2p csrs/a.pem)" || [ "$(grep -rl "$(sed -n 2p \
	    csrs/a.pem)" "$T" | wc -l)" -eq 1 ]
}

@test "bad requests, folders and batches are refused with their place" {
	sandbox_start
	echo nonsense >a.csr
	refused "a.csr: " issue a.csr
	mkdir empty
	refused "empty: no certificate request" issue empty
	request big.example.ac.jp rsa:4096
	refused "big.example.ac.jp.csr: the key is RSA 4096" \
	    issue big.example.ac.jp.csr
	printf 'kind: server-issue\nrecords:\n- {nmae: a}\n' >b.yaml
	refused 'b.yaml:3:4: unknown key "nmae"' issue b.yaml
	expect_err '"name"'
	printf 'kind: server-issue\nrecords:\n- {csr: none.csr}\n' >b.yaml
	refused "b.yaml:3: none.csr: " issue b.yaml
	printf 'kind: server-issue\nrecords:\n- {cn: a, manager_name: 😀}\n' \
	    >b.yaml
	refused "b.yaml:3:25: manager_name: character 1 is U+1F600" \
	    issue b.yaml
	printf 'kind: server-issue\nrecords:\n- {cn: a.example.ac.jp}\n' >b.yaml
	refused "b.yaml:3: no profile_id" issue b.yaml
	expect_err "--cert-profile"
	request dup.example.ac.jp
	cp dup.example.ac.jp.csr dup2.csr
	run_upkira issue dup.example.ac.jp.csr dup2.csr -o out.tsv
	expect_status 3
	expect_err "dup2.csr: error"
	nothing_written
}

@test "what nobody has said is an error that says where to put it" {
	sandbox_start
	sed '/mail:/d' "$SB/upkira.yaml" >config.yaml
	request a.example.ac.jp
	status=0
	"$UPKIRA" --config config.yaml issue a.example.ac.jp.csr -o out.tsv \
	    >out 2>err || status=$?
	expect_status 3
	expect_err "a.example.ac.jp.csr: no manager_mail"
	expect_err "manager.mail in upkira.yaml"
	nothing_written
}

@test "reason 1 wants a word of its own" {
	sandbox_start
	printf 'kind: server-revoke\nrecords:\n- {cn: a.example.ac.jp, serial: 5, reason: 1, comment: x}\n' >r.yaml
	refused "r.yaml:3: reason 1 says" revoke r.yaml
	expect_err "--yes-key-compromised"
	run_upkira revoke r.yaml --yes-key-compromised -o out.tsv
	expect_status 0
}

@test "names that the inventory lacks, and other wrong calls, write nothing" {
	sandbox_start
	listed a.example.ac.jp
	refused "no live certificate with the CN no.example.ac.jp" \
	    revoke --inventory list.tsv --reason 5 no.example.ac.jp
	refused "none.tsv: " revoke --inventory none.tsv --reason 5 a
	refused "a.example.ac.jp: no such file" \
	    issue --inventory list.tsv a.example.ac.jp
	refused "a.example.ac.jp: no such file" \
	    revoke --reason 5 a.example.ac.jp
	expect_err "--inventory serverAll.tsv"
	refused "none.csr: no such file" \
	    renew --inventory list.tsv none.csr
	refused "no reason" revoke --inventory list.tsv a.example.ac.jp
	run_upkira issue a.example.ac.jp.csr -o out.xls
	expect_status 2
	run_upkira revoke a.example.ac.jp.csr --reason 5 -o out.tsv
	expect_status 2
	run_upkira issue -n a.example.ac.jp.csr -o out.tsv
	expect_status 2
	run_upkira renew --people none.csv -t server -o out.tsv
	expect_status 2
	run_upkira revoke --leavers none.csv -o out.tsv
	expect_status 2
	nothing_written
}

@test "a hostile name reaches neither file nor terminal raw" {
	sandbox_start
	printf 'kind: server-issue\nrecords:\n- {csr: "\\e[2J\\a.csr"}\n' >b.yaml
	run_upkira issue b.yaml -o out.tsv
	expect_status 3
	run ! grep -q "$(printf '\033')" err
	printf 'kind: server-issue\nrecords:\n- {cn: "a,O=Other"}\n' >b.yaml
	refused "b.yaml:3:8: CN: a name alone" issue b.yaml
	nothing_written
}

@test "what cannot be written leaves every old file as it was" {
	local i
	sandbox_start
	for i in $(seq 150); do
		echo "- {cn: h$i.example.ac.jp, serial: $i}"
	done >records
	{ printf 'kind: server-revoke\nrecords:\n'; cat records; } >r.yaml
	mkdir out-02of02.tsv
	echo old >out-01of02.tsv
	run_upkira revoke --reason 4 --comment x r.yaml -o out.tsv
	expect_status 1
	[ "$(cat out-01of02.tsv)" = old ]
	[ -z "$(find . -maxdepth 1 -name '.out*')" ]
}

@test "the certificate in service at a host is read; a foreign CA is told" {
	sandbox_start
	run_upkira revoke --from-host "localhost:$PORT" -t server --reason 5 \
	    -o out.tsv
	expect_status 0
	expect_err "not by a CA of the service"
	openssl s_client -connect "localhost:$PORT" -servername localhost \
	    </dev/null 2>>openssl.log | openssl x509 -noout -serial |
	    sed 's/serial=/0x/' >hex
	run_upkira serial "$(columns out.tsv 4)"
	expect_status 0
	grep -qi "$(sed 's/0x0*//' hex)" out
	run_upkira revoke --from-host localhost:1 -t server --reason 5 \
	    -o none.tsv
	expect_status 5
	[ ! -e none.tsv ]
}
