/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira incident: certificates that have to go, and how far that is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "work/board.h"
#include "work/snapshot.h"
#include "work/desk.h"
#include "work/where.h"

#include "app.h"
#include "out.h"
#include "say.h"
#include "stock.h"
#include "stop.h"

struct incident_values {
	const char *where;
	long port;
	bool probe, no_probe;
};

#define V(field) offsetof(struct incident_values, field)

static const struct opt options[] = {
	{ "where", 0, "TERMS", OPT_TEXT, OPT_FILL_NONE, V(where), NULL, 0, 0,
	    NULL,
	    N_("open: KEY=VALUE & ..., keys as of inventory list, and "
	       "issuer") },
	{ "probe", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(probe), NULL, 0, 0, NULL,
	    N_("show, export: ask the servers again") },
	{ "no-probe", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(no_probe), NULL, 0, 0,
	    NULL, N_("open: do not ask the servers yet") },
	{ "port", 0, "PORT", OPT_NUMBER, OPT_FILL_NONE, V(port), NULL, 1, 65535,
	    NULL, N_("where the servers are asked; 443 unless said") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static const struct out_column columns[] = {
	{ "step", N_("step"), OUT_TEXT },
	{ "cn", N_("name"), OUT_TEXT },
	{ "kind", N_("kind"), OUT_TEXT },
	{ "serial", N_("serial"), OUT_TEXT },
	{ "serial_hex", NULL, OUT_TEXT },
	{ "successor", N_("followed by"), OUT_TEXT },
	{ "served", N_("served"), OUT_TEXT },
	{ "old_served", NULL, OUT_BOOL },
	{ "asked_at", NULL, OUT_TEXT },
	{ "manager_mail", N_("manager"), OUT_TEXT },
	{ "manager_name", NULL, OUT_TEXT },
	{ "manager_unit", NULL, OUT_TEXT },
	{ "not_before", NULL, OUT_TEXT },
	{ "not_after", NULL, OUT_TEXT },
	{ "subject_dn", NULL, OUT_TEXT },
	{ "reason", N_("what was wrong"), OUT_TEXT },
};
#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

static void
print_row(const struct app *app, struct out *o, const struct ra_board_row *r)
{
	const struct ra_inv_row *row = &r->held.row;
	char asked[RA_CLOCK_TEXT];
	struct stock_cells c;

	stock_fill(&c, row);
	out_row(o,
	    (const char *const[NCOLUMNS]){
		stock_word(app, ra_board_step_name(r->step)), row->cn,
		stock_word(app, ra_inv_kind(row)), row->serial,
		stock_cell(c.hex), stock_cell(r->successor),
		stock_cell(r->served), r->old_served ? "true" : "false",
		r->asked != 0 ? ra_clock_iso((time_t)r->asked, asked) : NULL,
		stock_cell(row->mail), stock_cell(row->manager),
		stock_cell(row->unit), stock_cell(c.start), stock_cell(c.ends),
		row->dn, stock_cell(r->why) });
}

static void
print_board(const struct app *app, const struct ra_board *b)
{
	struct out o;
	size_t i;

	out_begin(&o, app, columns, NCOLUMNS);
	for (i = 0; i < b->n; i++)
		print_row(app, &o, &b->row[i]);
	out_end(&o);
}

static const struct out_column list_columns[] = {
	{ "incident", N_("incident"), OUT_TEXT },
	{ "opened_at", N_("opened"), OUT_TEXT },
	{ "certificates", N_("certificates"), OUT_INT },
	{ "silent", N_("silent"), OUT_INT },
	{ "applied", N_("applied"), OUT_INT },
	{ "issued", N_("issued"), OUT_INT },
	{ "in_service", N_("in-service"), OUT_INT },
	{ "revoked", N_("revoked"), OUT_INT },
	{ "snapshot", NULL, OUT_INT },
	{ "terms", N_("terms"), OUT_TEXT },
};
#define NLIST (sizeof(list_columns) / sizeof(list_columns[0]))

static void
print_sum(struct out *o, const struct ra_board *b)
{
	char text[RA_BOARD_STEPS + 2][24], opened[RA_CLOCK_TEXT];
	size_t i;

	for (i = 0; i < RA_BOARD_STEPS; i++)
		snprintf(text[i], sizeof(text[i]), "%zu", b->count[i]);
	snprintf(text[i], sizeof(text[i]), "%zu", b->n);
	snprintf(text[i + 1], sizeof(text[i]), "%lld", (long long)b->snapshot);
	out_row(o,
	    (const char *const[NLIST]){ b->name,
		ra_clock_iso((time_t)b->opened, opened), text[i],
		text[RA_BOARD_SILENT], text[RA_BOARD_APPLIED],
		text[RA_BOARD_ISSUED], text[RA_BOARD_SERVED],
		text[RA_BOARD_REVOKED], text[i + 1], b->where });
}

struct lister {
	struct out o;
	const struct ra_board_ask *ask;
};

static int
list_one(void *arg, const struct ra_incident *in, struct ra_err *e)
{
	struct lister *l = arg;
	struct ra_board b = { 0 };
	int rc = ra_board_read(l->ask, in->name, &b, e);

	if (rc == 0)
		print_sum(&l->o, &b);
	ra_board_clear(&b);
	return rc;
}

static int
list(const struct app *app, const struct ra_board_ask *ask, struct ra_err *e)
{
	struct lister l = { .ask = ask };
	struct ra_incidents *x;
	int rc = -1;

	if (!ra_incidents_there(ask->dir))
		return 0;
	out_begin(&l.o, app, list_columns, NLIST);
	if ((x = ra_incidents_open(ask->dir, RA_STORE_READ, e)) != NULL)
		rc = ra_incidents_each(x, NULL, list_one, &l, e);
	out_end(&l.o);
	ra_incidents_close(x);
	return rc;
}

static int
show(const struct app *app, const struct ra_board_ask *ask, const char *name,
    bool probe, struct ra_err *e)
{
	struct ra_board b = { 0 };
	int rc = probe ? ra_board_probe(ask, name, &b, e)
		       : ra_board_read(ask, name, &b, e);

	if (rc == 0) {
		ra_snapshot_warn(&b.newest);
		print_board(app, &b);
	}
	ra_board_clear(&b);
	return rc;
}

static int
open_one(const struct app *app, const struct ra_board_ask *ask,
    const struct incident_values *v, struct ra_err *e)
{
	const char *name = app->args.v[1];
	struct ra_inv_filter f = { 0 };
	struct ra_where w = { 0 };
	struct ra_terms_room room;
	struct ra_board_ask of = *ask;
	int rc = -1;

	if (v->where == NULL) {
		ra_fail(e, RA_EUSAGE, _("incident open wants --where"));
		ra_next(e,
		    _("such as --where 'issued=2025-10-01..2025-12-08 & "
		      "kind=server'"));
	} else if (ra_where_parse(&w, v->where, e) == 0 &&
	    ra_terms_filter(&w.terms, ask->now, &f, &room, e) == 0) {
		of.issuer = w.issuer;
		if (ra_board_open(&of, name, v->where, &f, e) == 0)
			rc = show(app, ask, name, !v->no_probe, e);
	}
	ra_where_clear(&w);
	return rc;
}

static const char *const words[] = { "open", "list", "show", "export", NULL };

/* export: the same rows, never as a table. */
static int
dispatch(struct app *app, const struct ra_board_ask *ask,
    const struct incident_values *v, struct ra_err *e)
{
	const char *word = app->args.n > 0 ? app->args.v[0] : "list";

	if (strcmp(word, "list") == 0 && app->args.n <= 1)
		return list(app, ask, e);
	if (app->args.n == 2 && strcmp(word, "open") == 0)
		return open_one(app, ask, v, e);
	if (app->args.n == 2 && strcmp(word, "export") == 0 &&
	    app->g.format == FORMAT_TABLE)
		app->g.format = FORMAT_CSV;
	if (app->args.n == 2 &&
	    (strcmp(word, "show") == 0 || strcmp(word, "export") == 0))
		return show(app, ask, app->args.v[1], v->probe, e);
	return ra_fail(e, RA_EUSAGE,
	    _("incident takes list, or open, show or export and a name"));
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct incident_values *v = values;
	char *dir = ra_desk_state(app->profile, e);
	const struct ra_board_ask ask = { .dir = dir,
		.now = ra_clock_now(),
		.port = v->port,
		.probe = { .stop = stop_asked } };
	int rc = dir != NULL ? dispatch(app, &ask, v, e) : -1;

	free(dir);
	return rc;
}

const struct cmd cmd_incident = { "incident", "[list|open|show|export [NAME]]",
	NEED_PROFILE, options, sizeof(struct incident_values), run, words,
	OPT_FILL_NONE,
	N_("certificates that have to go, and how far that has come"), false };
