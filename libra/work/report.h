/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The inventory as one page that a manager reads in a browser: what ends when,
 * whose it is, how it stands, and what shorter lifetimes will ask for. The
 * page is whole in itself: its script, style and picture stand in it, and it
 * asks nobody for anything.
 */
#ifndef RA_REPORT_H
#define RA_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "state/inventory.h"
#include "work/expiring.h"
#include "work/figures.h"

#define RA_REPORT_ROWS_MAX 2000	 /* certificates in the table */
#define RA_REPORT_GROUPS_MAX 500 /* domains, and owners */
#define RA_REPORT_MONTHS_MAX 600 /* months of applications */
#define RA_REPORT_WEEKS 30	 /* of the picture */
#define RA_REPORT_SOON 30	 /* days that count as soon */
#define RA_REPORT_PAGE_MAX (16u << 20)

/* A group's certificates that end soon, and its next end. */
struct ra_report_due {
	size_t soon;  /* nothing follows, at most RA_REPORT_SOON days left */
	int64_t next; /* of those that nothing follows, or RA_INV_NO_TIME */
};

/* The same for all rows of a grouping, found by its key. */
struct ra_report_group {
	struct ra_figures figures;
	struct ra_map at;
	struct ra_report_due *due; /* in the order of figures */
};

/* All that the page shows. Start zeroed. */
struct ra_report {
	int64_t now;
	struct ra_snapshot snapshot;
	struct ra_figures state, month;
	struct ra_report_group domain, owner;
	struct ra_expiring ends;	       /* all live ones with an end */
	const struct ra_expiring_row **by_end; /* ends, the soonest first */
	struct ra_served_list served;
	size_t applications, live, soon, week;
};

struct ra_report_look {
	const char *name; /* of the institution, UTF-8, or NULL */
	bool ja;	  /* Japanese is shown first */
};

/* All of it from the newest snapshot. ra_report_clear() in any case. */
int ra_report_gather(
    struct ra_report *r, struct ra_inv *inv, int64_t now, struct ra_err *e);
/* The page replaces what out holds. RA_EINPUT above RA_REPORT_PAGE_MAX. */
int ra_report_page(const struct ra_report *r, const struct ra_report_look *look,
    struct ra_buf *out, struct ra_err *e);
/* Takes a zeroed one. */
void ra_report_clear(struct ra_report *r);

#endif
