/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Cells of a page or file, printed. */
#include "grid.h"

#include "base/buf.h"
#include "base/mem.h"
#include "codec/json.h"

#include "out.h"

#define OBJECT_MAX (1u << 20)

static const char *const *
row(const struct ra_grid *g, size_t r)
{
	return (const char *const *)&g->cell[r * g->columns];
}

static void
strings(struct ra_json *j, const char *key, const char *const *cell, size_t n)
{
	size_t i;

	ra_json_array(j, key);
	for (i = 0; i < n; i++)
		ra_json_str(j, NULL, cell[i]);
	ra_json_end_array(j);
}

static void
json(const struct ra_grid *g)
{
	struct ra_json j;
	struct ra_buf b;
	size_t r;

	ra_buf_init(&b, OBJECT_MAX);
	for (r = 1; r < g->rows; r++) {
		ra_buf_reset(&b);
		ra_json_init(&j, &b);
		ra_json_object(&j, NULL);
		strings(&j, "columns", row(g, 0), g->columns);
		strings(&j, "cells", row(g, r), g->columns);
		ra_json_end_object(&j);
		ra_buf_addc(&b, '\n');
		out_bytes(ra_buf_str(&b), b.n);
	}
	ra_buf_clear(&b);
}

void
grid_print(const struct app *app, const struct ra_grid *g)
{
	struct out_column col[OUT_COLUMNS_MAX];
	struct out o;
	size_t i, n = g->columns;

	if (g->rows == 0)
		return;
	if (app->g.format == FORMAT_JSON) {
		json(g);
		return;
	}
	if (n > OUT_COLUMNS_MAX)
		n = OUT_COLUMNS_MAX;
	for (i = 0; i < n; i++) {
		col[i].key = col[i].title = row(g, 0)[i];
		col[i].type = OUT_TEXT;
	}
	out_begin(&o, app, col, n);
	o.headed = true; /* a page without figures is not silence */
	for (i = 1; i < g->rows; i++)
		out_row(&o, row(g, i));
	out_end(&o);
}
