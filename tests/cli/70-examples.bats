#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# What the pages and examples/ show, run as it stands there.
load lib
load rows

# at_home: a sandbox, and upkira set up for it as an officer would.
at_home() {
	sandbox_start --certs 20
	mkdir -p "$XDG_CONFIG_HOME/upkira" "$T/bin"
	cp "$SB/upkira.yaml" "$XDG_CONFIG_HOME/upkira/"
	ln -s "$UPKIRA" "$T/bin/upkira"
	PATH=$T/bin:$PATH
}

# blocks PAGE: a file for each displayed block of commands in EXAMPLES, the
# prompts taken off.
blocks() {
	awk '/^\.Sh/ { on = $2 == "EXAMPLES" }
	!on { next }
	/^\.Bd/ { file = sprintf("block.%02d", ++n); next }
	/^\.Ed/ { file = ""; next }
	file == "" { next }
	{ sub(/^\$ /, ""); sub(/\\e$/, "\\"); print >file }' "$ROOT/man/$1"
}

# issued NAME: make it a certificate that is there; print its serial number.
issued() {
	server_row "$1" >"$1.tsv"
	upkira issue "$1.tsv" >&2
	serials "$1" | tail -n 1
}

# props N: the files that examples name, of hosts that no other block has.
props() {
	{ server_row "a$1.example.ac.jp"; server_row "b$1.example.ac.jp"; } \
	    >issue.tsv
	client_row "user$1@example.ac.jp" 15 >client.tsv
	server_row "old.example.ac.jp" 11 "${OLD-}" >renew.tsv
	revoke_row "gone.example.ac.jp" "${GONE-}" >revoke.tsv
	printf '%s\t%s\t%s\t\t%s\t\r\n' "$(dn old.example.ac.jp)" \
	    "${OLD-}" '国立　花子' pki@example.ac.jp >manager.tsv
	mkdir requests renewals
	(cd requests && request "c$1.example.ac.jp")
	(cd renewals && request gone.example.ac.jp)
	request "d$1.example.ac.jp"
	mv requests/*.key renewals/*.key .
	printf 'kind: server-issue\nrecords:\n- csr: %s\n' \
	    "d$1.example.ac.jp.csr" >batch.yaml
	students "$1" >students.csv
	echo "localhost:$PORT" >servers.txt
	[ ! -e ../server.pem ] || cp ../server.pem .
	[ ! -e ../staff.csv ] || cp ../staff.csv .
	[ ! -e ../serverAll.tsv ] || cp ../serverAll.tsv ../clientAll.tsv .
	[ ! -e ../chain.pem ] || cp ../chain.pem .
	[ ! -e "$SB/state/good/lists" ] ||
	    ln -s "$SB/state/good/lists" "$SB/state/good/inventory.db" .
}

# students N...: a list of people who want client certificates.
students() {
	printf '氏名,CN,メールアドレス,所属,プロファイル,ダウンロード方法\r\n'
	for n; do
		printf '国立　太郎,Kokuritsu Taro %s,s%s@example.ac.jp,' "$n" "$n"
		printf '理学部,13,2\r\n'
	done
}

# staff: who has a live client certificate, by mail address.
staff() {
	upkira --format json bulk-download -t client | jq -rs '["mail"] +
	    (map(select(.serial != "" and (.state | tonumber) >= 3 and
	    .state != "7") | .manager_mail) | unique) | .[]'
}

# examples_of PAGE: each block in turn, in a folder of its own; any command
# that fails, also inside a pipe, fails the test.
examples_of() {
	local block n=0
	at_home
	blocks "$1"
	[ -e block.01 ]
	if grep -qE '(renew|revoke|manager)\.tsv' block.*; then
		OLD=$(issued old.example.ac.jp 2>>"$T/said")
		GONE=$(issued gone.example.ac.jp 2>>"$T/said")
		[ -n "$OLD" ] && [ -n "$GONE" ]
	fi
	if grep -q staff.csv block.*; then
		students 900 >left.csv
		upkira issue --people left.csv >>"$T/said" 2>&1
		staff | grep -v s900@ >staff.csv
	fi
	if grep -qE -- '(--inventory|--import|export) serverAll' block.*; then
		upkira bulk-download -t server -o serverAll.tsv
		upkira bulk-download -t client -o clientAll.tsv
	fi
	if grep -q -- '--chain' block.*; then
		issued www.example.ac.jp 2>>"$T/said"
		cat "$SB"/ca/server-*.pem "$SB/ca/root.pem" >chain.pem
	fi
	# What is asked of the inventory wants one.
	if grep -qE 'upkira.* (expiring|diff|inventory|plan|incident|monitor|report)( |$)|--(local|compare)' block.*; then
		upkira snapshot >>"$T/said" 2>&1
	fi
	for block in block.*; do
		n=$((n + 1))
		mkdir "run.$n"
		(cd "run.$n" && props "$n" && bash -eu -o pipefail \
		    "../$block" </dev/null >"$T/out" 2>"$T/err") || {
			echo "$1, example $n: status $?"
			cat "$block"
			said_so_far
			return 1
		}
	done
	canary
}

@test "the examples of upkira(1) run" {
	examples_of upkira.1
}

@test "the examples of upkira-login(1) run" {
	examples_of upkira-login.1
	grep -q '"server-apply"' <(upkira --format json login)
}

@test "the examples of upkira-logout(1) run" {
	examples_of upkira-logout.1
}

@test "the examples of upkira-issue(1) run" {
	examples_of upkira-issue.1
}

@test "the examples of upkira-renew(1) run" {
	examples_of upkira-renew.1
	[ "$(serials old.example.ac.jp | wc -l)" -eq 2 ]
}

@test "the examples of upkira-revoke(1) run" {
	examples_of upkira-revoke.1
	upkira --format json bulk-download >list
	jq -e --arg s "$GONE" 'select(.serial == $s) | .state == "7"' list
}

@test "the examples of upkira-acme(1) run" {
	examples_of upkira-acme.1
	grep -q lego run.1/order.sh
}

@test "the examples of upkira-check(1) run" {
	examples_of upkira-check.1
}

@test "the examples of upkira-bulk-download(1) run" {
	examples_of upkira-bulk-download.1
	cmp <(head -c 1 run.1/serverAll.tsv) <(head -c 1 run.1/clientAll.tsv)
	[ -s run.3/clientAll.csv ]
}

@test "the examples of upkira-stats(1) run" {
	examples_of upkira-stats.1
	[ -s run.1/stats.csv ]
}

@test "the examples of upkira-allowlist(1) run" {
	examples_of upkira-allowlist.1
	[ -s run.1/allowlist.tsv ]
}

@test "the examples of upkira-timestamp-url(1) run" {
	examples_of upkira-timestamp-url.1
	expect_out https://
}

@test "the examples of upkira-manager(1) run" {
	examples_of upkira-manager.1
}

@test "the examples of upkira-journal(1) run" {
	examples_of upkira-journal.1
}

@test "the examples of upkira-reconcile(1) run" {
	examples_of upkira-reconcile.1
}

@test "the examples of upkira-csr(1) run" {
	examples_of upkira-csr.1
	[ "$(find run.2/keys -type f | wc -l)" -eq 6 ]
}

@test "the examples of upkira-serial(1) run" {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key \
	    -out server.pem -subj /CN=www.example.ac.jp 2>>openssl.log
	examples_of upkira-serial.1
}

@test "the examples of upkira-expiring(1) run" {
	examples_of upkira-expiring.1
}

@test "the examples of upkira-snapshot(1) run" {
	examples_of upkira-snapshot.1
}

@test "the examples of upkira-inventory(1) run" {
	examples_of upkira-inventory.1
}

@test "the examples of upkira-inventory(5) run" {
	examples_of upkira-inventory.5
}

@test "the examples of upkira-diff(1) run" {
	examples_of upkira-diff.1
}

@test "the examples of upkira-plan(1) run" {
	examples_of upkira-plan.1
	[ -s run.1/ready/server-renew.tsv ]
}

@test "the examples of upkira-monitor(1) run" {
	examples_of upkira-monitor.1
	[ -s run.1/upkira.prom ]
}

@test "the examples of upkira-incident(1) run" {
	examples_of upkira-incident.1
}

@test "the examples of upkira-report(1) run" {
	examples_of upkira-report.1
	grep -q '<title>Certificates - Example University' \
	    run.1/report/index.html
}

@test "the examples of upkira-probe(1) run" {
	examples_of upkira-probe.1
}

@test "the examples of upkira-completion(1) run" {
	examples_of upkira-completion.1
	[ -s "$HOME/.config/fish/completions/upkira.fish" ]
}

@test "the examples of upkira-help(1) run" {
	examples_of upkira-help.1
}

@test "every page of a command has its test here" {
	for page in "$ROOT"/man/upkira*.1; do
		page=${page##*/}
		grep -q "^	examples_of $page\$" "$BATS_TEST_FILENAME" || {
			echo "$page: its examples are not run"
			false
		}
	done
}

