/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What tells a registration officer's certificate (登録担当者用証明書) from
 * others of the same CA. Officers' manual, Hajimeni V.2.10, 3-2.
 */
#ifndef RA_OFFICER_H
#define RA_OFFICER_H

#include "upki/iface.h"

/* Its subject holds this locality, a fixed value. */
#define RA_OFFICER_L "Academe-ops"

struct ra_officer_ca {
	const char *cn;	   /* of the issuer */
	const char *since; /* what the manual says of the time, English */
	enum ra_mark mark;
};

/* The CAs that issue them, ended by a row whose cn is NULL. */
const struct ra_officer_ca *ra_officer_cas(void);

#endif
