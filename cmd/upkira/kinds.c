/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of -k and -t. */
#include "kinds.h"

#include <stddef.h>

#include "upki/form.h"

/* A test holds these against the table of forms. */
const char *const kind_words[] = { "auto", "server-issue", "server-renew",
	"server-revoke", "client-issue", "client-renew", "client-revoke",
	"acme-create", "acme-renew", "acme-suspend", "acme-revoke", NULL };
const char *const type_words[] = { "auto", "server", "client", "acme", NULL };
const char *const send_words[] = { "auto", "server", "client", NULL };

unsigned
kinds_of(int kind, int type, unsigned op)
{
	unsigned set = ra_form_set(type > 0 ? type_words[type] : NULL, op);

	if (kind > 0)
		set &= RA_FORM_BIT(kind - 1);
	return set;
}
