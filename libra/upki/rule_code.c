/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The rules of numbers: profile, download method, reason, serial. */
#include "upki/rule.h"

#include "base/i18n.h"
#include "pki/serial.h"
#include "upki/refusal.h"

/* Above any code that is known; larger numbers are all the same to a table. */
#define CODE_MAX 999

/* Half-width digits as a number; -1 when refused. */
static long
digits(struct ra_look *x)
{
	long n = -1;
	size_t i;

	for (i = 0; i < x->v.n; i++)
		if (x->v.p[i] < '0' || x->v.p[i] > '9')
			break;
	if (i < x->v.n)
		ra_look_say(x, RA_REFUSED(ra_refusal_key("not-digits")->code),
		    _("write half-width digits only"),
		    _("\"%s\" is not made of half-width digits"),
		    ra_look_cut(x, x->v));
	else if (ra_span_number(x->v, 0, CODE_MAX, &n) == 0 && x->v.n > 1 &&
	    x->v.p[0] == '0')
		ra_look_say(x, RA_DOUBT, _("write it without leading zeros"),
		    _("not confirmed: \"%s\" begins with a zero"),
		    ra_look_cut(x, x->v));
	else if (n == -1)
		n = CODE_MAX + 1;
	return i < x->v.n ? -1 : n;
}

/* Server and ACME forms take server profiles, client forms the others. */
static bool
offered(const struct ra_look *x, const struct ra_profile *p)
{
	return p != NULL && p->current &&
	    (p->use == RA_USE_SERVER) == ra_look_server(x);
}

/* "3, 11": the profiles that this kind of form takes. */
static void
add_offered(const struct ra_look *x, struct ra_buf *b)
{
	const struct ra_profile *p;

	for (p = ra_profile_table(); p->id != 0; p++)
		if (offered(x, p))
			ra_buf_addf(b, "%s%d", b->n > 0 ? ", " : "", p->id);
}

/* Of client profiles more may exist than are known; of servers not. */
void
ra_rule_profile(struct ra_look *x)
{
	long id = digits(x);
	const struct ra_profile *p = ra_profile_find(id);
	bool doubt = p == NULL && !ra_look_server(x);
	struct ra_buf b;

	if (id == -1)
		return;
	if (offered(x, p)) {
		x->profile = p;
		return;
	}
	ra_buf_init(&b, RA_FINDING_TEXT_MAX);
	add_offered(x, &b);
	if (p != NULL)
		ra_look_say(x, RA_REFUSED(0), _("choose one of those"),
		    _("profile %ld is \"%s\", wanted %s"), id, _(p->what),
		    ra_buf_str(&b));
	else
		ra_look_say(x, doubt ? RA_DOUBT : RA_REFUSED(0),
		    _("choose one of those"),
		    doubt ? _("not confirmed: profile \"%s\" is not known, "
			      "wanted %s")
			  : _("profile \"%s\" is not known, wanted %s"),
		    ra_look_cut(x, x->v), ra_buf_str(&b));
	ra_buf_clear(&b);
}

/* Method 3 needs a browser that makes keys, which browsers ceased to do. */
void
ra_rule_method(struct ra_look *x)
{
	long code = digits(x);

	if (code == -1)
		return;
	if (ra_word_find(ra_method_table(), code) == NULL)
		ra_look_say(x, RA_REFUSED(0),
		    _("write 1 (P12 one by one) or 2 (P12 in a batch)"),
		    _("\"%s\" is not a download method, wanted 1, 2 or 3"),
		    ra_look_cut(x, x->v));
	else if (code == 3)
		ra_look_say(x, RA_DOUBT,
		    _("write 1 (P12 one by one) or 2 (P12 in a batch)"),
		    _("not confirmed: whether keys made by the browser are "
		      "still taken"));
}

/* Said of what the system offers with method 2 (upki-facts 1.4). */
void
ra_rule_pin(struct ra_look *x)
{
	struct ra_span method = ra_request_get(x->r, x->rec, "download_method");

	if (x->c->need != RA_NEED_NO && method.n > 0 &&
	    !ra_span_eqs(method, "2"))
		ra_look_say(x, RA_DOUBT,
		    _("leave it empty, or write download method 2"),
		    _("not confirmed: an access PIN is of use with download "
		      "method 2 alone"));
}

static void
rule_unknown_reason(struct ra_look *x)
{
	bool sure = ra_look_server(x);

	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("0 unspecified, 1 key compromise, 3 affiliation changed, 4 "
	      "superseded, 5 cessation of operation"),
	    sure ? _("\"%s\" is not a reason, wanted 0, 1, 3, 4 or 5")
		 : _("not confirmed: \"%s\" is not a reason of server forms, "
		     "wanted 0, 1, 3, 4 or 5"),
	    ra_look_cut(x, x->v));
}

/* Beside the digit, because slips by one are seen; once a file is enough. */
static void
spell_reason(struct ra_look *x, const struct ra_word *w)
{
	unsigned bit = 1u << w->code;

	if ((x->reasons & bit) == 0)
		ra_look_say(x, RA_REMARK, NULL, _("reason %d is %s, %s"),
		    w->code, w->name, w->ja);
	x->reasons |= bit;
}

/*
 * The digits are those of RFC 5280 5.3.1, with gaps. Officers are told to
 * comment on reason 0. Reason 1 is chosen by mistake at times and cannot be
 * taken back: nothing is refused by the service, so there is no code.
 */
void
ra_rule_reason(struct ra_look *x)
{
	long code = digits(x);
	const struct ra_word *w = ra_word_find(ra_reason_table(), code);

	if (code == -1)
		return;
	if (w == NULL) {
		rule_unknown_reason(x);
		return;
	}
	spell_reason(x, w);
	if (code == 0 && ra_request_get(x->r, x->rec, "comment").n == 0)
		ra_look_say(x, RA_DOUBT, _("say why in the comment"),
		    _("not confirmed: reason 0 wants a comment"));
	else if (code == 1 && (x->opt == NULL || !x->opt->key_compromised))
		ra_look_say(x, RA_REFUSED(0),
		    _("say --yes-key-compromised when that is so, else take "
		      "reason 4 or 5"),
		    _("reason 1 says that the key has leaked or may have"));
}

/* Hex after 0x is confirmed for the two server forms alone. */
void
ra_rule_serial(struct ra_look *x)
{
	struct ra_err e = { 0 };
	struct ra_serial s;
	bool hex = x->v.n > 1 && (x->v.p[1] == 'x' || x->v.p[1] == 'X');
	bool sure = x->r->form->iface == RA_IF_SERVER_APPLY;

	if (x->chars > RA_SERIAL_DIGITS_MAX)
		return; /* told as too long */
	if (ra_serial_parse(x->v, &s, &e) == -1)
		ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
		    _("write it in decimal"),
		    sure ? _("\"%s\" is not a serial number: wanted decimal "
			     "digits, or 0x and hexadecimal digits")
			 : _("not confirmed: \"%s\" is not a serial number "
			     "in decimal digits"),
		    ra_look_cut(x, x->v));
	else if (hex && (!sure || x->v.p[1] == 'X'))
		ra_look_say(x, RA_DOUBT, _("write it in decimal"),
		    _("not confirmed: whether this form takes \"%s\" in "
		      "hexadecimal"),
		    ra_look_cut(x, x->v));
}
