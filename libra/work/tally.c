/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Two tables laid beside each other by the words they have in common. */
#include "work/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/tsv.h"

#define FIGURE_MAX 1000000000L

/* What a word in a header or cell means; our reading, the longest first. */
static const struct {
	const char *word, *meaning;
	size_t offset;
} meanings[] = {
	{ "期限切れ", "ended", offsetof(struct ra_figure, ended) },
	{ "失効", "revoked", offsetof(struct ra_figure, revoked) },
	{ "有効", "live", offsetof(struct ra_figure, live) },
	{ "発行", "issued", offsetof(struct ra_figure, issued) },
};

static const char *const kinds[][2] = {
	{ "サーバ", "server" },
	{ "S/MIME", "smime" },
	{ "クライアント", "client" },
};

struct table {
	struct ra_span head[RA_TALLY_COLUMNS_MAX];
	struct ra_span cell[RA_TALLY_COLUMNS_MAX];
	size_t nhead, n;
};

/* The domain of ours that a cell is, or NULL. */
static const char *
domain_of(const struct table *t, const struct ra_figures *f)
{
	size_t i, k;

	for (i = 0; i < t->n; i++)
		for (k = 0; k < f->n; k++)
			if (f->row[k].key[RA_FIG_DOMAIN][0] != '\0' &&
			    ra_span_caseeqs(ra_span_trim(t->cell[i]),
				f->row[k].key[RA_FIG_DOMAIN]))
				return f->row[k].key[RA_FIG_DOMAIN];
	return NULL;
}

static const char *
kind_of(const struct table *t)
{
	size_t i, k;

	for (i = 0; i < t->n; i++)
		for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			if (ra_span_has(t->cell[i], ra_span_str(kinds[k][0])))
				return kinds[k][1];
	return NULL;
}

static size_t
figure(const struct ra_figure *f, size_t offset)
{
	size_t n;

	memcpy(&n, (const char *)f + offset, sizeof(n));
	return n;
}

/* Ours of the same domain and, where it is told, kind. */
static size_t
local(const struct ra_figures *f, const struct ra_tally_row *r, size_t offset)
{
	size_t i, sum = 0;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->row[i].key[RA_FIG_DOMAIN], r->domain) == 0 &&
		    (r->kind == NULL ||
			strcmp(f->row[i].key[RA_FIG_KIND], r->kind) == 0))
			sum += figure(&f->row[i], offset);
	return sum;
}

static void
add(struct ra_tally *out, const struct table *t, size_t column,
    const struct ra_figures *f)
{
	struct ra_tally_row r = { .kind = kind_of(t) };
	struct ra_span label = t->head[column];
	size_t i;

	if (ra_span_number(
		ra_span_trim(t->cell[column]), 0, FIGURE_MAX, &r.page) == -1)
		return;
	r.domain = ra_strdup(domain_of(t, f));
	r.label = ra_strndup(label.p, label.n);
	for (i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (!ra_span_has(label, ra_span_str(meanings[i].word)))
			continue;
		r.meaning = meanings[i].meaning;
		r.local = local(f, &r, meanings[i].offset);
		break;
	}
	out->row = ra_grow(out->row, out->n, sizeof(*out->row));
	out->row[out->n++] = r;
}

void
ra_tally_compare(
    struct ra_tally *out, struct ra_span in, const struct ra_figures *f)
{
	struct ra_tsv walk = { .rest = in };
	struct table t = { .n = 0 };
	struct ra_span row;
	size_t i;

	if (!ra_tsv_next(&walk, &row))
		return;
	t.nhead = ra_tsv_split(row, t.head, RA_TALLY_COLUMNS_MAX);
	if (t.nhead > RA_TALLY_COLUMNS_MAX)
		t.nhead = RA_TALLY_COLUMNS_MAX;
	while (ra_tsv_next(&walk, &row)) {
		t.n = ra_tsv_split(row, t.cell, RA_TALLY_COLUMNS_MAX);
		if (t.n > t.nhead)
			t.n = t.nhead;
		if (domain_of(&t, f) == NULL) {
			out->passed++;
			continue;
		}
		for (i = 0; i < t.n; i++)
			add(out, &t, i, f);
	}
}

void
ra_tally_clear(struct ra_tally *t)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		free(t->row[i].domain);
		free(t->row[i].label);
	}
	free(t->row);
	*t = (struct ra_tally){ 0 };
}
