/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The rows of a list, in one piece and in pieces, are the same; each is shown
 * in every form as text of as many cells as were asked for, matched by a
 * filter, and its PIN shown by none.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/tsv.h"
#include "upki/rows.h"
#include "work/match.h"
#include "work/sheet.h"

#define OUT_MAX (1u << 26)
#define PIECE 7 /* bytes: shorter than a row and odd */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct reading {
	struct ra_rows rows;
	struct ra_match match;
	struct ra_sheet sheet;
	struct ra_buf out;
	uint64_t shown;
};

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static int
keep(void *arg, struct ra_span s, struct ra_err *e)
{
	struct ra_buf *out = arg;

	ra_buf_add(out, s);
	return ra_buf_done(out, "out", e);
}

static void
ask(struct ra_match *m)
{
	static const struct ra_inv_filter none;
	struct ra_inv_filter f = { .cn = ra_buf_str(&m->cn) };

	must(ra_match(m, &none));
	/* A name without a pattern finds itself. */
	if (strpbrk(f.cn, "*?[") == NULL && strlen(f.cn) == m->cn.n)
		must(ra_match(m, &f));
	f = (struct ra_inv_filter){ .server = true };
	must(ra_match(m, &f) == (m->row.list == RA_INV_SERVER));
	f = (struct ra_inv_filter){ .live = true };
	must(ra_match(m, &f) == ra_inv_state_live(m->row.state));
}

static int
row(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct reading *k = arg;
	struct ra_sheet_row out = { .col = r->col, .charset = k->rows.charset };
	struct ra_buf cell;

	must(r->n >= 1 && r->n <= RA_ROWS_COLUMNS_MAX);
	must(r->pin_last < r->pin_first || r->pin_last < r->n);
	if (r->col == NULL)
		return 0;
	ra_match_read(&k->match, r->col, k->rows.charset);
	ra_match_own(&k->match, out.own);
	ask(&k->match);
	ra_buf_init(&cell, OUT_MAX);
	ra_sheet_cell(&out, RA_AT_PIN, &cell);
	must(cell.n == 0 || strcmp(ra_buf_str(&cell), "********") == 0);
	ra_buf_clear(&cell);
	k->shown++;
	return ra_sheet_row(&k->sheet, &out, e);
}

static int
read_all(
    struct reading *k, enum ra_derived form, struct ra_span in, size_t piece)
{
	static size_t columns[RA_COLUMNS];
	const struct ra_sink sink = { keep, &k->out };
	struct ra_err e = { 0 };
	struct ra_span one;
	size_t i;
	int rc;

	for (i = 0; i < RA_COLUMNS; i++)
		columns[i] = i;
	memset(k, 0, sizeof(*k));
	ra_buf_init(&k->out, OUT_MAX);
	ra_match_init(&k->match);
	k->sheet = (struct ra_sheet){
		.form = form, .column = columns, .n = RA_COLUMNS, .out = &sink
	};
	rc = ra_sheet_begin(&k->sheet, &e);
	ra_rows_init(&k->rows);
	k->rows.name = "list";
	k->rows.row = row;
	k->rows.arg = k;
	while (rc == 0 && in.n > 0) {
		one = (struct ra_span){ in.p, in.n < piece ? in.n : piece };
		rc = ra_rows_add(&k->rows, one, &e);
		in = ra_span_from(in, one.n);
	}
	if (rc == 0)
		rc = ra_rows_end(&k->rows, &e);
	if (rc == 0)
		rc = ra_sheet_end(&k->sheet, &e);
	must((rc == 0) == (e.code == RA_OK));
	must(k->rows.rows == k->rows.ragged + k->shown);
	ra_sheet_clear(&k->sheet);
	ra_match_clear(&k->match);
	return rc;
}

/* One line a row, one cell a column. */
static void
is_square(const struct reading *k)
{
	struct ra_tsv t = { .rest = ra_buf_span(&k->out) };
	struct ra_span line, col[RA_COLUMNS];
	uint64_t n = 0;

	while (ra_tsv_next(&t, &line)) {
		must(ra_tsv_split(line, col, RA_COLUMNS) == RA_COLUMNS);
		n++;
	}
	must(n == k->shown + 1);
}

static void
both(enum ra_derived form, struct ra_span in)
{
	static struct reading a, b;
	int rc = read_all(&a, form, in, in.n + 1);

	must(rc == read_all(&b, form, in, PIECE));
	must(a.rows.rows == b.rows.rows && a.rows.ragged == b.rows.ragged &&
	    a.rows.line == b.rows.line);
	if (rc == 0) {
		must(ra_span_eq(ra_buf_span(&a.out), ra_buf_span(&b.out)));
		must(ra_text_is_utf8(ra_buf_span(&a.out)));
		if (form == RA_DERIVED_TSV)
			is_square(&a);
	}
	ra_rows_clear(&a.rows);
	ra_rows_clear(&b.rows);
	ra_buf_clear(&a.out);
	ra_buf_clear(&b.out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };

	both(RA_DERIVED_TSV, in);
	both(RA_DERIVED_CSV, in);
	both(RA_DERIVED_JSON, in);
	return 0;
}
