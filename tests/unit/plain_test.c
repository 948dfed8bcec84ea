/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "codec/plain.h"

#define MAX 64

static void
the_encoding_is_told_from_the_bytes(void **state)
{
	static const struct {
		const char *in, *text;
		enum ra_charset charset;
		bool ascii, bom;
	} rows[] = {
		{ "", "", RA_UTF8, true, false },
		{ "a\r\n", "a\r\n", RA_UTF8, true, false },
		{ "国立", "国立", RA_UTF8, false, false },
		{ "\ufeffa", "a", RA_UTF8, false, true },
		{ "\x8d\x91\x97\xa7", "国立", RA_CP932, false, false },
		{ "\x87\x40", "①", RA_CP932, false, false },
		{ "\xb1", "ｱ", RA_CP932, false, false },
	};
	struct ra_err e = { 0 };
	struct ra_plain p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    ra_plain_decode(&p, "f", ra_span_str(rows[i].in), MAX, &e),
		    0);
		assert_true(ra_span_eqs(p.text, rows[i].text));
		assert_int_equal(p.charset, rows[i].charset);
		assert_int_equal(p.ascii, rows[i].ascii);
		assert_int_equal(p.bom, rows[i].bom);
		ra_plain_clear(&p);
	}
}

static void
utf8_is_not_copied(void **state)
{
	struct ra_span in = RA_SPAN("国立");
	struct ra_plain p;

	(void)state;
	assert_int_equal(ra_plain_decode(&p, "f", in, MAX, NULL), 0);
	assert_ptr_equal(p.text.p, in.p);
	assert_null(p.buf.p);
	ra_plain_clear(&p);
	ra_plain_clear(&p);
}

static void
what_is_no_text_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *in;
		size_t n;
		const char *err;
	} rows[] = {
		{ "a\0b", 3, "f:1:2: a NUL byte, wanted text" },
		{ "a\n国\0", 6, "f:2:2: a NUL byte, wanted text" },
		{ "\x8d\x91\0", 3, "f:1:2: a NUL byte, wanted text" },
		{ "\xff\xfe\x61\0", 4, "f:1:1: UTF-16 text" },
		{ "\xfe\xff\0\x61", 4, "f:1:1: UTF-16 text" },
		{ "\xef\xbb\xbf\x61\x80", 5,
		    "f:1:2: byte 0x80 is not UTF-8, which" },
		{ "\xef\xbb\xbf\n\x8d\x91", 6,
		    "f:2:1: byte 0x8d is not UTF-8, which" },
		{ "a\x80", 2, "f:1:2: byte 0x80 is neither CP932" },
		{ "国\n\x81", 5, "f:2:1: byte 0x81 is neither CP932" },
		{ "\x8d\x91\n\x8d\x91\xff", 6,
		    "f:2:2: byte 0xff is neither CP932" },
		{ "                                                          "
		  "       ",
		    MAX + 1, "f: 65 bytes, at most 64 are read" },
	};
	struct ra_err e = { 0 };
	struct ra_plain p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    ra_plain_decode(&p, "f",
			(struct ra_span){ rows[i].in, rows[i].n }, MAX, &e),
		    -1);
		assert_int_equal(e.code, RA_EINPUT);
		if (strncmp(e.msg, rows[i].err, strlen(rows[i].err)) != 0)
			fail_msg("%s, wanted %s", e.msg, rows[i].err);
		ra_err_clear(&e);
		ra_plain_clear(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_encoding_is_told_from_the_bytes),
		cmocka_unit_test(utf8_is_not_copied),
		cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
	};

	return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
