/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/clock.h"
#include "work/forecast.h"

static void
applications_are_names_by_the_days_between_them(void **state)
{
	static const struct {
		size_t names;
		int days, left;
		const char *month;
	} rows[] = {
		{ 0, 198, 33, "0.0" },
		{ 1000, 198, 0, "153.7" },
		{ 1000, 100, 0, "304.4" },
		{ 1000, 47, 0, "647.6" },
		{ 1000, 198, 33, "229.4" },
		{ 1000, 100, 33, "454.3" },
		{ 1000, 47, 33, "966.6" },
		{ 1, 47, 90, "6.5" },
		{ 100000, 47, 33, "96655.7" },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text), "%.1f",
		    ra_forecast_month(
			rows[i].names, rows[i].days, rows[i].left));
		assert_string_equal(text, rows[i].month);
	}
}

/* One who renews every day of a lifetime of one day does so 30.4 times. */
static void
a_lifetime_of_a_day_is_a_month_of_days(void **state)
{
	double d = ra_forecast_month(1, 1, 0) * 12;

	(void)state;
	assert_true(d > 365.2424 && d < 365.2426);
}

static void
lifetimes_only_get_shorter_and_keep_to_the_ballot(void **state)
{
	const struct ra_forecast_step *s = ra_forecast_steps();
	time_t last = 0, from;

	(void)state;
	for (size_t i = 0; i < RA_FORECAST_STEPS; i++) {
		assert_true(s[i].days <= s[i].limit);
		assert_true(i == 0 || s[i].days < s[i - 1].days);
		assert_int_equal(
		    ra_clock_parse(ra_span_str(s[i].from), &from), 0);
		assert_true(from > last);
		last = from;
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    applications_are_names_by_the_days_between_them),
		cmocka_unit_test(a_lifetime_of_a_day_is_a_month_of_days),
		cmocka_unit_test(
		    lifetimes_only_get_shorter_and_keep_to_the_ballot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
