/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The derived form of a list. */
#include "work/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/json.h"
#include "codec/text.h"
#include "codec/tsv.h"

#define COLUMNS_MAX 256 /* of a header */
#define LINE_BYTES (RA_RECORD_ROW_MAX * 8)
#define MASK "********"

void
ra_derive_init(struct ra_derive *d, enum ra_derived form, bool pins,
    const struct ra_sink *out)
{
	memset(d, 0, sizeof(*d));
	d->form = form;
	d->pins = pins;
	d->out = out;
	ra_buf_init_secret(&d->row, RA_RECORD_ROW_MAX);
	ra_buf_init_secret(&d->text, RA_RECORD_ROW_MAX * 3);
	ra_buf_init_secret(&d->line, LINE_BYTES);
}

void
ra_derive_clear(struct ra_derive *d)
{
	ra_buf_clear(&d->row);
	ra_buf_clear(&d->text);
	ra_buf_clear(&d->line);
	free(d->key);
	free(d->secret);
	memset(d, 0, sizeof(*d));
}

static const struct ra_record_column *
by_header(struct ra_span header)
{
	const struct ra_record_column *c = ra_record_columns();
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		if (ra_span_eqs(header, c[i].header))
			return &c[i];
	return NULL;
}

/*
 * A column is what its header says; where that is not known it gets its
 * number, and is kept secret if the known column of that place is.
 */
static void
name_column(struct ra_derive *d, size_t i, struct ra_span header)
{
	const struct ra_record_column *c = by_header(header);

	if (c != NULL) {
		snprintf(d->key[i], RA_DERIVE_KEY_MAX, "%s", c->key);
		d->secret[i] = c->secret;
		return;
	}
	d->by_place++;
	snprintf(d->key[i], RA_DERIVE_KEY_MAX, "column_%zu", i + 1);
	d->secret[i] = i < RA_RECORD_COLUMNS && ra_record_columns()[i].secret;
}

static void
csv_cell(struct ra_buf *b, struct ra_span s)
{
	size_t i;

	ra_buf_addc(b, '"');
	if (s.n > 0 && memchr("=+-@", s.p[0], 4) != NULL)
		ra_buf_addc(b, '\'');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			ra_buf_addc(b, '"');
		ra_buf_addc(b, s.p[i]);
	}
	ra_buf_addc(b, '"');
}

static void
text_cell(struct ra_derive *d, size_t i, struct ra_span s)
{
	struct ra_buf shown;

	ra_buf_init(&shown, LINE_BYTES);
	ra_text_show(s, &shown);
	if (i > 0)
		ra_buf_addc(&d->line, d->form == RA_DERIVED_CSV ? ',' : '\t');
	if (d->form == RA_DERIVED_CSV)
		csv_cell(&d->line, ra_buf_span(&shown));
	else
		ra_buf_add(&d->line, ra_buf_span(&shown));
	ra_buf_clear(&shown);
}

static int
flush(struct ra_derive *d, struct ra_err *e)
{
	ra_buf_adds(&d->line, d->form == RA_DERIVED_CSV ? "\r\n" : "\n");
	if (ra_buf_done(&d->line, _("a row"), e) == -1)
		return -1;
	return d->out->add(d->out->arg, ra_buf_span(&d->line), e);
}

static int
header(
    struct ra_derive *d, const struct ra_span *col, size_t n, struct ra_err *e)
{
	size_t i;

	d->ncols = n;
	d->key = ra_calloc(n, sizeof(*d->key));
	d->secret = ra_calloc(n, sizeof(*d->secret));
	for (i = 0; i < n; i++)
		name_column(d, i, col[i]);
	if (d->form == RA_DERIVED_JSON)
		return 0;
	if (d->form == RA_DERIVED_CSV)
		ra_buf_adds(&d->line, "\xef\xbb\xbf"); /* Excel wants it */
	for (i = 0; i < n; i++)
		text_cell(d, i, ra_span_str(d->key[i]));
	return flush(d, e);
}

