#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# All scripts through shellcheck, found by their first line or extension.
set -eu
cd "$(dirname "$0")/../.."
rc=0
{
	find cmd examples tests po .ci -type f -perm -u+x \
	    -exec grep -lE '^#!.*[/ ](sh|bash)$' {} +
	find completions examples tests -name '*.sh' -o -name '*.bash'
} | sort -u | tr '\n' '\0' |
    xargs -0 -n 8 -P "$(nproc)" shellcheck || rc=1
# Each test of these is a subshell, and half of its variables are lib.bash's.
find tests -name '*.bats' -print0 | xargs -0 -n 4 -P "$(nproc)" \
    shellcheck --exclude=SC2030,SC2031,SC2034,SC2154 || rc=1
exit $rc
