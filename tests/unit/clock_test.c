/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"

static void
times_are_written_in_japan_time(void **state)
{
	char out[RA_CLOCK_TEXT];

	(void)state;
	assert_string_equal(ra_clock_iso(0, out), "1970-01-01T09:00:00+09:00");
	assert_string_equal(
	    ra_clock_iso(1795320300, out), "2026-11-22T13:05:00+09:00");
	assert_string_equal(ra_clock_date(1795359599, out), "2026-11-22");
	assert_string_equal(ra_clock_date(1795359600, out), "2026-11-23");
	assert_string_equal(
	    ra_clock_list(1795320300, out), "2026-11-22 13:05:00");
}

static void
times_of_lists_are_read(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "2026-11-22 13:05:00", "2026-11-22T13:05:00+09:00" },
		{ "2026/11/22 13:05:00", "2026-11-22T13:05:00+09:00" },
		{ "2026-11-22T13:05:00", "2026-11-22T13:05:00+09:00" },
		{ "2026/1/2 3:4:5", "2026-01-02T03:04:05+09:00" },
		{ "2026-11-22", "2026-11-22T00:00:00+09:00" },
		{ "2024-02-29", "2024-02-29T00:00:00+09:00" },
		{ "2000-02-29 23:59:59", "2000-02-29T23:59:59+09:00" },
		{ "1970-01-01", "1970-01-01T00:00:00+09:00" },
		{ "9999-12-31 23:59:59", "9999-12-31T23:59:59+09:00" },
	};
	char out[RA_CLOCK_TEXT];
	time_t t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    ra_clock_parse(ra_span_str(rows[i].in), &t), 0);
		assert_string_equal(ra_clock_iso(t, out), rows[i].out);
	}
}

static void
what_no_calendar_has_is_refused(void **state)
{
	static const char *const rows[] = {
		"",
		"2026",
		"2026-11",
		"2026-13-01",
		"2026-00-01",
		"2026-11-00",
		"2026-11-31",
		"2025-02-29",
		"1900-02-29",
		"1969-12-31",
		"26-11-22",
		"2026-11/22",
		"2026.11.22",
		"2026-11-22 ",
		"2026-11-22 24:00:00",
		"2026-11-22 12:60:00",
		"2026-11-22 12:00:60",
		"2026-11-22 12:00",
		"2026-11-22 12:00:00 ",
		"2026-11-22 12:00:00Z",
		"2026-11-22T12:00:00+09:00",
		" 2026-11-22",
		"2026-111-22",
		"2026--1-22",
		"2026-11-22 -1:00:00",
		"abcd-ef-gh",
	};
	time_t t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ra_clock_parse(ra_span_str(rows[i]), &t) != -1)
			fail_msg("taken: %s", rows[i]);
}

static void
days_are_rounded_towards_the_past(void **state)
{
	static const struct {
		time_t a, b;
		long days;
	} rows[] = {
		{ 0, 0, 0 },
		{ 0, 86399, 0 },
		{ 0, 86400, 1 },
		{ 86400, 0, -1 },
		{ 1, 0, -1 },
		{ 86401, 0, -2 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    ra_clock_days(rows[i].a, rows[i].b), rows[i].days);
}

static void
the_clocks_run_forward(void **state)
{
	int64_t a = ra_clock_mono();

	(void)state;
	assert_true(ra_clock_mono() >= a);
	assert_true(ra_clock_now() > 1700000000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_written_in_japan_time),
		cmocka_unit_test(times_of_lists_are_read),
		cmocka_unit_test(what_no_calendar_has_is_refused),
		cmocka_unit_test(days_are_rounded_towards_the_past),
		cmocka_unit_test(the_clocks_run_forward),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
