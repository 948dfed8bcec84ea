#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The main job, end to end, against a local LRA: nothing leaves this machine.
# make demo runs it; B is the folder with the two programs.
set -eu

B=${B:-build}
top=$(cd "$(dirname "$0")/.." && pwd)
case $B in /*) ;; *) B=$top/$B ;; esac
export UPKIRA_LOCALEDIR="$B/locale"
dir=$(mktemp -d "${TMPDIR:-/tmp}/upkira-demo.XXXXXX")
sandbox=

cleanup() {
	[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || :
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

say() {
	printf '\n# %s\n' "$*"
}

# Show a command as one would type it, run it, show how it ended.
run() {
	wanted=$1
	shift
	printf '$ %s\n' "$*"
	status=0
	"$@" || status=$?
	[ "$status" -eq 0 ] || printf '(exit status %d)\n' "$status"
	if [ "$status" -ne "$wanted" ]; then
		echo "demo: exit status $wanted was expected" >&2
		exit 1
	fi
}

upkira() {
	"$B/upkira" --config lra/upkira.yaml "$@"
}

# request NAME KEY...: a key and a signing request, made by openssl.
request() {
	name=$1
	shift
	openssl req -new -sha256 -nodes -newkey "$@" -keyout "$name.key" \
	    -out "$name.csr" 2>/dev/null -subj \
	    "/C=JP/ST=Tokyo/L=Chiyoda-ku/O=Example University/CN=$name"
}

dn() {
	printf 'CN=%s,O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP' "$1"
}

# row NAME PROFILE [OLD-SERIAL]: the record of an application, 13 columns.
row() {
	printf '%s\t%s\t\t%s\t\t\t%s\t%s\t%s\t%s\t%s\t%s\t\n' "$(dn "$1")" \
	    "$2" "${3-}" "$(sed '/-----/d' "$1.csr" | tr -d '\n')" \
	    '国立　太郎' '情報基盤センター' pki@example.ac.jp "$1" 'nginx 1.24'
}

# The list as a person reads it: name, serial number, state.
list() {
	upkira --format tsv bulk-download -t server |
	    awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	    $at["subject_dn"] ~ /demo[0-9]/ {
		sub(/,.*/, "", $at["subject_dn"])
		printf "%-24s state %-2s serial %s\n", $at["subject_dn"],
		    $at["state"], $at["serial"]
	    }'
}

serial_of() {
	upkira --format tsv bulk-download -t server |
	    awk -F '\t' -v name="CN=$1," 'NR == 1 {
		for (i = 1; i <= NF; i++) at[$i] = i; next }
	    index($at["subject_dn"], name) == 1 { s = $at["serial"] }
	    END { print s }'
}

cd "$dir"
say "A local LRA: real TLS, real CAs, an inventory of 200 applications"
"$B/lra-sandbox" --dir lra --port-file lra.port --certs 200 >lra.log 2>&1 &
sandbox=$!
n=0
while [ ! -s lra.port ]; do
	n=$((n + 1))
	if [ "$n" -gt 300 ] || ! kill -0 "$sandbox" 2>/dev/null; then
		cat lra.log >&2
		exit 1
	fi
	sleep 0.1
done
echo "it listens on https://localhost:$(cat lra.port)/, its files are in lra/"

say "Is the officer's PKCS#12 good, and what may this officer do?"
run 0 upkira login

say "Leave a session open for what follows"
run 0 upkira --format json login --keep

say "Two signing requests, RSA 2048 and P-384, become an application file"
request demo1.example.ac.jp rsa:2048
request demo2.example.ac.jp ec -pkeyopt ec_paramgen_curve:secp384r1
{
	row demo1.example.ac.jp 3
	row demo2.example.ac.jp 11
} >issue.tsv
run 0 upkira -v check issue.tsv

say "The list before: no demo certificates"
run 0 list

say "Send it; the answer for each record"
run 0 upkira issue issue.tsv

say "The list after (4: the mail with the download address was sent)"
run 0 list

say "Renew the first: a new key, the old certificate's serial number"
old=$(serial_of demo1.example.ac.jp)
request demo1.example.ac.jp rsa:2048
row demo1.example.ac.jp 3 "$old" >renew.tsv
run 0 upkira renew renew.tsv

say "Revoke the old one, because it is superseded: reason 4 (state 7: revoked)"
printf '%s\t\t\t%s\t4\treplaced\t\t\t\t\t\t\t\n' \
    "$(dn demo1.example.ac.jp)" "$old" >revoke.tsv
run 0 upkira revoke --yes --expect 1 revoke.tsv
run 0 list

say "A batch with mistakes: upkira finds them before anything is sent"
request demo3.example.ac.jp rsa:1024
row demo3.example.ac.jp 3 >bad.tsv
run 3 upkira issue bad.tsv

say "A batch that only the service can refuse: the name was issued before"
request demo2.example.ac.jp ec -pkeyopt ec_paramgen_curve:secp384r1
row demo2.example.ac.jp 11 >again.tsv
run 6 upkira issue again.tsv

say "Statistics, and the OUs that are allowed"
run 0 upkira stats
run 0 upkira allowlist

say "The whole list, byte for byte as the service sends it"
run 0 upkira bulk-download -t server -o serverAll.tsv
wc -c serverAll.tsv

say "End the session"
run 0 upkira logout
say "Done."
