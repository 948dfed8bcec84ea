#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Every header compiles alone, twice in a row, and is guarded by a name that
# says which it is.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
flags=$(make -s "B=$B" flags)

alone() {
	printf '#include "%s"\n#include "%s"\n' "$PWD/$1" "$PWD/$1" |
	    eval "${CC:-cc} $flags -I'${1%/*}' -fsyntax-only -x c -" || return 1
	guard=$(sed -n 's/^#ifndef \([A-Z][A-Z0-9_]*_H\)$/\1/p; T; q' "$1")
	name=$(basename "$1" .h | tr 'a-z-' 'A-Z_')
	case $guard in
	[A-Z]*"_${name}_H" | "${name}_H") ;;
	*)
		echo "$1: guard '$guard', wanted one that ends in ${name}_H"
		return 1
		;;
	esac
}

check() {
	rc=0
	for header in $(find libra cmd tests -name '*.h' 2>/dev/null | sort)
	do
		alone "$header" || rc=1
	done
	return $rc
}

broken "a header that needs another before it" 'size_t' <<E
mkdir -p libra/base
printf '#ifndef RA_A_H\n#define RA_A_H\nextern size_t n;\n#endif\n' \
    >libra/base/a.h
E
broken "a header without a guard" "guard ''" <<E
mkdir -p libra/base
echo 'struct ra_a;' >libra/base/a.h
E
broken "a guard taken over from another header" "guard 'RA_B_H', wanted" <<E
mkdir -p libra/base
printf '#ifndef RA_B_H\n#define RA_B_H\n#endif\n' >libra/base/a.h
E
verdict
