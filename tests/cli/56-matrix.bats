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
	issue|SP1001.do|issue N.tsv
	acme|SP1041.do|acme create N.tsv
	manager|SP1021.do|manager update --yes N.tsv
	list|syomeiDL_S.do|bulk-download -o kept.tsv
	stats|toukei_S|stats
	allow|kyokaDL_S|allowlist -o kept.tsv
	stamp|timestamp_S|timestamp-url
	snap|syomeiDL_S.do|snapshot
	E
}

# What is wanted: the exit status and, of verbs that send, what the journal has
# of the record; "-" is nothing.
matrix() {
	cat <<-'E'
	fault             login issue      acme       manager   list stats allow stamp snap
	drop-connect      5     5/-        5/-        5/-       5    5     5     5     5
	drop-before-read  5     5/unsent   5/unsent   5/unsent  5    5     5     5     5
	error-500         5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	error-503         5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	maintenance       5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	expired-session   0     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	redirect          9     8/unknown  8/unknown  8/unknown 9    9     9     9     9
	form-no-file      0     9/unsent   9/unsent   9/unsent  0    0     0     0     0
	form-renamed      0     0/accepted 0/accepted 6/refused 0    0     0     0     0
	drop-after-accept 0     8/unknown  8/unknown  8/unknown 0    0     0     0     0
	no-marker         0     8/unknown  8/unknown  8/unknown 0    0     0     0     0
	fewer-rows        0     8/unknown  8/unknown  8/unknown 0    0     0     0     0
	html-list         0     0/accepted 0/accepted 6/refused 9    0     9     0     9
	cut-list          0     0/accepted 0/accepted 6/refused 9    0     5     0     9
	bad-bytes         0     0/accepted 0/accepted 6/refused 0    0     0     0     0
	extension-bytes   0     0/accepted 0/accepted 6/refused 0    0     0     0     0
	slow-answer       5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	slow-drip         5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	drop-in-answer    5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	truncate          5     8/unknown  8/unknown  8/unknown 5    5     5     5     5
	endless           9     8/unknown  8/unknown  8/unknown 5    9     9     9     5
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

# An application of the kind that a verb sends.
application() {
	local cn=m$2.example.ac.jp
	case $1 in
	issue) server_row "$cn" ;;
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

# cell FAULT VERB PAGE CALL: "STATUS" or "STATUS/FATE"; "!" and what is wrong.
cell() {
	local n=$((++CELL))
	local call=${4//N/$CELL}
	case $call in *"$n.tsv"*) application "$2" "$n" ;; esac
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
	case $call in *"$n.tsv"*) printf /; fate "$n" ;; esac
	[ "$(sent_uploads)" -le 1 ] || printf '!twice'
	# One that the service itself has ended needs no logout.
	[ "$1" = expired-session ] || [ "$(left_open)" -eq 0 ] ||
	    printf '!open'
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
	done < <(verbs)
	echo
}

@test "each fault at each verb" {
	CELL=0
	sandbox_start --certs 30
	run_upkira bulk-download -o kept.tsv
	cp kept.tsv kept.copy
	matrix | tr -s ' ' >wanted
	# What waits for a limit waits as long under a sanitizer: once will do.
	[ -z "${SAN-}" ] || sed -i '/slow-\|endless/d' wanted
	head -n 1 wanted >found
	while read -r f; do
		row "$f" >>found
		CELL=$((CELL + 20))
	done < <(sed 1d wanted | cut -d ' ' -f 1)
	column -t found
	same_as found <wanted
}
