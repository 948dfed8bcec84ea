/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Profiles, download methods, revocation reasons. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "upki/profile.h"

static void
server_profiles_name_their_key(void **state)
{
	const struct ra_profile *rsa = ra_profile_find(3);
	const struct ra_profile *ec = ra_profile_find(11);

	(void)state;
	assert_int_equal(rsa->key, RA_KEY_RSA);
	assert_int_equal(rsa->bits, 2048);
	assert_null(rsa->curve);
	assert_int_equal(ec->key, RA_KEY_EC);
	assert_int_equal(ec->bits, 384);
	assert_string_equal(ec->curve, "secp384r1");
	assert_int_equal(rsa->days, 198);
	assert_int_equal(ec->days, 198);
}

static void
ended_profiles_are_not_current(void **state)
{
	static const long ended[] = { 1, 4, 6 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ended) / sizeof(ended[0]); i++)
		assert_false(ra_profile_find(ended[i])->current);
}

static void
a_current_profile_tells_its_validity_once(void **state)
{
	const struct ra_profile *p;

	(void)state;
	for (p = ra_profile_table(); p->id != 0; p++)
		if (p->current)
			assert_true((p->months == 0) != (p->days == 0));
}

static void
unknown_profiles_have_no_row(void **state)
{
	static const long no[] = { 0, -1, 2, 8, 9, 10, 12, 17, 33, 1000 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_null(ra_profile_find(no[i]));
}

static void
reasons_are_0_1_3_4_5(void **state)
{
	static const long no[] = { -1, 2, 6, 7, 8, 9, 10 };
	size_t i;

	(void)state;
	assert_string_equal(
	    ra_word_find(ra_reason_table(), 4)->name, "superseded");
	assert_string_equal(
	    ra_word_find(ra_reason_table(), 0)->name, "unspecified");
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_null(ra_word_find(ra_reason_table(), no[i]));
}

static void
methods_are_1_2_3(void **state)
{
	static const long no[] = { -1, 0, 4, 10 };
	size_t i;

	(void)state;
	assert_string_equal(ra_word_find(ra_method_table(), 2)->ja, "P12一括");
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_null(ra_word_find(ra_method_table(), no[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(server_profiles_name_their_key),
		cmocka_unit_test(ended_profiles_are_not_current),
		cmocka_unit_test(a_current_profile_tells_its_validity_once),
		cmocka_unit_test(unknown_profiles_have_no_row),
		cmocka_unit_test(reasons_are_0_1_3_4_5),
		cmocka_unit_test(methods_are_1_2_3),
	};

	return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
