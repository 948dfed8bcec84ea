/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists, row by row. upki-facts section 5.1. */
#include "upki/rows.h"

#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "codec/plain.h"
#include "codec/tsv.h"

/* Without these three no row can be understood. */
static const enum ra_record_at needed[] = { RA_AT_DN, RA_AT_STATE,
	RA_AT_SERIAL };
#define NNEEDED (sizeof(needed) / sizeof(needed[0]))

void
ra_rows_init(struct ra_rows *r)
{
	memset(r, 0, sizeof(*r));
	r->name = "";
	/* A column of access PINs goes through here. */
	ra_buf_init_secret(&r->part, RA_RECORD_ROW_MAX);
	ra_buf_init(&r->header, RA_RECORD_ROW_MAX);
}

void
ra_rows_clear(struct ra_rows *r)
{
	ra_buf_clear(&r->part);
	ra_buf_clear(&r->header);
	memset(r, 0, sizeof(*r));
}

/* Most are ASCII, and decoding them would take most of the time. */
struct ra_span
ra_rows_utf8(const struct ra_rows *r, struct ra_span cell, struct ra_buf *b)
{
	if (ra_text_is_ascii(cell))
		return cell;
	ra_buf_reset(b);
	(void)ra_text_decode_lenient(r->charset, cell, b);
	return ra_buf_span(b);
}

int
ra_rows_number(struct ra_span cell, long max, int otherwise)
{
	bool minus = cell.n > 0 && cell.p[0] == '-';
	long n;

	if (ra_span_number(ra_span_from(cell, minus ? 1 : 0), 0, max, &n) == -1)
		return otherwise;
	return (int)(minus ? -n : n);
}

static bool
known(struct ra_span header)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		if (ra_span_eqs(header, ra_record_columns()[i].header))
			return true;
	return false;
}

/*
 * By its name; else where it stood when the names were learnt, if the list is
 * as wide and something unknown stands there.
 */
static size_t
place(struct ra_rows *r, size_t k, const struct ra_span *head)
{
	const struct ra_record_column *c = &ra_record_columns()[k];
	size_t i;

	for (i = 0; i < r->width; i++)
		if (ra_span_eqs(head[i], c->header))
			return i;
	if (r->width != RA_RECORD_COLUMNS || known(head[k])) {
		ra_log(RA_LOG_INFO, _("the list has no column %s"), c->header);
		return SIZE_MAX;
	}
	r->by_place++;
	ra_log(RA_LOG_INFO,
	    _("the list has no column %s; column %zu is taken for it"),
	    c->header, k + 1);
	return k;
}

static int
no_list(const struct ra_rows *r, struct ra_err *e)
{
	const struct ra_record_column *c = ra_record_columns();

	ra_fail(e, RA_EINPUT,
	    _("%s:%zu: not a list of the service: no header with the columns "
	      "%s, %s and %s"),
	    r->name, (size_t)r->line, c[needed[0]].header, c[needed[1]].header,
	    c[needed[2]].header);
	ra_next(e,
	    _("give serverAll.tsv or clientAll.tsv as upkira bulk-download "
	      "keeps it"));
	return -1;
}

/* The spelling of the DN's header is confirmed: without it it is no list. */
static int
read_header(struct ra_rows *r, struct ra_span row, struct ra_err *e)
{
	struct ra_span head[RA_ROWS_COLUMNS_MAX], dn;
	struct ra_buf text;
	size_t i;
	int rc = -1;

	if (ra_plain_not_utf16(r->name, row, e) == -1)
		return -1;
	ra_buf_add(&r->header, row);
	ra_buf_init(&text, RA_RECORD_ROW_MAX * 3);
	row = ra_span_from(row, ra_text_bom(row));
	r->charset = ra_text_is_utf8(row) ? RA_UTF8 : RA_CP932;
	(void)ra_text_decode_lenient(r->charset, row, &text);
	r->width = ra_tsv_split(ra_buf_span(&text), head, RA_ROWS_COLUMNS_MAX);
	if (r->width > RA_ROWS_COLUMNS_MAX)
		goto out;
	dn = ra_span_str(ra_record_columns()[RA_AT_DN].header);
	for (i = 0; i < r->width; i++)
		head[i] = ra_span_trim(head[i]);
	for (i = 0; i < r->width && !ra_span_eq(head[i], dn); i++)
		;
	if (i == r->width)
		goto out;
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		r->at[i] = place(r, i, head);
	rc = 0;
	for (i = 0; i < NNEEDED; i++)
		if (r->at[needed[i]] == SIZE_MAX)
			rc = -1;
out:
	ra_buf_clear(&text);
	return rc == 0 ? 0 : no_list(r, e);
}

