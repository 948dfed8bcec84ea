#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# usage: fleet-renewal.sh [--send] FOLDER LIST
#
# FOLDER holds a new certificate request for each server (NAME.csr), LIST is
# last night's list of server certificates (upkira bulk-download -o LIST). Each
# server's one live certificate is found there, and the renewals are written to
# FOLDER/renewal/, at most 99 in a file, and checked. They are sent with --send
# alone; batch.sh, which stands beside this script, sorts the answers.
#
# Exit status: that of upkira(1) or batch.sh; 2 for a wrong call, 10 when there
# are files of an earlier run.
set -eu

send=
if [ "${1-}" = --send ]; then
	send=yes
	shift
fi
if [ $# -ne 2 ] || ! [ -d "$1" ] || ! [ -f "$2" ]; then
	echo "usage: fleet-renewal.sh [--send] FOLDER LIST" >&2
	exit 2
fi
out=$1/renewal
if ls "$out"/*.tsv >/dev/null 2>&1; then
	echo "$out: files of an earlier run; look what became of them" >&2
	exit 10
fi
mkdir -p "$out"

upkira renew -t server --inventory "$2" -o "$out/renewal.tsv" "$1"
upkira -q check -k server-renew "$out"/renewal*.tsv
for file in "$out"/renewal*.tsv; do
	echo "$file: $(wc -l <"$file") renewals"
done
if [ -z "$send" ]; then
	echo "not sent: look at them, then upkira renew FILE"
	exit 0
fi
exec "$(dirname "$0")/batch.sh" renew "$out"
