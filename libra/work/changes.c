/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Only versions that began or ended between the two snapshots are read, and
 * paired by their application.
 */
#include "work/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/span.h"

#define DAY 86400
#define DAYS_MAX 36600
#define STATE_REVOKING 2
#define STATE_REVOKED 7
#define STATE_TELLING 10 /* revoked, the mail is missing */

/* An application on both sides; numbers of held rows, or RA_MAP_NONE. */
struct pair {
	size_t before, after;
};

struct walk {
	struct ra_changes *out;
	struct pair *pair;
	size_t n;
	struct ra_map record;
	bool after; /* the rows of this walk are of the later snapshot */
};

const char *
ra_change_name(enum ra_change_kind k)
{
	static const char *const names[RA_CHANGE_COUNT] = {
		[RA_CHANGE_ISSUED] = N_("issued"),
		[RA_CHANGE_RENEWED] = N_("renewed"),
		[RA_CHANGE_REVOKED] = N_("revoked"),
		[RA_CHANGE_REVOKING] = N_("revoking"),
		[RA_CHANGE_APPLIED] = N_("applied"),
		[RA_CHANGE_FAILED] = N_("failed"),
		[RA_CHANGE_VANISHED] = N_("vanished"),
		[RA_CHANGE_SERIAL] = N_("serial"),
		[RA_CHANGE_OWNER] = N_("owner"),
		[RA_CHANGE_STATE] = N_("state"),
		[RA_CHANGE_OTHER] = N_("column"),
	};

	return names[k];
}

const struct ra_inv_row *
ra_change_row(const struct ra_change *c)
{
	return c->after != NULL ? c->after : c->before;
}

static int
take(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct walk *w = arg;
	struct ra_changes *out = w->out;
	char key[32];
	size_t at;

	(void)e;
	out->held = ra_grow(out->held, out->nheld, sizeof(*out->held));
	ra_held_take(&out->held[out->nheld], row);
	snprintf(key, sizeof(key), "%lld", (long long)row->record);
	at = ra_map_put(&w->record, key, w->n);
	if (at == w->n) {
		w->pair = ra_grow(w->pair, w->n, sizeof(*w->pair));
		w->pair[w->n++] = (struct pair){ RA_MAP_NONE, RA_MAP_NONE };
	}
	*(w->after ? &w->pair[at].after : &w->pair[at].before) = out->nheld++;
	return 0;
}

/* What the state of an application has come to. */
static enum ra_change_kind
outcome(const struct ra_inv_row *r)
{
	if (ra_inv_state_live(r->state))
		return *r->old_serial != '\0' ? RA_CHANGE_RENEWED
					      : RA_CHANGE_ISSUED;
	switch (r->state) {
	case 0:
	case 1:
		return RA_CHANGE_APPLIED;
	case STATE_REVOKING:
		return RA_CHANGE_REVOKING;
	case STATE_REVOKED:
	case STATE_TELLING:
		return RA_CHANGE_REVOKED;
	default:
		return r->state < 0 && r->state != RA_INV_NO_STATE
		    ? RA_CHANGE_FAILED
		    : RA_CHANGE_STATE;
	}
}

static void
add(struct ra_changes *out, enum ra_change_kind kind,
    const struct ra_inv_row *before, const struct ra_inv_row *after)
{
	out->change = ra_grow(out->change, out->n, sizeof(*out->change));
	out->change[out->n] = (struct ra_change){
		.kind = kind, .before = before, .after = after
	};
	if (after != NULL)
		out->change[out->n].seen = after->since;
	else if (before != NULL)
		out->change[out->n].seen = before->until;
	out->n++;
}

static bool
same_owner(const struct ra_inv_row *a, const struct ra_inv_row *b)
{
	return strcmp(a->manager, b->manager) == 0 &&
	    strcmp(a->unit, b->unit) == 0 && strcmp(a->mail, b->mail) == 0;
}

/* From one outcome to the same one, such as from mail to mail, is no more. */
static void
compare(struct ra_changes *out, const struct ra_inv_row *before,
    const struct ra_inv_row *after)
{
	enum ra_change_kind kind = outcome(after);
	size_t n = out->n;

	if (before->state != after->state)
		add(out, outcome(before) == kind ? RA_CHANGE_STATE : kind,
		    before, after);
	if (strcmp(before->serial, after->serial) != 0 &&
	    *before->serial != '\0')
		add(out, RA_CHANGE_SERIAL, before, after);
	if (!same_owner(before, after))
		add(out, RA_CHANGE_OWNER, before, after);
	/* What was changed and changed back is no change. */
	if (out->n == n && !ra_span_eq(before->line, after->line))
		add(out, RA_CHANGE_OTHER, before, after);
}

static void
judge(struct ra_changes *out, const struct pair *p)
{
	const struct ra_inv_row *before =
	    p->before != RA_MAP_NONE ? &out->held[p->before].row : NULL;
	const struct ra_inv_row *after =
	    p->after != RA_MAP_NONE ? &out->held[p->after].row : NULL;

	if (before != NULL && after != NULL)
		compare(out, before, after);
	else if (after != NULL)
		add(out, outcome(after), NULL, after);
	else if (before != NULL)
		add(out, RA_CHANGE_VANISHED, before, NULL);
}

static int
in_order(const void *a, const void *b)
{
	const struct ra_change *x = a, *y = b;
	const struct ra_inv_row *r = ra_change_row(x), *s = ra_change_row(y);
	int c = (int)x->kind - (int)y->kind;

	if (c == 0)
		c = strcasecmp(r->cn, s->cn);
	if (c == 0)
		c = (r->record > s->record) - (r->record < s->record);
	return c;
}

