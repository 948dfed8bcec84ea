/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* All strings of a row in one block. */
#include "work/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TEXTS 10

void
ra_held_take(struct ra_held *h, const struct ra_inv_row *row)
{
	struct ra_inv_row *r = &h->row;
	const char **const text[TEXTS] = { &r->application, &r->dn, &r->cn,
		&r->domain, &r->names, &r->serial, &r->old_serial, &r->manager,
		&r->unit, &r->mail };
	size_t i, n[TEXTS], size = row->line.n + 1;
	char *p;

	*r = *row;
	for (i = 0; i < TEXTS; i++) {
		n[i] = strlen(*text[i]) + 1;
		size += n[i];
	}
	p = h->block = ra_calloc(size, 1);
	for (i = 0; i < TEXTS; i++) {
		memcpy(p, *text[i], n[i]);
		*text[i] = p;
		p += n[i];
	}
	if (row->line.n > 0)
		memcpy(p, row->line.p, row->line.n);
	r->line.p = p;
}

void
ra_held_clear(struct ra_held *h)
{
	free(h->block);
	*h = (struct ra_held){ 0 };
}
