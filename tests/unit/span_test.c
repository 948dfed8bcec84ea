/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <limits.h>
#include <string.h>
#include <cmocka.h>

#include "base/span.h"

static void
numbers_are_digits_within_bounds_and_nothing_else(void **state)
{
	static const struct {
		const char *in;
		long lo, hi;
		int rc;
		long out;
	} rows[] = {
		{ "0", 0, 9, 0, 0 },
		{ "99", 1, 99, 0, 99 },
		{ "007", 0, 10, 0, 7 },
		{ "9223372036854775807", 0, LONG_MAX, 0, LONG_MAX },
		{ "9223372036854775808", 0, LONG_MAX, -1, 0 },
		{ "99999999999999999999999", 0, LONG_MAX, -1, 0 },
		{ "100", 1, 99, -1, 0 },
		{ "0", 1, 99, -1, 0 },
		{ "5", 0, 3, -1, 0 },
		{ "", 0, 9, -1, 0 },
		{ "-1", -5, 9, -1, 0 },
		{ "+1", 0, 9, -1, 0 },
		{ " 1", 0, 9, -1, 0 },
		{ "1 ", 0, 9, -1, 0 },
		{ "1a", 0, 99, -1, 0 },
		{ "0x1", 0, 99, -1, 0 },
	};
	size_t i;
	long v;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		v = 0;
		assert_int_equal(ra_span_number(ra_span_str(rows[i].in),
				     rows[i].lo, rows[i].hi, &v),
		    rows[i].rc);
		assert_int_equal(v, rows[i].out);
	}
}

static void
a_span_is_found_where_it_first_begins(void **state)
{
	static const struct {
		const char *a, *b;
		size_t at;
		bool has;
	} rows[] = {
		{ "hello", "l", 2, true },
		{ "hello", "lo", 3, true },
		{ "hello", "", 0, true },
		{ "aab", "ab", 1, true },
		{ "hello", "lox", 5, false },
		{ "he", "hello", 2, false },
		{ "", "a", 0, false },
		{ "", "", 0, true },
	};
	struct ra_span a, b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		a = ra_span_str(rows[i].a);
		b = ra_span_str(rows[i].b);
		assert_int_equal(ra_span_find(a, b), rows[i].at);
		assert_int_equal(ra_span_has(a, b), rows[i].has);
	}
}

static void
comparisons_look_at_every_byte(void **state)
{
	(void)state;
	assert_true(ra_span_eqs(RA_SPAN("ab"), "ab"));
	assert_false(ra_span_eqs(RA_SPAN("ab"), "abc"));
	assert_false(ra_span_eqs(RA_SPAN("ab"), "aB"));
	assert_false(ra_span_eq(RA_SPAN("a\0b"), RA_SPAN("a\0c")));
	assert_true(ra_span_caseeqs(RA_SPAN("Content-TYPE"), "content-type"));
	assert_false(ra_span_caseeqs(RA_SPAN("a"), "ab"));
	assert_false(ra_span_caseeqs(RA_SPAN("["), "{"));
	assert_true(ra_span_starts(RA_SPAN("abc"), RA_SPAN("ab")));
	assert_false(ra_span_starts(RA_SPAN("a"), RA_SPAN("ab")));
	assert_true(ra_span_ends(RA_SPAN("a.tsv"), RA_SPAN(".tsv")));
	assert_false(ra_span_ends(RA_SPAN("tsv"), RA_SPAN(".tsv")));
	assert_int_equal(ra_span_str(NULL).n, 0);
}

static void
cutting_walks_to_the_end_and_stays_there(void **state)
{
	struct ra_span rest = RA_SPAN("a,,b"), part;

	(void)state;
	part = ra_span_cut(&rest, ',');
	assert_true(ra_span_eqs(part, "a"));
	part = ra_span_cut(&rest, ',');
	assert_int_equal(part.n, 0);
	part = ra_span_cut(&rest, ',');
	assert_true(ra_span_eqs(part, "b"));
	assert_int_equal(rest.n, 0);
	part = ra_span_cut(&rest, ',');
	assert_int_equal(part.n, 0);
	assert_int_equal(ra_span_from(RA_SPAN("ab"), 99).n, 0);
	assert_int_equal(ra_span_from((struct ra_span){ NULL, 0 }, 3).n, 0);
}

static void
a_character_cut_short_is_dropped_and_whole_ones_stay(void **state)
{
	static const struct {
		const char *in;
		size_t n, left;
	} rows[] = {
		{ "", 0, 0 },
		{ "ab", 2, 2 },
		{ "a\u00e9", 3, 3 },
		{ "a\u00e9", 2, 1 },
		{ "a\u56fd", 4, 4 },
		{ "a\u56fd", 3, 1 },
		{ "a\u56fd", 2, 1 },
		{ "\u56fd", 1, 0 },
		{ "a\U0001f600", 5, 5 },
		{ "a\U0001f600", 4, 1 },
		{ "a\U0001f600", 2, 1 },
		/* No UTF-8 at all is not what a cut leaves. */
		{ "\x80\x80\x80\x80", 4, 4 },
		{ "\x80", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_span s = { rows[i].in, rows[i].n };

		if (ra_span_whole(s).n != rows[i].left)
			fail_msg("row %zu: %zu", i, ra_span_whole(s).n);
	}
}

static void
trimming_takes_ascii_white_space_only(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ " a b\t\r\n", "a b" },
		{ "\v\f", "" },
		{ "", "" },
		{ "\xe3\x80\x80", "\xe3\x80\x80" },
		{ "\xa0", "\xa0" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(ra_span_eqs(
		    ra_span_trim(ra_span_str(rows[i].in)), rows[i].out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    numbers_are_digits_within_bounds_and_nothing_else),
		cmocka_unit_test(a_span_is_found_where_it_first_begins),
		cmocka_unit_test(comparisons_look_at_every_byte),
		cmocka_unit_test(cutting_walks_to_the_end_and_stays_there),
		cmocka_unit_test(
		    a_character_cut_short_is_dropped_and_whole_ones_stay),
		cmocka_unit_test(trimming_takes_ascii_white_space_only),
	};

	return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}
