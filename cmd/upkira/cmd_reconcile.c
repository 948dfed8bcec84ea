/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira reconcile: what became of records that got no verdict. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "lra/download.h"
#include "work/lists.h"
#include "work/reconcile.h"

#include "app.h"
#include "desk.h"
#include "out.h"
#include "say.h"

struct values {
	const char *inventory, *settle;
	long wait, slack;
	bool dry;
};

#define V(field) offsetof(struct values, field)

static const struct opt options[] = {
	{ "inventory", 0, "FILE", OPT_TEXT, OPT_FILL_FILE, V(inventory), NULL,
	    0, 0, NULL,
	    N_("a list of the service, in place of downloading it") },
	{ "settle", 0, "WORDS", OPT_TEXT, OPT_FILL_NONE, V(settle), NULL, 0, 0,
	    NULL, N_("the officer's word: 12.3=accepted,12.5-12.9=absent") },
	{ "wait", 0, "MINUTES", OPT_NUMBER, OPT_FILL_NONE, V(wait), NULL, 1,
	    100000, NULL,
	    N_("after sending, before a record can be absent (60)") },
	{ "slack", 0, "MINUTES", OPT_NUMBER, OPT_FILL_NONE, V(slack), NULL, 1,
	    1440, NULL, N_("by which the service's clock may differ (10)") },
	{ "dry-run", 'n', NULL, OPT_FLAG, OPT_FILL_NONE, V(dry), NULL, 0, 0,
	    NULL, N_("show what is found, and write nothing down") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static int
from_file(struct ra_reconcile *r, const char *path, struct ra_err *e)
{
	ra_reconcile_begin(r, path);
	if (ra_fs_each(path, RA_LISTS_FILE_MAX, ra_reconcile_add, r, e) == -1)
		return -1;
	return ra_reconcile_end(r, 0, e);
}

static int
from_service(struct app *app, struct ra_reconcile *r, struct ra_err *e)
{
	static const enum ra_iface_id iface[] = { RA_IF_SERVER_LIST,
		RA_IF_CLIENT_LIST };
	bool *const whole[] = { &r->server, &r->client };
	const struct ra_sink sink = { ra_reconcile_add, r };
	struct ra_desk_config c = desk_config(app);
	struct ra_list_facts facts = { 0 };
	struct ra_desk d = { 0 };
	size_t i;
	int rc = -1;

	if (ra_desk_prepare(&d, &c, e) == -1)
		goto out;
	desk_warn(&d, app);
	if (ra_desk_login(&d, e) == -1)
		goto out;
	for (rc = 0, i = 0; rc == 0 && i < 2; i++) {
		time_t now = ra_clock_now();

		if (!ra_session_has(d.session, iface[i]))
			continue;
		ra_reconcile_begin(r, ra_iface_table()[iface[i]].name);
		rc = ra_download_list(d.session, iface[i], &sink, &facts, e);
		if (rc == 0)
			rc = ra_reconcile_end(r, now, e);
		*whole[i] = rc == 0;
	}
	say_progress_end();
out:
	ra_desk_close(&d);
	return rc;
}

static const struct out_column columns[] = {
	{ "record", N_("RECORD"), OUT_TEXT },
	{ "kind", N_("KIND"), OUT_TEXT },
	{ "cn", N_("CN"), OUT_TEXT },
	{ "subject_dn", NULL, OUT_TEXT },
	{ "sent_at", N_("SENT AT"), OUT_TEXT },
	{ "finding", N_("FINDING"), OUT_TEXT },
	{ "why", N_("WHY"), OUT_TEXT },
	{ "list_serial", N_("SERIAL IN THE LIST"), OUT_TEXT },
	{ "list_state", N_("STATE THERE"), OUT_INT },
	{ "list_applied_at", N_("APPLIED AT"), OUT_TEXT },
};

static void
row(struct out *o, const struct ra_suspect *s)
{
	bool table = o->format == FORMAT_TABLE;
	char name[48], sent[RA_CLOCK_TEXT], state[16];

	snprintf(name, sizeof(name), "%" PRId64 ".%ld", s->batch, s->seq);
	snprintf(state, sizeof(state), "%d", s->row_state);
	const char *cell[] = { name, s->kind, s->cn, s->dn,
		ra_clock_iso(s->sent, sent),
		table ? _(ra_found_name(s->found)) : ra_found_name(s->found),
		table ? _(s->why) : s->why, s->row_serial,
		s->row_serial != NULL ? state : NULL, s->row_at };

	out_row(o, cell);
}

/* Rows, and how many have no outcome still. */
static size_t
print(const struct app *app, const struct ra_reconcile *r)
{
	struct out o;
	size_t i, open = 0;

	out_begin(&o, app, columns, sizeof(columns) / sizeof(columns[0]));
	for (i = 0; i < r->n; i++) {
		row(&o, &r->v[i]);
		if (r->v[i].found != RA_FOUND_ACCEPTED &&
		    r->v[i].found != RA_FOUND_ABSENT)
			open++;
	}
	out_end(&o);
	return open;
}

static int
look(struct app *app, const struct values *v, struct ra_reconcile *r,
    struct ra_err *e)
{
	size_t open;

	if (v->inventory != NULL ? from_file(r, v->inventory, e) == -1
				 : from_service(app, r, e) == -1)
		return -1;
	ra_reconcile_judge(r);
	if (!v->dry && ra_reconcile_settle(r, e) == -1)
		return -1;
	open = print(app, r);
	if (open == 0)
		return 0;
	ra_fail(e, RA_EUNKNOWN,
	    _("of %zu records the outcome is not known still"), open);
	ra_next(e,
	    _("run it again later; what stays ambiguous an officer decides: "
	      "--settle RECORD=accepted or RECORD=absent"));
	return -1;
}

static int
by_word(struct app *app, const struct values *v, struct ra_err *e)
{
	struct ra_word_on w[RA_WORDS_MAX];
	const char *user = getenv("LOGNAME");
	size_t n;

	if (ra_words_parse(ra_span_str(v->settle), w, &n, e) == -1)
		return -1;
	return ra_words_settle(
	    app->ledger.j, w, n, user != NULL ? user : "", e);
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	struct ra_reconcile r = {
		.slack = v->slack != 0 ? v->slack * 60 : RA_RECONCILE_SLACK,
		.wait = v->wait != 0 ? v->wait * 60 : RA_RECONCILE_WAIT,
	};
	long batch = 0;
	int rc = -1;

	if (app->args.n > 1 ||
	    (app->args.n == 1 &&
		ra_span_number(
		    ra_span_str(app->args.v[0]), 1, 1000000000, &batch) == -1))
		return ra_fail(e, RA_EUSAGE,
		    _("reconcile wants the number of a batch, or nothing"));
	app->state = ra_desk_state(app->profile, e);
	if (app->state == NULL)
		return -1;
	app->ledger.ask.state = app->state;
	app->ledger.ask.verb = app->cmd->name;
	if (ra_ledger_open(&app->ledger, e) == -1)
		return -1;
	if (v->settle != NULL)
		return by_word(app, v, e);
	r.j = app->ledger.j;
	if (ra_reconcile_load(&r, batch, e) == -1)
		goto out;
	if (r.n == 0 && batch != 0 &&
	    ra_journal_batch_check(r.j, batch, e) == -1)
		goto out;
	if (r.n == 0) {
		say_note(_("every record has an outcome"));
		rc = 0;
	} else
		rc = look(app, v, &r, e);
out:
	ra_reconcile_clear(&r);
	return rc;
}

const struct cmd cmd_reconcile = { "reconcile", "[BATCH]", NEED_PROFILE,
	options, sizeof(struct values), run, NULL, OPT_FILL_NONE,
	N_("find out what became of records without a verdict"), false };
