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

#define S(lit)                                                                 \
	{                                                                      \
		"" lit, sizeof(lit) - 1                                        \
	}

static void
expect(const struct ra_buf *b, struct ra_span want)
{
	assert_int_equal(b->n, want.n);
	if (want.n > 0)
		assert_memory_equal(b->p, want.p, want.n);
}

static void
valid_bytes_become_utf8(void **state)
{
	static const struct {
		enum ra_charset cs;
		struct ra_span in, out;
	} rows[] = {
		{ RA_UTF8, S("国立 a"), S("国立 a") },
		{ RA_CP932, S("\x8d\x91\x97\xa7\tA\\~"), S("国立\tA\\~") },
		{ RA_CP932, S("\x87\x40\x87\x8a\xfb\xfc\xee\xe0"),
		    S("①㈱髙髙") },
		{ RA_CP932, S("\xbb\xb0\xca\xde"), S("ｻｰﾊﾞ") },
		{ RA_CP932, S("\x81\x60\x81\x7c\x83\x5c"), S("～－ソ") },
		{ RA_SJIS, S("\x81\x60\x5c\x7e\xb1\x83\x5c"), S("〜\\~ｱソ") },
		{ RA_EUCJP, S("\xb9\xf1\xce\xa9 a"), S("国立 a") },
		{ RA_EUCJP, S("\xad\xa1\x8e\xb1\x8f\xb0\xa1\xa1\xc1"),
		    S("①ｱ丂～") },
		{ RA_EUCJP, S("\xfc\xe2"), S("髙") },
		{ RA_ISO2022JP, S("\x1b$B\x39\x71\x4e\x29\x1b(B a"),
		    S("国立 a") },
		{ RA_ISO2022JP, S("\x1b$@\x2d\x21\x1b(J\\~\x1b(I\x31"),
		    S("①¥‾ｱ") },
		{ RA_ISO2022JP, S("\x1b$B\x39\x71\na\x1b$(D\x30\x21"),
		    S("国\na丂") },
		{ RA_ISO2022JP, S("\x1b$B\x7c\x62\x1b(B"), S("髙") },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1000);
		assert_int_equal(
		    ra_text_decode(rows[i].cs, rows[i].in, &b, NULL), 0);
		expect(&b, rows[i].out);
		ra_buf_reset(&b);
		assert_int_equal(
		    ra_text_decode_lenient(rows[i].cs, rows[i].in, &b), 0);
		expect(&b, rows[i].out);
		ra_buf_clear(&b);
	}
}

static void
invalid_bytes_are_found_and_leniently_replaced(void **state)
{
	static const struct {
		enum ra_charset cs;
		struct ra_span in;
		size_t bad, lost;
		struct ra_span lenient;
	} rows[] = {
		{ RA_UTF8, S("a\xff"), 1, 1, S("a\ufffd") },
		{ RA_UTF8, S("\xc0\xaf"), 0, 2, S("\ufffd\ufffd") },
		{ RA_UTF8, S("\xe0\x80\xaf"), 0, 3, S("\ufffd\ufffd\ufffd") },
		{ RA_UTF8, S("\xed\xa0\x80x"), 0, 3, S("\ufffd\ufffd\ufffdx") },
		{ RA_UTF8, S("\xf4\x90\x80\x80"), 0, 4,
		    S("\ufffd\ufffd\ufffd\ufffd") },
		{ RA_UTF8, S("ab\xe5\x9b"), 2, 2, S("ab\ufffd\ufffd") },
		{ RA_CP932, S("a\x81"), 1, 1, S("a\ufffd") },
		{ RA_CP932, S("\x81\tb"), 0, 1, S("\ufffd\tb") },
		{ RA_CP932, S("\x80\xa0\xfd\xff"), 0, 4,
		    S("\ufffd\ufffd\ufffd\ufffd") },
		{ RA_CP932, S("\x8d\x91\x81\xadz"), 2, 1, S("国\ufffdｭz") },
		{ RA_SJIS, S("\x87\x40"), 0, 1, S("\ufffd@") },
		{ RA_SJIS, S("x\xfb\xfc"), 1, 2, S("x\ufffd\ufffd") },
		{ RA_EUCJP, S("\xb9"), 0, 1, S("\ufffd") },
		{ RA_EUCJP, S("\xb9\n\xb9\xf1"), 0, 1, S("\ufffd\n国") },
		{ RA_EUCJP, S("\x8e\xe0\x85"), 0, 3, S("\ufffd\ufffd\ufffd") },
		{ RA_EUCJP, S("\x8f\xb0"), 0, 2, S("\ufffd\ufffd") },
		{ RA_EUCJP, S("\xff\xa1"), 0, 2, S("\ufffd\ufffd") },
		{ RA_ISO2022JP, S("a\x80"), 1, 1, S("a\ufffd") },
		{ RA_ISO2022JP, S("\x1b$Z"), 0, 1, S("\ufffd$Z") },
		{ RA_ISO2022JP, S("\x1b$B\x39\n"), 3, 1, S("\ufffd\n") },
		{ RA_ISO2022JP, S("\x1b$B\x7e\x7e"), 3, 2, S("\ufffd\ufffd") },
		{ RA_ISO2022JP, S("\x1b(I\x60"), 3, 1, S("\ufffd") },
	};
	struct ra_buf b;
	size_t i, bad;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bad = 99;
		ra_buf_init(&b, 1000);
		assert_int_equal(
		    ra_text_decode(rows[i].cs, rows[i].in, &b, &bad), -1);
		assert_int_equal(bad, rows[i].bad);
		ra_buf_reset(&b);
		assert_int_equal(
		    ra_text_decode_lenient(rows[i].cs, rows[i].in, &b),
		    rows[i].lost);
		expect(&b, rows[i].lenient);
		ra_buf_clear(&b);
	}
}