/* Numbers of snapshots become times; there are few of them. */
static int
date(struct ra_inv *inv, struct ra_changes *out, struct ra_err *e)
{
	struct ra_snapshot s = { .id = 0 };
	size_t i;

	for (i = 0; i < out->n; i++) {
		struct ra_change *c = &out->change[i];

		if (c->seen != s.id &&
		    ra_inv_snapshot_id(inv, c->seen, &s, e) == -1)
			return -1;
		/* One that was pruned since is not known any more. */
		c->seen = s.id == c->seen ? s.taken : out->to.taken;
	}
	return 0;
}

static int
read_both(struct ra_inv *inv, struct walk *w, struct ra_err *e)
{
	const struct ra_changes *c = w->out;
	struct ra_inv_filter before = { .at = c->from.id,
		.gone_by = c->to.id,
		.line = true,
		.order = RA_INV_ANYHOW };
	struct ra_inv_filter after = { .at = c->to.id,
		.changed = c->from.id,
		.line = true,
		.order = RA_INV_ANYHOW };

	if (ra_inv_each(inv, &before, take, w, e) == -1)
		return -1;
	w->after = true;
	return ra_inv_each(inv, &after, take, w, e);
}

static int
find(struct ra_inv *inv, struct ra_changes *out, struct ra_err *e)
{
	struct walk w = { .out = out };
	size_t i;
	int rc = read_both(inv, &w, e);

	for (i = 0; i < w.n && rc == 0; i++)
		judge(out, &w.pair[i]);
	if (rc == 0)
		rc = date(inv, out, e);
	if (out->n > 0)
		qsort(out->change, out->n, sizeof(*out->change), in_order);
	ra_map_clear(&w.record);
	free(w.pair);
	return rc;
}

static int
none_so_early(const char *name, struct ra_err *e)
{
	ra_fail(
	    e, RA_EINPUT, _("\"%.60s\": there is no snapshot so early"), name);
	ra_next(e, _("upkira snapshot list shows those that are there"));
	return -1;
}

/* A day means all of it. */
static int
at_time(struct ra_inv *inv, const char *name, time_t t, struct ra_snapshot *out,
    struct ra_err *e)
{
	int rc = ra_inv_snapshot_at(inv, t, out, e);

	return rc == 1 ? 0 : rc == 0 ? none_so_early(name, e) : -1;
}

int
ra_changes_snapshot(struct ra_inv *inv, const char *name, time_t now,
    struct ra_snapshot *out, struct ra_err *e)
{
	struct ra_span s = ra_span_str(name);
	long n;
	time_t t;
	int rc;

	if (ra_span_number(s, 1, LONG_MAX, &n) == 0) {
		rc = ra_inv_snapshot_id(inv, n, out, e);
		return rc == 1 ? 0
		    : rc == 0
		    ? ra_fail(e, RA_EINPUT, _("there is no snapshot %ld"), n)
		    : -1;
	}
	if (ra_span_ends(s, RA_SPAN("d")) &&
	    ra_span_number((struct ra_span){ s.p, s.n - 1 }, 0, DAYS_MAX, &n) ==
		0)
		return at_time(inv, name, now - n * DAY, out, e);
	if (ra_clock_parse(s, &t) == 0)
		return at_time(inv, name,
		    ra_span_has(s, RA_SPAN(":")) ? t : t + DAY - 1, out, e);
	return ra_fail(e, RA_EUSAGE,
	    _("\"%.60s\": wanted the number of a snapshot, a day such as "
	      "2026-11-20, or days ago such as 7d"),
	    name);
}

static int
only_one(struct ra_err *e)
{
	ra_fail(e, RA_EINPUT, _("there is no second snapshot to compare with"));
	ra_next(e, _("take one with upkira snapshot, and compare then"));
	return -1;
}

static int
choose(struct ra_inv *inv, const char *a, const char *b, struct ra_changes *out,
    struct ra_err *e)
{
	time_t now = ra_clock_now();
	int rc = b != NULL ? ra_changes_snapshot(inv, b, now, &out->to, e)
			   : ra_inv_snapshot(inv, 0, &out->to, e);

	if (rc == -1 || (b == NULL && rc == 0))
		return rc == -1 ? -1 : only_one(e);
	if (a != NULL) {
		rc = ra_changes_snapshot(inv, a, now, &out->from, e);
	} else {
		rc = ra_inv_snapshot(inv, 1, &out->from, e);
		if (rc != -1)
			rc = rc == 1 ? 0 : only_one(e);
	}
	if (rc == 0 && out->from.id > out->to.id)
		rc = ra_fail(e, RA_EUSAGE,
		    _("snapshot %lld is later than %lld: the earlier one comes "
		      "first"),
		    (long long)out->from.id, (long long)out->to.id);
	return rc;
}

int
ra_changes_between(struct ra_inv *inv, const char *a, const char *b,
    struct ra_changes *out, struct ra_err *e)
{
	if (choose(inv, a, b, out, e) == -1)
		return -1;
	return find(inv, out, e);
}

void
ra_changes_clear(struct ra_changes *c)
{
	size_t i;

	for (i = 0; i < c->nheld; i++)
		ra_held_clear(&c->held[i]);
	free(c->held);
	free(c->change);
	*c = (struct ra_changes){ 0 };
}
