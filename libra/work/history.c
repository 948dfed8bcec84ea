/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What became of one application. */
#include "work/history.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "codec/tsv.h"

#define LINE_BYTES (RA_RECORD_ROW_MAX * 3)

struct telling {
	struct ra_inv *inv;
	ra_history_fn *fn;
	void *arg;
	bool first, stopped;
	struct ra_buf line; /* of the version before */
	int64_t until;
};

/* The snapshots on both sides of the one with that number. */
static int
sides(
    struct ra_inv *inv, int64_t id, struct ra_history_step *s, struct ra_err *e)
{
	struct ra_snapshot before, after;
	int earlier = ra_inv_snapshot_before(inv, id, &before, e);
	int later =
	    earlier == -1 ? -1 : ra_inv_snapshot_from(inv, id, &after, e);

	s->before = earlier == 1 ? before.taken : RA_INV_NO_TIME;
	s->after = later == 1 ? after.taken : RA_INV_NO_TIME;
	return later == -1 ? -1 : 0;
}

static int
tell(struct telling *t, enum ra_history_what what, int64_t id,
    struct ra_history_step *s, struct ra_err *e)
{
	int rc = sides(t->inv, id, s, e);

	s->what = what;
	if (rc == 0)
		rc = t->fn(t->arg, s, e);
	t->stopped = rc != 0;
	return rc;
}

static void
compare(struct ra_history_step *s)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		if (!ra_span_eq(s->old[i], s->now[i]))
			s->column[s->n++] = i;
}

static int
version(void *arg, const struct ra_inv_row *r, struct ra_err *e)
{
	struct telling *t = arg;
	struct ra_span old[RA_RECORD_COLUMNS], now[RA_RECORD_COLUMNS];
	struct ra_history_step s = { .old = old, .now = now };
	struct ra_history_step gone = { .old = old, .now = old };
	int rc = 0;

	ra_tsv_split(ra_buf_span(&t->line), old, RA_RECORD_COLUMNS);
	if (ra_tsv_split(r->line, now, RA_RECORD_COLUMNS) != RA_RECORD_COLUMNS)
		return ra_fail(e, RA_ELOCAL,
		    _("the inventory is damaged: a row of another width"));
	if (!t->first && t->until != r->since)
		rc = tell(t, RA_HISTORY_GONE, t->until, &gone, e);
	if (rc == 0 && t->first) {
		s.old = now;
		rc = tell(t, RA_HISTORY_FIRST, r->since, &s, e);
	} else if (rc == 0) {
		compare(&s);
		rc = tell(t,
		    t->until != r->since ? RA_HISTORY_BACK : RA_HISTORY_CHANGED,
		    r->since, &s, e);
	}
	t->first = false;
	t->until = r->until;
	ra_buf_reset(&t->line);
	ra_buf_add(&t->line, r->line);
	return rc;
}

int
ra_history(struct ra_inv *inv, int64_t record, ra_history_fn *fn, void *arg,
    struct ra_err *e)
{
	const struct ra_inv_filter f = {
		.every = true, .record = record, .line = true
	};
	struct telling t = { inv, fn, arg, true, false, { 0 }, 0 };
	struct ra_span old[RA_RECORD_COLUMNS];
	struct ra_history_step gone = { .old = old, .now = old };
	int rc;

	ra_buf_init(&t.line, LINE_BYTES);
	rc = ra_inv_each(inv, &f, version, &t, e);
	if (rc == 0 && !t.first && !t.stopped && t.until != 0) {
		ra_tsv_split(ra_buf_span(&t.line), old, RA_RECORD_COLUMNS);
		rc = tell(&t, RA_HISTORY_GONE, t.until, &gone, e);
	}
	ra_buf_clear(&t.line);
	return rc == -1 ? -1 : 0;
}

const char *
ra_history_name(enum ra_history_what what)
{
	static const char *const name[] = { "first", "changed", "gone",
		"back" };

	return name[what];
}
