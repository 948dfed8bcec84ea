/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the report shows, counted in one walk and one search for successors. */
#include "work/report.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"

#define WEEK 7

static int
count(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct ra_report *r = arg;

	(void)e;
	r->applications++;
	r->live += ra_inv_standing(row, r->now) == RA_STANDS_LIVE;
	ra_figures_add(&r->state, row);
	ra_figures_add(&r->month, row);
	ra_figures_add(&r->domain.figures, row);
	ra_figures_add(&r->owner.figures, row);
	return 0;
}

static void
index_group(struct ra_report_group *g, enum ra_figure_by by)
{
	size_t i;

	ra_figures_end(&g->figures);
	g->due = ra_calloc(g->figures.n + 1, sizeof(*g->due));
	for (i = 0; i < g->figures.n; i++) {
		g->due[i].next = RA_INV_NO_TIME;
		ra_map_put(&g->at, g->figures.row[i].key[by], i);
	}
}

/* The keys of figures are in small letters. */
static void
note_due(
    struct ra_report_group *g, const char *key, const struct ra_expiring_row *x)
{
	char *small = ra_strdup(key), *p;
	struct ra_report_due *due;
	size_t at;

	for (p = small; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	at = ra_map_get(&g->at, small);
	if (at != RA_MAP_NONE) {
		due = &g->due[at];
		due->soon += x->days <= RA_REPORT_SOON;
		if (due->next == RA_INV_NO_TIME || x->held.row.ends < due->next)
			due->next = x->held.row.ends;
	}
	free(small);
}

static int
soonest(const void *a, const void *b)
{
	const struct ra_expiring_row
	    *x = *(const struct ra_expiring_row *const *)a,
	    *y = *(const struct ra_expiring_row *const *)b;

	if (x->held.row.ends != y->held.row.ends)
		return x->held.row.ends > y->held.row.ends ? 1 : -1;
	return (x->held.row.record > y->held.row.record) -
	    (x->held.row.record < y->held.row.record);
}

static void
order(struct ra_report *r)
{
	size_t i;

	r->by_end = ra_calloc(r->ends.n + 1, sizeof(const void *));
	for (i = 0; i < r->ends.n; i++) {
		const struct ra_expiring_row *x = &r->ends.row[i];

		r->by_end[i] = x;
		if (x->by != RA_SUCC_NONE)
			continue;
		r->soon += x->days <= RA_REPORT_SOON;
		r->week += x->days <= WEEK;
		note_due(&r->domain, x->held.row.domain, x);
		note_due(&r->owner, x->held.row.mail, x);
	}
	if (r->ends.n > 0)
		qsort(r->by_end, r->ends.n, sizeof(*r->by_end), soonest);
}

int
ra_report_gather(
    struct ra_report *r, struct ra_inv *inv, int64_t now, struct ra_err *e)
{
	struct ra_inv_filter all = { .order = RA_INV_ANYHOW };
	struct ra_expiring_ask ask = {
		.now = now, .days = RA_EXPIRING_DAYS_MAX, .followed = true
	};
	int rc = ra_inv_snapshot(inv, 0, &r->snapshot, e);

	if (rc == 0) {
		ra_fail(e, RA_EINPUT, _("the inventory holds no snapshot"));
		ra_next(e, _("take one with upkira snapshot"));
	}
	if (rc != 1)
		return -1;
	r->now = now;
	r->state.now = r->month.now = now;
	r->domain.figures.now = r->owner.figures.now = now;
	r->state.by = 1u << RA_FIG_STATE;
	r->month.by = 1u << RA_FIG_MONTH;
	r->domain.figures.by = 1u << RA_FIG_DOMAIN;
	r->owner.figures.by = 1u << RA_FIG_MANAGER;
	rc = ra_inv_each(inv, &all, count, r, e);
	ra_figures_end(&r->state);
	ra_figures_end(&r->month);
	index_group(&r->domain, RA_FIG_DOMAIN);
	index_group(&r->owner, RA_FIG_MANAGER);
	if (rc == 0)
		rc = ra_expiring_find(inv, &ask, &r->ends, e);
	if (rc == 0)
		rc = ra_served_count(&r->served, inv, now, e);
	order(r);
	return rc;
}

static void
clear_group(struct ra_report_group *g)
{
	ra_figures_clear(&g->figures);
	ra_map_clear(&g->at);
	free(g->due);
}

void
ra_report_clear(struct ra_report *r)
{
	ra_figures_clear(&r->state);
	ra_figures_clear(&r->month);
	clear_group(&r->domain);
	clear_group(&r->owner);
	ra_expiring_clear(&r->ends);
	ra_served_clear(&r->served);
	free(r->by_end);
	*r = (struct ra_report){ 0 };
}
