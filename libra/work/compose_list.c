/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Composing from lists: the inventory, people, and those who have left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "pki/dn.h"
#include "pki/serial.h"
#include "upki/leavers.h"
#include "upki/people.h"
#include "work/compose_in.h"
#include "work/lists.h"

#define PEOPLE_MAX (32u << 20) /* bytes of a list of people */
#define SHOWN_MAX 5	       /* candidates named in a message */

int
ra_compose_inventory(const struct ra_composer *x)
{
	const char *path = x->ask->inventory;

	if (path == NULL)
		return 0;
	x->c->oracle = ra_lists_read(path, x->e);
	return x->c->oracle == NULL ? -1 : 0;
}

/* Not revoked, and not past its end where that can be read. */
static bool
is_live(const struct ra_composer *x, const struct ra_past *p)
{
	time_t end;

	return ra_past_live(p) &&
	    (x->ask->now == 0 ||
		ra_clock_parse(ra_span_str(p->until), &end) == -1 ||
		end > x->ask->now);
}

static bool
about_people(const struct ra_draft *d)
{
	return d->form->iface == RA_IF_CLIENT_APPLY;
}

/* The k-th certificate that could be meant by a CN, or NULL. */
static const struct ra_past *
candidate(const struct ra_composer *x, const char *cn, int people, size_t k)
{
	const struct ra_past *p;
	size_t i;

	for (i = 0; (p = ra_oracle_cn(x->c->oracle, cn, i)) != NULL; i++)
		if (is_live(x, p) && (people == -1 || p->client == people) &&
		    k-- == 0)
			return p;
	return NULL;
}

static int
refuse_candidates(
    const struct ra_composer *x, const char *origin, const char *cn, int people)
{
	const struct ra_past *p;
	struct ra_buf b;
	size_t k;

	ra_buf_init(&b, RA_ERR_MSG_MAX);
	for (k = 0; (p = candidate(x, cn, people, k)) != NULL; k++)
		if (k < SHOWN_MAX)
			ra_buf_addf(&b, "%s%s (%s)", k > 0 ? ", " : "",
			    p->serial, p->until);
	if (k == 0)
		ra_fail(x->e, RA_EINPUT,
		    _("%s: no live certificate with the CN %s in %s"), origin,
		    cn, x->ask->inventory);
	else
		ra_fail(x->e, RA_EINPUT,
		    _("%s: %zu live certificates with the CN %s, one was "
		      "wanted: %s%s"),
		    origin, k, cn, ra_buf_str(&b),
		    k > SHOWN_MAX ? ", ..." : "");
	ra_next(x->e,
	    _("name the serial number of the one that is meant, as an operand "
	      "or as serial in a batch"));
	ra_buf_clear(&b);
	return -1;
}

static int
offer(struct ra_draft *d, const char *key, const char *value, struct ra_err *e)
{
	if (!ra_draft_takes(d, key))
		return 0;
	return ra_draft_set(d, key, ra_span_str(value), true, e);
}

/* A bare CN says which certificate; its whole DN is in the list. */
static bool
is_bare_cn(const char *text)
{
	struct ra_dn dn = { 0 };
	bool bare = text == NULL;

	if (!bare && ra_dn_parse("DN", ra_span_str(text), &dn, NULL) == 0)
		bare = dn.n == 1 && dn.rdn[0].attr == RA_ATTR_CN;
	ra_dn_clear(&dn);
	return bare;
}

static int
lay_past(
    const struct ra_composer *x, struct ra_draft *d, const struct ra_past *p)
{
	char profile[16];
	bool bare = is_bare_cn(ra_draft_get(d, "subject_dn"));

	if (ra_draft_set(d, "subject_dn", ra_span_str(p->dn), !bare, x->e) ==
		-1 ||
	    offer(d, "serial", p->serial, x->e) == -1)
		return -1;
	if (x->ask->op != RA_OP_RENEW)
		return 0;
	/* Who had the old certificate gets the new one. */
	if (offer(d, about_people(d) ? "user_mail" : "manager_mail", p->mail,
		x->e) == -1)
		return -1;
	if (p->profile == 0 || !about_people(d))
		return 0;
	snprintf(profile, sizeof(profile), "%d", p->profile);
	return offer(d, "profile_id", profile, x->e);
}

/* The CN of its subject; yours, or NULL. */
static char *
cn_of(const struct ra_draft *d)
{
	const char *text = ra_draft_get(d, "subject_dn"), *cn;
	struct ra_dn dn = { 0 };
	char *out = NULL;

	if (text != NULL &&
	    ra_dn_parse("DN", ra_span_str(text), &dn, NULL) == 0 &&
	    (cn = ra_dn_get(&dn, RA_ATTR_CN, 0)) != NULL)
		out = ra_strdup(cn);
	ra_dn_clear(&dn);
	return out;
}

bool
ra_compose_same_cn(const struct ra_draft *d, const char *cn)
{
	char *mine = cn_of(d);
	bool same = mine != NULL && cn != NULL &&
	    ra_span_caseeqs(ra_span_str(mine), cn);

	free(mine);
	return same;
}

static const struct ra_past *
by_serial(const struct ra_composer *x, const char *text)
{
	struct ra_serial serial;

	if (ra_serial_parse(ra_span_str(text), &serial, NULL) == -1)
		return NULL;
	return ra_oracle_serial(x->c->oracle, serial.dec);
}

