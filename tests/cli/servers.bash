# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# OpenSSL's own servers on free ports of the loopback, with certificates of
# CAs of any name. Ends with: down.

# certificate NAME ISSUER SERIAL [HOST]: NAME.pem and NAME.key.
certificate() {
	local ec='ec -pkeyopt ec_paramgen_curve:P-384'
	local host=${4:-www.example.ac.jp}
	{
		# shellcheck disable=SC2086 # two words and more
		openssl req -x509 -nodes -newkey $ec -keyout "$1-ca.key" \
		    -out "$1-ca.pem" -subj "/C=JP/CN=$2"
		# shellcheck disable=SC2086
		request "$host" $ec
		openssl x509 -req -in "$host.csr" -days 30 \
		    -CA "$1-ca.pem" -CAkey "$1-ca.key" -set_serial "$3" \
		    -extfile <(echo "subjectAltName=DNS:$host") -out "$1.pem"
		mv "$host.key" "$1.key"
	} 2>>openssl.log
}

accepts() {
	grep -qs '^ACCEPT.*:[0-9]' server.log
}

ended() {
	grep -q 'close_notify$' server.log
}

# All servers that were started.
down() {
	local pid
	for pid in ${SERVERS-}; do
		kill -9 "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	SERVERS=
}

# serve_too NAME [OPTION...]: that certificate on a free port, as PORT; the
# process is SERVER.
serve_too() {
	local name=$1
	shift
	rm -f server.log
	openssl s_server -www -accept 127.0.0.1:0 -cert "$name.pem" \
	    -key "$name.key" "$@" >server.log 2>&1 </dev/null 3>&- &
	SERVER=$!
	SERVERS="${SERVERS-} $SERVER"
	until_true accepts
	PORT=$(sed -n 's/^ACCEPT.*:\([0-9]*\).*/\1/p' server.log)
	export PORT
}

# The same, alone.
serve() {
	down
	serve_too "$@"
}
