/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The nearest known word. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/near.h"

static const char *const words[] = { "issue", "renew", "revoke", "login",
	"logout", "bulk-download", "o", NULL };

static const struct {
	const char *what, *wanted, *found;
} cases[] = {
	{ "a letter lost", "isue", "issue" },
	{ "two letters swapped", "lgoin", "login" },
	{ "a letter too many", "renoew", "renew" },
	{ "the word itself", "revoke", "revoke" },
	{ "the nearest of two", "logot", "logout" },
	{ "nothing typed finds nothing", "", NULL },
	{ "a word unlike all finds nothing", "xyzzy", NULL },
	{ "a single letter finds no single letter", "x", NULL },
	{ "an overlong word finds nothing",
	    "loginloginloginloginloginloginloginloginlogin", NULL },
	{ "half the letters wrong finds nothing", "lexxn", NULL },
	{ "the last part of a word finds it", "download", "bulk-download" },
	{ "a third and one more wrong finds nothing", "xxxsue", NULL },
};

static void
near_cases(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ra_near n = { 0 };

		for (k = 0; words[k] != NULL; k++)
			ra_near_offer(&n, cases[i].wanted, words[k]);
		if (cases[i].found == NULL && n.word == NULL)
			continue;
		if (cases[i].found == NULL || n.word == NULL)
			fail_msg("%s", cases[i].what);
		assert_string_equal(n.word, cases[i].found);
	}
}

static void
words_up_to_the_ceiling_are_compared(void **state)
{
	char word[RA_NEAR_MAX + 2], wanted[RA_NEAR_MAX + 2];

	(void)state;
	for (size_t n = RA_NEAR_MAX; n <= RA_NEAR_MAX + 1; n++) {
		struct ra_near near = { 0 };

		memset(word, 'a', n);
		memset(wanted, 'a', n);
		word[n] = wanted[n] = '\0';
		wanted[n - 1] = 'b';
		ra_near_offer(&near, wanted, word);
		if ((near.word == word) != (n == RA_NEAR_MAX))
			fail_msg("%zu letters", n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near_cases),
		cmocka_unit_test(words_up_to_the_ceiling_are_compared),
	};

	return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
