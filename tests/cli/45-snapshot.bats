#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# snapshot: from the service and from files, whole or not at all, and pruned.

load lib
load rows

# A configuration without a service, for what needs none.
office() {
	cat >office.yaml <<-E
	profiles:
	  office: { endpoint: "https://localhost/", state: $T/state }
	E
	export UPKIRA_CONFIG=$T/office.yaml
	STATE=$T/state
}

# list ROW...: a server list with its header; a row is "ID CN STATE SERIAL [PIN]".
list() {
	local row id cn state serial pin
	sed -n 's/^\t{ "\([^"]*\)",.*/\1/p' "$ROOT/libra/upki/record.c" |
	    paste -s
	for row; do
		read -r id cn state serial pin <<<"$row"
		printf '%s\t\t\t%s\t\t2026-11-01 10:00:00\t\t\t\t\t3\t%s' \
		    "$id" "$(dn "$cn")" "$state"
		printf '\t国立　太郎\t\tpki@example.ac.jp\t%s\t\t\t\t\t\t\t\t%s' \
		    "$cn" "$serial"
		printf '\t\t2026-11-01 11:00:00\t2027-05-18 23:59:59\t\t%s' \
		    "${pin-}"
		printf '\t%.0s' {1..17}
		echo
	done
}

# Rows for list, in the array rows.
twenty() {
	local i
	rows=()
	for ((i = 1; i <= 20; i++)); do
		rows+=("$i host$i.example.ac.jp 5 1$i")
	done
}

kept_lists() {
	find "$STATE/lists" -type f -printf '%f\n' | LC_ALL=C sort
}

snapshots() {
	sqlite3 "$STATE/inventory.db" 'SELECT count(*) FROM snapshot'
}

@test "one session takes both lists, statistics and allowlist" {
	sandbox_start --certs 300
	STATE=$SB/state/good
	run_upkira --format json snapshot
	expect_status 0
	expect_no_err
	jq -c '[.snapshot, .list, .changed, .gone, .ragged, .imported]' out |
	    same_as <(printf '%s\n' '[1,"server",0,0,0,false]' \
	    '[1,"client",0,0,0,false]')
	[ "$(jq -s 'map(.records) | add' out)" -eq 300 ]
	[ "$(requests 'select(.path | endswith("SSLLogin.do")) | .path' | wc -l)" -eq 1 ]
	[ "$(requests 'select(.interface == "logout") | .path' | wc -l)" -eq 1 ]
	[ "$(sqlite3 "$STATE/inventory.db" \
	    'SELECT group_concat(what) FROM extra')" = allowlist,stats ]
	[ "$(stat -c %a "$STATE/inventory.db" "$STATE"/lists "$STATE"/lists/* |
	    sort -u | tr '\n' ' ')" = "600 700 " ]
}

@test "a night without change costs one row, an application shows as change" {
	sandbox_start --certs 300
	STATE=$SB/state/good
	run_upkira snapshot
	run_upkira --format json snapshot
	[ "$(jq -s 'map(.added + .changed + .gone) | add' out)" -eq 0 ]
	[ "$(kept_lists | wc -l)" -eq 2 ]
	server_row www.example.ac.jp >a.tsv
	run_upkira issue a.tsv
	expect_status 0
	run_upkira --format json snapshot
	jq -c 'select(.list == "server") | [.added, .changed, .gone]' out |
	    same_as <(echo '[1,0,0]')
	run_upkira --format json snapshot list
	expect_status 0
	[ "$(jq -s length out)" -eq 6 ]
}

@test "the kept list is the list, its PINs but for their length" {
	sandbox_start
	client_row 'Reiji Hanako' 13 2 '' CanaryPin4711 >a.tsv
	run_upkira issue -t client a.tsv
	expect_status 0
	run_upkira bulk-download -t client -o came.tsv
	run_upkira snapshot
	expect_status 0
	zstdcat "$SB"/state/good/lists/*-client.tsv.zst >kept.tsv
	grep -q CanaryPin4711 came.tsv
	sed 's/CanaryPin4711/*************/' came.tsv | cmp - kept.tsv
	run ! grep -rl CanaryPin4711 "$SB/state"
}

