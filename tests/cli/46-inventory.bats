#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# inventory: what was kept is found, shown and exported, and counted as awk
# counts it.

load lib
load rows

setup_file() {
	export LC_ALL=C.UTF-8
}

# office: a configuration without a service.
office() {
	cat >office.yaml <<-E
	profiles:
	  office: { endpoint: "https://localhost/", state: $T/state }
	E
	export UPKIRA_CONFIG=$T/office.yaml
}

header() {
	sed -n 's/^\t{ "\([^"]*\)",.*/\1/p' "$ROOT/libra/upki/record.c" |
	    paste -s
}

# record KEY=VALUE...: a row of a list, columns by their keys.
record() {
	local keys
	keys=$(tr '\n' ' ' <"$ROOT/libra/upki/record.c" |
	    grep -o '{ "[^"]*",[[:space:]]*"[a-z0-9_]*",[[:space:]]*RA_' |
	    sed 's/.*"\([a-z0-9_]*\)",[[:space:]]*RA_/\1/')
	[ "$(wc -l <<<"$keys")" -eq 46 ]
	printf '%s\n' "$@" | awk -F = -v keys="$keys" '
	{ v[$1] = substr($0, length($1) + 2) }
	END {
		n = split(keys, key, "\n")
		for (i = 1; i <= n; i++)
			printf "%s%s", v[key[i]], i < n ? "\t" : "\n"
	}'
}

STATES='0 1 2 3 4 5 6 7 8 9 10 -1 -2 -3 55'

# every_state: a server list with a record in each state there is, one that
# nobody knows, and a list of people.
every_state() {
	local state n=0
	{
		header
		for state in $STATES; do
			n=$((n + 1))
			record "application_id=$n" profile_id=3 \
			    "subject_dn=$(dn "h$n.example.ac.jp")" \
			    "state=$state" "serial=$((100 + n))" \
			    "manager_name=国立　太郎" "manager_unit=理学部" \
			    "manager_mail=m$((n % 2))@example.ac.jp" \
			    "applied_at=2026-$(printf %02d $((n % 12 + 1)))-01 10:00:00" \
			    "not_before=2026-11-$(printf %02d "$n") 00:00:00" \
			    "not_after=2027-$(printf %02d $((n % 12 + 1)))-15 23:59:59" \
			    access_pin=CANARYPIN
		done
	} >server.tsv
	{
		header
		record application_id=1 profile_id=13 state=5 serial=0xAb \
		    "subject_dn=CN=Kokuritsu Taro,OU=x,O=Example University,C=JP" \
		    manager_mail=taro@example.ac.jp not_after=soon
		record application_id=2 profile_id=16 state=7 serial=172 \
		    subject_dn=CN=hanako@example.jp \
		    manager_mail=hanako@example.jp old_serial=0xAB \
		    not_after=2027/02/01
	} >client.tsv
	run_upkira snapshot --import server.tsv client.tsv
	expect_status 0
}

# cns ARG...: the names that list shows, in one line.
cns() {
	run_upkira inventory list --format tsv --columns cn "$@"
	expect_status 0
	sed 1d out | paste -s -d ' '
}

@test "each state is found by its number and its word" {
	local state word n=0
	office
	every_state
	for state in $STATES; do
		n=$((n + 1))
		[ "$(cns --state "$state" -t server)" = "h$n.example.ac.jp" ]
		word=$(sed -n "s/^\t{ $state, [N_(]*\"\([a-z-]*\)\".*/\1/p" \
		    "$ROOT/libra/upki/record.c")
		[ "$state" != 55 ] || continue
		[ -n "$word" ]
		[ "$(cns --state "$word" -t server)" = "h$n.example.ac.jp" ]
	done
	[ "$n" -eq 15 ]
	[ "$(cns --state live -t server --columns state | tr ' ' '\n' |
	    sort -n | paste -s -d ' ')" = "3 4 5 6 8 9" ]
}

