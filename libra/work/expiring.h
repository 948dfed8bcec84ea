/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Which certificates end, and which of them nothing follows. All by the newest
 * snapshot.
 */
#ifndef RA_EXPIRING_H
#define RA_EXPIRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "state/inventory.h"
#include "work/held.h"

#define RA_EXPIRING_DAYS 30 /* if nobody says */
#define RA_EXPIRING_DAYS_MAX 3660
#define RA_EXPIRING_LEFT_MAX 99 /* per cent */

/*
 * By which rule a certificate follows another one. It is live, of the same use
 * (server, client, S/MIME) and newer: its validity began later. Certificates
 * of people have the same mail address too, where both have one: people may
 * share a CN.
 */
enum ra_succession {
	RA_SUCC_NONE,
	RA_SUCC_SERIAL, /* it names the serial number as its old one */
	RA_SUCC_DN,	/* it has the same subject DN, in any case of letters */
	RA_SUCC_CN,	/* it has the same CN */
};

/* Which of two certificates of one walk is wanted; filter: globs and lists. */
struct ra_expiring_ask {
	int64_t now;
	long days; /* that are left at most, unless left is given */
	int left;  /* per cent of the lifetime that are left at most; or 0 */
	bool followed;		     /* those that have a successor, too */
	struct ra_inv_filter filter; /* states and times are set here */
};

struct ra_expiring_row {
	struct ra_held held;
	long days; /* until it ends, whole ones */
	int left;  /* per cent of its lifetime; -1: its start is not known */
	enum ra_succession by;
	char *successor; /* its serial, "" without one; NULL for none */
	int successor_state;
	bool applied;	/* an application for it is under way */
	int64_t newest; /* inside: when the successor began */
};

struct ra_expiring {
	struct ra_expiring_row *row; /* by manager, soonest end first */
	size_t n;
	size_t live;	 /* certificates looked at */
	size_t undated;	 /* live ones whose end the list does not tell */
	size_t followed; /* that end, and have a successor */
};

/*
 * Find them. Managers are in the order of their soonest end; what has no mail
 * address is one manager, the last. out must be zeroed; ra_expiring_clear() it
 * in any case.
 */
int ra_expiring_find(struct ra_inv *inv, const struct ra_expiring_ask *ask,
    struct ra_expiring *out, struct ra_err *e);
/* The same manager, by the mail address in any case of letters. */
bool ra_expiring_same_manager(
    const struct ra_inv_row *a, const struct ra_inv_row *b);
/* "none", "old-serial", "dn", "cn": stable words, in catalogue. */
const char *ra_succession_name(enum ra_succession s);
/*
 * "30d", "6w" or a bare number of days, 0 to RA_EXPIRING_DAYS_MAX: 0 and *days,
 * or -1 and RA_EUSAGE.
 */
int ra_expiring_days(const char *text, long *days, struct ra_err *e);
/* "33%" or "33", 1 to max, which is at most 99. */
int ra_expiring_left(const char *text, int max, int *left, struct ra_err *e);
/* Takes a zeroed one. */
void ra_expiring_clear(struct ra_expiring *x);

#endif
