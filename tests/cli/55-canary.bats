#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Secrets are planted and looked for in all that is said and left behind, as
# they are and as Base64, hex and in a URL.

load lib
load rows

# forms SECRET: the ways in which it might have come out.
forms() {
	printf '%s\n' "$1"
	printf %s "$1" | base64 -w 0
	echo
	printf %s "$1" | od -An -v -tx1 | tr -d ' \n'
	echo
	printf %s "$1" | od -An -v -tx1 | tr -d ' \n' | tr a-f A-F
	echo
	printf %s "$1" | jq -sRr @uri
}

# nowhere SECRET...: in nothing under T but what had to know it beforehand.
nowhere() {
	local secret form found rc=0
	for secret; do
		[ "${#secret}" -ge 8 ] || return 1
		while IFS= read -r form; do
			found=$(grep -rlF -e "$form" --exclude-dir=given \
			    --exclude-dir=ca --exclude-dir=mail \
			    --exclude='sandbox.db*' --exclude='*.pass' \
			    --exclude-dir=keys -D skip "$T") || continue
			echo "$form is in $found"
			rc=1
		done < <(forms "$secret" | sort -u)
	done
	return $rc
}

# A run of every kind of verb that is told the secrets, under all formats.
each_verb() {
	local f
	for f in table json csv tsv; do
		run_upkira -vv --trace "trace-$f" --format $f "$@"
		echo "$*: $status" >>statuses
	done
}

@test "pass phrase and session are in nothing that is said or kept" {
	local pass=Kanari-Pass-4711 key
	mkdir given
	sandbox_start --certs 20
	openssl pkcs12 -in "$SB/officer/good.p12" -nodes -legacy \
	    -passin "file:$SB/officer/good.pass" -out given/all.pem 2>/dev/null ||
	    openssl pkcs12 -in "$SB/officer/good.p12" -nodes \
		-passin "file:$SB/officer/good.pass" -out given/all.pem
	openssl pkcs12 -export -in given/all.pem -out given/canary.p12 \
	    -passout pass:$pass
	(umask 077 && echo $pass >given/canary.pass)
	export UPKIRA_CREDENTIAL=$T/given/canary.p12
	export UPKIRA_PASSPHRASE=file:$T/given/canary.pass
	server_row a.example.ac.jp >a.tsv
	server_row b.example.ac.jp >b.tsv
	mv ./*.key given/
	for verb in login 'login --keep' logout 'issue a.tsv' 'issue b.tsv' \
	    'check a.tsv' 'bulk-download -o list.tsv' 'bulk-download -t all' \
	    snapshot 'snapshot list' stats allowlist timestamp-url \
	    'journal list' 'journal export' 'inventory list'; do
		# shellcheck disable=SC2086 # words on purpose
		each_verb $verb
	done
	for f in error-500 html-list bad-bytes no-marker 'truncate path=Menu.do'; do
		fault "$f"
		each_verb issue b.tsv
		each_verb bulk-download -o list.tsv
		fault
	done
	# Wrong where it should be right, and in places where it has no business.
	(umask 077 && echo "$pass-wrong" >given/wrong.pass)
	UPKIRA_PASSPHRASE=file:$T/given/wrong.pass run_upkira -vv login
	expect_status 4
	UPKIRA_PASSPHRASE=$pass run_upkira -vv login
	expect_status 2
	key=$(sed -n '/PRIVATE KEY/,/PRIVATE KEY/p' given/all.pem | sed -n 2p)
	nowhere "$pass" "$key"
	# What the service told a session by is a secret as long as it lives.
	run_upkira login --keep
	expect_status 0
	requests '.session // empty' | sort -u | grep -E '.{8}' >given/sessions
	rm -f "$SB/state/good/session" "$SB/requests.jsonl"
	while read -r key; do
		nowhere "$key"
	done <given/sessions
	grep -q 'login: 0' statuses
	grep -q 'issue a.tsv: 0' statuses
}

@test "PINs and EAB keys are in nothing but where they belong" {
	local pin=KanariPin0815xyz hmac kid
	mkdir given
	sandbox_start
	client_row 'Reiji Hanako' 13 2 '' $pin >given/client.tsv
	each_verb issue -t client given/client.tsv
	each_verb check given/client.tsv
	for f in table json csv tsv; do
		run_upkira -vv --trace trace-list --format $f bulk-download \
		    -t client -o "list.$f"
	done
	mv list.table given/ # the bytes as they came hold it
	each_verb snapshot
	each_verb inventory list
	each_verb inventory export
	nowhere $pin
	run_upkira -vv --trace trace-acme acme create a.example.ac.jp \
	    --cert-profile 3
	expect_status 0
	mv "$SB"/state/good/acme given/acme
	hmac=$(sed -n 's/^hmac: //p' given/acme/*)
	kid=$(sed -n 's/^kid: //p' given/acme/*)
	[ -n "$kid" ]
	nowhere "$hmac"
}

@test "the search finds a secret in every form" {
	local form
	mkdir found
	while IFS= read -r form; do
		printf 'x%sx\n' "$form" >found/it
		run ! nowhere 'Kanari+Pass 4711'
	done < <(forms 'Kanari+Pass 4711')
	rm found/it
	nowhere 'Kanari+Pass 4711'
}
