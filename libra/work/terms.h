/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What an officer asks of the inventory, from words to a filter. */
#ifndef RA_TERMS_H
#define RA_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "pki/serial.h"
#include "state/inventory.h"

#define RA_TERMS_DAYS_MAX 36600

/* As given, NULL where not; borrowed, also by the filter made of them. */
struct ra_terms {
	const char *cn, *dn, *domain, *manager;
	const char *state;   /* words or numbers, "live" among them */
	const char *profile; /* numbers */
	const char *kind;    /* server, client, smime */
	const char *applied, *issued, *expires;
	const char *serial, *old_serial;
};

/* Texts that the filter borrows. */
struct ra_terms_room {
	struct ra_serial serial, old_serial;
};

/*
 * Lay the terms over f. RA_EUSAGE names the option, what was found and what
 * was wanted.
 */
int ra_terms_filter(const struct ra_terms *t, int64_t now,
    struct ra_inv_filter *f, struct ra_terms_room *room, struct ra_err *e);
/* Anything at all is asked. */
bool ra_terms_any(const struct ra_terms *t);
/*
 * A span of time: "2027", "2027-03", "2027-03-01" (that year, month or day in
 * Japan time), "30d" or "6w" (from now on if ahead, else until now), A..B from
 * the begin of A to the end of B, either may be missing. *from is included,
 * *to is not; 0: open. option is for the message.
 */
struct ra_span_ask {
	const char *option, *text;
	int64_t now;
	bool ahead;
};
int ra_terms_span(
    const struct ra_span_ask *a, int64_t *from, int64_t *to, struct ra_err *e);
/*
 * A snapshot by its number, or the newest at the end of a day: "12" or
 * "2027-03-01". RA_EINPUT when there is none.
 */
int ra_terms_snapshot(struct ra_inv *inv, const char *text,
    struct ra_snapshot *out, struct ra_err *e);

#endif
