/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Drafts from requests and certificates, and what an institution always says.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "upki/draft.h"
#include "upki/profile.h"

/* For what is at hand, but not every form has a use for. */
static int
offer(struct ra_draft *d, const char *key, const char *value, struct ra_err *e)
{
	if (!ra_draft_takes(d, key))
		return 0;
	return ra_draft_set(d, key, ra_span_str(value), true, e);
}

/* A request or certificate may have it C first; the service wants CN first. */
static int
offer_dn(struct ra_draft *d, const struct ra_dn *dn, struct ra_err *e)
{
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_DRAFT_VALUE_MAX);
	ra_dn_format_cn_first(dn, &b);
	if (ra_buf_done(&b, d->origin, e) == 0)
		rc = offer(d, "subject_dn", ra_buf_str(&b), e);
	ra_buf_clear(&b);
	return rc;
}

/* The server profile that is made for such a key, or NULL. */
static const struct ra_profile *
profile_of(const struct ra_key_info *k)
{
	const struct ra_profile *p;

	for (p = ra_profile_table(); p->id != 0; p++)
		if (p->use == RA_USE_SERVER && p->current &&
		    p->key == k->type && p->bits == k->bits &&
		    (p->curve == NULL || strcmp(p->curve, k->curve) == 0))
			return p;
	return NULL;
}

static bool
about_people(const struct ra_draft *d)
{
	return d->form->iface == RA_IF_CLIENT_APPLY;
}

/* A person's profile is not told by a key. */
static int
offer_profile(struct ra_draft *d, const struct ra_key_info *k, struct ra_err *e)
{
	const struct ra_profile *p = profile_of(k);
	char id[16];

	if (about_people(d) || !ra_draft_takes(d, "profile_id") || p == NULL)
		return 0;
	snprintf(id, sizeof(id), "%d", p->id);
	return offer(d, "profile_id", id, e);
}

static int
refuse_key(
    const struct ra_draft *d, const struct ra_key_info *k, struct ra_err *e)
{
	ra_fail(e, RA_EINPUT,
	    _("%s: the key is %s %d, wanted RSA 2048 (profile 3) or EC "
	      "secp384r1 (profile 11)"),
	    d->origin,
	    k->type == RA_KEY_RSA      ? "RSA"
		: k->type == RA_KEY_EC ? "EC"
				       : "?",
	    k->bits);
	ra_next(e, _("make a new key of that kind and a request with it"));
	return -1;
}

/* Only when nobody has said the list: names are not mixed. */
static int
offer_names(struct ra_draft *d, const void *from,
    const char *(*nth)(const void *, size_t), struct ra_err *e)
{
	const char *name;
	size_t i;

	if (!ra_draft_takes(d, "dnsname") || ra_draft_get(d, "dnsname") != NULL)
		return 0;
	for (i = 0; (name = nth(from, i)) != NULL; i++)
		if (ra_draft_dns(d, ra_span_str(name), e) == -1)
			return -1;
	return 0;
}

static const char *
csr_name(const void *csr, size_t n)
{
	return ra_csr_dnsname(csr, n);
}

static const char *
cert_name(const void *cert, size_t n)
{
	return ra_cert_dnsname(cert, n);
}

int
ra_draft_csr(struct ra_draft *d, const struct ra_csr *csr, struct ra_err *e)
{
	const struct ra_dn *dn = ra_csr_subject(csr);
	const struct ra_key_info *k = ra_csr_key(csr);
	struct ra_buf line;
	int rc = -1;

	ra_buf_init(&line, RA_DRAFT_VALUE_MAX);
	ra_csr_to_line(csr, &line);
	if (ra_buf_done(&line, d->origin, e) == -1 ||
	    offer_dn(d, dn, e) == -1 || offer_profile(d, k, e) == -1)
		goto out;
	if (ra_draft_takes(d, "csr") && ra_draft_get(d, "profile_id") == NULL) {
		refuse_key(d, k, e);
		goto out;
	}
	if (offer(d, "csr", ra_buf_str(&line), e) == 0 &&
	    offer(d, "fqdn", ra_dn_get(dn, RA_ATTR_CN, 0), e) == 0 &&
	    offer_names(d, csr, csr_name, e) == 0)
		rc = 0;
out:
	ra_buf_clear(&line);
	return rc;
}

