/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Two walks: the certificates that end are kept and indexed, then every live
 * one is looked at as a possible successor. Only the former are in memory.
 */
#include "work/expiring.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"

#define DAY INT64_C(86400)
#define NONE UINT32_MAX
#define STATE_ISSUING 0
#define STATE_RENEWING 1

/* A row under one of its keys. */
struct link {
	uint32_t row, next;
	enum ra_succession by;
};

struct finder {
	struct ra_expiring *out;
	const struct ra_expiring_ask *ask;
	struct link *link;
	size_t nlinks;
	uint32_t *head;
	size_t buckets; /* a power of two */
	bool applying;	/* the rows of this walk are applications */
};

const char *
ra_succession_name(enum ra_succession s)
{
	static const char *const names[] = {
		[RA_SUCC_NONE] = N_("none"),
		[RA_SUCC_SERIAL] = N_("old-serial"),
		[RA_SUCC_DN] = N_("dn"),
		[RA_SUCC_CN] = N_("cn"),
	};

	return names[s];
}

bool
ra_expiring_same_manager(const struct ra_inv_row *a, const struct ra_inv_row *b)
{
	return strcasecmp(a->mail, b->mail) == 0;
}

/* FNV-1a, ASCII letters in any case; the rule is part of the key. */
static uint32_t
hash(enum ra_succession by, const char *s)
{
	uint32_t h = 2166136261u ^ (uint32_t)by;

	for (; *s != '\0'; s++) {
		h ^= (unsigned char)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);
		h *= 16777619u;
	}
	return h;
}

static const char *
key_of(const struct ra_inv_row *r, enum ra_succession by)
{
	switch (by) {
	case RA_SUCC_SERIAL:
		return r->serial;
	case RA_SUCC_DN:
		return r->dn;
	case RA_SUCC_CN:
		return r->cn;
	case RA_SUCC_NONE:
		break;
	}
	return "";
}

/* Whole per cent that are left, rounded down; -1 when it has no start. */
static int
left_of(const struct ra_inv_row *r, int64_t now)
{
	if (r->start == RA_INV_NO_TIME || r->ends <= r->start)
		return -1;
	if (now <= r->start)
		return 100;
	return (int)((r->ends - now) * 100 / (r->ends - r->start));
}

/* By the share that is left a short certificate is as near as a long one. */
static bool
is_near(const struct ra_expiring_ask *ask, const struct ra_inv_row *r)
{
	if (ask->left == 0)
		return r->ends - ask->now <= ask->days * DAY;
	return r->start != RA_INV_NO_TIME &&
	    (r->ends - ask->now) * 100 <= (r->ends - r->start) * ask->left;
}

static int
keep(void *arg, const struct ra_inv_row *r, struct ra_err *e)
{
	struct finder *f = arg;
	struct ra_expiring *x = f->out;
	struct ra_expiring_row *row;

	(void)e;
	if (!is_near(f->ask, r))
		return 0;
	x->row = ra_grow(x->row, x->n, sizeof(*x->row));
	row = &x->row[x->n++];
	*row = (struct ra_expiring_row){ 0 };
	ra_held_take(&row->held, r);
	row->days = (long)((r->ends - f->ask->now) / DAY);
	row->left = left_of(r, f->ask->now);
	return 0;
}

static void
add_link(struct finder *f, uint32_t row, enum ra_succession by)
{
	const char *key = key_of(&f->out->row[row].held.row, by);
	uint32_t *head;

	if (*key == '\0')
		return;
	head = &f->head[hash(by, key) & (f->buckets - 1)];
	f->link[f->nlinks] = (struct link){ row, *head, by };
	*head = (uint32_t)f->nlinks++;
}

static void
index_rows(struct finder *f)
{
	size_t i;

	for (f->buckets = 64; f->buckets < 4 * f->out->n; f->buckets *= 2)
		;
	f->head = ra_calloc(f->buckets, sizeof(*f->head));
	memset(f->head, 0xff, f->buckets * sizeof(*f->head));
	f->link = ra_calloc(3 * f->out->n + 1, sizeof(*f->link));
	for (i = 0; i < f->out->n; i++) {
		add_link(f, (uint32_t)i, RA_SUCC_SERIAL);
		add_link(f, (uint32_t)i, RA_SUCC_DN);
		add_link(f, (uint32_t)i, RA_SUCC_CN);
	}
}

