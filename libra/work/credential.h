/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The officer's credential: opened, and judged before the network is used.
 */
#ifndef RA_CREDENTIAL_H
#define RA_CREDENTIAL_H

#include <stdbool.h>
#include <time.h>

#include "base/err.h"
#include "base/secret.h"
#include "pki/p12.h"
#include "work/config.h"

#define RA_CREDENTIAL_WARN_DAYS 60 /* before the end */

struct ra_credential {
	struct ra_p12 *p12;
	const struct ra_cert *cert; /* borrowed from it */
	const char *officer;	    /* CN, borrowed, "" when there is none */
	const char *issuer;	    /* CN of the issuer, borrowed, or "" */
	bool issuer_known;	    /* one of those the manual names */
	bool exposed;		    /* others can read the file */
	long days;		    /* to its end */
};

/*
 * Open the profile's PKCS#12 with its pass phrase (asked for on the terminal
 * when ask) and judge it at time now: key, certificate, L=Academe-ops, dates.
 * RA_EUSAGE when none is configured, else RA_ECRED naming what is wrong. The
 * pass phrase is wiped before this returns.
 */
int ra_credential_open(const struct ra_config_profile *p, bool ask, time_t now,
    struct ra_credential *c, struct ra_err *e);
/* The judgement alone; p12 moves into c. For tests. */
int ra_credential_judge(const char *name, struct ra_p12 *p12, time_t now,
    struct ra_credential *c, struct ra_err *e);
/* Takes a zeroed one. */
void ra_credential_clear(struct ra_credential *c);

#endif
