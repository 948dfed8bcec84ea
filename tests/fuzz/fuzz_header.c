/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Headers of answers, line by line, and lists, in two pieces. */
#include <stdint.h>
#include <stdlib.h>

#include "lra/http_in.h"
#include "lra/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
read_list(struct ra_span in)
{
	struct ra_list_check whole, parts;
	struct ra_err e = { 0 }, f = { 0 };
	size_t half = in.n / 2;
	int a, b;

	ra_list_init(&whole);
	ra_list_init(&parts);
	a = ra_list_add(&whole, in, &e) == 0 && ra_list_end(&whole, &e) == 0;
	b = ra_list_add(&parts, (struct ra_span){ in.p, half }, &f) == 0 &&
	    ra_list_add(&parts, ra_span_from(in, half), &f) == 0 &&
	    ra_list_end(&parts, &f) == 0;
	if (a != b || whole.f.rows != parts.f.rows)
		abort();
	ra_list_clear(&whole);
	ra_list_clear(&parts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n }, rest = in;
	struct ra_http_response r = { 0 };

	while (rest.n > 0)
		ra_http_take_header(&r, ra_span_cut(&rest, '\n'));
	ra_http_clear(&r);
	read_list(in);
	return 0;
}