static bool
same_person(const struct ra_inv_row *a, const struct ra_inv_row *b)
{
	return a->list == RA_INV_SERVER || *a->mail == '\0' ||
	    *b->mail == '\0' || strcasecmp(a->mail, b->mail) == 0;
}

/* When it began, as well as the list tells. */
static int64_t
begun(const struct ra_inv_row *r)
{
	return r->start != RA_INV_NO_TIME ? r->start : r->applied;
}

/*
 * Not the later end counts but the later beginning: as lifetimes get shorter, a
 * new certificate may well end before the old one.
 */
static bool
follows(const struct ra_inv_row *r, const struct ra_inv_row *old,
    enum ra_succession by)
{
	if (r->record == old->record)
		return false;
	if (by == RA_SUCC_SERIAL)
		return strcmp(r->old_serial, old->serial) == 0;
	return strcmp(ra_inv_kind(r), ra_inv_kind(old)) == 0 &&
	    strcasecmp(key_of(r, by), key_of(old, by)) == 0 &&
	    same_person(r, old) && begun(r) > begun(old);
}

static void
note(struct ra_expiring_row *row, const struct ra_inv_row *r,
    enum ra_succession by)
{
	if (row->by != RA_SUCC_NONE &&
	    (by > row->by || (by == row->by && begun(r) <= row->newest)))
		return;
	free(row->successor);
	row->successor = ra_strdup(r->serial);
	row->successor_state = r->state;
	row->newest = begun(r);
	row->by = by;
}

static void
look(struct finder *f, const struct ra_inv_row *r, enum ra_succession by,
    const char *key)
{
	uint32_t at;

	if (*key == '\0')
		return;
	at = f->head[hash(by, key) & (f->buckets - 1)];
	for (; at != NONE; at = f->link[at].next) {
		struct ra_expiring_row *row = &f->out->row[f->link[at].row];

		if (f->link[at].by != by || !follows(r, &row->held.row, by))
			continue;
		if (f->applying)
			row->applied = true;
		else
			note(row, r, by);
	}
}

static int
match(void *arg, const struct ra_inv_row *r, struct ra_err *e)
{
	struct finder *f = arg;

	(void)e;
	f->out->live += !f->applying;
	look(f, r, RA_SUCC_SERIAL, r->old_serial);
	look(f, r, RA_SUCC_DN, r->dn);
	look(f, r, RA_SUCC_CN, r->cn);
	return 0;
}

static int
count_undated(void *arg, const struct ra_inv_row *r, struct ra_err *e)
{
	(void)r;
	(void)e;
	++*(size_t *)arg;
	return 0;
}

/* The successors, the applications, and what cannot be judged. */
static int
walk(struct ra_inv *inv, struct finder *f, struct ra_err *e)
{
	struct ra_inv_filter all = {
		.live = true, .ends_from = f->ask->now, .order = RA_INV_ANYHOW
	};
	/* No certificate yet, and so no end, by which they are found fast. */
	struct ra_inv_filter applied = { .undated = true,
		.state = { STATE_ISSUING, STATE_RENEWING },
		.nstates = 2,
		.order = RA_INV_ANYHOW };
	struct ra_inv_filter undated = f->ask->filter;

	if (ra_inv_each(inv, &all, match, f, e) == -1)
		return -1;
	f->applying = true;
	if (ra_inv_each(inv, &applied, match, f, e) == -1)
		return -1;
	undated.live = undated.undated = true;
	undated.order = RA_INV_ANYHOW;
	return ra_inv_each(inv, &undated, count_undated, &f->out->undated, e);
}

static void
clear_row(struct ra_expiring_row *row)
{
	ra_held_clear(&row->held);
	free(row->successor);
}

static void
drop_followed(struct ra_expiring *x, bool keep_them)
{
	size_t i, n = 0;

	for (i = 0; i < x->n; i++) {
		if (x->row[i].by != RA_SUCC_NONE)
			x->followed++;
		if (x->row[i].by != RA_SUCC_NONE && !keep_them)
			clear_row(&x->row[i]);
		else
			x->row[n++] = x->row[i];
	}
	x->n = n;
}

