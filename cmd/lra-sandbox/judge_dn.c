/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Judging names: the DN, host names, mail addresses, the request. */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/text.h"

#define O_CHARS "'(),-./:= "
#define CN_CHARS O_CHARS "@_"
#define DNSNAME "dNSName="

static const char *const domains[] = { SB_DOMAIN, SB_DOMAIN2 };

/* The order of a DN: each attribute at least min, at most max times. */
struct place {
	enum ra_attr attr;
	size_t min, max;
};

/* upki-facts 3: no OU for servers since 2022-07-26, L and ST since 2020. */
static const struct place strict[] = {
	{ RA_ATTR_CN, 1, 1 },
	{ RA_ATTR_O, 1, 1 },
	{ RA_ATTR_L, 1, 1 },
	{ RA_ATTR_ST, 1, 1 },
	{ RA_ATTR_C, 1, 1 },
};

/* Clients, and whatever names a certificate of former years. */
static const struct place loose[] = {
	{ RA_ATTR_CN, 1, 1 },
	{ RA_ATTR_OU, 0, RA_DN_RDN_MAX },
	{ RA_ATTR_O, 1, 1 },
	{ RA_ATTR_L, 0, 1 },
	{ RA_ATTR_ST, 0, 1 },
	{ RA_ATTR_C, 1, 1 },
};
#define STRICT_N (sizeof(strict) / sizeof(strict[0]))
#define LOOSE_N (sizeof(loose) / sizeof(loose[0]))

static bool
in_order(const struct ra_dn *dn, const struct place *p, size_t n)
{
	size_t i = 0, k, got;

	for (k = 0; k < n; k++) {
		for (got = 0; i < dn->n && dn->rdn[i].attr == p[k].attr; got++)
			i++;
		if (got < p[k].min || got > p[k].max)
			return false;
	}
	return i == dn->n;
}

/* upki-facts 3: at most 64 of these characters; a comma may be one of them. */
static bool
value_ok(const struct ra_rdn *r, bool server)
{
	struct ra_span s = ra_span_str(r->value);
	const char *extra = r->attr == RA_ATTR_CN ? CN_CHARS : O_CHARS;
	size_t i;

	if (s.n == 0 || s.n > SB_VALUE_MAX)
		return false;
	if (r->attr == RA_ATTR_CN && server)
		return sb_is_host(s);
	for (i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') &&
		    !(s.p[i] >= 'A' && s.p[i] <= 'Z') &&
		    !(s.p[i] >= '0' && s.p[i] <= '9') &&
		    strchr(extra, s.p[i]) == NULL)
			return false;
	return r->attr != RA_ATTR_C || strcmp(r->value, "JP") == 0;
}

/* ACME: names in capitals, no blank around them or the values. */
static bool
is_tight(const struct ra_dn *dn)
{
	size_t i;

	for (i = 0; i < dn->n; i++)
		if (dn->rdn[i].spaced ||
		    strcmp(dn->rdn[i].name, ra_attr_name(dn->rdn[i].attr)) != 0)
			return false;
	return true;
}

static bool
dn_ok(const struct sb_claim *c)
{
	bool server = c->form->iface == RA_IF_SERVER_APPLY ||
	    c->form->iface == RA_IF_ACME;
	bool fresh = c->form->op == RA_OP_ISSUE || c->form->op == RA_OP_RENEW;
	size_t i;

	if (server && fresh ? !in_order(&c->dn, strict, STRICT_N)
			    : !in_order(&c->dn, loose, LOOSE_N))
		return false;
	/* One of L and ST suffices, but there must be one. */
	if (ra_dn_count(&c->dn, RA_ATTR_L) + ra_dn_count(&c->dn, RA_ATTR_ST) ==
	    0)
		return false;
	for (i = 0; i < c->dn.n; i++)
		if (!value_ok(&c->dn.rdn[i], server))
			return false;
	return c->form->iface != RA_IF_ACME || is_tight(&c->dn);
}

