/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The officer's words on records, as --settle has them. */
#include <stdint.h>
#include <stdlib.h>

#include "work/reconcile.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_word_on w[RA_WORDS_MAX];
	struct ra_err e = { 0 };
	size_t i, found;

	if (ra_words_parse(in, w, &found, &e) == -1)
		return 0;
	if (found == 0 || found > RA_WORDS_MAX)
		abort();
	for (i = 0; i < found; i++)
		if (w[i].batch < 1 || w[i].first < 1 || w[i].last < w[i].first)
			abort();
	return 0;
}
