/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Counts of applications and certificates, grouped as one likes: by domain,
 * kind, month, state. Each application stands in exactly one of the columns
 * pending, live, ended, revoked, failed and other.
 */
#ifndef RA_FIGURES_H
#define RA_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "state/inventory.h"

/* What may be grouped by; the order is that of keys and of sorting. */
enum ra_figure_by {
	RA_FIG_DOMAIN,	/* of the CN or mail address, "" for none */
	RA_FIG_KIND,	/* server, client, smime */
	RA_FIG_MONTH,	/* of the application, Japan time: "2026-11", or "" */
	RA_FIG_STATE,	/* its stable word; a number that is not known; "" */
	RA_FIG_PROFILE, /* its number, "" for none */
	RA_FIG_END,	/* month in which the certificate ends, or "" */
	RA_FIG_MANAGER, /* mail address, small letters */
	RA_FIG_KEYS,
};

struct ra_figure {
	char *key[RA_FIG_KEYS]; /* NULL: not grouped by it */
	size_t n;		/* applications */
	size_t issued;		/* with a serial number */
	size_t pending;		/* issue or renewal under way */
	size_t live;		/* in force: by its state, and not ended */
	size_t ended;		/* by its state in force, but its end is past */
	size_t revoked;		/* or revocation under way */
	size_t failed;		/* refused or broken: a negative state */
	size_t other;		/* a state that is not known */
};

/* Start zeroed. */
struct ra_figures {
	struct ra_figure *row; /* after ra_figures_end() in order */
	size_t n;
	unsigned by; /* set of 1u << enum ra_figure_by */
	int64_t now;
	struct ra_map seen;
};

/* One row of the inventory. */
void ra_figures_add(struct ra_figures *f, const struct ra_inv_row *row);
/* All rows are there. */
void ra_figures_end(struct ra_figures *f);
/* All rows that a filter lets pass: add and end in one. by and now are set. */
int ra_figures_count(struct ra_figures *f, struct ra_inv *inv,
    const struct ra_inv_filter *filter, struct ra_err *e);
/*
 * "domain,month" and so on as a set; RA_EUSAGE names the nearest word.
 */
int ra_figures_by(const char *text, unsigned *by, struct ra_err *e);
/* "domain", "kind", "month", ...: keys of JSON. */
const char *ra_figure_key(enum ra_figure_by by);
/* Takes a zeroed one. */
void ra_figures_clear(struct ra_figures *f);

/* In which of the columns an application stands. */
enum ra_standing {
	RA_STANDS_PENDING,
	RA_STANDS_LIVE,
	RA_STANDS_ENDED,
	RA_STANDS_REVOKED,
	RA_STANDS_FAILED,
	RA_STANDS_OTHER,
};
enum ra_standing ra_inv_standing(const struct ra_inv_row *row, int64_t now);
/* "pending", "live", ...: stable words, in catalogue. */
const char *ra_standing_name(enum ra_standing s);

/* How many names of servers are in service in a domain: ra_forecast_month(). */
struct ra_served {
	char *domain;
	size_t names; /* different CNs of live server certificates */
};

struct ra_served_list {
	struct ra_served *row; /* by domain */
	size_t n, names;       /* of all domains */
};

/* list must be zeroed; ra_served_clear() it in any case. */
int ra_served_count(struct ra_served_list *list, struct ra_inv *inv,
    int64_t now, struct ra_err *e);
void ra_served_clear(struct ra_served_list *list);

#endif