static void
utf8_becomes_bytes_of_the_charset(void **state)
{
	static const struct {
		enum ra_charset cs;
		struct ra_span in, out;
	} rows[] = {
		{ RA_UTF8, S("国"), S("国") },
		{ RA_CP932, S("国立　太郎\tx\\~"),
		    S("\x8d\x91\x97\xa7\x81\x40\x91\xbe\x98\x59\tx\\~") },
		{ RA_CP932, S("①髙"), S("\x87\x40\xfb\xfc") },
		{ RA_CP932, S("〜～−－‖∥"),
		    S("\x81\x60\x81\x60\x81\x7c\x81\x7c\x81\x61\x81\x61") },
		{ RA_CP932, S("—―¢￠£￡¬￢"),
		    S("\x81\x5c\x81\x5c\x81\x91\x81\x91\x81\x92\x81\x92"
		      "\x81\xca\x81\xca") },
		{ RA_SJIS, S("〜～−－‖∥"),
		    S("\x81\x60\x81\x60\x81\x7c\x81\x7c\x81\x61\x81\x61") },
		{ RA_SJIS, S("—―¢￠£￡¬￢"),
		    S("\x81\x5c\x81\x5c\x81\x91\x81\x91\x81\x92\x81\x92"
		      "\x81\xca\x81\xca") },
		{ RA_EUCJP, S("国〜～−－①ｱ"),
		    S("\xb9\xf1\xa1\xc1\xa1\xc1\xa1\xdd\xa1\xdd\xad\xa1\x8e"
		      "\xb1") },
		{ RA_ISO2022JP, S("a国立b"),
		    S("a\x1b$B\x39\x71\x4e\x29\x1b(Bb") },
		{ RA_ISO2022JP, S("国"), S("\x1b$B\x39\x71\x1b(B") },
		{ RA_ISO2022JP, S("〜～①ｱ"),
		    S("\x1b$B\x21\x41\x21\x41\x2d\x21\x1b(I\x31\x1b(B") },
		{ RA_ISO2022JP, S("髙纊"), S("\x1b$B\x7c\x62\x79\x21\x1b(B") },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1000);
		assert_int_equal(
		    ra_text_encode(rows[i].cs, rows[i].in, &b, NULL), 0);
		expect(&b, rows[i].out);
		ra_buf_clear(&b);
	}
}

