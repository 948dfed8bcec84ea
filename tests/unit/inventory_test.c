/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inventory over several nights. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "state/inventory.h"

#define NONE RA_INV_NO_TIME
#define CELLS 8
#define RAGGED "ragged"

static char dir[] = "/tmp/inventory_test.XXXXXX";

/* The cells of a row, in this order; what is not given is empty. */
static const enum ra_record_at at[CELLS] = { RA_AT_APPLICATION, RA_AT_DN,
	RA_AT_STATE, RA_AT_PROFILE, RA_AT_SERIAL, RA_AT_ENDS, RA_AT_OLD_SERIAL,
	RA_AT_MAIL };

struct given {
	const char *cell[CELLS];
};

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
clean(void **state)
{
	static const char *const end[] = { "", "-wal", "-shm" };
	char name[80];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s/inventory.db%s", dir, end[i]);
		unlink(name);
	}
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

struct taking {
	struct ra_inv_take *t;
	struct ra_rows rows;
};

static int
pass(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct taking *k = arg;

	return ra_inv_take_row(k->t, &k->rows, r, e);
}

static void
put_row(struct ra_buf *b, const struct given *g)
{
	const char *cell[RA_RECORD_COLUMNS] = { NULL };
	size_t i;

	if (strcmp(g->cell[0], RAGGED) == 0) {
		ra_buf_adds(b, "a\tb\tc\n");
		return;
	}
	for (i = 0; i < CELLS; i++)
		cell[at[i]] = g->cell[i];
	cell[RA_AT_PIN] = "SECRETPIN";
	cell[RA_AT_CSR] = "MIIC";
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(b, "%s%s", i == 0 ? "" : "\t",
		    cell[i] == NULL ? "" : cell[i]);
	ra_buf_adds(b, "\n");
}

static void
put_header(struct ra_buf *b)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(b, "%s%s", i == 0 ? "" : "\t",
		    ra_record_columns()[i].header);
	ra_buf_adds(b, "\n");
}

/* One snapshot of one list; what changed. */
static struct ra_inv_source
night(int64_t taken, enum ra_inv_list list, const struct given *g, size_t n)
{
	struct ra_inv_source src = { .digest = "d", .file = "f" };
	struct ra_err e = { 0 };
	struct ra_inv *inv = ra_inv_open(dir, RA_STORE_WRITE, &e);
	struct taking k = { NULL, { 0 } };
	struct ra_buf b;
	size_t i;

	assert_string_equal(e.msg, "");
	assert_non_null(inv);
	ra_buf_init(&b, 1u << 20);
	put_header(&b);
	for (i = 0; i < n; i++)
		put_row(&b, &g[i]);
	k.t = ra_inv_begin(inv, taken, true, &e);
	assert_non_null(k.t);
	assert_int_equal(ra_inv_list_begin(k.t, list, &e), 0);
	ra_rows_init(&k.rows);
	k.rows.row = pass;
	k.rows.arg = &k;
	assert_int_equal(ra_rows_add(&k.rows, ra_buf_span(&b), &e), 0);
	assert_int_equal(ra_rows_end(&k.rows, &e), 0);
	assert_int_equal(ra_inv_list_end(k.t, false, &src, &e), 0);
	assert_int_equal(ra_inv_end(k.t, NULL, &e), 0);
	assert_string_equal(e.msg, "");
	ra_rows_clear(&k.rows);
	ra_buf_clear(&b);
	ra_inv_close(inv);
	return src;
}

/* Rows as "CN/state since-until;", at most so many. */
struct told {
	struct ra_buf b;
	size_t most, n;
};

static int
tell(void *arg, const struct ra_inv_row *r, struct ra_err *e)
{
	struct told *t = arg;

	(void)e;
	ra_buf_addf(&t->b, "%s/%d %d-%d;", r->cn, r->state, (int)r->since,
	    (int)r->until);
	assert_false(ra_span_has(r->line, RA_SPAN("SECRETPIN")));
	assert_false(ra_span_has(r->line, RA_SPAN("MIIC")));
	return ++t->n == t->most;
}

