/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The CAs that sign the service's server certificates, by their names. */
#ifndef RA_ISSUER_H
#define RA_ISSUER_H

#include "upki/iface.h"

struct ra_issuer {
	const char *cn;	   /* the issuer's CN begins with these words */
	const char *since; /* English; "" when not known */
	enum ra_mark mark;
};

/* Those that say most first; ended by a row whose cn is NULL. */
const struct ra_issuer *ra_issuer_table(void);
/*
 * The row that a CN falls under, or NULL. A name proves nothing: whoever
 * verifies needs the CA's certificate.
 */
const struct ra_issuer *ra_issuer_find(const char *cn);

#endif
