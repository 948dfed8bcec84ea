/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A page for a trace or for the officer's eyes: its markup stays, its secrets
 * go. What looks like a key is masked too, wherever it stands.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/secret.h"
#include "codec/html.h"
#include "codec/html_known.h"

#define MASK "********"
#define WITHHELD "(withheld: what is secret in it cannot be told)\n"
#define RUN_MIN 24	 /* letters and digits in a row that look like a key */
#define DIGITS_MIN 3	 /* of them */
#define CELL_MIN 4	 /* bytes of a cell that is replaced */
#define VALUE_MIN 8	 /* of a hidden value: a token is longer than a flag */
#define COLUMNS_MAX 4096 /* all columns from here on count as one */

/* The columns under a secret header, as a table is gone through. */
struct columns {
	bool secret[COLUMNS_MAX + 1];
	size_t *set; /* which of them */
	size_t n;
};

static void
remember(struct ra_known *k, const char *s, size_t min)
{
	/* What was masked before is no secret any more. */
	if (strlen(s) >= min && strcmp(s, MASK) != 0)
		ra_known_add(k, ra_span_str(s));
}

static bool
names_secret(const char *header, const char *const *names)
{
	struct ra_span h = ra_span_str(header);

	/* A sentence that mentions a PIN is no header. */
	if (h.n > 64)
		return false;
	for (; names != NULL && *names != NULL; names++)
		if (ra_span_has(h, ra_span_str(*names)))
			return true;
	return false;
}

static size_t
column_of(const struct ra_html_cell *c)
{
	return c->column < COLUMNS_MAX ? c->column : COLUMNS_MAX;
}

static void
add_column(struct columns *col, const struct ra_html_cell *c)
{
	size_t at = column_of(c);

	if (col->secret[at])
		return;
	col->secret[at] = true;
	col->set = ra_grow(col->set, col->n, sizeof(*col->set));
	col->set[col->n++] = at;
}

/* The text of a cell, and its lines: the source has a tag between them. */
static void
take_cell(struct ra_known *k, const struct ra_html_cell *c)
{
	struct ra_span rest = ra_span_str(c->text), line;

	remember(k, c->text, CELL_MIN);
	while (rest.n > 0) {
		line = ra_span_cut(&rest, '\n');
		if (line.n >= CELL_MIN && line.n < strlen(c->text))
			ra_known_add(k, line);
	}
}

/* A header is over the rows below it, or beside the next cell. */
static void
of_row(struct ra_known *k, const struct ra_html_row *r, struct columns *col,
    const char *const *names)
{
	size_t c;

	for (c = 0; c < r->ncells; c++)
		if (col->secret[column_of(&r->cell[c])] ||
		    (c > 0 && !r->cell[c].header &&
			names_secret(r->cell[c - 1].text, names)))
			take_cell(k, &r->cell[c]);
	for (c = 0; c < r->ncells; c++)
		if (names_secret(r->cell[c].text, names))
			add_column(col, &r->cell[c]);
}

static void
of_table(struct ra_known *k, const struct ra_html_table *t, struct columns *col,
    const char *const *names)
{
	size_t i;

	for (i = 0; i < t->nrows; i++)
		of_row(k, &t->row[i], col, names);
	while (col->n > 0)
		col->secret[col->set[--col->n]] = false;
}

static void
of_controls(struct ra_known *k, const struct ra_html_control *c, size_t n,
    const char *const *names)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c[i].kind == RA_CTL_HIDDEN ||
		    names_secret(c[i].before, names))
			remember(k, c[i].value, VALUE_MIN);
}

static void
collect(struct ra_known *k, const struct ra_html *h, const char *const *names)
{
	struct columns *col = ra_calloc(1, sizeof(*col));
	size_t i;

	for (i = 0; i < h->nforms; i++)
		of_controls(k, h->form[i].control, h->form[i].ncontrols, names);
	of_controls(k, h->loose, h->nloose, names);
	for (i = 0; i < h->ntables; i++)
		of_table(k, &h->table[i], col, names);
	free(col->set);
	free(col);
}

/* How the source may write what the model has as it is meant. */
static void
add_escaped(struct ra_known *k, const struct ra_known_text *t, const char *all)
{
	static const struct {
		char c;
		const char *as;
	} escapes[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" },
		{ '"', "&quot;" }, { '\'', "&#39;" } };
	struct ra_buf b;
	size_t i, e;

	ra_buf_init_secret(&b, 6 * t->n);
	for (i = 0; i < t->n; i++) {
		for (e = 0; e < strlen(all) && escapes[e].c != t->s[i]; e++)
			;
		if (all[e] != '\0')
			ra_buf_adds(&b, escapes[e].as);
		else
			ra_buf_addc(&b, t->s[i]);
	}
	if (b.n > t->n)
		ra_known_add(k, ra_buf_span(&b));
	ra_buf_clear(&b);
}

