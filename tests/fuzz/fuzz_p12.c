/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A file either opens with a certificate or is a fault of the credential. */
#include <stdint.h>
#include <stdlib.h>

#include "pki/p12.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct ra_secret passes[] = {
		{ (char[]){ "open sesame" }, 11 },
		{ (char[]){ "" }, 0 },
	};

	for (size_t i = 0; i < 2; i++) {
		struct ra_err e = { 0 };
		struct ra_p12 *f = ra_p12_open("fuzz",
		    (struct ra_span){ (const char *)p, n }, &passes[i], &e);

		if (f == NULL ? e.code != RA_ECRED : ra_p12_cert(f) == NULL)
			abort();
		ra_p12_free(f);
	}
	return 0;
}
