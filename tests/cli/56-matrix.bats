#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Each fault of the sandbox against each verb that talks to it, at the page
# that the verb is about: exit status, what the journal has of it, files as
# they were, the session ended.

load lib
load rows

# The verbs, the page that each is about, and its call. N is a new number for
# each cell, so that no application is the same as an earlier one.
verbs() {
	cat <<-'E'
	login|SSLLogin|login
	logout|Logout.do|logout
	issue|SP1001.do|issue N.tsv
	renew|SP1001.do|renew N.tsv
	revoke|SP1001.do|revoke --yes --expect 1 N.tsv
	acme|SP1041.do|acme create N.tsv
	manager|SP1021.do|manager update --yes N.tsv
	list|syomeiDL_S.do|bulk-download -o kept.tsv
	stats|toukei_S|stats
	allow|kyokaDL_S|allowlist -o kept.tsv
	stamp|timestamp_S|timestamp-url
	snap|syomeiDL_S.do|snapshot
	settle|syomeiDL_S.do|reconcile N.tsv
	E
}

# What is wanted: the exit status and, of verbs that send, what the journal has
# of the record; "-" is nothing. Of logout: what became of the session.
matrix() {
	cat <<-'E'
	fault             login logout  issue      renew      revoke     acme       manager   list stats allow stamp snap settle
	drop-connect      5     5/open  5/-        5/-        5/-        5/-        5/-       5    5     5     5     5    5/unknown
	drop-before-read  5     5/open  5/unsent   5/unsent   5/unsent   5/unsent   5/unsent  5    5     5     5     5    5/unknown
	error-500         5     5/open  8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	error-503         5     5/open  8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	maintenance       5     5/open  8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	expired-session   0     0/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	redirect          9     9/open  8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 9    9     9     9     9    9/unknown
	form-no-file      0     0/ended 9/unsent   9/unsent   9/unsent   9/unsent   9/unsent  0    0     0     0     0    0/accepted
	form-renamed      0     0/ended 0/accepted 0/accepted 0/accepted 0/accepted 6/refused 0    0     0     0     0    0/accepted
	drop-after-accept 0     0/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 0    0     0     0     0    0/accepted
	no-marker         0     0/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 0    0     0     0     0    0/accepted
	fewer-rows        0     0/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 0    0     0     0     0    0/accepted
	html-list         0     0/ended 0/accepted 0/accepted 0/accepted 0/accepted 6/refused 9    0     9     0     9    9/unknown
	cut-list          0     0/ended 0/accepted 0/accepted 0/accepted 0/accepted 6/refused 9    0     5     0     9    9/unknown
	bad-bytes         0     0/ended 0/accepted 0/accepted 0/accepted 0/accepted 6/refused 0    0     0     0     0    0/accepted
	extension-bytes   0     0/ended 0/accepted 0/accepted 0/accepted 0/accepted 6/refused 0    0     0     0     0    0/accepted
	slow-answer       5     5/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	slow-drip         5     5/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	drop-in-answer    5     5/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	truncate          5     5/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    5     5     5     5    5/unknown
	endless           9     9/ended 8/unknown  8/unknown  8/unknown  8/unknown  8/unknown 5    9     9     9     5    5/unknown
	E
}

# Where a limit is what ends it, a short one; elsewhere it must not be.
limits() {
	local t=10
	case $1 in slow-* | endless) t=1 ;; esac
	export UPKIRA_TIMEOUT_CONNECT=10 UPKIRA_TIMEOUT_STALL=$t \
	    UPKIRA_TIMEOUT_PAGE=$t UPKIRA_TIMEOUT_UPLOAD=$t \
	    UPKIRA_TIMEOUT_LOGOUT=$t UPKIRA_TIMEOUT_DOWNLOAD=$((t + 1)) \
	    UPKIRA_TRIES=1
}

