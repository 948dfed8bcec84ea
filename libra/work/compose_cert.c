/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Composing from a certificate in a file or in service at a host. */
#include "base/i18n.h"
#include "base/log.h"
#include "work/compose_in.h"

/* A host name in it: a server's. Otherwise the officer says. */
static const struct ra_form *
form_of(const struct ra_composer *x, const struct ra_cert *cert)
{
	const struct ra_form *server = ra_compose_form(x, false);
	const struct ra_form *people = ra_compose_form(x, true);

	if (server == NULL || people == NULL)
		return server != NULL ? server : people;
	return ra_cert_dnsname(cert, 0) != NULL ? server : NULL;
}

static bool
same_subject(const struct ra_dn *a, const struct ra_dn *b)
{
	static const enum ra_attr attrs[] = { RA_ATTR_CN, RA_ATTR_O, RA_ATTR_L,
		RA_ATTR_ST, RA_ATTR_C };
	const char *x, *y;
	size_t i;

	for (i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++) {
		x = ra_dn_get(a, attrs[i], 0);
		y = ra_dn_get(b, attrs[i], 0);
		if ((x == NULL) != (y == NULL) ||
		    (x != NULL && !ra_span_caseeqs(ra_span_str(x), y)))
			return false;
	}
	return true;
}

/*
 * Manual 5-3-2: a renewal keeps the DN. Small letters instead of capitals are
 * taken since 2024, and without its OU since 2022.
 */
static int
check_subject(
    const struct ra_composer *x, struct ra_draft *d, const struct ra_cert *cert)
{
	const char *text = ra_draft_get(d, "subject_dn");
	struct ra_dn dn = { 0 };
	int rc = 0;

	if (d->form->id == RA_FORM_SERVER_RENEW && text != NULL &&
	    ra_dn_parse("DN", ra_span_str(text), &dn, NULL) == 0 && dn.n > 1 &&
	    !same_subject(&dn, ra_cert_subject(cert))) {
		rc = ra_fail(x->e, RA_EINPUT,
		    _("%s: the subject %s is not that of the old certificate"),
		    d->origin, text);
		ra_next(x->e,
		    _("a renewal keeps the subject; with another one it is a "
		      "new certificate: upkira issue"));
	}
	ra_dn_clear(&dn);
	return rc;
}

int
ra_compose_old(
    const struct ra_composer *x, struct ra_draft *d, const struct ra_cert *cert)
{
	if (check_subject(x, d, cert) == -1)
		return -1;
	return ra_draft_cert(d, cert, x->e);
}

/* Under the requests with its CN, or on its own when there is none. */
static int
use(const struct ra_composer *x, const struct ra_cert *cert, const char *origin)
{
	const char *cn = ra_dn_get(ra_cert_subject(cert), RA_ATTR_CN, 0);
	struct ra_drafts *all = &x->c->drafts;
	const struct ra_form *form;
	struct ra_draft *d;
	size_t i, used = 0;

	for (i = 0; i < all->n; i++) {
		if (!ra_compose_same_cn(&all->d[i], cn))
			continue;
		used++;
		if (ra_compose_old(x, &all->d[i], cert) == -1)
			return -1;
	}
	if (used > 0)
		return 0;
	if ((form = form_of(x, cert)) == NULL)
		return ra_fail(x->e, RA_EUSAGE,
		    _("%s: whether a server or a person has it cannot be "
		      "told: say -t server or -t client"),
		    origin);
	d = ra_compose_draft(x, form, origin);
	return d == NULL ? -1 : ra_draft_cert(d, cert, x->e);
}

int
ra_compose_from_cert(const struct ra_composer *x)
{
	const char *path = x->ask->from_cert;
	struct ra_cert *cert;
	int rc;

	if (path == NULL)
		return 0;
	if ((cert = ra_compose_load_cert(path, x->e)) == NULL)
		return -1;
	rc = use(x, cert, path);
	ra_cert_free(cert);
	return rc;
}

int
ra_compose_from_host(const struct ra_composer *x)
{
	struct ra_peek p = { 0 };
	int rc = -1;

	if (x->ask->from_host == NULL)
		return 0;
	if (ra_peek(x->ask->from_host, &x->ask->peek, &p, x->e) == 0) {
		if (!p.upki)
			ra_log(RA_LOG_WARN,
			    _("%s: the certificate is signed by \"%s\", not "
			      "by a CA of the service: is it the right host?"),
			    p.place, p.issuer);
		rc = use(x, p.cert, p.place);
	}
	ra_peek_clear(&p);
	return rc;
}
