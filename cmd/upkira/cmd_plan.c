/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira plan: application files and drafts of mail out of the inventory. */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "codec/csv.h"
#include "work/plan.h"

#include "app.h"
#include "out.h"
#include "say.h"
#include "stock.h"
#include "stop.h"

struct plan_values {
	const char *output, *within, *left, *domain, *manager, *csrs, *not_in,
	    *text, *from;
	long expect, port;
	int type, lang;
	bool replaced, without_probe, no_mail, print_text;
};

#define V(field) offsetof(struct plan_values, field)
#define TEXT(name, letter, arg, fill, field, what)                             \
	{                                                                      \
		name, letter, arg, OPT_TEXT, fill, V(field), NULL, 0, 0, NULL, \
		    what                                                       \
	}
#define FLAG(name, field, what)                                                \
	{                                                                      \
		name, 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(field), NULL, 0, 0,  \
		    NULL, what                                                 \
	}

static const char *const types[] = { "all", "server", "client", NULL };
static const char *const langs[] = { "ja", "en", NULL };
static const char *const abouts[] = { "renew", "revoke", NULL };

static const struct opt options[] = {
	TEXT("output", 'o', "DIR", OPT_FILL_DIR, output,
	    N_("the new folder that all of it goes into")),
	TEXT("within", 0, "SPAN", OPT_FILL_NONE, within,
	    N_("renew: what ends in so many days (30d) or weeks (6w)")),
	TEXT("left", 0, "PERCENT", OPT_FILL_NONE, left,
	    N_("renew: what has at most that share of its lifetime left")),
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE, V(type), types, 0, 0,
	    NULL, N_("list: server, client or all") },
	TEXT("domain", 0, "GLOB", OPT_FILL_NONE, domain,
	    N_("of this domain alone")),
	TEXT("manager", 0, "GLOB", OPT_FILL_NONE, manager,
	    N_("of managers with this name, unit or mail address")),
	TEXT("csr", 0, "DIR", OPT_FILL_DIR, csrs,
	    N_("renew: folder of requests, found by their CN")),
	FLAG("replaced", replaced,
	    N_("revoke: what has a successor and still lives")),
	FLAG("without-probe", without_probe,
	    N_("revoke: though nobody looked what is served")),
	{ "port", 0, "PORT", OPT_NUMBER, OPT_FILL_NONE, V(port), NULL, 1, 65535,
	    NULL, N_("revoke: where the servers are asked; 443 unless said") },
	TEXT("not-in", 0, "PEOPLE", OPT_FILL_FILE, not_in,
	    N_("revoke: of people who are not in this list")),
	{ "expect", 0, "N", OPT_NUMBER, OPT_FILL_NONE, V(expect), NULL, 1,
	    1000000, NULL,
	    N_("revoke: so many leavers are right, even if they are most") },
	{ "lang", 0, "LANG", OPT_CHOICE, OPT_FILL_NONE, V(lang), langs, 0, 0,
	    NULL, N_("language of the mail: ja or en") },
	TEXT("text", 0, "FILE", OPT_FILL_FILE, text,
	    N_("text of the mail, in place of the built-in one")),
	TEXT("from", 0, "ADDRESS", OPT_FILL_NONE, from,
	    N_("sender of the mail; unless said, manager.mail")),
	FLAG("no-mail", no_mail, N_("no drafts of mail")),
	FLAG("print-text", print_text,
	    N_("print the built-in text of the mail, and stop")),
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static const struct out_column columns[] = {
	{ "step", N_("step"), OUT_TEXT },
	{ "cn", N_("name"), OUT_TEXT },
	{ "kind", N_("kind"), OUT_TEXT },
	{ "serial", N_("serial"), OUT_TEXT },
	{ "serial_hex", NULL, OUT_TEXT },
	{ "not_after", N_("valid to"), OUT_TEXT },
	{ "manager_mail", N_("manager"), OUT_TEXT },
	{ "successor", NULL, OUT_TEXT },
	{ "reason", N_("why"), OUT_TEXT },
};

static void
print(const struct app *app, const struct ra_plan *p)
{
	struct stock_cells c;
	struct out o;
	size_t i;

	out_begin(&o, app, columns, sizeof(columns) / sizeof(columns[0]));
	for (i = 0; i < p->n; i++) {
		const struct ra_plan_row *r = &p->row[i];
		const struct ra_inv_row *row = &r->held.row;

		stock_fill(&c, row);
		out_row(&o,
		    (const char *const[]){
			stock_word(app, ra_plan_step_name(r->step)), row->cn,
			stock_word(app, ra_inv_kind(row)),
			stock_cell(row->serial), stock_cell(c.hex),
			stock_cell(c.ends), stock_cell(row->mail),
			stock_cell(r->successor), stock_cell(r->why) });
	}
	out_end(&o);
}

/* What to do with the files. */
static void
remark(const struct ra_plan *p, const struct ra_plan_files *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		say_note("%s", f->path[i]);
	if (p->count[RA_PLAN_HELD] > 0)
		say_warn(_("held back, see why: %zu"), p->count[RA_PLAN_HELD]);
	if (p->errors > 0)
		say_warn(_("errors in the files, which upkira check shows: "
			   "%zu"),
		    p->errors);
}