# fate NUMBER: what the journal has of the record of NUMBER.tsv.
fate() {
	local state
	state=$(sqlite3 "$SB/state/good/journal.db" "SELECT state FROM entry
	    WHERE record = (SELECT r.id FROM record r JOIN file f
		ON f.id = r.file WHERE f.name = '$1.tsv')
	    AND state IS NOT NULL ORDER BY n DESC LIMIT 1")
	printf %s "${state:--}"
}

# What is there before any fault: for each a certificate to be renewed and one
# to be revoked.
certificates() {
	local i
	for ((i = 1; i <= $1; i++)); do
		server_row "renew$i.example.ac.jp"
		server_row "revoke$i.example.ac.jp"
		rm "renew$i.example.ac.jp."*
	done >start.tsv
	run_upkira issue start.tsv
	expect_status 0
	run_upkira --format json bulk-download
	jq -r '[.subject_dn, .serial] | @tsv' out >serials
}

# session_now FAULT: one that the service itself has ended needs no logout.
session_now() {
	local seen
	seen=$(requests 'select(.interface == "logout") | .path' | wc -l)
	if [ "$1" = expired-session ] ||
	    { [ "$seen" -gt 0 ] && [ "$(left_open)" -eq 0 ]; }; then
		echo ended
	else
		echo open
	fi
}

# The batch of NUMBER.tsv.
batch() {
	sqlite3 "$SB/state/good/journal.db" "SELECT max(batch) FROM file
	    WHERE name = '$1.tsv'"
}

# An application of the kind that a verb sends: VERB NUMBER ROW.
application() {
	local cn=m$2.example.ac.jp old
	case $1 in
	renew | revoke)
		cn=$1$3.example.ac.jp
		old=$(awk -F '\t' -v d="$(dn "$cn")" '$1 == d { print $2 }' serials)
		;;
	esac
	case $1 in
	issue | settle) server_row "$cn" ;;
	renew) server_row "$cn" 11 "$old" ;;
	revoke) revoke_row "$cn" "$old" ;;
	acme) printf 'CN=%s,%s\t11\t\t\t\t\t\t\t\tpki@example.ac.jp\t%s\t%s\t\r\n' \
	    "$cn" "$SUBJECT" "$cn" 'nginx 1.24' ;;
	*) printf 'a\tb%s\r\n' "$2" ;;
	esac >"$2.tsv"
}

# Sessions that were opened and not ended. A login whose page never came whole
# shows no way to the logout.
left_open() {
	requests 'select(.session != null) | [.session, .interface, .answer,
	    .fault // ""] | @tsv' | awk -F '\t' '
	{ seen[$1] = 1 }
	$2 == "logout" || ($3 == "login" && $4 != "") {
		ended[$1] = 1
	}
	END { for (s in seen) n += !(s in ended); print n + 0 }'
}

# What a verb finds: a session that is kept, a record whose answer was lost.
before() {
	case $1 in
	logout) run_upkira login --keep ;;
	settle)
		fault "drop-after-accept path=SP1001.do"
		run_upkira issue "$2.tsv"
		fault
		;;
	*) return 0 ;;
	esac
}

# cell FAULT VERB PAGE CALL: "STATUS" or "STATUS/FATE"; "!" and what is wrong.
cell() {
	local n=$((++CELL))
	local call=${4//N/$CELL}
	case $call in *"$n.tsv"*) application "$2" "$n" "$ROW" ;; esac
	before "$2" "$n"
	case $2 in settle) call="reconcile $(batch "$n")" ;; esac
	: >"$SB/requests.jsonl"
	case $1 in
	drop-connect) fault "$1" ;;
	form-*) fault "$1 path=MainMenu" ;;
	*) fault "$1 path=$3" ;;
	esac
	# shellcheck disable=SC2086 # words on purpose
	run_upkira --no-input $call
	fault
	printf %s "$status"
	[ ! -e "$n.tsv" ] || printf '/%s' "$(fate "$n")"
	[ "$2" != logout ] || printf '/%s' "$(session_now "$1")"
	rm -f "$SB/state/good/session"
	[ "$(sent_uploads)" -le 1 ] || printf '!twice'
	# One that the service itself has ended needs no logout.
	[ "$1" = expired-session ] || [ "$2" = logout ] ||
	    [ "$(left_open)" -eq 0 ] || printf '!open'
	[ "$status" -eq 0 ] || cmp -s kept.tsv kept.copy || printf '!file'
	cp kept.copy kept.tsv
}

row() {
	local verb page call
	limits "$1"
	printf '%s' "$1"
	while IFS='|' read -r verb page call; do
		printf ' %s' "$(cell "$1" "$verb" "$page" "$call")"
		CELL=$((CELL + 1))
	done < <(verbs | grep -E "^($(head -n 1 wanted | tr ' ' '|'))\|")
	echo
}

@test "each fault at each verb" {
	CELL=0
	ROW=0
	sandbox_start --certs 30
	matrix | tr -s ' ' >wanted
	certificates "$(wc -l <wanted)"
	run_upkira bulk-download -o kept.tsv
	cp kept.tsv kept.copy
	# What waits for a limit waits as long under a sanitizer, and verbs that
	# send do it in one way: once will do.
	if [ -n "${SAN-}" ]; then
		grep -v 'slow-\|endless' wanted | cut -d ' ' -f 1-4,9,14 >few
		mv few wanted
	fi
	head -n 1 wanted >found
	while read -r f; do
		ROW=$((ROW + 1))
		row "$f" >>found
		CELL=$((CELL + 20))
	done < <(sed 1d wanted | cut -d ' ' -f 1)
	column -t found
	same_as found <wanted
}