# --- what the pages say of JSON ---

# told VERB: each key of the objects in the file out is in the page of VERB.
told() {
	local page=$ROOT/man/upkira-$1.1 key rc=0
	expect_out
	jq -r '.. | objects | keys_unsorted[]' out | sort -u >keys
	[ -s keys ]
	while read -r key; do
		grep -qE "^\.(It )?Cm (.* )?$key( |\$)" "$page" && continue
		echo "$page: nothing of the key $key"
		rc=1
	done <keys
	return $rc
}

@test "the page of each verb tells every key that it prints" {
	at_home
	server_row www.example.ac.jp >issue.tsv
	run_upkira --format json login
	told login
	run_upkira --format json check -t server \
	    "$ROOT/tests/data/rows/bad/hundred.tsv"
	told check
	run_upkira --format json issue -n issue.tsv
	told issue
	run_upkira --format json issue issue.tsv
	told issue
	run_upkira --format json issue --resubmit 1 \
	    issue.tsv
	expect_status 6
	told issue
	server_row www.example.ac.jp 11 99 >renew.tsv
	run_upkira --format json renew renew.tsv
	told renew
	revoke_row www.example.ac.jp 99 >revoke.tsv
	run_upkira --format json revoke --yes --expect 1 revoke.tsv
	told revoke
	run_upkira --format json acme create --cert-profile 3 acme.example.ac.jp
	told issue
	echo none >manager.tsv
	run_upkira --format json manager update --yes manager.tsv
	told manager
	run_upkira --format json bulk-download
	told bulk-download
	[ "$(wc -l <keys)" -eq 46 ]
	run_upkira --format json stats
	told stats
	run_upkira --format json allowlist
	told allowlist
	run_upkira --format json timestamp-url
	told timestamp-url
	run_upkira --format json csr --plaintext-key new.example.ac.jp
	told csr
	run_upkira --format json serial 12
	told serial
	run_upkira snapshot
	run_upkira --format json stats --local \
	    --by domain,kind,month,state,profile,end,manager
	told stats
	run_upkira --format json stats --compare
	told stats
	run_upkira --format json stats --forecast
	told stats
	run_upkira --format json expiring --within 3660d
	told expiring
	run_upkira --format json plan renew --within 3660d -o plan
	told plan
	run_upkira --format json incident open x --where kind=server \
	    --no-probe
	told incident
	run_upkira --format json incident list
	told incident
	server_row diff.example.ac.jp >diff.tsv
	run_upkira issue diff.tsv
	run_upkira snapshot
	run_upkira --format json diff
	told diff
	run_upkira --format json probe "localhost:$PORT"
	told probe
}

