/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The rules of what stands in a DN: characters, lengths, places, and what the
 * institution has registered. Clauses: upki-facts 3.
 */
#include "upki/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"
#include "upki/host.h"
#include "upki/refusal.h"

#define O_MAX 64
#define O_ACME_MAX 128 /* 5-5-1; perhaps of O and OU together */
#define CN_MAX 64
#define SYMBOLS " '(),-./:="
#define SYMBOLS_CN SYMBOLS "@_"

/* Where a value begins in the text, for the place of a finding. */
static void
stand_at(struct ra_look *x, const struct ra_rdn *r)
{
	x->off = r->column == 0 ? 0 : r->column - 1;
}

static bool
is_of(char c, const char *symbols)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || strchr(symbols, c) != NULL;
}

static void
rule_characters(struct ra_look *x, const struct ra_rdn *r, const char *symbols)
{
	const char *p = r->value;
	char one[] = "?";

	while (*p != '\0' && ((unsigned char)*p >= 0x80 || is_of(*p, symbols)))
		p++;
	if (*p == '\0')
		return;
	one[0] = *p;
	stand_at(x, r);
	ra_look_say(x, RA_REFUSED(0),
	    _("write it with letters, digits and the symbols that are taken"),
	    _("\"%s\" in %s, wanted letters, digits or one of \"%s\""), one,
	    ra_attr_name(r->attr), symbols);
}

/* Confirmed is 64; the ACME forms speak of 128. */
static void
rule_longest(struct ra_look *x, const struct ra_rdn *r, size_t max)
{
	size_t n = ra_text_chars(ra_span_str(r->value));
	bool sure = !ra_look_acme(x) || r->attr != RA_ATTR_O || n > O_ACME_MAX;

	if (n <= max)
		return;
	stand_at(x, r);
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT, _("shorten it"),
	    sure ? _("%s has %zu characters, at most %zu")
		 : _("not confirmed: %s has %zu characters, at most %zu"),
	    ra_attr_name(r->attr), n, max);
}

/* Since 2018-07-09; of client certificates it is not said. */
static void
rule_locality(struct ra_look *x, const struct ra_rdn *r)
{
	struct ra_span v = ra_span_str(r->value);
	bool sure = ra_look_server(x);

	if (!ra_span_has(v, RA_SPAN("Academe")) &&
	    !ra_span_has(v, RA_SPAN("Default")) &&
	    strcmp(r->value, "City") != 0)
		return;
	stand_at(x, r);
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("write the L that the institution has registered"),
	    sure ? _("L is \"%s\": Academe, Default and City are not taken")
		 : _("not confirmed: L is \"%s\": Academe, Default and City "
		     "are not taken for servers"),
	    ra_look_cut(x, v));
}

static void
rule_server_name(struct ra_look *x, const struct ra_rdn *r)
{
	stand_at(x, r);
	if (!ra_rule_host(x, ra_span_str(r->value)))
		return;
	rule_longest(x, r, CN_MAX);
	stand_at(x, r);
	ra_rule_capitals(x, ra_span_str(r->value));
}

static void
one_value(struct ra_look *x, const struct ra_rdn *r)
{
	if (r->attr == RA_ATTR_CN && ra_look_server(x))
		rule_server_name(x, r);
	else if (r->attr == RA_ATTR_CN)
		rule_characters(x, r, SYMBOLS_CN);
	else if (r->attr == RA_ATTR_O || r->attr == RA_ATTR_OU)
		rule_characters(x, r, SYMBOLS);
	if (r->attr == RA_ATTR_O)
		rule_longest(x, r, O_MAX);
	if (r->attr == RA_ATTR_L)
		rule_locality(x, r);
	/* Order and number tell it of servers. */
	if (r->attr == RA_ATTR_EMAIL && !ra_look_server(x)) {
		stand_at(x, r);
		ra_look_say(x, RA_DOUBT, _("leave the mail address out"),
		    _("not confirmed: a DN has no mail attribute"));
	}
}

