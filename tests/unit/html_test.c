/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The page model. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/html.h"

static struct ra_html *
parse(const char *text)
{
	struct ra_err e = { 0 };
	struct ra_html *h = ra_html_parse("t", ra_span_str(text), &e);

	if (h == NULL)
		fail_msg("%s: %s", text, e.msg);
	return h;
}

static void
frames_are_found_in_framesets_and_bodies(void **state)
{
	struct ra_html *h = parse("<frameset><frame name=hidari src=m.do>"
				  "<frameset><frame src=x></frameset>"
				  "</frameset>");

	(void)state;
	assert_int_equal(h->nframes, 2);
	assert_string_equal(h->frame[0].name, "hidari");
	assert_string_equal(h->frame[0].src, "m.do");
	assert_string_equal(h->frame[1].name, "");
	ra_html_free(h);
	h = parse("<body><iframe src=y></iframe></body>");
	assert_string_equal(h->frame[0].src, "y");
	ra_html_free(h);
}

static const struct {
	const char *what, *page, *label, *before;
	bool labelled;
} labels[] = {
	{ "the text right after a radio", "<input type=radio name=r>発行<br>x",
	    "発行", "", false },
	{ "up to the next control",
	    "<input type=radio name=r> 発行 <input type=radio name=r> 更新",
	    "発行", "", false },
	{ "label for", "<label for=a>更新</label> <input type=radio id=a>",
	    "更新", "更新", true },
	{ "wrapping label", "<label><input type=radio>失効</label>", "失効", "",
	    true },
	{ "in the next cell",
	    "<table><tr><td><input type=radio><td>発行</table>", "発行", "",
	    false },
	{ "what stands before is told apart", "<p>発行 <input type=radio></p>",
	    "", "発行", false },
	{ "a button's face", "<input type=submit value=送信>", "送信", "",
	    false },
	{ "a button element's text", "<button>送<b>信</b></button>", "送信", "",
	    false },
	{ "an image's alt", "<input type=image alt=送信>", "送信", "", false },
	{ "what stands in the cell before",
	    "<table><tr><td>発行<td><input type=radio></table>", "", "発行",
	    false },
	{ "a label for nobody is plain text before",
	    "<label for=z>更新</label><br><input type=radio>", "", "更新",
	    false },
};

static void
controls_have_the_label_that_a_person_reads(void **state)
{
	struct ra_buf b;
	struct ra_html *h;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		ra_buf_init(&b, 4096);
		ra_buf_addf(&b, "<body><form>%s</form></body>", labels[i].page);
		h = parse(ra_buf_str(&b));
		if (h->nforms != 1 || h->form[0].ncontrols == 0)
			fail_msg("%s", labels[i].what);
		if (strcmp(h->form[0].control[0].label, labels[i].label) != 0 ||
		    h->form[0].control[0].labelled != labels[i].labelled)
			fail_msg("%s: %s", labels[i].what,
			    h->form[0].control[0].label);
		assert_string_equal(
		    h->form[0].control[0].before, labels[i].before);
		ra_html_free(h);
		ra_buf_clear(&b);
	}
}

static void
selects_keep_groups_values_and_what_is_chosen(void **state)
{
	struct ra_html *h =
	    parse("<form><select name=s onchange=go()>"
		  "<optgroup label=サーバ><option value=1>発行</optgroup>"
		  "<option selected>更新</select></form>");
	struct ra_html_control *c = &h->form[0].control[0];

	(void)state;
	assert_int_equal(c->noptions, 2);
	assert_string_equal(c->option[0].group, "サーバ");
	assert_string_equal(c->option[0].value, "1");
	assert_string_equal(c->option[1].group, "");
	assert_string_equal(c->option[1].value, "更新");
	assert_true(c->option[1].selected);
	assert_string_equal(c->onclick, "go()");
	ra_html_free(h);
}