/*
 * A PIN stands in its column; in a row of n cells, which is not the header's
 * number, it may stand as far beside it as they differ.
 */
static void
find_pin(const struct ra_rows *r, struct ra_row *row)
{
	size_t pin = r->at[RA_AT_PIN];
	size_t slack =
	    row->n > r->width ? row->n - r->width : r->width - row->n;

	row->pin_first = 1;
	row->pin_last = 0;
	if (pin == SIZE_MAX || (pin > slack && pin - slack >= row->n))
		return;
	row->pin_first = pin > slack ? pin - slack : 0;
	row->pin_last = pin + slack < row->n ? pin + slack : row->n - 1;
}

static void
fill(struct ra_rows *r, struct ra_row *row)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		r->col[i] = r->at[i] == SIZE_MAX
		    ? RA_SPAN("")
		    : ra_span_trim(r->cell[r->at[i]]);
	row->col = r->col;
}

/* The cells of a row; which is which, where that can be told. */
static void
read_cells(struct ra_rows *r, struct ra_row *row)
{
	struct ra_span *last;

	r->rows++;
	row->n = ra_tsv_split(row->raw, r->cell, RA_ROWS_COLUMNS_MAX);
	if (row->n == r->width &&
	    memchr(row->raw.p, '\0', row->raw.n) == NULL) {
		fill(r, row);
	} else if (r->ragged++ == 0) {
		r->ragged_line = r->line;
		r->ragged_cells = row->n;
	}
	if (row->n > RA_ROWS_COLUMNS_MAX) { /* the last one is all the rest */
		row->n = RA_ROWS_COLUMNS_MAX;
		last = &r->cell[row->n - 1];
		last->n = row->raw.n - (size_t)(last->p - row->raw.p);
	}
	find_pin(r, row);
}

static int
one_row(struct ra_rows *r, struct ra_span raw, bool lf, struct ra_err *e)
{
	struct ra_row row = { .line = ++r->line,
		.raw = raw,
		.lf = lf,
		.cell = r->cell,
		.pin_first = 1 };
	bool head = r->header.n == 0;

	if (raw.n > 0 && raw.p[raw.n - 1] == '\r') {
		row.cr = true;
		row.raw.n--;
	}
	if (head && read_header(r, row.raw, e) == -1)
		return -1;
	/* Two lists that were put together have two headers. */
	head = head || row.raw.n == 0 ||
	    ra_span_eq(row.raw, ra_buf_span(&r->header));
	if (!head)
		read_cells(r, &row);
	if (r->line_fn != NULL && r->line_fn(r->arg, &row, e) == -1)
		return -1;
	return head ? 0 : r->row(r->arg, &row, e);
}

static int
hold(struct ra_rows *r, struct ra_span s, struct ra_err *e)
{
	ra_buf_add(&r->part, s);
	if (!r->part.over)
		return 0;
	if (r->header.n == 0) {
		r->line++;
		return no_list(r, e);
	}
	return ra_fail(e, RA_EINPUT, _("%s:%zu: a row of more than %u bytes"),
	    r->name, (size_t)r->line + 1, RA_RECORD_ROW_MAX);
}

int
ra_rows_add(struct ra_rows *r, struct ra_span piece, struct ra_err *e)
{
	struct ra_span row;
	const char *nl;

	while (piece.n > 0 && (nl = memchr(piece.p, '\n', piece.n)) != NULL) {
		row = (struct ra_span){ piece.p, (size_t)(nl - piece.p) };
		piece = ra_span_from(piece, row.n + 1);
		if (r->part.n > 0) {
			if (hold(r, row, e) == -1)
				return -1;
			row = ra_buf_span(&r->part);
		}
		if (row.n > RA_RECORD_ROW_MAX)
			return hold(r, row, e);
		if (one_row(r, row, true, e) == -1)
			return -1;
		if (r->part.n > 0)
			ra_buf_reset(&r->part);
	}
	return hold(r, piece, e);
}

int
ra_rows_end(struct ra_rows *r, struct ra_err *e)
{
	const uint64_t ragged = r->ragged;

	r->open_end = r->part.n > 0;
	if (r->part.n > 0 && one_row(r, ra_buf_span(&r->part), false, e) == -1)
		return -1;
	r->cut = r->ragged > ragged;
	ra_buf_reset(&r->part);
	if (r->header.n > 0)
		return 0;
	r->line++;
	return no_list(r, e);
}
