/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "inv_help.h"

#include "base/clock.h"
#include "work/expiring.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DN(cn) "CN=" cn ",O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"
/* From the first of June on; the day of the tests is 2026-11-26. */
#define OLD .profile = "3", .start = "2026-06-01 00:00:00", .mail = "a@x.jp"
#define SOON .state = "5", .ends = "2026-12-10 23:59:59"
#define LATE .state = "5", .ends = "2027-05-31 23:59:59"
#define NEW .profile = "3", .start = "2026-11-01 00:00:00", .mail = "a@x.jp"

static int64_t
now(void)
{
	time_t t;

	assert_int_equal(ra_clock_parse(RA_SPAN("2026-11-26 12:00:00"), &t), 0);
	return t;
}

/* "CN days rule successor applied;" of each row. */
static struct ra_buf
found(const struct ra_expiring_ask *ask, struct ra_expiring *x)
{
	struct ra_inv *inv = inv_read();
	struct ra_err e = { 0 };
	struct ra_buf b;

	assert_int_equal(ra_expiring_find(inv, ask, x, &e), 0);
	assert_string_equal(e.msg, "");
	ra_inv_close(inv);
	ra_buf_init(&b, 10000);
	for (size_t i = 0; i < x->n; i++) {
		const struct ra_expiring_row *r = &x->row[i];

		ra_buf_addf(&b, "%s %ld %s%s%s%s;", r->held.row.cn, r->days,
		    ra_succession_name(r->by), r->successor != NULL ? " " : "",
		    r->successor != NULL ? r->successor : "",
		    r->applied ? " applied" : "");
	}
	return b;
}

static void
expect(const struct ra_expiring_ask *ask, const char *wanted)
{
	struct ra_expiring x = { 0 };
	struct ra_buf b = found(ask, &x);

	assert_string_equal(ra_buf_str(&b), wanted);
	ra_buf_clear(&b);
	ra_expiring_clear(&x);
}

static void
each_rule_of_succession_and_what_is_none(void **state)
{
	static const struct given rows[] = {
		/* Nothing follows. */
		{ "1", DN("alone"), .serial = "1", OLD, SOON },
		/* Renewed by its serial, under another name even. */
		{ "2", DN("serial"), .serial = "2", OLD, SOON },
		{ "3", DN("other"), .serial = "3", .old_serial = "2", NEW,
		    LATE },
		/* The same DN, written otherwise. */
		{ "4", DN("dn"), .serial = "4", OLD, SOON },
		{ "5", DN("DN"), .serial = "5", NEW, LATE },
		/* The same CN alone. */
		{ "6", DN("cn"), .serial = "6", OLD, SOON },
		{ "7", "CN=cn,O=X,C=JP", .serial = "7", NEW, LATE },
		/* What follows is revoked, refused, or older. */
		{ "8", DN("revoked"), .serial = "8", OLD, SOON },
		{ "9", DN("revoked"), .serial = "9", NEW, .state = "7",
		    .ends = "2027-05-31 23:59:59" },
		{ "10", DN("revoked"), NEW, .state = "-2" },
		{ "11", DN("older"), .serial = "11", .profile = "3",
		    .start = "2026-10-01 00:00:00", SOON },
		{ "12", DN("older"), .serial = "12", OLD, LATE },
		/* A person's certificate follows no server's. */
		{ "13", DN("use"), .serial = "13", OLD, SOON },
		{ "14", DN("use"), .serial = "14", .profile = "13",
		    .start = "2026-11-01 00:00:00", LATE },
		/* Applied for, no more. */
		{ "15", DN("applied"), .serial = "15", OLD, SOON },
		{ "16", DN("applied"), .profile = "3", .state = "1",
		    .old_serial = "15", .applied = "2026-11-25 10:00:00" },
		/* Not soon; over; without an end. */
		{ "17", DN("late"), .serial = "17", OLD, LATE },
		{ "18", DN("over"), .serial = "18", OLD, .state = "5",
		    .ends = "2026-11-26 11:59:59" },
		{ "19", DN("undated"), .serial = "19", OLD, .state = "5",
		    .ends = "some day" },
		/* A new one of fewer days, which ends before the old one. */
		{ "20", DN("short"), .serial = "20", .profile = "3",
		    .start = "2026-01-01 00:00:00", SOON },
		{ "21", DN("short"), .serial = "21", .old_serial = "20",
		    .profile = "3", .start = "2026-10-20 00:00:00",
		    .state = "5", .ends = "2026-12-05 23:59:59" },
	};
	struct ra_expiring_ask ask = { .now = now(), .days = 30 };
	struct ra_expiring x = { 0 };
	struct ra_buf b;

	inv_night(1000, RA_INV_SERVER, rows, COUNT(rows));
	/* By manager and end: those without an address are last. */
	expect(&ask,
	    "alone 14 none;revoked 14 none;use 14 none;"
	    "applied 14 none applied;short 9 none;older 14 none;");
	ask.followed = true;
	b = found(&ask, &x);
	assert_true(
	    ra_span_has(ra_buf_span(&b), RA_SPAN(";serial 14 old-serial 3;")));
	assert_true(ra_span_has(ra_buf_span(&b), RA_SPAN(";dn 14 dn 5;")));
	assert_true(ra_span_has(ra_buf_span(&b), RA_SPAN(";cn 14 cn 7;")));
	assert_true(
	    ra_span_has(ra_buf_span(&b), RA_SPAN(";short 14 old-serial 21;")));
	assert_int_equal(x.n, 10);
	assert_int_equal(x.followed, 4);
	assert_int_equal(x.undated, 1);
	ra_buf_clear(&b);
	ra_expiring_clear(&x);
	(void)state;
}

