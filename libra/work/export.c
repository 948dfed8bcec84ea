/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A list straight from its file. */
#include "work/export.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "codec/tsv.h"
#include "work/match.h"

struct export
{
	struct ra_rows rows;
	struct ra_match match;
	const struct ra_inv_filter *filter;
	struct ra_sheet *sheet;
	struct ra_export_facts *facts;
	struct ra_buf raw;
	bool named; /* a column that is ours is wanted */
};

/* As it stands, but for what may be a PIN. */
static int
ragged(struct export *x, const struct ra_row *r, struct ra_err *e)
{
	struct ra_buf text;
	size_t i;
	int rc;

	if (x->facts->ragged++ == 0)
		x->facts->ragged_line = r->line;
	if (x->filter != NULL)
		return 0;
	ra_buf_reset(&x->raw);
	for (i = 0; i < r->n; i++) {
		if (i > 0)
			ra_buf_addc(&x->raw, '\t');
		if (i < r->pin_first || i > r->pin_last)
			ra_buf_add(&x->raw, r->cell[i]);
	}
	ra_buf_init(&text, RA_RECORD_ROW_MAX * 3);
	(void)ra_text_decode_lenient(
	    x->rows.charset, ra_buf_span(&x->raw), &text);
	rc = ra_sheet_ragged(x->sheet, r->line, ra_buf_span(&text), e);
	ra_buf_clear(&text);
	return rc;
}

static bool
is_quoted(struct ra_span s)
{
	return s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"';
}

/* The marks of a spreadsheet: quotes round a name, dates of its own form. */
static void
look(struct export *x, const struct ra_row *r)
{
	static const enum ra_record_at times[] = { RA_AT_START, RA_AT_ENDS };
	struct ra_export_facts *f = x->facts;
	bool undated = false;
	size_t i;
	time_t t;

	if (is_quoted(r->col[RA_AT_DN]) && f->quoted++ == 0)
		f->quoted_line = r->line;
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (r->col[times[i]].n > 0 &&
		    ra_clock_parse(r->col[times[i]], &t) == -1)
			undated = true;
	if (undated && f->undated++ == 0)
		f->undated_line = r->line;
}

static int
row(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct export *x = arg;
	struct ra_sheet_row out = { .col = r->col, .charset = x->rows.charset };

	if (r->col == NULL)
		return ragged(x, r, e);
	x->facts->rows++;
	look(x, r);
	if (x->named || x->filter != NULL)
		ra_match_read(&x->match, r->col, x->rows.charset);
	if (x->filter != NULL && !ra_match(&x->match, x->filter))
		return 0;
	x->facts->shown++;
	if (x->named)
		ra_match_own(&x->match, out.own);
	return ra_sheet_row(x->sheet, &out, e);
}

static int
piece(void *arg, struct ra_span s, struct ra_err *e)
{
	struct export *x = arg;

	return ra_rows_add(&x->rows, s, e);
}

static bool
any_named(const struct ra_sheet *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->column[i] >= RA_COL_LIST &&
		    s->column[i] < RA_COL_SERIAL_HEX)
			return true;
	return false;
}

int
ra_export_file(const char *path, const struct ra_inv_filter *f,
    struct ra_sheet *s, struct ra_export_facts *facts, struct ra_err *e)
{
	struct export x = { .filter = f, .sheet = s, .facts = facts };
	int rc = -1;

	memset(facts, 0, sizeof(*facts));
	x.named = any_named(s);
	ra_match_init(&x.match);
	ra_buf_init(&x.raw, RA_RECORD_ROW_MAX);
	ra_rows_init(&x.rows);
	x.rows.name = path;
	x.rows.row = row;
	x.rows.arg = &x;
	if (ra_sheet_begin(s, e) == 0 &&
	    ra_fs_each(path, RA_EXPORT_FILE_MAX, piece, &x, e) == 0 &&
	    ra_rows_end(&x.rows, e) == 0)
		rc = ra_sheet_end(s, e);
	facts->by_place = x.rows.by_place;
	ra_rows_clear(&x.rows);
	ra_match_clear(&x.match);
	ra_buf_clear(&x.raw);
	return rc;
}

/* A walk over the inventory. */
struct walk {
	ra_export_fn *fn;
	void *arg;
	char state[16], number[3][24];
};

static struct ra_span
number(int64_t v, char room[24])
{
	if (v == 0)
		return RA_SPAN("");
	snprintf(room, 24, "%lld", (long long)v);
	return ra_span_str(room);
}

static int
version(void *arg, const struct ra_inv_row *r, struct ra_err *e)
{
	struct walk *w = arg;
	struct ra_span col[RA_RECORD_COLUMNS];
	struct ra_sheet_row out = { .col = col, .charset = RA_UTF8 };
	struct ra_span *own = out.own;

	if (ra_tsv_split(r->line, col, RA_RECORD_COLUMNS) != RA_RECORD_COLUMNS)
		return ra_fail(e, RA_ELOCAL,
		    _("the inventory is damaged: a row of another width"));
	own[0] = ra_span_str(r->list == RA_INV_SERVER ? "server" : "client");
	own[RA_COL_KIND - RA_COL_LIST] = ra_span_str(ra_inv_kind(r));
	own[RA_COL_CN - RA_COL_LIST] = ra_span_str(r->cn);
	own[RA_COL_DOMAIN - RA_COL_LIST] = ra_span_str(r->domain);
	own[RA_COL_STATE_NAME - RA_COL_LIST] =
	    ra_span_str(ra_match_state(r->state, w->state));
	own[RA_COL_RECORD - RA_COL_LIST] = number(r->record, w->number[0]);
	own[RA_COL_SINCE - RA_COL_LIST] = number(r->since, w->number[1]);
	own[RA_COL_UNTIL - RA_COL_LIST] = number(r->until, w->number[2]);
	return w->fn(w->arg, &out, e);
}

int
ra_export_each(struct ra_inv *inv, const struct ra_inv_filter *f,
    ra_export_fn *fn, void *arg, struct ra_err *e)
{
	struct ra_inv_filter with = *f;
	struct walk w = { .fn = fn, .arg = arg };

	with.line = true;
	return ra_inv_each(inv, &with, version, &w, e);
}

static int
to_sheet(void *arg, const struct ra_sheet_row *row, struct ra_err *e)
{
	return ra_sheet_row(arg, row, e);
}

int
ra_export_inventory(struct ra_inv *inv, const struct ra_inv_filter *f,
    struct ra_sheet *s, struct ra_err *e)
{
	if (ra_sheet_begin(s, e) == -1 ||
	    ra_export_each(inv, f, to_sheet, s, e) == -1)
		return -1;
	return ra_sheet_end(s, e);
}
