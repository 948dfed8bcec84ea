/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "inv_help.h"

#include "base/clock.h"
#include "upki/record.h"
#include "work/figures.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int64_t
now(void)
{
	time_t t;

	assert_int_equal(ra_clock_parse(RA_SPAN("2026-11-26 12:00:00"), &t), 0);
	return t;
}

/* "key,key n issued pending live ended revoked failed other;" */
static struct ra_buf
counted(const char *by)
{
	struct ra_figures f = { .now = now() };
	struct ra_inv_filter all = { 0 };
	struct ra_inv *inv = inv_read();
	struct ra_err e = { 0 };
	struct ra_buf b;

	ra_buf_init(&b, 100000);
	assert_int_equal(ra_figures_by(by, &f.by, &e), 0);
	assert_int_equal(ra_figures_count(&f, inv, &all, &e), 0);
	assert_string_equal(e.msg, "");
	for (size_t i = 0; i < f.n; i++) {
		const struct ra_figure *r = &f.row[i];

		for (size_t k = 0; k < RA_FIG_KEYS; k++)
			if (r->key[k] != NULL)
				ra_buf_addf(&b, "%s,", r->key[k]);
		ra_buf_addf(&b, " %zu %zu %zu %zu %zu %zu %zu %zu;", r->n,
		    r->issued, r->pending, r->live, r->ended, r->revoked,
		    r->failed, r->other);
		assert_int_equal(r->n,
		    r->pending + r->live + r->ended + r->revoked + r->failed +
			r->other);
	}
	ra_figures_clear(&f);
	ra_inv_close(inv);
	return b;
}

static void
expect(const char *by, const char *wanted)
{
	struct ra_buf b = counted(by);

	assert_string_equal(ra_buf_str(&b), wanted);
	ra_buf_clear(&b);
}

static const struct given servers[] = {
	{ "1", "CN=a.example.ac.jp,C=JP", "5", "3", "1",
	    .ends = "2027-01-31 23:59:59", .mail = "A@example.ac.jp",
	    .applied = "2026-07-31 23:59:59" },
	{ "2", "CN=A.example.ac.jp,C=JP", "6", "3", "2",
	    .ends = "2027-02-01 00:00:00", .mail = "a@example.ac.jp",
	    .applied = "2026-08-01 00:00:00" },
	{ "3", "CN=b.example.ac.jp,C=JP", "5", "11", "3",
	    .ends = "2026-11-26 11:59:59", .applied = "2026/08/02" },
	{ "4", "CN=www.other.ac.jp,C=JP", "7", "3", "4", .applied = "?" },
	{ "5", "CN=www.other.ac.jp,C=JP", "-1", "3", .serial = "" },
};

static void
rows_are_counted_under_the_keys_they_have(void **state)
{
	static const struct given people[] = {
		{ "1", "CN=Taro,OU=1,C=JP", "4", "13", "9",
		    .ends = "2027-01-31 23:59:59", .mail = "t@example.ac.jp" },
		{ "2", "CN=h@example.ac.jp", "0", "15", .serial = "" },
		{ "3", "CN=x,C=JP", "77", "", .serial = "" },
	};

	(void)state;
	inv_night(1000, RA_INV_SERVER, servers, COUNT(servers));
	inv_night(2000, RA_INV_CLIENT, people, COUNT(people));
	expect("kind",
	    "client, 2 1 0 1 0 0 0 1;server, 5 4 0 2 1 1 1 0;"
	    "smime, 1 0 1 0 0 0 0 0;");
	expect("kind,month",
	    "client,, 2 1 0 1 0 0 0 1;server,, 2 1 0 0 0 1 1 0;"
	    "server,2026-07, 1 1 0 1 0 0 0 0;"
	    "server,2026-08, 2 2 0 1 1 0 0 0;smime,, 1 0 1 0 0 0 0 0;");
	/* The order in which they are named does not matter. */
	expect("end,profile",
	    ",, 1 0 0 0 0 0 0 1;" /* unknown profile, no end */
	    "11,2026-11, 1 1 0 0 1 0 0 0;"
	    "13,2027-01, 1 1 0 1 0 0 0 0;15,, 1 0 1 0 0 0 0 0;"
	    "3,, 2 1 0 0 0 1 1 0;3,2027-01, 1 1 0 1 0 0 0 0;"
	    "3,2027-02, 1 1 0 1 0 0 0 0;");
	expect("manager",
	    ", 5 2 1 0 1 1 1 1;"
	    "a@example.ac.jp, 2 2 0 2 0 0 0 0;"
	    "t@example.ac.jp, 1 1 0 1 0 0 0 0;");
	expect("state",
	    "77, 1 0 0 0 0 0 0 1;format-error, 1 0 0 0 0 0 1 0;"
	    "issued, 2 2 0 1 1 0 0 0;issuing, 1 0 1 0 0 0 0 0;"
	    "notice-sent, 1 1 0 1 0 0 0 0;renewed, 1 1 0 1 0 0 0 0;"
	    "revoked, 1 1 0 0 0 1 0 0;");
}

