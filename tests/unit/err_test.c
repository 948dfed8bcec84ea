/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <cmocka.h>

#include "base/err.h"

static void
the_first_failure_stays(void **state)
{
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_fail(&e, RA_EINPUT, "a.tsv:%d: bad", 3), -1);
	assert_int_equal(ra_fail(&e, RA_ENET, "later"), -1);
	assert_int_equal(e.code, RA_EINPUT);
	assert_string_equal(e.msg, "a.tsv:3: bad");
}

static void
no_place_for_a_failure_is_no_fault(void **state)
{
	(void)state;
	assert_int_equal(ra_fail(NULL, RA_EINPUT, "x"), -1);
	ra_next(NULL, "x");
	ra_err_clear(NULL);
}

static void
a_long_message_is_cut_and_ended(void **state)
{
	char text[2 * RA_ERR_MSG_MAX];
	struct ra_err e = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ra_fail(&e, RA_EINPUT, "%s", text);
	ra_next(&e, "%s", text);
	assert_int_equal(strlen(e.msg), RA_ERR_MSG_MAX - 1);
	assert_int_equal(strlen(e.next), RA_ERR_NEXT_MAX - 1);
}

static void
a_message_is_not_cut_inside_a_character(void **state)
{
	char text[2 * RA_ERR_MSG_MAX];
	struct ra_err e;

	(void)state;
	/* Three bytes each, begun at every remainder. */
	for (size_t lead = 0; lead < 3; lead++) {
		memset(text, 'x', lead);
		for (size_t i = 0; i < 600; i++)
			memcpy(text + lead + 3 * i, "\u56fd", 4);
		e = (struct ra_err){ 0 };
		ra_fail(&e, RA_EINPUT, "%s", text);
		ra_next(&e, "%s", text);
		assert_int_equal((strlen(e.msg) - lead) % 3, 0);
		assert_int_equal((strlen(e.next) - lead) % 3, 0);
		assert_true(strlen(e.msg) > RA_ERR_MSG_MAX - 4);
		assert_true(strlen(e.next) > RA_ERR_NEXT_MAX - 4);
	}
}

static void
advice_needs_a_failure_and_the_first_stays(void **state)
{
	struct ra_err e = { 0 };

	(void)state;
	ra_next(&e, "too early");
	assert_string_equal(e.next, "");
	ra_fail(&e, RA_ECRED, "x");
	ra_next(&e, "try %d", 1);
	ra_next(&e, "try 2");
	assert_string_equal(e.next, "try 1");
	ra_err_clear(&e);
	assert_int_equal(e.code, RA_OK);
	assert_string_equal(e.msg, "");
	assert_string_equal(e.next, "");
}

static void
the_table_of_statuses_is_complete(void **state)
{
	const struct ra_status *s = ra_status_table();
	int i;

	(void)state;
	for (i = 0; i <= RA_ELOCKED; i++, s++) {
		assert_int_equal(s->code, i);
		assert_non_null(s->name);
		assert_true(strlen(s->what) > 3);
		assert_non_null(s->again);
	}
	assert_int_equal(s->code, RA_ESIGNAL);
	assert_string_equal(s->name, "signal");
	assert_null(s[1].name);
}

static void
an_errno_has_words_without_a_capital(void **state)
{
	static const int rows[] = { ENOENT, EACCES, EPERM, EEXIST, ENOSPC,
		EISDIR, 0, -1, 99999 };
	char text[RA_ERRNO_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ptr_equal(ra_err_errno(rows[i], text), text);
		assert_true(strlen(text) > 3);
		assert_false(text[0] >= 'A' && text[0] <= 'Z');
	}
	assert_string_equal(
	    ra_err_errno(ENOENT, text), "no such file or directory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_failure_stays),
		cmocka_unit_test(no_place_for_a_failure_is_no_fault),
		cmocka_unit_test(a_long_message_is_cut_and_ended),
		cmocka_unit_test(a_message_is_not_cut_inside_a_character),
		cmocka_unit_test(advice_needs_a_failure_and_the_first_stays),
		cmocka_unit_test(the_table_of_statuses_is_complete),
		cmocka_unit_test(an_errno_has_words_without_a_capital),
	};

	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
