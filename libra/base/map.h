/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Texts to numbers: what was seen before, and as which. */
#ifndef RA_MAP_H
#define RA_MAP_H

#include <stddef.h>
#include <stdint.h>

#define RA_MAP_NONE SIZE_MAX

/* Start zeroed. */
struct ra_map {
	struct ra_map_cell *cell;
	size_t n, room; /* room is a power of two, or 0 */
};

/*
 * The number of key; when it is new, value is kept for it and returned. The
 * key is copied.
 */
size_t ra_map_put(struct ra_map *m, const char *key, size_t value);
/* RA_MAP_NONE when there is none. */
size_t ra_map_get(const struct ra_map *m, const char *key);
/* Takes a zeroed one. */
void ra_map_clear(struct ra_map *m);

#endif