# columns VERB ARG...: as the page of VERB lists them for tsv and csv.
columns() {
	run_upkira --format tsv "$@"
	head -n 1 out | sed 's/\t/ , /g; s/.*/.Cm & ./' >wanted
	grep -qxF -f wanted "$ROOT/man/upkira-$1.1" || {
		echo "upkira-$1.1 has no line"
		cat wanted
		return 1
	}
}

@test "the pages list the columns of tsv and csv in their order" {
	sandbox_start
	server_row www.example.ac.jp >a.tsv
	server_row www.example.ac.jp 11 99 >b.tsv
	revoke_row www.example.ac.jp 99 >c.tsv
	columns check -t server a.tsv b.tsv c.tsv
	columns issue a.tsv
	columns renew b.tsv
	columns revoke --yes --expect 1 c.tsv
	columns manager update --yes c.tsv
	columns csr --plaintext-key new.example.ac.jp
	columns serial 12
	columns probe "localhost:$PORT"
	"$UPKIRA" --config "$SB/upkira.yaml" snapshot
	columns expiring
	"$UPKIRA" --config "$SB/upkira.yaml" incident open x \
	    --where kind=server --no-probe
	columns incident show x
	columns plan renew --within 0d -o plan
	columns diff 1 1
}

@test "the example in upkira.yaml(5) is a configuration that works" {
	sandbox_start
	mkdir etc
	awk '/^\.Sh/ { on = $2 == "EXAMPLES" } /^\.[BE]d/ { next }
	on && !/^\./' "$ROOT/man/upkira.yaml.5" >etc/upkira.yaml
	works etc
}

