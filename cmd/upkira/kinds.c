/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of -k and -t. */
#include "kinds.h"

#include <stddef.h>

#include "upki/form.h"

const char *kind_words[RA_FORM_COUNT + 2] = { "auto" };
const char *const type_words[] = { "auto", "server", "client", "acme", NULL };
const char *const send_words[] = { "auto", "server", "client", NULL };

void
kinds_init(void)
{
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		kind_words[i + 1] = ra_form_table()[i].name;
}

unsigned
kinds_of(int kind, int type, unsigned op)
{
	unsigned set = ra_form_set(type > 0 ? type_words[type] : NULL, op);

	if (kind > 0)
		set &= RA_FORM_BIT(kind - 1);
	return set;
}