static void
what_a_charset_lacks_is_refused_where_it_stands(void **state)
{
	static const struct {
		enum ra_charset cs;
		struct ra_span in;
		size_t bad;
	} rows[] = {
		{ RA_UTF8, S("a\xff"), 1 },
		{ RA_CP932, S("国😀"), 3 },
		{ RA_CP932, S("é"), 0 },
		{ RA_CP932, S("a¥"), 1 },
		{ RA_CP932, S("ab‾"), 2 },
		{ RA_CP932, S("\xe5\x9b"), 0 },
		{ RA_CP932, S("か\u3099"), 3 },
		{ RA_SJIS, S("①"), 0 },
		{ RA_SJIS, S("国髙"), 3 },
		{ RA_SJIS, S("¥"), 0 },
		{ RA_EUCJP, S("a😀"), 1 },
		{ RA_EUCJP, S("x¥"), 1 },
		{ RA_ISO2022JP, S("国é"), 3 },
		{ RA_ISO2022JP, S("\ue000"), 0 },
	};
	struct ra_buf b;
	size_t i, bad;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bad = 99;
		ra_buf_init(&b, 1000);
		assert_int_equal(
		    ra_text_encode(rows[i].cs, rows[i].in, &b, &bad), -1);
		assert_int_equal(bad, rows[i].bad);
		ra_buf_clear(&b);
	}
}

/* Every character that CP932 has goes out in the others and comes back. */
static void
all_of_cp932_survives_iso_2022_jp(void **state)
{
	struct ra_buf text, jis, again;
	unsigned lead, trail, n = 0;
	char c[2];

	(void)state;
	ra_buf_init(&text, 16);
	ra_buf_init(&jis, 64);
	ra_buf_init(&again, 16);
	for (lead = 0x81; lead <= 0xfc; lead++) {
		if (lead >= 0xf0 && lead <= 0xf9)
			continue; /* set aside for users, not in JIS */
		for (trail = 0x40; trail <= 0xfc; trail++) {
			c[0] = (char)lead;
			c[1] = (char)trail;
			ra_buf_reset(&text);
			ra_buf_reset(&jis);
			ra_buf_reset(&again);
			if ((lead >= 0xa0 && lead <= 0xdf) ||
			    ra_text_decode(RA_CP932, (struct ra_span){ c, 2 },
				&text, NULL) == -1)
				continue;
			assert_int_equal(ra_text_encode(RA_ISO2022JP,
					     ra_buf_span(&text), &jis, NULL),
			    0);
			assert_int_equal(ra_text_decode(RA_ISO2022JP,
					     ra_buf_span(&jis), &again, NULL),
			    0);
			expect(&again, ra_buf_span(&text));
			n++;
		}
	}
	assert_true(n > 7000);
	ra_buf_clear(&text);
	ra_buf_clear(&jis);
	ra_buf_clear(&again);
}

static void
charsets_have_names(void **state)
{
	static const struct {
		const char *name;
		int rc;
		enum ra_charset cs;
	} rows[] = {
		{ "UTF-8", 0, RA_UTF8 },
		{ "Windows-31J", 0, RA_CP932 },
		{ "Shift_JIS", 0, RA_CP932 },
		{ "sjis", 0, RA_CP932 },
		{ "x-euc-jp", 0, RA_EUCJP },
		{ "ISO-2022-JP", 0, RA_ISO2022JP },
		{ "", -1, RA_UTF8 },
		{ "latin1", -1, RA_UTF8 },
		{ "utf-16", -1, RA_UTF8 },
		{ "euc-jp ", -1, RA_UTF8 },
		{ "euc", -1, RA_UTF8 },
	};
	enum ra_charset cs;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cs = RA_UTF8;
		assert_int_equal(
		    ra_charset_find(ra_span_str(rows[i].name), &cs),
		    rows[i].rc);
		assert_int_equal(cs, rows[i].cs);
	}
	assert_string_equal(ra_charset_name(RA_EUCJP), "EUC-JP");
}

static void
controls_and_tricks_are_made_visible(void **state)
{
	static const struct {
		struct ra_span in, out;
	} rows[] = {
		{ S("国立 ok ①ｱ"), S("国立 ok ①ｱ") },
		{ S("\x1b[31m"), S("\\x1b[31m") },
		{ S("a\tb\n\r"), S("a\\x09b\\x0a\\x0d") },
		{ S("\0\x7f"), S("\\x00\\x7f") },
		{ S("\xc2\x9b"
		    "2J"),
		    S("\\u009b2J") },
		{ S("\u202e\u2066\u061c\u200f\u2069\u202c"),
		    S("\\u202e\\u2066\\u061c\\u200f\\u2069\\u202c") },
		{ S("\ufeff\u200b\u2028"), S("\\ufeff\\u200b\\u2028") },
		{ S("\xff\xc0\x80"), S("\\xff\\xc0\\x80") },
		{ S("\U000e0041"), S("\\U000e0041") },
		{ S("\ufffd"), S("\ufffd") },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1000);
		ra_text_show(rows[i].in, &b);
		expect(&b, rows[i].out);
		ra_buf_clear(&b);
	}
}

