/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira diff: what changed from one snapshot to another. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "state/journal.h"
#include "work/changes.h"
#include "work/desk.h"
#include "work/explain.h"
#include "work/snapshot.h"

#include "app.h"
#include "out.h"
#include "say.h"
#include "stock.h"
#include "stop.h"

struct diff_values {
	bool exit_code, unexpected;
};

static const struct opt options[] = {
	{ "unexpected", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct diff_values, unexpected), NULL, 0, 0, NULL,
	    N_("only what the journal of this desk does not explain") },
	{ "exit-code", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct diff_values, exit_code), NULL, 0, 0, NULL,
	    N_("status 1 when there is any") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static const struct out_column columns[] = {
	{ "change", N_("change"), OUT_TEXT },
	{ "cn", N_("name"), OUT_TEXT },
	{ "kind", N_("kind"), OUT_TEXT },
	{ "serial", N_("serial"), OUT_TEXT },
	{ "serial_hex", NULL, OUT_TEXT },
	{ "state_before", NULL, OUT_INT },
	{ "state", NULL, OUT_INT },
	{ "before", N_("before"), OUT_TEXT },
	{ "after", N_("after"), OUT_TEXT },
	{ "seen_at", N_("seen"), OUT_TEXT },
	{ "applied_at", NULL, OUT_TEXT },
	{ "not_after", NULL, OUT_TEXT },
	{ "subject_dn", NULL, OUT_TEXT },
	{ "manager_mail", NULL, OUT_TEXT },
	{ "application_id", NULL, OUT_TEXT },
};
#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))
#define OWNER_BYTES 1024

/* Who has it: mail address, name, unit. */
static void
put_owner(const struct ra_inv_row *r, char out[OWNER_BYTES])
{
	snprintf(out, OWNER_BYTES, "%s %s %s", r->mail, r->manager, r->unit);
}

/* What is otherwise, on one side: a state's word, an owner, a number. */
static const char *
side(const struct app *app, enum ra_change_kind kind,
    const struct ra_inv_row *r, char room[OWNER_BYTES])
{
	if (r == NULL || kind == RA_CHANGE_OTHER)
		return NULL;
	if (kind == RA_CHANGE_SERIAL)
		return stock_cell(r->serial);
	if (kind != RA_CHANGE_OWNER)
		return stock_state(app, r->state);
	put_owner(r, room);
	return room;
}

static const char *
code(const struct ra_inv_row *r, char text[16])
{
	if (r == NULL || r->state == RA_INV_NO_STATE)
		return NULL;
	snprintf(text, 16, "%d", r->state);
	return text;
}

static const char *
when(int64_t t, char text[RA_CLOCK_TEXT])
{
	return t != RA_INV_NO_TIME ? ra_clock_iso((time_t)t, text) : NULL;
}

static void
print_change(const struct app *app, struct out *o, const struct ra_change *c)
{
	const struct ra_inv_row *r = ra_change_row(c);
	char before[OWNER_BYTES], after[OWNER_BYTES], from[16], to[16];
	char seen[RA_CLOCK_TEXT], applied[RA_CLOCK_TEXT];
	struct stock_cells cells;

	stock_fill(&cells, r);
	out_row(o,
	    (const char *const[NCOLUMNS]){
		stock_word(app, ra_change_name(c->kind)), r->cn,
		stock_word(app, ra_inv_kind(r)), stock_cell(r->serial),
		stock_cell(cells.hex), code(c->before, from),
		code(c->after, to), side(app, c->kind, c->before, before),
		side(app, c->kind, c->after, after), when(c->seen, seen),
		when(r->applied, applied), stock_cell(cells.ends), r->dn,
		stock_cell(r->mail), r->application });
}

/* What applications make, and none of ours has made. */
static void
keep_unexpected(struct ra_changes *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		if (ra_change_wants_reason(c->change[i].kind) &&
		    !c->change[i].explained)
			c->change[n++] = c->change[i];
	c->n = n;
}

static int
explain(const struct app *app, struct ra_changes *c, struct ra_err *e)
{
	char *dir = ra_desk_state(app->profile, e);
	int rc = -1;

	if (dir != NULL)
		rc = ra_changes_explain(c, dir, e);
	if (rc == 0 && !ra_journal_there(dir))
		say_warn(_("%s: no journal yet: it explains nothing"), dir);
	keep_unexpected(c);
	free(dir);
	return rc;
}

static void
print(const struct app *app, const struct ra_changes *c)
{
	struct out o;
	size_t i;

	out_begin(&o, app, columns, NCOLUMNS);
	for (i = 0; i < c->n; i++)
		print_change(app, &o, &c->change[i]);
	out_end(&o);
}

/*
 * A row that could not be read looks as if its record had vanished, and then
 * as if it were new.
 */
static void
warn(const struct ra_changes *c)
{
	ra_snapshot_warn(&c->from);
	if (c->to.id != c->from.id)
		ra_snapshot_warn(&c->to);
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct diff_values *v = values;
	const char *a = app->args.n > 0 ? app->args.v[0] : NULL;
	const char *b = app->args.n > 1 ? app->args.v[1] : NULL;
	struct ra_changes c = { 0 };
	struct ra_inv *inv = NULL;
	int rc = -1;

	stop_at_once();
	if (app->args.n > 2) {
		ra_fail(e, RA_EUSAGE, _("diff compares two snapshots"));
		goto out;
	}
	if ((inv = stock_open(app, false, e)) == NULL)
		goto out;
	rc = ra_changes_between(inv, a, b, &c, e);
	if (rc == 0)
		warn(&c);
	if (rc == 0 && v->unexpected)
		rc = explain(app, &c, e);
	if (rc == 0)
		print(app, &c);
	if (rc == 0 && v->unexpected && c.n > 0)
		say_warn(_("not explained by this journal: %zu; another "
			   "officer or a browser may have done it"),
		    c.n);
	if (rc == 0 && v->exit_code && c.n > 0)
		rc = ra_fail(e, RA_ELOCAL, "%s", "");
out:
	ra_changes_clear(&c);
	ra_inv_close(inv);
	return rc;
}

const struct cmd cmd_diff = { "diff", "[A [B]]", NEED_PROFILE, options,
	sizeof(struct diff_values), run, NULL, OPT_FILL_NONE,
	N_("show what changed from one snapshot to another"), false };
