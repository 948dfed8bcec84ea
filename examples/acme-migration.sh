#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# usage: acme-migration.sh CLIENT FOLDER NAME...
#
# Move servers to ACME: an account for each NAME (profile 3, RSA 2048), all
# applied for in one file, then a recipe for CLIENT (certbot, lego, acme.sh;
# uacme only with a word of its own, upkira-acme(1)) for each that was accepted.
# FOLDER is made and keeps the answers and the recipes; the EABs stay where
# upkira puts them, in private files of its state folder. The certificates of
# today stay in force: they need not be revoked.
#
# Exit status: that of upkira(1). 7: some were accepted, their recipes are
# there. 8: not known; run upkira reconcile, never this again.
set -u

if [ $# -lt 3 ]; then
	echo "usage: acme-migration.sh CLIENT FOLDER NAME..." >&2
	exit 2
fi
client=$1
dir=$2
shift 2

umask 077
mkdir "$dir" || exit 1
upkira --no-input acme create --cert-profile 3 -o "$dir/accounts.tsv" "$@" ||
    exit
upkira --no-input --format json acme create "$dir"/accounts*.tsv \
    >"$dir/answers.jsonl"
rc=$?
case $rc in
0 | 7) ;;
*) exit "$rc" ;;
esac
for name; do
	jq -e --arg dn "CN=$name," 'select(.verdict == "accepted") |
	    .subject_dn | startswith($dn)' "$dir/answers.jsonl" |
	    grep -q true || continue
	upkira acme recipe --client "$client" "$name" >"$dir/$name.sh" ||
	    rm "$dir/$name.sh"
done
echo "recipes: $(find "$dir" -name '*.sh' | wc -l) of $#, in $dir"
exit "$rc"