static void
nested_tables_are_kept_apart(void **state)
{
	struct ra_html *h =
	    parse("<table><tr><td colspan=2>a<table><tr><th>SEQ<td>&nbsp;"
		  "</table>b<td>c</table>");

	(void)state;
	assert_int_equal(h->ntables, 2);
	assert_string_equal(h->table[0].row[0].cell[0].text, "a\nb");
	assert_int_equal(h->table[0].row[0].cell[1].column, 2);
	assert_int_equal(h->table[1].depth, 1);
	assert_true(h->table[1].row[0].cell[0].header);
	assert_string_equal(h->table[1].row[0].cell[1].text, "");
	ra_html_free(h);
}

static void
script_and_options_are_no_text_of_the_page(void **state)
{
	struct ra_html *h =
	    parse("<title>t</title><style>s</style><script>x()</script>"
		  "<p>a</p><form><select><option>o</select>"
		  "<textarea>z</textarea></form><a href=b onclick=c>d</a>");

	(void)state;
	assert_string_equal(h->text, "a\nd\n");
	assert_string_equal(h->title, "t");
	assert_string_equal(h->script, "x()\n");
	assert_int_equal(h->nlinks, 1);
	assert_string_equal(h->link[0].text, "d");
	ra_html_free(h);
}

static void
repeated(struct ra_buf *b, const char *s, size_t n)
{
	ra_buf_init(b, 2 * (size_t)RA_HTML_MAX);
	while (n-- > 0)
		ra_buf_adds(b, s);
}

static void
ceilings_refuse(void **state)
{
	static const struct {
		const char *what, *part;
		size_t n;
	} cases[] = {
		{ "no element", "plain text", 1 },
		{ "nothing", "", 1 },
		{ "nested too deep", "<div>", 2000 },
		{ "too many elements", "<br>", RA_HTML_NODES_MAX + 10 },
		{ "too many mistakes", "& ", RA_HTML_ERRORS_MAX },
		{ "too many bytes", "<p>0123456789abc", RA_HTML_MAX / 16 + 1 },
	};
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		repeated(&b, cases[i].part, cases[i].n);
		ra_err_clear(&e);
		if (ra_html_parse("t", ra_buf_span(&b), &e) != NULL ||
		    e.code != RA_EPAGE)
			fail_msg("%s", cases[i].what);
		ra_buf_clear(&b);
	}
}

/* "<p a0 a1 ...>": each attribute is compared with all before it. */
static void
attributes(struct ra_buf *b, size_t n)
{
	size_t i;

	ra_buf_init(b, RA_HTML_MAX);
	ra_buf_adds(b, "<p");
	for (i = 0; i < n; i++)
		ra_buf_addf(b, " a%zu=''", i);
	ra_buf_adds(b, "><a href=x>y</a>");
}

static void
an_element_has_its_ceiling_of_attributes(void **state)
{
	struct ra_err e = { 0 };
	struct ra_html *h;
	struct ra_buf b;

	(void)state;
	attributes(&b, RA_HTML_ATTRS_MAX);
	h = ra_html_parse("t", ra_buf_span(&b), &e);
	assert_non_null(h);
	assert_int_equal(h->nlinks, 1);
	ra_html_free(h);
	ra_buf_clear(&b);
	attributes(&b, 5 * RA_HTML_ATTRS_MAX);
	assert_null(ra_html_parse("t", ra_buf_span(&b), &e));
	assert_int_equal(e.code, RA_EPAGE);
	assert_string_equal(
	    e.msg, "t: more than 350 attributes in one element");
	ra_buf_clear(&b);
	/* The next page is not bothered by it. */
	attributes(&b, 1);
	h = ra_html_parse("t", ra_buf_span(&b), NULL);
	assert_non_null(h);
	ra_html_free(h);
	ra_buf_clear(&b);
}

