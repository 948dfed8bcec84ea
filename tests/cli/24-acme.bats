#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Accounts of ACME: what is sent, where the EAB goes, what clients are told.

load lib
load rows

# acme_row NAME [PROFILE [ACCOUNT [DNSNAMES]]]: an account's creation or change.
acme_row() {
	printf '%s\t%s\t%s\t\t\t\t\t\t\t%s\t%s\t%s\t%s\r\n' "$(dn "$1")" \
	    "${2:-3}" "${3-}" pki@example.ac.jp "$1" nginx "${4-}"
}

suspend_row() {
	printf '%s\t\t%s\t\t4\t\t\t\t\t\t\t\t\r\n' "$(dn "$1")" "$2"
}

# created NAME: an account with its EAB in $eab.
created() {
	acme_row "$1" >"$1.tsv"
	run_upkira acme create -y "$1.tsv"
	expect_status 0
	eab=$(find "$T" -name "$1.eab")
	[ -n "$eab" ]
}

value() {
	sed -n "s/^$1: //p" "${2-$eab}"
}

# unseen: the HMAC key is in its file, and nowhere else.
unseen() {
	local hmac
	hmac=$(value hmac)
	[ -n "$hmac" ]
	[ "$(grep -rlF -e "$hmac" --exclude='sandbox.db*' "$T")" = "$eab" ]
}

@test "the EAB is kept in a private file, and shown nowhere" {
	sandbox_start
	acme_row www.example.ac.jp 3 '' dNSName=a.example.ac.jp >w.tsv
	run_upkira -vv --trace trace acme create -y w.tsv
	expect_status 0
	expect_out accepted
	eab=$(find "$T" -name www.example.ac.jp.eab)
	[ "$(stat -c %a "$eab")" = 600 ]
	[ "$(stat -c %a "$(dirname "$eab")")" = 700 ]
	cut -d: -f1 "$eab" | same_as <(printf '%s\n' kid hmac account profile \
	    names)
	[ "$(value profile)" = 3 ]
	[ "$(value names)" = www.example.ac.jp,a.example.ac.jp ]
	[ -n "$(value account)" ]
	expect_err "EAB stored in $eab"
	unseen
}

@test "names become records of the configuration's defaults" {
	sandbox_start
	run_upkira acme create -y --cert-profile 11 --san b.example.ac.jp \
	    a.example.ac.jp
	expect_status 0
	eab=$(find "$T" -name a.example.ac.jp.eab)
	[ "$(value profile)" = 11 ]
	[ "$(value names)" = a.example.ac.jp,b.example.ac.jp ]
	run_upkira acme create --cert-profile 3 c.example.ac.jp -o out.tsv
	expect_status 0
	run_upkira check -k acme-create out.tsv
	expect_status 0
	[ "$(sent_uploads)" -eq 1 ]
}

@test "what nobody said is an error, and nothing is sent" {
	sandbox_start
	run_upkira acme create -y a.example.ac.jp
	expect_status 3
	expect_err profile_id
	run_upkira acme create -y --cert-profile 3 not_a_name
	expect_status 3
	run_upkira acme create -y --cert-profile 4 a.example.ac.jp
	expect_status 3
	[ "$(sent_uploads)" -eq 0 ]
}

@test "--show-eab prints it after it was stored" {
	sandbox_start
	acme_row a.example.ac.jp >a.tsv
	run_upkira --format json acme create -y --show-eab a.tsv
	expect_status 0
	eab=$(find "$T" -name a.example.ac.jp.eab)
	tail -n 1 out | jq -r '[.name, .account, .kid, .hmac, .eab_file] | @tsv' |
	    same_as <(printf '%s\t%s\t%s\t%s\t%s\n' a.example.ac.jp \
		"$(value account)" "$(value kid)" "$(value hmac)" "$eab")
}

@test "renew keeps the older EAB under another name" {
	sandbox_start
	created a.example.ac.jp
	cp "$eab" before
	acme_row a.example.ac.jp 3 "$(value account)" \
	    dNSName=b.example.ac.jp >r.tsv
	run_upkira acme renew -y r.tsv
	expect_status 0
	cmp before "$eab.1"
	[ "$(stat -c %a "$eab.1")" = 600 ]
	[ "$(value names)" = a.example.ac.jp,b.example.ac.jp ]
	[ "$(value hmac)" != "$(value hmac before)" ]
}

@test "suspend asks for the number, or for --yes --expect" {
	sandbox_start
	created a.example.ac.jp
	suspend_row a.example.ac.jp "$(value account)" >s.tsv
	run_upkira acme create /no/such/file
	expect_status 3
	expect_err "/no/such/file: error: no such file"
	run_upkira acme suspend s.tsv
	expect_status 2
	run_upkira acme suspend -y s.tsv
	expect_status 2
	run_upkira acme suspend -y --expect 2 s.tsv
	expect_status 2
	[ "$(sent_uploads)" -eq 1 ]
	run_upkira acme suspend -y --expect 1 s.tsv
	expect_status 0
	expect_out accepted
	run_upkira acme suspend -y --expect 1 s.tsv
	expect_status 10
	run_upkira acme suspend -y --expect 1 --resubmit 2 s.tsv
	expect_status 6
}

@test "revoke takes a certificate back, and only with its number" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	run_upkira issue -y a.tsv
	expect_status 0
	revoke_row a.example.ac.jp "$(serials a.example.ac.jp)" >x.tsv
	run_upkira acme revoke -y x.tsv
	expect_status 2
	run_upkira acme revoke -n x.tsv
	expect_status 0
	expect_out acme-revoke
	[ "$(sent_uploads)" -eq 1 ]
	run_upkira acme revoke -y --expect 1 x.tsv
	expect_status 0
	expect_out accepted
	[ "$(sent_uploads)" -eq 2 ]
	[ -z "$(find "$T" -name '*.eab')" ]
}

