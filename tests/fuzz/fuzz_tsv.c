/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Rows and columns put together again give the input back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "codec/tsv.h"

#define COLS 8

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The row again from its columns, as far as they were filled in. */
static void
check_row(struct ra_span row)
{
	struct ra_span cols[COLS];
	struct ra_buf b;
	size_t n, i;

	n = ra_tsv_split(row, cols, COLS);
	ra_buf_init(&b, row.n + 1);
	for (i = 0; i < n && i < COLS; i++) {
		if (i > 0)
			ra_buf_addc(&b, '\t');
		ra_buf_add(&b, cols[i]);
	}
	if (n == 0 || !ra_span_starts(row, ra_buf_span(&b)) ||
	    (n <= COLS && b.n != row.n))
		abort();
	ra_buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_tsv t = { .rest = { (const char *)p, n } };
	struct ra_span row;
	size_t rows = 0, bytes = 0;

	while (ra_tsv_next(&t, &row)) {
		check_row(row);
		if (t.line != ++rows ||
		    (row.n > 0 && memchr(row.p, '\n', row.n) != NULL))
			abort();
		bytes += row.n;
	}
	if (bytes > n || t.rest.n != 0)
		abort();
	return 0;
}