# works FOLDER: with the officer's files beside it, its upkira.yaml logs in;
# only the address and the CA are the sandbox's.
works() {
	cp "$SB/officer/good.p12" "$1/officer.p12"
	cp "$SB/officer/good.pass" "$1/officer.pass"
	chmod 600 "$1/officer.p12" "$1/officer.pass"
	UPKIRA_ENDPOINT=https://localhost:$PORT/upki-odcert/lra/SSLLogin.do \
	    UPKIRA_CAFILE=$SB/ca.pem "$UPKIRA" --config "$1/upkira.yaml" \
	    --format json login >out
	jq -e '.profile == "example-u" and .online' out
}

# --- examples/ ---

@test "examples/upkira.yaml is a configuration that works" {
	sandbox_start
	mkdir etc
	cp "$ROOT/examples/upkira.yaml" etc/
	works etc
	"$UPKIRA" --config etc/upkira.yaml login --offline >out 2>err
	expect_no_err
}

@test "what examples/upkira.yaml has in comments are keys too" {
	sandbox_start
	mkdir etc
	sed 's/^\( *\)# \([a-z]*: \)/\1\2/' "$ROOT/examples/upkira.yaml" \
	    >etc/upkira.yaml
	for key in cafile state site timeouts; do
		grep -q "^    $key: " etc/upkira.yaml
	done
	sed -i "s,/var/lib/upkira,$T/lib," etc/upkira.yaml
	echo '{}' >etc/site.yaml
	cp "$SB/ca.pem" etc/
	works etc
	[ -d lib ]
}

batch() {
	status=0
	"$ROOT/examples/batch.sh" "$@" >"$T/out" 2>"$T/err" || status=$?
}

@test "examples/batch.sh sends each file once and sorts them by the answers" {
	at_home
	mkdir in
	server_row a.example.ac.jp >in/a.tsv
	server_row b.example.ac.jp >in/b.tsv
	rm a.example.ac.jp.*
	{ server_row c.example.ac.jp; server_row a.example.ac.jp; } >in/c.tsv
	echo 'no application' >in/d.tsv
	batch issue in
	expect_status 7
	expect_out 'in/accepted/a.tsv: accepted'
	expect_out 'in/refused/c.tsv: refused, wholly or partly'
	expect_out 'in/refused/d.tsv: not sent, see the messages above'
	(cd in && find . -type f | sort) >found
	same_as found <<-E
		./accepted/a.tsv
		./accepted/a.tsv.jsonl
		./accepted/b.tsv
		./accepted/b.tsv.jsonl
		./refused/c.tsv
		./refused/c.tsv.jsonl
		./refused/d.tsv
	E
	jq -e '.verdict == "accepted"' in/accepted/a.tsv.jsonl
	jq -se 'any(.[].errors[]; .code == 212)' in/refused/c.tsv.jsonl
	[ "$(sent_uploads)" -eq 3 ]
	batch issue in
	expect_status 0
	[ "$(sent_uploads)" -eq 3 ]
}

