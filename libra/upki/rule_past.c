/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The rules of what was issued before, as the lists tell it. Which of them
 * the service has is confirmed for server forms; a list may be old.
 */
#include "upki/rule.h"

#include <string.h>

#include "base/i18n.h"
#include "pki/serial.h"
#include "upki/allow.h"
#include "upki/oracle.h"
#include "upki/record.h"
#include "upki/refusal.h"

#define SAME_DN_MAX 1000 /* applications looked at for one DN */
#define ST_REVOKING 2
#define ST_REVOKED 7
#define ST_REVOKED_WAIT 10

/* Go to the column of this key; false where the form has none. */
static bool
at(struct ra_look *x, const char *key)
{
	const struct ra_form *f = x->r->form;

	for (x->col = 0; x->col < f->ncols; x->col++) {
		if (strcmp(f->col[x->col].key, key) != 0)
			continue;
		x->c = &f->col[x->col];
		x->v = x->r->rec[x->rec].col[x->col];
		x->lead = x->off = 0;
		return true;
	}
	return false;
}

/* Codes that no table has are shown as unknown, not guessed. */
static const char *
state_name(const struct ra_past *p)
{
	const struct ra_state *s = ra_state_find(p->state);

	return s == NULL ? "?" : s->name;
}

/*
 * Whatever became of it: issued once, a name can only be renewed. An
 * application that never came to a certificate is our reading.
 */
static void
rule_cn(struct ra_look *x)
{
	int code = ra_refusal_key("exists")->code;
	const char *cn = ra_dn_get(&x->dn, RA_ATTR_CN, 0);
	const struct ra_past *p;
	struct ra_named known;

	if (cn == NULL || !at(x, "subject_dn"))
		return;
	ra_oracle_name(x->opt->oracle, cn, false, &known);
	p = known.last_live != NULL ? known.last_live : known.last;
	if (p != NULL)
		ra_look_say(x, RA_REFUSED(code),
		    _("renew it instead, naming that serial number"),
		    _("\"%s\" was issued before; a renewal would "
		      "name serial %s (%s, until %s)"),
		    ra_look_cut(x, ra_span_str(cn)), p->serial, state_name(p),
		    p->until[0] == '\0' ? "?" : p->until);
	else if (known.newest != NULL && known.newest->state >= 0)
		ra_look_say(x, (struct ra_verdict){ RA_SEV_WARNING, code },
		    _("wait for it, or see the list"),
		    _("not confirmed: an application for \"%s\" is under way "
		      "(%s)"),
		    ra_look_cut(x, ra_span_str(cn)), state_name(known.newest));
}

/* That 212 is said of client forms too is our reading. */
static void
rule_client_dn(struct ra_look *x)
{
	int code = ra_refusal_key("exists")->code;
	const struct ra_past *p;
	struct ra_buf text;
	size_t k;

	if (x->dn.n == 0 || !at(x, "subject_dn"))
		return;
	ra_buf_init(&text, RA_DN_MAX * 2);
	ra_dn_format(&x->dn, &text);
	for (k = 0; k < SAME_DN_MAX; k++) {
		p = ra_oracle_dn(x->opt->oracle, ra_buf_str(&text), k);
		if (p == NULL || (p->client && p->serial[0] != '\0'))
			break;
	}
	/* p is the newest one that came to a certificate, or none. */
	if (k < SAME_DN_MAX && p != NULL)
		ra_look_say(x, (struct ra_verdict){ RA_SEV_WARNING, code },
		    _("renew it instead, or write another OU"),
		    _("not confirmed: this DN was issued before, serial %s "
		      "(%s)"),
		    p->serial, state_name(p));
	ra_buf_clear(&text);
}

/* Alike but for the case of the CN, which is lowered, and perhaps for OU. */
static bool
alike(const struct ra_dn *a, const struct ra_dn *b, bool without_ou)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (without_ou && i < a->n && a->rdn[i].attr == RA_ATTR_OU)
			i++;
		while (without_ou && k < b->n && b->rdn[k].attr == RA_ATTR_OU)
			k++;
		if (i == a->n || k == b->n)
			return i == a->n && k == b->n;
		if (a->rdn[i].attr != b->rdn[k].attr ||
		    !(a->rdn[i].attr == RA_ATTR_CN
			    ? ra_span_caseeqs(
				  ra_span_str(a->rdn[i].value), b->rdn[k].value)
			    : strcmp(a->rdn[i].value, b->rdn[k].value) == 0))
			return false;
	}
}

/*
 * The DN is the old certificate's: confirmed for server forms; those of ACME
 * may leave L or ST out. Names in capitals are renewed in small letters.
 */
