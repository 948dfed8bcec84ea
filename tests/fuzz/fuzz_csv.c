/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Rows or a refusal that says where; rows written again are the same rows. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "codec/csv.h"

#define OUT_MAX (4u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
write_row(const struct ra_csv *c, struct ra_buf *out)
{
	struct ra_span s;
	size_t i, k;

	for (i = 0; i < c->n; i++) {
		s = c->cell[i].text;
		ra_buf_adds(out, i > 0 ? ",\"" : "\"");
		for (k = 0; k < s.n; k++) {
			ra_buf_addc(out, s.p[k]);
			if (s.p[k] == '"')
				ra_buf_addc(out, '"');
		}
		ra_buf_addc(out, '"');
	}
	ra_buf_adds(out, "\r\n");
}

/* All rows, every cell quoted; what cannot be read leaves its place. */
static int
again(struct ra_span in, char sep, struct ra_buf *out)
{
	struct ra_csv *c = ra_calloc(1, sizeof(*c));
	struct ra_err e = { 0 };
	size_t line = 0;
	int rc;

	rc = ra_csv_open(c, "fuzz", in, sep, &e);
	while (rc == 0 && (rc = ra_csv_next(c, &e)) == 0 && c->n > 0) {
		if (c->n != c->want || c->cell[0].line <= line ||
		    c->cell[0].column != 1)
			abort();
		line = c->cell[0].line;
		write_row(c, out);
	}
	if ((rc == -1) != (e.code == RA_EINPUT) ||
	    (rc == -1 && strncmp(e.msg, "fuzz:", 5) != 0))
		abort();
	ra_csv_clear(c);
	free(c);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_buf one, two;

	ra_buf_init(&one, OUT_MAX);
	ra_buf_init(&two, OUT_MAX);
	if (again((struct ra_span){ (const char *)p, n }, 0, &one) == 0 &&
	    !one.over &&
	    (again(ra_buf_span(&one), ',', &two) == -1 ||
		!ra_span_eq(ra_buf_span(&one), ra_buf_span(&two))))
		abort();
	ra_buf_clear(&one);
	ra_buf_clear(&two);
	return 0;
}