@test "examples/batch.sh stops at an unknown outcome and never sends it again" {
	at_home
	mkdir in
	server_row a.example.ac.jp >in/a.tsv
	server_row b.example.ac.jp >in/b.tsv
	fault 'drop-after-accept path=SP1001.do'
	batch issue in
	expect_status 8
	expect_out 'in/unknown/a.tsv: OUTCOME UNKNOWN'
	[ -e in/unknown/a.tsv ]
	jq -e '.verdict == "unknown"' in/unknown/a.tsv.jsonl
	[ -e in/b.tsv ]
	fault
	batch issue in
	expect_status 0
	[ -e in/accepted/b.tsv ]
	[ "$(sent_uploads)" -eq 2 ]
	cp in/unknown/a.tsv in/
	batch issue in
	expect_status 10
	[ -e in/a.tsv ]
	[ "$(sent_uploads)" -eq 2 ]
}

@test "examples/batch.sh leaves all in place when the service is not reached" {
	at_home
	sandbox_stop
	mkdir in
	server_row a.example.ac.jp >in/a.tsv
	server_row b.example.ac.jp >in/b.tsv
	batch issue in
	expect_status 5
	expect_out 'in/a.tsv: not sent'
	(cd in && find . -type f | sort) >found
	same_as found <<-E
		./a.tsv
		./b.tsv
	E
	sandbox_start
	cp "$SB/upkira.yaml" "$XDG_CONFIG_HOME/upkira/"
	batch issue in
	expect_status 0
}

@test "examples/batch.sh does not begin beside another run, or without words" {
	at_home
	mkdir -p in/sending
	server_row a.example.ac.jp >in/a.tsv
	batch issue in
	expect_status 10
	[ -e in/a.tsv ]
	batch revoke in
	expect_status 2
	batch issue
	expect_status 2
	[ "$(sent_uploads)" -eq 0 ]
}

fleet() {
	status=0
	"$ROOT/examples/fleet-renewal.sh" "$@" >"$T/out" 2>"$T/err" ||
	    status=$?
}

