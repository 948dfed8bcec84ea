# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Application files for the command line tests, of keys made on the spot.

SUBJECT='O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP'

dn() {
	printf 'CN=%s,%s' "$1" "$SUBJECT"
}

# request NAME [ALGORITHM]: NAME.key and NAME.csr; P-384 unless said.
request() {
	local name=$1
	shift
	[ $# -gt 0 ] || set -- ec -pkeyopt ec_paramgen_curve:secp384r1
	openssl req -new -sha256 -nodes -newkey "$@" -keyout "$name.key" \
	    -out "$name.csr" -subj \
	    "/C=JP/ST=Tokyo/L=Chiyoda-ku/O=Example University/CN=$name" \
	    2>>"$T/openssl.log"
}

line_of() {
	sed '/-----/d' "$1.csr" | tr -d '\n'
}

# server_row NAME [PROFILE [OLD-SERIAL]]: one of 13 columns; makes the request.
server_row() {
	[ -e "$1.csr" ] || request "$1"
	printf '%s\t%s\t\t%s\t\t\t%s\t%s\t%s\t%s\t%s\t%s\t\r\n' "$(dn "$1")" \
	    "${2:-11}" "${3-}" "$(line_of "$1")" '国立　太郎' \
	    '情報基盤センター' pki@example.ac.jp "$1" 'nginx 1.24'
}

# revoke_row NAME SERIAL [REASON [COMMENT]]
revoke_row() {
	printf '%s\t\t\t%s\t%s\t%s\t\t\t\t\t\t\t\r\n' "$(dn "$1")" "$2" \
	    "${3:-4}" "${4:-replaced}"
}

# client_row CN [PROFILE [METHOD [OLD-SERIAL [PIN]]]]: one of 15 columns.
client_row() {
	local id=${1%%@*}
	id=${id// /.}
	printf '%s\t%s\t%s\t%s\t\t\t\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\r\n' \
	    "CN=$1,OU=No 1,$SUBJECT" "${2:-13}" "${3:-1}" "${4-}" \
	    '国立　太郎' '情報基盤センター' pki@example.ac.jp \
	    '例示　花子' "file-$id" '理学部' "$id@example.ac.jp" \
	    "${5-}"
}

client_revoke_row() {
	printf '%s\t\t\t%s\t5\t\t\t\t\t\t\t\t\t\t\r\n' \
	    "CN=$1,OU=No 1,$SUBJECT" "$2"
}

# serials NAME: of the certificates whose CN it is, oldest first.
serials() {
	local argv
	with_config --format json bulk-download -t "${2:-server}"
	"${argv[@]}" | jq -r --arg dn "CN=$1," \
	    'select(.subject_dn | startswith($dn)) | .serial'
}
