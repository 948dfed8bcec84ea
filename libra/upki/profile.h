/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Certificate profiles (ID), download methods and revocation reasons. */
#ifndef RA_PROFILE_H
#define RA_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "pki/key.h"
#include "upki/iface.h"

enum ra_use { RA_USE_SERVER, RA_USE_CLIENT, RA_USE_SMIME };

struct ra_profile {
	int id;
	enum ra_use use;
	const char *what;     /* English */
	enum ra_key_type key; /* of the CSR, for server profiles */
	int bits;	      /* exactly; 0 where no CSR is sent */
	const char *curve;    /* "secp384r1", or NULL */
	const char *sigalg;   /* of the certificate */
	int months;	      /* validity last told, 0: in days below */
	int days;	      /* 198 for servers since 2026-03-04 */
	bool current;	      /* still offered, as far as is known */
	enum ra_mark mark;
};

/* Ended by a row whose id is 0. */
const struct ra_profile *ra_profile_table(void);
/* By number, or NULL. */
const struct ra_profile *ra_profile_find(long id);

struct ra_word { /* a digit of a column and what it means */
	int code;
	const char *name; /* English, RFC 5280 where it has one */
	const char *ja;
};

/* Revocation reasons 0 1 3 4 5 (RFC 5280 5.3.1); ended by name NULL. */
const struct ra_word *ra_reason_table(void);
/* Download methods 1 2 3; ended by name NULL. */
const struct ra_word *ra_method_table(void);
/* The row of a code in such a table, or NULL. */
const struct ra_word *ra_word_find(const struct ra_word *table, long code);

#endif
