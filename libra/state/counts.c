/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Numbers counted: open addressing, at most two thirds full. */
#include "state/counts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ROOM_FIRST 64

struct ra_counts_cell {
	uint64_t key;
	uint32_t n;
	bool used;
};

/* Every bit of the key has a say in the place. */
static size_t
place(uint64_t key, size_t room)
{
	key = (key ^ key >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(key >> 32) & (room - 1);
}

/* The key's cell, or the free one where it would be. */
static struct ra_counts_cell *
cell_of(const struct ra_counts *t, uint64_t key)
{
	size_t i = place(key, t->room);

	while (t->cell[i].used && t->cell[i].key != key)
		i = (i + 1) & (t->room - 1);
	return &t->cell[i];
}

static void
widen(struct ra_counts *t)
{
	struct ra_counts old = *t;
	size_t i;

	t->room = old.room == 0 ? ROOM_FIRST : old.room * 2;
	t->cell = ra_calloc(t->room, sizeof(*t->cell));
	for (i = 0; i < old.room; i++)
		if (old.cell[i].used)
			*cell_of(t, old.cell[i].key) = old.cell[i];
	free(old.cell);
}

uint32_t *
ra_counts_at(struct ra_counts *t, uint64_t key)
{
	struct ra_counts_cell *c;

	if (t->n >= t->room / 3 * 2)
		widen(t);
	c = cell_of(t, key);
	if (!c->used) {
		*c = (struct ra_counts_cell){ key, 0, true };
		t->n++;
	}
	return &c->n;
}

uint32_t
ra_counts_get(const struct ra_counts *t, uint64_t key)
{
	const struct ra_counts_cell *c = t->room == 0 ? NULL : cell_of(t, key);

	return c != NULL && c->used ? c->n : 0;
}

void
ra_counts_clear(struct ra_counts *t)
{
	free(t->cell);
	memset(t, 0, sizeof(*t));
}
