#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# cppcheck keeps what it knows of a file, so the second run is quick.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p "${B:-build}/cppcheck"
cppcheck --quiet --std=c11 --enable=warning,performance,portability \
    --error-exitcode=1 --inline-suppr -j "$(nproc)" \
    --cppcheck-build-dir="${B:-build}/cppcheck" \
    --suppress=missingIncludeSystem -Ilibra -D_POSIX_C_SOURCE=200809L \
    '-D__attribute__(x)=' libra cmd tests
