/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/glob.h"

static void
a_pattern_stands_for_the_whole_text(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool match;
	} rows[] = {
		{ "", "", true },
		{ "*", "", true },
		{ "*", "国立　太郎", true },
		{ "*.example.ac.jp", "www.example.ac.jp", true },
		{ "WWW.*", "www.example.ac.jp", true },
		{ "w?w.*", "www.example.ac.jp", true },
		{ "host[0-9].example.jp", "host7.example.jp", true },
		{ "host[^0-9]*", "hosta.example.jp", true },
		{ "[A-C]x", "bX", true },
		{ "[]]", "]", true },
		{ "国立*", "国立　太郎", true },
		{ "国立?太郎", "国立　太郎", true },
		{ "*a*b*c", "xaxxbxxbxxc", true },
		{ "*ab", "aab", true },
		{ "", "a", false },
		{ "?", "", false },
		{ "??", "立", false },
		{ "a", "ab", false },
		{ "*.example.ac.jp", "example.ac.jp", false },
		{ "host[0-9]", "hosta", false },
		{ "host[^0-9]", "host7", false },
		{ "host[0-9", "host7", false },
		{ "[", "[", false },
		{ "*a*b*c", "xaxxbxxbxx", false },
		{ "[a-c]", "立", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ra_glob(ra_span_str(rows[i].pattern),
			ra_span_str(rows[i].text)) != rows[i].match)
			fail_msg("%s on %s", rows[i].pattern, rows[i].text);
}

/* Tried by hand it would take longer than the sun has left. */
static void
many_stars_cost_little(void **state)
{
	char pattern[201], text[10001];
	size_t i;

	(void)state;
	for (i = 0; i < 200; i++)
		pattern[i] = i % 2 == 0 ? '*' : 'a';
	pattern[200] = '\0';
	memset(text, 'a', 10000);
	text[10000] = '\0';
	assert_true(ra_glob(ra_span_str(pattern), ra_span_str(text)));
	pattern[199] = 'b';
	assert_false(ra_glob(ra_span_str(pattern), ra_span_str(text)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_stands_for_the_whole_text),
		cmocka_unit_test(many_stars_cost_little),
	};

	return cmocka_run_group_tests_name("glob", tests, NULL, NULL);
}
