/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The sandbox's faults: what a spec may say, and when a fault hits. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

/* The sandbox is no library, so its source is part of the test. */
/* NOLINTNEXTLINE(bugprone-suspicious-include) */
#include "../../cmd/lra-sandbox/fault.c"

static const struct {
	const char *what, *spec;
	size_t n;
	const char *path;
	long skip, count, ms;
} good[] = {
	{ "a name alone hits all", "error-500", 1, "", 0, -1, 0 },
	{ "all selectors of one line",
	    "slow-answer path=SP1001 skip=2 count=3 seconds=4", 1, "SP1001", 2,
	    3, 4000 },
	{ "commas part words too", "slow-drip,ms=7,count=1", 1, "", 0, 1, 7 },
	{ "a slow fault has a wait of its own", "slow-answer", 1, "", 0, -1,
	    10000 },
	{ "blank lines and comments say nothing",
	    "\n  # nothing\n\ttruncate # half\r\n", 1, "", 0, -1, 0 },
	{ "an empty spec is no fault", "", 0, "", 0, 0, 0 },
	{ "the longest wait", "slow-answer seconds=3600", 1, "", 0, -1,
	    3600000 },
};

static const struct {
	const char *what, *spec, *msg, *next;
} bad[] = {
	{ "an unknown fault names the nearest", "drop-befor-read",
	    "f:1: no fault is called \"drop-befor-read\"",
	    "did you mean drop-before-read?" },
	{ "an unknown fault unlike all names the help", "xyzzy",
	    "f:1: no fault is called \"xyzzy\"",
	    "lra-sandbox --help lists the faults" },
	{ "the line is told", "truncate\n\nendles",
	    "f:3: no fault is called \"endles\"", "did you mean endless?" },
	{ "a selector before the name is no fault", "path=x truncate",
	    "f:1: no fault is called \"path=x\"",
	    "lra-sandbox --help lists the faults" },
	{ "an unknown selector names the nearest", "truncate pth=x",
	    "f:1: no selector is called \"pth\"", "did you mean path=?" },
	{ "two faults in a line", "truncate endless",
	    "f:1: no selector is called \"endless\"", "did you mean path=?" },
	{ "a selector without a value", "truncate count",
	    "f:1: count without a value", "" },
	{ "an empty path",
	    "truncate path=", "f:1: path of 0 bytes, wanted 1 to 127", "" },
	{ "a negative count", "truncate count=-1",
	    "f:1: count is no number in its range", "" },
	{ "a count that is no number", "truncate count=x",
	    "f:1: count is no number in its range", "" },
	{ "a count above its ceiling", "truncate count=1000001",
	    "f:1: count is no number in its range", "" },
	{ "a wait above its ceiling", "slow-answer seconds=3601",
	    "f:1: seconds is no number in its range", "" },
	{ "an unknown interface names the nearest", "truncate iface=logut",
	    "f:1: no interface is called \"logut\"",
	    "did you mean iface=logout?" },
};

static void
good_specs(void **state)
{
	struct sb_faults f;
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		memset(&f, 0, sizeof(f));
		memset(&e, 0, sizeof(e));
		print_message("%s\n", good[i].what);
		assert_int_equal(
		    sb_faults_parse(&f, "f", ra_span_str(good[i].spec), &e), 0);
		assert_int_equal(f.n, good[i].n);
		if (f.n == 0)
			continue;
		assert_string_equal(f.v[0].path, good[i].path);
		assert_int_equal(f.v[0].skip, good[i].skip);
		assert_int_equal(f.v[0].count, good[i].count);
		assert_int_equal(f.v[0].ms, good[i].ms);
	}
}

static void
bad_specs(void **state)
{
	struct sb_faults f;
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&f, 0, sizeof(f));
		memset(&e, 0, sizeof(e));
		print_message("%s\n", bad[i].what);
		assert_int_equal(
		    sb_faults_parse(&f, "f", ra_span_str(bad[i].spec), &e), -1);
		assert_int_equal(e.code, RA_EUSAGE);
		assert_string_equal(e.msg, bad[i].msg);
		assert_string_equal(e.next, bad[i].next);
	}
}

