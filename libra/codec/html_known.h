/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Inside of the masking of pages: a set of texts, found wherever one begins.
 * However many and however alike they are, a search through n bytes takes
 * n times the logarithm of their number.
 */
#ifndef RA_HTML_KNOWN_H
#define RA_HTML_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct ra_known_text {
	char *s; /* owned */
	size_t n;
	size_t within; /* the longest other text that it begins with */
};

struct ra_known {
	struct ra_known_text *t;
	size_t n;
	bool first[256]; /* some text begins with this byte */
};

/* Add a copy of bytes that are not empty, to a set that was zeroed. */
void ra_known_add(struct ra_known *k, struct ra_span s);
/* All are there; only now may the following be asked. */
void ra_known_ready(struct ra_known *k);
bool ra_known_has(const struct ra_known *k, struct ra_span s);
/*
 * Bytes at the start of s that are one of the texts, the longest, or the
 * beginning of one in so many bytes that no chance brought them there; or 0.
 */
size_t ra_known_at(const struct ra_known *k, struct ra_span s);
/* The texts are wiped. */
void ra_known_clear(struct ra_known *k);

#endif
