/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Which interfaces a menu leads to, and which kind a page is about. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/fs.h"
#include "codec/html.h"
#include "lra/menu.h"

/* Letters of the interfaces, in the order of their ids. */
static const char letters[] = "1234567890A";

#define APPLY "<a href=x>発行・更新・失効</a>"
#define LIST "<a href=y>証明書情報一括ダウンロード</a>"

static const struct {
	const char *what, *page, *has;
} menus[] = {
	{ "headings above links",
	    "<b>サーバ証明書</b><br>" APPLY
	    "<br><b>クライアント証明書</b><br>" LIST,
	    "14" },
	{ "heading and link on one line",
	    "<p>■クライアント証明書： " APPLY "</p>", "3" },
	{ "heading and label in one",
	    "<a href=x>サーバ証明書－発行・更新・失効</a>", "1" },
	{ "numbers before labels",
	    "<p>クライアント証明書</p><a href=x>③発行・更新・失効</a>", "3" },
	{ "columns side by side",
	    "<table><tr><th>サーバ証明書<th>クライアント証明書"
	    "<tr><td>" APPLY "<td>" APPLY "<tr><td>" LIST "<td></table>",
	    "123" },
	{ "buttons",
	    "<form><p>利用管理者情報</p><input type=submit value=更新>"
	    "<input type=submit value=発行証明書統計照会></form>",
	    "57" },
	{ "groups of a select",
	    "<form><select><optgroup label=サーバ証明書>"
	    "<option value=a>発行・更新・失効</optgroup>"
	    "<optgroup label=クライアント証明書>"
	    "<option value=b>証明書情報一括ダウンロード</optgroup></select>"
	    "</form>",
	    "14" },
	{ "options as headings",
	    "<form><select><option value=''>--サーバ証明書--"
	    "<option value=a>発行・更新・失効</select></form>",
	    "1" },
	{ "labels that stand for themselves",
	    "<a href=x>ログアウト</a><a href=y>タイムスタンプURL</a>", "90" },
	{ "white space inside a label",
	    "<p>サーバ証明書<br><a href=x>発行・\n更新・ 失効</a>", "1" },
	{ "a label without any heading", APPLY, "" },
	{ "a heading after the label", APPLY "<p>サーバ証明書</p>", "" },
	{ "words in running text",
	    "<p>サーバ証明書の発行・更新・失効はこちら</p>", "" },
	{ "a renewal button of another thing",
	    "<p>サーバ証明書</p><input type=button value=更新>", "" },
	{ "a disabled button",
	    "<form><input type=submit disabled value=ログアウト></form>", "" },
	{ "an option that only heads",
	    "<form><select><option value=''>ログアウト</select></form>", "" },
	{ "a longer label", "<a href=x>ログアウト方法</a>", "" },
};

static struct ra_html *
parse(const char *body)
{
	struct ra_err e = { 0 };
	struct ra_html *h;
	struct ra_buf b;

	ra_buf_init(&b, 65536);
	ra_buf_addf(&b, "<html><body>%s</body></html>", body);
	h = ra_html_parse("t", ra_buf_span(&b), &e);
	ra_buf_clear(&b);
	assert_non_null(h);
	return h;
}

static void
found(const struct ra_site *site, const struct ra_html *h, char got[16])
{
	bool has[RA_IF_COUNT];
	size_t i, n = 0;

	(void)ra_menu_read(site, h, has);
	for (i = 0; i < RA_IF_COUNT; i++)
		if (has[i])
			got[n++] = letters[i];
	got[n] = '\0';
}

static void
entries_are_known_by_label_and_heading(void **state)
{
	struct ra_site *site = ra_site_new();
	struct ra_html *h;
	char got[16];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(menus) / sizeof(menus[0]); i++) {
		h = parse(menus[i].page);
		found(site, h, got);
		if (strcmp(got, menus[i].has) != 0)
			fail_msg("%s: %s", menus[i].what, got);
		ra_html_free(h);
	}
	ra_site_free(site);
}

static void
a_menu_in_euc_jp_is_read(void **state)
{
	struct ra_site *site = ra_site_new();
	struct ra_err e = { 0 };
	struct ra_buf raw, text;
	struct ra_html *h;
	char got[16];

	(void)state;
	ra_buf_init(&raw, 65536);
	ra_buf_init(&text, 65536);
	if (ra_fs_read("tests/data/pages/menu-script.html", &raw, &e) == -1)
		fail_msg("%s", e.msg);
	(void)ra_html_decode(ra_buf_span(&raw), RA_SPAN(""), RA_EUCJP, &text);
	h = ra_html_parse("t", ra_buf_span(&text), &e);
	found(site, h, got);
	assert_string_equal(got, "123450");
	ra_html_free(h);
	ra_buf_clear(&raw);
	ra_buf_clear(&text);
	ra_site_free(site);
}

static const struct {
	const char *what, *page;
	enum ra_iface_id iface;
	bool astray;
} kinds[] = {
	{ "its own kind", "<b>サーバ証明書　発行</b>", RA_IF_SERVER_APPLY,
	    false },
	{ "the other kind", "<b>クライアント証明書　発行</b>",
	    RA_IF_SERVER_APPLY, true },
	{ "the other kind in the text alone", "<p>サーバ証明書の申請</p>",
	    RA_IF_CLIENT_APPLY, true },
	{ "the menu's headings do not count",
	    "<b>サーバ証明書</b><b>クライアント証明書</b>"
	    "<b>クライアント証明書　発行</b>",
	    RA_IF_CLIENT_APPLY, false },
	{ "both in the text", "<p>サーバ証明書とクライアント証明書</p>",
	    RA_IF_SERVER_LIST, false },
	{ "nothing said", "<p>申請</p>", RA_IF_SERVER_APPLY, false },
	{ "an interface of no kind", "<b>サーバ証明書　発行</b>", RA_IF_STATS,
	    false },
};

static void
a_page_of_the_other_kind_is_astray(void **state)
{
	struct ra_site *site = ra_site_new();
	struct ra_html *h;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		h = parse(kinds[i].page);
		if (ra_menu_astray(site, h, kinds[i].iface) != kinds[i].astray)
			fail_msg("%s", kinds[i].what);
		ra_html_free(h);
	}
	ra_site_free(site);
}

/* Each of them looks for its heading above: it must not look for ever. */
static void
a_page_of_very_many_entries_is_read_in_a_moment(void **state)
{
	struct ra_site *site = ra_site_new();
	bool has[RA_IF_COUNT];
	struct ra_html *h;
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, RA_HTML_MAX);
	for (i = 0; i < 1000; i++)
		ra_buf_adds(&b, "<p>甲</p>" APPLY);
	h = parse(ra_buf_str(&b));
	assert_int_equal(ra_menu_read(site, h, has), 0);
	ra_html_free(h);
	ra_buf_clear(&b);
	ra_site_free(site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_known_by_label_and_heading),
		cmocka_unit_test(a_menu_in_euc_jp_is_read),
		cmocka_unit_test(
		    a_page_of_very_many_entries_is_read_in_a_moment),
		cmocka_unit_test(a_page_of_the_other_kind_is_astray),
	};

	return cmocka_run_group_tests_name("menu", tests, NULL, NULL);
}
