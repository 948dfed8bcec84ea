# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# What the command line tests share. A test has a folder of its own, T, with a
# home inside, and may start a sandbox in SB; nothing outlives it.
bats_require_minimum_version 1.5.0
ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
B=${B:-build}
[ "${B#/}" != "$B" ] || B=$ROOT/$B
UPKIRA=${UPKIRA_PROGRAM:-$B/upkira}
SANDBOX=${SANDBOX_PROGRAM:-$B/lra-sandbox}
WAIT_MAX=600 # tenths of a second, for anything that must happen

setup() {
	private
}

teardown() {
	tidy
}

# Nothing of the caller's home, locale, proxies or settings reaches a test.
private() {
	local name
	T=$BATS_TEST_TMPDIR
	SB=$T/sandbox
	for name in $(compgen -e | grep -E '^UPKIRA_|^XDG_|_(proxy|PROXY)$'); do
		unset "$name"
	done
	unset LANGUAGE NO_COLOR CREDENTIALS_DIRECTORY PORT
	export HOME=$T/home TMPDIR=$T/tmp LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
	export XDG_CONFIG_HOME=$HOME/.config XDG_STATE_HOME=$HOME/.state
	export XDG_RUNTIME_DIR=$HOME/.run XDG_CACHE_HOME=$HOME/.cache
	export UPKIRA_LOCALEDIR=$B/locale
	mkdir -p "$HOME" "$TMPDIR" "$XDG_CONFIG_HOME" "$XDG_STATE_HOME"
	mkdir -m 700 "$XDG_RUNTIME_DIR"
	if [ -z "${RA_SAN_LOG-}" ]; then
		export RA_SAN_LOG=$T/san
		mkdir "$RA_SAN_LOG"
		export ASAN_OPTIONS=log_path=$RA_SAN_LOG/report:exitcode=99
		export UBSAN_OPTIONS=$ASAN_OPTIONS
	fi
	reports >"$T/reports"
	cd "$T" || return 1
}

reports() {
	find "$RA_SAN_LOG" -type f | sort
}

# Ends what the test started, and fails it for what a sanitizer found.
tidy() {
	local rc=0 report
	[ -z "${UPKIRA_PID-}" ] || kill -9 "$UPKIRA_PID" 2>/dev/null || :
	sandbox_stop || rc=1
	for report in $(reports | comm -13 "$T/reports" -); do
		head -n 60 "$report"
		rc=1
	done
	return $rc
}

# until_true COMMAND...: poll; gives up after WAIT_MAX.
until_true() {
	local n
	for ((n = 0; n < WAIT_MAX; n++)); do
		! "$@" || return 0
		sleep 0.1
	done
	echo "waited in vain for: $*"
	return 1
}

# --- the sandbox ---

# A CA family takes a while: made once, then copied. Made again when the
# program is newer, or before its certificates have aged.
sandbox_template() {
	local SB=$B/cli-template rc=0
	{
		flock 9
		if ! [ "$SB/ready" -nt "$SANDBOX" ] ||
		    [ -n "$(find "$SB/ready" -mmin +600)" ]; then
			rm -rf "$SB"
			sandbox_launch && sandbox_stop &&
			    rm -f "$SB/requests.jsonl" && touch "$SB/ready" ||
			    rc=1
		fi
	} 9>"$SB.lock"
	return $rc
}

port_is_told() {
	# Gone without one: the caller sees that, and need not wait.
	[ -s "$SB.port" ] || ! kill -0 "$SANDBOX_PID" 2>/dev/null
}

sandbox_launch() {
	local port=(--port 0)
	case " $* " in
	*' --port '*) port=() ;;
	esac
	rm -f "$SB.port"
	"$SANDBOX" --dir "$SB" "${port[@]}" --port-file "$SB.port" "$@" \
	    >>"$SB.log" 2>&1 </dev/null 3>&- 9>&- &
	SANDBOX_PID=$!
	if ! until_true port_is_told || ! [ -s "$SB.port" ]; then
		echo "the sandbox did not start:"
		cat "$SB.log"
		kill -9 "$SANDBOX_PID" 2>/dev/null || :
		SANDBOX_PID=
		return 1
	fi
	PORT=$(cat "$SB.port")
	export PORT
}

# sandbox_start [OPTION...]: sets PORT. After sandbox_stop it goes on with the
# state it had.
sandbox_start() {
	if ! [ -d "$SB" ]; then
		sandbox_template || return 1
		cp -a "$B/cli-template" "$SB"
	fi
	sandbox_launch "$@"
}

# End it as its user would; its own end must be a clean one.
sandbox_stop() {
	local pid=${SANDBOX_PID-} rc=0
	[ -n "$pid" ] || return 0
	SANDBOX_PID=
	kill "$pid" 2>/dev/null || :
	wait "$pid" || rc=$?
	case $rc in
	0 | 143) return 0 ;;
	esac
	echo "the sandbox ended with status $rc:"
	tail -n 40 "$SB.log"
	return 1
}

