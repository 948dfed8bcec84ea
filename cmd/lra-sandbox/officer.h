/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The credentials under DIR/officer, good and bad, and their profiles. */
#ifndef SB_OFFICER_H
#define SB_OFFICER_H

#include "base/err.h"

#include "world.h"

struct sb_officer {
	const char *name; /* NAME.p12, NAME.pass, and the profile */
	const char *cn;
	const char *l; /* Academe-ops, or NULL */
	enum sb_ca ca;
	long from, to; /* days from now */
	bool rsa, legacy, revoked;
	const char *what; /* English, for the manual page */
};

/* Ended by a row whose name is NULL. */
const struct sb_officer *sb_officer_table(void);
/* Make those that are not there yet. */
int sb_officers_make(const struct sb_world *w, struct ra_err *e);

#endif
