#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# mandoc has no warning on any page.
set -eu
cd "$(dirname "$0")/../.."
mandoc -T lint -W warning man/*.[157]
