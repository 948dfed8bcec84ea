/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* issue, renew and revoke: their options, and what applications are made of. */
#include "apply_sources.h"

#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"

#include "kinds.h"
#include "out.h"
#include "say.h"
#include "stop.h"

static const char *const modes[] = { "abort", "skip", NULL };

#define V(field) offsetof(struct apply_values, field)
#define FILE_OPTION(name, letter, arg, field, what)                            \
	{                                                                      \
		name, letter, arg, OPT_TEXT, OPT_FILL_FILE, V(field), NULL, 0, \
		    0, NULL, what                                              \
	}
#define TEXT_OPTION(name, arg, field, what)                                    \
	{                                                                      \
		name, 0, arg, OPT_TEXT, OPT_FILL_NONE, V(field), NULL, 0, 0,   \
		    NULL, what                                                 \
	}
#define COMMON                                                                 \
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE, V(type), send_words, \
		0, 0, NULL,                                                    \
		N_("server or client, where the columns do not tell") },       \
	    { "on-error", 0, "MODE", OPT_CHOICE, OPT_FILL_NONE, V(on_error),   \
		    modes, 0, 0, NULL,                                         \
		    N_("a bad record makes the service abort the file, or "    \
		       "skip it") },                                           \
	    { "dry-run", 'n', NULL, OPT_FLAG, OPT_FILL_NONE, V(dry), NULL, 0,  \
		    0, NULL, N_("check, show what would be sent, and stop") }, \
	    JOURNAL_OPTIONS(struct apply_values, resubmit, resume),            \
	    FILE_OPTION("output", 'o', "FILE", output,                         \
		N_("write the application file and stop")),                    \
	    FILE_OPTION("inventory", 0, "FILE", inventory,                     \
		N_("list of the service, to look names and serials up")),      \
	    FILE_OPTION("from-cert", 0, "FILE", from_cert,                     \
		N_("certificate that is renewed or revoked")),                 \
	    TEXT_OPTION("from-host", "HOST[:PORT]", from_host,                 \
		N_("host whose certificate that is"))

const struct opt apply_options[] = {
	COMMON,
	{ "yes", 'y', NULL, OPT_FLAG, OPT_FILL_NONE, V(yes), NULL, 0, 0, NULL,
	    N_("send without asking, warnings or not") },
	FILE_OPTION("people", 0, "FILE", people,
	    N_("list of people, for client and S/MIME certificates")),
	TEXT_OPTION("cert-profile", "ID", cert_profile,
	    N_("certificate profile, where nothing else tells it")),
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

const struct opt revoke_options[] = {
	COMMON,
	{ "yes", 'y', NULL, OPT_FLAG, OPT_FILL_NONE, V(yes), NULL, 0, 0, NULL,
	    N_("do not ask; wants --expect") },
	{ "expect", 0, "N", OPT_NUMBER, OPT_FILL_NONE, V(expect), NULL, 1,
	    1000000, NULL,
	    N_("with --yes: exactly so many certificates are revoked") },
	FILE_OPTION("leavers", 0, "FILE", leavers,
	    N_("list of the people who are still there: the others' "
	       "certificates are revoked")),
	TEXT_OPTION("reason", "CODE", reason,
	    N_("reason of the revocation: 0, 1, 3, 4, 5 or its name")),
	TEXT_OPTION(
	    "comment", "TEXT", comment, N_("comment on the revocation")),
	{ "yes-key-compromised", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    V(compromised), NULL, 0, 0, NULL,
	    N_("reason 1 is meant: the private key is known to others") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static bool
to_stdout(const struct apply_values *v)
{
	return v->output != NULL && strcmp(v->output, "-") == 0;
}

struct ra_compose_ask
sources_ask(const struct app *app, const struct apply_values *v, enum ra_op op,
    unsigned kinds)
{
	const struct ra_config_profile *p = app->profile;
	struct ra_compose_ask a = {
		.op = op,
		.kinds = kinds,
		.defaults = { p->o, p->l, p->st, p->manager_name,
		    p->manager_unit, p->manager_mail, p->manager_software },
		.profile_id = v->cert_profile,
		.reason = v->reason,
		.comment = v->comment,
		.key_compromised = v->compromised,
		.expect = (size_t)v->expect,
		.now = ra_clock_now(),
		.inventory = v->inventory,
		.people = v->people,
		.leavers = v->leavers,
		.from_cert = v->from_cert,
		.from_host = v->from_host,
		.names = v->acme && op == RA_OP_ISSUE,
		.san = v->san,
		.write = v->output != NULL,
		.output = to_stdout(v) ? NULL : v->output,
		.peek = { .stop = stop_asked },
	};

	return a;
}

int
sources_check(
    const struct app *app, const struct apply_values *v, struct ra_err *e)
{
	if (app->args.n == 0 && v->people == NULL && v->leavers == NULL &&
	    v->from_cert == NULL && v->from_host == NULL)
		return ra_fail(
		    e, RA_EUSAGE, _("%s wants files"), app->cmd->name);
	if (v->output != NULL && v->dry)
		return ra_fail(
		    e, RA_EUSAGE, _("-o writes, -n does not: one of them"));
	return 0;
}

static int
print_part(const struct ra_composition *c, struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	if (c->batch.n != 1)
		return ra_fail(e, RA_EUSAGE,
		    _("%zu files for one standard output: say -o FILE.tsv"),
		    c->batch.n);
	ra_buf_init_secret(&b, RA_REQUEST_ENCODED_MAX);
	rc = ra_request_encode(c->batch.exam[0].req, &b, e);
	if (rc == 0)
		out_bytes(b.p, b.n);
	ra_buf_clear(&b);
	return rc;
}

int
sources_write(const struct apply_values *v, const struct ra_composition *c,
    struct ra_err *e)
{
	size_t i;

	if (to_stdout(v))
		return print_part(c, e);
	if (ra_compose_write(c, e) == -1)
		return -1;
	for (i = 0; i < c->batch.n; i++)
		say_note(_("%s: records: %zu"), c->batch.exam[i].path,
		    c->batch.exam[i].req->n);
	return 0;
}
