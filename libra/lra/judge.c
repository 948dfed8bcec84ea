/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Strict: a record is accepted or refused only when the page's marker
 * sentence and its rows agree on it and its row is surely its own.
 */
#include "lra/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ROWS_MAX 1000

/* The columns from RA_S_COLUMN_SEQ on, in the order of the site keys. */
enum { SEQ, VERDICT, ERRORS, ORG, UNIT, NAME, MAIL, ACCOUNT, KID, HMAC, NCOLS };

struct row {
	long seq; /* 0: none */
	bool ok, ng;
	const char *cell[NCOLS]; /* NULL when the table lacks the column */
	struct ra_reason *reason;
	size_t nreasons;
	size_t record; /* from 1; 0: not known */
};

struct result {
	const struct ra_site *site;
	const struct ra_upload_job *job;
	struct ra_upload_result *r;
	struct row *row;
	size_t n;
	bool done, failed; /* the marker sentences */
	bool broken;	   /* the rows make no sense */
};

/* Where the columns stand, or false when the row is no header of results. */
static bool
header(const struct ra_site *site, const struct ra_html_row *row,
    size_t column[NCOLS])
{
	size_t c, k;

	for (k = 0; k < NCOLS; k++)
		column[k] = RA_HTML_NOWHERE;
	for (c = 0; c < row->ncells; c++)
		for (k = 0; k < NCOLS; k++)
			if (column[k] == RA_HTML_NOWHERE &&
			    ra_site_is(
				site, RA_S_COLUMN_SEQ + k, row->cell[c].text)) {
				column[k] = row->cell[c].column;
				break;
			}
	return column[SEQ] != RA_HTML_NOWHERE &&
	    column[VERDICT] != RA_HTML_NOWHERE;
}

static const char *
cell_at(const struct ra_html_row *r, size_t column)
{
	size_t c;

	for (c = 0; column != RA_HTML_NOWHERE && c < r->ncells; c++)
		if (r->cell[c].column == column)
			return r->cell[c].text;
	return NULL;
}

static void
add_row(struct result *x, const struct ra_html_row *from,
    const size_t column[NCOLS])
{
	struct row row = { 0 };
	size_t k;

	for (k = 0; k < NCOLS; k++)
		row.cell[k] = cell_at(from, column[k]);
	if (row.cell[SEQ] == NULL || row.cell[VERDICT] == NULL) {
		/* A row of another shape, such as a remark over all columns. */
		x->broken = x->broken || from->ncells > 1;
		return;
	}
	row.ok = ra_site_is(x->site, RA_S_VERDICT_OK, row.cell[VERDICT]);
	row.ng = ra_site_is(x->site, RA_S_VERDICT_NG, row.cell[VERDICT]);
	if (ra_span_number(ra_span_trim(ra_span_str(row.cell[SEQ])), 1,
		ROWS_MAX, &row.seq) == -1 ||
	    row.ok == row.ng)
		x->broken = true;
	if (row.ng && row.cell[ERRORS] != NULL && row.seq > 0)
		ra_reason_parse(row.cell[ERRORS], (size_t)row.seq, &row.reason,
		    &row.nreasons);
	x->row = ra_grow(x->row, x->n, sizeof(*x->row));
	x->row[x->n++] = row;
}

/* The header may be repeated further down. */
static void
read_table(struct result *x, const struct ra_html_table *t)
{
	size_t column[NCOLS], here[NCOLS], k;
	bool in = false;

	for (k = 0; k < t->nrows && x->n < ROWS_MAX; k++) {
		if (header(x->site, &t->row[k], here)) {
			memcpy(column, here, sizeof(column));
			in = true;
		} else if (in && t->row[k].ncells > 0)
			add_row(x, &t->row[k], column);
	}
}

static void
read_tables(struct result *x, const struct ra_html *h)
{
	size_t i;

	for (i = 0; i < h->ntables; i++)
		read_table(x, &h->table[i]);
	if (x->n == ROWS_MAX)
		x->broken = true;
}

/* Which record a row is about. */

/* The rows are numbered 1, 2, 3, ...: so would a mere counter be. */
static bool
counted(const struct result *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->row[i].seq != (long)i + 1)
			return false;
	return true;
}

/* All errors of the row name one record; 0 when they do not. */
static size_t
number_of(const struct row *row)
{
	size_t i;

	if (row->nreasons == 0 || row->reason[0].number < 1)
		return 0;
	for (i = 1; i < row->nreasons; i++)
		if (row->reason[i].number != row->reason[0].number)
			return 0;
	return (size_t)row->reason[0].number;
}

