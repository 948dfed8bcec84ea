/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira expiring: what ends and has no successor, by manager. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "work/expiring.h"

#include "app.h"
#include "out.h"
#include "say.h"
#include "stock.h"
#include "stop.h"

struct expiring_values {
	const char *within, *left, *domain, *manager;
	int type;
	bool followed, exit_code;
};

#define V(field) offsetof(struct expiring_values, field)

static const char *const types[] = { "all", "server", "client", NULL };

static const struct opt options[] = {
	{ "within", 0, "SPAN", OPT_TEXT, OPT_FILL_NONE, V(within), NULL, 0, 0,
	    NULL, N_("what ends in so many days (30d) or weeks (6w)") },
	{ "left", 0, "PERCENT", OPT_TEXT, OPT_FILL_NONE, V(left), NULL, 0, 0,
	    NULL, N_("what has at most that share of its lifetime left") },
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE, V(type), types, 0, 0,
	    NULL, N_("list: server, client or all") },
	{ "domain", 0, "GLOB", OPT_TEXT, OPT_FILL_NONE, V(domain), NULL, 0, 0,
	    NULL, N_("of this domain alone") },
	{ "manager", 0, "GLOB", OPT_TEXT, OPT_FILL_NONE, V(manager), NULL, 0, 0,
	    NULL, N_("of managers with this name, unit or mail address") },
	{ "followed", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(followed), NULL, 0, 0,
	    NULL, N_("those that have a successor, too") },
	{ "exit-code", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(exit_code), NULL, 0,
	    0, NULL, N_("status 1 when there is any") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static const struct out_column columns[] = {
	{ "manager_mail", N_("manager"), OUT_TEXT },
	{ "manager_name", NULL, OUT_TEXT },
	{ "manager_unit", NULL, OUT_TEXT },
	{ "cn", N_("name"), OUT_TEXT },
	{ "kind", N_("kind"), OUT_TEXT },
	{ "not_after", N_("valid to"), OUT_TEXT },
	{ "days_left", N_("days"), OUT_INT },
	{ "percent_left", N_("%"), OUT_INT },
	{ "serial", N_("serial"), OUT_TEXT },
	{ "serial_hex", NULL, OUT_TEXT },
	{ "applied", NULL, OUT_BOOL },
	{ "rule", N_("followed by"), OUT_TEXT },
	{ "successor", NULL, OUT_TEXT },
	{ "successor_state", NULL, OUT_INT },
	{ "state", NULL, OUT_INT },
	{ "state_name", NULL, OUT_TEXT },
	{ "profile_id", NULL, OUT_INT },
	{ "not_before", NULL, OUT_TEXT },
	{ "subject_dn", NULL, OUT_TEXT },
	{ "dnsname", NULL, OUT_TEXT },
	{ "domain", NULL, OUT_TEXT },
	{ "application_id", NULL, OUT_TEXT },
};
#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

/* What follows it, for people an application under way as well. */
static const char *
rule(const struct app *app, const struct ra_expiring_row *r)
{
	if (r->by == RA_SUCC_NONE && r->applied &&
	    app->g.format == FORMAT_TABLE)
		return _("an application");
	return stock_word(app, ra_succession_name(r->by));
}

static void
print_row(const struct app *app, struct out *o, const struct ra_expiring_row *r,
    bool first)
{
	const struct ra_inv_row *row = &r->held.row;
	const char *cell[NCOLUMNS];
	char days[24], left[24], next[24];
	struct stock_cells c;

	stock_fill(&c, row);
	snprintf(days, sizeof(days), "%ld", r->days);
	snprintf(left, sizeof(left), "%d", r->left);
	snprintf(next, sizeof(next), "%d", r->successor_state);
	memcpy(cell,
	    ((const char *[NCOLUMNS]){ stock_cell(row->mail),
		stock_cell(row->manager), stock_cell(row->unit), row->cn,
		stock_word(app, ra_inv_kind(row)), stock_cell(c.ends), days,
		r->left >= 0 ? left : NULL, row->serial, stock_cell(c.hex),
		r->applied ? "true" : "false", rule(app, r),
		stock_cell(r->successor), r->successor != NULL ? next : NULL,
		stock_cell(c.state), stock_state(app, row->state),
		stock_cell(c.profile), stock_cell(c.start), row->dn,
		stock_cell(row->names), stock_cell(row->domain),
		row->application }),
	    sizeof(cell));
	if (app->g.format == FORMAT_TABLE && !first)
		cell[0] = NULL; /* a manager stands once before the group */
	out_row(o, cell);
}

static void
print(const struct app *app, const struct ra_expiring *x)
{
	struct out o;
	size_t i;

	out_begin(&o, app, columns, NCOLUMNS);
	for (i = 0; i < x->n; i++)
		print_row(app, &o, &x->row[i],
		    i == 0 ||
			!ra_expiring_same_manager(
			    &x->row[i - 1].held.row, &x->row[i].held.row));
	out_end(&o);
	if (x->undated > 0)
		say_warn(_("live certificates whose end the list does not "
			   "tell: %zu"),
		    x->undated);
}

static int
read_ask(const struct expiring_values *v, struct ra_expiring_ask *ask,
    struct ra_err *e)
{
	if (v->within != NULL && v->left != NULL)
		return ra_fail(
		    e, RA_EUSAGE, _("--within or --left: one of them"));
	if (v->within != NULL &&
	    ra_expiring_days(v->within, &ask->days, e) == -1)
		return -1;
	if (v->left != NULL &&
	    ra_expiring_left(v->left, RA_EXPIRING_LEFT_MAX, &ask->left, e) ==
		-1)
		return -1;
	return 0;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct expiring_values *v = values;
	struct ra_expiring_ask ask = { .now = ra_clock_now(),
		.days = RA_EXPIRING_DAYS,
		.followed = v->followed,
		.filter = { .server = v->type == 1,
		    .client = v->type == 2,
		    .domain = v->domain,
		    .manager = v->manager } };
	struct ra_expiring x = { 0 };
	struct ra_inv *inv = NULL;
	int rc = -1;

	stop_at_once();
	if (read_ask(v, &ask, e) == -1 ||
	    (inv = stock_open(app, true, e)) == NULL)
		goto out;
	rc = ra_expiring_find(inv, &ask, &x, e);
	if (rc == 0)
		print(app, &x);
	if (rc == 0 && v->exit_code && x.n > 0)
		rc = ra_fail(e, RA_ELOCAL, "%s", "");
out:
	ra_expiring_clear(&x);
	ra_inv_close(inv);
	return rc;
}

const struct cmd cmd_expiring = { "expiring", "", NEED_PROFILE, options,
	sizeof(struct expiring_values), run, NULL, OPT_FILL_NONE,
	N_("show what ends and has no successor, by manager"), false };
