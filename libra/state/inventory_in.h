/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inside of the inventory, for its three parts. */
#ifndef RA_INVENTORY_IN_H
#define RA_INVENTORY_IN_H

#include "state/inventory.h"

struct ra_inv {
	struct ra_store *s;
};

/* Of records and versions, made when the first rows are in. */
extern const char ra_inv_indexes[], ra_inv_no_indexes[];

/* The columns of a version in the order of struct ra_inv_row. */
#define RA_INV_COLUMNS                                                         \
	"id, record, since, until, list, state, profile, reason, applied,"     \
	" start, ends, revoked, application, dn, cn, domain, names, serial,"   \
	" old_serial, manager, unit, mail"
#define RA_INV_NCOLUMNS 22

#endif