static bool
about_file(const struct row *row)
{
	size_t i;

	for (i = 0; i < row->nreasons; i++)
		if (ra_reason_of_file(row->reason[i].code))
			return true;
	return false;
}

/*
 * SEQ is the record where there are as many rows as records, or where its
 * gaps or repetitions show that it is no counter. Otherwise a row is
 * attributed only when SEQ and the number in its errors agree.
 */
static bool
by_seq(const struct result *x, const struct row *row, bool count)
{
	size_t n = x->job->records;

	if (row->seq > (long)n)
		return false;
	if (!count || x->n == n)
		return true;
	return x->n < n &&
	    (number_of(row) == (size_t)row->seq ||
		(row->ok && x->done && !x->job->skip));
}

static void
attribute(struct result *x)
{
	size_t n = x->job->records, i, number;
	bool count = counted(x);
	struct row *row;

	for (i = 0; i < x->n; i++) {
		row = &x->row[i];
		number = number_of(row);
		if (about_file(row) && n > 1)
			continue;
		if (n == 1)
			row->record = 1;
		else if (by_seq(x, row, count))
			row->record = (size_t)row->seq;
		else if (count && x->n > n && number <= n)
			row->record = number;
	}
}

/* A record of two rows must be refused by both. */
static bool
consistent(const struct result *x)
{
	bool *ok = ra_calloc(x->job->records + 1, sizeof(*ok));
	bool *ng = ra_calloc(x->job->records + 1, sizeof(*ng));
	bool good = true;
	size_t i, k;

	for (i = 0; i < x->n; i++) {
		k = x->row[i].record;
		if (k == 0)
			continue;
		if (ok[k] || (x->row[i].ok && ng[k]))
			good = false;
		ok[k] = ok[k] || x->row[i].ok;
		ng[k] = ng[k] || x->row[i].ng;
	}
	free(ok);
	free(ng);
	return good;
}

/* The verdicts. */

static void
move_reasons(struct ra_reason **to, size_t *n, struct row *row)
{
	size_t i;

	for (i = 0; i < row->nreasons; i++) {
		*to = ra_grow(*to, *n, sizeof(**to));
		(*to)[(*n)++] = row->reason[i];
	}
	free(row->reason);
	row->reason = NULL;
	row->nreasons = 0;
}

static char *
text_of(const char *cell)
{
	return cell == NULL || *cell == '\0' ? NULL : ra_strdup(cell);
}

static void
accept(struct ra_verdict *v, const struct row *row)
{
	v->kind = RA_V_ACCEPTED;
	v->org = text_of(row->cell[ORG]);
	v->unit = text_of(row->cell[UNIT]);
	v->name = text_of(row->cell[NAME]);
	v->mail = text_of(row->cell[MAIL]);
	v->account = text_of(row->cell[ACCOUNT]);
	if (row->cell[KID] != NULL && *row->cell[KID] != '\0')
		ra_secret_set(&v->kid, ra_span_str(row->cell[KID]));
	if (row->cell[HMAC] != NULL && *row->cell[HMAC] != '\0')
		ra_secret_set(&v->hmac, ra_span_str(row->cell[HMAC]));
}

static void
give(struct result *x, struct row *row)
{
	struct ra_verdict *v;

	if (row->record == 0) {
		move_reasons(&x->r->loose, &x->r->nloose, row);
		return;
	}
	v = &x->r->v[row->record - 1];
	if (row->ng) {
		v->kind = RA_V_REFUSED;
		move_reasons(&v->reason, &v->nreasons, row);
	} else if (x->done || x->job->skip)
		accept(v, row);
	/* Where an error stops the file, "OK" on a failure means nothing. */
}

static bool
any_about_file(const struct result *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (about_file(&x->row[i]))
			return true;
	return false;
}

static void
give_all(struct result *x)
{
	bool stopped = x->failed && (!x->job->skip || any_about_file(x));
	size_t i;

	for (i = 0; i < x->n; i++)
		give(x, &x->row[i]);
	for (i = 0; stopped && i < x->r->n; i++)
		if (x->r->v[i].kind == RA_V_UNKNOWN)
			x->r->v[i].kind = RA_V_ABORTED;
}