static void
each_state_stands_in_one_column(void **state)
{
	static const struct {
		int state;
		enum ra_standing live, past;
	} rows[] = {
		{ 0, RA_STANDS_PENDING, RA_STANDS_PENDING },
		{ 1, RA_STANDS_PENDING, RA_STANDS_PENDING },
		{ 2, RA_STANDS_REVOKED, RA_STANDS_REVOKED },
		{ 3, RA_STANDS_LIVE, RA_STANDS_ENDED },
		{ 4, RA_STANDS_LIVE, RA_STANDS_ENDED },
		{ 5, RA_STANDS_LIVE, RA_STANDS_ENDED },
		{ 6, RA_STANDS_LIVE, RA_STANDS_ENDED },
		{ 7, RA_STANDS_REVOKED, RA_STANDS_REVOKED },
		{ 8, RA_STANDS_LIVE, RA_STANDS_ENDED },
		{ 9, RA_STANDS_LIVE, RA_STANDS_ENDED },
		{ 10, RA_STANDS_REVOKED, RA_STANDS_REVOKED },
		{ -1, RA_STANDS_FAILED, RA_STANDS_FAILED },
		{ -2, RA_STANDS_FAILED, RA_STANDS_FAILED },
		{ -3, RA_STANDS_FAILED, RA_STANDS_FAILED },
		{ 77, RA_STANDS_OTHER, RA_STANDS_OTHER },
		{ RA_INV_NO_STATE, RA_STANDS_OTHER, RA_STANDS_OTHER },
	};
	const struct ra_state *s;
	size_t known = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ra_inv_row r = { .state = rows[i].state, .ends = 10 };

		assert_int_equal(ra_inv_standing(&r, 10), rows[i].live);
		assert_int_equal(ra_inv_standing(&r, 11), rows[i].past);
		r.ends = RA_INV_NO_TIME;
		assert_int_equal(ra_inv_standing(&r, 11), rows[i].live);
		known += ra_state_find(rows[i].state) != NULL;
	}
	for (s = ra_state_table(); s->name != NULL; s++)
		known--;
	assert_int_equal(known, 0);
}

static void
names_in_service_are_counted_once(void **state)
{
	struct ra_served_list l = { 0 };
	struct ra_inv *inv;
	struct ra_err e = { 0 };

	(void)state;
	inv_night(1000, RA_INV_SERVER, servers, COUNT(servers));
	inv = inv_read();
	assert_int_equal(ra_served_count(&l, inv, now(), &e), 0);
	assert_int_equal(l.names, 1);
	assert_int_equal(l.n, 1);
	assert_string_equal(l.row[0].domain, "example.ac.jp");
	ra_served_clear(&l);
	ra_inv_close(inv);
}

static void
what_is_no_key_is_refused_with_the_nearest(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "domain,", NULL },
		{ "mnoth", "month" },
		{ "domain,kinds", "kind" },
		{ "DOMAIN", NULL },
		{ "domain month", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ra_err e = { 0 };
		unsigned by;
		int rc = ra_figures_by(rows[i][0], &by, &e);

		if (strcmp(rows[i][0], "domain,") == 0) {
			assert_int_equal(rc, 0);
			continue;
		}
		assert_int_equal(rc, -1);
		assert_int_equal(e.code, RA_EUSAGE);
		if (rows[i][1] != NULL)
			assert_non_null(strstr(e.next, rows[i][1]));
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    rows_are_counted_under_the_keys_they_have, inv_clean),
		cmocka_unit_test(each_state_stands_in_one_column),
		cmocka_unit_test_setup(
		    names_in_service_are_counted_once, inv_clean),
		cmocka_unit_test(what_is_no_key_is_refused_with_the_nearest),
	};

	return cmocka_run_group_tests(tests, inv_set_up, inv_tear_down);
}