static void
ceilings_hold(void **state)
{
	static char text[SB_FAULT_TEXT_MAX + 1];
	struct sb_faults f = { .n = 0 };
	struct ra_err e = { 0 };
	size_t i;

	(void)state;
	memset(text, '\n', sizeof(text));
	assert_int_equal(sb_faults_parse(&f, "f",
			     (struct ra_span){ text, SB_FAULT_TEXT_MAX }, &e),
	    0);
	assert_int_equal(sb_faults_parse(&f, "f",
			     (struct ra_span){ text, sizeof(text) }, &e),
	    -1);
	ra_err_clear(&e);
	for (i = 0; i < SB_FAULTS_MAX; i++)
		assert_int_equal(
		    sb_faults_parse(&f, "f", RA_SPAN("endless"), &e), 0);
	assert_int_equal(sb_faults_parse(&f, "f", RA_SPAN("endless"), &e), -1);
	assert_string_equal(e.msg, "f:1: more than 32 faults");
}

static void
every_fault_of_the_table_parses(void **state)
{
	const struct sb_fault_kind *k;
	struct sb_faults f;

	(void)state;
	for (k = sb_fault_table(); k->name != NULL; k++) {
		memset(&f, 0, sizeof(f));
		assert_int_equal(
		    sb_faults_parse(&f, "f", ra_span_str(k->name), NULL), 0);
		assert_ptr_equal(f.v[0].kind, k);
	}
}

static void
a_fault_hits_where_it_is_meant(void **state)
{
	const struct ra_iface *stats = ra_iface_find(RA_SPAN("stats"));
	struct sb_faults f = { .n = 0 };

	(void)state;
	assert_int_equal(sb_faults_parse(&f, "f",
			     RA_SPAN("error-500 path=SP10 iface=stats"), NULL),
	    0);
	assert_null(sb_faults_take(&f, SB_AT_ROUTE, "/x/SP2000.do", stats));
	assert_null(sb_faults_take(&f, SB_AT_ROUTE, "/x/SP1011.do", NULL));
	assert_null(sb_faults_take(
	    &f, SB_AT_ROUTE, "/x/SP1011.do", ra_iface_find(RA_SPAN("logout"))));
	assert_null(sb_faults_take(&f, SB_AT_SEND, "/x/SP1011.do", stats));
	assert_non_null(sb_faults_take(&f, SB_AT_ROUTE, "/x/SP1011.do", stats));
}

static void
skip_and_count_are_used_up(void **state)
{
	struct sb_faults f = { .n = 0 };
	static const bool hits[] = { false, false, true, true, true, false,
		false };
	size_t i;

	(void)state;
	assert_int_equal(
	    sb_faults_parse(&f, "f", RA_SPAN("truncate skip=2 count=3"), NULL),
	    0);
	for (i = 0; i < sizeof(hits) / sizeof(hits[0]); i++) {
		assert_null(sb_faults_take(&f, SB_AT_LIST, "/", NULL));
		assert_int_equal(
		    sb_faults_take(&f, SB_AT_SEND, "/", NULL) != NULL, hits[i]);
	}
}

static void
the_first_that_hits_is_taken_and_the_next_follows(void **state)
{
	struct sb_faults f = { .n = 0 };

	(void)state;
	assert_int_equal(sb_faults_parse(&f, "f",
			     RA_SPAN("truncate count=1\nendless"), NULL),
	    0);
	assert_int_equal(sb_faults_take(&f, SB_AT_SEND, "/", NULL)->kind->id,
	    SB_FAULT_TRUNCATE);
	assert_int_equal(sb_faults_take(&f, SB_AT_SEND, "/", NULL)->kind->id,
	    SB_FAULT_ENDLESS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_specs),
		cmocka_unit_test(bad_specs),
		cmocka_unit_test(ceilings_hold),
		cmocka_unit_test(every_fault_of_the_table_parses),
		cmocka_unit_test(a_fault_hits_where_it_is_meant),
		cmocka_unit_test(skip_and_count_are_used_up),
		cmocka_unit_test(
		    the_first_that_hits_is_taken_and_the_next_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
