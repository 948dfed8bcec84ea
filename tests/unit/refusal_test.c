/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The service's refusal codes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "upki/refusal.h"

static const struct {
	const char *what, *message, *key;
	int code;
} cases[] = {
	{ "the field's name stands for {}", "主体者DNは入力必須項目です。",
	    "required", 201 },
	{ "two values", "dNSNameは250桁以内で入力してください。", "too-long",
	    202 },
	{ "206 of a DN", "主体者DNがDN情報のフォーマットに準じていません。",
	    "dn", 206 },
	{ "206 of a mail", "利用管理者mailはメール形式ではありません。", "mail",
	    206 },
	{ "the code wins over another wording", "まったく別の文", "exists",
	    212 },
	{ "no message at all", "", "too-many", 214 },
	{ "a code without known wording", "何か", "dns", 338 },
	{ "206 of an unknown wording is the first", "?", "dn", 206 },
	{ "an unknown code", "主体者DNは入力必須項目です。", NULL, 203 },
	{ "another unknown code", "", NULL, 207 },
	{ "a code before the first", "", NULL, 200 },
	{ "a code after the last", "", NULL, 372 },
	{ "no code", "", NULL, 0 },
	{ "a negative code", "", NULL, -201 },
};

static void
codes_find_their_row(void **state)
{
	const struct ra_refusal *r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		r = ra_refusal_find(
		    cases[i].code, ra_span_str(cases[i].message));
		if ((r == NULL) != (cases[i].key == NULL) ||
		    (r != NULL && strcmp(r->key, cases[i].key) != 0))
			fail_msg("%s: %s", cases[i].what,
			    r == NULL ? "no row" : r->key);
	}
}

static void
each_row_says_cause_and_action_under_a_key_of_its_own(void **state)
{
	const struct ra_refusal *r;

	(void)state;
	for (r = ra_refusal_table(); r->code != 0; r++) {
		assert_true(r->cause[0] != '\0' && r->action[0] != '\0');
		assert_ptr_equal(ra_refusal_key(r->key), r);
	}
	assert_int_equal(r - ra_refusal_table(), 14);
}

static void
unknown_keys_find_nothing(void **state)
{
	(void)state;
	assert_null(ra_refusal_key(""));
	assert_null(ra_refusal_key("201"));
	assert_null(ra_refusal_key("Required"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_find_their_row),
		cmocka_unit_test(
		    each_row_says_cause_and_action_under_a_key_of_its_own),
		cmocka_unit_test(unknown_keys_find_nothing),
	};

	return cmocka_run_group_tests_name("refusal", tests, NULL, NULL);
}
