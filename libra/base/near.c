/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The nearest known word: optimal string alignment distance. */
#include "base/near.h"

#include <string.h>

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/*
 * Two letters exchanged count once, as the slip that they are; three rows are
 * enough, because no step looks further back.
 */
static size_t
distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t d[3][RA_NEAR_MAX + 1], i, j, *old, *last, *row, cost;

	for (j = 0; j <= nb; j++)
		d[0][j] = j;
	for (i = 1; i <= na; i++) {
		row = d[i % 3];
		last = d[(i + 2) % 3];
		old = d[(i + 1) % 3];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			cost = a[i - 1] != b[j - 1];
			row[j] = least(
			    row[j - 1] + 1, last[j] + 1, last[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && old[j - 2] + 1 < row[j])
				row[j] = old[j - 2] + 1;
		}
	}
	return d[na % 3][nb];
}

void
ra_near_offer(struct ra_near *n, const char *wanted, const char *word)
{
	size_t nw = strlen(wanted), nc = strlen(word), cost;

	if (nw == 0 || nc == 0 || nw > RA_NEAR_MAX || nc > RA_NEAR_MAX)
		return;
	cost = distance(wanted, nw, word, nc);
	/* A third of the word: a further guess would puzzle more than help. */
	if (cost > (nc + 2) / 3 || cost >= nw)
		return;
	if (n->word == NULL || cost < n->cost) {
		n->word = word;
		n->cost = cost;
	}
}
