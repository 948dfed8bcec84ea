/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"

static void
additions_come_out_in_order(void **state)
{
	struct ra_buf b;
	char *s;

	(void)state;
	ra_buf_init(&b, 100);
	assert_string_equal(ra_buf_str(&b), "");
	ra_buf_add(&b, RA_SPAN("ab"));
	ra_buf_adds(&b, "cd");
	ra_buf_addc(&b, 'e');
	ra_buf_addf(&b, "%d-%s", 42, "x");
	assert_int_equal(ra_buf_done(&b, "x", NULL), 0);
	assert_true(ra_span_eqs(ra_buf_span(&b), "abcde42-x"));
	s = ra_buf_take(&b);
	assert_string_equal(s, "abcde42-x");
	assert_int_equal(b.n, 0);
	free(s);
	s = ra_buf_take(&b);
	assert_string_equal(s, "");
	free(s);
	ra_buf_clear(&b);
}

static void
the_ceiling_is_met_at_one_byte_too_many(void **state)
{
	static const struct {
		size_t max;
		const char *first, *second, *kept;
		bool over;
	} rows[] = {
		{ 4, "ab", "cd", "abcd", false },
		{ 4, "ab", "cde", "ab", true },
		{ 4, "abcde", "a", "", true },
		{ 0, "", "", "", false },
		{ 0, "a", "", "", true },
		{ 1, "", "a", "a", false },
		{ 1, "a", "b", "a", true },
	};
	struct ra_err e;
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&e, 0, sizeof(e));
		ra_buf_init(&b, rows[i].max);
		ra_buf_adds(&b, rows[i].first);
		ra_buf_addf(&b, "%s", rows[i].second);
		assert_string_equal(ra_buf_str(&b), rows[i].kept);
		assert_int_equal(b.over, rows[i].over);
		assert_int_equal(
		    ra_buf_done(&b, "row", &e), rows[i].over ? -1 : 0);
		assert_int_equal(e.code, rows[i].over ? RA_EINPUT : RA_OK);
		ra_buf_clear(&b);
	}
}

static void
the_failure_names_what_and_the_ceiling(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 3);
	ra_buf_adds(&b, "abcd");
	assert_int_equal(ra_buf_done(&b, "answer", &e), -1);
	assert_string_equal(
	    e.msg, "answer: too large, at most 3 bytes are taken");
	ra_buf_reset(&b);
	assert_int_equal(ra_buf_done(&b, "answer", NULL), 0);
	ra_buf_clear(&b);
}

static void
bytes_with_nul_are_kept(void **state)
{
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 10);
	ra_buf_add(&b, (struct ra_span){ "a\0b", 3 });
	ra_buf_add(&b, (struct ra_span){ NULL, 0 });
	assert_int_equal(b.n, 3);
	assert_memory_equal(b.p, "a\0b", 4);
	ra_buf_clear(&b);
}

static void
a_secret_is_wiped_when_the_buffer_is_emptied(void **state)
{
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init_secret(&b, 1000);
	for (i = 0; i < 200; i++)
		ra_buf_addc(&b, 'S');
	assert_int_equal(b.n, 200);
	ra_buf_reset(&b);
	for (i = 0; i < b.cap; i++)
		assert_int_equal(b.p[i], 0);
	ra_buf_clear(&b);
}

static void
a_zeroed_buffer_can_be_cleared_and_holds_nothing(void **state)
{
	struct ra_buf b = { 0 };

	(void)state;
	ra_buf_adds(&b, "x");
	assert_true(b.over);
	ra_buf_clear(&b);
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(additions_come_out_in_order),
		cmocka_unit_test(the_ceiling_is_met_at_one_byte_too_many),
		cmocka_unit_test(the_failure_names_what_and_the_ceiling),
		cmocka_unit_test(bytes_with_nul_are_kept),
		cmocka_unit_test(a_secret_is_wiped_when_the_buffer_is_emptied),
		cmocka_unit_test(
		    a_zeroed_buffer_can_be_cleared_and_holds_nothing),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
