/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words behind "inventory" that list rows. */
#include "inventory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "work/desk.h"

#include "out.h"
#include "say.h"

int
inventory_open(struct inventory_ask *a, struct ra_err *e)
{
	if (a->app->profile == NULL) {
		ra_fail(e, RA_EUSAGE,
		    _("no profile says where the inventory "
		      "is"));
		ra_next(e,
		    _("write one into upkira.yaml, or name a list's "
		      "file: upkira inventory export FILE"));
		return -1;
	}
	a->dir = ra_desk_state(a->app->profile, e);
	if (a->dir == NULL)
		return -1;
	a->inv = ra_inv_open(a->dir, RA_STORE_READ, e);
	if (a->inv == NULL)
		return -1;
	if (a->values->at == NULL)
		return ra_inv_snapshot(a->inv, 0, &a->snapshot, e) == -1 ? -1
									 : 0;
	if (ra_terms_snapshot(a->inv, a->values->at, &a->snapshot, e) == -1)
		return -1;
	a->filter.at = a->snapshot.id;
	return 0;
}

void
inventory_close(struct inventory_ask *a)
{
	ra_inv_close(a->inv);
	free(a->dir);
}

static void
tell_facts(const char *file, const struct ra_export_facts *f)
{
	if (f->ragged > 0)
		say_warn(_("%s:%llu: a row with another number of columns than "
			   "the header; there are %llu of them"),
		    file, (unsigned long long)f->ragged_line,
		    (unsigned long long)f->ragged);
	if (f->quoted > 0)
		say_warn(_("%s:%llu: a DN in quotes, as a spreadsheet writes "
			   "it; rows with one: %llu"),
		    file, (unsigned long long)f->quoted_line,
		    (unsigned long long)f->quoted);
	if (f->undated > 0)
		say_warn(
		    _("%s:%llu: a validity that is no date; it stays as it "
		      "stands; rows with one: %llu"),
		    file, (unsigned long long)f->undated_line,
		    (unsigned long long)f->undated);
	if (f->by_place > 0)
		say_warn(_("%s: %zu columns are taken by their place: their "
			   "headers are not known"),
		    file, f->by_place);
}

int
inventory_file(struct inventory_ask *a, const char *file, struct ra_sheet *s,
    struct ra_err *e)
{
	struct ra_export_facts facts;
	bool all = !ra_terms_any(&a->values->terms) && a->values->list == 0;
	int rc = ra_export_file(file, all ? NULL : &a->filter, s, &facts, e);

	tell_facts(file, &facts);
	if (rc == 0)
		say_note(_("%s: %llu of %llu records"), file,
		    (unsigned long long)facts.shown,
		    (unsigned long long)facts.rows);
	return rc;
}

/* A table under way. */
struct table {
	const struct inventory_ask *a;
	struct out out;
	struct ra_buf cell[RA_COLUMNS];
};

static int
table_row(void *arg, const struct ra_sheet_row *row, struct ra_err *e)
{
	struct table *t = arg;
	const char *text[RA_COLUMNS];
	size_t i;

	for (i = 0; i < t->a->ncolumns; i++) {
		ra_buf_reset(&t->cell[i]);
		ra_sheet_cell(row, t->a->column[i], &t->cell[i]);
		if (ra_buf_done(&t->cell[i], _("a cell"), e) == -1)
			return -1;
		text[i] = ra_buf_str(&t->cell[i]);
	}
	out_row(&t->out, text);
	return 0;
}

int
inventory_table(
    const struct app *app, struct inventory_ask *a, struct ra_err *e)
{
	struct out_column column[RA_COLUMNS];
	struct table t = { .a = a };
	size_t i;
	int rc;

	for (i = 0; i < a->ncolumns; i++) {
		column[i].key = ra_column_key(a->column[i]);
		column[i].title = a->values->headers
		    ? ra_column_header(a->column[i])
		    : column[i].key;
		column[i].type = OUT_TEXT;
		ra_buf_init(&t.cell[i], RA_RECORD_ROW_MAX * 3);
	}
	out_begin(&t.out, app, column, a->ncolumns);
	rc = ra_export_each(a->inv, &a->filter, table_row, &t, e);
	out_end(&t.out);
	for (i = 0; i < a->ncolumns; i++)
		ra_buf_clear(&t.cell[i]);
	return rc;
}

static int
ragged_row(void *arg, enum ra_inv_list list, uint64_t line, struct ra_span raw,
    struct ra_err *e)
{
	struct out *o = arg;
	struct ra_buf text;
	char number[24];

	(void)e;
	ra_buf_init(&text, RA_RECORD_ROW_MAX * 3);
	(void)ra_text_decode_lenient(
	    ra_text_is_utf8(raw) ? RA_UTF8 : RA_CP932, raw, &text);
	snprintf(number, sizeof(number), "%llu", (unsigned long long)line);
	out_row(o,
	    (const char *const[]){ list == RA_INV_SERVER ? "server" : "client",
		number, ra_buf_str(&text) });
	ra_buf_clear(&text);
	return 0;
}

int
inventory_ragged(struct inventory_ask *a, struct ra_err *e)
{
	static const struct out_column columns[] = {
		{ "list", N_("list"), OUT_TEXT },
		{ "line", N_("line"), OUT_INT },
		{ "raw", N_("as it stands"), OUT_TEXT },
	};
	struct out o;
	int rc;

	if (inventory_open(a, e) == -1)
		return -1;
	out_begin(&o, a->app, columns, sizeof(columns) / sizeof(columns[0]));
	rc = ra_inv_ragged(a->inv, a->snapshot.id, ragged_row, &o, e);
	out_end(&o);
	return rc;
}
