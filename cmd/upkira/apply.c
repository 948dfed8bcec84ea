/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* issue, renew and revoke. */
#include "apply.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "codec/text.h"
#include "upki/profile.h"
#include "work/examine.h"

#include "apply_eab.h"
#include "desk.h"
#include "kinds.h"
#include "out.h"
#include "say.h"
#include "stop.h"
#include "verdict.h"

#define VICTIM_MAX 16384 /* bytes of a shown line */

/* Application files as they are, or made of what else there is. */
struct work {
	struct ra_composition c;
	struct ra_batch read;
	const struct ra_batch *b; /* one of them */
	struct ra_institution ours;
};

/* The same for files as they are and for what was made. */
static void
check_by(const struct app *app, const struct apply_values *v, struct work *w)
{
	const struct ra_config_profile *p = app->profile;

	w->ours = (struct ra_institution){ p->o, p->l, p->st, p->domains };
	w->read.opt.institution = &w->ours;
	w->read.opt.key_compromised = v->compromised;
	w->c.batch.opt = w->read.opt;
}

static int
read_batch(struct app *app, const struct apply_values *v, enum ra_op op,
    struct work *w, struct ra_err *e)
{
	struct ra_compose_ask ask;
	unsigned set, acme;
	int rc;

	if (sources_check(app, v, e) == -1 ||
	    kinds_of(NULL, send_words[v->type], op, &set, e) == -1)
		return -1;
	/* The ACME kinds have a verb of their own. */
	acme = ra_form_set("acme", op);
	set = v->acme ? acme : set & ~acme;
	check_by(app, v, w);
	ask = sources_ask(app, v, op, set);
	if (ra_compose_wanted(&ask, app->args.v, app->args.n)) {
		w->b = &w->c.batch;
		rc = ra_compose(&w->c, &ask, app->args.v, app->args.n, e);
	} else {
		w->b = &w->read;
		rc = ra_batch_read(
		    &w->read, app->args.v, app->args.n, ask.kinds, e);
	}
	if (rc == -1)
		return -1;
	verdict_lines(w->b, stderr, false);
	return verdict_fail(w->b, e);
}

static void
show_field(struct ra_buf *b, const char *label, struct ra_span s)
{
	ra_buf_addf(b, "  %s ", label);
	ra_text_show(s, b);
}

static void
show_victim(const struct ra_request *r, size_t k)
{
	struct ra_span reason = ra_request_get(r, k, "reason");
	const struct ra_word *w;
	struct ra_buf b;
	long code = -1;

	ra_buf_init(&b, VICTIM_MAX);
	ra_span_number(reason, 0, 9, &code);
	w = ra_word_find(ra_reason_table(), code);
	if (r->form->op == RA_OP_SUSPEND) {
		show_field(
		    &b, _("suspend"), ra_request_get(r, k, "subject_dn"));
		show_field(
		    &b, _("account"), ra_request_get(r, k, "acme_account_id"));
	} else {
		show_field(&b, _("revoke"), ra_request_get(r, k, "subject_dn"));
		show_field(&b, _("serial"), ra_request_get(r, k, "serial"));
	}
	show_field(&b, _("reason"), reason);
	if (w != NULL)
		ra_buf_addf(&b, " (%s %s)", w->name, w->ja);
	fprintf(stderr, "%s\n", ra_buf_str(&b));
	ra_buf_clear(&b);
}

/* What is to be revoked, in sight before the question. */
static void
show_victims(const struct ra_shipment *sh)
{
	size_t i, k;

	for (i = 0; i < sh->n; i++)
		for (k = 0; k < sh->parcel[i].records; k++)
			show_victim(
			    sh->parcel[i].req, sh->parcel[i].docket[k].place);
}

static int
refuse(struct ra_err *e, const char *what, const char *next)
{
	ra_fail(e, RA_EUSAGE, "%s", what);
	ra_next(e, "%s", next);
	return -1;
}

/* The officer types how many; a script says it beforehand. */
static int
confirm_revoke(const struct app *app, const struct apply_values *v,
    const struct ra_shipment *sh, struct ra_err *e)
{
	const bool suspend = sh->parcel[0].op == RA_OP_SUSPEND;
	char question[256], line[64], want[32];

	if (v->yes && v->expect == 0)
		return refuse(e, _("--yes without --expect"),
		    suspend ? _("say how many accounts are to be suspended: "
				"--yes --expect N")
			    : _("say how many certificates are to be "
				"revoked: --yes --expect N"));
	if (v->expect != 0 && (size_t)v->expect != sh->records)
		return ra_fail(e, RA_EUSAGE,
		    _("--expect says %ld, in the files: %zu; nothing was "
		      "sent"),
		    v->expect, sh->records);
	if (v->yes)
		return 0;
	show_victims(sh);
	if (!say_can_ask(app))
		return refuse(e, _("no terminal to ask on; nothing was sent"),
		    _("a script says --yes --expect N"));
	snprintf(want, sizeof(want), "%zu", sh->records);
	snprintf(question, sizeof(question),
	    suspend ? _("Type the number of accounts (%s) to suspend them:")
		    : _("Revocation cannot be undone. Type the number of "
			"certificates (%s) to revoke them:"),
	    want);
	if (!say_ask(question, line, sizeof(line)) || strcmp(line, want) != 0)
		return ra_fail(
		    e, RA_ELOCAL, _("not confirmed; nothing was sent"));
	return 0;
}

