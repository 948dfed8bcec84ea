#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# usage: nightly-apply.sh issue|renew FOLDER
#
# For cron: send the .tsv files of FOLDER, and leave behind each night a state
# from which the next night goes on by itself.
#	done/		every record was accepted
#	refused/	something is to be mended: see FILE.jsonl beside it
#	FOLDER itself	not sent, or its outcome is not known yet
# Of the last kind FILE.batch names the batch: first reconcile finds out what
# became of it, then --resume sends what did not arrive. A record never goes
# twice: the journal of upkira sees to that, whatever happens here.
#
# Exit status: that of upkira(1) by which the night ended; 0 when nothing is left
# to do, 7 when a file went to refused/.
set -u

verb=${1-}
case $verb in
issue | renew) ;;
*) verb= ;;
esac
if [ $# -ne 2 ] || [ -z "$verb" ] || ! cd "$2"; then
	echo "usage: nightly-apply.sh issue|renew FOLDER" >&2
	exit 2
fi
worst=0

move() {
	mkdir -p "$1" && mv "$file" "$1/" || exit 1
	[ ! -e "$file.jsonl" ] || mv "$file.jsonl" "$1/"
	rm -f "$file.batch"
	echo "$file: $1"
}

# What became of unknown records, before anything new is sent.
upkira --no-input reconcile >reconcile.log
status=$?
case $status in
0) rm -f reconcile.log ;;
8) worst=8 ;; # some are still unknown: their files wait
10) exit 10 ;; # another run is under way: it is its night
*) exit $status ;;
esac

for file in *.tsv; do
	[ -f "$file" ] || continue
	# A run that was cut off, or whose answer was lost, is gone on with.
	set --
	[ ! -s "$file.batch" ] || set -- --resume "$(cat "$file.batch")"
	upkira --no-input --format json "$verb" "$@" "$file" >"$file.new"
	status=$?
	cat "$file.new" >>"$file.jsonl"
	rm -f "$file.new"
	# Empty where nothing of it was sent.
	sed -n 's/.*"batch":\([1-9][0-9]*\).*/\1/p' "$file.jsonl" | tail -n 1 \
	    >"$file.batch"
	case $status in
	0)
		# With --resume: of this run. Refused ones of the first stay so.
		if grep -qE '"verdict":"(refused|aborted)"' "$file.jsonl"; then
			move refused
			worst=7
		else
			move "done"
		fi
		;;
	3 | 6 | 7)
		# To be mended by a person; the others go on.
		move refused
		[ $worst -ne 0 ] || worst=7
		;;
	8)
		# Sent, no answer understood: never again before reconcile.
		echo "$file: outcome unknown, batch $(cat "$file.batch")" >&2
		exit 8
		;;
	10)
		# Sent before (or another run began): the message tells which.
		[ $worst -ne 0 ] || worst=10
		;;
	*)
		# 1 something here, 2 the call, 4 the credential, 5 the network,
		# 9 a page, 128+n a signal: the next file fares no better. After
		# 5 the next night tries again by itself.
		exit $status
		;;
	esac
done
exit $worst
