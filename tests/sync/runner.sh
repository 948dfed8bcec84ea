#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The test runner counts what passed, and everything that can go wrong with a
# test as failed.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
runner=$PWD/tests/run

# runs WHAT STATUS LAST: standard input fills a tree with tests.
runs() {
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree/tests" "$tmp/tree/b/unit" "$tmp/tree/b/fuzz"
	cp "$runner" "$tmp/tree/tests/run"
	(cd "$tmp/tree/tests" && mkdir sync unit cli fuzz && sh -eu)
	rc=0
	B=b TEST_SECONDS=${TEST_SECONDS:-60} "$tmp/tree/tests/run" >"$tmp/said" 2>&1 || rc=$?
	if [ "$rc" != "$2" ] || [ "$(tail -n 1 "$tmp/said")" != "$3" ]; then
		echo "$0: $1: wanted status $2 and '$3', found $rc and"
		cat "$tmp/said"
		: >"$tmp/bad"
	fi
}

# shellcheck disable=SC2016 # for the script's own shell
script='script() { printf "#!/bin/sh\n%s\n" "$2" >"$1"; chmod +x "$1"; }'

runs "no test at all" 1 '0 passed, 0 failed' </dev/null
runs "one that passes, one that fails" 1 '1 passed, 1 failed' <<E
$script
script sync/a.sh 'exit 0'
script sync/b.sh 'echo wrong; exit 1'
E
runs "what is skipped is not passed" 0 '1 passed, 0 failed' <<E
$script
script sync/a.sh 'exit 77'
script sync/b.sh :
E
runs "a unit test that was not built" 1 '0 passed, 1 failed' <<E
: >unit/a_test.c
E
runs "a unit test that dies after its first case" 1 '1 passed, 1 failed' <<E
$script
: >unit/a_test.c
script ../b/unit/a_test 'echo ok 1 - one; kill -SEGV \$\$'
E
runs "a unit test without a case" 1 '0 passed, 1 failed' <<E
$script
: >unit/a_test.c
script ../b/unit/a_test 'exit 0'
E
runs "a child's sanitizer report in a test that passed" 1 \
    '1 passed, 1 failed' <<E
$script
script sync/a.sh 'echo leak >"\$RA_SAN_LOG/report.1"'
E
runs "a fuzz target without a corpus" 1 '0 passed, 1 failed' <<E
$script
: >fuzz/fuzz_a.c
script ../b/fuzz/fuzz_a :
E
runs "a command line test with a broken file" 1 '0 passed, 1 failed' <<E
echo '@test "a" {' >cli/a.bats
E
runs "command line tests, one of them wrong" 1 '1 passed, 1 failed' <<E
printf '@test "a" {\n\ttrue\n}\n@test "b" {\n\tfalse\n}\n' >cli/a.bats
E
export TEST_SECONDS=1
runs "a test that hangs" 1 '0 passed, 1 failed' <<E
$script
script sync/a.sh 'exec sleep 60'
E
[ ! -e "$tmp/bad" ]
