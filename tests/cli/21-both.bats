#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The same files go through check and, with curl, to the sandbox, which judges
# by itself: what it refuses, check has foretold. Each difference is listed.

load lib
load rows

ROWS=$ROOT/tests/data/rows

lra() {
	curl -sS --fail --cert-type P12 \
	    --cert "$SB/officer/good.p12:$(cat "$SB/officer/good.pass")" \
	    --cacert "$SB/ca.pem" -c jar -b jar \
	    "https://localhost:$PORT$1" "${@:2}"
}

# sent FILE: as it stands, or in CP932 if it is UTF-8; what CP932 lacks and a
# byte order mark are dropped.
sent() {
	if iconv -f UTF-8 -t UTF-8 <"$1" >/dev/null 2>&1; then
		sed '1s/^\xef\xbb\xbf//' <"$1" | iconv -c -f UTF-8 -t CP932 || :
	else
		cat "$1"
	fi
}

# screen KIND: its path and fields.
screen() {
	case $1 in
	server-*) id=SP1001 field=applyType ;;
	client-*) id=SP1011 field=applyType ;;
	acme-*) id=SP1041 field=acmeType ;;
	esac
	case $1 in
	*-issue | *-create) op=1 ;;
	*-renew) op=2 ;;
	*-revoke) op=3 ;;
	*-suspend) op=4 ;;
	esac
}

# theirs KIND FILE: "record item code" of each refusal, from 900 on the codes
# are the sandbox's own and become "-".
theirs() {
	local id field op
	screen "$1"
	sent "$2" >sent.tsv
	lra "/upki-odcert/lra/$id.do" -F "$field=$op" -F errorFlg=1 \
	    -F file=@sent.tsv | iconv -f EUC-JP -t UTF-8 >result.html
	grep -oE '[0-9]{3}:[0-9]+,[^,<]*,' result.html |
	    sed -E 's/^([0-9]*):([0-9]*),(.*),$/\2\t\3\t\1/
		s/\t9[0-9][0-9]$/\t-/' | sort -u >theirs || :
}

