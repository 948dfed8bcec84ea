/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Counts of the inventory, printed. */
#include "stats_local.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "work/expiring.h"
#include "work/figures.h"
#include "work/forecast.h"
#include "work/tally.h"

#include "out.h"
#include "say.h"
#include "stock.h"

#define NUMBER 24 /* bytes of a number as text */
#define PAGE_MAX (16u << 20)
#define BY_DOMAIN (1u << RA_FIG_DOMAIN)
#define BY_KIND (1u << RA_FIG_KIND)
#define BY_MONTH (1u << RA_FIG_MONTH)
#define COUNTS 8

/* In order of enum ra_figure_by; the state is a word here, not its code. */
static const struct out_column key_columns[RA_FIG_KEYS] = {
	{ "domain", N_("domain"), OUT_TEXT },
	{ "kind", N_("kind"), OUT_TEXT },
	{ "month", N_("month"), OUT_TEXT },
	{ "state_name", N_("state"), OUT_TEXT },
	{ "profile_id", N_("profile"), OUT_TEXT },
	{ "end", N_("ends in"), OUT_TEXT },
	{ "manager_mail", N_("manager"), OUT_TEXT },
};

static const struct out_column count_columns[COUNTS] = {
	{ "applications", N_("applications"), OUT_INT },
	{ "issued", N_("issued"), OUT_INT },
	{ "pending", N_("pending"), OUT_INT },
	{ "live", N_("live"), OUT_INT },
	{ "ended", N_("ended"), OUT_INT },
	{ "revoked", N_("revoked"), OUT_INT },
	{ "failed", N_("failed"), OUT_INT },
	{ "other", N_("other state"), OUT_INT },
};

/* The columns of one grouping. */
static size_t
choose(unsigned by, struct out_column *col)
{
	size_t k, n = 0;

	for (k = 0; k < RA_FIG_KEYS; k++)
		if ((by & 1u << k) != 0)
			col[n++] = key_columns[k];
	memcpy(&col[n], count_columns, sizeof(count_columns));
	return n + COUNTS;
}

static void
print_figure(struct out *o, const struct ra_figure *f)
{
	const size_t n[COUNTS] = { f->n, f->issued, f->pending, f->live,
		f->ended, f->revoked, f->failed, f->other };
	const char *cell[RA_FIG_KEYS + COUNTS];
	char text[COUNTS][NUMBER];
	size_t i, at = 0;

	for (i = 0; i < RA_FIG_KEYS; i++)
		if (f->key[i] != NULL)
			cell[at++] = stock_cell(f->key[i]);
	for (i = 0; i < COUNTS; i++) {
		snprintf(text[i], NUMBER, "%zu", n[i]);
		cell[at++] = text[i];
	}
	out_row(o, cell);
}

static int
print_counts(const struct app *app, const struct stats_values *v,
    struct ra_inv *inv, struct ra_err *e)
{
	struct ra_figures f = { .by = BY_DOMAIN | BY_KIND | BY_MONTH,
		.now = ra_clock_now() };
	struct ra_inv_filter all = { .order = RA_INV_ANYHOW };
	struct out_column col[RA_FIG_KEYS + COUNTS];
	struct out o;
	size_t i;
	int rc = v->by != NULL ? ra_figures_by(v->by, &f.by, e) : 0;

	if (rc == 0)
		rc = ra_figures_count(&f, inv, &all, e);
	if (rc == 0) {
		out_begin(&o, app, col, choose(f.by, col));
		for (i = 0; i < f.n; i++)
			print_figure(&o, &f.row[i]);
		out_end(&o);
	}
	ra_figures_clear(&f);
	return rc;
}

static void
print_tally(const struct app *app, const struct ra_tally *t)
{
	static const struct out_column col[] = {
		{ "domain", N_("domain"), OUT_TEXT },
		{ "kind", N_("kind"), OUT_TEXT },
		{ "column", N_("column of the page"), OUT_TEXT },
		{ "page", N_("page"), OUT_INT },
		{ "meaning", N_("read as"), OUT_TEXT },
		{ "local", N_("here"), OUT_INT },
		{ "same", N_("same"), OUT_BOOL },
	};
	char page[NUMBER], local[NUMBER];
	struct out o;
	size_t i;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < t->n; i++) {
		const struct ra_tally_row *r = &t->row[i];
		bool told = r->meaning != NULL;

		snprintf(page, sizeof(page), "%ld", r->page);
		snprintf(local, sizeof(local), "%zu", r->local);
		out_row(&o,
		    (const char *const[]){ r->domain, r->kind, r->label, page,
			told ? stock_word(app, r->meaning) : NULL,
			told ? local : NULL,
			!told				  ? NULL
			    : (size_t)r->page == r->local ? "true"
							  : "false" });
	}
	out_end(&o);
	if (t->passed > 0)
		say_note(_("rows of the page that name no domain of the "
			   "inventory: %zu"),
		    t->passed);
}