/* Many, so that what finds them has to grow; of two of an id the first. */
static void
controls_find_their_form_and_label_among_many(void **state)
{
	struct ra_html *h;
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, RA_HTML_MAX);
	for (i = 0; i < 500; i++)
		ra_buf_addf(&b,
		    "<form id=f%zu></form><input id=i%zu form=f%zu>"
		    "<label for=i%zu>L%zu</label>",
		    i / 2, i, i / 2, i, i);
	ra_buf_adds(&b, "<input id=i7><input form=none><label for=x>no");
	h = ra_html_parse("t", ra_buf_span(&b), NULL);
	assert_non_null(h);
	assert_int_equal(h->nforms, 500);
	assert_int_equal(h->nloose, 2);
	for (i = 0; i < 500; i += 2) {
		char want[16];

		assert_int_equal(h->form[i].ncontrols, 2);
		assert_int_equal(h->form[i + 1].ncontrols, 0);
		snprintf(want, sizeof(want), "L%zu", i + 1);
		assert_string_equal(h->form[i].control[1].label, want);
	}
	assert_false(h->loose[0].labelled);
	ra_html_free(h);
	ra_buf_clear(&b);
}

static const struct {
	const char *what, *http, *bytes;
	enum ra_charset cs;
	const char *text;
} charsets[] = {
	{ "nothing declared: the fallback", "", "<p>\xc8\xaf\xb9\xd4", RA_EUCJP,
	    "<p>発行" },
	{ "the header", "Shift_JIS", "<p>\x94\xad\x8d\x73", RA_CP932,
	    "<p>発行" },
	{ "a meta element", "", "<meta charset='shift_jis'>\x94\xad", RA_CP932,
	    "<meta charset='shift_jis'>発" },
	{ "an old meta element", "",
	    "<META http-equiv=x content=\"text/html; charset=UTF-8\">発",
	    RA_UTF8,
	    "<META http-equiv=x content=\"text/html; charset=UTF-8\">発" },
	{ "a byte order mark", "", "\xef\xbb\xbf発", RA_UTF8, "発" },
	{ "a header that the bytes break", "utf-8", "<p>\xc8\xaf\xb9\xd4",
	    RA_EUCJP, "<p>発行" },
	{ "an unknown name", "x-klingon", "\xc8\xaf", RA_EUCJP, "発" },
	{ "UTF-8 without a word", "", "発行更新失効", RA_UTF8, "発行更新失効" },
};

static void
the_charset_is_weighed(void **state)
{
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++) {
		ra_buf_init(&b, 4096);
		if (ra_html_decode(ra_span_str(charsets[i].bytes),
			ra_span_str(charsets[i].http), RA_EUCJP,
			&b) != charsets[i].cs ||
		    strcmp(ra_buf_str(&b), charsets[i].text) != 0)
			fail_msg("%s: %s", charsets[i].what, ra_buf_str(&b));
		ra_buf_clear(&b);
	}
}

