/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A request that was taken is taken again from each of its forms. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pki/csr.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_again(const struct ra_csr *c, const struct ra_buf *text)
{
	struct ra_csr *back = ra_csr_parse("again", ra_buf_span(text), NULL);

	if (back == NULL ||
	    !ra_dn_same(ra_csr_subject(c), ra_csr_subject(back)) ||
	    strcmp(ra_csr_key(c)->spki, ra_csr_key(back)->spki) != 0)
		abort();
	ra_csr_free(back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_err e = { 0 };
	struct ra_csr *c =
	    ra_csr_parse("fuzz", (struct ra_span){ (const char *)p, n }, &e);
	struct ra_buf text;

	if (c == NULL && e.code != RA_EINPUT)
		abort();
	if (c == NULL)
		return 0;
	for (size_t i = 0; ra_csr_dnsname(c, i) != NULL; i++) {
		if (ra_csr_dnsname(c, i)[0] == '\0')
			abort();
	}
	ra_buf_init(&text, 2 * RA_CSR_MAX);
	ra_csr_to_line(c, &text);
	if (text.n <= RA_CSR_MAX)
		check_again(c, &text);
	ra_buf_reset(&text);
	ra_csr_to_pem(c, &text);
	if (text.n <= RA_CSR_MAX)
		check_again(c, &text);
	ra_buf_clear(&text);
	ra_csr_free(c);
	return 0;
}
