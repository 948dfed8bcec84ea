/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "work/letter.h"

#define NOW 1795651200	   /* 2026-11-26T00:00:00Z */
#define END (NOW + 864000) /* ten days later */

static const struct ra_letter_item items[] = {
	{ .cn = "www.example.ac.jp",
	    .dn = "CN=www.example.ac.jp,O=Example University",
	    .names = "dNSName=www.example.ac.jp",
	    .serial = "7982",
	    .serial_hex = "0x1f2e",
	    .software = "nginx 1.24",
	    .note = "replaced",
	    .not_after = END },
	{ .cn = "old.example.ac.jp", .not_after = NOW + 86400 - 1 },
};

static const struct ra_letter letter = {
	.to = "taro@example.ac.jp",
	.to_name = "国立　太郎",
	.to_unit = "理学部",
	.from = "pki@example.ac.jp",
	.from_name = "RA office",
	.from_unit = "情報基盤センター",
	.institution = "Example University",
	.now = NOW,
	.item = items,
	.n = 2,
};

/* The draft that a text makes; yours to clear. */
static struct ra_buf
draft(const char *text, const struct ra_letter *l)
{
	struct ra_letter_form f = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf b;

	ra_buf_init(&b, RA_LETTER_MAX);
	if (ra_letter_parse(&f, "t", ra_span_str(text), &e) == -1 ||
	    ra_letter_write(&f, l, &b, &e) == -1)
		fail_msg("%s", e.msg);
	return b;
}

static void
a_draft_is_a_mail(void **state)
{
	struct ra_buf b = draft("Subject: 更新 {{count}}\n\n"
				"{{manager}} {{unit}} {{mail}}\n"
				"{{first_end}} {{today}} {{institution}}\n"
				"{{each}}\n"
				"{{cn}} {{dn}} {{names}} {{serial}}\n"
				"{{serial_hex}} {{not_after}} {{days}}\n"
				"{{software}} {{note}}.\n"
				"{{end}}\n"
				"{{sender}} {{sender_unit}} {{sender_mail}}",
	    &letter);

	(void)state;
	assert_string_equal(ra_buf_str(&b),
	    "Date: Thu, 26 Nov 2026 09:00:00 +0900\r\n"
	    "From: RA office\r\n <pki@example.ac.jp>\r\n"
	    "To: =?UTF-8?B?5Zu956uL44CA5aSq6YOO?=\r\n"
	    " <taro@example.ac.jp>\r\n"
	    "Subject: =?UTF-8?B?5pu05pawIDI=?=\r\n"
	    "X-Unsent: 1\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n"
	    "\r\n"
	    "国立　太郎 理学部 taro@example.ac.jp\r\n"
	    "2026-11-27 2026-11-26 Example University\r\n"
	    "www.example.ac.jp CN=www.example.ac.jp,O=Example University "
	    "dNSName=www.example.ac.jp 7982\r\n"
	    "0x1f2e 2026-12-06 10\r\n"
	    "nginx 1.24 replaced.\r\n"
	    "old.example.ac.jp   \r\n"
	    " 2026-11-27 0\r\n"
	    " .\r\n"
	    "RA office 情報基盤センター pki@example.ac.jp\r\n");
	ra_buf_clear(&b);
}

/* Up to the empty line. */
static struct ra_span
head(const struct ra_buf *b)
{
	struct ra_span s = ra_buf_span(b);

	s.n = ra_span_find(s, RA_SPAN("\r\n\r\n")) + 2;
	return s;
}

static size_t
headers(struct ra_span s)
{
	size_t n = 0;

	while (s.n > 0)
		n += ra_span_cut(&s, '\n').p[0] != ' ';
	return n;
}

/* Whatever a list says, it stays a value. */
static void
no_value_becomes_a_header_or_an_address(void **state)
{
	static const char *const hostile[] = {
		"x\r\nBcc: b@example.com",
		"x\nBcc: b@example.com",
		"x\r\n\r\nbody",
		"x\rBcc: b@example.com",
		"x\xe2\x80\xa8 Bcc: b@example.com",
		"x, <b@example.com>",
		"x\" <b@example.com>",
		"=?UTF-8?B?DQpCY2M6IGI=?=",
		"{{each}}",
		"\xff\xfe",
		"x\x1b[31m",
	};
	static const char text[] =
	    "Subject: {{manager}} {{unit}} {{mail}} {{institution}}\n\n"
	    "{{manager}}\n{{each}}\n{{cn}}{{note}}\n{{end}}\n";

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct ra_letter_item item = { .cn = hostile[i],
			.note = hostile[i] };
		struct ra_letter l = letter;
		struct ra_buf b;
		struct ra_span h;

		l.to_name = l.to_unit = l.institution = hostile[i];
		l.from_name = hostile[i];
		l.item = &item;
		l.n = 1;
		b = draft(text, &l);
		h = head(&b);
		assert_int_equal(headers(h), 8);
		assert_false(ra_span_has(h, RA_SPAN("example.com")));
		assert_false(ra_span_has(h, RA_SPAN("=?UTF-8?B?DQpCY2M")));
		/* Two lines of body, and no other. */
		assert_int_equal(
		    headers(ra_span_from(ra_buf_span(&b), h.n + 2)), 2);
		assert_null(memchr(b.p, '\x1b', b.n));
		ra_buf_clear(&b);
	}
}

