/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The CAs of the server certificates: upki-facts section 8. */
#include "upki/issuer.h"

#include <stddef.h>
#include <string.h>

static const struct ra_issuer issuers[] = {
	{ "NII Open Domain CA - G8 RSA", "from 2025-12-17", RA_CONFIRMED },
	{ "NII Open Domain CA - G7 RSA", "from 2020-12-25", RA_CONFIRMED },
	/* Other generations and key types, which nothing lists. */
	{ "NII Open Domain CA", "", RA_INFERRED },
	{ NULL, NULL, RA_CHOICE },
};

const struct ra_issuer *
ra_issuer_table(void)
{
	return issuers;
}

const struct ra_issuer *
ra_issuer_find(const char *cn)
{
	const struct ra_issuer *i;
	size_t n;

	for (i = issuers; i->cn != NULL; i++) {
		n = strlen(i->cn);
		if (strncmp(cn, i->cn, n) == 0 &&
		    (cn[n] == '\0' || cn[n] == ' '))
			return i;
	}
	return NULL;
}