# ours KIND FILE: the same of what check finds, but for notes.
ours() {
	run_upkira --format json check --inventory list.tsv -k "$1" \
	    "$2"
	jq -r '.findings[] | select(.severity != "note") |
	    [(.record | tostring), .item, (.code // "-" | tostring)] | @tsv' \
	    out | sort -u >ours
}

# Refused there and not foretold here: the record and item must be found, and
# with the same code where the service has one.
missed() {
	awk -F '\t' 'FILENAME == "ours" { place[$1 "\t" $2] = 1; found[$0] = 1
		if ($2 == "") record[$1] = 1; next }
	    $2 == "レコード" || $2 == "申請ファイル" {
		if (!($1 in record) && !(0 in record)) print; next }
	    $3 == "-" && (($1 "\t" $2) in place) { next }
	    !($0 in found)' ours theirs
}

# Where check has an error, the sandbox takes no part of the file.
only_here() {
	local n
	n=$(jq '[.findings[] | select(.severity == "error")] | length' out)
	if [ "$n" -gt 0 ] && ! [ -s theirs ]; then
		printf '%s\n' 'taken there'
	fi
}

# both NAME KIND FILE: the differences, a line each, after NAME.
both() {
	# What was refused has changed nothing in the list.
	if ! [ -s theirs ]; then
		run_upkira bulk-download -t all -o list.tsv
		expect_status 0
	fi
	ours "$2" "$3"
	theirs "$2" "$3"
	{ missed; only_here; } | tr '\t' ' ' | sed "s/^/$1: /" >>differences
}

login() {
	sandbox_start --certs 40
	lra /upki-odcert/lra/SSLLogin.do >/dev/null
	: >differences
}

# put KIND COLUMN VALUE: the golden row with one column of another value.
put() {
	sent "$ROWS/good/$1.tsv" | iconv -f CP932 -t UTF-8 | tr -d '\r' |
	    head -n 1 | V=$3 awk -F '\t' -v OFS='\t' -v n="$2" \
	    '{ $n = ENVIRON["V"]; print }' >case.tsv
}

@test "every bad file is judged alike, and each difference has its reason" {
	login
	for line in many-faults:server-issue shifted:server-issue \
	    quoted:server-issue same-key:server-renew extensions:server-issue \
	    hostile:server-issue pin-in-revocation:client-revoke \
	    slipped-pin:client-issue fourteen-columns:client-issue \
	    wrong-reason:server-revoke hundred:server-revoke; do
		both "${line%:*}" "${line#*:}" "$ROWS/bad/${line%:*}.tsv"
	done
	# Quotation marks: the code is not known, so check has none; to the
	# sandbox they are a DN of a wrong form. What CP932 lacks cannot be
	# sent at all, and is left out by this test.
	printf '%s\n' 'quoted: 1 主体者DN 206' \
	    'extensions: taken there' | same_as differences
	[ "$(find "$ROWS/bad" -name '*.tsv' | wc -l)" -eq 11 ]
}

@test "every good file: what only the service knows, the list foretells" {
	login
	for line in "$ROWS"/good/*.tsv; do
		line=$(basename "$line" .tsv)
		both "$line" "$line" "$ROWS/good/$line.tsv"
	done
	# The accounts of ACME stand in no list.
	printf '%s\n' 'acme-renew: 1 更新対象ACMEアカウントID -' \
	    'acme-suspend: 1 更新対象ACMEアカウントID -' |
	    same_as differences
}

SUB='O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP'
A50=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee

# KIND|COLUMN|VALUE, each refused by the sandbox and foretold.
cases() {
	cat <<-END
	server-issue|1|
	server-issue|1|www.example.ac.jp
	server-issue|2|
	server-issue|2|x
	server-issue|2|5
	server-issue|2|1
	server-issue|2|111
	server-issue|3|1
	server-issue|4|1
	server-issue|7|
	server-issue|7|AAAA
	server-issue|7|-----BEGIN
	server-issue|10|
	server-issue|10|pki
	server-issue|10|a@b@example.ac.jp
	server-issue|10|$A50$A50@example.ac.jp
	server-issue|11|
	server-issue|11|ftp.example.ac.jp
	server-issue|11|www_1.example.ac.jp
	server-issue|12|
	server-issue|12|$A50$A50$A50
	server-issue|13|www.example.ac.jp
	server-issue|13|dNSName=a.example.ac.jp,
	server-issue|13|dNSName=a_b.example.ac.jp
	server-renew|4|
	server-renew|4|1
	server-revoke|4|12
	server-revoke|5|
	server-revoke|5|x
	server-revoke|5|2
	server-revoke|6|$A50$A50$A50
	client-issue|1|
	client-issue|1|Hanako
	client-issue|2|3
	client-issue|2|4
	client-issue|2|6
	client-issue|3|4
	client-issue|10|
	client-issue|14|hanako
	client-renew|4|1
	client-revoke|5|2
	acme-create|1|
	acme-create|10|pki
	acme-create|11|ftp.example.ac.jp
	acme-create|13|dNSName=a.example.ac.jp,dNSName=a.example.ac.jp
	acme-revoke|5|6
	END
}

# The same, but of names: the sandbox says 206, check that the code is not
# known, for 206 is told of the form of a DN alone.
names() {
	cat <<-END
	server-issue|1|CN=www.example.ac.jp,O=Example University,L=x,C=JP
	server-issue|1|C=JP,ST=y,L=x,O=z,CN=www.example.ac.jp
	server-issue|1|CN=www.example.ac.jp,OU=x,$SUB
	server-issue|1|CN=www_1.example.ac.jp,$SUB
	server-issue|1|CN=www.example.ac.jp,O=a&b,L=x,ST=y,C=JP
	server-issue|1|CN=www.example.ac.jp,O=$A50$A50,L=x,ST=y,C=JP
	server-issue|1|CN=www.example.ac.jp,O=z,L=x,ST=y,C=US
	client-issue|1|CN=a+b,OU=No 1,$SUB
	client-issue|1|CN=a,OU=a_b,$SUB
	acme-create|1|cn=www.example.ac.jp,$SUB
	acme-create|1|CN=www.example.ac.jp, $SUB
	acme-create|1|CN=www.example.ac.jp,$SUB,Email=a@example.ac.jp
	END
}

# Under a sanitizer it takes a multiple of the time: a part will do, the
# difference below among it.
sampled() {
	if [ -n "${SAN-}" ]; then
		grep -n '' | grep -E '^[0-9]*[258]:' | cut -d : -f 2-
	else
		cat
	fi
}

@test "one column wrong at a time is refused there and foretold here" {
	local n=0 least=40
	[ -z "${SAN-}" ] || least=10
	login
	while IFS='|' read -r kind column value; do
		put "$kind" "$column" "$value"
		both "$kind $column $value" "$kind" case.tsv
		[ -s theirs ] || echo "$kind $column $value" >>differences
		n=$((n + 1))
	done < <(cases | sampled)
	[ "$n" -gt "$least" ]
	# That the manager's mail of a client must be filled is a choice of the
	# sandbox; no document says so, and check has a warning without a code.
	echo 'client-issue 10 : 1 利用管理者mail 201' | same_as differences
}

@test "names: refused there as 206, here without a code" {
	login
	while IFS='|' read -r kind column value; do
		put "$kind" "$column" "$value"
		both "$kind" "$kind" case.tsv
		echo "$value"
		printf '%s: 1 主体者DN 206\n' "$kind" | same_as differences
		grep -q "$(printf '^1\t主体者DN\t-$')" ours
		: >differences
	done < <(names)
}

# The rows of cases.tsv: KIND COLUMN VALUE ... WHAT, a unit separator between
# them, for an empty column must not be lost.
each_case() {
	tail -n +2 "$ROWS/cases.tsv" | cut -f 2- | tr '\t' '\037'
}

# golden KIND: the columns of its golden row, in the array col.
golden() {
	[ -n "${rows[$1]-}" ] ||
	    rows[$1]=$(sent "$ROWS/good/$1.tsv" | iconv -f CP932 -t UTF-8 |
	        head -n 1 | tr -d '\r' | tr '\t' '\037')
	IFS=$'\x1f' read -r -a col <<<"${rows[$1]}"$'\x1f'
}

# altered KIND COLUMN VALUE: its golden row with that value, \xNN in it a byte
# and csr: a file of csr/.
altered() {
	local value=$3 line
	case $value in
	csr:*) read -r value <"$ROWS/csr/${value#csr:}.txt" || : ;;
	esac
	golden "$1"
	printf -v "col[$2 - 1]" '%b' "$value"
	printf -v line '%s\t' "${col[@]}"
	printf '%s\r\n' "${line%$'\t'}"
}

# spoiled FILE KIND: what is sent of it. The second record is one that nobody takes,
# so that the whole file is refused and every case meets the same sandbox.
spoiled() {
	local tabs=${rows[$2]//[^$'\x1f']/}
	iconv -c -f UTF-8 -t CP932 "$1" || :
	printf 'x%s\r\n' "${tabs//$'\x1f'/$'\t'}"
}

# transfer N KIND: its upload, for curl, which makes all of them one after the
# other over one connection.
transfer() {
	local id field op
	screen "$2"
	[ "$1" -eq 1 ] || echo next
	cat <<-END
	silent
	show-error
	fail
	cert-type = P12
	cert = "$SB/officer/good.p12:$(<"$SB/officer/good.pass")"
	cacert = "$SB/ca.pem"
	cookie = jar
	form = "$field=$op"
	form = "errorFlg=1"
	form = "file=@$1.sent;filename=case.tsv"
	output = $1.html
	url = "https://localhost:$PORT/upki-odcert/lra/$id.do"
	END
}

# verdicts N: of the cases 1 to N, the files
#	theirs: case record item code
#	ours: case record item code severity column
verdicts() {
	local n
	for ((n = 1; n <= $1; n++)); do
		iconv -f EUC-JP -t UTF-8 "$n.html" | N=$n awk '
		    { while (match($0, /[0-9][0-9][0-9]:[0-9]+,[^,<]*,/)) {
			split(substr($0, RSTART, RLENGTH), f, /[:,]/)
			$0 = substr($0, RSTART + RLENGTH)
			print ENVIRON["N"] "\t" f[2] "\t" f[3] "\t" \
			    (f[1] >= 900 ? "-" : f[1]) } }'
	done >theirs
	for ((n = 1; n <= $1; n++)); do
		jq -r --arg n "$n" --rawfile row "$n.tsv" '.findings[] |
		    select(.severity != "note") | [$n, .record, .item,
		    .code // "-", .severity, ($row[: .column - 1] |
		    split("\t") | length)] | map(tostring) | @tsv' "$n.json"
	done >ours
}

# compared: of the files names (case kind column what), ours and theirs each
# difference as
#	kind column what there here
# Either something is refused there and here is nothing or another code at that
# item; or the file is taken there and here is an error; or the column of the
# case has an error here with a code, or at all, that it has not there.
compared() {
	awk -F '\t' -v OFS='\t' '
	FILENAME == "names" { name[$1] = $2 OFS $3 OFS $4; col[$1] = $3; next }
	FILENAME == "theirs" && $2 == 2 { judged[$1] = 1; next }
	FILENAME == "theirs" { any[$1] = at[$1, $3] = there[$1, $3, $4] = 1
		line[++lines] = $0; next }
	{ if ($2 == 0 || $3 == "") whole[$1] = 1
		here[$1, $3, $4] = 1
		said[$1, $3] = $5 " " $4 }
	$5 != "error" { next }
	!($1 in any) { print name[$1], "taken", $3 " " $4; next }
	$6 != col[$1] || ($1, $3, $4) in there { next }
	$4 != "-" || !(($1, $3) in at) { print name[$1], "passed", $3 " " $4 }
	END { for (n in name) if (!(n in judged)) print name[n], "no answer", ""
		for (i = 1; i <= lines; i++) {
			split(line[i], f)
			n = f[1]; item = f[3]; code = f[4]
			if (item == "レコード" || item == "申請ファイル") {
				if (n in whole) continue
			} else if (((n, item, code) in here) ||
			    code == "-" && ((n, item) in said))
				continue
			print name[n], item " " code, \
			    ((n, item) in said) ? said[n, item] : "nothing"
		} }' names theirs ours
}

# differences.tsv has what compared prints and the reason why it is so: what
# differs must stand there, what stands there must differ.
@test "every case of the check goes to both, and each difference has its reason" {
	local n=0 kind column value what
	declare -A rows
	login
	run_upkira bulk-download -t all -o list.tsv
	expect_status 0
	while IFS=$'\x1f' read -r kind column value _ _ _ what; do
		n=$((n + 1))
		printf '%s\t%s\t%s\t%s\n' "$n" "$kind" "$column" "$what" \
		    >>names
		altered "$kind" "$column" "$value" >"$n.tsv"
		spoiled "$n.tsv" "$kind" >"$n.sent"
		transfer "$n" "$kind" >>transfers
		run_upkira --format json check --inventory list.tsv \
		    -k "$kind" "$n.tsv"
		mv out "$n.json"
		[ "$(wc -l <"$n.json")" -eq 1 ]
	done < <(each_case)
	[ "$n" -eq "$(($(wc -l <"$ROWS/cases.tsv") - 1))" ]
	[ -z "$(cut -f 2- names | sort | uniq -d)" ]
	curl -K transfers
	verdicts "$n"
	compared >found
	sort -u -o found found
	tail -n +2 "$ROWS/differences.tsv" | cut -f 1-5 | sort >listed
	diff -u listed found
	awk -F '\t' 'NF != 6 || $6 == "" { print FILENAME ":" FNR; bad = 1 }
	    END { exit bad }' "$ROWS/differences.tsv"
}
