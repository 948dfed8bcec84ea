#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# usage: batch.sh issue|renew FOLDER
#
# Send the .tsv files of FOLDER one by one. A file that was sent is moved to
#	accepted/	every record was accepted
#	refused/	some record was refused, or our own check found a fault
#	unknown/	sent, and no answer was understood: look in the list
# and its answers are put beside it as JSON Lines. What is still in FOLDER was
# not sent. Nothing is ever sent twice: a file leaves FOLDER before it is sent.
#
# Exit status: 0 all accepted, 7 some refused, 10 some left alone, otherwise that
# of upkira(1) for the file at which the batch stopped.
set -eu

verb=${1-}
dir=${2-}
case $verb in
issue | renew) ;;
*) dir= ;;
esac
if [ $# -ne 2 ] || ! [ -d "$dir" ]; then
	echo "usage: batch.sh issue|renew FOLDER" >&2
	exit 2
fi
cd "$dir"

# It is there while a run is under way, and after one that was cut off.
if ! mkdir sending 2>/dev/null; then
	echo "$dir/sending: another run, or one that was cut off; a file in it" \
	    "may have been sent" >&2
	exit 10
fi

# settle PLACE WORDS: the file and its answers belong there, and upkira's
# messages have named it by where it was while it was sent.
settle() {
	mkdir -p "$1"
	mv "sending/$name" "$1/"
	if [ -s "sending/$name.jsonl" ]; then
		mv "sending/$name.jsonl" "$1/"
	else
		rm -f "sending/$name.jsonl"
	fi
	case $1 in
	.) echo "$dir/$name: $2" ;;
	*) echo "$dir/$1/$name: $2" ;;
	esac
}

result=0
for file in *.tsv; do
	[ -f "$file" ] || continue
	name=$file
	if [ -e "accepted/$name" ] || [ -e "unknown/$name" ]; then
		echo "$dir/$name: left alone, one of this name was sent before"
		result=10
		continue
	fi
	mv "./$name" sending/
	status=0
	upkira --no-input --format json "$verb" "sending/$name" \
	    >"sending/$name.jsonl" || status=$?
	case $status in
	0)
		settle accepted "accepted"
		;;
	3)
		settle refused "not sent, see the messages above"
		[ "$result" -ne 0 ] || result=7
		;;
	6 | 7)
		settle refused "refused, wholly or partly"
		[ "$result" -ne 0 ] || result=7
		;;
	1 | 2 | 4 | 5 | 9 | 10)
		# Not sent, and the next file would fare no better. After 5,
		# and after 10 where another run was under way, the batch may
		# simply be started again; 10 is also what was sent before.
		settle . "not sent"
		result=$status
		break
		;;
	*)
		# 8, or ended by a signal: it may have been sent.
		settle unknown "OUTCOME UNKNOWN, look in the list first"
		result=$status
		break
		;;
	esac
done
rmdir sending
exit "$result"