int
ra_draft_cert(struct ra_draft *d, const struct ra_cert *cert, struct ra_err *e)
{
	const struct ra_dn *dn = ra_cert_subject(cert);

	if (offer_dn(d, dn, e) == -1 ||
	    offer(d, "serial", ra_cert_serial(cert)->dec, e) == -1 ||
	    offer_profile(d, ra_cert_key(cert), e) == -1 ||
	    offer(d, "fqdn", ra_dn_get(dn, RA_ATTR_CN, 0), e) == -1)
		return -1;
	return offer_names(d, cert, cert_name, e);
}

static bool
only_cn_and_ou(const struct ra_dn *dn)
{
	size_t i;

	for (i = 0; i < dn->n; i++)
		if (dn->rdn[i].attr != RA_ATTR_CN &&
		    dn->rdn[i].attr != RA_ATTR_OU)
			return false;
	return true;
}

static int
add_attr(const struct ra_draft *d, const char *name, const char *value,
    struct ra_buf *out, struct ra_err *e)
{
	if (value == NULL || value[0] == '\0') {
		ra_fail(
		    e, RA_EINPUT, _("%s: subject_dn: no %s"), d->origin, name);
		ra_next(e,
		    _("say subject.%s in upkira.yaml, or the whole subject_dn "
		      "in the batch"),
		    name);
		return -1;
	}
	ra_buf_addf(out, ",%s=%s", name, value);
	return 0;
}

/* Manual 5-3-1, column 1: CN,O,L,ST,C, and C is JP. */
static int
complete_dn(
    struct ra_draft *d, const struct ra_defaults *defaults, struct ra_err *e)
{
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_DRAFT_VALUE_MAX);
	ra_buf_adds(&b, ra_draft_get(d, "subject_dn"));
	if (add_attr(d, "O", defaults->o, &b, e) == 0 &&
	    add_attr(d, "L", defaults->l, &b, e) == 0 &&
	    add_attr(d, "ST", defaults->st, &b, e) == 0) {
		ra_buf_adds(&b, ",C=JP");
		rc = ra_draft_set(d, "subject_dn", ra_buf_span(&b), false, e);
	}
	ra_buf_clear(&b);
	return rc;
}

/* S/MIME certificates have a CN alone: nothing may be added there. */
static bool
dn_is_of_the_past(const struct ra_draft *d)
{
	return d->form->id == RA_FORM_CLIENT_REVOKE ||
	    d->form->op == RA_OP_SUSPEND;
}

static int
fill_dn(
    struct ra_draft *d, const struct ra_defaults *defaults, struct ra_err *e)
{
	struct ra_span said = ra_span_str(ra_draft_get(d, "subject_dn"));
	struct ra_dn dn = { 0 };
	int rc = 0;

	/* What does not parse is the business of the check. */
	if (said.n == 0 || ra_dn_parse("DN", said, &dn, NULL) == -1)
		goto out;
	if (offer(d, "fqdn", ra_dn_get(&dn, RA_ATTR_CN, 0), e) == -1)
		rc = -1;
	else if (only_cn_and_ou(&dn) && !dn_is_of_the_past(d))
		rc = complete_dn(d, defaults, e);
out:
	ra_dn_clear(&dn);
	return rc;
}

int
ra_draft_fill(
    struct ra_draft *d, const struct ra_defaults *defaults, struct ra_err *e)
{
	if (fill_dn(d, defaults, e) == -1)
		return -1;
	/* There a manager is said only when he has changed. */
	if (d->form->op == RA_OP_REVOKE || d->form->op == RA_OP_SUSPEND)
		return 0;
	if (offer(d, "manager_name", defaults->manager_name, e) == -1 ||
	    offer(d, "manager_unit", defaults->manager_unit, e) == -1 ||
	    offer(d, "manager_mail", defaults->manager_mail, e) == -1)
		return -1;
	return offer(d, "software", defaults->software, e);
}