@test "filters find what they say, alone and together" {
	office
	every_state
	[ "$(cns --cn 'H[12].example*')" = "h1.example.ac.jp h2.example.ac.jp" ]
	[ "$(cns --cn hanako@example.jp)" = hanako@example.jp ]
	[ "$(cns --dn '*OU=x*')" = "Kokuritsu Taro" ]
	[ "$(cns --domain example.jp)" = hanako@example.jp ]
	[ "$(cns --domain 'example.*' -t client)" = \
	    "Kokuritsu Taro hanako@example.jp" ]
	[ "$(cns --manager '国立*' --state 5)" = h6.example.ac.jp ]
	[ "$(cns --manager 'm1@*' --state 5,7)" = "" ]
	[ "$(cns --manager 理学部 --state 7)" = h8.example.ac.jp ]
	[ "$(cns --profile 13,16)" = "Kokuritsu Taro hanako@example.jp" ]
	[ "$(cns --kind client,smime)" = "Kokuritsu Taro hanako@example.jp" ]
	[ "$(cns --kind client)" = "Kokuritsu Taro" ]
	[ "$(cns --kind server --serial 0x6a)" = h6.example.ac.jp ]
	[ "$(cns --serial 171)" = "Kokuritsu Taro" ]
	[ "$(cns --old-serial 171)" = hanako@example.jp ]
	[ "$(cns --issued 2026-11-02..2026-11-03)" = \
	    "h2.example.ac.jp h3.example.ac.jp" ]
	[ "$(cns --applied 2026-02)" = "h1.example.ac.jp h13.example.ac.jp" ]
	[ "$(cns --expires 2027-02)" = \
	    "h1.example.ac.jp h13.example.ac.jp hanako@example.jp" ]
	[ "$(cns --expires 2027-02 --state revoked -t client)" = hanako@example.jp ]
	[ "$(cns --expires ..2027-01 --sort end)" = h12.example.ac.jp ]
	[ "$(cns --sort name -t client)" = "hanako@example.jp Kokuritsu Taro" ]
	[ "$(cns --cn "'; DROP TABLE version; --")" = "" ]
}

@test "a file answers the same questions as the snapshot of it" {
	local ask
	office
	every_state
	while read -r ask; do
		# shellcheck disable=SC2086 # words
		run_upkira inventory export --format tsv $ask -t server
		expect_status 0
		cut -f 1-10 out >inventory
		# shellcheck disable=SC2086
		run_upkira inventory export --format tsv $ask server.tsv
		expect_status 0
		cut -f 1-10 out | same_as inventory
	done <<-'E'
	--cn h1*
	--dn *h2.*
	--state live,-1
	--domain example.ac.jp
	--domain *.jp
	--manager m0@*
	--profile 3
	--kind server
	--applied 2026-05..
	--issued ..2026-11-05
	--expires 2027-03..2027-06
	--serial 105
	E
}

@test "counts by state and month are those of awk on the list itself" {
	sandbox_start --certs 500
	run_upkira bulk-download -t server -o raw.tsv
	run_upkira snapshot
	expect_status 0
	iconv -f CP932 -t UTF-8 raw.tsv | awk -F '\t' 'NR > 1 {
		sub(/\r$/, ""); n[$12 " " substr($27, 1, 7)]++
	}
	END { for (k in n) print n[k], k }' | sort >want
	run_upkira inventory list -t server --format tsv \
	    --columns state,not_after
	expect_status 0
	sed 1d out | awk -F '\t' '{ n[$1 " " substr($2, 1, 7)]++ }
	    END { for (k in n) print n[k], k }' | sort | same_as want
	# And one by one.
	while read -r n state month; do
		[ -n "$month" ] || continue
		run_upkira inventory list -t server --state "$state" \
		    --expires "$month" --format json
		[ "$(wc -l <out)" -eq "$n" ]
	done < <(head -n 8 want)
}

