/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The rules of names: subject DN, host names, mail addresses. */
#include "upki/rule.h"

#include <string.h>

#include "base/i18n.h"
#include "upki/host.h"
#include "upki/refusal.h"

#define NAMES_MAX 8    /* dNSName of one record */
#define LOOKED_MAX 100 /* names looked at one by one */
#define PREFIX "dNSName="

/* "name:12: text" of a DN that does not parse: where, and the text. */
/* The place is wanted as a column of the line, not of the name. */
static const char *
dn_trouble(const struct ra_err *e, size_t *at)
{
	struct ra_span rest = ra_span_str(e->msg);
	long n = 1;

	(void)ra_span_cut(&rest, ':');
	if (ra_span_number(ra_span_cut(&rest, ':'), 1, RA_DN_MAX, &n) == -1)
		return e->msg;
	*at = (size_t)n - 1;
	return ra_span_trim(rest).p;
}

/* The attribute names in their order: "CN,O,L,ST,C". */
/* Told whole, because what is missing shows best beside what is there. */
static void
add_order(const struct ra_dn *dn, bool without_ou, struct ra_buf *out)
{
	size_t i;

	for (i = 0; i < dn->n; i++) {
		if (without_ou && dn->rdn[i].attr == RA_ATTR_OU)
			continue;
		if (out->n > 0)
			ra_buf_addc(out, ',');
		ra_buf_adds(out, ra_attr_name(dn->rdn[i].attr));
	}
}

/* Manual 5-3-1, column 1. */
static bool
in_order(const struct ra_dn *dn, bool without_ou)
{
	struct ra_buf b;
	bool ok;

	ra_buf_init(&b, RA_DN_MAX);
	add_order(dn, without_ou, &b);
	ok = strcmp(ra_buf_str(&b), "CN,O,L,ST,C") == 0;
	ra_buf_clear(&b);
	return ok;
}

/*
 * What is applied for has CN,O,L,ST,C. A revocation names an old certificate,
 * whose DN may be of older rules.
 */
static void
rule_order(struct ra_look *x)
{
	struct ra_buf b;

	if (!ra_look_server(x) || x->r->form->col[1].need == RA_NEED_NO ||
	    in_order(&x->dn, false))
		return;
	ra_buf_init(&b, RA_DN_MAX);
	add_order(&x->dn, false, &b);
	if (x->r->form->id == RA_FORM_SERVER_RENEW && in_order(&x->dn, true))
		ra_look_say(x, RA_DOUBT, _("leave OU out"),
		    _("not confirmed: OU was abolished in 2022; a renewal "
		      "with OU was accepted then and OU dropped"));
	else
		ra_look_say(x, RA_REFUSED(0),
		    _("write CN=...,O=...,L=...,ST=...,C=JP"),
		    _("the attributes are %s, wanted CN,O,L,ST,C"),
		    ra_look_cut(x, ra_buf_span(&b)));
	ra_buf_clear(&b);
}

/* C=JP is fixed for what is applied for. */
static void
rule_country(struct ra_look *x)
{
	const char *c = ra_dn_get(&x->dn, RA_ATTR_C, 0);

	if (ra_look_server(x) && c != NULL && strcmp(c, "JP") != 0)
		ra_look_say(x, RA_REFUSED(0), _("write C=JP"),
		    _("C is \"%s\", wanted JP"),
		    ra_look_cut(x, ra_span_str(c)));
}

/*
 * ACME (5-5-1): names in capitals, no blank around "=" or after a comma
 * between attributes. Of the other forms this is not said.
 */
static void
rule_spelling(struct ra_look *x)
{
	const struct ra_rdn *r;
	size_t i;

	for (i = 0; i < x->dn.n; i++) {
		r = &x->dn.rdn[i];
		x->off = r->column - 1;
		if (r->spaced)
			ra_look_say(x,
			    ra_look_acme(x) ? RA_REFUSED(0) : RA_DOUBT,
			    _("take the blanks away"),
			    ra_look_acme(x) ? _("blanks stand around %s=")
					    : _("not confirmed: blanks stand "
						"around %s="),
			    ra_look_cut(x, ra_span_str(r->name)));
		else if (ra_look_acme(x) && r->attr != RA_ATTR_OTHER &&
		    strcmp(r->name, ra_attr_name(r->attr)) != 0)
			ra_look_say(x, RA_REFUSED(0),
			    _("write attribute names in capitals"),
			    _("attribute name \"%s\", wanted \"%s\""),
			    ra_look_cut(x, ra_span_str(r->name)),
			    ra_attr_name(r->attr));
		x->off = 0;
	}
}