static void
add_spellings(struct ra_known *k)
{
	/* As many of the escapes as are written. */
	static const char *const ways[] = { "&", "&<>", "&<>\"", "&<>\"'" };
	size_t n = k->n, i, w;

	for (i = 0; i < n; i++)
		for (w = 0; w < sizeof(ways) / sizeof(ways[0]); w++)
			add_escaped(k, &k->t[i], ways[w]);
}

static bool
key_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("+/_=-%", c) != NULL);
}

/*
 * Letters of a run at s that looks like a key, or 0. A path has far more
 * slashes than Base64.
 */
static size_t
key_run(struct ra_span s)
{
	size_t n = 0, digits = 0, slashes = 0;

	for (; n < s.n && key_letter(s.p[n]); n++) {
		digits += s.p[n] >= '0' && s.p[n] <= '9';
		slashes += s.p[n] == '/';
	}
	return n >= RUN_MIN && digits >= DIGITS_MIN && slashes * 12 <= n ? n
									 : 0;
}

/* Whose value opens a session or yields a PIN once, wherever it stands. */
static const char *const carriers[] = { "p1=", "jsessionid=", "JSESSIONID=" };

static bool
token_letter(char c)
{
	return key_letter(c) || (c != '\0' && strchr("!.:~*", c) != NULL);
}

/* Bytes of the carrier's name at s and of its value, or 0. */
static size_t
carried(struct ra_span s, size_t *value)
{
	size_t i, name, n;

	for (i = 0; i < sizeof(carriers) / sizeof(carriers[0]); i++) {
		name = n = strlen(carriers[i]);
		if (!ra_span_starts(s, ra_span_str(carriers[i])))
			continue;
		while (n < s.n && token_letter(s.p[n]))
			n++;
		*value = n - name;
		return name;
	}
	return 0;
}

/* The letters before a run are no part of it: only its start is asked. */
static void
replace(struct ra_span s, const struct ra_known *k, struct ra_buf *out)
{
	bool within = false;
	size_t n, value;

	while (s.n > 0) {
		n = ra_known_at(k, s);
		if (n == 0 && !within)
			n = key_run(s);
		if (n > 0) {
			ra_buf_adds(out, MASK);
			s = ra_span_from(s, n);
			within = false;
			continue;
		}
		if ((n = carried(s, &value)) > 0) {
			ra_buf_add(out, (struct ra_span){ s.p, n });
			ra_buf_adds(out, MASK);
			s = ra_span_from(s, n + value);
			continue;
		}
		within = key_letter(s.p[0]);
		ra_buf_addc(out, s.p[0]);
		s = ra_span_from(s, 1);
	}
}

/*
 * Nothing that was secret is read from the copy: a source can write a text in
 * more ways than are looked for.
 */
static bool
is_masked(
    const struct ra_known *k, struct ra_span copy, const char *const *names)
{
	struct ra_html *h;
	struct ra_known left = { 0 };
	bool ok;
	size_t i;

	if (k->n == 0)
		return true;
	h = ra_html_parse("", copy, NULL);
	ok = h != NULL;
	if (ok)
		collect(&left, h, names);
	for (i = 0; ok && i < left.n; i++)
		ok = !ra_known_has(
		    k, (struct ra_span){ left.t[i].s, left.t[i].n });
	ra_known_clear(&left);
	ra_html_free(h);
	return ok;
}

void
ra_html_mask(struct ra_span utf8, const char *const *names, struct ra_buf *out)
{
	struct ra_html *h = ra_html_parse("", utf8, NULL);
	struct ra_known k = { 0 };
	struct ra_buf first;
	bool ok =
	    h != NULL || utf8.n == 0 || memchr(utf8.p, '<', utf8.n) == NULL;

	ra_buf_init_secret(&first, 4 * (size_t)RA_HTML_MAX);
	if (h != NULL)
		collect(&k, h, names);
	ra_html_free(h);
	add_spellings(&k);
	ra_known_ready(&k);
	if (ok)
		replace(utf8, &k, &first);
	if (ok && is_masked(&k, ra_buf_span(&first), names))
		ra_secret_mask(ra_buf_span(&first), out);
	else
		ra_buf_adds(out, WITHHELD);
	ra_buf_clear(&first);
	ra_known_clear(&k);
}
