/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "codec/mime.h"
#include "codec/text.h"

static void
base64_has_lines_of_76(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "f", "Zg==\r\n" },
		{ "fo", "Zm8=\r\n" },
		{ "foo", "Zm9v\r\n" },
		{ "foobar", "Zm9vYmFy\r\n" },
		{ "\xff\xfe\xfb", "//77\r\n" },
	};
	struct ra_buf b, in;
	size_t i;

	(void)state;
	ra_buf_init(&b, 1000);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_reset(&b);
		ra_mime_base64(ra_span_str(rows[i].in), &b);
		assert_string_equal(ra_buf_str(&b), rows[i].out);
	}
	ra_buf_init(&in, 100);
	for (i = 0; i < 58; i++)
		ra_buf_addc(&in, 'x');
	ra_buf_reset(&b);
	ra_mime_base64(ra_buf_span(&in), &b);
	assert_int_equal(ra_span_find(ra_buf_span(&b), RA_SPAN("\r\n")), 76);
	assert_int_equal(b.n, 76 + 2 + 4 + 2);
	ra_buf_clear(&in);
	ra_buf_clear(&b);
}

static void
quoted_printable_keeps_what_mail_keeps(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "plain text\r\n", "plain text\r\n" },
		{ "a=b", "a=3Db" },
		{ "\xe5\x9b\xbd", "=E5=9B=BD" },
		{ "tail \r\n", "tail=20\r\n" },
		{ "tail\t", "tail=09" },
		{ "a\nb", "a\r\nb" },
		{ "a\rb", "a=0Db" },
		{ "\x1b$B\x00", "=1B$B" },
		{ "", "" },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, 1000);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_reset(&b);
		ra_mime_qp(ra_span_str(rows[i].in), &b);
		assert_string_equal(ra_buf_str(&b), rows[i].out);
	}
	ra_buf_clear(&b);
}

/* The longest line, ends not counted. */
static size_t
longest(const struct ra_buf *b)
{
	struct ra_span rest = ra_buf_span(b), line;
	size_t n = 0;

	while (rest.n > 0) {
		line = ra_span_cut(&rest, '\n');
		if (ra_span_ends(line, RA_SPAN("\r")))
			line.n--;
		if (line.n > n)
			n = line.n;
	}
	return n;
}

static void
quoted_printable_breaks_long_lines_softly(void **state)
{
	struct ra_buf in, b;
	size_t i;

	(void)state;
	ra_buf_init(&in, 1000);
	ra_buf_init(&b, 4000);
	for (i = 0; i < 100; i++)
		ra_buf_adds(&in, "x\xe5");
	ra_mime_qp(ra_buf_span(&in), &b);
	assert_true(longest(&b) <= 76);
	assert_true(ra_span_has(ra_buf_span(&b), RA_SPAN("=\r\n")));
	ra_buf_clear(&in);
	ra_buf_clear(&b);
}

static void
plain_headers_stay_and_others_become_words(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "Plain subject [1]", "Plain subject [1]" },
		{ "国", "=?ISO-2022-JP?B?GyRCOXEbKEI=?=" },
		{ "=?x?B?", "=?ISO-2022-JP?B?PT94P0I/?=" },
		{ "a\r\nBcc: x", "a  Bcc: x" },
		{ "a\x7f"
		  "b",
		    "a b" },
		{ "国\n", "=?ISO-2022-JP?B?GyRCOXEbKEIg?=" },
		{ "😀", "=?ISO-2022-JP?B?GyRCIi4bKEI=?=" },
		{ "\xff", "=?ISO-2022-JP?B?GyRCIi4bKEI=?=" },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, 1000);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_reset(&b);
		ra_mime_word(ra_span_str(rows[i].in), &b);
		assert_string_equal(ra_buf_str(&b), rows[i].out);
	}
	ra_buf_clear(&b);
}

static void
long_headers_fold_at_whole_characters(void **state)
{
	struct ra_buf in, b;
	struct ra_span rest, line;
	size_t i, words = 0;

	(void)state;
	ra_buf_init(&in, 1000);
	ra_buf_init(&b, 4000);
	for (i = 0; i < 40; i++)
		ra_buf_adds(&in, i % 3 == 0 ? "a" : "証");
	ra_mime_word(ra_buf_span(&in), &b);
	assert_true(longest(&b) <= 76);
	for (rest = ra_buf_span(&b); rest.n > 0; words++) {
		line = ra_span_trim(ra_span_cut(&rest, '\n'));
		assert_true(line.n <= 75);
		assert_true(ra_span_starts(line, RA_SPAN("=?ISO-2022-JP?B?")));
		assert_true(ra_span_ends(line, RA_SPAN("?=")));
	}
	assert_true(words > 2);
	ra_buf_clear(&in);
	ra_buf_clear(&b);
}

