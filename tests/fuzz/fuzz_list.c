/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A list as its bytes go by: in one piece and in pieces it is checked, parted
 * into records and derived alike; the lines put together are the list again,
 * no cell lies outside of its line, what is derived is text fit for any
 * reader, and an access PIN of a whole row is not in it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/text.h"
#include "codec/tsv.h"
#include "lra/list.h"
#include "upki/rows.h"
#include "work/derive.h"

#define OUT_MAX (1u << 26)
#define PIECE 7 /* bytes: shorter than a row and odd */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static bool
check(struct ra_span in, size_t piece, struct ra_list_facts *facts)
{
	struct ra_list_check c;
	struct ra_err e = { 0 };
	struct ra_span one;
	int rc = 0;

	ra_list_init(&c);
	c.zip_allowed = true;
	while (rc == 0 && in.n > 0) {
		one = (struct ra_span){ in.p, in.n < piece ? in.n : piece };
		rc = ra_list_add(&c, one, &e);
		in = ra_span_from(in, one.n);
	}
	if (rc == 0)
		rc = ra_list_end(&c, &e);
	must((rc == 0) == (e.code == RA_OK));
	must(rc == 0 || e.code == RA_EPAGE);
	*facts = c.f;
	ra_list_clear(&c);
	return rc == 0;
}

/* What is left of a list after its reading. */
struct copy {
	const struct ra_rows *rows;
	struct ra_buf lines;
	struct ra_buf cells; /* of the records, and where a PIN may be */
};

static bool
inside(struct ra_span cell, struct ra_span line)
{
	return cell.n == 0 ||
	    (cell.p >= line.p && cell.p + cell.n <= line.p + line.n);
}

static int
on_line(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct copy *c = arg;

	(void)e;
	ra_buf_add(&c->lines, r->raw);
	if (r->cr)
		ra_buf_addc(&c->lines, '\r');
	if (r->lf)
		ra_buf_addc(&c->lines, '\n');
	return 0;
}

static int
on_row(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct copy *c = arg;
	size_t i;

	(void)e;
	must(r->n > 0 && r->n <= RA_ROWS_COLUMNS_MAX);
	must(r->pin_first > r->pin_last || r->pin_first < r->n);
	must(r->col == NULL || r->n == c->rows->width);
	for (i = 0; i < r->n; i++) {
		must(inside(r->cell[i], r->raw));
		ra_buf_add(&c->cells, r->cell[i]);
		ra_buf_addc(&c->cells, '|');
	}
	for (i = 0; r->col != NULL && i < RA_RECORD_COLUMNS; i++) {
		must(inside(r->col[i], r->raw));
		/* Only there a PIN is looked for. */
		if (i == RA_AT_PIN && c->rows->at[i] != SIZE_MAX)
			must(c->rows->at[i] >= r->pin_first &&
			    c->rows->at[i] <= r->pin_last);
	}
	ra_buf_addf(&c->cells, "%zu %zu\n", r->pin_first, r->pin_last);
	return 0;
}

static int
records(struct ra_span in, size_t piece, struct copy *c, uint64_t *n)
{
	static struct ra_rows r; /* the copy points at it */
	struct ra_err e = { 0 };
	struct ra_span one;
	int rc = 0;

	ra_rows_init(&r);
	r.name = "fuzz";
	r.row = on_row;
	r.line_fn = on_line;
	r.arg = c;
	c->rows = &r;
	ra_buf_init(&c->lines, OUT_MAX);
	ra_buf_init(&c->cells, OUT_MAX);
	while (rc == 0 && in.n > 0) {
		one = (struct ra_span){ in.p, in.n < piece ? in.n : piece };
		rc = ra_rows_add(&r, one, &e);
		in = ra_span_from(in, one.n);
	}
	if (rc == 0)
		rc = ra_rows_end(&r, &e);
	must((rc == 0) == (e.code == RA_OK));
	must(rc == 0 ||
	    (e.code == RA_EINPUT && strncmp(e.msg, "fuzz:", 5) == 0));
	must(r.ragged <= r.rows && (r.ragged == 0) == (r.ragged_line == 0));
	*n = r.rows;
	ra_rows_clear(&r);
	return rc;
}

