/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "upki/naming.h"

static void
a_cn_is_found_wherever_it_stands(void **state)
{
	static const char *const rows[][2] = {
		{ "CN=www.example.ac.jp,O=U,C=JP", "www.example.ac.jp" },
		{ "C=JP,O=U,cn=www.example.ac.jp", "www.example.ac.jp" },
		{ "CN=国立 太郎,OU=a,C=JP", "国立 太郎" },
		{ "CN=a.example.jp,CN=b.example.jp", "a.example.jp" },
		{ "O=U,C=JP", "" },
		{ "", "" },
		{ "CN", "" },
		{ "\"CN=www.example.ac.jp\"", "" },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, 1000);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_naming_cn(ra_span_str(rows[i][0]), &b);
		assert_string_equal(ra_buf_str(&b), rows[i][1]);
	}
	ra_buf_clear(&b);
}

static void
a_domain_is_what_an_institution_is_given(void **state)
{
	static const char *const rows[][3] = {
		{ "www.cs.Example.ac.jp", "", "example.ac.jp" },
		{ "example.ac.jp", "", "example.ac.jp" },
		{ "www.example.jp", "", "example.jp" },
		{ "www.lab.example.org", "", "example.org" },
		{ "a@mail.example.ac.jp", "", "example.ac.jp" },
		{ "Kokuritsu Taro", "t@example.ac.jp", "example.ac.jp" },
		{ "Taro T. Kokuritsu", "t@example.ac.jp", "example.ac.jp" },
		{ "localhost", "", "" },
		{ "", "", "" },
		{ ".", "", "." },
		{ "..", "", "." },
		{ "ac.jp", "", "ac.jp" },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, 1000);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_naming_domain(
		    ra_span_str(rows[i][0]), ra_span_str(rows[i][1]), &b);
		assert_string_equal(ra_buf_str(&b), rows[i][2]);
	}
	ra_buf_clear(&b);
}

static void
what_is_too_long_for_a_domain_is_none(void **state)
{
	char name[400];
	struct ra_buf b;

	(void)state;
	memset(name, 'a', sizeof(name));
	memcpy(name + sizeof(name) - 4, ".jp", 4);
	ra_buf_init(&b, 1000);
	ra_naming_domain(ra_span_str(name), RA_SPAN(""), &b);
	assert_int_equal(b.n, 0);
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cn_is_found_wherever_it_stands),
		cmocka_unit_test(a_domain_is_what_an_institution_is_given),
		cmocka_unit_test(what_is_too_long_for_a_domain_is_none),
	};

	return cmocka_run_group_tests_name("naming", tests, NULL, NULL);
}
