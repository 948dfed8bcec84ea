/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Which certificates a CA has issued. The lists do not say it: it is read out
 * of each certificate of the newest kept lists.
 */
#ifndef RA_ISSUER_H
#define RA_ISSUER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/map.h"
#include "state/inventory.h"

/* Start zeroed. */
struct ra_issued {
	const char *glob; /* over the CN of the issuer; borrowed */
	struct ra_map seen;
	size_t looked, broken; /* certificates; those that cannot be read */
};

/* Look through the newest kept lists of the state folder dir. */
int ra_issued_read(
    struct ra_issued *x, struct ra_inv *inv, const char *dir, struct ra_err *e);
/* This one is of that CA. */
bool ra_issued_has(const struct ra_issued *x, const struct ra_inv_row *row);
/* Takes a zeroed one. */
void ra_issued_clear(struct ra_issued *x);

#endif
