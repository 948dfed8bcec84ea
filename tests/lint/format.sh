#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# .clang-format decides on the look of all C.
set -eu
cd "$(dirname "$0")/../.."
find libra cmd tests -name '*.[ch]' -print0 |
    xargs -0 clang-format --dry-run -Werror
