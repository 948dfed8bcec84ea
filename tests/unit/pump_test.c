/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/pump.h"

#define MAX 64

struct sink {
	struct ra_buf got;
	int calls, fail_at; /* 0: never */
};

static int
take(void *arg, struct ra_span piece, struct ra_err *e)
{
	struct sink *s = arg;

	if (++s->calls == s->fail_at)
		return ra_fail(e, RA_ELOCAL, "piece %d", s->calls);
	ra_buf_add(&s->got, piece);
	return 0;
}

static void
pieces_arrive_whole_and_in_order(void **state)
{
	struct sink s = { .calls = 0 };
	struct ra_buf b, wanted;
	struct ra_err e = { 0 };
	struct ra_pump *p;
	int i;

	(void)state;
	ra_buf_init(&s.got, 1u << 20);
	ra_buf_init(&wanted, 1u << 20);
	ra_buf_init(&b, MAX);
	p = ra_pump_new(MAX, take, &s);
	for (i = 0; i < 2000; i++) {
		ra_buf_addf(&b, "%d,", i);
		ra_buf_addf(&wanted, "%d,", i);
		assert_int_equal(ra_pump_add(p, &b, &e), 0);
		assert_int_equal(b.n, 0);
	}
	assert_int_equal(ra_pump_end(p, &e), 0);
	assert_int_equal(s.calls, 2000);
	assert_string_equal(ra_buf_str(&s.got), ra_buf_str(&wanted));
	ra_pump_free(p);
	ra_buf_clear(&b);
	ra_buf_clear(&wanted);
	ra_buf_clear(&s.got);
}

/* The first failure is the one that is told, and nothing follows it. */
static void
a_failure_ends_it(void **state)
{
	struct sink s = { .fail_at = 3 };
	struct ra_err e = { 0 };
	struct ra_pump *p = ra_pump_new(MAX, take, &s);
	struct ra_buf b;
	int i;

	(void)state;
	ra_buf_init(&s.got, MAX);
	ra_buf_init(&b, MAX);
	for (i = 0; i < 10; i++) {
		ra_buf_addc(&b, 'a');
		(void)ra_pump_add(p, &b, NULL);
	}
	assert_int_equal(ra_pump_end(p, &e), -1);
	assert_string_equal(e.msg, "piece 3");
	assert_int_equal(e.code, RA_ELOCAL);
	assert_int_equal(s.calls, 3);
	assert_string_equal(ra_buf_str(&s.got), "aa");
	assert_int_equal(ra_pump_end(p, NULL), -1);
	ra_pump_free(p);
	ra_buf_clear(&b);
	ra_buf_clear(&s.got);
}

static void
one_that_is_given_up_ends(void **state)
{
	struct sink s = { .calls = 0 };
	struct ra_pump *p = ra_pump_new(MAX, take, &s);
	struct ra_buf b;

	(void)state;
	ra_buf_init(&s.got, MAX);
	ra_buf_init(&b, MAX);
	ra_buf_addc(&b, 'a');
	assert_int_equal(ra_pump_add(p, &b, NULL), 0);
	ra_pump_free(p);
	assert_int_equal(s.calls, 1);
	ra_pump_free(NULL);
	ra_buf_clear(&b);
	ra_buf_clear(&s.got);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_arrive_whole_and_in_order),
		cmocka_unit_test(a_failure_ends_it),
		cmocka_unit_test(one_that_is_given_up_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
