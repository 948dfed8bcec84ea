#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Each foreign library has one home; nobody else includes its headers. A test
# may, to have another witness.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# header (as a prefix)		homes (as a pattern over paths)
homes='openssl/			libra/pki/[a-z0-9_]*[.][ch]
curl/				libra/lra/http[.]c
yaml.h				libra/codec/yaml[.]c
archive				libra/codec/(zip|zstd)[.]c
libxml/				libra/codec/html[.]c
iconv.h				libra/codec/text[.]c
sqlite3.h			libra/state/store[.]c|cmd/lra-sandbox/store[.]c
microhttpd.h			cmd/lra-sandbox/[a-z0-9_]*[.]c
gnutls/				cmd/lra-sandbox/[a-z0-9_]*[.]c'

check() {
	echo "$homes" >"$tmp/homes"
	# shellcheck disable=SC2016 # the dollars are awk's
	find libra cmd -name '*.[ch]' -exec awk '
	FNR == NR { home[$1] = "^(" $2 ")$"; next }
	/^[ \t]*#[ \t]*include [<"]/ {
		gsub(/^[^<"]*[<"]|[>"].*$/, "")
		for (h in home)
			if (index($0, h) == 1 && FILENAME !~ home[h]) {
				print FILENAME ":" FNR ": " $0 \
				    " is not at home here"
				bad = 1
			}
	}
	END { exit bad }' "$tmp/homes" {} +
}

tree='mkdir -p libra/pki libra/codec libra/lra cmd/lra-sandbox cmd/upkira
'
broken "OpenSSL outside of pki" 'http.c:1: openssl/ssl.h is not at home' <<E
$tree
echo '#include <openssl/ssl.h>' >libra/lra/http.c
E
broken "curl in a verb" 'cmd/upkira/a.c:2: curl/curl.h is not at home' <<E
$tree
printf '\n#  include <curl/curl.h>\n' >cmd/upkira/a.c
E
broken "libarchive's second header" 'x.c:1: archive_entry.h is not' <<E
$tree
echo '#include "archive_entry.h"' >libra/codec/x.c
E
broken "the sandbox's server in the library" 'microhttpd.h is not' <<E
$tree
echo '#include <microhttpd.h>' >libra/lra/http.c
E
sound "each library in its home" <<E
$tree
echo '#include <openssl/ssl.h>' >libra/pki/a.h
echo '#include <curl/curl.h>' >libra/lra/http.c
echo '#include <archive_entry.h>' >libra/codec/zip.c
echo '#include <gnutls/gnutls.h>' >cmd/lra-sandbox/web.c
E
verdict
