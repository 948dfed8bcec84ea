/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "inv_help.h"

#include "base/clock.h"
#include "work/report_in.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int64_t
now(void)
{
	time_t t;

	assert_int_equal(ra_clock_parse(RA_SPAN("2026-11-26 12:00:00"), &t), 0);
	return t;
}

/* a, U+202E (what follows runs from right to left), cod.exe */
static const char turned[] = { 'a', '\xe2', '\x80', '\xae', 'c', 'o', 'd', '.',
	'e', 'x', 'e', '\0' };

static void
values_from_outside_are_inert(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "", "<bdi></bdi>" },
		{ "www.example.ac.jp", "<bdi>www.example.ac.jp</bdi>" },
		{ "国立　太郎", "<bdi>国立　太郎</bdi>" },
		{ "<script>alert(1)</script>",
		    "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>" },
		{ "\" onclick='x'", "<bdi>&quot; onclick=&#39;x&#39;</bdi>" },
		{ "&lt;", "<bdi>&amp;lt;</bdi>" },
		{ "</bdi><img src=x>",
		    "<bdi>&lt;/bdi&gt;&lt;img src=x&gt;"
		    "</bdi>" },
		{ turned, "<bdi>a\\u202ecod.exe</bdi>" },
		{ "a\x1b[2J\nb", "<bdi>a\\x1b[2J\\x0ab</bdi>" },
		{ "\xff", "<bdi>\\xff</bdi>" },
	};
	struct ra_buf b;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ra_buf_init(&b, 1000);
		ra_report_value(&b, cases[i].in);
		assert_string_equal(ra_buf_str(&b), cases[i].out);
		ra_buf_clear(&b);
	}
}

static void
each_word_is_there_in_both_languages(void **state)
{
	struct ra_buf b;

	(void)state;
	for (int w = 0; w < RA_RW_COUNT; w++) {
		ra_buf_init(&b, 2000);
		ra_report_say(&b, (enum ra_report_word)w);
		assert_null(strstr(ra_buf_str(&b), "(null)"));
		assert_null(strstr(ra_buf_str(&b),
		    "><"
		    "/span>"));
		ra_buf_clear(&b);
	}
}

/* Rows of a list: the first ends in 10 days, the second follows the third. */
static const struct given servers[] = {
	{ "1", "CN=<b>.example.ac.jp,C=JP", "5", "3", "1",
	    .start = "2026-06-01 00:00:00", .ends = "2026-12-06 12:00:00",
	    .mail = "A@example.ac.jp", .applied = "2026-06-01 00:00:00" },
	{ "2", "CN=b.example.ac.jp,C=JP", "5", "3", "2",
	    .start = "2026-11-01 00:00:00", .ends = "2027-05-01 00:00:00",
	    .mail = "a@example.ac.jp", .applied = "2026-11-01 00:00:00" },
	{ "3", "CN=b.example.ac.jp,C=JP", "5", "3", "3",
	    .start = "2026-05-20 00:00:00", .ends = "2026-11-27 00:00:00",
	    .applied = "2026-05-20 00:00:00" },
	{ "4", "CN=c.example.ac.jp,C=JP", "7", "3", "4",
	    .applied = "2026-06-01 00:00:00" },
	{ "5", "CN=d.other.ac.jp,C=JP", "42", "3", .serial = "" },
};

static void
what_is_shown_is_what_the_list_has(void **state)
{
	struct ra_report r = { 0 };
	struct ra_report_look look = { "<Example> University", false };
	struct ra_err e = { 0 };
	struct ra_inv *inv;
	struct ra_buf b;

	(void)state;
	inv_night(now() - 3600, RA_INV_SERVER, servers, COUNT(servers));
	inv = inv_read();
	assert_int_equal(ra_report_gather(&r, inv, now(), &e), 0);
	assert_int_equal(r.applications, 5);
	assert_int_equal(r.live, 3);
	assert_int_equal(r.soon, 1); /* what has a successor is not counted */
	assert_int_equal(r.week, 0);
	assert_int_equal(r.ends.n, 3);
	assert_string_equal(r.by_end[0]->held.row.serial, "3");
	assert_string_equal(r.by_end[2]->held.row.serial, "2");
	assert_int_equal(r.domain.figures.n, 2);
	/* Addresses are one owner in any case of letters. */
	assert_int_equal(
	    r.owner.due[ra_map_get(&r.owner.at, "a@example.ac.jp")].soon, 1);
	ra_buf_init(&b, RA_REPORT_PAGE_MAX);
	assert_int_equal(ra_report_page(&r, &look, &b, &e), 0);
	assert_non_null(strstr(ra_buf_str(&b), "&lt;b&gt;.example.ac.jp"));
	assert_null(strstr(ra_buf_str(&b), "<b>"));
	assert_null(strstr(ra_buf_str(&b), "<Example>"));
	assert_non_null(strstr(ra_buf_str(&b), "<html lang=\"en\">"));
	ra_buf_clear(&b);
	/* A page above the ceiling is none. */
	ra_buf_init(&b, 1000);
	assert_int_equal(ra_report_page(&r, &look, &b, &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	ra_buf_clear(&b);
	ra_report_clear(&r);
	ra_inv_close(inv);
}

static void
an_inventory_without_a_snapshot_gives_no_page(void **state)
{
	struct ra_report r = { 0 };
	struct ra_err e = { 0 };
	struct ra_inv *inv = ra_inv_open(inv_dir, RA_STORE_WRITE, &e);

	(void)state;
	assert_int_equal(ra_report_gather(&r, inv, now(), &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	ra_report_clear(&r);
	ra_inv_close(inv);
}

/* An empty list is a page all the same. */
static void
a_list_without_rows_is_a_page(void **state)
{
	struct ra_report r = { 0 };
	struct ra_report_look look = { NULL, true };
	struct ra_err e = { 0 };
	struct ra_inv *inv;
	struct ra_buf b;

	(void)state;
	inv_night(now(), RA_INV_SERVER, NULL, 0);
	inv = inv_read();
	ra_buf_init(&b, RA_REPORT_PAGE_MAX);
	assert_int_equal(ra_report_gather(&r, inv, now(), &e), 0);
	assert_int_equal(ra_report_page(&r, &look, &b, &e), 0);
	assert_null(strstr(ra_buf_str(&b), "nan"));
	ra_buf_clear(&b);
	ra_report_clear(&r);
	ra_inv_close(inv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_from_outside_are_inert),
		cmocka_unit_test(each_word_is_there_in_both_languages),
		cmocka_unit_test_teardown(
		    what_is_shown_is_what_the_list_has, inv_clean),
		cmocka_unit_test_teardown(
		    an_inventory_without_a_snapshot_gives_no_page, inv_clean),
		cmocka_unit_test_teardown(
		    a_list_without_rows_is_a_page, inv_clean),
	};

	return cmocka_run_group_tests(tests, inv_set_up, inv_tear_down);
}
