/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Numbers, and how often each was seen. */
#ifndef RA_COUNTS_H
#define RA_COUNTS_H

#include <stddef.h>
#include <stdint.h>

/* Start zeroed. */
struct ra_counts {
	struct ra_counts_cell *cell;
	size_t n, room; /* room is a power of two, or 0 */
};

/* The count of key, 0 when it is new; good until the next call. */
uint32_t *ra_counts_at(struct ra_counts *t, uint64_t key);
/* The same without making room for a new one: 0. */
uint32_t ra_counts_get(const struct ra_counts *t, uint64_t key);
/* Empty again. Takes a zeroed one. */
void ra_counts_clear(struct ra_counts *t);

#endif
