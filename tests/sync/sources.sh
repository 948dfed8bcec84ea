#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The lists of sources name what the tree holds: no file is left out of the
# build by mistake, none is named that is gone, each stands once, in order.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# named LIST: the sources that follow "LIST =".
named() {
	sed -n "/^$1 = /,/[^\\\\]\$/p" sources.mk | sed 1d | tr -d ' \134'
}

# compare LIST FOLDER
compare() {
	named "$1" >"$tmp/named"
	# In bytes: the order must not hang on a locale.
	find "$2" -name '*.c' | LC_ALL=C sort >"$tmp/held"
	diff "$tmp/named" "$tmp/held" >"$tmp/parts" && return
	sed -n -e "s/^< /sources.mk: $1: gone, twice or out of order: /p" \
	    -e "s/^> /sources.mk: $1: missing: /p" "$tmp/parts"
	return 1
}

check() {
	rc=0
	compare LIBRA libra || rc=1
	compare UPKIRA cmd/upkira || rc=1
	compare SANDBOX cmd/lra-sandbox || rc=1
	return $rc
}

# shellcheck disable=SC2016 # for the script that the tree is made by
tree='mkdir -p libra/base cmd/upkira cmd/lra-sandbox
touch libra/base/a.c libra/base/b.c cmd/upkira/main.c cmd/lra-sandbox/main.c
rest="UPKIRA = \\
    cmd/upkira/main.c

SANDBOX = \\
    cmd/lra-sandbox/main.c"
list() { { printf "LIBRA ="; printf " \\\\\n    %s" "$@"
    printf "\n\n%s\n" "$rest"; } >sources.mk; }
'
broken "a source that is in no list" 'LIBRA: missing: libra/base/b.c' <<E
$tree
list libra/base/a.c
E
broken "a source that is gone" 'LIBRA: gone.*: libra/base/c.c' <<E
$tree
list libra/base/a.c libra/base/b.c libra/base/c.c
E
broken "a source that stands twice" 'twice.*: libra/base/b.c' <<E
$tree
list libra/base/a.c libra/base/b.c libra/base/b.c
E
broken "sources out of order" 'out of order: libra/base/b.c' <<E
$tree
list libra/base/b.c libra/base/a.c
E
broken "a source of the sandbox that is in no list" \
    'SANDBOX: missing: cmd/lra-sandbox/web.c' <<E
$tree
list libra/base/a.c libra/base/b.c
touch cmd/lra-sandbox/web.c
E
sound "lists as the tree is" <<E
$tree
list libra/base/a.c libra/base/b.c
E
verdict
