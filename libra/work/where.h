/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Terms of the inventory in one line: "issued=2025-10..2025-12 & kind=server".
 */
#ifndef RA_WHERE_H
#define RA_WHERE_H

#include "base/err.h"
#include "work/terms.h"

#define RA_WHERE_MAX 4096 /* bytes */

/* The terms borrow from text, which is yours; start zeroed. */
struct ra_where {
	struct ra_terms terms;
	const char *issuer; /* glob over the CN of the CA, or NULL */
	char *text;
};

/*
 * KEY=VALUE, parted by "&", all of which must hold; keys are those of the
 * inventory's options, and "issuer", of which no list tells: who cannot look
 * into the certificates refuses it. RA_EUSAGE with the nearest key.
 */
int ra_where_parse(struct ra_where *w, const char *text, struct ra_err *e);
/* Takes a zeroed one. */
void ra_where_clear(struct ra_where *w);

#endif