/* Host names are lowered by the service since 2024-08-20. */
static void
lower_cn(struct ra_dn *dn)
{
	size_t i;

	for (i = 0; i < dn->n; i++)
		if (dn->rdn[i].attr == RA_ATTR_CN)
			sb_lower(dn->rdn[i].value);
}

void
sb_judge_dn(struct sb_claim *c, const char *text)
{
	struct ra_err e = { 0 };
	struct ra_buf b;

	if (ra_dn_parse("DN", ra_span_str(text), &c->dn, &e) == -1 ||
	    !dn_ok(c)) {
		sb_claim_refuse(c, "dn", RA_F_DN);
		return;
	}
	if (c->form->iface != RA_IF_CLIENT_APPLY &&
	    sb_is_host(ra_span_str(ra_dn_get(&c->dn, RA_ATTR_CN, 0))))
		lower_cn(&c->dn);
	ra_buf_init(&b, RA_DN_MAX);
	ra_dn_format(&c->dn, &b);
	c->dn_text = ra_strdup(ra_buf_str(&b));
	ra_buf_clear(&b);
}

static bool
differs(const struct ra_dn *dn, enum ra_attr a, const char *want)
{
	const char *got = ra_dn_get(dn, a, 0);

	return got != NULL && strcmp(got, want) != 0;
}

/* L and ST are fixed for each institution since 2020-12-22 (upki-facts 3). */
void
sb_judge_registered(struct sb_claim *c)
{
	if (differs(&c->dn, RA_ATTR_O, SB_O))
		sb_claim_refuse(c, "o", RA_F_DN);
	if (differs(&c->dn, RA_ATTR_L, SB_L))
		sb_claim_refuse(c, "l", RA_F_DN);
	if (differs(&c->dn, RA_ATTR_ST, SB_ST))
		sb_claim_refuse(c, "st", RA_F_DN);
}

int
sb_domain_of(struct ra_span host)
{
	struct ra_span d;
	size_t i;

	for (i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		d = ra_span_str(domains[i]);
		if (ra_span_eq(host, d) ||
		    (host.n > d.n && ra_span_ends(host, d) &&
			host.p[host.n - d.n - 1] == '.'))
			return (int)i + 1;
	}
	return 0;
}

const char *
sb_domain_name(int domain)
{
	size_t n = sizeof(domains) / sizeof(domains[0]);

	return domain >= 1 && (size_t)domain <= n ? domains[domain - 1] : "";
}

/* A name under a registered domain that is found in the DNS. */
static void
judge_host(struct sb_claim *c, const char *host, enum ra_field f)
{
	if (sb_domain_of(ra_span_str(host)) == 0)
		sb_claim_refuse(c, "domain", f);
	/*
	 * MPIC and CAA (upki-facts 4, 338) cannot be played without a network.
	 */
	/* A choice: no DNS is asked, this label stands for its failure. */
	if (ra_span_starts(ra_span_str(host), RA_SPAN("nxdomain.")))
		sb_claim_refuse(c, "dns", f);
}

static bool
has_name(const struct sb_claim *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->nnames; i++)
		if (strcmp(c->name[i], name) == 0)
			return true;
	return false;
}

/* One "dNSName=a" of column 13; false when it was refused. */
static bool
take_name(struct sb_claim *c, struct ra_span piece)
{
	struct ra_span host = ra_span_from(piece, strlen(DNSNAME));
	char *name;

	if (!ra_span_starts(piece, RA_SPAN(DNSNAME)) || !sb_is_host(host)) {
		sb_claim_refuse(c, "form", RA_F_DNSNAME);
		return false;
	}
	name = ra_strndup(host.p, host.n);
	sb_lower(name);
	if (c->nnames == SB_NAMES_MAX || has_name(c, name)) {
		sb_claim_refuse_item(c, "names", "dNSName", SB_NAMES_MAX);
		free(name);
		return false;
	}
	judge_host(c, name, RA_F_DNSNAME);
	c->name[c->nnames++] = name;
	return true;
}

