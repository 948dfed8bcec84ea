/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Whose certificates are to be revoked: everybody's who is no longer there. */
#include "upki/leavers.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "upki/form.h"
#include "upki/roll.h"

/* RFC 5280, 5.3.1: cessationOfOperation. */
#define REASON "5"

/* One way to know people, sorted. */
struct names {
	char **name;
	size_t n;
	bool complete; /* everybody in the list has one */
};

struct ra_stayers {
	char *source;
	struct names mail, cn;
};

/* One that is missing makes the list a poor witness: see judge(). */
static void
add_name(struct names *l, struct ra_span s)
{
	if (s.n == 0) {
		l->complete = false;
		return;
	}
	l->name = ra_grow(l->name, l->n, sizeof(*l->name));
	l->name[l->n++] = ra_strndup(s.p, s.n);
}

/* Addresses and names are typed in any case, in either list. */
static int
by_name(const void *a, const void *b)
{
	return strcasecmp(*(char *const *)a, *(char *const *)b);
}

static void
sort(struct names *l)
{
	if (l->n > 1)
		qsort(l->name, l->n, sizeof(*l->name), by_name);
}

static bool
knows(const struct names *l, const char *name)
{
	return l->n > 0 &&
	    bsearch(&name, l->name, l->n, sizeof(*l->name), by_name) != NULL;
}

static void
clear(struct names *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->name[i]);
	free(l->name);
}

/*
 * Somebody of whom nothing is known might own any certificate: better no
 * revocation at all.
 */
static int
one_stayer(struct ra_stayers *s, const struct ra_roll *r, struct ra_err *e)
{
	struct ra_span mail = ra_roll_get(r, RA_ROLL_MAIL);
	struct ra_span cn = ra_roll_get(r, RA_ROLL_CN);

	if (mail.n == 0 && cn.n == 0) {
		ra_fail(e, RA_EINPUT,
		    _("%s:%zu: neither mail nor cn: who is still there cannot "
		      "be told"),
		    s->source, r->csv.cell[0].line);
		ra_next(e, _("fill one of them in every row"));
		return -1;
	}
	add_name(&s->mail, mail);
	add_name(&s->cn, cn);
	return 0;
}

static int
read_stayers(struct ra_stayers *s, struct ra_roll *r, struct ra_err *e)
{
	bool more = true;

	if (r->at[RA_ROLL_MAIL] == 0 && r->at[RA_ROLL_CN] == 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s:1:1: neither a column mail nor a column cn"),
		    s->source);
	while (more) {
		if (ra_roll_next(r, &more, e) == -1 ||
		    (more && one_stayer(s, r, e) == -1))
			return -1;
	}
	if (s->mail.n + s->cn.n == 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s: nobody stands in the list, which would revoke "
		      "everything"),
		    s->source);
	sort(&s->mail);
	sort(&s->cn);
	return 0;
}

struct ra_stayers *
ra_stayers_parse(const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_stayers *s = ra_calloc(1, sizeof(*s));
	struct ra_roll *r = ra_calloc(1, sizeof(*r));

	s->source = ra_strdup(name);
	s->mail.complete = s->cn.complete = true;
	if (ra_roll_open(r, name, in, false, e) == -1 ||
	    read_stayers(s, r, e) == -1) {
		ra_stayers_free(s);
		s = NULL;
	}
	ra_roll_clear(r);
	free(r);
	return s;
}

void
ra_stayers_free(struct ra_stayers *s)
{
	if (s == NULL)
		return;
	clear(&s->mail);
	clear(&s->cn);
	free(s->source);
	free(s);
}

enum fate { STAYS, LEAVES, CANNOT_TELL };

/*
 * Who is in the list stays. Who is not has left only if the list says of
 * everybody what is known of the owner. A CN that is an address is no name to
 * be missed among names.
 */
