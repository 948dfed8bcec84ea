/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira acme: accounts of ACME, and what their clients are told. */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "work/desk.h"
#include "work/eab.h"

#include "app.h"
#include "apply.h"
#include "out.h"
#include "say.h"

struct values {
	struct apply_values apply;
	int client;
	bool argv;
	const char *directory;
};

#define V(field) offsetof(struct values, field)
#define A(field) offsetof(struct values, apply.field)

static const char *const modes[] = { "abort", "skip", NULL };

static const struct opt options[] = {
	{ "on-error", 0, "MODE", OPT_CHOICE, OPT_FILL_NONE, A(on_error), modes,
	    0, 0, NULL,
	    N_("a bad record makes the service abort the file, or skip it") },
	{ "dry-run", 'n', NULL, OPT_FLAG, OPT_FILL_NONE, A(dry), NULL, 0, 0,
	    NULL, N_("check, show what would be sent, and stop") },
	JOURNAL_OPTIONS(struct values, apply.resubmit, apply.resume),
	{ "output", 'o', "FILE", OPT_TEXT, OPT_FILL_FILE, A(output), NULL, 0, 0,
	    NULL, N_("write the application file and stop") },
	{ "yes", 'y', NULL, OPT_FLAG, OPT_FILL_NONE, A(yes), NULL, 0, 0, NULL,
	    N_("do not ask; suspend and revoke want --expect with it") },
	{ "expect", 0, "N", OPT_NUMBER, OPT_FILL_NONE, A(expect), NULL, 1,
	    1000000, NULL,
	    N_("with --yes: exactly so many are suspended or revoked") },
	{ "yes-key-compromised", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    A(compromised), NULL, 0, 0, NULL,
	    N_("reason 1 is meant: the private key is known to others") },
	{ "san", 0, "NAME,...", OPT_TEXT, OPT_FILL_NONE, A(san), NULL, 0, 0,
	    NULL, N_("further names (dNSName) of the only NAME") },
	{ "cert-profile", 0, "ID", OPT_TEXT, OPT_FILL_NONE, A(cert_profile),
	    NULL, 0, 0, NULL,
	    N_("certificate profile: 3 (RSA 2048) or 11 (P-384)") },
	{ "show-eab", 0, NULL, OPT_FLAG, OPT_FILL_NONE, A(show_eab), NULL, 0, 0,
	    NULL, N_("print key ID and HMAC key of the new EAB, too") },
	{ "client", 0, "CLIENT", OPT_CHOICE, OPT_FILL_NONE, V(client),
	    ra_acme_clients, 0, 0, NULL, N_("recipe for this ACME client") },
	{ "directory", 0, "URL", OPT_TEXT, OPT_FILL_NONE, V(directory), NULL, 0,
	    0, NULL, N_("directory of the ACME server, for the recipe") },
	{ "expose-eab", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(argv), NULL, 0, 0,
	    NULL, N_("let the recipe hand the EAB over on a command line") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static int
eab_path(const struct app *app, char **path, struct ra_err *e)
{
	const char *name = app->args.v[0];
	char *state, *dir;

	if (strchr(name, '/') != NULL) {
		*path = ra_strdup(name);
		return 0;
	}
	state = ra_desk_state(app->profile, e);
	if (state == NULL)
		return -1;
	dir = ra_fs_join(state, "acme");
	*path = ra_eab_path(dir, name);
	free(dir);
	free(state);
	return 0;
}

static void
remarks(const struct ra_recipe *r)
{
	if (r->directory == ra_acme_directory)
		say_warn(_("%s is known from a single public source; what the "
			   "service desk tells goes before it"),
		    r->directory);
	if (r->client == RA_UACME)
		say_warn(_("while uacme registers, every user of the host can "
			   "read the EAB in the list of processes"));
}

static int
recipe(struct app *app, const struct values *v, struct ra_err *e)
{
	struct ra_recipe r = { .client = (enum ra_acme_client)v->client,
		.directory =
		    v->directory != NULL ? v->directory : ra_acme_directory,
		.argv = v->argv };
	struct ra_eab x = { 0 };
	struct ra_buf b;
	char *path = NULL;
	int rc = -1;

	if (app->args.n != 1)
		return ra_fail(
		    e, RA_EUSAGE, _("acme recipe wants one name or EAB file"));
	ra_buf_init(&b, RA_EAB_FILE_MAX * 8);
	if (eab_path(app, &path, e) == -1 || ra_eab_load(path, &x, e) == -1)
		goto out;
	r.path = path;
	if (ra_recipe_write(&r, &x, &b, e) == -1)
		goto out;
	remarks(&r);
	out_bytes(b.p, b.n);
	rc = 0;
out:
	ra_buf_clear(&b);
	ra_eab_clear(&x);
	free(path);
	return rc;
}

static int
apply(struct app *app, const struct values *v, enum ra_op op, struct ra_err *e)
{
	struct apply_values a = v->apply;

	a.acme = true;
	if ((a.san != NULL || a.cert_profile != NULL) && op != RA_OP_ISSUE)
		return ra_fail(e, RA_EUSAGE,
		    _("--san and --cert-profile are for acme create"));
	if (a.san != NULL && app->args.n != 1)
		return ra_fail(e, RA_EUSAGE,
		    _("--san belongs to one name, found %zu"), app->args.n);
	return apply_run(app, &a, op, e);
}

static const char *const args[] = { "create", "renew", "suspend", "revoke",
	"recipe", NULL };

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	static const enum ra_op op[] = { RA_OP_ISSUE, RA_OP_RENEW,
		RA_OP_SUSPEND, RA_OP_REVOKE };
	const struct operands all = app->args;
	size_t i;
	int rc;

	for (i = 0; all.n > 0 && args[i] != NULL; i++)
		if (strcmp(all.v[0], args[i]) == 0)
			break;
	if (all.n == 0 || args[i] == NULL) {
		ra_fail(e, RA_EUSAGE,
		    _("acme wants one of create, renew, suspend, revoke, "
		      "recipe"));
		ra_next(e, _("upkira acme create FILE|NAME"));
		return -1;
	}
	app->args.v++;
	app->args.n--;
	rc = i < sizeof(op) / sizeof(op[0]) ? apply(app, values, op[i], e)
					    : recipe(app, values, e);
	app->args = all;
	return rc;
}

const struct cmd cmd_acme = { "acme",
	"create|renew|suspend|revoke|recipe FILE|NAME...", NEED_PROFILE,
	options, sizeof(struct values), run, args, OPT_FILL_FILE,
	N_("accounts of ACME, and recipes for its clients"), false };
