/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The note of the officer's certificate, and lines for those who watch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "work/monitor.h"

static void
a_note_is_read_whole_or_not_at_all(void **state)
{
	static const struct {
		const char *what, *in;
		int64_t end; /* 0: not known */
	} cases[] = {
		{ "a note", "upkira officer 1\nend: 1800000000\nname: K T\n",
		    1800000000 },
		{ "lines of a later version",
		    "upkira officer 1\nmore: x\nend: 5\nname: a\n", 5 },
		{ "no name", "upkira officer 1\nend: 7", 7 },
		{ "nothing", "", 0 },
		{ "another head", "upkira officer 2\nend: 5\n", 0 },
		{ "no end", "upkira officer 1\nname: a\n", 0 },
		{ "an end that is none", "upkira officer 1\nend: soon\n", 0 },
		{ "a negative one", "upkira officer 1\nend: -5\n", 0 },
		{ "a huge one",
		    "upkira officer 1\nend: 99999999999999999999999\n", 0 },
		{ "zero", "upkira officer 1\nend: 0\n", 0 },
		{ "bytes", "\x7f\x45LF\x02\x01", 0 },
	};
	struct ra_officer_note n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ra_officer_note_parse(ra_span_str(cases[i].in), &n);
		if (n.known != (cases[i].end != 0) || n.end != cases[i].end)
			fail_msg("%s: %lld", cases[i].what, (long long)n.end);
	}
}

static void
a_name_from_the_list_breaks_no_line(void **state)
{
	struct ra_expiring_row due = { .days = 3 };
	struct ra_monitor m = { .now = 1000000,
		.limit = { 30, 7, 60, 14, 26, 78 },
		.snapshot = { .taken = 999990 },
		.due = { &due, 1, 1, 0, 0 },
		.critical = 1,
		.next = &due,
		.unknown = -1 };
	struct ra_buf b;

	(void)state;
	due.held.row.cn = "a|b\n\x1b[31mc\"\\";
	due.held.row.ends = 1259200;
	ra_buf_init(&b, 65536);
	assert_int_equal(ra_monitor_nagios(&m, &b), RA_MONITOR_CRITICAL);
	assert_ptr_equal(strchr(ra_buf_str(&b), '\n'), b.p + b.n - 1);
	assert_ptr_equal(
	    strchr(ra_buf_str(&b), '|'), strrchr(ra_buf_str(&b), '|'));
	assert_null(strchr(ra_buf_str(&b), '\x1b'));
	ra_buf_reset(&b);
	ra_monitor_prometheus(&m, "a\"b\\c\nd", &b);
	assert_non_null(
	    strstr(ra_buf_str(&b), "{profile=\"a\\\"b\\\\c\\nd\"} 1000000\n"));
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_is_read_whole_or_not_at_all),
		cmocka_unit_test(a_name_from_the_list_breaks_no_line),
	};

	return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
