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

#define MASK "********"
#define RUN_MIN 24   /* letters and digits in a row that look like a key */
#define DIGITS_MIN 3 /* of them */
#define CELL_MIN 4   /* bytes of a cell that is replaced */
#define VALUE_MIN 8  /* of a hidden value: a token is longer than a flag */
#define SECRETS_MAX 1000

struct list {
	const char **s; /* borrowed from the page */
	size_t n;
	bool first[256]; /* some secret begins with this byte */
};

static void
remember(struct list *l, const char *s, size_t min)
{
	if (strlen(s) < min || l->n >= SECRETS_MAX)
		return;
	l->first[(unsigned char)s[0]] = true;
	l->s = ra_grow(l->s, l->n, sizeof(*l->s));
	l->s[l->n++] = s;
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

static void
below(struct list *l, const struct ra_html_table *t, size_t row,
    const struct ra_html_cell *head)
{
	size_t r, c;

	for (r = row + 1; r < t->nrows; r++)
		for (c = 0; c < t->row[r].ncells; c++)
			if (t->row[r].cell[c].column == head->column)
				remember(l, t->row[r].cell[c].text, CELL_MIN);
}

static void
of_table(
    struct list *l, const struct ra_html_table *t, const char *const *names)
{
	const struct ra_html_row *r;
	size_t i, c;

	for (i = 0; i < t->nrows; i++) {
		r = &t->row[i];
		for (c = 0; c < r->ncells; c++) {
			if (!names_secret(r->cell[c].text, names))
				continue;
			below(l, t, i, &r->cell[c]);
			if (c + 1 < r->ncells && !r->cell[c + 1].header)
				remember(l, r->cell[c + 1].text, CELL_MIN);
		}
	}
}

static void
of_controls(struct list *l, const struct ra_html_control *c, size_t n,
    const char *const *names)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c[i].kind == RA_CTL_HIDDEN ||
		    names_secret(c[i].before, names))
			remember(l, c[i].value, VALUE_MIN);
}

static void
collect(struct list *l, const struct ra_html *h, const char *const *names)
{
	size_t i;

	for (i = 0; i < h->nforms; i++)
		of_controls(l, h->form[i].control, h->form[i].ncontrols, names);
	of_controls(l, h->loose, h->nloose, names);
	for (i = 0; i < h->ntables; i++)
		of_table(l, &h->table[i], names);
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

static size_t
known(const struct list *l, struct ra_span s)
{
	size_t i;

	if (!l->first[(unsigned char)s.p[0]])
		return 0;
	for (i = 0; i < l->n; i++)
		if (ra_span_starts(s, ra_span_str(l->s[i])))
			return strlen(l->s[i]);
	return 0;
}

/* Bytes of a one-time URL's token after "p1=". */
static size_t
token(struct ra_span s)
{
	size_t n = 0;

	while (n < s.n && key_letter(s.p[n]))
		n++;
	return n;
}

/* The letters before a run are no part of it: only its start is asked. */
static void
replace(struct ra_span s, const struct list *l, struct ra_buf *out)
{
	bool within = false;
	size_t n;

	while (s.n > 0) {
		n = known(l, s);
		if (n == 0 && !within)
			n = key_run(s);
		if (n > 0) {
			ra_buf_adds(out, MASK);
			s = ra_span_from(s, n);
			within = false;
			continue;
		}
		if (ra_span_starts(s, RA_SPAN("p1="))) {
			ra_buf_adds(out, "p1=" MASK);
			s = ra_span_from(s, 3 + token(ra_span_from(s, 3)));
			continue;
		}
		within = key_letter(s.p[0]);
		ra_buf_addc(out, s.p[0]);
		s = ra_span_from(s, 1);
	}
}

void
ra_html_mask(struct ra_span utf8, const char *const *names, struct ra_buf *out)
{
	struct ra_html *h = ra_html_parse("", utf8, NULL);
	struct list l = { 0 };
	struct ra_buf first;

	ra_buf_init_secret(&first, 4 * (size_t)RA_HTML_MAX);
	if (h != NULL)
		collect(&l, h, names);
	replace(utf8, &l, &first);
	ra_secret_mask(ra_buf_span(&first), out);
	ra_buf_clear(&first);
	free(l.s);
	ra_html_free(h);
}
