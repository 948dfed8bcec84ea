/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Rows and cells of comma- or tab-separated values (RFC 4180). */
#include "codec/csv.h"

#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"
#include "codec/text.h"

/* Over n bytes without a line end; columns are counted as editors do. */
static void
pass(struct ra_csv *c, size_t n)
{
	c->column += ra_text_chars((struct ra_span){ c->rest.p, n });
	c->rest = ra_span_from(c->rest, n);
}

static void
pass_line(struct ra_csv *c, size_t n)
{
	c->rest = ra_span_from(c->rest, n);
	c->line++;
	c->column = 1;
}

/* Bytes of the line end at s: 1, 2 or 0. Editors mix both in one file. */
static size_t
line_end(struct ra_span s)
{
	if (ra_span_starts(s, RA_SPAN("\r\n")))
		return 2;
	return ra_span_starts(s, RA_SPAN("\n")) ? 1 : 0;
}

/*
 * How many bytes of the first line part cells: those outside quotes. A quote in
 * a wrong place is told when the line is read.
 */
static size_t
count(struct ra_span in, char sep)
{
	bool quoted = false;
	size_t i, n = 0;

	for (i = 0; i < in.n && (quoted || in.p[i] != '\n'); i++) {
		if (in.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && in.p[i] == sep)
			n++;
	}
	return n;
}

/*
 * No reader can tell a list of one column from one that it misreads, so that
 * the semicolons of some spreadsheets are refused by name.
 */
static int
choose(struct ra_csv *c, struct ra_err *e)
{
	c->sep = count(c->rest, '\t') > 0 ? '\t' : ',';
	if (c->sep == '\t' || count(c->rest, ',') > 0 ||
	    count(c->rest, ';') == 0)
		return 0;
	ra_fail(e, RA_EINPUT,
	    _("%s:1:1: columns are parted by \";\", wanted a comma or a tab"),
	    c->name);
	ra_next(e, _("save the list as CSV with commas, or as text with tabs"));
	return -1;
}

int
ra_csv_open(struct ra_csv *c, const char *name, struct ra_span in, char sep,
    struct ra_err *e)
{
	*c = (struct ra_csv){ .name = name, .sep = sep, .line = 1 };
	c->column = 1;
	c->rest = ra_span_from(in, ra_text_bom(in));
	ra_buf_init_secret(&c->text, RA_CSV_MAX);
	if (in.n > RA_CSV_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %zu bytes, at most %u are read"), name, in.n,
		    RA_CSV_MAX);
	return sep == 0 ? choose(c, e) : 0;
}

static int
too_long(
    const struct ra_csv *c, const struct ra_csv_cell *cell, struct ra_err *e)
{
	return ra_fail(e, RA_EINPUT,
	    _("%s:%zu:%zu: the cell has more than %u bytes"), c->name,
	    cell->line, cell->column, RA_CSV_CELL_MAX);
}

/* What may not stand where the rest begins. */
static int
refuse(const struct ra_csv *c, struct ra_err *e)
{
	/* RFC 4180, 2.5 to 2.7: such a cell had to be quoted as a whole. */
	const char *what = _("a quote inside a cell that does not begin with "
			     "one");

	if (c->rest.p[0] == '\0')
		what = _("a NUL byte, wanted text");
	else if (c->rest.p[0] == '\r')
		what = _("a carriage return without a newline");
	return ra_fail(
	    e, RA_EINPUT, "%s:%zu:%zu: %s", c->name, c->line, c->column, what);
}

/* RFC 4180, 2: non-escaped. Ends before the separator or line end. */
static int
plain(struct ra_csv *c, struct ra_csv_cell *cell, struct ra_err *e)
{
	struct ra_span s = c->rest;
	size_t n = 0;

	while (n < s.n && s.p[n] != c->sep && s.p[n] != '\n' &&
	    s.p[n] != '\r' && s.p[n] != '"' && s.p[n] != '\0')
		n++;
	if (n > RA_CSV_CELL_MAX)
		return too_long(c, cell, e);
	cell->text = (struct ra_span){ s.p, n };
	pass(c, n);
	if (c->rest.n > 0 && c->rest.p[0] != c->sep && line_end(c->rest) == 0)
		return refuse(c, e);
	return 0;
}

/* A quoted cell may hold line ends, and messages count lines as editors do. */
static void
pass_text(struct ra_csv *c, size_t n)
{
	const char *nl;

	while (n > 0 && (nl = memchr(c->rest.p, '\n', n)) != NULL) {
		n -= (size_t)(nl - c->rest.p) + 1;
		pass_line(c, (size_t)(nl - c->rest.p) + 1);
	}
	pass(c, n);
}