static void
labels_that_look_alike_are_alike(void **state)
{
	static const struct {
		struct ra_span in, out;
	} rows[] = {
		{ S("③　発行・更新・失効"), S("発行・更新・失効") },
		{ S(" ｻｰﾊﾞ証明書\u00a0\n"), S("サーバ証明書") },
		{ S("ＬＲＡ（１）　ａ～〜−"), S("LRA(1)a~~-") },
		{ S("ｶﾞﾊﾟﾀﾞﾂﾞｳﾞﾎﾟ"), S("ガパダヅヴポ") },
		{ S("ｱﾞﾏﾟﾟﾞ"), S("ア゛マ゜゜゛") },
		{ S("･｡｢｣､ｰﾟ"), S("・。「」、ー゜") },
		{ S("ﾊ"), S("ハ") },
		{ S("①⑳㉑"), S("㉑") },
		{ S("\xff"), S("\ufffd") },
		{ S(""), S("") },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1000);
		ra_text_label(rows[i].in, &b);
		expect(&b, rows[i].out);
		ra_buf_clear(&b);
	}
}

static void
characters_and_columns_are_counted(void **state)
{
	static const struct {
		const char *in;
		size_t chars, width;
	} rows[] = {
		{ "", 0, 0 },
		{ "abc", 3, 3 },
		{ "国立　太郎", 5, 10 },
		{ "ｱﾊﾞ", 3, 3 },
		{ "ＡＢ", 2, 4 },
		{ "①", 1, 1 },
		{ "か\u3099", 2, 2 },
		{ "é", 1, 1 },
		{ "😀", 1, 2 },
		{ "𠮷", 1, 2 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    ra_text_chars(ra_span_str(rows[i].in)), rows[i].chars);
		assert_int_equal(
		    ra_text_width(ra_span_str(rows[i].in)), rows[i].width);
	}
}

static void
runes_marks_and_ascii_are_told(void **state)
{
	size_t n = 99;

	(void)state;
	assert_int_equal(ra_text_rune(RA_SPAN("国"), &n), 0x56fd);
	assert_int_equal(n, 3);
	assert_int_equal(ra_text_rune(RA_SPAN("\xe5\x9b"), &n), 0xfffd);
	assert_int_equal(n, 1);
	assert_int_equal(ra_text_rune(RA_SPAN("\ufffd"), &n), 0xfffd);
	assert_int_equal(n, 3);
	assert_int_equal(ra_text_rune(RA_SPAN(""), &n), 0xfffd);
	assert_int_equal(n, 0);
	assert_int_equal(ra_text_bom(RA_SPAN("\ufeffx")), 3);
	assert_int_equal(ra_text_bom(RA_SPAN("\xef\xbb")), 0);
	assert_true(ra_text_is_ascii(RA_SPAN("a ~")));
	assert_false(ra_text_is_ascii(RA_SPAN("a\t")));
	assert_false(ra_text_is_ascii(RA_SPAN("\x7f")));
	assert_false(ra_text_is_ascii(RA_SPAN("é")));
	assert_true(ra_text_is_utf8(RA_SPAN("é\ufffd")));
	assert_false(ra_text_is_utf8(RA_SPAN("é\xe9")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_bytes_become_utf8),
		cmocka_unit_test(
		    invalid_bytes_are_found_and_leniently_replaced),
		cmocka_unit_test(utf8_becomes_bytes_of_the_charset),
		cmocka_unit_test(
		    what_a_charset_lacks_is_refused_where_it_stands),
		cmocka_unit_test(all_of_cp932_survives_iso_2022_jp),
		cmocka_unit_test(charsets_have_names),
		cmocka_unit_test(controls_and_tricks_are_made_visible),
		cmocka_unit_test(labels_that_look_alike_are_alike),
		cmocka_unit_test(characters_and_columns_are_counted),
		cmocka_unit_test(runes_marks_and_ascii_are_told),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
