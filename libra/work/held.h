/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A row of the inventory, kept beyond the walk that gave it. */
#ifndef RA_HELD_H
#define RA_HELD_H

#include <stddef.h>

#include "state/inventory.h"

struct ra_held {
	struct ra_inv_row row; /* its strings lie in block */
	char *block;
};

/* A copy with all its strings, and its line. */
void ra_held_take(struct ra_held *h, const struct ra_inv_row *row);
/* Takes a zeroed one. */
void ra_held_clear(struct ra_held *h);

#endif