/* The institution's own: only as good as the profile that tells it. */
static void
rule_registered(
    struct ra_look *x, const struct ra_rdn *r, const char *registered)
{
	bool sure = ra_look_server(x);

	if (registered == NULL || registered[0] == '\0' ||
	    strcmp(r->value, registered) == 0)
		return;
	stand_at(x, r);
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("write the registered value, or correct the profile of the "
	      "configuration"),
	    sure ? _("%s is \"%s\", the institution's is \"%s\"")
		 : _("not confirmed: %s is \"%s\", the institution's is "
		     "\"%s\""),
	    ra_attr_name(r->attr), ra_look_cut(x, ra_span_str(r->value)),
	    ra_look_cut(x, ra_span_str(registered)));
}

static void
rule_institution(struct ra_look *x, const struct ra_rdn *r)
{
	const struct ra_institution *i =
	    x->opt == NULL ? NULL : x->opt->institution;

	if (i == NULL)
		return;
	if (r->attr == RA_ATTR_O)
		rule_registered(x, r, i->o);
	else if (r->attr == RA_ATTR_L)
		rule_registered(x, r, i->l);
	else if (r->attr == RA_ATTR_ST)
		rule_registered(x, r, i->st);
}

void
ra_rule_domain(struct ra_look *x, struct ra_span name)
{
	const struct ra_institution *i =
	    x->opt == NULL ? NULL : x->opt->institution;
	size_t k;

	if (i == NULL || i->domains == NULL || i->domains[0] == NULL)
		return;
	for (k = 0; i->domains[k] != NULL; k++)
		if (ra_host_is_within(name, i->domains[k]))
			return;
	ra_look_say(x, RA_REFUSED(0),
	    _("write a name in a registered domain, or add the domain to the "
	      "profile of the configuration"),
	    _("\"%s\" is in no domain of the institution"),
	    ra_look_cut(x, name));
}

/* What is revoked or suspended may be of older rules. */
void
ra_rule_values(struct ra_look *x)
{
	size_t i;

	if (x->r->form->col[1].need == RA_NEED_NO || x->chars != x->v.n)
		return;
	for (i = 0; i < x->dn.n; i++) {
		one_value(x, &x->dn.rdn[i]);
		rule_institution(x, &x->dn.rdn[i]);
	}
	x->off = 0;
}

/* The CN of servers, the whole DN of clients: what 212 is said of. */
static char *
identity(const struct ra_look *x)
{
	const char *cn = ra_dn_get(&x->dn, RA_ATTR_CN, 0);
	struct ra_buf b;
	char *s;

	if (cn == NULL || x->r->form->op != RA_OP_ISSUE || ra_look_acme(x))
		return NULL;
	if (ra_look_server(x))
		return ra_strdup(cn);
	ra_buf_init(&b, 2 * RA_DN_MAX);
	ra_dn_format(&x->dn, &b);
	s = ra_strdup(ra_buf_str(&b));
	ra_buf_clear(&b);
	return s;
}

/* 212 within one file is our reading: the service has not seen either. */
void
ra_rule_twice(struct ra_look *x)
{
	int code = ra_refusal_key("exists")->code;
	char *mine = identity(x);
	size_t i;

	if (mine == NULL)
		return;
	x->who[x->rec] = mine;
	for (i = 0; i < x->rec; i++)
		if (x->who[i] != NULL &&
		    ra_span_caseeqs(ra_span_str(mine), x->who[i]))
			break;
	if (i == x->rec)
		return;
	ra_look_say(x, (struct ra_verdict){ RA_SEV_WARNING, code },
	    _("take one of the two out"),
	    ra_look_server(x)
		? _("not confirmed: the CN is that of record %zu")
		: _("not confirmed: the DN is that of record %zu"),
	    i + 1);
}