# fault [SPEC]: what goes wrong from the next request on; without SPEC nothing.
fault() {
	printf '%s\n' "$@" >"$SB/fault.new"
	mv "$SB/fault.new" "$SB/fault"
}

# requests FILTER: of what the sandbox was asked, through jq.
requests() {
	[ ! -e "$SB/requests.jsonl" ] || jq -r "$1" "$SB/requests.jsonl"
}

# How many uploads reached the sandbox.
sent_uploads() {
	requests 'select(.file != null) | .path' | wc -l
}

# --- upkira ---

# with_config ARG...: fills argv with the command line.
with_config() {
	argv=("$UPKIRA")
	[ ! -e "$SB/upkira.yaml" ] || argv+=(--config "$SB/upkira.yaml")
	argv+=("$@")
}

# No test may end in one of these, whatever else it expects.
not_crashed() {
	case $status in
	99 | 124 | 132 | 134 | 135 | 136 | 137 | 139)
		echo "upkira crashed or hung: status $status"
		return 1
		;;
	esac
}

# run_upkira ARG...: sets status; the files out and err have what it said.
run_upkira() {
	local argv
	with_config "$@"
	status=0
	timeout "$((WAIT_MAX / 10))" "${argv[@]}" >"$T/out" 2>"$T/err" ||
	    status=$?
	cat "$T/out" "$T/err" >>"$T/said"
	not_crashed
}

# start_upkira ARG...: in the background, as UPKIRA_PID; then wait_upkira.
start_upkira() {
	local argv
	with_config "$@"
	env --default-signal=INT,QUIT "${argv[@]}" \
	    >"$T/out" 2>"$T/err" 3>&- &
	UPKIRA_PID=$!
}

upkira_is_gone() {
	! kill -0 "$UPKIRA_PID" 2>/dev/null
}

wait_upkira() {
	until_true upkira_is_gone || kill -9 "$UPKIRA_PID"
	status=0
	wait "$UPKIRA_PID" || status=$?
	UPKIRA_PID=
	cat "$T/out" "$T/err" >>"$T/said"
	not_crashed
}

# on_terminal PROMPT ANSWER ARG...: on a terminal of its own; ANSWER is typed
# when PROMPT is seen. The file out has all that the screen showed.
on_terminal() {
	local argv prompt=$1 answer=$2
	shift 2
	with_config "$@"
	rm -f "$T/keys"
	: >"$T/out"
	: >"$T/err"
	mkfifo "$T/keys"
	# Open here for both, so that a program already gone blocks nobody.
	exec 8<>"$T/keys"
	script -q -e -f -c "$(printf '%q ' "${argv[@]}")" "$T/out" \
	    <&8 >/dev/null 2>&1 3>&- 8>&- &
	UPKIRA_PID=$!
	if until_true terminal_shows "$prompt"; then
		printf '%s\n' "$answer" >&8
	fi
	wait_upkira
	exec 8>&-
}

terminal_shows() {
	upkira_is_gone || grep -qF -e "$1" "$T/out"
}

# Messages in Japanese from here on.
japanese() {
	export LANGUAGE=ja
}

# --- what is expected ---

said_so_far() {
	local f
	for f in out err; do
		[ ! -s "$T/$f" ] || sed "s/^/$f: /" "$T/$f"
	done
}

expect_status() {
	[ "$status" != "$1" ] || return 0
	echo "status $status, wanted $1"
	said_so_far
	return 1
}

# expect FILE [TEXT]: the text is somewhere in it, or anything at all.
expect() {
	if [ $# -gt 1 ]; then
		! grep -qF -e "$2" "$T/$1" || return 0
	else
		[ ! -s "$T/$1" ] || return 0
	fi
	echo "not in $1: ${2-anything}"
	said_so_far
	return 1
}

expect_no() {
	if [ $# -gt 1 ]; then
		grep -qF -e "$2" "$T/$1" || return 0
	else
		[ -s "$T/$1" ] || return 0
	fi
	echo "in $1, but should not be: ${2-anything}"
	said_so_far
	return 1
}

expect_out() { expect out "$@"; }
expect_err() { expect err "$@"; }
expect_no_out() { expect_no out "$@"; }
expect_no_err() { expect_no err "$@"; }

# same_as [FILE]: standard input is what is in FILE, or in out.
same_as() {
	diff -u --label wanted --label found - "${1-$T/out}"
}

# canary [SECRET]: neither what was said nor any file left behind has the
# secret, by default each pass phrase of the sandbox. What the service itself
# has to know, its database and mails, does not count.
canary() {
	local secret rc=0
	if [ $# -eq 0 ]; then
		set -- "$(cat "$SB"/officer/*.pass | sort -u)"
	fi
	if [ -z "$1" ]; then
		echo "canary: no secret to look for"
		return 1
	fi
	while IFS= read -r secret; do
		! grep -rlF -e "$secret" --exclude='*.pass' \
		    --exclude='sandbox.db*' --exclude-dir=mail --exclude=keys -D skip "$T" || rc=1
	done <<<"$1"
	return $rc
}
