/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The site profile, its file, and its manual page. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "lra/site.h"

static const struct {
	const char *what, *file;
	const char *msg;  /* part of the message, NULL: taken */
	const char *next; /* part of the advice, or NULL */
	size_t key;	  /* of a file that is taken */
	const char *first;
} files[] = {
	{ "a dotted key", "menu.id.stats: ST1\n", NULL, NULL,
	    RA_S_MENU_ID + RA_IF_STATS, "ST1" },
	{ "nested maps", "menu:\n  id:\n    stats: ST2\n", NULL, NULL,
	    RA_S_MENU_ID + RA_IF_STATS, "ST2" },
	{ "a list", "result.ok: [良, OK]\n", NULL, NULL, RA_S_VERDICT_OK,
	    "良" },
	{ "an empty file changes nothing", "", NULL, NULL, RA_S_VERDICT_OK,
	    "OK" },
	{ "an empty list takes values away", "download.button: []\n", NULL,
	    NULL, RA_S_DOWNLOAD_BUTTON, NULL },
	{ "an unknown key, the nearest told", "result.okay: x\n",
	    "t:1:1: no such key: result.okay", "result.ok", 0, NULL },
	{ "an unknown key like no other", "\n\nzzzzzzzzzz: x\n",
	    "t:3:1: ", "upkira-site(5)", 0, NULL },
	{ "an unknown key inside", "menu:\n  idd: 1\n", "t:2:3: ", NULL, 0,
	    NULL },
	{ "an empty value", "result.ok: \"\"\n", "t:1:12: result.ok", NULL, 0,
	    NULL },
	{ "a map as a value in a list", "result.ok: [{a: b}]\n",
	    "t:1:13: ", NULL, 0, NULL },
	{ "a list at the top", "- a\n", "t:1:1: ", NULL, 0, NULL },
	{ "no YAML", "a: [\n", "t:", NULL, 0, NULL },
};

static void
site_files(void **state)
{
	struct ra_err e;
	struct ra_site *s;
	const char *first;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		s = ra_site_new();
		memset(&e, 0, sizeof(e));
		rc = ra_site_parse(s, "t", ra_span_str(files[i].file), &e);
		if ((rc == 0) != (files[i].msg == NULL))
			fail_msg("%s: %s", files[i].what, e.msg);
		if (rc == -1 && files[i].msg != NULL &&
		    (strstr(e.msg, files[i].msg) == NULL ||
			e.code != RA_EUSAGE ||
			(files[i].next != NULL &&
			    strstr(e.next, files[i].next) == NULL)))
			fail_msg("%s: %s / %s", files[i].what, e.msg, e.next);
		first = ra_site_first(s, files[i].key);
		if (rc == 0 && (first == NULL) != (files[i].first == NULL))
			fail_msg("%s", files[i].what);
		if (rc == 0 && first != NULL)
			assert_string_equal(first, files[i].first);
		ra_site_free(s);
	}
}

static void
an_override_is_the_officers_word(void **state)
{
	struct ra_site *s = ra_site_new();
	const size_t k = RA_S_MENU_ID + RA_IF_SERVER_APPLY;
	struct ra_err e = { 0 };

	(void)state;
	assert_false(ra_site_sure(s, k));
	assert_true(ra_site_sure(s, RA_S_MENU_ID + RA_IF_CLIENT_APPLY));
	assert_int_equal(
	    ra_site_parse(s, "t", RA_SPAN("menu.id.server-apply: X\n"), &e), 0);
	assert_true(ra_site_sure(s, k));
	assert_true(ra_site_get(s, k).overridden);
	ra_site_free(s);
}

static void
labels_compare_without_white_space_and_width(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "発行・更新・失効", "発行・ 更新\n・失効", true },
		{ "OK", "ＯＫ", true },
		{ "①ログアウト", "ログアウト", true },
		{ "発行", "再発行", false },
		{ "発行", "", false },
	};
	struct ra_site *s = ra_site_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (ra_site_same(cases[i].a, cases[i].b) != cases[i].same)
			fail_msg("%s %s", cases[i].a, cases[i].b);
	assert_true(ra_site_in(s, RA_S_FAILED,
	    "処理が以下のエラーにより 正常終了しませんでした。x"));
	assert_false(ra_site_is(s, RA_S_FAILED,
	    "処理が以下のエラーにより正常終了しませんでした。x"));
	assert_false(ra_site_in(s, RA_S_DONE, ""));
	ra_site_free(s);
}

static void
every_key_has_its_own_name_and_its_words(void **state)
{
	struct ra_site *s = ra_site_new();
	struct ra_site_entry a, b;
	size_t i, k;

	(void)state;
	for (i = 0; i < RA_S_COUNT; i++) {
		a = ra_site_get(s, i);
		assert_true(*a.key != '\0' && *a.what != '\0');
		for (k = 0; k < i; k++) {
			b = ra_site_get(s, k);
			if (strcmp(a.key, b.key) == 0)
				fail_msg("%s twice", a.key);
		}
	}
	ra_site_free(s);
}

/* The page names every key, and no other. */
static void
the_manual_page_lists_the_keys(void **state)
{
	struct ra_site *s = ra_site_new();
	struct ra_err e = { 0 };
	struct ra_span rest, line;
	struct ra_buf page, item;
	size_t i, items = 0;

	(void)state;
	ra_buf_init(&page, 1u << 20);
	if (ra_fs_read("man/upkira-site.5", &page, &e) == -1)
		fail_msg("%s", e.msg);
	for (i = 0; i < RA_S_COUNT; i++) {
		ra_buf_init(&item, 256);
		ra_buf_addf(&item, ".It Cm %s\n", ra_site_get(s, i).key);
		if (!ra_span_has(ra_buf_span(&page), ra_buf_span(&item)))
			fail_msg("the page lacks %s", ra_site_get(s, i).key);
		ra_buf_clear(&item);
	}
	rest = ra_buf_span(&page);
	while (rest.n > 0) {
		line = ra_span_cut(&rest, '\n');
		items += ra_span_starts(line, RA_SPAN(".It Cm "));
	}
	assert_int_equal(items, RA_S_COUNT);
	ra_buf_clear(&page);
	ra_site_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(site_files),
		cmocka_unit_test(an_override_is_the_officers_word),
		cmocka_unit_test(labels_compare_without_white_space_and_width),
		cmocka_unit_test(every_key_has_its_own_name_and_its_words),
		cmocka_unit_test(the_manual_page_lists_the_keys),
	};

	return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
