#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Killed at a system call that touches network, journal or file system, while
# three files are sent: what the journal says, what the service got and what
# reconcile finds must agree, and going on must lose and double nothing. One
# call in KILL_EVERY is tried; make kill tries them all.

load lib
load rows

EVERY=${KILL_EVERY:-37}
CALLS="connect sendto sendmsg write writev recvfrom recvmsg read poll ppoll
    openat pread64 pwrite64 fdatasync fsync ftruncate rename renameat2
    unlink flock fcntl close"

trace() {
	local how=$1
	shift
	# A sanitizer's own check for leaks cannot run under another tracer.
	status=0
	# shellcheck disable=SC2086 # words of options
	{
		ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 \
		    strace -f -qq -o "$T/strace" $how "$UPKIRA" \
		    --config "$T/u.yaml" "$@" >"$T/out" 2>"$T/err" ||
		    status=$?
	} 2>"$T/killed"
}

run_here() {
	status=0
	"$UPKIRA" --config "$T/u.yaml" "$@" >"$T/out" 2>"$T/err" || status=$?
}

# A new state folder and three new files, of names nobody had before.
prepare() {
	local f
	name=p$1
	sed "s,^    state: .*,    state: $T/state/$name," "$SB/upkira.yaml" \
	    >"$T/u.yaml"
	for f in a b c; do
		client_row "$name$f one" >"$name$f.tsv"
		client_row "$name$f two" >>"$name$f.tsv"
	done
	files=("${name}a.tsv" "${name}b.tsv" "${name}c.tsv")
}

# What the service has: "CN times", of this point.
arrived() {
	sqlite3 "$SB/sandbox.db" ".timeout 5000" \
	    "SELECT cn,count(*) FROM app WHERE cn LIKE '$name%' GROUP BY cn" |
	    sort
}

# What the journal says: "CN|state".
told() {
	[ ! -e "$T/state/$name/journal.db" ] && return
	run_here --format json journal show 1
	[ "$status" -eq 2 ] || jq -r '"\(.cn)|\(.state)"' "$T/out" | sort
}

# Every word of the journal is true, as far as it goes.
agree() {
	local cn state times
	while IFS='|' read -r cn state; do
		times=$(arrived | sed -n "s/^$cn|//p")
		case $state:${times:-0} in
		prepared:0 | unsent:0 | absent:0 | accepted:1) ;;
		sent:[01] | unknown:[01]) ;;
		*)
			echo "$point: $cn: journal: $state, arrived: ${times:-0}"
			return 1
			;;
		esac
	done < <(told)
}

# The list, as if it were taken long after.
late_list() {
	run_here bulk-download -t client -o "$T/list"
	[ "$status" -eq 0 ]
	LC_ALL=C sed "s/$(TZ=JST-9 date +%Y.%m.%d)/2099-01-01/g" "$T/list" \
	    >"$T/late"
}

survives() {
	sleep 0.1 # what was received is worked off
	agree || return 1
	run_here journal verify
	[ "$status" -eq 0 ] || return 1
	late_list || return 1
	run_here reconcile --inventory "$T/late"
	[ "$status" -eq 0 ] || return 1
	agree || return 1
	! told | grep -E '[|](sent|unknown)' || return 1
	if [ -n "$(told)" ]; then
		run_here issue -t client --resume 1 "${files[@]}"
	else
		run_here issue -t client "${files[@]}"
	fi
	[ "$status" -eq 0 ] || return 1
	[ "$(arrived | wc -l)" -eq 6 ] && ! arrived | grep -v '|1$'
}

@test "killed at any call: nothing is sent twice, nothing is lost" {
	command -v strace >/dev/null || skip "no strace"
	local call n total points=0 k=0
	sandbox_start
	prepare count
	trace "-e trace=${CALLS//[$' \t\n']/,}" issue -t client "${files[@]}"
	expect_status 0
	mv "$T/strace" calls
	for call in $CALLS; do
		total=$(grep -cE "^[0-9]+ +$call\(" calls || :)
		for ((n = 1; n <= total; n++)); do
			((++k % EVERY == 0)) || continue
			point=$call:$n
			prepare $k
			trace "-e trace=$call -e inject=$call:signal=KILL:when=$n" \
			    issue -t client "${files[@]}"
			# Some calls are fewer on another day.
			[ "$status" -ne 0 ] || continue
			survives || {
				echo "killed at $point: status $status"
				cat "$T/out" "$T/err"
				false
			}
			points=$((points + 1))
		done
	done
	echo "# killed at $points of $k calls" >&3
	[ "$k" -gt 300 ]
	[ "$points" -gt 5 ] || [ "$EVERY" -gt 37 ]
}
