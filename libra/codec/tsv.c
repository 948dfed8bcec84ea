/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Rows and columns of tab-separated values, without copying. */
#include <string.h>

#include "codec/tsv.h"

/*
 * Only the CR before an LF belongs to the line end: one elsewhere is part of
 * a value, and whoever checks values has to see it.
 */
bool
ra_tsv_next(struct ra_tsv *t, struct ra_span *row)
{
	if (t->rest.n == 0)
		return false;
	t->ended = memchr(t->rest.p, '\n', t->rest.n) != NULL;
	*row = ra_span_cut(&t->rest, '\n');
	if (t->ended && row->n > 0 && row->p[row->n - 1] == '\r')
		row->n--;
	t->line++;
	return true;
}

/* Counts on beyond max: a row with too many columns must be told as that. */
size_t
ra_tsv_split(struct ra_span row, struct ra_span *cols, size_t max)
{
	struct ra_span col;
	size_t n = 0;
	bool more;

	do {
		more = row.n > 0 && memchr(row.p, '\t', row.n) != NULL;
		col = ra_span_cut(&row, '\t');
		if (n < max)
			cols[n] = col;
		n++;
	} while (more);
	return n;
}
