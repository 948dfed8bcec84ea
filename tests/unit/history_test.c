/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Twelve nights of one application and its neighbour. */
#include "inv_help.h"

#include "work/history.h"

#define DN "CN=a.example.ac.jp,O=Example University,C=JP"
#define OTHER "CN=b.example.ac.jp,O=Example University,C=JP"

static const struct given begin = { .application = "1",
	.dn = DN,
	.state = "0",
	.profile = "3",
	.mail = "m@example.ac.jp" };
static const struct given other = {
	.application = "2", .dn = OTHER, .state = "5", .profile = "3"
};

struct told {
	struct ra_buf b;
	size_t most, n;
};

static int
tell(void *arg, const struct ra_history_step *s, struct ra_err *e)
{
	struct told *t = arg;
	size_t i;

	(void)e;
	ra_buf_addf(&t->b, "%s %d-%d", ra_history_name(s->what),
	    s->before == RA_INV_NO_TIME ? 0 : (int)s->before,
	    s->after == RA_INV_NO_TIME ? 0 : (int)s->after);
	for (i = 0; i < s->n; i++)
		ra_buf_addf(&t->b, " %s:%.*s>%.*s",
		    ra_record_columns()[s->column[i]].key,
		    RA_FMT(s->old[s->column[i]]), RA_FMT(s->now[s->column[i]]));
	ra_buf_addc(&t->b, '\n');
	return ++t->n == t->most;
}

static void
says(int64_t record, size_t most, const char *want)
{
	struct ra_inv *inv = inv_read();
	struct told t = { .most = most };
	struct ra_err e = { 0 };

	ra_buf_init(&t.b, 65536);
	assert_int_equal(ra_history(inv, record, tell, &t, &e), 0);
	assert_string_equal(ra_buf_str(&t.b), want);
	ra_buf_clear(&t.b);
	ra_inv_close(inv);
}

/* One night: the application, its neighbour, or the neighbour alone. */
static void
night(int64_t taken, const struct given *g)
{
	struct given both[2] = { other };
	size_t n = 1;

	if (g != NULL)
		both[n++] = *g;
	inv_night(taken, RA_INV_SERVER, both, n);
}

static void
twelve_nights_are_told_in_order(void **state)
{
	struct given g = begin;

	(void)state;
	night(100, NULL);
	night(200, &g); /* first seen */
	night(300, &g); /* nothing */
	g.state = "4";
	g.serial = "11";
	g.start = "2026-11-01 00:00:00";
	night(400, &g); /* issued */
	g.state = "5";
	night(500, &g);
	g.mail = "n@example.ac.jp";
	night(600, &g);	  /* another owner */
	night(700, NULL); /* gone */
	night(800, NULL);
	night(900, &g); /* back as it was */
	g.state = "2";
	night(1000, &g);
	g.state = "7";
	g.revoked = "2026-12-01 10:00:00";
	night(1100, &g);   /* revoked */
	night(1200, NULL); /* gone for good */
	says(2, 0,
	    "first 100-200\n"
	    "changed 300-400 state:0>4 serial:>11"
	    " not_before:>2026-11-01 00:00:00\n"
	    "changed 400-500 state:4>5\n"
	    "changed 500-600 manager_mail:m@example.ac.jp>n@example.ac.jp\n"
	    "gone 600-700\n"
	    "back 800-900\n"
	    "changed 900-1000 state:5>2\n"
	    "changed 1000-1100 state:2>7"
	    " revocation_completed_at:>2026-12-01 10:00:00\n"
	    "gone 1100-1200\n");
	says(1, 0, "first 0-100\n");
	says(2, 2,
	    "first 100-200\n"
	    "changed 300-400 state:0>4 serial:>11"
	    " not_before:>2026-11-01 00:00:00\n");
	says(99, 0, "");
}

static void
what_changed_while_away_is_told_with_its_return(void **state)
{
	struct given g = begin;

	(void)state;
	night(100, &g);
	night(200, NULL);
	g.state = "5";
	night(300, &g);
	says(2, 0, "first 0-100\ngone 100-200\nback 200-300 state:0>5\n");
}

static void
neighbours_stand_for_snapshots_that_were_dropped(void **state)
{
	struct given g = begin;
	const int64_t drop[] = { 2, 3 };
	struct ra_err e = { 0 };
	struct ra_inv *inv;

	(void)state;
	night(100, &g);
	night(200, &g);
	g.state = "5";
	night(300, &g);
	night(400, &g);
	inv = ra_inv_open(inv_dir, RA_STORE_WRITE, &e);
	assert_int_equal(ra_inv_drop(inv, drop, 2, &e), 0);
	ra_inv_close(inv);
	says(2, 0, "first 0-100\nchanged 100-400 state:0>5\n");
}

int
main(void)
{
#define EACH(f) cmocka_unit_test_teardown(f, inv_clean)
	const struct CMUnitTest tests[] = {
		EACH(twelve_nights_are_told_in_order),
		EACH(what_changed_while_away_is_told_with_its_return),
		EACH(neighbours_stand_for_snapshots_that_were_dropped),
	};

	return cmocka_run_group_tests_name(
	    "history", tests, inv_set_up, inv_tear_down);
}