/* 206 is said of the format of a DN, not of what is in it. */
void
ra_rule_dn(struct ra_look *x)
{
	struct ra_err e = { 0 };

	if (ra_dn_parse("DN", x->v, &x->dn, &e) == -1) {
		const char *text = dn_trouble(&e, &x->off);

		ra_look_say(x, RA_REFUSED(ra_refusal_key("dn")->code),
		    _("write CN=...,O=...,L=...,ST=...,C=JP"), "%s", text);
		ra_dn_clear(&x->dn);
		x->dn = (struct ra_dn){ 0 };
		return;
	}
	rule_order(x);
	rule_country(x);
	rule_spelling(x);
	ra_rule_values(x);
	ra_rule_twice(x);
}

static char
lowered(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* On its own or of a dNSName. */
bool
ra_rule_host(struct ra_look *x, struct ra_span v)
{
	struct ra_span rest = v;

	/* upki-facts 3: nobody has verified wildcards. */
	if (ra_span_starts(v, RA_SPAN("*."))) {
		ra_look_say(x, RA_DOUBT, NULL,
		    _("not confirmed: whether the wildcard \"%s\" is taken"),
		    ra_look_cut(x, v));
		rest = ra_span_from(v, 2);
	}
	if (!ra_host_is(rest)) {
		ra_look_say(x, RA_REFUSED(0),
		    _("write letters, digits, hyphens and dots; no dot or "
		      "hyphen at an end"),
		    _("\"%s\" is not a host name"), ra_look_cut(x, v));
		return false;
	}
	/* upki-facts 3: IP addresses are not allowed. */
	if (ra_host_is_numeric(v)) {
		ra_look_say(x, RA_REFUSED(0), _("write a host name"),
		    _("\"%s\" is an IP address, not a host name"),
		    ra_look_cut(x, v));
		return false;
	}
	return true;
}

/* CN and names are lowered by the service since 2024-08-20. */
void
ra_rule_capitals(struct ra_look *x, struct ra_span v)
{
	if (ra_host_has_capital(v))
		ra_look_say(x, RA_REMARK, NULL,
		    _("the service turns capitals into small letters"));
}

/*
 * Manual 5-3-1, column 11: the CN of the request. Capitals are lowered by the
 * service since 2024-08-20, so that they do not count.
 */
void
ra_rule_fqdn(struct ra_look *x)
{
	const struct ra_dn *dn =
	    x->csr != NULL ? ra_csr_subject(x->csr) : &x->dn;
	const char *cn = ra_dn_get(dn, RA_ATTR_CN, 0);

	if (!ra_rule_host(x, x->v))
		return;
	if (cn != NULL && !ra_span_caseeqs(x->v, cn))
		ra_look_say(x, RA_REFUSED(0), _("write the CN of the request"),
		    _("\"%s\" is not the CN \"%s\""), ra_look_cut(x, x->v),
		    ra_look_cut(x, ra_span_str(cn)));
	ra_rule_domain(x, x->v);
	ra_rule_capitals(x, x->v);
}

/* Capitals are lowered by the service since 2024-08-20, and then the same. */
static bool
same_name(struct ra_span a, struct ra_span b)
{
	size_t i;

	for (i = 0; a.n == b.n && i < a.n; i++)
		if (lowered(a.p[i]) != lowered(b.p[i]))
			return false;
	return a.n == b.n;
}

/* Of few names: no need of a table. */
static bool
seen_before(struct ra_span all, struct ra_span upto, struct ra_span name)
{
	struct ra_span rest = { all.p, (size_t)(upto.p - all.p) }, one;

	while (rest.n > 0) {
		one = ra_span_cut(&rest, ',');
		if (one.n > 0 && same_name(one, name))
			return true;
	}
	return false;
}

/* Manual 5-3-1, column 13: dNSName=a,dNSName=b and no comma at the end. */
static void
one_dnsname(struct ra_look *x, struct ra_span one)
{
	size_t off = (size_t)(one.p - x->v.p);

	x->off = off;
	if (one.n == 0) {
		ra_look_say(x, RA_REFUSED(0), _("take the comma away"),
		    _("nothing stands before or after a comma"));
		return;
	}
	if (!ra_span_starts(one, RA_SPAN(PREFIX))) {
		ra_look_say(x, RA_REFUSED(0),
		    _("write dNSName=a.example.ac.jp,dNSName=b.example.ac.jp"),
		    _("\"%s\" does not begin with dNSName="),
		    ra_look_cut(x, one));
		return;
	}
	if (seen_before(x->v, one, one))
		ra_look_say(x, ra_look_acme(x) ? RA_REFUSED(0) : RA_DOUBT,
		    _("name it once"),
		    ra_look_acme(x) ? _("\"%s\" stands here twice")
				    : _("not confirmed: \"%s\" stands here "
					"twice"),
		    ra_look_cut(x, one));
	x->off = off + strlen(PREFIX);
	one = ra_span_from(one, strlen(PREFIX));
	if (ra_rule_host(x, one)) {
		x->off = off + strlen(PREFIX);
		ra_rule_domain(x, one);
		x->off = off + strlen(PREFIX);
		ra_rule_capitals(x, one);
	}
	x->off = 0;
}

/* The host name of column 11 is added when it is not among the names. */
static void
with_fqdn(struct ra_look *x, size_t n)
{
	struct ra_span fqdn = ra_request_get(x->r, x->rec, "fqdn");
	struct ra_span rest = x->v, one;
	size_t chars = x->chars + strlen("," PREFIX) + fqdn.n;

	while (rest.n > 0) {
		one = ra_span_from(ra_span_cut(&rest, ','), strlen(PREFIX));
		if (fqdn.n == 0 || same_name(one, fqdn))
			return;
	}
	if (n == NAMES_MAX)
		ra_look_say(x, RA_DOUBT, _("name at most 7 besides the FQDN"),
		    _("not confirmed: the FQDN is added as a ninth name, at "
		      "most %d"),
		    NAMES_MAX);
	if (x->chars <= x->c->max && chars > x->c->max)
		ra_look_say(x, RA_DOUBT, _("shorten it"),
		    _("not confirmed: %zu characters with the FQDN that is "
		      "added, at most %zu"),
		    chars, x->c->max);
}

/* Whether the FQDN counts among the eight differs between sources. */
void
ra_rule_dnsname(struct ra_look *x)
{
	struct ra_span rest = x->v;
	size_t n = 0, at;
	bool more = true;

	for (; more; n++) {
		at = ra_span_find(rest, RA_SPAN(","));
		more = at < rest.n;
		if (n < LOOKED_MAX)
			one_dnsname(x, (struct ra_span){ rest.p, at });
		rest = ra_span_from(rest, at + 1);
	}
	if (n > NAMES_MAX)
		ra_look_say(x, RA_REFUSED(0), _("name at most 8"),
		    _("%zu names, at most %d"), n, NAMES_MAX);
	else
		with_fqdn(x, n);
}

/*
 * The CN of S/MIME is the mail address of the user in the same record, in the
 * words of the service; how it compares capitals is not said.
 */
static void
rule_smime(struct ra_look *x)
{
	const char *cn = ra_dn_get(&x->dn, RA_ATTR_CN, 0);
	bool sure;

	if (x->profile == NULL || x->profile->use != RA_USE_SMIME ||
	    strcmp(x->c->key, "user_mail") != 0 || cn == NULL ||
	    ra_span_eqs(x->v, cn))
		return;
	sure = !ra_span_caseeqs(x->v, cn);
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("write the user's mail address as the CN"),
	    sure ? _("\"%s\" is not the CN \"%s\"")
		 : _("not confirmed: \"%s\" differs from the CN \"%s\" in "
		     "capitals"),
	    ra_look_cut(x, x->v), ra_look_cut(x, ra_span_str(cn)));
}

/* Very light: which symbols are taken is not known. */
void
ra_rule_mail(struct ra_look *x)
{
	size_t at = ra_span_find(x->v, RA_SPAN("@"));
	struct ra_span domain = ra_span_from(x->v, at + 1);

	if (at > 0 && at < x->v.n && !ra_span_has(domain, RA_SPAN("@")) &&
	    ra_span_has(domain, RA_SPAN(".")) && ra_host_is(domain) &&
	    !ra_span_has(x->v, RA_SPAN(" "))) {
		rule_smime(x);
		return;
	}
	ra_look_say(x, RA_REFUSED(ra_refusal_key("mail")->code),
	    _("write one address such as pki@example.ac.jp"),
	    _("\"%s\" is not a mail address"), ra_look_cut(x, x->v));
}