/*
 * A secret stands in its column; in a row of n columns, which is not the
 * header's number, it may stand as far beside it as they differ.
 */
static struct ra_span
masked(const struct ra_derive *d, size_t i, size_t n, struct ra_span s)
{
	size_t slack = n > d->ncols ? n - d->ncols : d->ncols - n;
	size_t k = i > slack ? i - slack : 0;

	if (d->pins || s.n == 0)
		return s;
	for (; k <= i + slack && k < d->ncols; k++)
		if (d->secret[k])
			return RA_SPAN(MASK);
	return s;
}

/* A row that has more columns than the header keeps them as extra_N. */
static void
json_row(struct ra_derive *d, const struct ra_span *col, size_t n)
{
	char extra[RA_DERIVE_KEY_MAX];
	struct ra_json j;
	size_t i;

	ra_json_init(&j, &d->line);
	ra_json_object(&j, NULL);
	for (i = 0; i < n; i++) {
		snprintf(extra, sizeof(extra), "extra_%zu", i + 1);
		ra_json_span(&j, i < d->ncols ? d->key[i] : extra,
		    masked(d, i, n, col[i]));
	}
	for (; i < d->ncols; i++)
		ra_json_null(&j, d->key[i]);
	ra_json_end_object(&j);
}

static int
row(struct ra_derive *d, struct ra_span raw, struct ra_err *e)
{
	struct ra_span col[COLUMNS_MAX];
	size_t i, n;

	ra_buf_reset(&d->text);
	ra_buf_reset(&d->line);
	if (ra_text_decode_lenient(RA_CP932, raw, &d->text) > 0)
		d->garbled++;
	n = ra_tsv_split(ra_buf_span(&d->text), col, COLUMNS_MAX);
	if (n > COLUMNS_MAX)
		return ra_fail(e, RA_EPAGE,
		    _("the list: a row of %zu columns, at most %d are read"), n,
		    COLUMNS_MAX);
	if (d->key == NULL)
		return header(d, col, n, e);
	d->rows++;
	if (d->form == RA_DERIVED_JSON) {
		json_row(d, col, n);
		return flush(d, e);
	}
	for (i = 0; i < n || i < d->ncols; i++)
		text_cell(
		    d, i, i < n ? masked(d, i, n, col[i]) : ra_span_str(""));
	return flush(d, e);
}

static struct ra_span
without_cr(struct ra_span s)
{
	if (s.n > 0 && s.p[s.n - 1] == '\r')
		s.n--;
	return s;
}

/* A row that was held back from an earlier piece is completed first. */
static int
join(struct ra_derive *d, struct ra_span s, struct ra_err *e)
{
	int rc;

	ra_buf_add(&d->row, s);
	if (ra_buf_done(&d->row, _("a row of the list"), e) == -1)
		return -1;
	rc = row(d, without_cr(ra_buf_span(&d->row)), e);
	ra_buf_reset(&d->row);
	return rc;
}

int
ra_derive_add(struct ra_derive *d, struct ra_span s, struct ra_err *e)
{
	struct ra_span one;
	const char *nl;
	int rc = 0;

	while (rc == 0 && s.n > 0 && (nl = memchr(s.p, '\n', s.n)) != NULL) {
		one.p = s.p;
		one.n = (size_t)(nl - s.p);
		s = ra_span_from(s, one.n + 1);
		if (d->row.n > 0)
			rc = join(d, one, e);
		else
			rc = row(d, without_cr(one), e);
	}
	if (rc == -1)
		return -1;
	ra_buf_add(&d->row, s);
	return ra_buf_done(&d->row, _("a row of the list"), e);
}

int
ra_derive_end(struct ra_derive *d, struct ra_err *e)
{
	return d->row.n > 0 ? join(d, RA_SPAN(""), e) : 0;
}
