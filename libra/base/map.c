/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A hash table with open cells, never more than half full. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ROOM 64 /* cells to begin with */

struct ra_map_cell {
	char *key; /* NULL: empty */
	uint64_t hash;
	size_t value;
};

/* FNV-1a. */
static uint64_t
hash(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s != '\0'; s++) {
		h ^= (unsigned char)*s;
		h *= 1099511628211u;
	}
	return h;
}

/* The cell of a key, or the empty one where it would be. */
static struct ra_map_cell *
find(const struct ra_map *m, const char *key, uint64_t h)
{
	size_t i = (size_t)h & (m->room - 1);

	while (m->cell[i].key != NULL &&
	    (m->cell[i].hash != h || strcmp(m->cell[i].key, key) != 0))
		i = (i + 1) & (m->room - 1);
	return &m->cell[i];
}

static void
grow(struct ra_map *m)
{
	struct ra_map old = *m;
	size_t i;

	m->room = old.room == 0 ? ROOM : old.room * 2;
	m->cell = ra_calloc(m->room, sizeof(*m->cell));
	for (i = 0; i < old.room; i++)
		if (old.cell[i].key != NULL)
			*find(m, old.cell[i].key, old.cell[i].hash) =
			    old.cell[i];
	free(old.cell);
}

size_t
ra_map_put(struct ra_map *m, const char *key, size_t value)
{
	struct ra_map_cell *c;
	uint64_t h = hash(key);

	if (2 * (m->n + 1) > m->room)
		grow(m);
	c = find(m, key, h);
	if (c->key == NULL) {
		*c = (struct ra_map_cell){ ra_strdup(key), h, value };
		m->n++;
	}
	return c->value;
}

size_t
ra_map_get(const struct ra_map *m, const char *key)
{
	const struct ra_map_cell *c;

	if (m->room == 0)
		return RA_MAP_NONE;
	c = find(m, key, hash(key));
	return c->key == NULL ? RA_MAP_NONE : c->value;
}

void
ra_map_clear(struct ra_map *m)
{
	size_t i;

	for (i = 0; i < m->room; i++)
		free(m->cell[i].key);
	free(m->cell);
	*m = (struct ra_map){ 0 };
}