@test "only what the menu shows; neither list: status 4" {
	sandbox_start --rights client-list,logout
	run_upkira --format json snapshot
	expect_status 0
	[ "$(jq -r .list out)" = client ]
	sandbox_stop
	sandbox_start --rights stats,logout
	run_upkira snapshot
	expect_status 4
	expect_err "neither of the lists"
	[ "$(sqlite3 "$SB/state/good/inventory.db" \
	    'SELECT count(*) FROM snapshot')" -eq 1 ]
}

@test "what is not a whole list leaves the last snapshot alone" {
	sandbox_start --certs 300
	STATE=$SB/state/good
	run_upkira snapshot
	expect_status 0
	stat "$STATE"/lists/* >before
	for f in html-list cut-list; do
		fault $f
		run_upkira snapshot
		expect_status 9
		[ "$(snapshots)" -eq 1 ]
		stat "$STATE"/lists/* | same_as before
	done
	fault truncate
	run_upkira snapshot
	[ "$status" -eq 5 ] || [ "$status" -eq 9 ]
	[ "$(snapshots)" -eq 1 ]
	stat "$STATE"/lists/* | same_as before
	fault
	run_upkira snapshot
	expect_status 0
}

@test "files of the browser, in CP932 or UTF-8, are told by their rows" {
	office
	list '1 a.example.ac.jp 5 11' '2 b.example.ac.jp 4 12' >utf8.tsv
	iconv -f UTF-8 -t CP932 utf8.tsv | sed 's/$/\r/' >cp932.tsv
	run_upkira --format json snapshot --import utf8.tsv
	expect_status 0
	jq -c '[.list, .records, .added, .imported]' out |
	    same_as <(echo '["server",2,2,true]')
	run_upkira --format json snapshot --import cp932.tsv
	expect_status 0
	jq -c '[.added, .changed, .gone]' out | same_as <(echo '[0,0,0]')
	sed 's/\t3\t/\t13\t/' utf8.tsv >client.tsv
	run_upkira --format json snapshot --import client.tsv utf8.tsv
	expect_status 0
	jq -s -c 'map(.list)' out | same_as <(echo '["server","client"]')
}

@test "which list a file is can be said; two of a kind are one too many" {
	office
	list '1 a.example.ac.jp 5 11' | sed 's/\t3\t5/\t\t5/' >none.tsv
	run_upkira snapshot --import none.tsv
	expect_status 2
	expect_err "-t server or -t client"
	run_upkira snapshot --import -t client none.tsv
	expect_status 0
	run_upkira snapshot --import -t server none.tsv none.tsv
	expect_status 2
	expect_err "both lists"
	list '1 a.example.ac.jp 5 11' >a.tsv
	run_upkira snapshot --import -t client a.tsv
	expect_status 3
	expect_err "by their profile"
}

@test "a tenth of the records gone is doubtful, until it is accepted" {
	office
	twenty
	list "${rows[@]}" >all.tsv
	run_upkira snapshot --import all.tsv
	list "${rows[@]:2}" >less.tsv
	run_upkira --format json snapshot --import less.tsv
	expect_status 0
	[ "$(jq .gone out)" -eq 2 ]
	list "${rows[@]:5}" >few.tsv
	run_upkira snapshot --import few.tsv
	expect_status 3
	expect_err "15 records, the snapshot before has 18"
	expect_err "--accept"
	[ "$(snapshots)" -eq 2 ]
	run_upkira snapshot --import --accept few.tsv
	expect_status 0
	expect_err "15 records, the snapshot before has 18"
	[ "$(snapshots)" -eq 3 ]
}

@test "a list that has become ragged is doubtful: nothing has gone" {
	office
	twenty
	list "${rows[@]}" >all.tsv
	sed '2,$s/$/\t/' all.tsv >wider.tsv
	run_upkira snapshot --import -t server wider.tsv
	expect_status 3
	expect_err "20 of 20 rows have another number of columns"
	run_upkira snapshot --import all.tsv
	expect_status 0
	sed '2,4s/$/\t/' all.tsv >some.tsv
	run_upkira snapshot --import some.tsv
	expect_status 3
	expect_err "17 records, the snapshot before has 20"
	run_upkira snapshot --import -t server wider.tsv
	expect_status 3
	[ "$(snapshots)" -eq 1 ]
	run_upkira --format json inventory list
	[ "$(wc -l <out)" -eq 20 ]
}

@test "rows that are all the same are told apart by their order, and soon" {
	office
	list '1 a.example.ac.jp 5 11' '2 b.example.ac.jp 5 12' >two.tsv
	{ sed -n 1,2p two.tsv; yes "$(sed -n 2p two.tsv)" | head -n 30000; } \
	    >same.tsv
	run_upkira --format json snapshot --import same.tsv
	expect_status 0
	[ "$(jq -c '[.records, .added]' out)" = '[30001,30001]' ]
	run_upkira snapshot --import --accept two.tsv
	expect_status 0
	# Each of them is a comparison now; one by one they took an hour.
	run_upkira --format json snapshot --import same.tsv
	expect_status 0
	[ "$(jq -c '[.added, .changed, .gone]' out)" = '[30000,0,1]' ]
}

rows_are_in() {
	[ -n "$(find "$T/state" -name inventory.db -size +1M 2>/dev/null)" ]
}

@test "an import ends at the first signal, and leaves nothing" {
	office
	list '1 a.example.ac.jp 5 11' >row.tsv
	{ sed -n 1,2p row.tsv; yes "$(sed -n 2p row.tsv)" | head -n 500000; } \
	    >large.tsv
	start_upkira snapshot --import large.tsv
	until_true rows_are_in
	kill -INT "$UPKIRA_PID"
	wait_upkira
	expect_status 130
	[ -z "$(find "$STATE/lists" -type f)" ]
	run_upkira snapshot --import row.tsv
	expect_status 0
	[ "$(snapshots)" -eq 1 ]
}

@test "2 GiB of one line are refused at once, in little memory" {
	local f limit=300000 # KiB, of addresses; 37 MiB are used
	office
	list '1 a.example.ac.jp 5 11' >row.tsv
	cp row.tsv first.tsv
	truncate -s 2G first.tsv
	head -n 1 row.tsv >second.tsv
	truncate -s 2G second.tsv
	# A hole of NULs takes no room on the disk.
	truncate -s 2G nothing.tsv
	# A sanitizer takes all addresses there are.
	[ -z "${SAN-}" ] || limit=unlimited
	for f in first second nothing; do
		(ulimit -v "$limit" && run_upkira snapshot --import "$f.tsv" &&
			expect_status 3 && expect_err "$f.tsv:")
		(ulimit -v "$limit" && run_upkira inventory export "$f.tsv" &&
			expect_status 3 && expect_err "$f.tsv:")
	done
	expect_err "not a list of the service"
	[ "$(snapshots)" -eq 0 ]
}

@test "a file that was cut in its last row is doubtful" {
	office
	list '1 a.example.ac.jp 5 11' '2 b.example.ac.jp 5 12' >all.tsv
	head -c -30 all.tsv >cut.tsv
	run_upkira snapshot --import cut.tsv
	expect_status 3
	expect_err "cut in line 3"
	[ "$(snapshots)" -eq 0 ]
	head -c -1 all.tsv >open.tsv
	run_upkira snapshot --import open.tsv
	expect_status 0
	expect_err "the last line has no end"
}

@test "each odd file has its answer, and leaves nothing" {
	local name code said
	office
	list '1 a.example.ac.jp 5 11' >good.tsv
	: >empty.tsv
	head -c 3000 /dev/urandom >binary.tsv
	echo '<html>' >page.tsv
	cut -f 1-45 good.tsv >narrow.tsv
	{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE good.tsv; } >wide.tsv
	{ cat good.tsv; head -c 300000 /dev/zero | tr '\0' x; } >long.tsv
	mkdir folder.tsv
	while IFS='|' read -r name code said; do
		run_upkira snapshot --import "$name"
		[ "$status" = "$code" ] || echo "$name: $status"
		expect_status "$code"
		expect_err "$said"
		[ -z "$(find state -name '*.zst' -o -name '.*zst*' 2>/dev/null)" ]
	done <<-E
	empty.tsv|3|empty.tsv:1: not a list of the service
	binary.tsv|3|not a list of the service
	page.tsv|3|page.tsv:1: not a list of the service
	narrow.tsv|3|45 columns, 46 were wanted
	wide.tsv|3|wide.tsv:1:1: UTF-16 text, wanted Shift_JIS or UTF-8
	long.tsv|3|long.tsv:3: a row of more than
	folder.tsv|3|a folder, a file was wanted
	nowhere.tsv|3|nowhere.tsv: no such file
	E
	[ "$(snapshots)" -eq 0 ]
}

@test "a list may come from standard input, and says there which it is" {
	office
	list '1 a.example.ac.jp 5 11' '2 b.example.ac.jp 5 12' >list.tsv
	run_upkira snapshot --import - <list.tsv
	expect_status 2
	expect_err "nothing says which list it is" "-t server or -t client"
	run_upkira --format json snapshot --import -t server - < <(cat list.tsv)
	expect_status 0
	[ "$(jq -c '[.records, .sha256]' out)" = \
	    "[2,\"$(sha256sum list.tsv | cut -d ' ' -f 1)\"]" ]
	run_upkira --format json snapshot --import -t server - <list.tsv
	expect_status 0
	[ "$(jq -c '[.records, .added, .changed, .gone]' out)" = '[2,0,0,0]' ]
	[ "$(find state/lists -name '*.zst' | wc -l)" -eq 1 ]
	[ ! -e - ]
}

@test "a list whose rows are all ragged: the cause is told, not the option" {
	office
	list '1 a.example.ac.jp 5 11' | sed '2s/\t/\t\t/' >list.tsv
	run_upkira snapshot --import list.tsv
	expect_status 2
	expect_err "list.tsv:2: another number of columns than the header"
}

@test "ragged rows are counted and kept, without what may be a PIN" {
	office
	list '1 a.example.ac.jp 5 11 CanaryA' '2 b.example.ac.jp 5 12 CanaryB' |
	    sed '3s/\t2026-11-01 10:00:00//' >ragged.tsv
	run_upkira --format json snapshot --import ragged.tsv
	expect_status 0
	expect_err "1 rows have another number of columns"
	[ "$(jq -c '[.records, .added, .ragged]' out)" = '[2,1,1]' ]
	sqlite3 state/inventory.db 'SELECT line, raw FROM ragged' >kept
	grep -q '^3|2.*CN=b.example.ac.jp' kept
	run ! grep -q Canary kept
	zstdcat state/lists/* >lists
	run ! grep -q Canary lists
}

@test "prune keeps what the rules say, and the newest" {
	local i
	office
	list '1 a.example.ac.jp 5 11' >a.tsv
	list '1 a.example.ac.jp 7 11' >b.tsv
	for i in a b a b; do
		run_upkira snapshot --import $i.tsv
		expect_status 0
	done
	[ "$(kept_lists | wc -l)" -eq 4 ]
	# Two long ago in one month, one last year, one now.
	sqlite3 state/inventory.db \
	    'UPDATE snapshot SET taken = 1600000000 WHERE id < 3' \
	    "UPDATE snapshot SET taken = strftime('%s', 'now') - 86400 * 40
	    WHERE id = 3"
	run_upkira snapshot prune --keep 7d,12m
	expect_status 0
	sqlite3 state/inventory.db 'SELECT id FROM snapshot' |
	    same_as <(printf '%s\n' 3 4)
	kept_lists | same_as <(printf '%s\n' 000003-server.tsv.zst \
	    000004-server.tsv.zst)
	sqlite3 state/inventory.db 'SELECT since, until FROM version' |
	    same_as <(printf '%s\n' '3|4' '4|0')
	touch state/lists/notes.txt state/lists/000009-server.tsv.zst
	run_upkira snapshot prune --keep 1d
	expect_status 0
	kept_lists | same_as <(printf '%s\n' 000004-server.tsv.zst notes.txt)
}

@test "rules that are none, words that are none" {
	local rule
	office
	for rule in '' 30 d 0d 30x '30d,' ,30d 30d,foo -1d 99999d \
	    1d,1d,1d,1d,1d,1d,1d,1d,1d; do
		run_upkira snapshot prune --keep "$rule"
		expect_status 2
		expect_err "--keep"
	done
	run_upkira snapshot prune
	expect_status 2
	run_upkira snapshot a.tsv
	expect_status 2
	expect_err "--import"
	run_upkira snapshot --import
	expect_status 2
	run_upkira snapshot list
	expect_status 3
	expect_err "there is no inventory yet"
	run_upkira snapshot prune --keep 1d
	expect_status 3
}

@test "a run that writes keeps the next one out, not its readers" {
	office
	list '1 a.example.ac.jp 5 11' >a.tsv
	run_upkira snapshot --import a.tsv
	mkfifo go
	sqlite3 state/inventory.db 'BEGIN IMMEDIATE' '.shell cat go' &
	sleep 0.3
	run_upkira snapshot list
	expect_status 0
	run_upkira snapshot --import a.tsv
	expect_status 10
	expect_err "another run is writing"
	echo >go
	wait
}
