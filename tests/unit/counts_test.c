/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "state/counts.h"

static void
each_key_has_its_own_count(void **state)
{
	struct ra_counts c = { 0 };

	(void)state;
	assert_int_equal(ra_counts_get(&c, 0), 0);
	assert_int_equal(++*ra_counts_at(&c, 0), 1);
	assert_int_equal(++*ra_counts_at(&c, 0), 2);
	assert_int_equal(*ra_counts_at(&c, UINT64_MAX), 0);
	assert_int_equal(ra_counts_get(&c, 0), 2);
	assert_int_equal(ra_counts_get(&c, 1), 0);
	assert_int_equal(c.n, 2); /* to ask makes no room */
	ra_counts_clear(&c);
	assert_int_equal(ra_counts_get(&c, 0), 0);
	ra_counts_clear(&c);
}

/* Keys that differ in one end alone must not all want one place. */
static void
many_keys_of_any_shape(void **state)
{
	static const unsigned shift[] = { 0, 17, 32, 44 };
	struct ra_counts c = { 0 };
	size_t s, i;

	(void)state;
	for (s = 0; s < sizeof(shift) / sizeof(shift[0]); s++) {
		for (i = 1; i <= 100000; i++)
			*ra_counts_at(&c, (uint64_t)i << shift[s]) =
			    (uint32_t)i;
		assert_int_equal(c.n, 100000);
		for (i = 1; i <= 100000; i++)
			assert_int_equal(
			    ra_counts_get(&c, (uint64_t)i << shift[s]), i);
		ra_counts_clear(&c);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_key_has_its_own_count),
		cmocka_unit_test(many_keys_of_any_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
