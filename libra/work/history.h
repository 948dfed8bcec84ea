/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What became of one application, snapshot by snapshot. */
#ifndef RA_HISTORY_H
#define RA_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "state/inventory.h"
#include "upki/record.h"

enum ra_history_what {
	RA_HISTORY_FIRST,   /* it is first seen */
	RA_HISTORY_CHANGED, /* columns read otherwise */
	RA_HISTORY_GONE,    /* no longer in the list */
	RA_HISTORY_BACK,    /* in the list again */
};

/* It happened between two snapshots. All borrowed. */
struct ra_history_step {
	enum ra_history_what what;
	/* Taken when: the last before it, RA_INV_NO_TIME without one, ... */
	int64_t before;
	int64_t after; /* ... and the first that shows it */
	size_t column[RA_RECORD_COLUMNS], n; /* enum ra_record_at, CHANGED */
	const struct ra_span *old, *now;     /* RA_RECORD_COLUMNS, UTF-8 */
};

typedef int ra_history_fn(
    void *arg, const struct ra_history_step *step, struct ra_err *e);
/*
 * Oldest first. Of snapshots that were dropped the neighbours' times stand.
 * What fn returns but 0 ends it, -1 as a failure.
 */
int ra_history(struct ra_inv *inv, int64_t record, ra_history_fn *fn, void *arg,
    struct ra_err *e);
/* "first", "changed", "gone", "back": stable words. */
const char *ra_history_name(enum ra_history_what what);

#endif
