/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What the check finds is counted, in order and fit for a terminal, and a
 * file without an error can be sent. A first byte '0' to '9' settles the kind.
 */
#include <stdint.h>
#include <stdlib.h>

#include "upki/check.h"

#define NAME "fuzz.tsv"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
fit_for_a_terminal(const char *s)
{
	if (!ra_text_is_utf8(ra_span_str(s)))
		abort();
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			abort();
}

static void
look(const struct ra_findings *l)
{
	size_t i;

	if (l->errors + l->warnings + l->notes != l->n + l->dropped)
		abort();
	for (i = 0; i < l->n; i++) {
		fit_for_a_terminal(l->f[i].message);
		fit_for_a_terminal(l->f[i].hint);
		if (i > 0 && l->f[i].line < l->f[i - 1].line)
			abort();
		if ((l->f[i].record == 0) != (l->f[i].line == 0) ||
		    (l->f[i].col < 0) != (l->f[i].column == 0))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_findings found = { 0 };
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
	ra_check(r, NULL, &found);
	look(&found);
	ra_buf_init(&bytes, RA_REQUEST_ENCODED_MAX);
	if (found.errors == 0 && ra_request_encode(r, &bytes, &e) == -1)
		abort();
	ra_buf_clear(&bytes);
	ra_findings_clear(&found);
	ra_request_free(r);
	return 0;
}