static void
says(struct ra_inv_filter f, size_t most, const char *want)
{
	struct ra_err e = { 0 };
	struct ra_inv *inv = ra_inv_open(dir, RA_STORE_READ, &e);
	struct told t = { .most = most };

	assert_non_null(inv);
	ra_buf_init(&t.b, 65536);
	f.line = true;
	assert_int_equal(ra_inv_each(inv, &f, tell, &t, &e), 0);
	assert_string_equal(ra_buf_str(&t.b), want);
	ra_buf_clear(&t.b);
	ra_inv_close(inv);
}

#define DN(cn) ("CN=" cn ",O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP")
#define FILTER(...) ((struct ra_inv_filter){ __VA_ARGS__ })

static const struct given first[] = {
	{ { "1", DN("a.example.ac.jp"), "5", "3", "11", "2027-01-01 00:00:00",
	    "", "m@example.ac.jp" } },
	{ { "2", DN("b.example.ac.jp"), "4", "3", "0x0C", "2027-02-01 00:00:00",
	    "", "n@example.ac.jp" } },
	{ { "3", DN("c.example.jp"), "-2", "11", "", "", "", "" } },
};

static void
a_night_without_change_writes_no_version(void **state)
{
	struct ra_inv_source src;

	(void)state;
	src = night(100, RA_INV_SERVER, first, 3);
	assert_true(src.rows == 3 && src.added == 3 && src.ragged == 0);
	src = night(200, RA_INV_SERVER, first, 3);
	assert_true(src.rows == 3 && src.added == 0 && src.changed == 0 &&
	    src.gone == 0);
	says(FILTER(.every = true), 0,
	    "a.example.ac.jp/5 1-0;b.example.ac.jp/4 1-0;c.example.jp/-2 1-0;");
}

static void
what_changes_goes_and_comes_back_is_history(void **state)
{
	struct given later[3];
	struct ra_inv_source src;

	(void)state;
	memcpy(later, first, sizeof(later));
	night(100, RA_INV_SERVER, first, 3);
	later[0].cell[2] = "7";
	src = night(200, RA_INV_SERVER, later, 2);
	assert_true(src.changed == 1 && src.gone == 1 && src.added == 0);
	src = night(300, RA_INV_SERVER, later, 3);
	assert_true(src.changed == 0 && src.gone == 0 && src.added == 1);
	says(FILTER(.at = 1), 0,
	    "a.example.ac.jp/5 1-2;b.example.ac.jp/4 1-0;c.example.jp/-2 1-2;");
	says(
	    FILTER(.at = 2), 0, "a.example.ac.jp/7 2-0;b.example.ac.jp/4 1-0;");
	says(FILTER(.at = 3), 0,
	    "a.example.ac.jp/7 2-0;b.example.ac.jp/4 1-0;c.example.jp/-2 3-0;");
	says(FILTER(.record = 1, .every = true), 0,
	    "a.example.ac.jp/5 1-2;a.example.ac.jp/7 2-0;");
	says(FILTER(.changed = 1), 0,
	    "a.example.ac.jp/7 2-0;c.example.jp/-2 3-0;");
	says(FILTER(.every = true), 2,
	    "a.example.ac.jp/5 1-2;a.example.ac.jp/7 2-0;");
}