static void
people_with_one_cn_are_told_apart_by_their_mail(void **state)
{
	static const struct given rows[] = {
		{ "1", "CN=Taro,OU=1,C=JP", .serial = "1", .profile = "13",
		    .mail = "a@x.jp", .start = "2026-06-01 00:00:00", SOON },
		{ "2", "CN=Taro,OU=2,C=JP", .serial = "2", .profile = "13",
		    .mail = "b@x.jp", .start = "2026-06-01 00:00:00", SOON },
		{ "3", "CN=Taro,OU=3,C=JP", .serial = "3", .profile = "13",
		    .mail = "B@X.jp", .start = "2026-11-01 00:00:00", LATE },
		/* A client certificate follows no S/MIME one. */
		{ "4", "CN=c@x.jp", .serial = "4", .profile = "15",
		    .mail = "c@x.jp", .start = "2026-06-01 00:00:00", SOON },
		{ "5", "CN=c@x.jp", .serial = "5", .profile = "13",
		    .mail = "c@x.jp", .start = "2026-11-01 00:00:00", LATE },
	};
	struct ra_expiring_ask ask = { .now = now(), .days = 30 };

	(void)state;
	inv_night(1000, RA_INV_CLIENT, rows, COUNT(rows));
	expect(&ask, "Taro 14 none;c@x.jp 14 none;");
}

static void
a_share_of_the_lifetime_is_fair_to_short_ones(void **state)
{
	static const struct given rows[] = {
		/* 10 of 100 days are left. */
		{ "1", DN("ten"), .serial = "1", .profile = "3", .state = "5",
		    .start = "2026-08-28 12:00:00",
		    .ends = "2026-12-06 12:00:00" },
		/* 33 of 100, and a second more. */
		{ "2", DN("just"), .serial = "2", .profile = "3", .state = "5",
		    .start = "2026-09-20 12:00:00",
		    .ends = "2026-12-29 12:00:00" },
		{ "3", DN("beyond"), .serial = "3", .profile = "3",
		    .state = "5", .start = "2026-09-20 12:00:01",
		    .ends = "2026-12-29 12:00:01" },
		/* 20 of 40: later than the others, but half of it is left. */
		{ "4", DN("half"), .serial = "4", .profile = "3", .state = "5",
		    .start = "2026-11-06 12:00:00",
		    .ends = "2026-12-16 12:00:00" },
		/* Its start is not known: it cannot be judged so. */
		{ "5", DN("unknown"), .serial = "5", .profile = "3",
		    .state = "5", .ends = "2026-11-27 12:00:00" },
	};
	struct ra_expiring_ask ask = { .now = now(), .left = 33 };
	struct ra_expiring x = { 0 };
	struct ra_buf b;

	(void)state;
	inv_night(1000, RA_INV_SERVER, rows, COUNT(rows));
	expect(&ask, "ten 10 none;just 33 none;");
	ask.left = 0;
	ask.days = 20;
	b = found(&ask, &x);
	assert_string_equal(
	    ra_buf_str(&b), "unknown 1 none;ten 10 none;half 20 none;");
	assert_int_equal(x.row[0].left, -1);
	assert_int_equal(x.row[1].left, 10);
	assert_int_equal(x.row[2].left, 50);
	ra_buf_clear(&b);
	ra_expiring_clear(&x);
}