static const struct {
	const char *what, *page, *out;
} masks[] = {
	{ "a token in a hidden field", "<input type=hidden value=abcdefgh>",
	    "<input type=hidden value=********>" },
	{ "a flag in a hidden field stays", "<input type=hidden value=1>",
	    "<input type=hidden value=1>" },
	{ "the token of a one-time URL", "<p>x.jsp?p1=aB%2Fc</p>",
	    "<p>x.jsp?p1=********</p>" },
	{ "a session in an address", "<a href='a.do;jsessionid=aB.c!d?x=1'>",
	    "<a href='a.do;jsessionid=********?x=1'>" },
	{ "a session in an upper-case query", "<p>JSESSIONID=ab</p>",
	    "<p>JSESSIONID=********</p>" },
	{ "an address without one stays", "<a href='a.do?session=ab'>",
	    "<a href='a.do?session=ab'>" },
	{ "a long run with digits", "<p>0123456789abcdef0123456789</p>",
	    "<p>********</p>" },
	{ "a path stays", "<p>localhost:12345/upki-odcert/lra/SSLLogin.do</p>",
	    "<p>localhost:12345/upki-odcert/lra/SSLLogin.do</p>" },
	{ "the cell under a header",
	    "<table><tr><th>PIN<th>x<tr><td>abcd<td>efgh</table>",
	    "<table><tr><th>PIN<th>x<tr><td>********<td>efgh</table>" },
	{ "the cell beside a header", "<table><tr><td>PIN<td>abcd</table>",
	    "<table><tr><td>PIN<td>********</table>" },
	{ "a value that is written with escapes",
	    "<input type=hidden value='a&amp;bcd&lt;efgh\"'>",
	    "<input type=hidden value='********'>" },
	{ "a cell of two lines", "<table><tr><td>PIN<td>abcd<br>efgh</table>",
	    "<table><tr><td>PIN<td>********<br>********</table>" },
	{ "what was masked before", "<table><tr><td>PIN<td>********</table>",
	    "<table><tr><td>PIN<td>********</table>" },
	{ "a text and one that begins with it",
	    "<input type=hidden value=abcdefgh><input type=hidden "
	    "value=abcdefghij>abcdefghi",
	    "<input type=hidden value=********><input type=hidden "
	    "value=********>********i" },
	{ "a value in a writing that is not looked for",
	    "<input type=hidden value=abcdefg&#104;>",
	    "(withheld: what is secret in it cannot be told)\n" },
	{ "a cell with a tag inside",
	    "<table><tr><td>PIN<td>ab<b>cd</b>ef</table>",
	    "(withheld: what is secret in it cannot be told)\n" },
	{ "ordinary text stays", "<p>発行 abcdefghijklmnopqrstuvwxyz</p>",
	    "<p>発行 abcdefghijklmnopqrstuvwxyz</p>" },
};

static void
secrets_are_masked(void **state)
{
	static const char *const names[] = { "PIN", NULL };
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		ra_buf_init(&b, 4096);
		ra_html_mask(ra_span_str(masks[i].page), names, &b);
		if (strcmp(ra_buf_str(&b), masks[i].out) != 0)
			fail_msg("%s: %s", masks[i].what, ra_buf_str(&b));
		ra_buf_clear(&b);
	}
}

/* As many as there are, and where the page itself cannot be read. */
static void
no_page_has_too_many_secrets(void **state)
{
	struct ra_buf page, b;
	size_t i;

	(void)state;
	ra_buf_init(&page, RA_HTML_MAX);
	ra_buf_init(&b, RA_HTML_MAX);
	for (i = 0; i < 3000; i++)
		ra_buf_addf(&page, "<input type=hidden value=tk-%05zu>", i);
	ra_html_mask(ra_buf_span(&page), NULL, &b);
	assert_false(ra_span_has(ra_buf_span(&b), RA_SPAN("tk-0")));
	assert_true(ra_span_has(ra_buf_span(&b), RA_SPAN("value=********")));
	ra_buf_reset(&page);
	ra_buf_reset(&b);
	ra_buf_adds(&page, "<input type=hidden value=abcdefgh>");
	for (i = 0; i < 2000; i++)
		ra_buf_adds(&page, "<div>");
	ra_html_mask(ra_buf_span(&page), NULL, &b);
	assert_string_equal(ra_buf_str(&b),
	    "(withheld: what is secret in it cannot be told)\n");
	ra_buf_clear(&page);
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_found_in_framesets_and_bodies),
		cmocka_unit_test(controls_have_the_label_that_a_person_reads),
		cmocka_unit_test(selects_keep_groups_values_and_what_is_chosen),
		cmocka_unit_test(nested_tables_are_kept_apart),
		cmocka_unit_test(script_and_options_are_no_text_of_the_page),
		cmocka_unit_test(ceilings_refuse),
		cmocka_unit_test(an_element_has_its_ceiling_of_attributes),
		cmocka_unit_test(controls_find_their_form_and_label_among_many),
		cmocka_unit_test(the_charset_is_weighed),
		cmocka_unit_test(secrets_are_masked),
		cmocka_unit_test(no_page_has_too_many_secrets),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
