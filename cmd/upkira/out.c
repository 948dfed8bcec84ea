/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Data on standard output. */
#include "out.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/json.h"
#include "codec/text.h"

#include "say.h"

#define ROW_MAX (1u << 20) /* bytes of a printed row */
#define TABLE_MAX 100000u  /* rows of a table */

/* Why the first write failed; by the end of the program errno tells another. */
static int out_error;

static void
note_error(void)
{
	if (out_error == 0)
		out_error = errno != 0 ? errno : EIO;
}

void
out_flush(void)
{
	errno = 0;
	if (fflush(stdout) != 0)
		note_error();
}

void
out_bytes(const char *p, size_t n)
{
	/* Both streams may be one terminal: no row behind a progress line. */
	say_progress_end();
	errno = 0;
	if (n > 0 && fwrite(p, 1, n, stdout) != n)
		note_error();
}

static void
put(const struct ra_buf *b)
{
	out_bytes(ra_buf_str(b), b->n);
}

/* A cell of TSV or CSV: no tab, newline or other control survives raw. */
static void
plain(struct ra_buf *b, const char *cell)
{
	if (cell != NULL)
		ra_text_show(ra_span_str(cell), b);
}

/* RFC 4180; a leading = + - @ is no formula behind an apostrophe. */
static void
csv_cell(struct ra_buf *b, const char *cell)
{
	struct ra_buf shown;
	const char *p;

	ra_buf_init(&shown, ROW_MAX);
	plain(&shown, cell);
	p = ra_buf_str(&shown);
	ra_buf_addc(b, '"');
	if (*p != '\0' && strchr("=+-@", *p) != NULL)
		ra_buf_addc(b, '\'');
	for (; *p != '\0'; p++) {
		if (*p == '"')
			ra_buf_addc(b, '"');
		ra_buf_addc(b, *p);
	}
	ra_buf_addc(b, '"');
	ra_buf_clear(&shown);
}

static void
text_row(const struct out *o, const char *const *cell)
{
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, ROW_MAX);
	for (i = 0; i < o->n; i++) {
		if (i > 0)
			ra_buf_addc(&b, o->format == FORMAT_CSV ? ',' : '\t');
		if (o->format == FORMAT_CSV)
			csv_cell(&b, cell[i]);
		else
			plain(&b, cell[i]);
	}
	ra_buf_adds(&b, o->format == FORMAT_CSV ? "\r\n" : "\n");
	put(&b);
	ra_buf_clear(&b);
}

static void
json_row(const struct out *o, const char *const *cell)
{
	struct ra_json j;
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, ROW_MAX);
	ra_json_init(&j, &b);
	ra_json_object(&j, NULL);
	for (i = 0; i < o->n; i++) {
		if (cell[i] == NULL)
			ra_json_null(&j, o->col[i].key);
		else if (o->col[i].type == OUT_INT)
			ra_json_int(
			    &j, o->col[i].key, strtoll(cell[i], NULL, 10));
		else if (o->col[i].type == OUT_REAL)
			ra_json_real(&j, o->col[i].key, cell[i]);
		else if (o->col[i].type == OUT_BOOL)
			ra_json_bool(&j, o->col[i].key, cell[i][0] == 't');
		else
			ra_json_str(&j, o->col[i].key, cell[i]);
	}
	ra_json_end_object(&j);
	ra_buf_addc(&b, '\n');
	put(&b);
	ra_buf_clear(&b);
}

static void
keep(struct out *o, const char *const *cell)
{
	struct ra_buf b;
	size_t i;

	if (o->rows == TABLE_MAX)
		return;
	o->cell = ra_realloc(o->cell, (o->rows + 1) * o->n, sizeof(char *));
	for (i = 0; i < o->n; i++) {
		ra_buf_init(&b, ROW_MAX);
		plain(&b, cell[i]);
		o->cell[o->rows * o->n + i] = ra_strdup(ra_buf_str(&b));
		ra_buf_clear(&b);
	}
	o->rows++;
}

