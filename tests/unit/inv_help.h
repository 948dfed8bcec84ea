/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* An inventory of a few rows, night by night, in a folder of its own. */
#ifndef RA_INV_HELP_H
#define RA_INV_HELP_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "state/inventory.h"

/* A row of a list; what is not given is empty. */
struct given {
	const char *application, *dn, *state, *profile, *serial, *start, *ends,
	    *old_serial, *manager, *unit, *mail, *names, *applied, *revoked;
};

static char inv_dir[] = "/tmp/inv_help.XXXXXX";

static inline int
inv_set_up(void **state)
{
	(void)state;
	return mkdtemp(inv_dir) == NULL ? -1 : 0;
}

static inline int
inv_clean(void **state)
{
	static const char *const end[] = { "", "-wal", "-shm" };
	char name[80];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		snprintf(
		    name, sizeof(name), "%s/inventory.db%s", inv_dir, end[i]);
		unlink(name);
	}
	return 0;
}

static inline int
inv_tear_down(void **state)
{
	(void)inv_clean(state);
	return rmdir(inv_dir);
}

struct inv_taking {
	struct ra_inv_take *t;
	struct ra_rows rows;
};

static inline int
inv_pass(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct inv_taking *k = arg;

	return ra_inv_take_row(k->t, &k->rows, r, e);
}

static inline void
inv_put_row(struct ra_buf *b, const struct given *g)
{
	const char *cell[RA_RECORD_COLUMNS] = { NULL };
	size_t i;

	cell[RA_AT_APPLICATION] = g->application;
	cell[RA_AT_DN] = g->dn;
	cell[RA_AT_STATE] = g->state;
	cell[RA_AT_PROFILE] = g->profile;
	cell[RA_AT_SERIAL] = g->serial;
	cell[RA_AT_START] = g->start;
	cell[RA_AT_ENDS] = g->ends;
	cell[RA_AT_OLD_SERIAL] = g->old_serial;
	cell[RA_AT_MANAGER] = g->manager;
	cell[RA_AT_UNIT] = g->unit;
	cell[RA_AT_MAIL] = g->mail;
	cell[RA_AT_NAMES] = g->names;
	cell[RA_AT_APPLIED] = g->applied;
	cell[RA_AT_REVOKED] = g->revoked;
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(b, "%s%s", i == 0 ? "" : "\t",
		    cell[i] == NULL ? "" : cell[i]);
	ra_buf_adds(b, "\n");
}

/* One snapshot of one list. */
static inline void
inv_night(int64_t taken, enum ra_inv_list list, const struct given *g, size_t n)
{
	struct ra_inv_source src = { .digest = "d", .file = "f" };
	struct ra_err e = { 0 };
	struct ra_inv *inv = ra_inv_open(inv_dir, RA_STORE_WRITE, &e);
	struct inv_taking k = { NULL, { 0 } };
	struct ra_buf b;
	size_t i;

	assert_string_equal(e.msg, "");
	ra_buf_init(&b, 1u << 20);
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(&b, "%s%s", i == 0 ? "" : "\t",
		    ra_record_columns()[i].header);
	ra_buf_adds(&b, "\n");
	for (i = 0; i < n; i++)
		inv_put_row(&b, &g[i]);
	k.t = ra_inv_begin(inv, taken, true, &e);
	assert_non_null(k.t);
	assert_int_equal(ra_inv_list_begin(k.t, list, &e), 0);
	ra_rows_init(&k.rows);
	k.rows.row = inv_pass;
	k.rows.arg = &k;
	assert_int_equal(ra_rows_add(&k.rows, ra_buf_span(&b), &e), 0);
	assert_int_equal(ra_rows_end(&k.rows, &e), 0);
	assert_int_equal(ra_inv_list_end(k.t, false, &src, &e), 0);
	assert_int_equal(ra_inv_end(k.t, NULL, &e), 0);
	assert_string_equal(e.msg, "");
	ra_rows_clear(&k.rows);
	ra_buf_clear(&b);
	ra_inv_close(inv);
}

static inline struct ra_inv *
inv_read(void)
{
	struct ra_err e = { 0 };
	struct ra_inv *inv = ra_inv_open(inv_dir, RA_STORE_READ, &e);

	assert_string_equal(e.msg, "");
	return inv;
}

#endif