static void
words_of_utf8_fold_at_whole_characters(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "Plain subject [1]", "Plain subject [1]" },
		{ "国", "=?UTF-8?B?5Zu9?=" },
		{ "=?x?B?", "=?UTF-8?B?PT94P0I/?=" },
		{ "a\r\nBcc: x@example.com", "a\\x0d\\x0aBcc: x@example.com" },
		{ "a\tb", "a\\x09b" },
		{ "証明書の更新のお願いと確認と",
		    "=?UTF-8?B?6Ki85piO5pu444Gu5pu05paw44Gu44GK6aGY44GE?=\r\n "
		    "=?UTF-8?B?44Go56K66KqN44Go?=" },
		{ "\xff", "\\xff" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aaaaaaaaaaaaaaaaaaaaa",
		    "=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh?=\r\n "
		    "=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYQ==?"
		    "=" },
	};
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_reset(&b);
		ra_mime_utf8_word(ra_span_str(rows[i].in), &b);
		assert_string_equal(ra_buf_str(&b), rows[i].out);
		assert_true(longest(&b) <= 76);
	}
	ra_buf_clear(&b);
}

static void
a_name_before_an_address_brings_no_other_address(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ " Kokuritsu Taro ", "Kokuritsu Taro" },
		{ "国立　太郎", "=?UTF-8?B?5Zu956uL44CA5aSq6YOO?=" },
		{ "a, <b@example.ac.jp>",
		    "=?UTF-8?B?YSwgPGJAZXhhbXBsZS5hYy5qcD4=?=" },
		{ "a\r\nBcc: b", "=?UTF-8?B?YVx4MGRceDBhQmNjOiBi?=" },
		{ "\"", "=?UTF-8?B?Ig==?=" },
		{ "(", "=?UTF-8?B?KA==?=" },
	};
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_reset(&b);
		ra_mime_phrase(ra_span_str(rows[i][0]), &b);
		assert_string_equal(ra_buf_str(&b), rows[i][1]);
	}
	ra_buf_clear(&b);
}

static void
only_plain_addresses_are_addresses(void **state)
{
	static const struct {
		struct ra_span in;
		bool good;
	} rows[] = {
		{ RA_SPAN("pki@example.ac.jp"), true },
		{ RA_SPAN("o'hara+x=y@a-b.example.ac.jp"), true },
		{ RA_SPAN("x@localhost"), true },
		{ RA_SPAN(""), false },
		{ RA_SPAN("pki"), false },
		{ RA_SPAN("@example.ac.jp"), false },
		{ RA_SPAN("pki@"), false },
		{ RA_SPAN("a@b@example.ac.jp"), false },
		{ RA_SPAN("a b@example.ac.jp"), false },
		{ RA_SPAN("a@example.ac.jp,b@example.ac.jp"), false },
		{ RA_SPAN("a@example.ac.jp\r\nBcc: b@example.ac.jp"), false },
		{ RA_SPAN("a@example.ac.jp "), false },
		{ RA_SPAN("a..b@example.ac.jp"), false },
		{ RA_SPAN(".a@example.ac.jp"), false },
		{ RA_SPAN("a.@example.ac.jp"), false },
		{ RA_SPAN("a@example..jp"), false },
		{ RA_SPAN("a@example.ac.jp."), false },
		{ RA_SPAN("\"a b\"@example.ac.jp"), false },
		{ RA_SPAN("a@[127.0.0.1]"), false },
		{ RA_SPAN("a(c)@example.ac.jp"), false },
		{ RA_SPAN("<a@example.ac.jp>"), false },
		{ RA_SPAN("国@example.ac.jp"), false },
		{ RA_SPAN("a@例.jp"), false },
		{ RA_SPAN("a\0@example.ac.jp"), false },
		{ RA_SPAN("a@example\0.jp"), false },
	};
	struct ra_buf b;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ra_mime_is_address(rows[i].in) != rows[i].good)
			fail_msg("%zu: %s", i, rows[i].in.p);
	ra_buf_init(&b, 1000);
	for (size_t i = 0; i < 252; i++)
		ra_buf_addc(&b, 'a');
	ra_buf_adds(&b, "@b");
	assert_true(ra_mime_is_address(ra_buf_span(&b)));
	ra_buf_addc(&b, 'b');
	assert_false(ra_mime_is_address(ra_buf_span(&b)));
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_has_lines_of_76),
		cmocka_unit_test(quoted_printable_keeps_what_mail_keeps),
		cmocka_unit_test(quoted_printable_breaks_long_lines_softly),
		cmocka_unit_test(plain_headers_stay_and_others_become_words),
		cmocka_unit_test(long_headers_fold_at_whole_characters),
		cmocka_unit_test(words_of_utf8_fold_at_whole_characters),
		cmocka_unit_test(
		    a_name_before_an_address_brings_no_other_address),
		cmocka_unit_test(only_plain_addresses_are_addresses),
	};

	return cmocka_run_group_tests_name("mime", tests, NULL, NULL);
}