@test "a file of another kind or a word alone is refused" {
	sandbox_start
	server_row a.example.ac.jp >a.tsv
	run_upkira acme create -y a.tsv
	expect_status 3
	run_upkira acme
	expect_status 2
	expect_err create
	run_upkira acme stop a.tsv
	expect_status 2
	run_upkira acme create
	expect_status 2
	run_upkira acme create --san b.example.ac.jp -y a.example.ac.jp \
	    c.example.ac.jp
	expect_status 2
	run_upkira acme renew --cert-profile 3 -y a.tsv
	expect_status 2
	[ "$(sent_uploads)" -eq 0 ]
}

@test "where the state cannot be written the EAB goes to the home" {
	sandbox_start
	created a.example.ac.jp
	dir=$(dirname "$eab")
	rm -r "$dir"
	: >"$dir"
	acme_row b.example.ac.jp >b.tsv
	run_upkira acme create -y b.tsv
	expect_status 0
	eab=$HOME/b.example.ac.jp.eab
	[ "$(stat -c %a "$eab")" = 600 ]
	expect_err "$eab"
	unseen
}

@test "what can be stored nowhere is on standard error, with status 8" {
	sandbox_start
	created a.example.ac.jp
	dir=$(dirname "$eab")
	rm -r "$dir"
	: >"$dir"
	acme_row b.example.ac.jp >b.tsv
	HOME=$dir TMPDIR=$dir run_upkira acme create -y b.tsv
	expect_status 8
	expect_out accepted
	expect_err 'shows it only once'
	[ -n "$(value kid err)" ]
	[ -n "$(value hmac err)" ]
	[ -z "$(find "$T" -name 'b.example.ac.jp.eab*')" ]
}

# played CLIENT: run its recipe with a client that writes down what it is told.
played() {
	local client=$1
	shift
	mkdir -p bin
	cat >"bin/$client" <<-'S'
	#!/bin/sh
	printf '%s\n' "$0 $*" >>argv
	env | grep '^LEGO_EAB' >>seen
	prev=
	for a; do
		[ "$prev" != --config ] || cat "$a" >>seen
		prev=$a
	done
	S
	chmod +x "bin/$client"
	run_upkira acme recipe --client "$client" "$@" a.example.ac.jp
	expect_status 0
	expect_no out "$(value hmac)"
	expect_no out "$(value kid)"
	PATH=$T/bin:$PATH WEBROOT=/srv EMAIL=pki@example.ac.jp sh -eu out
	run ! grep -F -e "$(value hmac)" argv
}

@test "recipes hand the EAB over from its file, never as an argument" {
	sandbox_start
	created a.example.ac.jp
	played certbot
	grep -qxF "eab-kid = $(value kid)" seen
	grep -qxF "eab-hmac-key = $(value hmac)" seen
	grep -q -- '--key-type rsa --rsa-key-size 2048 .* -d a.example' argv
	grep -qF https://secomtrust-acme.com/acme/ argv
	expect_err 'single public source'
	rm argv seen
	played lego --directory https://acme.example.ac.jp/d
	expect_no_err
	grep -qxF "LEGO_EAB_KID=$(value kid)" seen
	grep -qxF "LEGO_EAB_HMAC=$(value hmac)" seen
	grep -qF -- '--server https://acme.example.ac.jp/d --key-type rsa2048' argv
	rm argv seen
	played acme.sh
	conf=$HOME/.acme.sh/ca/secomtrust-acme.com/acme/ca.conf
	[ "$(stat -c %a "$conf")" = 600 ]
	# shellcheck disable=SC1090 # made by the recipe
	(. "$conf" && [ "$CA_EAB_HMAC_KEY" = "$(value hmac)" ] &&
	    [ "$CA_EAB_KEY_ID" = "$(value kid)" ])
	grep -q -- '--keylength 2048' argv
}

@test "a recipe puts the CN first and the key that the profile wants" {
	sandbox_start
	run_upkira acme create -y --cert-profile 11 \
	    --san 0.example.ac.jp,b.example.ac.jp a.example.ac.jp
	expect_status 0
	run_upkira acme recipe --client certbot a.example.ac.jp
	expect_out "-d 'a.example.ac.jp' -d '0.example.ac.jp' -d 'b.example.ac.jp'"
	expect_out '--key-type ecdsa --elliptic-curve secp384r1'
	run_upkira acme recipe --client lego a.example.ac.jp
	expect_out '--key-type ec384'
	run_upkira acme recipe --client acme.sh a.example.ac.jp
	expect_out '--keylength ec-384'
}

@test "uacme has only its command line: a recipe when that is meant" {
	sandbox_start
	created a.example.ac.jp
	run_upkira acme recipe --client uacme a.example.ac.jp
	expect_status 2
	expect_no_out
	expect_err --expose-eab
	run_upkira acme recipe --client uacme --expose-eab "$eab"
	expect_status 0
	expect_out '-t RSA -b 2048'
	expect_err 'every user of the host'
	expect_no out "$(value hmac)"
}

@test "a recipe without an EAB, or one that others may read, is refused" {
	sandbox_start
	run_upkira acme recipe a.example.ac.jp
	expect_status 3
	created a.example.ac.jp
	run_upkira acme recipe --directory http://acme.example.ac.jp/ \
	    a.example.ac.jp
	expect_status 2
	chmod 644 "$eab"
	run_upkira acme recipe a.example.ac.jp
	expect_status 4
	expect_no_out
}
