/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/map.h"

static void
a_key_keeps_its_first_number(void **state)
{
	struct ra_map m = { 0 };

	(void)state;
	assert_int_equal(ra_map_get(&m, "a"), RA_MAP_NONE);
	assert_int_equal(ra_map_put(&m, "a", 1), 1);
	assert_int_equal(ra_map_put(&m, "a", 2), 1);
	assert_int_equal(ra_map_put(&m, "A", 3), 3);
	assert_int_equal(ra_map_put(&m, "", 4), 4);
	assert_int_equal(ra_map_get(&m, ""), 4);
	assert_int_equal(ra_map_get(&m, "b"), RA_MAP_NONE);
	assert_int_equal(m.n, 3);
	ra_map_clear(&m);
	assert_int_equal(ra_map_get(&m, "a"), RA_MAP_NONE);
}

static void
many_keys_are_all_found(void **state)
{
	struct ra_map m = { 0 };
	char key[32];

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		snprintf(key, sizeof(key), "www%zu.example.ac.jp", i);
		assert_int_equal(ra_map_put(&m, key, i), i);
	}
	for (size_t i = 0; i < 100000; i++) {
		snprintf(key, sizeof(key), "www%zu.example.ac.jp", i);
		assert_int_equal(ra_map_get(&m, key), i);
	}
	assert_int_equal(m.n, 100000);
	ra_map_clear(&m);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_keeps_its_first_number),
		cmocka_unit_test(many_keys_are_all_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
