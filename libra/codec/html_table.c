/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Tables in the page model: nested ones apart. */
#include "codec/html_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
ra_build_open_table(struct ra_build *b)
{
	struct ra_html *h = b->h;
	struct ra_html_table *t;

	h->table = ra_grow(h->table, h->ntables, sizeof(*h->table));
	t = &h->table[h->ntables];
	memset(t, 0, sizeof(*t));
	t->depth = b->ntables;
	t->at = b->text.n;
	b->table = ra_grow(b->table, b->ntables, sizeof(*b->table));
	b->table[b->ntables++] = h->ntables++;
}

void
ra_build_open_row(struct ra_build *b)
{
	struct ra_html_table *t;

	if (b->ntables == 0)
		return;
	t = &b->h->table[b->table[b->ntables - 1]];
	t->row = ra_grow(t->row, t->nrows, sizeof(*t->row));
	memset(&t->row[t->nrows++], 0, sizeof(*t->row));
}

void
ra_build_open_cell(struct ra_build *b, const struct ra_tag *n)
{
	struct ra_html_table *t;
	struct ra_html_row *r;
	struct ra_open_cell *o;
	long span = 1;
	size_t column = 0;

	if (b->ntables == 0)
		return;
	t = &b->h->table[b->table[b->ntables - 1]];
	if (t->nrows == 0)
		ra_build_open_row(b);
	r = &t->row[t->nrows - 1];
	if (r->ncells > 0)
		column =
		    r->cell[r->ncells - 1].column + r->cell[r->ncells - 1].span;
	(void)ra_span_number(
	    ra_span_str(ra_build_attr(b, n, "colspan")), 1, 1000, &span);
	r->cell = ra_grow(r->cell, r->ncells, sizeof(*r->cell));
	r->cell[r->ncells] = (struct ra_html_cell){ "", ra_tag_is(n, "th"),
		column, (size_t)span };
	b->cell = ra_grow(b->cell, b->ncells, sizeof(*b->cell));
	o = &b->cell[b->ncells++];
	o->table = b->table[b->ntables - 1];
	o->row = t->nrows - 1;
	o->cell = r->ncells++;
	ra_buf_init(&o->buf, RA_HTML_MAX);
}

void
ra_build_close_cell(struct ra_build *b)
{
	struct ra_open_cell *o;

	if (b->ncells == 0)
		return;
	o = &b->cell[--b->ncells];
	b->h->table[o->table].row[o->row].cell[o->cell].text =
	    ra_build_keep(b, &o->buf);
	ra_buf_clear(&o->buf);
}

struct ra_html_where
ra_build_where(const struct ra_build *b)
{
	const struct ra_open_cell *o;

	if (b->ncells == 0)
		return (struct ra_html_where){ RA_HTML_NONE, 0, 0 };
	o = &b->cell[b->ncells - 1];
	return (struct ra_html_where){ o->table, o->row,
		b->h->table[o->table].row[o->row].cell[o->cell].column };
}
