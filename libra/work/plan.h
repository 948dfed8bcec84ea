/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * From what the inventory says to what is to be done: application files for
 * the next command, names that want a request, and one draft of a mail for
 * each manager, in a new folder. Nothing is sent.
 */
#ifndef RA_PLAN_H
#define RA_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "base/span.h"
#include "state/inventory.h"
#include "upki/draft.h"
#include "work/expiring.h"
#include "work/held.h"
#include "work/letter.h"
#include "work/probe.h"

#define RA_PLAN_CSRS_MAX 10000 /* requests in a folder */

enum ra_plan_step {
	RA_PLAN_RENEW,	/* in an application file */
	RA_PLAN_CSR,	/* a name that wants a key and a request */
	RA_PLAN_PEOPLE, /* in a list of people to be renewed */
	RA_PLAN_REVOKE, /* in an application file */
	RA_PLAN_HELD,	/* nothing is done, for the reason given */
	RA_PLAN_STEPS,
};

struct ra_plan_row {
	struct ra_held held;
	enum ra_plan_step step;
	char *why;	 /* held: the reason; revoke: what for; or NULL */
	char *successor; /* serial of what follows, or NULL */
};

/* Strings and bytes borrowed; NULL: not said. */
struct ra_plan_ask {
	struct ra_defaults defaults;
	time_t now;
	/* Renewals. */
	struct ra_expiring_ask expiring;
	const char *csrs; /* folder of requests, found by their CN */
	/* Revocations: one of the two. */
	bool replaced;		  /* what has a successor and still lives */
	bool without_probe;	  /* ... though nobody looked what is served */
	long port;		  /* where servers are asked; 0: 443 */
	const char *stayers_name; /* list of people who are still there */
	struct ra_span stayers;
	size_t expect; /* revocations that are expected; 0: not said */
	struct ra_probe_config probe;
};

/* Start zeroed. */
struct ra_plan {
	struct ra_plan_row *row; /* by manager */
	size_t n;
	size_t count[RA_PLAN_STEPS];
	size_t errors; /* found by the check in the files that were written */
};

/*
 * What is to be renewed or revoked. A successor counts for a revocation only
 * when it is fetched (states 5, 6, 8, 9) and, for a server, when every
 * address of every name of the old certificate serves it on the port; what
 * cannot be asked is held back, unless without_probe. Errors as
 * ra_expiring_find(), ra_leavers_find(), ra_probes_ask(). p is cleared by the
 * caller in any case.
 */
int ra_plan_renew(struct ra_plan *p, struct ra_inv *inv,
    const struct ra_plan_ask *ask, struct ra_err *e);
int ra_plan_revoke(struct ra_plan *p, struct ra_inv *inv,
    const struct ra_plan_ask *ask, struct ra_err *e);

/* What was written, by its path. Start zeroed. */
struct ra_plan_files {
	char **path;
	size_t n;
};

/*
 * Write it all into a folder that must not be there yet: server-renew.tsv,
 * server-revoke.tsv and client-revoke.tsv (in parts above 99 records),
 * names.txt, people.csv, and mail/ADDRESS.eml. On failure nothing is left.
 * RA_ELOCAL; RA_EINPUT for what the columns do not take.
 */
struct ra_plan_out {
	const char *dir;
	const struct ra_letter_form *form; /* NULL: no mail */
	const char *from, *from_name, *from_unit, *institution;
};
int ra_plan_write(struct ra_plan *p, const struct ra_plan_ask *ask,
    const struct ra_plan_out *out, struct ra_plan_files *files,
    struct ra_err *e);
/* "renew", "csr", "people", "revoke", "held": stable words, in catalogue. */
const char *ra_plan_step_name(enum ra_plan_step s);
/* Both take a zeroed one. */
void ra_plan_clear(struct ra_plan *p);
void ra_plan_files_clear(struct ra_plan_files *f);

#endif
