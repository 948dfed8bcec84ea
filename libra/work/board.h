/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The board of an incident: how far each certificate of it has come. */
#ifndef RA_BOARD_H
#define RA_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/err.h"
#include "state/incident.h"
#include "state/inventory.h"
#include "work/held.h"
#include "work/probe.h"

/* The further the later; the last one that holds is told. */
enum ra_board_step {
	RA_BOARD_SILENT,  /* nothing has been heard of it */
	RA_BOARD_APPLIED, /* an application that may replace it is under way */
	RA_BOARD_ISSUED,  /* what replaces it is issued */
	RA_BOARD_SERVED,  /* ... and its servers serve that */
	RA_BOARD_REVOKED, /* it is revoked, or that is under way */
	RA_BOARD_STEPS,
};

struct ra_board_row {
	struct ra_held held; /* as it was frozen */
	enum ra_board_step step;
	bool old_served; /* its servers still serve it */
	char *successor; /* serial of what replaces it, or NULL */
	int64_t asked;	 /* 0: never */
	char *served;	 /* serial, or NULL */
	char *why;	 /* what was wrong with the probe, or NULL */
};

/* Start zeroed. */
struct ra_board {
	char *name, *where;
	int64_t id, opened, snapshot;
	struct ra_snapshot newest; /* by which the steps are told */
	struct ra_board_row *row;
	size_t n, count[RA_BOARD_STEPS];
};

struct ra_board_ask {
	const char *dir; /* the state folder */
	time_t now;
	long port;	    /* 0: 443 */
	const char *issuer; /* open: glob over the CN of the CA, or NULL */
	struct ra_probe_config probe;
};

/*
 * Freeze what a filter lets pass in the newest snapshot, under a name. where:
 * its words, to be shown. RA_EINPUT when nothing is in it, RA_EUSAGE.
 */
int ra_board_open(const struct ra_board_ask *ask, const char *name,
    const char *where, const struct ra_inv_filter *f, struct ra_err *e);
/*
 * Read it, as the newest snapshot and the last probes have it. RA_EINPUT when
 * there is none of that name. b is cleared by the caller in any case.
 */
int ra_board_read(const struct ra_board_ask *ask, const char *name,
    struct ra_board *b, struct ra_err *e);
/*
 * Ask the servers of all that are not revoked, at each of their addresses, and
 * keep what they say; then read.
 */
int ra_board_probe(const struct ra_board_ask *ask, const char *name,
    struct ra_board *b, struct ra_err *e);
/* "silent", "applied", "issued", "in-service", "revoked": in catalogue. */
const char *ra_board_step_name(enum ra_board_step s);
/* Takes a zeroed one. */
void ra_board_clear(struct ra_board *b);

#endif