@test "examples/fleet-renewal.sh writes renewals, and sends them when told to" {
	local name
	at_home
	for name in a b c; do
		server_row $name.example.ac.jp
	done >issue.tsv
	upkira issue -y issue.tsv
	upkira bulk-download -o list.tsv
	rm ./*.csr ./*.key
	mkdir new keys
	for name in a b c; do
		request $name.example.ac.jp
	done
	mv ./*.csr new/
	mv ./*.key keys/
	fleet new list.tsv
	expect_status 0
	expect_out "new/renewal/renewal.tsv: 3 renewals"
	[ "$(sent_uploads)" -eq 1 ]
	cut -f 4 new/renewal/renewal.tsv >found
	same_as found < <(for name in a b c; do
		serials $name.example.ac.jp
	done)
	fleet --send new list.tsv
	expect_status 10
	rm -r new/renewal
	fleet --send new list.tsv
	expect_status 0
	[ -e new/renewal/accepted/renewal.tsv ]
	[ "$(serials a.example.ac.jp | wc -l)" -eq 2 ]
	[ "$(sent_uploads)" -eq 2 ]
}

@test "examples/fleet-renewal.sh writes nothing for a server without a certificate" {
	at_home
	upkira bulk-download -o list.tsv
	mkdir new
	(cd new && request no.example.ac.jp && rm ./*.key)
	fleet new list.tsv
	expect_status 3
	expect_err "no live certificate with the CN no.example.ac.jp"
	[ -z "$(find new -name '*.tsv')" ]
	fleet new
	expect_status 2
}

# office SCRIPT ARG...: a script for lists of people.
office() {
	local script=$1
	shift
	status=0
	"$ROOT/examples/$script" "$@" >"$T/out" 2>"$T/err" || status=$?
}

@test "examples/students.sh sends everybody of the list in files of at most 99" {
	at_home
	students {1..120} >students.csv
	office students.sh students.csv new
	expect_status 0
	expect_out "students-02of02.tsv: accepted"
	[ "$(cat new/accepted/*.tsv | wc -l)" -eq 120 ]
	[ "$(sent_uploads)" -eq 2 ]
	[ -n "$(serials 'Kokuritsu Taro 120' client)" ]
	office students.sh students.csv new
	expect_status 1
	[ "$(sent_uploads)" -eq 2 ]
}

@test "examples/students.sh leaves nothing behind for a list with a mistake" {
	at_home
	students 1 2 1 >students.csv
	office students.sh students.csv new
	expect_status 3
	expect_err "students.csv:4: the same CN and OU as in line 2"
	[ ! -e new ]
	office students.sh students.csv
	expect_status 2
	[ "$(sent_uploads)" -eq 0 ]
}

@test "examples/leavers.sh revokes who has left, up to the number given" {
	at_home
	students {1..7} >students.csv
	upkira issue --yes --people students.csv
	staff >staff.csv
	office leavers.sh staff.csv one
	expect_status 0
	expect_out "nobody has left"
	grep -v -e s3@ -e s5@ staff.csv >fewer.csv
	office leavers.sh fewer.csv two 1
	expect_status 7
	expect_err "2 certificates, more than 1"
	[ "$(sent_uploads)" -eq 1 ]
	office leavers.sh fewer.csv three
	expect_status 0
	expect_out "2 certificates revoked"
	[ "$(jq -r .verdict three/answers.jsonl | sort -u)" = accepted ]
	staff | same_as fewer.csv
}

@test "examples/leavers.sh sends nothing for a list of nobody, or of few" {
	at_home
	students {1..7} >students.csv
	upkira issue --yes --people students.csv
	echo mail >staff.csv
	office leavers.sh staff.csv one
	expect_status 3
	echo nobody@example.ac.jp >>staff.csv
	office leavers.sh staff.csv two
	expect_status 3
	expect_err "belong to nobody in the list"
	office leavers.sh staff.csv
	expect_status 2
	[ "$(sent_uploads)" -eq 1 ]
}

# nights DIR: the database there has one snapshot with both lists.
nights() {
	sqlite3 "$1/inventory.db" "SELECT count(DISTINCT snapshot) || '/' ||
	    count(*) || '/' || (sum(rows) > 0) FROM source"
}

@test "the line of examples/nightly.cron takes a snapshot in silence" {
	local line minute hour day month week user command
	at_home
	[ "$(grep -c '^[0-9]' "$ROOT/examples/nightly.cron")" -eq 1 ]
	line=$(grep '^[0-9]' "$ROOT/examples/nightly.cron")
	read -r minute hour day month week user command <<<"$line"
	[ "$minute" -lt 60 ]
	[ "$hour" -lt 24 ]
	[ "$day$month$week $user" = '*** upkira' ]
	[[ $command != *%* ]]
	sh -c "$command" >out 2>err </dev/null
	expect_no_out
	expect_no_err
	[ "$(nights "$SB/state/good")" = 1/2/1 ]
}

UNIT=$ROOT/examples/upkira-snapshot

# unit_value KEY: of the service, each value a line, its specifiers resolved.
unit_value() {
	sed -n "s/^$1=//p" "$UNIT.service" |
	    sed "s,%d,$T/creds,g; s,%S,$T/lib,g"
}

@test "the systemd service runs with its credentials and its state folder" {
	local line rc=0
	sandbox_start --certs 20
	mkdir creds lib lib/upkira
	unit_value LoadCredential | sort >loaded
	same_as loaded <<-E
		officer.p12:/etc/upkira/officer.p12
		officer:/etc/upkira/officer.pass
	E
	cp "$SB/officer/good.p12" creds/officer.p12
	cp "$SB/officer/good.pass" creds/officer
	chmod 400 creds/*
	unit_value Environment >variables
	sed '/^ *credential:/d; /^ *passphrase:/d; /^ *state:/d' \
	    "$SB/upkira.yaml" >upkira.yaml
	unit_value ExecStart >commands
	[ "$(wc -l <commands)" -eq 2 ]
	while read -r line; do
		line=${line/#\/usr\/local\/bin\/upkira/$UPKIRA}
		# shellcheck disable=SC2046,SC2086 # words, as systemd has them
		env $(cat variables) CREDENTIALS_DIRECTORY="$T/creds" \
		    UPKIRA_CONFIG="$T/upkira.yaml" $line \
		    >>out 2>>err </dev/null || rc=$?
	done <commands
	[ $rc -eq 0 ]
	expect_no_err
	[ "$(nights lib/upkira)" = 1/2/1 ]
	[ "$(stat -c %a lib/upkira/inventory.db)" = 600 ]
}

@test "the systemd units have only keys that there are, each in its section" {
	for unit in "$UNIT.service" "$UNIT.timer"; do
		awk -F = 'BEGIN {
			split("Description Documentation Wants After " \
			    "StartLimitIntervalSec StartLimitBurst", u, " ")
			split("Type LoadCredential Environment ExecStart " \
			    "Restart RestartSec RestartPreventExitStatus " \
			    "TimeoutStartSec DynamicUser StateDirectory " \
			    "StateDirectoryMode UMask NoNewPrivileges " \
			    "ProtectSystem ProtectHome PrivateTmp " \
			    "PrivateDevices ProtectClock RemoveIPC " \
			    "ProtectControlGroups ProtectHostname " \
			    "ProtectKernelLogs ProtectKernelModules " \
			    "ProtectKernelTunables ProtectProc ProcSubset " \
			    "PrivateUsers CapabilityBoundingSet " \
			    "RestrictAddressFamilies RestrictNamespaces " \
			    "RestrictRealtime RestrictSUIDSGID " \
			    "LockPersonality MemoryDenyWriteExecute " \
			    "SystemCallArchitectures SystemCallFilter " \
			    "SystemCallErrorNumber", s, " ")
			split("OnCalendar RandomizedDelaySec Persistent", t,
			    " ")
			for (i in u) ok["[Unit]" u[i]] = 1
			for (i in s) ok["[Service]" s[i]] = 1
			for (i in t) ok["[Timer]" t[i]] = 1
			ok["[Install]WantedBy"] = 1
		}
		/^#/ || /^$/ { next }
		/^\[/ { section = $0; next }
		!(section $1 in ok) {
			print FILENAME ":" FNR ": " section " " $1; bad = 1
		}
		END { exit bad }' "$unit"
	done
}

@test "systemd accepts the units and finds the service well shut in" {
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	mkdir units
	cp "$UNIT.service" "$UNIT.timer" units/
	sed -i "s,=/usr/local/bin/upkira,=$UPKIRA," units/*.service
	systemd-analyze verify --man=no units/*.service units/*.timer \
	    >out 2>err
	expect_no_err
	systemd-analyze security --offline=yes --threshold=20 \
	    units/upkira-snapshot.service >out
	systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' \
	    units/*.timer)" >out
}

@test "examples/icinga-upkira.conf calls what there is" {
	local option
	[ "$(grep -c '^object CheckCommand "upkira" {' \
	    "$ROOT/examples/icinga-upkira.conf")" -eq 1 ]
	run_upkira monitor --help
	for option in $(grep -oE -- '"--[a-z-]+"' \
	    "$ROOT/examples/icinga-upkira.conf" | tr -d '"' | sort -u); do
		[ "$option" = --profile ] || expect_out "$option"
	done
	[ "$(tr -cd '{' <"$ROOT/examples/icinga-upkira.conf" | wc -c)" -eq \
	    "$(tr -cd '}' <"$ROOT/examples/icinga-upkira.conf" | wc -c)" ]
}

@test "examples/prometheus-upkira.rules.yaml asks for metrics that are written" {
	local metric
	at_home
	server_row a.example.ac.jp >a.tsv
	upkira issue a.tsv >>"$T/said" 2>&1
	upkira snapshot >>"$T/said" 2>&1
	upkira monitor --prometheus all.prom
	sed -n 's/^ *expr: //p' "$ROOT/examples/prometheus-upkira.rules.yaml" |
	    grep -oE 'upkira_[a-z_]+' | sort -u >metrics
	[ "$(wc -l <metrics)" -ge 4 ]
	while read -r metric; do
		grep -q "^# TYPE $metric gauge" all.prom || {
			echo "$metric is not written"
			return 1
		}
	done <metrics
}

nightly() {
	status=0
	"$ROOT/examples/nightly-apply.sh" "$@" >"$T/out" 2>"$T/err" || status=$?
}

@test "examples/nightly-apply.sh: every night goes on where the last one ended" {
	at_home
	mkdir in
	server_row a.example.ac.jp >in/a.tsv
	server_row b.example.ac.jp >in/b.tsv
	nightly frobnicate in
	expect_status 2
	# The network is away: nothing is lost, the next night tries again.
	fault maintenance
	nightly issue in
	expect_status 5
	fault 'drop-after-accept iface=server-apply count=1'
	nightly issue in
	expect_status 8
	expect_err 'a.tsv: outcome unknown, batch 1'
	[ -e in/a.tsv ] && [ -e in/b.tsv ]
	# It had arrived; reconcile finds that, and b follows.
	nightly issue in
	expect_status 0
	[ -e in/done/a.tsv ] && [ -e in/done/b.tsv ]
	[ "$(sent_uploads)" -eq 2 ]
	nightly issue in
	expect_status 0
	# A refusal waits for a person, the others go.
	rm a.example.ac.jp.*
	server_row a.example.ac.jp >in/c.tsv
	echo 'no application' >in/d.tsv
	server_row e.example.ac.jp >in/e.tsv
	nightly issue in
	expect_status 7
	[ -e in/refused/c.tsv ] && [ -e in/refused/d.tsv ] &&
	    [ -e in/done/e.tsv ]
	# Sent before, by whatever way: not again.
	cp in/done/e.tsv in/
	nightly issue in
	expect_status 10
	[ -e in/e.tsv ]
	# The pass phrase is wrong: the night ends there.
	server_row f.example.ac.jp >in/f.tsv
	rm in/e.tsv
	UPKIRA_PROFILE=expired nightly issue in
	expect_status 4
	[ -e in/f.tsv ]
}

@test "examples/acme-migration.sh makes an account and a recipe for each server" {
	local name
	at_home
	status=0
	"$ROOT/examples/acme-migration.sh" lego moved a.example.ac.jp \
	    b.example.ac.jp >out 2>err || status=$?
	expect_status 0
	expect_out "recipes: 2 of 2"
	[ "$(sent_uploads)" -eq 1 ]
	for name in a b; do
		sh -n "moved/$name.example.ac.jp.sh"
		grep -q "$name.example.ac.jp" "moved/$name.example.ac.jp.sh"
	done
	run ! grep -r "$(sed -n 's/^hmac: //p' "$SB"/state/good/acme/a.*)" \
	    moved out err
	# A name that cannot be had is found before anything is sent.
	"$ROOT/examples/acme-migration.sh" lego other www.example.org \
	    >out 2>err || status=$?
	expect_status 3
	[ "$(sent_uploads)" -eq 1 ]
	"$ROOT/examples/acme-migration.sh" lego moved a.example.ac.jp \
	    >out 2>err || status=$?
	expect_status 1
}