@test "ten nights with every kind of change are told as history" {
	local night state=5 mail=a@example.ac.jp old='' serial=11
	office
	for night in 1 2 3 4 5 6 7 8 9 10; do
		case $night in
		3) mail=b@example.ac.jp ;;
		5) serial=12 old=11 ;;
		7) state=2 ;;
		8) state=7 ;;
		esac
		{
			header
			record application_id=9 profile_id=3 state=5 \
			    "subject_dn=$(dn other.example.ac.jp)" serial=99
			[ "$night" -eq 1 ] || [ "$night" -eq 10 ] ||
			    record application_id=1 profile_id=3 \
			    "subject_dn=$(dn www.example.ac.jp)" \
			    "state=$state" "serial=$serial" \
			    "manager_mail=$mail"
		} >night.tsv
		run_upkira snapshot --import --accept night.tsv
		expect_status 0
	done
	run_upkira snapshot list --format json
	[ "$(wc -l <out)" -eq 10 ]
	for night in 2 4 6 7 9; do
		run_upkira inventory list --at $night --format json \
		    --columns cn,state,serial,manager_mail
		jq -r 'select(.cn == "www.example.ac.jp") |
		    "'$night' \(.state) \(.serial) \(.manager_mail)"' out
	done >seen
	same_as seen <<-'E'
	2 5 11 a@example.ac.jp
	4 5 11 b@example.ac.jp
	6 5 12 b@example.ac.jp
	7 2 12 b@example.ac.jp
	9 7 12 b@example.ac.jp
	E
	run_upkira inventory list --cn www.example.ac.jp --format json
	expect_no_out
	run_upkira inventory show www.example.ac.jp --at 9 --format json
	expect_status 0
	jq -r '.history[] | .what + ([.changes[] |
	    " \(.column) \(.from)>\(.to)"] | join(""))' out | same_as <(
	    printf '%s\n' first \
	    'changed manager_mail a@example.ac.jp>b@example.ac.jp' \
	    'changed serial 11>12' 'changed state 5>2' 'changed state 2>7' gone)
	jq -e '.history | map(.after) | all(test("\\+09:00$"))' out
	run_upkira inventory show 12 --at 9
	expect_out "revoked" "changed" "0xc"
}

@test "show gives the certificate with its intermediate, never another one" {
	local serial
	sandbox_start --certs 20
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	run_upkira snapshot
	expect_status 0
	cat "$SB"/ca/*.pem >all.pem
	run_upkira inventory show www.example.ac.jp --pem --chain all.pem
	expect_status 0
	[ "$(grep -c BEGIN out)" -eq 2 ]
	cp out chain.pem
	openssl verify -CAfile "$SB/ca/root.pem" -untrusted chain.pem chain.pem
	serial=$(openssl x509 -in chain.pem -noout -serial | sed 's/serial=0*//')
	run_upkira inventory list --cn www.example.ac.jp --format json
	[ "$(jq -r .serial_hex out | tr a-f A-F)" = \
	    "0x$serial" ]
	run_upkira inventory show www.example.ac.jp --pem --chain "$SB/ca/root.pem"
	expect_status 0
	expect_err "none follows"
	[ "$(grep -c BEGIN out)" -eq 1 ]
	UPKIRA_CHAIN=$T/all.pem run_upkira inventory show www.example.ac.jp --pem
	[ "$(grep -c BEGIN out)" -eq 2 ]
	run_upkira inventory show www.example.ac.jp --pem --chain nowhere
	expect_status 3
	expect_no_out
}

@test "a certificate that does not parse or is another one is refused" {
	office
	{
		header
		record application_id=1 profile_id=3 state=5 serial=1 \
		    "subject_dn=$(dn a.example.ac.jp)" certificate=MIIDbroken
		record application_id=2 profile_id=3 state=5 serial=2 \
		    "subject_dn=$(dn b.example.ac.jp)"
	} >list.tsv
	run_upkira snapshot --import list.tsv
	expect_status 0
	run_upkira inventory show a.example.ac.jp
	expect_status 0
	run_upkira inventory show a.example.ac.jp --pem
	expect_status 3
	expect_no_out
	run_upkira inventory show b.example.ac.jp --pem
	expect_status 3
	expect_err "no certificate there"
}

