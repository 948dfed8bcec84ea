#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# All scripts through shellcheck, found by their first line or extension.
set -eu
cd "$(dirname "$0")/../.."
{
	find cmd examples tests po .ci -type f -perm -u+x -exec grep -lE '^#!.*[/ ](sh|bash|bats)$' {} +
	find cmd completions examples tests .ci -name '*.sh' \
	    -o -name '*.bash' -o -name '*.bats'
} | sort -u | tr '\n' '\0' | xargs -0 -n 8 -P "$(nproc)" shellcheck