void
out_begin(struct out *o, const struct app *app, const struct out_column *col,
    size_t n)
{
	const char *keys[OUT_COLUMNS_MAX];
	size_t i;

	memset(o, 0, sizeof(*o));
	o->col = col;
	o->n = n;
	o->format = (enum format)app->g.format;
	for (i = 0; i < n; i++)
		keys[i] = col[i].key;
	if (o->format == FORMAT_CSV)
		out_bytes("\xef\xbb\xbf", 3); /* Excel wants the mark */
	if (o->format == FORMAT_TSV || o->format == FORMAT_CSV)
		text_row(o, keys);
}

void
out_row(struct out *o, const char *const *cell)
{
	if (o->format == FORMAT_JSON)
		json_row(o, cell);
	else if (o->format == FORMAT_TABLE)
		keep(o, cell);
	else
		text_row(o, cell);
}

static bool
is_number(const struct out *o, size_t column)
{
	return o->col[column].type == OUT_INT ||
	    o->col[column].type == OUT_REAL;
}

static void
table_line(const struct out *o, const char *const *cell, const size_t *width)
{
	struct ra_buf b;
	size_t i, w, last = 0;

	for (i = 0; i < o->n; i++)
		if (o->col[i].title != NULL)
			last = i;
	ra_buf_init(&b, ROW_MAX);
	for (i = 0; i <= last; i++) {
		if (o->col[i].title == NULL)
			continue;
		w = ra_text_width(ra_span_str(cell[i]));
		if (is_number(o, i))
			ra_buf_addf(&b, "%*s", (int)(width[i] - w), "");
		ra_buf_adds(&b, cell[i]);
		if (i < last && !is_number(o, i))
			ra_buf_addf(&b, "%*s", (int)(width[i] - w), "");
		if (i < last)
			ra_buf_adds(&b, "  ");
	}
	while (b.n > 0 && b.p[b.n - 1] == ' ')
		b.p[--b.n] = '\0';
	ra_buf_addc(&b, '\n');
	put(&b);
	ra_buf_clear(&b);
}

static void
table(const struct out *o)
{
	const char *head[OUT_COLUMNS_MAX] = { NULL };
	size_t width[OUT_COLUMNS_MAX] = { 0 }, i, r, w;

	for (i = 0; i < o->n; i++) {
		head[i] = o->col[i].title != NULL ? _(o->col[i].title) : "";
		width[i] = ra_text_width(ra_span_str(head[i]));
		for (r = 0; r < o->rows; r++) {
			w = ra_text_width(ra_span_str(o->cell[r * o->n + i]));
			if (w > width[i])
				width[i] = w;
		}
	}
	table_line(o, head, width);
	for (r = 0; r < o->rows; r++)
		table_line(o, (const char *const *)&o->cell[r * o->n], width);
}

void
out_end(struct out *o)
{
	size_t i;

	if (o->format == FORMAT_TABLE && (o->rows > 0 || o->headed))
		table(o);
	for (i = 0; i < o->rows * o->n; i++)
		free(o->cell[i]);
	free(o->cell);
	o->cell = NULL;
	o->rows = 0;
}

/* The first failure is the cause, but lost verdicts outrank "accepted". */
static int
lost_verdicts(const struct app *app, int error, struct ra_err *e)
{
	if (e->code != RA_OK && e->code != RA_EPARTLY)
		return -1;
	ra_err_clear(e);
	ra_fail(e, RA_EUNKNOWN,
	    _("the records were sent, but their verdicts could not be "
	      "written: %s"),
	    strerror(error));
	if (app->ledger.batch != 0)
		ra_next(e,
		    _("do not send them again: upkira journal show %" PRId64
		      " has the verdicts"),
		    app->ledger.batch);
	else
		ra_next(e,
		    _("do not send them again: first look in the list "
		      "(upkira bulk-download) whether they arrived"));
	return -1;
}

int
out_finish(const struct app *app, struct ra_err *e)
{
	out_flush();
	if (out_error == 0 && !ferror(stdout))
		return 0;
	if (out_error == 0)
		out_error = EIO;
	if (app->sent)
		return lost_verdicts(app, out_error, e);
	if (out_error == EPIPE)
		return ra_fail(
		    e, (enum ra_code)(RA_ESIGNAL + SIGPIPE), "%s", "");
	return ra_fail(
	    e, RA_ELOCAL, _("standard output: %s"), strerror(out_error));
}
