#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# usage: leavers.sh PEOPLE FOLDER [MOST]
#
# Revoke the client and S/MIME certificates of everybody who no longer stands
# in PEOPLE, a table of who is still there (upkira-people(5)). FOLDER is made
# and keeps the list of certificates, the applications and the answers. When
# they are more than MOST (20 unless given) nothing is sent: an officer looks at
# the files and sends them.
#
# Exit status: 0 all revoked or nobody left, 7 more than MOST, otherwise that of
# upkira(1).
set -eu

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
	echo "usage: leavers.sh PEOPLE FOLDER [MOST]" >&2
	exit 2
fi
people=$1
dir=$2
most=${3:-20}

mkdir "$dir"
upkira bulk-download -t client -o "$dir/clientAll.tsv"
upkira revoke -t client --inventory "$dir/clientAll.tsv" --leavers "$people" \
    --comment 離職または卒業 -o "$dir/leavers.tsv"

# More than 99 records are leavers-01of02.tsv and so on.
set -- "$dir"/leavers*.tsv
if ! [ -e "$1" ]; then
	echo "nobody has left"
	exit 0
fi
count=$(cat "$@" | wc -l)
if [ "$count" -gt "$most" ]; then
	echo "$count certificates, more than $most; look, then:" >&2
	echo "upkira revoke $*" >&2
	exit 7
fi
upkira --no-input --format json revoke --yes --expect "$count" "$@" \
    >"$dir/answers.jsonl"
echo "$count certificates revoked"
