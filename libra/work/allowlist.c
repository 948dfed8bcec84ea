/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The allowlist file as a grid of cells. */
#include "work/allowlist.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/tsv.h"

static size_t
widest(struct ra_span text, size_t *rows)
{
	struct ra_tsv t = { text, 0, false };
	struct ra_span row, col[1];
	size_t n, most = 0;

	*rows = 0;
	while (ra_tsv_next(&t, &row)) {
		n = ra_tsv_split(row, col, 1);
		most = n > most ? n : most;
		++*rows;
	}
	return most;
}

int
ra_allowlist_grid(struct ra_span cp932, struct ra_grid *g, struct ra_err *e)
{
	struct ra_span row, col[RA_ALLOWLIST_COLUMNS_MAX];
	struct ra_tsv t = { 0 };
	struct ra_buf text;
	size_t i, n, r;

	ra_buf_init(&text, RA_DOWNLOAD_SMALL_MAX * 3);
	ra_text_decode_lenient(RA_CP932, cp932, &text);
	g->columns = widest(ra_buf_span(&text), &g->rows);
	if (g->columns > RA_ALLOWLIST_COLUMNS_MAX ||
	    g->rows > RA_ALLOWLIST_ROWS_MAX) {
		g->rows = g->columns = 0;
		ra_buf_clear(&text);
		return ra_fail(e, RA_EPAGE,
		    _("the allowlist: more than %d rows or %d columns"),
		    RA_ALLOWLIST_ROWS_MAX, RA_ALLOWLIST_COLUMNS_MAX);
	}
	g->cell = ra_calloc(g->rows * g->columns + 1, sizeof(*g->cell));
	t.rest = ra_buf_span(&text);
	for (r = 0; ra_tsv_next(&t, &row); r++) {
		n = ra_tsv_split(row, col, RA_ALLOWLIST_COLUMNS_MAX);
		for (i = 0; i < g->columns; i++)
			g->cell[r * g->columns + i] = i < n
			    ? ra_strndup(col[i].p, col[i].n)
			    : ra_strdup("");
	}
	ra_buf_clear(&text);
	return 0;
}
