/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The sandbox's pages: bytes of EUC-JP, escapes, tables that close. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

/* The sandbox is no library, so its source is part of the test. */
/* NOLINTNEXTLINE(bugprone-suspicious-include) */
#include "../../cmd/lra-sandbox/page.c"

static const struct {
	const char *what, *utf8, *euc;
} encoded[] = {
	{ "ASCII stays", "a\\b~<c>\t\n", "a\\b~<c>\t\n" },
	{ "nothing stays nothing", "", "" },
	{ "kanji and a full-width blank", "国立　大",
	    "\xb9\xf1\xce\xa9\xa1\xa1\xc2\xe7" },
	{ "a wave dash in both forms", "〜～", "\xa1\xc1\xa1\xc1" },
	{ "half-width kana takes two bytes", "ｱ", "\x8e\xb1" },
	{ "a circled digit of NEC becomes ?", "a①b", "a?b" },
	{ "an IBM kanji becomes ?", "髙橋", "?\xb6\xb6" },
	{ "what no Japanese set has becomes ?", "€", "?" },
	{ "four bytes become one ?", "x😀y", "x?y" },
	{ "several in a row", "①②③", "???" },
	{ "one at the very end", "大①", "\xc2\xe7?" },
	{ "a stray byte becomes ?",
	    "a\xff"
	    "b",
	    "a?b" },
};

static const struct {
	const char *what, *text, *markup;
} escaped[] = {
	{ "plain text stays", "abc", "abc" },
	{ "markup becomes text", "<b>&\"", "&lt;b&gt;&amp;&quot;" },
	{ "an escape is escaped again", "&amp;", "&amp;amp;" },
	{ "a newline breaks the line", "a\nb", "a<br>\nb" },
};

static void
pages_hold_plain_euc_jp(void **state)
{
	struct ra_buf out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(encoded) / sizeof(encoded[0]); i++) {
		print_message("%s\n", encoded[i].what);
		ra_buf_init(&out, 1024);
		sb_page_encode(ra_span_str(encoded[i].utf8), &out);
		assert_string_equal(ra_buf_str(&out), encoded[i].euc);
		ra_buf_clear(&out);
	}
}

static void
text_never_becomes_markup(void **state)
{
	struct sb_variant v = { .what = "test" };
	struct sb_page p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(escaped) / sizeof(escaped[0]); i++) {
		print_message("%s\n", escaped[i].what);
		sb_page_begin(&p, &v);
		ra_buf_reset(&p.html);
		sb_text(&p, escaped[i].text);
		assert_string_equal(ra_buf_str(&p.html), escaped[i].markup);
		sb_page_clear(&p);
	}
}

static size_t
count(const char *in, const char *what)
{
	size_t n = 0;

	while ((in = strstr(in, what)) != NULL) {
		in += strlen(what);
		n++;
	}
	return n;
}

static void
every_table_is_closed(void **state)
{
	struct sb_variant v = { .nested = true, .strangers = true };
	struct sb_page p;
	struct ra_buf out;

	(void)state;
	ra_buf_init(&out, 65536);
	sb_page_begin(&p, &v);
	sb_page_box(&p);
	sb_page_row(&p, "td", (const char *const[]){ "a", NULL }, 2);
	sb_page_end(&p, &out);
	assert_int_equal(count(ra_buf_str(&out), "<table"), 4);
	assert_int_equal(count(ra_buf_str(&out), "</table>"), 4);
	assert_int_equal(count(ra_buf_str(&out), "&nbsp;"), 1);
	ra_buf_clear(&out);
}

static const struct {
	const char *what;
	enum sb_declare declare;
	bool header, meta;
} declared[] = {
	{ "in the header", SB_DECLARE_HEADER, true, false },
	{ "in a meta element", SB_DECLARE_META, false, true },
	{ "in both", SB_DECLARE_BOTH, true, true },
	{ "nowhere", SB_DECLARE_NOWHERE, false, false },
};

static void
the_charset_is_declared_where_the_variant_says(void **state)
{
	struct sb_variant v = { .what = "test" };
	struct sb_page p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(declared) / sizeof(declared[0]); i++) {
		print_message("%s\n", declared[i].what);
		v.declare = declared[i].declare;
		assert_int_equal(strstr(sb_page_type(&v), "charset") != NULL,
		    declared[i].header);
		sb_page_head(&p, &v, "");
		assert_int_equal(
		    strstr(ra_buf_str(&p.html), "charset=EUC-JP") != NULL,
		    declared[i].meta);
		sb_page_clear(&p);
	}
}

static const struct {
	const char *what, *page, *spoilt;
} spoils[] = {
	{ "title and body", "<title>T</title><body x>B",
	    "<title>T!</title><body x>!B" },
	{ "a frameset has only its title", "<title>T</title><frameset>",
	    "<title>T!</title><frameset>" },
	{ "a page without either gets them at its end", "plain", "plain!" },
	{ "a body tag that never ends", "<title></title><body",
	    "<title>!</title><body" },
};

static void
bytes_are_put_into_title_and_body(void **state)
{
	struct ra_buf page;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		print_message("%s\n", spoils[i].what);
		ra_buf_init(&page, 1024);
		ra_buf_adds(&page, spoils[i].page);
		sb_page_spoil(&page, "!");
		assert_string_equal(ra_buf_str(&page), spoils[i].spoilt);
		ra_buf_clear(&page);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_hold_plain_euc_jp),
		cmocka_unit_test(text_never_becomes_markup),
		cmocka_unit_test(every_table_is_closed),
		cmocka_unit_test(
		    the_charset_is_declared_where_the_variant_says),
		cmocka_unit_test(bytes_are_put_into_title_and_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