static int
usage(const struct plan_values *v, bool revoke, struct ra_err *e)
{
	if (v->output == NULL || strcmp(v->output, "-") == 0)
		return ra_fail(
		    e, RA_EUSAGE, _("plan wants -o and a new folder"));
	if (v->within != NULL && v->left != NULL)
		return ra_fail(
		    e, RA_EUSAGE, _("--within or --left: one of them"));
	if (v->text != NULL && v->no_mail)
		return ra_fail(
		    e, RA_EUSAGE, _("--text or --no-mail: one of them"));
	if (revoke && v->replaced == (v->not_in != NULL))
		return ra_fail(e, RA_EUSAGE,
		    _("plan revoke wants --replaced or --not-in"));
	if (revoke && (v->within != NULL || v->left != NULL || v->csrs != NULL))
		return ra_fail(e, RA_EUSAGE,
		    _("--within, --left and --csr are for plan renew"));
	if (!revoke && (v->replaced || v->without_probe || v->not_in != NULL))
		return ra_fail(e, RA_EUSAGE,
		    _("--replaced, --without-probe and --not-in are for plan "
		      "revoke"));
	return 0;
}

/* Files that are read, until the plan is written. */
struct inputs {
	struct ra_buf people, text;
	struct ra_letter_form form;
};

static int
read_inputs(const struct plan_values *v, bool revoke, struct inputs *in,
    struct ra_err *e)
{
	const char *name = v->text != NULL ? v->text : "built-in text";

	if (v->not_in != NULL && ra_fs_read(v->not_in, &in->people, e) == -1)
		return -1;
	if (v->text == NULL)
		ra_buf_adds(&in->text,
		    ra_letter_text(revoke ? RA_LETTER_REVOKE : RA_LETTER_RENEW,
			langs[v->lang]));
	else if (ra_fs_read(v->text, &in->text, e) == -1)
		return -1;
	return ra_letter_parse(&in->form, name, ra_buf_span(&in->text), e);
}

static int
make_ask(const struct app *app, const struct plan_values *v,
    const struct inputs *in, struct ra_plan_ask *ask, struct ra_err *e)
{
	const struct ra_config_profile *p = app->profile;
	struct ra_expiring_ask *x = &ask->expiring;

	*ask = (struct ra_plan_ask){
		.defaults = { p->o, p->l, p->st, p->manager_name,
		    p->manager_unit, p->manager_mail, p->manager_software },
		.now = ra_clock_now(),
		.csrs = v->csrs,
		.replaced = v->replaced,
		.without_probe = v->without_probe,
		.port = v->port,
		.stayers_name = v->not_in,
		.stayers = ra_buf_span(&in->people),
		.expect = (size_t)v->expect,
		.probe = { .stop = stop_asked },
	};
	x->now = ask->now;
	x->days = RA_EXPIRING_DAYS;
	x->filter = (struct ra_inv_filter){ .server = v->type == 1,
		.client = v->type == 2,
		.domain = v->domain,
		.manager = v->manager,
		.line = true };
	if (v->within != NULL && ra_expiring_days(v->within, &x->days, e) == -1)
		return -1;
	return v->left != NULL
	    ? ra_expiring_left(v->left, RA_EXPIRING_LEFT_MAX, &x->left, e)
	    : 0;
}

/* An empty plan makes no folder. */
static int
work(const struct app *app, const struct plan_values *v, bool revoke,
    const struct inputs *in, struct ra_err *e)
{
	const struct ra_config_profile *p = app->profile;
	const struct ra_plan_out out = { .dir = v->output,
		.form = v->no_mail ? NULL : &in->form,
		.from = v->from != NULL ? v->from : p->manager_mail,
		.from_name = v->from != NULL ? NULL : p->manager_name,
		.from_unit = v->from != NULL ? NULL : p->manager_unit,
		.institution = p->o };
	struct ra_plan_files files = { 0 };
	struct ra_plan plan = { 0 };
	struct ra_plan_ask ask;
	struct ra_inv *inv = NULL;
	int rc = -1;

	if (make_ask(app, v, in, &ask, e) == -1 ||
	    (inv = stock_open(app, true, e)) == NULL)
		goto out;
	rc = revoke ? ra_plan_revoke(&plan, inv, &ask, e)
		    : ra_plan_renew(&plan, inv, &ask, e);
	if (rc == 0 && plan.n > plan.count[RA_PLAN_HELD])
		rc = ra_plan_write(&plan, &ask, &out, &files, e);
	if (rc == 0) {
		print(app, &plan);
		remark(&plan, &files);
	}
out:
	ra_plan_files_clear(&files);
	ra_plan_clear(&plan);
	ra_inv_close(inv);
	return rc;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct plan_values *v = values;
	const char *word = app->args.n == 1 ? app->args.v[0] : "";
	bool revoke = strcmp(word, "revoke") == 0;
	struct inputs in = { 0 };
	int rc = -1;

	if (!revoke && strcmp(word, "renew") != 0)
		return ra_fail(e, RA_EUSAGE, _("plan wants renew or revoke"));
	ra_buf_init(&in.people, RA_CSV_MAX);
	ra_buf_init(&in.text, RA_TEMPLATE_MAX);
	if (v->print_text) {
		rc = read_inputs(v, revoke, &in, e);
		out_bytes(ra_buf_str(&in.text), rc == 0 ? in.text.n : 0);
	} else if (usage(v, revoke, e) == 0 &&
	    read_inputs(v, revoke, &in, e) == 0) {
		rc = work(app, v, revoke, &in, e);
	}
	ra_buf_clear(&in.people);
	ra_buf_clear(&in.text);
	return rc;
}

const struct cmd cmd_plan = { "plan", "renew|revoke", NEED_PROFILE, options,
	sizeof(struct plan_values), run, abouts, OPT_FILL_NONE,
	N_("make application files and drafts of mail of the inventory"),
	false };