/* Doubled quotes become one. */
static struct ra_span
undouble(struct ra_csv *c, struct ra_span s)
{
	size_t from = c->text.n, cut;

	while ((cut = ra_span_find(s, RA_SPAN("\"\""))) < s.n) {
		ra_buf_add(&c->text, (struct ra_span){ s.p, cut + 1 });
		s = ra_span_from(s, cut + 2);
	}
	ra_buf_add(&c->text, s);
	/* The room may move while the row is read: only the length counts. */
	return (struct ra_span){ NULL, c->text.n - from };
}

/*
 * The length of what stands before the closing quote, or s.n. Never further
 * than a cell may be: an odd quote would swallow the rest of the file.
 */
static size_t
closing(struct ra_span s, bool *doubled)
{
	size_t n = 0;

	for (; n < s.n && s.p[n] != '\0' && n <= RA_CSV_CELL_MAX; n++) {
		if (s.p[n] != '"')
			continue;
		if (n + 1 == s.n || s.p[n + 1] != '"')
			break;
		*doubled = true;
		n++;
	}
	return n < s.n ? n : s.n;
}

/* RFC 4180, 2: escaped. */
static int
quoted(struct ra_csv *c, struct ra_csv_cell *cell, struct ra_err *e)
{
	bool doubled = false;
	struct ra_span body;
	size_t n;

	pass(c, 1);
	n = closing(c->rest, &doubled);
	if (n > RA_CSV_CELL_MAX)
		return too_long(c, cell, e);
	if (n == c->rest.n)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: the quote is never closed"), c->name,
		    cell->line, cell->column);
	body = (struct ra_span){ c->rest.p, n };
	pass_text(c, n);
	if (c->rest.p[0] == '\0')
		return refuse(c, e);
	pass(c, 1);
	cell->text = doubled ? undouble(c, body) : body;
	if (c->rest.n == 0 || c->rest.p[0] == c->sep || line_end(c->rest) > 0)
		return 0;
	return ra_fail(e, RA_EINPUT,
	    _("%s:%zu:%zu: text after the closing quote"), c->name, c->line,
	    c->column);
}

/* An empty rest after a separator is a cell too, the last of its row. */
static int
one_cell(struct ra_csv *c, struct ra_err *e)
{
	struct ra_csv_cell *cell = &c->cell[c->n];

	if (c->n == RA_CSV_COLUMNS_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: more than %d columns"), c->name, c->line,
		    c->column, RA_CSV_COLUMNS_MAX);
	*cell = (struct ra_csv_cell){ RA_SPAN(""), c->line, c->column };
	c->n++;
	if (c->rest.n > 0 && c->rest.p[0] == '"')
		return quoted(c, cell, e);
	return plain(c, cell, e);
}

/* RFC 4180, 2.4: the same number of fields throughout the file. */
static int
same_width(struct ra_csv *c, struct ra_err *e)
{
	const struct ra_csv_cell *last = &c->cell[c->n - 1];

	if (c->want == 0)
		c->want = c->n;
	if (c->n == c->want)
		return 0;
	if (c->n > c->want)
		last = &c->cell[c->want];
	/* Mostly a comma in a value that is not quoted. */
	ra_fail(e, RA_EINPUT,
	    _("%s:%zu:%zu: %zu cells in the row, the first line has %zu"),
	    c->name, last->line, last->column, c->n, c->want);
	ra_next(e,
	    _("a cell that holds a comma, tab, quote or newline stands in "
	      "quotes"));
	return -1;
}

/* Now that the row is read, the cells that were copied have their place. */
static void
settle_text(struct ra_csv *c)
{
	const char *at = c->text.p;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->cell[i].text.p != NULL)
			continue;
		c->cell[i].text.p = at;
		at += c->cell[i].text.n;
	}
}

int
ra_csv_next(struct ra_csv *c, struct ra_err *e)
{
	size_t n, more = 0;

	c->n = 0;
	ra_buf_reset(&c->text);
	while ((n = line_end(c->rest)) > 0)
		pass_line(c, n);
	if (c->rest.n == 0)
		return 0;
	do {
		pass(c, more);
		if (one_cell(c, e) == -1)
			return -1;
		more = c->rest.n > 0 && c->rest.p[0] == c->sep;
	} while (more > 0);
	settle_text(c);
	if ((n = line_end(c->rest)) > 0)
		pass_line(c, n);
	return same_width(c, e);
}

void
ra_csv_clear(struct ra_csv *c)
{
	ra_buf_clear(&c->text);
	*c = (struct ra_csv){ 0 };
}
