/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The nearest known word to a mistyped one, for "did you mean". */
#ifndef RA_NEAR_H
#define RA_NEAR_H

#include <stddef.h>

#define RA_NEAR_MAX 40 /* longer words are not compared */

struct ra_near {
	const char *word; /* the best so far, borrowed, or NULL */
	size_t cost;
};

/*
 * Offer one candidate; keeps the nearest to wanted that is near enough: at
 * most a third of its letters changed, added, lost or swapped. Start zeroed.
 */
void ra_near_offer(struct ra_near *n, const char *wanted, const char *word);

#endif
