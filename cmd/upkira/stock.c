/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inventory, and cells made of its rows. */
#include "stock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/span.h"
#include "upki/record.h"
#include "work/desk.h"
#include "work/snapshot.h"

#include "say.h"

#define OLD_DAYS 2 /* a nightly job that failed twice is to be noticed */

static int
tell(struct ra_inv *inv, bool newest, struct ra_err *e)
{
	struct ra_snapshot s;
	char day[RA_CLOCK_TEXT];
	int rc = ra_inv_snapshot(inv, 0, &s, e);

	if (rc != 1)
		return rc;
	if (ra_clock_days((time_t)s.taken, ra_clock_now()) >= OLD_DAYS)
		say_warn(_("the newest snapshot is of %s: take one with "
			   "upkira snapshot"),
		    ra_clock_iso((time_t)s.taken, day));
	if (newest)
		ra_snapshot_warn(&s);
	return 0;
}

struct ra_inv *
stock_open(const struct app *app, bool newest, struct ra_err *e)
{
	char *dir = ra_desk_state(app->profile, e);
	struct ra_inv *inv = NULL;

	if (dir != NULL)
		inv = ra_inv_open(dir, RA_STORE_READ, e);
	free(dir);
	if (inv != NULL && tell(inv, newest, e) == -1) {
		ra_inv_close(inv);
		inv = NULL;
	}
	return inv;
}

static void
put_time(int64_t t, char out[RA_CLOCK_TEXT])
{
	out[0] = '\0';
	if (t != RA_INV_NO_TIME)
		ra_clock_iso((time_t)t, out);
}

void
stock_fill(struct stock_cells *c, const struct ra_inv_row *row)
{
	struct ra_serial serial;

	*c = (struct stock_cells){ .hex = "" };
	put_time(row->start, c->start);
	put_time(row->ends, c->ends);
	if (row->profile != 0)
		snprintf(c->profile, sizeof(c->profile), "%d", row->profile);
	if (row->state != RA_INV_NO_STATE)
		snprintf(c->state, sizeof(c->state), "%d", row->state);
	if (ra_serial_parse(ra_span_str(row->serial), &serial, NULL) == 0)
		memcpy(c->hex, serial.hex, sizeof(c->hex));
}

const char *
stock_cell(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

const char *
stock_word(const struct app *app, const char *word)
{
	return app->g.format == FORMAT_TABLE ? _(word) : word;
}

const char *
stock_state(const struct app *app, int state)
{
	const struct ra_state *s = ra_state_find(state);

	return s != NULL ? stock_word(app, s->name) : NULL;
}
