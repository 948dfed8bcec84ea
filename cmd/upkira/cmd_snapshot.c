/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira snapshot: the lists of tonight, and the nights that are kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "work/snapshot.h"

#include "app.h"
#include "desk.h"
#include "out.h"
#include "say.h"
#include "stop.h"

struct values {
	bool import, accept;
	int type;
	const char *keep;
};

#define V(field) offsetof(struct values, field)

static const char *const types[] = { "auto", "server", "client", NULL };

static const struct opt options[] = {
	{ "import", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(import), NULL, 0, 0,
	    NULL, N_("take the lists from FILEs, without the service") },
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE, V(type), types, 0, 0,
	    NULL, N_("with --import: server, client or auto (default)") },
	{ "accept", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(accept), NULL, 0, 0,
	    NULL, N_("take a list that looks doubtful all the same") },
	{ "keep", 0, "RULES", OPT_TEXT, OPT_FILL_NONE, V(keep), NULL, 0, 0,
	    NULL, N_("with prune: what stays, such as 30d,12m") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static const struct out_column columns[] = {
	{ "snapshot", N_("SNAPSHOT"), OUT_INT },
	{ "taken_at", N_("TAKEN AT"), OUT_TEXT },
	{ "imported", N_("IMPORTED"), OUT_BOOL },
	{ "list", N_("LIST"), OUT_TEXT },
	{ "records", N_("RECORDS"), OUT_INT },
	{ "added", N_("ADDED"), OUT_INT },
	{ "changed", N_("CHANGED"), OUT_INT },
	{ "gone", N_("GONE"), OUT_INT },
	{ "ragged", N_("RAGGED"), OUT_INT },
	{ "bytes", NULL, OUT_INT },
	{ "sha256", NULL, OUT_TEXT },
	{ "file", NULL, OUT_TEXT },
};
#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

#define NUMBER 24 /* bytes of a number as text */

static void
print_source(struct out *o, const struct ra_snapshot *s, enum ra_inv_list list)
{
	const struct ra_inv_source *src = &s->source[list];
	const unsigned long long n[] = { (unsigned long long)s->id, src->rows,
		src->added, src->changed, src->gone, src->ragged, src->bytes };
	char text[sizeof(n) / sizeof(n[0])][NUMBER], taken[RA_CLOCK_TEXT];
	size_t i;

	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++)
		snprintf(text[i], NUMBER, "%llu", n[i]);
	ra_clock_iso((time_t)s->taken, taken);
	out_row(o,
	    (const char *const[NCOLUMNS]){ text[0], taken,
		s->imported ? "true" : "false",
		list == RA_INV_SERVER ? "server" : "client", text[1], text[2],
		text[3], text[4], text[5], text[6], src->digest, src->file });
}

static void
print_snapshot(struct out *o, const struct ra_snapshot *s)
{
	if (s->source[RA_INV_SERVER].taken)
		print_source(o, s, RA_INV_SERVER);
	if (s->source[RA_INV_CLIENT].taken)
		print_source(o, s, RA_INV_CLIENT);
}

static int
list(const struct app *app, const char *dir, struct ra_err *e)
{
	struct ra_inv *inv = ra_inv_open(dir, RA_STORE_READ, e);
	struct ra_snapshot s;
	struct out o;
	size_t k;
	int rc;

	if (inv == NULL)
		return -1;
	out_begin(&o, app, columns, NCOLUMNS);
	for (k = 0; (rc = ra_inv_snapshot(inv, k, &s, e)) == 1; k++)
		print_snapshot(&o, &s);
	out_end(&o);
	ra_inv_close(inv);
	return rc;
}

static int
prune(const struct ra_snapshot_ask *ask, const char *keep, struct ra_err *e)
{
	struct ra_pruned p;

	if (keep == NULL) {
		ra_fail(e, RA_EUSAGE, _("snapshot prune without --keep"));
		ra_next(e, _("say what stays: --keep 30d,12m"));
		return -1;
	}
	if (ra_snapshot_prune(ask, keep, &p, e) == -1)
		return -1;
	say_note(_("dropped: %zu snapshots (%llu bytes of lists), left: %zu"),
	    p.dropped, p.bytes, p.left);
	return 0;
}

static int
take(struct app *app, const struct ra_snapshot_ask *ask,
    struct ra_snapshot *out, struct ra_err *e)
{
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	int rc = -1;

	if (ra_desk_prepare(&d, &c, e) == -1)
		goto out;
	desk_warn(&d, app);
	if (ra_desk_login(&d, e) == 0)
		rc = ra_snapshot_take(ask, d.session, out, e);
	say_progress_end();
out:
	ra_desk_close(&d);
	return rc;
}

/* Rows that could not be read are told each night, until they are mended. */
static void
remark(const struct ra_snapshot *s)
{
	const struct ra_inv_source *src;
	size_t i;

	for (i = 0; i < RA_INV_LISTS; i++) {
		src = &s->source[i];
		if (src->ragged > 0)
			say_warn(_("%s list: %llu rows have another number of "
				   "columns than the header; they are kept raw "
				   "(upkira inventory ragged)"),
			    i == RA_INV_SERVER ? "server" : "client",
			    (unsigned long long)src->ragged);
		if (src->by_place > 0)
			say_note(_("%s list: %zu columns are taken by their "
				   "place, their header is not known"),
			    i == RA_INV_SERVER ? "server" : "client",
			    src->by_place);
	}
}

static int
shoot(struct app *app, const struct values *v,
    const struct ra_snapshot_ask *ask, struct ra_err *e)
{
	struct ra_snapshot s;
	struct out o;
	int rc;

	if (v->import && app->args.n == 0)
		return ra_fail(e, RA_EUSAGE, _("--import wants files"));
	if (v->import)
		stop_at_once();
	rc = v->import
	    ? ra_snapshot_import(ask, app->args.v, app->args.n, &s, e)
	    : take(app, ask, &s, e);
	if (rc == -1)
		return -1;
	remark(&s);
	out_begin(&o, app, columns, NCOLUMNS);
	print_snapshot(&o, &s);
	out_end(&o);
	return 0;
}

static const char *const args[] = { "list", "prune", NULL };

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	const char *word = app->args.n > 0 ? app->args.v[0] : "";
	char *dir = ra_desk_state(app->profile, e);
	const struct ra_snapshot_ask ask = { dir, ra_clock_now(), v->accept,
		(enum ra_snapshot_type)v->type };
	int rc = -1;

	if (dir == NULL)
		return -1;
	if (v->import || app->args.n == 0) {
		rc = shoot(app, v, &ask, e);
	} else if (app->args.n == 1 && strcmp(word, "list") == 0) {
		rc = list(app, dir, e);
	} else if (app->args.n == 1 && strcmp(word, "prune") == 0) {
		rc = prune(&ask, v->keep, e);
	} else {
		ra_fail(e, RA_EUSAGE,
		    _("snapshot takes list, prune or nothing, found "
		      "\"%.60s\""),
		    word);
		ra_next(e, _("files are read with --import"));
	}
	free(dir);
	return rc;
}

const struct cmd cmd_snapshot = { "snapshot", "[list|prune|FILE...]",
	NEED_PROFILE, options, sizeof(struct values), run, args, OPT_FILL_FILE,
	N_("keep tonight's lists, and list or prune what is kept"), false };