static void
managers_stand_in_the_order_of_their_soonest_end(void **state)
{
	static const struct given rows[] = {
		{ "1", DN("a1"), .serial = "1", .profile = "3", .state = "5",
		    .mail = "a@x.jp", .ends = "2026-12-20" },
		{ "2", DN("n1"), .serial = "2", .profile = "3", .state = "5",
		    .ends = "2026-11-27" },
		{ "3", DN("b1"), .serial = "3", .profile = "3", .state = "5",
		    .mail = "b@x.jp", .ends = "2026-12-01" },
		{ "4", DN("a2"), .serial = "4", .profile = "3", .state = "5",
		    .mail = "A@X.jp", .ends = "2026-12-02" },
		{ "5", DN("b2"), .serial = "5", .profile = "3", .state = "5",
		    .mail = "b@x.jp", .ends = "2026-12-24" },
	};
	struct ra_expiring_ask ask = { .now = now(), .days = 30 };

	(void)state;
	inv_night(1000, RA_INV_SERVER, rows, COUNT(rows));
	expect(&ask, "b1 4 none;b2 27 none;a2 5 none;a1 23 none;n1 0 none;");
	ask.filter.manager = "a@*";
	expect(&ask, "a2 5 none;a1 23 none;");
	ask.filter.manager = NULL;
	ask.filter.cn = "*1";
	expect(&ask, "b1 4 none;a1 23 none;n1 0 none;");
	ask.days = 0;
	expect(&ask, "");
}

static void
spans_of_time_are_days_weeks_and_shares(void **state)
{
	static const struct {
		const char *text;
		long days; /* -1: refused */
	} rows[] = {
		{ "30d", 30 },
		{ "30", 30 },
		{ "6w", 42 },
		{ "0", 0 },
		{ "3660d", 3660 },
		{ "522w", 3654 },
		{ "", -1 },
		{ "d", -1 },
		{ "3661", -1 },
		{ "523w", -1 },
		{ "-1d", -1 },
		{ "1m", -1 },
		{ " 1d", -1 },
		{ "1dd", -1 },
		{ "99999999999999999999d", -1 },
	};
	static const struct {
		const char *text;
		int left;
	} shares[] = { { "33%", 33 }, { "1", 1 }, { "99%", 99 }, { "0%", -1 },
		{ "100%", -1 }, { "%", -1 }, { "", -1 }, { "3.5%", -1 },
		{ "33%%", -1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ra_err e = { 0 };
		long days = 0;
		int rc = ra_expiring_days(rows[i].text, &days, &e);

		assert_int_equal(rc == 0 ? days : -1, rows[i].days);
		assert_int_equal(e.code, rc == 0 ? RA_OK : RA_EUSAGE);
	}
	for (size_t i = 0; i < COUNT(shares); i++) {
		struct ra_err e = { 0 };
		int left = 0;
		int rc = ra_expiring_left(shares[i].text, 99, &left, &e);

		assert_int_equal(rc == 0 ? left : -1, shares[i].left);
		assert_int_equal(e.code, rc == 0 ? RA_OK : RA_EUSAGE);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    each_rule_of_succession_and_what_is_none, inv_clean),
		cmocka_unit_test_setup(
		    people_with_one_cn_are_told_apart_by_their_mail, inv_clean),
		cmocka_unit_test_setup(
		    a_share_of_the_lifetime_is_fair_to_short_ones, inv_clean),
		cmocka_unit_test_setup(
		    managers_stand_in_the_order_of_their_soonest_end,
		    inv_clean),
		cmocka_unit_test(spans_of_time_are_days_weeks_and_shares),
	};

	return cmocka_run_group_tests(tests, inv_set_up, inv_tear_down);
}