void
sb_judge_names(struct sb_claim *c)
{
	const char *cn = ra_dn_get(&c->dn, RA_ATTR_CN, 0);
	struct ra_span rest = ra_span_str(sb_claim_get(c, RA_F_DNSNAME));
	size_t len = rest.n;
	bool comma = len > 0 && rest.p[len - 1] == ',';
	char *fqdn = ra_strdup(sb_claim_get(c, RA_F_FQDN));

	sb_lower(fqdn);
	if (strcmp(fqdn, cn) != 0)
		sb_claim_refuse(c, "fqdn", RA_F_FQDN);
	free(fqdn);
	judge_host(c, cn, RA_F_DN);
	while (rest.n > 0)
		if (!take_name(c, ra_span_cut(&rest, ',')))
			return;
	if (comma)
		sb_claim_refuse(c, "form", RA_F_DNSNAME);
	if (has_name(c, cn))
		return;
	/* The FQDN is added and counts towards the length: manual 5-3-1. */
	if (len > 0 && len + strlen("," DNSNAME) + strlen(cn) > 250)
		sb_claim_refuse_item(c, "too-long", "dNSName", 250);
	c->name[c->nnames++] = ra_strdup(cn);
}

/*
 * S/MIME: the CN is a mail address and that of column 14; choices: its
 * domain must be registered, and so must that of a client's address.
 */
void
sb_judge_user_mail(struct sb_claim *c)
{
	const char *cn = ra_dn_get(&c->dn, RA_ATTR_CN, 0);
	const char *mail = sb_claim_key(c, "user_mail");
	const char *at = strchr(mail, '@');

	if (at == NULL || sb_domain_of(ra_span_str(at + 1)) == 0)
		sb_claim_refuse_item(c, "domain", "利用者mail", 0);
	if (c->profile->use != RA_USE_SMIME)
		return;
	if (!sb_is_mail(ra_span_str(cn)))
		sb_claim_refuse(c, "mail", RA_F_DN);
	else if (strcmp(cn, mail) != 0)
		sb_claim_refuse_item(c, "user-mail", "利用者mail", 0);
}

/* The request's subject in the same letters as column 1 is compared. */
static bool
same_subject(const struct sb_claim *c)
{
	struct ra_err e = { 0 };
	struct ra_dn copy = { 0 };
	struct ra_buf b;
	bool same = false;

	ra_buf_init(&b, RA_DN_MAX);
	ra_dn_format(ra_csr_subject(c->csr), &b);
	if (ra_dn_parse("CSR", ra_buf_span(&b), &copy, &e) == 0) {
		lower_cn(&copy);
		same = ra_dn_same_either_way(&c->dn, &copy);
	}
	ra_dn_clear(&copy);
	ra_buf_clear(&b);
	return same;
}

/* upki-facts 2.1: RSA 2048 for profile 3, P-384 for 11, and no other. */
static bool
key_fits(const struct ra_key_info *k, const struct ra_profile *p)
{
	return k->type == p->key && (p->bits == 0 || k->bits == p->bits) &&
	    (p->curve == NULL || strcmp(k->curve, p->curve) == 0);
}

void
sb_judge_csr(struct sb_claim *c)
{
	struct ra_span line = ra_span_str(sb_claim_get(c, RA_F_CSR));
	struct ra_err e = { 0 };

	if (line.n == 0)
		return;
	/* Manual 5-3-1: the lines BEGIN and END are removed. */
	if (ra_span_has(line, RA_SPAN("-----")) ||
	    (c->csr = ra_csr_parse("CSR", line, &e)) == NULL) {
		sb_claim_refuse(c, "csr", RA_F_CSR);
		return;
	}
	if (!key_fits(ra_csr_key(c->csr), c->profile))
		sb_claim_refuse(c, "csr-key", RA_F_CSR);
	if (!same_subject(c))
		sb_claim_refuse(c, "csr-dn", RA_F_CSR);
}
