/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The rules of the certificate request in a record. It is parsed once. */
#include "upki/rule.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define LABEL "CSR"

/* The text of a failure after the name that was given for the place. */
static const char *
trouble(const struct ra_err *e)
{
	const char *prefix = LABEL ": ";

	return strncmp(e->msg, prefix, strlen(prefix)) == 0
	    ? e->msg + strlen(prefix)
	    : e->msg;
}

/* Exactly: RSA 4096 is refused under the RSA profile. */
static bool
fits(const struct ra_profile *p, const struct ra_key_info *k)
{
	if (k->type != p->key || k->bits != p->bits)
		return false;
	return p->curve == NULL || strcmp(k->curve, p->curve) == 0;
}

/* As profiles and openssl(1) name keys, so that the two can be compared. */
static void
name_key(const struct ra_key_info *k, char *out, size_t n)
{
	if (k->type == RA_KEY_RSA)
		snprintf(out, n, "RSA %d", k->bits);
	else if (k->type == RA_KEY_EC)
		snprintf(out, n, "EC %s", k->curve[0] == '\0' ? "?" : k->curve);
	else
		snprintf(out, n, "?");
}

/* Manual 5-3-1, column 7: profile 3 RSA 2048, profile 11 secp384r1. */
static void
rule_key(struct ra_look *x)
{
	const struct ra_key_info *k = ra_csr_key(x->csr);
	const struct ra_profile *p = x->profile;
	struct ra_key_info want = { 0 };
	char have[64], wanted[64];

	if (p == NULL || p->bits == 0 || fits(p, k))
		return;
	want.type = p->key;
	want.bits = p->bits;
	if (p->curve != NULL)
		snprintf(want.curve, sizeof(want.curve), "%s", p->curve);
	name_key(k, have, sizeof(have));
	name_key(&want, wanted, sizeof(wanted));
	ra_look_say(x, RA_REFUSED(0),
	    _("make a new key of that kind and a request with it, or change "
	      "the profile"),
	    _("the key is %s, profile %d wants %s"), have, p->id, wanted);
}

/* Blanks count nowhere, not even inside: two for one is a likely slip. */
static bool
same_but_case_and_blanks(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == ' ')
			a++;
		while (*b == ' ')
			b++;
		if (!ra_span_caseeqs((struct ra_span){ a, *a != '\0' },
			(char[]){ *b, '\0' }))
			return false;
		if (*a == '\0')
			return true;
	}
}

static bool
nearly(const struct ra_dn *a, const struct ra_dn *b, bool turned)
{
	size_t i, k;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++) {
		k = turned ? a->n - 1 - i : i;
		if (a->rdn[i].attr != b->rdn[k].attr ||
		    !same_but_case_and_blanks(a->rdn[i].value, b->rdn[k].value))
			return false;
	}
	return true;
}

/* How the service compares case and blanks is not known. */
static void
rule_subject(struct ra_look *x)
{
	const struct ra_dn *s = ra_csr_subject(x->csr);
	bool near;
	struct ra_buf b;

	if (x->dn.n == 0 || ra_dn_same_either_way(&x->dn, s))
		return;
	near = nearly(&x->dn, s, false) || nearly(&x->dn, s, true);
	ra_buf_init(&b, RA_FINDING_TEXT_MAX);
	ra_dn_format_cn_first(s, &b);
	ra_look_say(x, near ? RA_DOUBT : RA_REFUSED(0),
	    _("write the subject of the request into column 1, CN first, or "
	      "make the request anew"),
	    near ? _("not confirmed: the subject \"%s\" differs from column "
		     "1 in case or blanks")
		 : _("the subject \"%s\" is not that of column 1"),
	    ra_look_cut(x, ra_buf_span(&b)));
	ra_buf_clear(&b);
}

/* Never twice: confirmed for renewals, our reading within one issue file. */
static void
rule_key_twice(struct ra_look *x)
{
	bool sure = x->r->form->op == RA_OP_RENEW;
	char *mine = x->spki[x->rec];
	size_t i;

	/* By the digest of the whole envelope: parameters are part of a key. */
	memcpy(mine, ra_csr_key(x->csr)->spki, sizeof(*x->spki));
	for (i = 0; i < x->rec; i++)
		if (strcmp(x->spki[i], mine) == 0)
			break;
	if (i == x->rec)
		return;
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("make a new key for every request"),
	    sure ? _("the key is that of record %zu")
		 : _("not confirmed: the key is that of record %zu"),
	    i + 1);
}

/* The manual makes its example with SHA-256; others are not spoken of. */
static void
rule_digest(struct ra_look *x)
{
	const char *alg = ra_csr_sigalg(x->csr);
	struct ra_span s = ra_span_str(alg);

	if (ra_span_has(s, RA_SPAN("sha1")) ||
	    ra_span_has(s, RA_SPAN("SHA1")) || ra_span_has(s, RA_SPAN("md5")))
		ra_look_say(x, RA_DOUBT, _("sign the request with SHA-256"),
		    _("not confirmed: the request is signed with %s"), alg);
}

/* Readers of Base64 pass over blanks; the form knows half-width letters. */
static void
rule_one_piece(struct ra_look *x)
{
	size_t at = ra_span_find(x->v, RA_SPAN(" "));

	if (ra_span_trim(x->v).n < x->v.n || at == x->v.n)
		return;
	x->off = at;
	ra_look_say(x, RA_REFUSED(0), _("leave only the Base64, in one line"),
	    _("a blank stands inside the Base64"));
}

/*
 * Whether the service verifies the request's own signature is not said; a
 * request that fails it is no request (RFC 2986 3), and not made by its key.
 */
void
ra_rule_csr(struct ra_look *x)
{
	struct ra_err e = { 0 };

	if (x->chars < x->v.n)
		return; /* told as not half-width */
	if (ra_span_has(x->v, RA_SPAN("-----"))) {
		ra_look_say(x, RA_REFUSED(0),
		    _("leave only the Base64, in one line"),
		    _("the BEGIN and END lines are part of the value"));
		return;
	}
	rule_one_piece(x);
	if ((x->csr = ra_csr_parse(LABEL, x->v, &e)) == NULL) {
		ra_look_say(x, RA_REFUSED(0), _("make the request anew"), "%s",
		    trouble(&e));
		return;
	}
	rule_key(x);
	rule_subject(x);
	rule_key_twice(x);
	rule_digest(x);
}