static void
filters_combine(void **state)
{
	static const struct given client[] = {
		{ { "1", "CN=Kokuritsu Taro,OU=x,O=Example University,C=JP",
		    "5", "5", "21", "2026-12-01 00:00:00", "",
		    "taro@example.ac.jp" } },
		{ { "9", "CN=hanako@example.ac.jp", "5", "7", "22", "soon", "",
		    "" } },
	};

	(void)state;
	night(100, RA_INV_SERVER, first, 3);
	night(100, RA_INV_CLIENT, client, 2);
	says(FILTER(.server = true), 1, "a.example.ac.jp/5 1-0;");
	says(FILTER(.client = true), 0,
	    "Kokuritsu Taro/5 2-0;hanako@example.ac.jp/5 2-0;");
	says(FILTER(.client = true, .server = true), 1,
	    "a.example.ac.jp/5 1-0;");
	says(FILTER(.cn = "B.example.ac.jp"), 0, "b.example.ac.jp/4 1-0;");
	says(FILTER(.cn = "*.JP"), 2,
	    "a.example.ac.jp/5 1-0;b.example.ac.jp/4 1-0;");
	says(FILTER(.cn = "*.ac.jp", .state = { 4, 7 }, .nstates = 2), 0,
	    "b.example.ac.jp/4 1-0;");
	says(FILTER(.domain = "example.ac.jp", .client = true), 0,
	    "Kokuritsu Taro/5 2-0;hanako@example.ac.jp/5 2-0;");
	says(FILTER(.domain = "example.jp"), 0, "c.example.jp/-2 1-0;");
	says(FILTER(.manager = "TARO@*"), 0, "Kokuritsu Taro/5 2-0;");
	says(FILTER(.serial = "12"), 0, "b.example.ac.jp/4 1-0;");
	says(FILTER(.serial = "1"), 0, "");
	says(FILTER(.profile = { 11 }, .nprofiles = 1), 0,
	    "c.example.jp/-2 1-0;");
	says(FILTER(.live = true, .order = RA_INV_BY_END), 0,
	    "hanako@example.ac.jp/5 2-0;Kokuritsu Taro/5 2-0;"
	    "a.example.ac.jp/5 1-0;b.example.ac.jp/4 1-0;");
	/* 2027-01-15; what has no end has none before it. */
	says(FILTER(.ends_to = 1799938800), 0,
	    "a.example.ac.jp/5 1-0;Kokuritsu Taro/5 2-0;");
	says(FILTER(.ends_from = 1799938800), 0, "b.example.ac.jp/4 1-0;");
	says(FILTER(.dn = "*o=example university*", .client = true), 0,
	    "Kokuritsu Taro/5 2-0;");
	says(FILTER(.cn = "'; DROP TABLE version; --"), 0, "");
	says(FILTER(.order = RA_INV_BY_NAME, .server = true), 0,
	    "a.example.ac.jp/5 1-0;b.example.ac.jp/4 1-0;c.example.jp/-2 1-0;");
}

static void
equal_rows_are_records_of_their_own(void **state)
{
	struct given twice[3] = { first[0], first[0], first[1] };
	struct ra_inv_source src;

	(void)state;
	night(100, RA_INV_SERVER, twice, 3);
	src = night(200, RA_INV_SERVER, twice, 3);
	assert_true(src.added == 0 && src.changed == 0 && src.gone == 0);
	twice[1] = first[1];
	src = night(300, RA_INV_SERVER, twice, 2);
	assert_true(src.added == 0 && src.changed == 0 && src.gone == 1);
}

static int
ragged(void *arg, enum ra_inv_list list, uint64_t line, struct ra_span raw,
    struct ra_err *e)
{
	struct told *t = arg;

	(void)e;
	ra_buf_addf(&t->b, "%d:%d %.*s;", (int)list, (int)line, RA_FMT(raw));
	return 0;
}

static void
a_ragged_row_is_kept_with_its_line(void **state)
{
	struct given g[2] = { first[0], { { RAGGED } } };
	struct ra_inv_source src = night(100, RA_INV_SERVER, g, 2);
	struct ra_err e = { 0 };
	struct ra_inv *inv = ra_inv_open(dir, RA_STORE_READ, &e);
	struct told t = { .most = 0 };

	(void)state;
	assert_true(src.rows == 2 && src.ragged == 1 && src.added == 1);
	ra_buf_init(&t.b, 1024);
	assert_int_equal(ra_inv_ragged(inv, 1, ragged, &t, &e), 0);
	/* All its cells stand where the PIN might have moved to. */
	assert_string_equal(ra_buf_str(&t.b), "0:3 \t\t;");
	ra_buf_clear(&t.b);
	ra_inv_close(inv);
}

