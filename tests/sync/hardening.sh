#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The programs are position independent, read-only after relocation, without
# an executable stack, and built with stack protector and FORTIFY.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# wanted FILE WHAT PATTERN: the headers and symbols show it.
wanted() {
	grep -q -e "$3" "$tmp/elf" && return
	echo "$1: no $2"
	rc=1
}

hardened() {
	readelf -W -h -l -d "$1" >"$tmp/elf" 2>&1
	nm -D "$1" >>"$tmp/elf" 2>&1 || true
	wanted "$1" "position independence" 'Type: *DYN'
	wanted "$1" "PIE flag" 'FLAGS_1.*PIE'
	wanted "$1" "RELRO" 'GNU_RELRO'
	wanted "$1" "immediate binding" 'FLAGS_1.*NOW'
	wanted "$1" "stack without execution" 'GNU_STACK .* RW '
	wanted "$1" "stack protector" 'U __stack_chk_fail'
	wanted "$1" "FORTIFY" 'U __[a-z]*_chk\(@\|$\)'
}

check() {
	rc=0
	for program in upkira lra-sandbox; do
		hardened "$program"
	done
	return $rc
}

program upkira
program lra-sandbox
# A sanitizer takes the place of all this.
! nm -D "$B/upkira" | grep -q ' __asan_init' || exit 77

make_bad() {
	cat <<E
ln -s upkira lra-sandbox
cat >x.c <<'C'
#include <string.h>
int
main(int argc, char **argv)
{
	char line[80] = { 0 };

	memcpy(line, argv[0], (size_t)argc);
	return line[1];
}
C
${CC:-cc} -O2 $* -o upkira x.c
E
}
all='-fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -pie
    -Wl,-z,relro,-z,now,-z,noexecstack'
# shellcheck disable=SC2086 # words
{
	make_bad $all -no-pie | broken "fixed address" 'position independence'
	make_bad $all -Wl,-z,lazy | broken "lazy" 'immediate binding'
	make_bad $all -Wl,-z,norelro | broken "relocations" 'RELRO'
	make_bad $all -Wl,-z,execstack | broken "stack" 'without execution'
	make_bad $all -fno-stack-protector | broken "canary" 'stack protector'
	make_bad $all -U_FORTIFY_SOURCE | broken "checked calls" 'FORTIFY'
	make_bad $all | sound "all of it"
}
cd "$B"
verdict