static void
rule_old_dn(struct ra_look *x, const struct ra_past *p)
{
	bool sure = x->r->form->iface == RA_IF_SERVER_APPLY, fine;
	const char *cn = ra_dn_get(&x->dn, RA_ATTR_CN, 0);
	struct ra_dn was = { 0 };

	if (x->dn.n == 0 || !at(x, "subject_dn"))
		return;
	if (ra_dn_parse("", ra_span_str(p->dn), &was, NULL) == -1)
		goto out;
	fine = ra_look_acme(x)
	    ? cn != NULL && ra_span_caseeqs(ra_span_str(cn), p->cn)
	    : ra_dn_same_either_way(&x->dn, &was) ||
		(x->r->form->op == RA_OP_RENEW && alike(&x->dn, &was, false));
	if (fine)
		goto out;
	sure = sure && !alike(&x->dn, &was, true);
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("write the DN of that certificate, or the serial number of "
	      "another"),
	    sure ? _("the certificate with serial %s is of \"%s\"")
		 : _("not confirmed: the certificate with serial %s is of "
		     "\"%s\""),
	    p->serial, ra_look_cut(x, ra_span_str(p->dn)));
out:
	ra_dn_clear(&was);
}

/* A revoked certificate can be renewed, and must be: its CN is never free. */
static void
rule_revoked(struct ra_look *x, const struct ra_past *p)
{
	bool sure =
	    x->r->form->iface == RA_IF_SERVER_APPLY && p->state == ST_REVOKED;

	if (x->r->form->op != RA_OP_REVOKE ||
	    (p->state != ST_REVOKED && p->state != ST_REVOKING &&
		p->state != ST_REVOKED_WAIT))
		return;
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("take the record out"),
	    sure ? _("the certificate is revoked already (%s)")
		 : _("not confirmed: the certificate is revoked already, or "
		     "about to be (%s)"),
	    state_name(p));
}

/* Nothing is said by a list that holds no certificate of that sort. */
static void
rule_old(struct ra_look *x)
{
	bool sure = x->r->form->iface == RA_IF_SERVER_APPLY;
	const struct ra_past *p;
	struct ra_serial serial;

	if (!at(x, "serial") || x->v.n == 0 ||
	    ra_serial_parse(x->v, &serial, NULL) == -1 ||
	    ra_oracle_count(x->opt->oracle, !ra_look_server(x)) == 0)
		return;
	p = ra_oracle_serial(x->opt->oracle, serial.dec);
	if (p != NULL && p->client == !ra_look_server(x)) {
		rule_revoked(x, p);
		rule_old_dn(x, p);
		return;
	}
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    p != NULL ? _("write the serial number of a certificate of this "
			  "kind")
		      : _("correct it, or give a newer list"),
	    p == NULL  ? sure ? _("serial %s is not in the list")
			      : _("not confirmed: serial %s is not in the list")
		 : sure ? _("serial %s is of a client certificate")
		       : _("not confirmed: serial %s is of a certificate of "
			   "another kind"),
	    serial.dec);
}

/* Never twice: confirmed for renewals, our reading for issues. */
static void
rule_key_before(struct ra_look *x)
{
	const struct ra_past *p;
	bool sure;

	if (x->csr == NULL || !at(x, "csr"))
		return;
	p = ra_oracle_key(x->opt->oracle, ra_csr_key(x->csr)->spki);
	if (p == NULL)
		return;
	sure = x->r->form->op == RA_OP_RENEW && p->serial[0] != '\0';
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("make a new key for every request"),
	    sure ? _("the key was used before, for \"%s\" (serial %s)")
		 : _("not confirmed: the key was used before, for \"%s\" "
		     "(serial %s)"),
	    ra_look_cut(x, ra_span_str(p->cn)),
	    p->serial[0] == '\0' ? "-" : p->serial);
}

/*
 * 371 was said of server certificates, which have no OU since 2022; that it
 * is said of client ones is our reading.
 */
static void
rule_allowed(struct ra_look *x)
{
	int code = ra_refusal_key("ou")->code;
	const char *ou;
	size_t n;

	if (ra_look_server(x) || x->r->form->op == RA_OP_REVOKE ||
	    !at(x, "subject_dn"))
		return;
	for (n = 0; (ou = ra_dn_get(&x->dn, RA_ATTR_OU, n)) != NULL; n++)
		if (!ra_allowlist_has(x->opt->allow, ou))
			ra_look_say(x,
			    (struct ra_verdict){ RA_SEV_WARNING, code },
			    _("write an OU of the allowlist, or none"),
			    _("not confirmed: OU \"%s\" is not on the "
			      "allowlist"),
			    ra_look_cut(x, ra_span_str(ou)));
}

void
ra_rule_past(struct ra_look *x)
{
	const struct ra_form *f = x->r->form;

	if (x->opt == NULL)
		return;
	if (x->opt->oracle != NULL) {
		if (f->id == RA_FORM_SERVER_ISSUE)
			rule_cn(x);
		else if (f->id == RA_FORM_CLIENT_ISSUE)
			rule_client_dn(x);
		rule_old(x);
		rule_key_before(x);
	}
	if (x->opt->allow != NULL)
		rule_allowed(x);
	x->c = NULL;
}
