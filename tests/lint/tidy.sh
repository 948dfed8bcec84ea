#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# clang-tidy over all sources; what did not change is not read again.
set -eu
cd "$(dirname "$0")/../.."
make -s -k -j"$(nproc)" "B=${B:-build}" tidy 2>&1 |
    sed -e '/warnings\{0,1\} generated\.$/d' -e '/^make/d' >"$B/tidy.out"
# As paths from here, not of this machine.
sed "s,$PWD/,," "$B/tidy.out"
[ ! -s "$B/tidy.out" ]
