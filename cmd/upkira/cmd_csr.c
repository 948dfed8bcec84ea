/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira csr: keys and requests with the institution's DN. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "work/makecsr.h"

#include "app.h"
#include "out.h"
#include "say.h"
#include "stop.h"

struct values {
	const char *san, *passphrase, *dir;
	int profile;
	bool plaintext;
};

#define V(field) offsetof(struct values, field)

/* The server profiles that are offered today. */
static const char *const profiles[] = { "3", "11", NULL };

static const struct opt options[] = {
	{ "san", 0, "NAME,...", OPT_TEXT, OPT_FILL_NONE, V(san), NULL, 0, 0,
	    NULL, N_("further names (dNSName) of the only NAME") },
	{ "profile", 0, "ID", OPT_CHOICE, OPT_FILL_NONE, V(profile), profiles,
	    0, 0, NULL, N_("certificate profile: 3 (RSA 2048) or 11 (P-384)") },
	{ "plaintext-key", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(plaintext), NULL,
	    0, 0, NULL, N_("do not encrypt the keys") },
	{ "passphrase", 0, "SOURCE", OPT_TEXT, OPT_FILL_NONE, V(passphrase),
	    NULL, 0, 0, NULL,
	    N_("pass phrase of the keys: file: env: fd: cmd: or cred:") },
	{ "dir", 'd', "DIR", OPT_TEXT, OPT_FILL_DIR, V(dir), NULL, 0, 0, NULL,
	    N_("write the files into this folder") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static int
too_weak(struct ra_err *e)
{
	ra_fail(e, RA_ECRED, _("an empty pass phrase encrypts nothing"));
	ra_next(e, _("choose one, or say --plaintext-key"));
	return -1;
}

/* A slip at the keyboard would lock the keys away for good. */
static int
ask_again(const struct ra_secret *first, struct ra_err *e)
{
	struct ra_secret again = { 0 };
	int rc = ra_secret_read(&again, NULL, _("The same again: "), true, e);

	if (rc == 0 &&
	    (again.n != first->n || memcmp(again.p, first->p, again.n) != 0))
		rc = ra_fail(e, RA_ECRED,
		    _("the two pass phrases differ; nothing was made"));
	ra_secret_clear(&again);
	return rc;
}

static int
read_pass(const struct app *app, const struct values *v, struct ra_secret *pass,
    struct ra_err *e)
{
	if (ra_secret_read(pass, v->passphrase,
		_("Pass phrase for the new keys: "), !app->g.no_input, e) == -1)
		return -1;
	if (pass->n == 0)
		return too_weak(e);
	return v->passphrase != NULL ? 0 : ask_again(pass, e);
}

static void
print(const struct app *app, const struct ra_made_list *l, const char *profile)
{
	static const struct out_column col[] = {
		{ "name", N_("name"), OUT_TEXT },
		{ "profile", N_("profile"), OUT_INT },
		{ "key", N_("key"), OUT_TEXT },
		{ "csr", N_("request"), OUT_TEXT },
		{ "spki", N_("SHA-256 of the public key"), OUT_TEXT },
	};
	struct out o;
	size_t i;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < l->n; i++) {
		const struct ra_made *m = &l->m[i];
		const char *cell[] = { m->name, profile, m->key, m->csr,
			m->spki };

		out_row(&o, cell);
	}
	out_end(&o);
}

/* "a,b" as a list that ends in NULL; text is cut up for it. */
static char **
cut_names(char *text)
{
	char **list = ra_calloc(1, sizeof(*list)), *next;
	size_t n = 0;

	for (; text != NULL; text = next) {
		next = strchr(text, ',');
		if (next != NULL)
			*next++ = '\0';
		list = ra_realloc(list, n + 2, sizeof(*list));
		list[n++] = text;
		list[n] = NULL;
	}
	return list;
}

static int
make(struct app *app, const struct values *v, const struct ra_makecsr *c,
    struct ra_err *e)
{
	struct ra_secret pass = { 0 };
	struct ra_made_list made = { 0 };
	int rc = -1;

	if (ra_makecsr_check(c, e) == -1 ||
	    (!v->plaintext && read_pass(app, v, &pass, e) == -1))
		goto out;
	rc = ra_makecsr_run(c, v->plaintext ? NULL : &pass, &made, e);
	print(app, &made, profiles[v->profile]);
out:
	ra_secret_clear(&pass);
	ra_made_clear(&made);
	return rc;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	char *names = v->san != NULL ? ra_strdup(v->san) : NULL;
	char **san = cut_names(names);
	struct ra_makecsr c = {
		.conf = app->profile,
		.name = app->args.v,
		.n = app->args.n,
		.san = (const char *const *)san,
		.dir = v->dir,
		.stop = stop_asked,
	};
	int rc = -1;

	c.profile = ra_profile_find(strtol(profiles[v->profile], NULL, 10));
	if (app->args.n == 0) {
		ra_fail(e, RA_EUSAGE, _("csr wants host names"));
		goto out;
	}
	if (v->plaintext && v->passphrase != NULL) {
		ra_fail(e, RA_EUSAGE,
		    _("--plaintext-key and --passphrase exclude each "
		      "other"));
		goto out;
	}
	rc = make(app, v, &c, e);
out:
	free(san);
	free(names);
	return rc;
}

const struct cmd cmd_csr = { "csr", "NAME...", NEED_PROFILE, options,
	sizeof(struct values), run, NULL, OPT_FILL_NONE,
	N_("make keys and requests with the institution's DN"), false };
