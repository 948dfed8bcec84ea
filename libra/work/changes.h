/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is otherwise in one snapshot than in an earlier one. */
#ifndef RA_CHANGES_H
#define RA_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/err.h"
#include "state/inventory.h"
#include "work/held.h"

/* In the order in which they are told. An application may have several. */
enum ra_change_kind {
	RA_CHANGE_ISSUED,   /* a certificate is there that replaces none */
	RA_CHANGE_RENEWED,  /* one that names an old serial number */
	RA_CHANGE_REVOKED,  /* done, or its mail is all that is missing */
	RA_CHANGE_REVOKING, /* under way */
	RA_CHANGE_APPLIED,  /* an application that has no certificate yet */
	RA_CHANGE_FAILED,   /* it came to nothing */
	RA_CHANGE_VANISHED, /* the list no longer has it */
	RA_CHANGE_SERIAL,   /* another serial number under the same one */
	RA_CHANGE_OWNER,    /* name, unit or mail address of the manager */
	RA_CHANGE_STATE,    /* another state that is none of those above */
	RA_CHANGE_OTHER,    /* another column */
	RA_CHANGE_COUNT,
};

struct ra_change {
	enum ra_change_kind kind;
	/* One of them, both, borrowed from the list of changes. */
	const struct ra_inv_row *before, *after;
	int64_t seen;	/* when the first snapshot that shows it was taken */
	bool explained; /* by the journal, see work/explain.h */
};

/* Start zeroed. */
struct ra_changes {
	struct ra_snapshot from, to;
	struct ra_change *change; /* by kind, CN, place */
	size_t n;
	struct ra_held *held; /* inside: the rows */
	size_t nheld;
};

/*
 * A snapshot as a person names it: its number, a day (2026-11-20: the last one
 * of that day or, when there is none, before it), such a day with a time, or
 * so many days ago (7d). RA_EINPUT when there is none so early, RA_EUSAGE.
 */
int ra_changes_snapshot(struct ra_inv *inv, const char *name, time_t now,
    struct ra_snapshot *out, struct ra_err *e);
/*
 * From one to the other; NULL for b: the newest; for both: from the one before
 * it. out must be zeroed; ra_changes_clear() it in any case. RA_EUSAGE when b
 * is older than a, RA_EINPUT when there are not two.
 */
int ra_changes_between(struct ra_inv *inv, const char *a, const char *b,
    struct ra_changes *out, struct ra_err *e);
/* "issued", "renewed", ..., "column": stable words, in catalogue. */
const char *ra_change_name(enum ra_change_kind k);
/* The row that tells most: the later one, if there is one. Borrowed. */
const struct ra_inv_row *ra_change_row(const struct ra_change *c);
/* Takes a zeroed one. */
void ra_changes_clear(struct ra_changes *c);

#endif
