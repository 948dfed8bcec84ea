/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The filter of the inventory on rows that no inventory holds yet: what its
 * SQL says of a version, said of a row of a file.
 */
#ifndef RA_MATCH_H
#define RA_MATCH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"
#include "codec/text.h"
#include "pki/serial.h"
#include "state/inventory.h"
#include "work/sheet.h"

/* A row as the filter asks for it. Start with ra_match_init(). */
struct ra_match {
	struct ra_inv_row row; /* numbers and times; no strings */
	struct ra_buf dn, cn, domain, manager, unit, mail;
	struct ra_span serial, old_serial;
	struct ra_serial room[2];
	char state[16]; /* a state that has no name */
};

void ra_match_init(struct ra_match *m);
/* The columns of a row, in the charset of its list; borrowed. */
void ra_match_read(
    struct ra_match *m, const struct ra_span *col, enum ra_charset charset);
/* at, changed, every, record and order of the filter are not asked. */
bool ra_match(const struct ra_match *m, const struct ra_inv_filter *f);
/* The columns of a sheet that are ours, but those of the inventory alone. */
void ra_match_own(struct ra_match *m, struct ra_span own[RA_COL_OWN]);
void ra_match_clear(struct ra_match *m);

/* The word of a state, or its number in room (16 bytes), "" for none. */
const char *ra_match_state(int state, char room[16]);

#endif