/* Warnings stop nobody, but an officer at a terminal is asked. */
static int
confirm_warnings(const struct app *app, const struct apply_values *v,
    const struct ra_batch *b, struct ra_err *e)
{
	char question[256], line[64];

	if (b->warnings == 0 || v->yes || !say_can_ask(app))
		return 0;
	snprintf(question, sizeof(question),
	    _("Warnings: %zu. Send the %zu records all the same? [y/N]"),
	    b->warnings, b->records);
	if (!say_ask(question, line, sizeof(line)) ||
	    (line[0] != 'y' && line[0] != 'Y'))
		return ra_fail(
		    e, RA_ELOCAL, _("not confirmed; nothing was sent"));
	return 0;
}

int
apply_admit(struct app *app, const struct apply_values *v,
    struct ra_shipment *sh, struct ra_err *e)
{
	struct ra_ledger *l = &app->ledger;
	int rc;

	l->ask = (struct ra_ledger_ask){
		.state = app->state = ra_desk_state(app->profile, e),
		.verb = app->cmd->name,
		.profile = app->profile->name,
		.endpoint = app->profile->endpoint,
		.resubmit = v->resubmit,
		.resume = v->resume,
	};
	if (l->ask.state == NULL)
		return -1;
	if (v->resubmit != 0 && v->resume != 0)
		return refuse(e, _("--resubmit and --resume"),
		    _("the first sends again what was sent, the second sends "
		      "what was not: one of them"));
	rc = v->dry ? ra_ledger_look(l, e) : ra_ledger_open(l, e);
	sh->ledger = l;
	return rc == 0 ? ra_ledger_admit(l, sh, e) : -1;
}

int
apply_send(struct app *app, const struct apply_values *v,
    struct ra_shipment *sh, struct ra_err *e)
{
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	const char *elsewhere[EABS_ELSEWHERE];
	struct eabs eabs = { 0 };
	int rc = -1;

	eabs_elsewhere(elsewhere);
	if (v->acme)
		c.drop = elsewhere;
	if (ra_desk_prepare(&d, &c, e) == -1)
		goto out;
	desk_warn(&d, app);
	if (ra_desk_login(&d, e) == -1)
		goto out;
	eabs.dir = ra_fs_join(d.state, "acme");
	app->ledger.officer = d.cred.officer;
	sh->answered = eabs_take;
	sh->arg = &eabs;
	rc = ra_shipment_send(sh, d.session, v->on_error == 1, e);
	app->ledger.officer = NULL;
	app->sent = sh->unsent < sh->records;
	apply_print(app, sh);
	sh->answered = NULL;
	sh->arg = NULL;
	if (eabs_tell(&eabs, app, v->show_eab, e) == -1)
		rc = -1;
	/* The verdicts are out before the logout can take its time. */
	out_flush();
out:
	eabs_clear(&eabs);
	ra_desk_close(&d);
	return rc;
}

/* Everybody of a list is still there: no fault, unless some were expected. */
static int
nobody_left(const struct apply_values *v, struct ra_err *e)
{
	if (v->expect != 0)
		return ra_fail(e, RA_EUSAGE,
		    _("--expect says %ld, but nobody has left"), v->expect);
	say_note(_("nobody has left: nothing to revoke"));
	return 0;
}

int
apply_run(struct app *app, const struct apply_values *v, enum ra_op op,
    struct ra_err *e)
{
	struct work w = { 0 };
	struct ra_shipment sh = { 0 };
	const bool ends = op == RA_OP_REVOKE || op == RA_OP_SUSPEND;
	int rc = -1;

	if (read_batch(app, v, op, &w, e) == -1)
		goto out;
	if (w.b->n == 0) {
		rc = nobody_left(v, e);
		goto out;
	}
	if (v->output != NULL) {
		rc = sources_write(v, &w.c, e);
		goto out;
	}
	if (ra_shipment_pack(&sh, w.b, e) == -1)
		goto out;
	rc = apply_admit(app, v, &sh, e);
	if (v->dry) {
		/* Shown in any case, the journal's objection after it. */
		if (ends)
			show_victims(&sh);
		apply_show(app, &sh);
		goto out;
	}
	if (rc == -1)
		goto out;
	if (sh.n == 0) {
		say_note(_("batch %ld: nothing is left to send"), v->resume);
		goto out;
	}
	rc = -1;
	if (ends && confirm_revoke(app, v, &sh, e) == -1)
		goto out;
	if (confirm_warnings(app, v, w.b, e) == -1)
		goto out;
	if (stop_asked())
		goto out;
	rc = apply_send(app, v, &sh, e);
out:
	ra_shipment_clear(&sh);
	ra_batch_clear(&w.read);
	ra_compose_clear(&w.c);
	return rc;
}