static enum fate
judge(const struct ra_stayers *s, const struct ra_past *p)
{
	bool address = strchr(p->cn, '@') != NULL;
	const char *mail = p->mail[0] == '\0' && address ? p->cn : p->mail;

	if ((mail[0] != '\0' && knows(&s->mail, mail)) ||
	    (p->cn[0] != '\0' && knows(&s->cn, p->cn)))
		return STAYS;
	if (p->serial[0] == '\0' || p->dn[0] == '\0')
		return CANNOT_TELL;
	if ((mail[0] != '\0' && s->mail.complete) ||
	    (p->cn[0] != '\0' && !address && s->cn.complete))
		return LEAVES;
	return CANNOT_TELL;
}

/* What has expired needs no revocation, and the service may refuse it. */
static bool
is_live(const struct ra_past *p, time_t now)
{
	time_t end;

	if (!ra_past_live(p))
		return false;
	/* An end that cannot be read is none. */
	return now == 0 || ra_clock_parse(ra_span_str(p->until), &end) == -1 ||
	    end > now;
}

/* The user's address is filled in as working programs do; section 1.4. */
static int
draft(const struct ra_past *p, const struct ra_leavers_ask *ask,
    struct ra_drafts *out, struct ra_err *e)
{
	const char *reason = ask->reason != NULL ? ask->reason : REASON;
	char origin[RA_DRAFT_ORIGIN_MAX];
	struct ra_draft *d;

	snprintf(origin, sizeof(origin), _("certificate %s"), p->serial);
	d = ra_drafts_add(
	    out, &ra_form_table()[RA_FORM_CLIENT_REVOKE], origin, e);
	if (d == NULL ||
	    ra_draft_set(d, "subject_dn", ra_span_str(p->dn), false, e) == -1 ||
	    ra_draft_set(d, "serial", ra_span_str(p->serial), false, e) == -1 ||
	    ra_draft_reason(d, ra_span_str(reason), false, e) == -1 ||
	    ra_draft_set(d, "comment", ra_span_str(ask->comment), false, e) ==
		-1)
		return -1;
	return ra_draft_set(d, "user_mail", ra_span_str(p->mail), false, e);
}

/* A list of half the people looks like any other; its effect does not. */
static int
refuse_many(const struct ra_stayers *s, const struct ra_leavers_ask *ask,
    const struct ra_leavers *l, struct ra_err *e)
{
	if (l->drafts.n * 100 <= l->live * RA_LEAVERS_SHARE_MAX ||
	    ask->expect == l->drafts.n)
		return 0;
	ra_fail(e, RA_EINPUT,
	    _("%s: %zu of %zu live client certificates belong to nobody in the "
	      "list, more than %d per cent"),
	    s->source, l->drafts.n, l->live, RA_LEAVERS_SHARE_MAX);
	ra_next(e,
	    _("see whether everybody stands in the list; if so, say "
	      "--expect %zu"),
	    l->drafts.n);
	return -1;
}

int
ra_leavers_find(const struct ra_stayers *s, const struct ra_oracle *o,
    const struct ra_leavers_ask *ask, struct ra_leavers *out, struct ra_err *e)
{
	const struct ra_past *p;
	size_t k, clients = 0;
	enum fate fate;

	for (k = 0; (p = ra_oracle_row(o, k)) != NULL; k++) {
		clients += p->client;
		if (!p->client || !is_live(p, ask->now))
			continue;
		out->live++;
		fate = judge(s, p);
		out->unjudged += fate == CANNOT_TELL;
		if (fate == LEAVES && draft(p, ask, &out->drafts, e) == -1)
			return -1;
	}
	/* Else a list of servers would look like a day when nobody left. */
	if (clients == 0) {
		ra_fail(e, RA_EINPUT,
		    _("%s: no client certificate in the inventory to compare "
		      "with"),
		    s->source);
		ra_next(e,
		    _("give the list of client certificates with "
		      "--inventory FILE"));
		return -1;
	}
	return refuse_many(s, ask, out, e);
}

void
ra_leavers_clear(struct ra_leavers *l)
{
	ra_drafts_clear(&l->drafts);
	*l = (struct ra_leavers){ 0 };
}
