/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "codec/text.h"
#include "upki/allow.h"

#define LIST                                                                   \
	"ドメイン\tOU\r\nexample.ac.jp\tFaculty of Science\r\n"            \
	"example.ac.jp\t 情報基盤センター \r\n\r\n"

static void
an_ou_is_allowed_when_it_is_a_whole_cell(void **state)
{
	static const struct {
		const char *ou;
		bool has;
	} rows[] = {
		{ "Faculty of Science", true },
		{ " Faculty of Science ", true },
		{ "情報基盤センター", true },
		{ "", false },
		{ " ", false },
		{ "Faculty", false },
		{ "faculty of science", false },
		{ "Faculty of Science2", false },
		{ "情報", false },
		{ "OU=Faculty of Science", false },
	};
	struct ra_allowlist *a;
	struct ra_buf b;
	size_t i, k;

	(void)state;
	for (k = 0; k < 2; k++) {
		ra_buf_init(&b, 1000);
		ra_text_encode(
		    k == 0 ? RA_UTF8 : RA_CP932, ra_span_str(LIST), &b, NULL);
		a = ra_allowlist_parse("a.tsv", ra_buf_span(&b), NULL);
		assert_non_null(a);
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			assert_int_equal(
			    ra_allowlist_has(a, rows[i].ou), rows[i].has);
		ra_allowlist_free(a);
		ra_buf_clear(&b);
	}
	ra_allowlist_free(NULL);
}

static void
what_is_no_text_or_empty_is_refused(void **state)
{
	static const struct {
		struct ra_span in;
		const char *says;
	} rows[] = {
		{ { "", 0 }, "a.tsv: nothing in it" },
		{ { "\r\n\t\t\n", 5 }, "a.tsv: nothing in it" },
		{ { "\xef\xbb\xbf", 3 }, "a.tsv: nothing in it" },
		{ { "a\nb\0c", 5 }, "a.tsv:2: neither" },
		{ { "a\n\n\xff", 4 }, "a.tsv:3: neither" },
		{ { "\x81", 1 }, "a.tsv:1: neither" },
	};
	struct ra_err e;
	struct ra_span big;
	char *room;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		e = (struct ra_err){ 0 };
		assert_null(ra_allowlist_parse("a.tsv", rows[i].in, &e));
		assert_int_equal(e.code, RA_EINPUT);
		assert_non_null(strstr(e.msg, rows[i].says));
	}
	room = malloc(RA_ALLOW_FILE_MAX + 1);
	assert_non_null(room);
	memset(room, 'a', RA_ALLOW_FILE_MAX + 1);
	big = (struct ra_span){ room, RA_ALLOW_FILE_MAX + 1 };
	e = (struct ra_err){ 0 };
	assert_null(ra_allowlist_parse("a.tsv", big, &e));
	assert_non_null(strstr(e.msg, "16777217 bytes"));
	memset(room, '\t', RA_ALLOW_FILE_MAX);
	for (i = 0; i < RA_ALLOW_FILE_MAX; i += 2)
		room[i] = 'a';
	big.n--;
	e = (struct ra_err){ 0 };
	assert_null(ra_allowlist_parse("a.tsv", big, &e));
	assert_non_null(strstr(e.msg, "1000000 cells"));
	free(room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ou_is_allowed_when_it_is_a_whole_cell),
		cmocka_unit_test(what_is_no_text_or_empty_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
