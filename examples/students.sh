#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# usage: students.sh LIST FOLDER
#
# Client and S/MIME certificates for everybody in LIST, a table with a header
# line (upkira-people(5)): FOLDER is made, application files of at most 99
# people are written to it, and batch.sh sends them one by one. It tells what
# became of each, and may be started again where it stopped:
#	batch.sh issue FOLDER
set -eu

if [ $# -ne 2 ]; then
	echo "usage: students.sh LIST FOLDER" >&2
	exit 2
fi
list=$1
dir=$2

# A folder that is there may hold files that were sent.
mkdir "$dir"
upkira issue -t client --people "$list" -o "$dir/students.tsv" || {
	status=$?
	rmdir "$dir"
	exit "$status"
}
exec "$(dirname "$0")/batch.sh" issue "$dir"