/* The page as it was when the newest snapshot was taken. */
static int
print_comparison(const struct app *app, struct ra_inv *inv, struct ra_err *e)
{
	struct ra_inv_filter all = { .order = RA_INV_ANYHOW };
	struct ra_figures f = { .by = BY_DOMAIN | BY_KIND };
	struct ra_tally t = { 0 };
	struct ra_snapshot s;
	struct ra_buf page;
	int rc;

	ra_buf_init(&page, PAGE_MAX);
	rc = ra_inv_snapshot(inv, 0, &s, e);
	if (rc == 1)
		rc = ra_inv_extra(inv, s.id, "stats", &page, e);
	if (rc == 0) {
		ra_fail(e, RA_EINPUT,
		    _("the newest snapshot holds no statistics page"));
		ra_next(e,
		    _("an import has none; upkira snapshot takes it where "
		      "the menu shows it"));
	}
	if (rc == 1) {
		f.now = s.taken;
		rc = ra_figures_count(&f, inv, &all, e);
		ra_tally_compare(&t, ra_buf_span(&page), &f);
		if (rc == 0)
			print_tally(app, &t);
	} else {
		rc = -1;
	}
	ra_tally_clear(&t);
	ra_figures_clear(&f);
	ra_buf_clear(&page);
	return rc;
}

static void
print_served(struct out *o, const char *domain, size_t names, int left)
{
	const struct ra_forecast_step *s = ra_forecast_steps();
	const char *cell[2 + RA_FORECAST_STEPS] = { domain };
	char text[1 + RA_FORECAST_STEPS][NUMBER];
	size_t i;

	snprintf(text[0], NUMBER, "%zu", names);
	for (i = 0; i < RA_FORECAST_STEPS; i++)
		snprintf(text[i + 1], NUMBER, "%.1f",
		    ra_forecast_month(names, s[i].days, left));
	for (i = 0; i <= RA_FORECAST_STEPS; i++)
		cell[i + 1] = text[i];
	out_row(o, cell);
}

static int
print_forecast(const struct app *app, const struct stats_values *v,
    struct ra_inv *inv, struct ra_err *e)
{
	static const struct out_column col[] = {
		{ "domain", N_("domain"), OUT_TEXT },
		{ "names", N_("names in service"), OUT_INT },
		{ "month_198", N_("a month at 198 days"), OUT_REAL },
		{ "month_100", N_("at 100 days"), OUT_REAL },
		{ "month_47", N_("at 47 days"), OUT_REAL },
	};
	struct ra_served_list l = { 0 };
	struct out o;
	size_t i;
	int left = RA_FORECAST_LEFT, rc = 0;

	if (v->left != NULL)
		rc = ra_expiring_left(v->left, RA_FORECAST_LEFT_MAX, &left, e);
	if (rc == 0)
		rc = ra_served_count(&l, inv, ra_clock_now(), e);
	if (rc == 0) {
		out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
		for (i = 0; i < l.n; i++)
			print_served(&o, l.row[i].domain, l.row[i].names, left);
		print_served(&o,
		    app->g.format == FORMAT_TABLE ? _("all") : NULL, l.names,
		    left);
		out_end(&o);
	}
	ra_served_clear(&l);
	return rc;
}

int
stats_local(
    const struct app *app, const struct stats_values *v, struct ra_err *e)
{
	struct ra_inv *inv = stock_open(app, true, e);
	int rc = -1;

	if (inv == NULL)
		return -1;
	if (v->local)
		rc = print_counts(app, v, inv, e);
	else if (v->compare)
		rc = print_comparison(app, inv, e);
	else
		rc = print_forecast(app, v, inv, e);
	ra_inv_close(inv);
	return rc;
}