int
ra_compose_past(const struct ra_composer *x, struct ra_draft *d)
{
	const char *serial = ra_draft_get(d, "serial");
	const struct ra_past *p = NULL;
	int people = about_people(d), rc = 0;
	char *cn;

	if (x->c->oracle == NULL || !ra_draft_takes(d, "serial"))
		return 0;
	/* What the list does not know of a serial, the check tells. */
	if (serial != NULL) {
		p = by_serial(x, serial);
		return p == NULL || p->client != people ? 0 : lay_past(x, d, p);
	}
	if ((cn = cn_of(d)) == NULL)
		return 0;
	p = candidate(x, cn, people, 0);
	if (p == NULL || candidate(x, cn, people, 1) != NULL)
		rc = refuse_candidates(x, d->origin, cn, people);
	else
		rc = lay_past(x, d, p);
	free(cn);
	return rc;
}

/* Which certificates the forms in question are for: -1 both. */
static int
people_only(const struct ra_composer *x)
{
	bool servers = ra_compose_form(x, false) != NULL;
	bool people = ra_compose_form(x, true) != NULL;

	return servers && people ? -1 : people;
}

/* A student number is a name of digits: first a serial, then a name. */
int
ra_compose_lookup(const struct ra_composer *x, const char *operand)
{
	const struct ra_past *p = by_serial(x, operand);
	const struct ra_form *form;
	struct ra_draft *d;
	int people = people_only(x);

	if (x->ask->op == RA_OP_ISSUE)
		return ra_fail(x->e, RA_EINPUT,
		    _("%s: no such file; names of the inventory are for "
		      "renewals and revocations"),
		    operand);
	if (p == NULL) {
		p = candidate(x, operand, people, 0);
		if (p == NULL || candidate(x, operand, people, 1) != NULL)
			return refuse_candidates(x, operand, operand, people);
	}
	form = ra_compose_form(x, p->client);
	if (form == NULL)
		return ra_fail(x->e, RA_EINPUT,
		    _("%s: serial %s is not of a kind that is asked for"),
		    operand, p->serial);
	d = ra_compose_draft(x, form, operand);
	return d == NULL ? -1 : lay_past(x, d, p);
}

/* Bytes of a list, below its ceiling. */
static int
read_list(const char *path, struct ra_buf *b, struct ra_err *e)
{
	ra_buf_init_secret(b, PEOPLE_MAX);
	return ra_fs_read(path, b, e);
}

int
ra_compose_people(const struct ra_composer *x)
{
	struct ra_people_ask ask = { .profile = x->ask->profile_id };
	struct ra_drafts all = { 0 };
	struct ra_buf b = { 0 };
	size_t i;
	int rc = -1;

	if (x->ask->people == NULL)
		return 0;
	ask.form = ra_compose_form(x, true);
	if (ask.form == NULL || x->ask->op == RA_OP_REVOKE)
		return ra_fail(x->e, RA_EUSAGE,
		    _("--people is for client certificates that are issued or "
		      "renewed"));
	if (read_list(x->ask->people, &b, x->e) == -1 ||
	    ra_people_parse(
		x->ask->people, ra_buf_span(&b), &ask, &all, x->e) == -1)
		goto out;
	for (i = 0, rc = 0; i < all.n && rc == 0; i++)
		rc = ra_compose_seed(x, &all.d[i]);
	if (rc == 0)
		rc = ra_drafts_join(&x->c->drafts, &all, x->e);
out:
	ra_drafts_clear(&all);
	ra_buf_clear(&b);
	return rc;
}

static int
find_leavers(const struct ra_composer *x, const struct ra_stayers *s)
{
	const struct ra_compose_ask *a = x->ask;
	const struct ra_leavers_ask ask = { a->reason, a->comment, a->expect,
		a->now };
	struct ra_leavers l = { 0 };
	int rc = ra_leavers_find(s, x->c->oracle, &ask, &l, x->e);

	if (rc == 0) {
		ra_log(RA_LOG_INFO,
		    _("%s: %zu live client certificates, %zu of people who "
		      "are not in the list"),
		    a->leavers, l.live, l.drafts.n);
		if (l.unjudged > 0)
			ra_log(RA_LOG_WARN,
			    _("%s: whose %zu live certificates are cannot be "
			      "told; they are left alone"),
			    a->inventory, l.unjudged);
		rc = ra_drafts_join(&x->c->drafts, &l.drafts, x->e);
	}
	ra_leavers_clear(&l);
	return rc;
}

int
ra_compose_leavers(const struct ra_composer *x)
{
	struct ra_stayers *s = NULL;
	struct ra_buf b = { 0 };
	int rc = -1;

	if (x->ask->leavers == NULL)
		return 0;
	if (x->c->oracle == NULL)
		return ra_fail(x->e, RA_EUSAGE,
		    _("--leavers without --inventory: the live certificates "
		      "are found in the list of the service"));
	if (ra_compose_form(x, true) == NULL)
		return ra_fail(
		    x->e, RA_EUSAGE, _("--leavers is for client certificates"));
	if (read_list(x->ask->leavers, &b, x->e) == 0)
		s = ra_stayers_parse(x->ask->leavers, ra_buf_span(&b), x->e);
	if (s != NULL)
		rc = find_leavers(x, s);
	ra_stayers_free(s);
	ra_buf_clear(&b);
	return rc;
}