@test "ragged rows are shown with their line, and no PIN" {
	office
	{
		header
		record application_id=1 state=5 "subject_dn=$(dn a.example.ac.jp)"
		record application_id=2 state=5 access_pin=CANARYPIN \
		    "subject_dn=$(dn b.example.ac.jp)" | sed 's/\t/\t\t/'
	} >list.tsv
	run_upkira snapshot --import -t server list.tsv
	expect_status 0
	run_upkira inventory ragged --format json
	expect_status 0
	[ "$(jq -r '"\(.list) \(.line)"' out)" = "server 3" ]
	jq -e '.raw | contains("b.example.ac.jp")' out
	expect_no out CANARYPIN
	run_upkira inventory export list.tsv --format json
	expect_status 0
	expect_err "list.tsv:3:"
	[ "$(wc -l <out)" -eq 2 ]
	expect_no out CANARYPIN
}

@test "forms: a table, TSV, CSV for Excel, JSON, the list's own headers" {
	office
	every_state
	run_upkira inventory list --serial 106
	same_as out <<-'E'
	cn                state_name  kind    not_after                  serial  manager_mail
	h6.example.ac.jp  issued      server  2027-07-15T23:59:59+09:00  106     m0@example.ac.jp
	E
	run_upkira inventory list --serial 106 --format csv --columns cn,serial_hex
	printf '\xef\xbb\xbf"cn","serial_hex"\r\n"h6.example.ac.jp","0x6a"\r\n' |
	    cmp - out
	run_upkira inventory list --serial 106 --format tsv --headers \
	    --columns subject_dn,state
	[ "$(head -n 1 out)" = "$(printf '主体者DN\t状態')" ]
	run_upkira inventory list --serial 106 --format json -o a.json
	expect_no_out
	[ "$(jq -r .serial_hex a.json)" = 0x6a ]
	[ "$(stat -c %a a.json)" = 600 ]
	run_upkira inventory export server.tsv --format json
	[ "$(jq -s 'length' out)" -eq 15 ]
	expect_no out CANARYPIN
}

@test "- is standard input, and standard output" {
	office
	every_state
	run_upkira inventory export server.tsv --format json
	mv out whole.json
	run_upkira inventory export - --format json < <(cat server.tsv)
	expect_status 0
	same_as out <whole.json
	run_upkira inventory export server.tsv --format json -o -
	expect_status 0
	same_as out <whole.json
	run_upkira inventory list --serial 106 --columns cn -o -
	expect_status 0
	expect_out "h6.example.ac.jp"
	for word in "plan renew" report; do
		# shellcheck disable=SC2086 # words on purpose
		run_upkira $word -o -
		expect_status 2
		expect_err "folder"
	done
	[ ! -e - ]
}

@test "wrong words are told before anything is read" {
	office
	run_upkira inventory list
	expect_status 3
	expect_err "there is no inventory yet" "upkira snapshot"
	every_state
	run_upkira inventory
	expect_status 2
	expect_err "inventory wants list, show, export or ragged"
	run_upkira inventory sell
	expect_status 2
	expect_err "list, show, export or ragged"
	run_upkira inventory list --state isued
	expect_status 2
	expect_err "issued"
	run_upkira inventory list --columns cn,statename
	expect_status 2
	expect_err "state_name"
	run_upkira inventory list --columns csr
	expect_status 2
	run_upkira inventory list --expires yesterday
	expect_status 2
	run_upkira inventory list --at 99
	expect_status 3
	run_upkira inventory list a.tsv
	expect_status 2
	run_upkira inventory export nowhere.tsv
	expect_status 3
	run_upkira inventory export server.tsv --at 1
	expect_status 2
	run_upkira inventory show
	expect_status 2
	run_upkira inventory show nobody.example.ac.jp
	expect_status 3
}
