#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Once a week: what ends in six weeks and has no successor, as one draft of a
# mail for each manager, in a folder named by the day. Nothing is sent; the
# paths of the drafts are printed, to be opened with a mail program.
#	weekly-mail.sh FOLDER
set -eu

if [ $# -ne 1 ]; then
	echo "usage: weekly-mail.sh FOLDER" >&2
	exit 2
fi
dir=$1/$(date +%F)

mkdir -p "$1"
upkira -q plan renew --within 6w -o "$dir" >/dev/null
# Nothing to do makes no folder.
[ ! -d "$dir/mail" ] || find "$dir/mail" -name '*.eml' | sort