static void
snapshots_are_found_and_dropped_but_the_newest(void **state)
{
	struct given later[3];
	struct ra_err e = { 0 };
	struct ra_snapshot s;
	struct ra_inv *inv;
	const int64_t two[] = { 1, 2 }, newest[] = { 3 };

	(void)state;
	memcpy(later, first, sizeof(later));
	night(100, RA_INV_SERVER, first, 3);
	later[0].cell[2] = "2";
	night(200, RA_INV_SERVER, later, 3);
	later[0].cell[2] = "7";
	night(300, RA_INV_SERVER, later, 3);
	inv = ra_inv_open(dir, RA_STORE_WRITE, &e);
	assert_int_equal(ra_inv_snapshot(inv, 0, &s, &e), 1);
	assert_true(s.id == 3 && s.taken == 300 && s.imported);
	assert_true(s.source[RA_INV_SERVER].taken);
	assert_false(s.source[RA_INV_CLIENT].taken);
	assert_int_equal(ra_inv_snapshot(inv, 3, &s, &e), 0);
	assert_int_equal(ra_inv_snapshot_at(inv, 299, &s, &e), 1);
	assert_true(s.id == 2);
	assert_int_equal(ra_inv_snapshot_at(inv, 99, &s, &e), 0);
	assert_int_equal(ra_inv_snapshot_id(inv, 4, &s, &e), 0);
	assert_int_equal(ra_inv_drop(inv, newest, 1, &e), -1);
	assert_int_equal(e.code, RA_EUSAGE);
	ra_err_clear(&e);
	assert_int_equal(ra_inv_drop(inv, two, 2, &e), 0);
	ra_inv_close(inv);
	says(FILTER(.every = true), 0,
	    "a.example.ac.jp/7 3-0;b.example.ac.jp/4 1-0;c.example.jp/-2 1-0;");
}

static void
what_is_given_up_was_never_there(void **state)
{
	struct ra_err e = { 0 };
	struct ra_inv *inv;
	struct ra_inv_take *t;
	struct ra_snapshot s;

	(void)state;
	assert_null(ra_inv_open(dir, RA_STORE_READ, &e));
	assert_int_equal(e.code, RA_EINPUT);
	assert_non_null(strstr(e.next, "upkira snapshot"));
	ra_err_clear(&e);
	night(100, RA_INV_SERVER, first, 3);
	inv = ra_inv_open(dir, RA_STORE_WRITE, &e);
	t = ra_inv_begin(inv, 200, false, &e);
	assert_int_equal(ra_inv_list_begin(t, RA_INV_SERVER, &e), 0);
	ra_inv_abort(t);
	ra_inv_abort(NULL);
	assert_int_equal(ra_inv_snapshot(inv, 0, &s, &e), 1);
	assert_true(s.id == 1);
	ra_inv_close(inv);
	says(FILTER(.at = 0), 1, "a.example.ac.jp/5 1-0;");
}

int
main(void)
{
#define EACH(f) cmocka_unit_test_teardown(f, clean)
	const struct CMUnitTest tests[] = {
		EACH(a_night_without_change_writes_no_version),
		EACH(what_changes_goes_and_comes_back_is_history),
		EACH(filters_combine),
		EACH(equal_rows_are_records_of_their_own),
		EACH(a_ragged_row_is_kept_with_its_line),
		EACH(snapshots_are_found_and_dropped_but_the_newest),
		EACH(what_is_given_up_was_never_there),
	};

	return cmocka_run_group_tests_name(
	    "inventory", tests, set_up, tear_down);
}