static int
by_mail(const void *a, const void *b)
{
	const struct ra_expiring_row *x = a, *y = b;
	int c = strcasecmp(x->held.row.mail, y->held.row.mail);

	if (c == 0)
		c = (x->held.row.ends > y->held.row.ends) -
		    (x->held.row.ends < y->held.row.ends);
	if (c == 0)
		c = (x->held.row.record > y->held.row.record) -
		    (x->held.row.record < y->held.row.record);
	return c;
}

/* A manager's certificates, and where they stand among all. */
struct group {
	size_t from, n;
	int64_t first;
	bool nobody;
};

static int
by_first(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->nobody != y->nobody)
		return x->nobody - y->nobody;
	if (x->first != y->first)
		return x->first > y->first ? 1 : -1;
	return x->from > y->from ? 1 : -1;
}

static void
group(struct ra_expiring *x)
{
	struct ra_expiring_row *to;
	struct group *g;
	size_t i, n = 0, at = 0;

	if (x->n == 0)
		return;
	qsort(x->row, x->n, sizeof(*x->row), by_mail);
	g = ra_calloc(x->n, sizeof(*g));
	for (i = 0; i < x->n; i++) {
		const struct ra_inv_row *r = &x->row[i].held.row;

		if (i == 0 ||
		    !ra_expiring_same_manager(r, &x->row[i - 1].held.row))
			g[n++] =
			    (struct group){ i, 0, r->ends, *r->mail == '\0' };
		g[n - 1].n++;
	}
	qsort(g, n, sizeof(*g), by_first);
	to = ra_calloc(x->n, sizeof(*to));
	for (i = 0; i < n; at += g[i++].n)
		memcpy(&to[at], &x->row[g[i].from], g[i].n * sizeof(*to));
	free(x->row);
	free(g);
	x->row = to;
}

int
ra_expiring_find(struct ra_inv *inv, const struct ra_expiring_ask *ask,
    struct ra_expiring *out, struct ra_err *e)
{
	struct finder f = { .out = out, .ask = ask };
	struct ra_inv_filter ends = ask->filter;
	int rc;

	ends.live = true;
	ends.ends_from = ask->now;
	if (ask->left == 0)
		ends.ends_to = ask->now + ask->days * DAY + 1;
	ends.order = RA_INV_ANYHOW;
	rc = ra_inv_each(inv, &ends, keep, &f, e);
	if (rc == 0) {
		index_rows(&f);
		rc = walk(inv, &f, e);
	}
	if (rc == 0) {
		drop_followed(out, ask->followed);
		group(out);
	}
	free(f.head);
	free(f.link);
	return rc;
}

int
ra_expiring_days(const char *text, long *days, struct ra_err *e)
{
	struct ra_span s = ra_span_str(text);
	long unit = 1;

	if (ra_span_ends(s, RA_SPAN("d")) || ra_span_ends(s, RA_SPAN("w"))) {
		unit = s.p[s.n - 1] == 'w' ? 7 : 1;
		s.n--;
	}
	if (ra_span_number(s, 0, RA_EXPIRING_DAYS_MAX / unit, days) == -1)
		return ra_fail(e, RA_EUSAGE,
		    _("\"%.60s\": wanted days such as 30d or weeks such as "
		      "6w, at most %d days"),
		    text, RA_EXPIRING_DAYS_MAX);
	*days *= unit;
	return 0;
}

int
ra_expiring_left(const char *text, int max, int *left, struct ra_err *e)
{
	struct ra_span s = ra_span_str(text);
	long n;

	if (ra_span_ends(s, RA_SPAN("%")))
		s.n--;
	if (ra_span_number(s, 1, max, &n) == -1)
		return ra_fail(e, RA_EUSAGE,
		    _("\"%.60s\": wanted per cent of the lifetime, 1%% to "
		      "%d%%"),
		    text, max);
	*left = (int)n;
	return 0;
}

void
ra_expiring_clear(struct ra_expiring *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		clear_row(&x->row[i]);
	free(x->row);
	*x = (struct ra_expiring){ 0 };
}
