#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# A file of libra includes only its own layer and lower ones, the sandbox only
# what cannot make the client its own judge.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

check() {
	# shellcheck disable=SC2016 # the dollars are awk's
	ranks='FNR == NR { rank[$1] = FNR; next }
	FNR == 1 { split(FILENAME, at, "/"); from = at[2] }
	/^[ \t]*#[ \t]*include "/ {
		gsub(/^[^"]*"|".*$/, "")
		n = split($0, named, "/"); to = n > 1 ? named[1] : from
		if (!(to in rank) || rank[to] > rank[from]) {
			print FILENAME ":" FNR ": " from \
			    " may not include " $0
			bad = 1
		}
	}
	END { exit bad }'
	# shellcheck disable=SC2016
	allowed='/^[ \t]*#[ \t]*include "/ {
		gsub(/^[^"]*"|".*$/, "")
		if ($0 !~ /\// || $0 ~ /^(base|codec|pki)\// ||
		    $0 ~ /^upki\/(form|profile|refusal|record|iface)\.h$/)
			next
		print FILENAME ":" FNR ": the sandbox may not include " $0
		bad = 1
	}
	END { exit bad }'
	rc=0
	for layer in libra/*/; do
		layer=$(basename "$layer")
		grep -qx "$layer" libra/LAYERS && continue
		echo "libra/LAYERS: $layer is missing"
		rc=1
	done
	find libra -name '*.[ch]' -exec awk "$ranks" libra/LAYERS {} + || rc=1
	find cmd/lra-sandbox -name '*.[ch]' -exec awk "$allowed" {} + || rc=1
	return $rc
}

tree='mkdir -p libra/base libra/pki cmd/lra-sandbox
printf "base\npki\n" >libra/LAYERS
'
broken "a lower layer includes a higher one" \
    'libra/base/a.c:2: base may not include pki/cert.h' <<E
$tree
printf '\n#include "pki/cert.h"\n' >libra/base/a.c
E
broken "a layer that nobody knows" 'base may not include magic/x.h' <<E
$tree
printf ' # include "magic/x.h"\n' >libra/base/a.h
E
broken "a folder without a rank" 'libra/LAYERS: lra is missing' <<E
$tree
mkdir libra/lra
E
broken "the sandbox judges with the client's check" \
    'b.c:1: the sandbox may not include upki/check.h' <<E
$tree
echo '#include "upki/check.h"' >cmd/lra-sandbox/b.c
E
broken "the sandbox speaks with the client's wire" 'include lra/http.h' <<E
$tree
echo '#include "lra/http.h"' >cmd/lra-sandbox/b.c
E
sound "a higher layer includes lower ones, and its own" <<E
$tree
printf '#include <stdio.h>\n#include "base/a.h"\n#include "pki/b.h"\n' \
    >libra/pki/b.c
printf '#include "upki/form.h"\n#include "web.h"\n' >cmd/lra-sandbox/b.c
E
verdict