static void
parted(struct ra_span in)
{
	struct copy whole, parts;
	uint64_t a, b;
	int rc = records(in, in.n + 1, &whole, &a);

	must(rc == records(in, PIECE, &parts, &b) && a == b);
	must(ra_span_eq(ra_buf_span(&whole.cells), ra_buf_span(&parts.cells)));
	must(rc == -1 || ra_span_eq(ra_buf_span(&whole.lines), in));
	ra_buf_clear(&whole.lines);
	ra_buf_clear(&whole.cells);
	ra_buf_clear(&parts.lines);
	ra_buf_clear(&parts.cells);
}

static int
keep(void *arg, struct ra_span s, struct ra_err *e)
{
	struct ra_buf *out = arg;

	ra_buf_add(out, s);
	return ra_buf_done(out, "derived", e);
}

static int
derive(enum ra_derived form, struct ra_span in, size_t piece,
    struct ra_derive *d, struct ra_buf *out)
{
	const struct ra_sink sink = { keep, out };
	struct ra_err e = { 0 };
	struct ra_span one;
	int rc = 0;

	ra_buf_init(out, OUT_MAX);
	ra_derive_init(d, form, false, &sink);
	while (rc == 0 && in.n > 0) {
		one = (struct ra_span){ in.p, in.n < piece ? in.n : piece };
		rc = ra_derive_add(d, one, &e);
		in = ra_span_from(in, one.n);
	}
	if (rc == 0)
		rc = ra_derive_end(d, &e);
	must((rc == 0) == (e.code == RA_OK));
	return rc;
}

static void
is_text(struct ra_span s)
{
	size_t i;

	must(ra_text_is_utf8(s));
	for (i = 0; i < s.n; i++)
		must((unsigned char)s.p[i] >= ' ' || s.p[i] == '\n' ||
		    s.p[i] == '\t' || s.p[i] == '\r');
}

/* Rows and columns of the TSV: one each for each, and no PIN among them. */
static void
rows(const struct ra_derive *d, struct ra_span text)
{
	struct ra_tsv t = { .rest = text };
	struct ra_span row, col[256];
	uint64_t n = 0;
	size_t i, cols;

	while (ra_tsv_next(&t, &row)) {
		cols = ra_tsv_split(row, col, 256);
		must(cols >= d->ncols && cols <= 256);
		for (i = 0; n > 0 && cols == d->ncols && i < cols; i++)
			must(!d->secret[i] || col[i].n == 0 ||
			    ra_span_eqs(col[i], "********"));
		n++;
	}
	must(n == d->rows + (d->key != NULL));
}

static void
derived(enum ra_derived form, struct ra_span in, struct ra_list_facts *facts)
{
	struct ra_derive whole, parts;
	struct ra_buf a = { 0 }, b = { 0 };
	int rc = derive(form, in, in.n + 1, &whole, &a);

	must(rc == derive(form, in, PIECE, &parts, &b));
	must(ra_span_eq(ra_buf_span(&a), ra_buf_span(&b)));
	is_text(ra_buf_span(&a));
	if (rc == 0 && form == RA_DERIVED_TSV)
		rows(&whole, ra_buf_span(&a));
	if (rc == 0 && facts != NULL)
		must(whole.rows == facts->rows);
	ra_derive_clear(&whole);
	ra_derive_clear(&parts);
	ra_buf_clear(&a);
	ra_buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_list_facts a, b;
	bool ok = check(in, n + 1, &a);

	/* The first piece tells an archive, so that it has to be longer. */
	if (n < 4 || memcmp(p, "PK\3\4", 4) != 0) {
		must(ok == check(in, PIECE, &b));
		must(a.rows == b.rows && a.columns == b.columns &&
		    a.known == b.known && a.ragged == b.ragged);
	}
	must(!ok || a.zip || a.known <= a.columns);
	must(a.bytes <= n && (!ok || a.bytes == n));
	parted(in);
	derived(RA_DERIVED_TSV, in, ok && !a.zip ? &a : NULL);
	derived(RA_DERIVED_CSV, in, NULL);
	derived(RA_DERIVED_JSON, in, NULL);
	return 0;
}