static void
an_address_that_is_none_is_left_for_the_officer(void **state)
{
	static const char *const rows[] = { "", "taro",
		"taro@example.ac.jp,b@example.com",
		"taro@example.ac.jp\r\nBcc: b@example.com", "<b@example.com>",
		NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_letter l = letter;
		struct ra_buf b;

		l.to = rows[i];
		b = draft("Subject: s\n\nbody\n", &l);
		assert_int_equal(headers(head(&b)), 7);
		assert_false(ra_span_has(head(&b), RA_SPAN("To:")));
		assert_false(ra_span_has(head(&b), RA_SPAN("example.com")));
		ra_buf_clear(&b);
	}
}

static void
a_sender_without_an_address_is_refused(void **state)
{
	static const char *const rows[] = { NULL, "", "pki",
		"pki@example.ac.jp\r\nBcc: b@example.com" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_letter_form f = { 0 };
		struct ra_letter l = letter;
		struct ra_err e = { 0 };
		struct ra_buf b;

		ra_buf_init(&b, RA_LETTER_MAX);
		l.from = rows[i];
		assert_int_equal(
		    ra_letter_parse(&f, "t", RA_SPAN("Subject: s\n\nb"), &e),
		    0);
		assert_int_equal(ra_letter_write(&f, &l, &b, &e), -1);
		assert_int_equal(e.code, RA_EUSAGE);
		assert_int_equal(b.n, 0);
		ra_buf_clear(&b);
	}
}

static void
lines_too_long_for_a_mail_are_base64(void **state)
{
	static char cn[1100];
	struct ra_letter_item item = { .cn = cn };
	struct ra_letter l = letter;
	struct ra_span rest;
	struct ra_buf b;

	(void)state;
	memset(cn, 'x', sizeof(cn) - 1);
	l.item = &item;
	l.n = 1;
	b = draft("Subject: s\n\n{{each}}\n{{cn}}\n{{end}}\n", &l);
	assert_true(ra_span_has(head(&b), RA_SPAN("Encoding: base64\r\n")));
	for (rest = ra_buf_span(&b); rest.n > 0;)
		assert_true(ra_span_cut(&rest, '\n').n <= 78);
	ra_buf_clear(&b);
}

static void
built_in_texts_are_good(void **state)
{
	static const char *const langs[] = { "ja", "en" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		const char *text =
		    ra_letter_text((enum ra_letter_about)(i / 2), langs[i % 2]);
		struct ra_buf b = draft(text, &letter);

		assert_true(ra_span_has(ra_buf_span(&b), RA_SPAN("0x1f2e")));
		assert_false(ra_span_has(ra_buf_span(&b), RA_SPAN("{{")));
		ra_buf_clear(&b);
	}
	assert_null(ra_letter_text(RA_LETTER_RENEW, "fr"));
}

static void
a_text_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *in, *says;
	} rows[] = {
		{ "", "t:1:1: wanted \"Subject: ...\"" },
		{ "\nSubject: s\n\n", "t:1:1: wanted \"Subject: ...\"" },
		{ "To: b@example.com\n\n", "t:1:1: wanted \"Subject: ...\"" },
		{ "Subject: s\nBcc: b@example.com\n\n",
		    "t:2:1: wanted an empty line" },
		{ "Subject: {{cn}}\n\n", "t:1:12: {{cn}} is of a row" },
		{ "Subject: s\n\n{{owner}}\n", "t:3:3: nothing is called" },
		{ "{{each}}\nSubject: s\n{{end}}\n",
		    "t:1:1: wanted \"Subject: ...\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_letter_form f = { 0 };
		struct ra_err e = { 0 };

		assert_int_equal(
		    ra_letter_parse(&f, "t", ra_span_str(rows[i].in), &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		if (strstr(e.msg, rows[i].says) == NULL)
			fail_msg("%zu: %s", i, e.msg);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_is_a_mail),
		cmocka_unit_test(no_value_becomes_a_header_or_an_address),
		cmocka_unit_test(
		    an_address_that_is_none_is_left_for_the_officer),
		cmocka_unit_test(a_sender_without_an_address_is_refused),
		cmocka_unit_test(lines_too_long_for_a_mail_are_base64),
		cmocka_unit_test(built_in_texts_are_good),
		cmocka_unit_test(a_text_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
