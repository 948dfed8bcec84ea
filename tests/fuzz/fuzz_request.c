/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * An application file written and read again has the same records, and gives
 * the same bytes. A first byte '0' to '9' settles the kind.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "upki/request.h"

#define NAME "fuzz.tsv"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
encode(const struct ra_request *r, struct ra_buf *out)
{
	struct ra_err e = { 0 };

	ra_buf_init(out, RA_REQUEST_ENCODED_MAX);
	if (ra_request_encode(r, out, &e) == -1)
		ra_buf_reset(out);
}

static void
same_values(const struct ra_request *a, const struct ra_request *b)
{
	size_t i, k;

	for (i = 0; i < a->n; i++)
		for (k = 0; k < a->form->ncols; k++)
			if (!ra_span_eq(a->rec[i].col[k], b->rec[i].col[k]) ||
			    strlen(b->rec[i].col[k].p) != b->rec[i].col[k].n)
				abort();
}

/*
 * Few bytes of CP932 happen to be UTF-8; then another text is read, which is
 * not looked at. Of two characters for one code, CP932 keeps one.
 */
static void
again(const struct ra_request *r, const struct ra_buf *bytes)
{
	struct ra_err e = { 0 };
	struct ra_buf twice;
	struct ra_request *r2 = ra_request_parse(
	    NAME, ra_buf_span(bytes), RA_FORM_BIT(r->form->id), &e);

	if (r2 == NULL || r2->n != r->n || r2->total != r->total ||
	    r2->blanks != 0 || r2->lf)
		abort();
	if (r2->charset == RA_CP932 || r2->ascii) {
		encode(r2, &twice);
		if (!ra_span_eq(ra_buf_span(bytes), ra_buf_span(&twice)))
			abort();
		if (r->charset == RA_CP932 || r->ascii)
			same_values(r, r2);
		ra_buf_clear(&twice);
	}
	ra_request_free(r2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_request *r;
	struct ra_buf bytes;
	unsigned kinds = 0;

	if (n > 0 && p[0] >= '0' && p[0] <= '9') {
		kinds = RA_FORM_BIT(p[0] - '0');
		in = ra_span_from(in, 1);
	}
	if ((r = ra_request_parse(NAME, in, kinds, &e)) == NULL)
		return 0;
	encode(r, &bytes);
	if (bytes.n > 0)
		again(r, &bytes);
	ra_buf_clear(&bytes);
	ra_request_free(r);
	return 0;
}