/* A file that an error stops cannot have been processed with errors. */
static bool
contradicts(const struct result *x)
{
	size_t i;

	if (x->done == x->failed || x->n == 0 || x->broken)
		return true;
	for (i = 0; i < x->n; i++)
		if (x->row[i].ng && x->done && !x->job->skip)
			return true;
	if (x->failed) {
		for (i = 0; i < x->n && !x->row[i].ng; i++)
			;
		if (i == x->n)
			return true;
	}
	return x->done && x->n > x->job->records;
}

/* ACME: the EAB may stand in a table of its own. */

static size_t
column_in(const struct ra_site *site, const struct ra_html_row *row, size_t key)
{
	size_t c;

	for (c = 0; c < row->ncells; c++)
		if (strlen(row->cell[c].text) < 200 &&
		    ra_site_in(site, key, row->cell[c].text))
			return row->cell[c].column;
	return RA_HTML_NOWHERE;
}

static void
take_eab(struct result *x, const struct ra_html_row *row, const size_t at[4])
{
	const char *seq = cell_at(row, at[0]), *kid = cell_at(row, at[2]);
	const char *hmac = cell_at(row, at[3]);
	struct ra_verdict *v;
	long n;

	if (seq == NULL || kid == NULL || hmac == NULL ||
	    ra_span_number(ra_span_str(seq), 1, (long)x->r->n, &n) == -1)
		return;
	v = &x->r->v[n - 1];
	if (v->kind != RA_V_ACCEPTED || v->kid.p != NULL)
		return;
	ra_secret_set(&v->kid, ra_span_str(kid));
	ra_secret_set(&v->hmac, ra_span_str(hmac));
	if (v->account == NULL)
		v->account = text_of(cell_at(row, at[1]));
}

/* Only with a row for each record is its SEQ surely the record. */
static void
take_eabs(struct result *x, const struct ra_html *h)
{
	const struct ra_html_table *t;
	size_t i, k, at[4];

	for (i = 0; x->job->iface == RA_IF_ACME && i < h->ntables; i++) {
		t = &h->table[i];
		if (t->nrows != x->r->n + 1)
			continue;
		at[0] = column_in(x->site, &t->row[0], RA_S_COLUMN_SEQ);
		at[1] = column_in(x->site, &t->row[0], RA_S_COLUMN_ACCOUNT);
		at[2] = column_in(x->site, &t->row[0], RA_S_COLUMN_KID);
		at[3] = column_in(x->site, &t->row[0], RA_S_COLUMN_HMAC);
		for (k = 1; at[2] != at[3] && k < t->nrows; k++)
			take_eab(x, &t->row[k], at);
	}
}

static void
take_heading(struct result *x, const struct ra_html *h)
{
	size_t i;

	for (i = 0; i < h->nheadings && x->r->heading == NULL; i++)
		if (strlen(h->heading[i]) < 200 &&
		    strstr(h->heading[i], "画面") != NULL)
			x->r->heading = ra_strdup(h->heading[i]);
}

void
ra_judge_sum(struct ra_upload_result *r)
{
	size_t i, accepted = 0, unknown = 0;

	for (i = 0; i < r->n; i++) {
		accepted += r->v[i].kind == RA_V_ACCEPTED;
		unknown += r->v[i].kind == RA_V_UNKNOWN;
	}
	r->code = unknown > 0 || r->n == 0 ? RA_EUNKNOWN
	    : accepted == r->n		   ? RA_OK
	    : accepted == 0		   ? RA_EREFUSED
					   : RA_EPARTLY;
}

bool
ra_judge(const struct ra_site *site, const struct ra_html *h,
    const struct ra_upload_job *job, struct ra_upload_result *r)
{
	struct result x = { .site = site, .job = job, .r = r };
	bool good;
	size_t i;

	if (r->v == NULL) {
		r->v = ra_calloc(job->records, sizeof(*r->v));
		r->n = job->records;
	}
	x.done = ra_site_in(site, RA_S_DONE, h->text);
	x.failed = ra_site_in(site, RA_S_FAILED, h->text);
	read_tables(&x, h);
	good = !contradicts(&x);
	if (good) {
		attribute(&x);
		good = consistent(&x);
	}
	if (good) {
		take_heading(&x, h);
		give_all(&x);
		take_eabs(&x, h);
	}
	for (i = 0; i < x.n; i++)
		ra_reason_free(x.row[i].reason, x.row[i].nreasons);
	free(x.row);
	ra_judge_sum(r);
	return good;
}
