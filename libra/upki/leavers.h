/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Revocations for those who have left: the live client certificates whose
 * owner does not stand in the list of people who are still there.
 */
#ifndef RA_LEAVERS_H
#define RA_LEAVERS_H

#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "base/span.h"
#include "upki/draft.h"
#include "upki/oracle.h"

/* Per cent of the live certificates; more only if their number is expected. */
#define RA_LEAVERS_SHARE_MAX 50

struct ra_stayers; /* those who are still there */

struct ra_leavers_ask {
	const char *reason;  /* digit or name; NULL: cessationOfOperation */
	const char *comment; /* or NULL */
	size_t expect;	     /* as many as the officer expects; 0: not said */
	time_t now;	     /* what has expired by then is not live; 0: none */
};

struct ra_leavers {
	struct ra_drafts drafts; /* of client-revoke */
	size_t live;		 /* client certificates looked at */
	size_t
	    unjudged; /* live, but whose they are cannot be told: left alone */
};

/*
 * A list with a header line: the columns mail and cn are read, one of them
 * must be filled in each row; others may be there. RA_EINPUT
 * "name:line:column: ..." for what is no such list, and for a list of nobody:
 * it would revoke everything. NULL, or a list that is yours.
 */
struct ra_stayers *ra_stayers_parse(
    const char *name, struct ra_span in, struct ra_err *e);
/*
 * Somebody is still there when the user's mail address or the CN of the
 * certificate is in the list, in any case of letters. RA_EINPUT when the lists
 * of the oracle have no client certificate, and for more than
 * RA_LEAVERS_SHARE_MAX. out is cleared by the caller in any case.
 */
int ra_leavers_find(const struct ra_stayers *s, const struct ra_oracle *o,
    const struct ra_leavers_ask *ask, struct ra_leavers *out, struct ra_err *e);
/* Takes a zeroed one. */
void ra_leavers_clear(struct ra_leavers *l);
/* Takes NULL. */
void ra_stayers_free(struct ra_stayers *s);

#endif
