/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The EABs of an answer: stored before a word is printed. */
#include "apply_eab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"

#include "out.h"
#include "say.h"

struct kept_eab {
	struct ra_eab eab;
	char *path;	   /* NULL: stored nowhere */
	struct ra_err why; /* not where it belongs */
};

void
eabs_elsewhere(const char *dir[EABS_ELSEWHERE])
{
	const char *home = getenv("HOME"), *tmp = getenv("TMPDIR");
	size_t n = 0;

	if (home != NULL && home[0] == '/')
		dir[n++] = home;
	dir[n++] = tmp != NULL && tmp[0] == '/' ? tmp : "/tmp";
	dir[n] = NULL;
}

static void
store_elsewhere(struct kept_eab *k)
{
	const char *dir[EABS_ELSEWHERE];
	size_t i;

	eabs_elsewhere(dir);
	for (i = 0; dir[i] != NULL; i++)
		if (ra_eab_store(&k->eab, dir[i], &k->path, NULL) == 0)
			return;
}

void
eabs_take(void *arg, const struct ra_parcel *p)
{
	struct eabs *l = arg;
	const struct ra_upload_result *r = &p->result;
	struct kept_eab *k;
	size_t i;

	if (p->req == NULL || p->iface != RA_IF_ACME)
		return;
	l->wanted = l->wanted || p->op == RA_OP_ISSUE || p->op == RA_OP_RENEW;
	for (i = 0; i < r->n && i < p->records; i++) {
		l->accepted += r->v[i].kind == RA_V_ACCEPTED;
		l->k = ra_grow(l->k, l->n, sizeof(*k));
		k = &l->k[l->n];
		memset(k, 0, sizeof(*k));
		if (!ra_eab_take(&k->eab, p->req, p->docket[i].place, &r->v[i]))
			continue;
		l->n++;
		if (ra_eab_store(&k->eab, l->dir, &k->path, &k->why) == -1)
			store_elsewhere(k);
	}
}

/* Whoever closes the terminal now has lost it: it is shown nowhere else. */
static void
last_resort(const struct kept_eab *k)
{
	say_warn(_("%s: the EAB could be stored nowhere; the service shows it "
		   "only once: copy these lines to a private file now"),
	    k->eab.name);
	fprintf(stderr,
	    "kid: %s\nhmac: %s\naccount: %s\nprofile: %s\n"
	    "names: %s\n",
	    k->eab.kid.p, k->eab.hmac.p, k->eab.account, k->eab.profile,
	    k->eab.names);
}

static void
show(const struct eabs *l, const struct app *app)
{
	static const struct out_column col[] = {
		{ "name", N_("CN"), OUT_TEXT },
		{ "account", N_("ACCOUNT"), OUT_TEXT },
		{ "kid", N_("EAB KEY ID"), OUT_TEXT },
		{ "hmac", N_("EAB HMAC KEY"), OUT_TEXT },
		{ "eab_file", N_("FILE"), OUT_TEXT },
	};
	struct out o;
	size_t i;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < l->n; i++) {
		const struct ra_eab *x = &l->k[i].eab;
		const char *cell[] = { x->name, x->account, x->kid.p, x->hmac.p,
			l->k[i].path };

		out_row(&o, cell);
	}
	out_end(&o);
	out_flush();
}

int
eabs_tell(
    const struct eabs *l, const struct app *app, bool shown, struct ra_err *e)
{
	const struct kept_eab *k;
	size_t i, lost = 0;

	for (i = 0; i < l->n; i++) {
		k = &l->k[i];
		if (k->path == NULL) {
			last_resort(k);
			lost++;
		} else if (k->why.code != RA_OK) {
			say_warn(_("%s; the EAB of %s is in %s instead"),
			    k->why.msg, k->eab.name, k->path);
		} else {
			say_note(
			    _("%s: EAB stored in %s"), k->eab.name, k->path);
		}
	}
	if (l->wanted && l->accepted > l->n)
		say_warn(_("accepted: %zu, EABs on the result page: %zu; the "
			   "service desk can tell where the others are"),
		    l->accepted, l->n);
	if (shown && l->n > 0)
		show(l, app);
	if (lost > 0)
		return ra_fail(e, RA_EUNKNOWN,
		    _("the service accepted, but %zu EABs were not stored; "
		      "they stand above"),
		    lost);
	return 0;
}

void
eabs_clear(struct eabs *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		ra_eab_clear(&l->k[i].eab);
		free(l->k[i].path);
	}
	free(l->k);
	free(l->dir);
	memset(l, 0, sizeof(*l));
}
