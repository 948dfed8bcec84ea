/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Frozen rows beside what the inventory and the servers say today. */
#include "work/board.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "work/issuer.h"
#include "work/snapshot.h"

#define WHY_BYTES 2048

const char *
ra_board_step_name(enum ra_board_step s)
{
	static const char *const names[RA_BOARD_STEPS] = {
		[RA_BOARD_SILENT] = N_("silent"),
		[RA_BOARD_APPLIED] = N_("applied"),
		[RA_BOARD_ISSUED] = N_("issued"),
		[RA_BOARD_SERVED] = N_("in-service"),
		[RA_BOARD_REVOKED] = N_("revoked"),
	};

	return names[s];
}

/* --- freezing --- */

struct freezing {
	struct ra_incidents *x;
	int64_t id;
	size_t n;
	struct ra_issued issued; /* its glob is NULL: of any CA */
};

/* What has no serial number is no certificate yet. */
static int
freeze(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct freezing *f = arg;

	if (*row->serial == '\0' ||
	    (f->issued.glob != NULL && !ra_issued_has(&f->issued, row)))
		return 0;
	f->n++;
	return ra_incident_add(f->x, f->id, row, e);
}

int
ra_board_open(const struct ra_board_ask *ask, const char *name,
    const char *where, const struct ra_inv_filter *f, struct ra_err *e)
{
	struct ra_incident in = {
		.opened = ask->now, .name = name, .where = where
	};
	struct ra_inv *inv = ra_inv_open(ask->dir, RA_STORE_READ, e);
	struct freezing w = { .x = NULL, .issued = { .glob = ask->issuer } };
	struct ra_snapshot s;
	int rc = -1;

	if (inv == NULL || ra_inv_snapshot(inv, 0, &s, e) != 1 ||
	    (w.x = ra_incidents_open(ask->dir, RA_STORE_WRITE, e)) == NULL)
		goto out;
	if (ask->issuer != NULL &&
	    ra_issued_read(&w.issued, inv, ask->dir, e) == -1)
		goto out;
	if (w.issued.broken > 0)
		ra_log(RA_LOG_WARN,
		    _("certificates of the lists that cannot be read: %zu"),
		    w.issued.broken);
	in.snapshot = s.id;
	if (ra_incident_begin(w.x, &in, &w.id, e) == -1)
		goto out;
	rc = ra_inv_each(inv, f, freeze, &w, e);
	if (rc == 0 && w.n == 0) {
		ra_snapshot_warn(&s);
		rc = ra_fail(e, RA_EINPUT,
		    _("no certificate of the inventory is such a one"));
	}
	if (rc == 0)
		rc = ra_incident_end(w.x, e);
out:
	ra_issued_clear(&w.issued);
	ra_incidents_close(w.x);
	ra_inv_close(inv);
	return rc;
}

/* --- reading --- */

static int
take_incident(void *arg, const struct ra_incident *in, struct ra_err *e)
{
	struct ra_board *b = arg;

	(void)e;
	b->id = in->id;
	b->opened = in->opened;
	b->snapshot = in->snapshot;
	b->name = ra_strdup(in->name);
	b->where = ra_strdup(in->where);
	return 1;
}

static int
take_item(void *arg, const struct ra_incident_item *i, struct ra_err *e)
{
	const struct ra_inv_row row = { .record = i->record,
		.list = i->list,
		.profile = i->profile,
		.start = i->start,
		.ends = i->ends,
		.applied = RA_INV_NO_TIME,
		.revoked = RA_INV_NO_TIME,
		.application = "",
		.dn = i->dn,
		.cn = i->cn,
		.domain = "",
		.names = i->names,
		.serial = i->serial,
		.old_serial = "",
		.manager = i->manager,
		.unit = i->unit,
		.mail = i->mail };
	struct ra_board *b = arg;
	struct ra_board_row *r;

	(void)e;
	b->row = ra_grow(b->row, b->n, sizeof(*b->row));
	r = &b->row[b->n++];
	*r = (struct ra_board_row){ .asked = i->asked };
	ra_held_take(&r->held, &row);
	r->served = *i->served != '\0' ? ra_strdup(i->served) : NULL;
	r->why = *i->why != '\0' ? ra_strdup(i->why) : NULL;
	return 0;
}

/* Later rows beside a frozen one. */
struct look {
	struct ra_board_row *r;
	int64_t newest; /* when the successor began */
	bool by_serial; /* the rows of this walk name it as their old one */
};

static bool
may_follow(const struct look *l, const struct ra_inv_row *row)
{
	const struct ra_inv_row *old = &l->r->held.row;
	int64_t begun =
	    row->start != RA_INV_NO_TIME ? row->start : row->applied;

	if (row->record == old->record)
		return false;
	return l->by_serial ||
	    (strcmp(ra_inv_kind(row), ra_inv_kind(old)) == 0 &&
		begun > old->start &&
		(row->list == RA_INV_SERVER || *row->mail == '\0' ||
		    strcasecmp(row->mail, old->mail) == 0));
}

static int
look(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct look *l = arg;

	(void)e;
	if (!may_follow(l, row))
		return 0;
	if (row->state == 0 || row->state == 1) {
		if (l->r->step < RA_BOARD_APPLIED)
			l->r->step = RA_BOARD_APPLIED;
	} else if (ra_inv_state_live(row->state) &&
	    (l->r->successor == NULL || row->start > l->newest)) {
		free(l->r->successor);
		l->r->successor = ra_strdup(row->serial);
		l->newest = row->start;
		l->r->step = RA_BOARD_ISSUED;
	}
	return 0;
}

static int
take_state(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	(void)e;
	*(int *)arg = row->state;
	return 1;
}

static int
judge(struct ra_inv *inv, struct ra_board_row *r, struct ra_err *e)
{
	const struct ra_inv_row *old = &r->held.row;
	struct look l = { .r = r, .newest = INT64_MIN };
	struct ra_inv_filter by_name = { .cn = old->cn },
			     by_serial = { .old_serial = old->serial },
			     itself = { .record = old->record };
	int state = RA_INV_NO_STATE;

	if (strpbrk(old->cn, "*?[") == NULL && *old->cn != '\0' &&
	    ra_inv_each(inv, &by_name, look, &l, e) == -1)
		return -1;
	l.by_serial = true;
	if (ra_inv_each(inv, &by_serial, look, &l, e) == -1 ||
	    ra_inv_each(inv, &itself, take_state, &state, e) == -1)
		return -1;
	r->old_served =
	    r->served != NULL && strcmp(r->served, old->serial) == 0;
	if (r->successor != NULL && r->served != NULL &&
	    strcmp(r->served, r->successor) == 0)
		r->step = RA_BOARD_SERVED;
	if (state == 2 || state == 7 || state == 10)
		r->step = RA_BOARD_REVOKED;
	return 0;
}

/* x is open; what was read stays readable when it closes. */
static int
load(struct ra_incidents *x, const struct ra_board_ask *ask, const char *name,
    struct ra_board *b, struct ra_err *e)
{
	struct ra_inv *inv = NULL;
	size_t i;
	int rc = -1;

	if (ra_incidents_each(x, name, take_incident, b, e) == -1)
		return -1;
	if (b->name == NULL) {
		ra_fail(
		    e, RA_EINPUT, _("there is no incident \"%.60s\""), name);
		ra_next(e,
		    _("upkira incident list shows those that are "
		      "open"));
		return -1;
	}
	if (ra_incident_items(x, b->id, take_item, b, e) == -1 ||
	    (inv = ra_inv_open(ask->dir, RA_STORE_READ, e)) == NULL)
		return -1;
	rc = ra_inv_snapshot(inv, 0, &b->newest, e) == -1 ? -1 : 0;
	for (i = 0; i < b->n && rc == 0; i++) {
		rc = judge(inv, &b->row[i], e);
		b->count[b->row[i].step]++;
	}
	ra_inv_close(inv);
	return rc;
}

static struct ra_incidents *
open_there(const char *dir, enum ra_store_mode mode, struct ra_err *e)
{
	if (ra_incidents_there(dir))
		return ra_incidents_open(dir, mode, e);
	ra_fail(e, RA_EINPUT, _("%s: there is no incident yet"), dir);
	ra_next(e, _("open one with upkira incident open"));
	return NULL;
}

int
ra_board_read(const struct ra_board_ask *ask, const char *name,
    struct ra_board *b, struct ra_err *e)
{
	struct ra_incidents *x = open_there(ask->dir, RA_STORE_READ, e);
	int rc = x != NULL ? load(x, ask, name, b, e) : -1;

	ra_incidents_close(x);
	return rc;
}

/* --- asking --- */

/* One serial where all addresses agree; what was wrong otherwise. */
static void
sum_up(const struct ra_probe *p, struct ra_incident_item *item)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		const struct ra_probe_answer *a = &p->answer[i];

		if (a->why != NULL) {
			item->why = a->why;
			item->served = "";
			return;
		}
		if (i > 0 && strcmp(a->serial.dec, item->served) != 0) {
			item->why = _("its addresses serve different ones");
			item->served = "";
			return;
		}
		item->served = a->serial.dec;
	}
}

/* The questions, and of which row each is. */
struct questions {
	struct ra_probes l;
	size_t *row;
	int64_t now;
};

static int
keep_answers(struct ra_incidents *x, const struct ra_board *b,
    const struct questions *q, struct ra_err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < q->l.n && rc == 0; i++) {
		struct ra_incident_item item = {
			.record = b->row[q->row[i]].held.row.record,
			.asked = q->now,
			.served = "",
			.why = ""
		};

		sum_up(&q->l.p[i], &item);
		rc = ra_incident_said(x, b->id, &item, e);
	}
	return rc;
}

static bool
add_probe(struct ra_probes *l, const struct ra_board_row *r, long port)
{
	struct ra_buf host;
	bool added;

	if (r->step == RA_BOARD_REVOKED ||
	    strcmp(ra_inv_kind(&r->held.row), "server") != 0)
		return false;
	ra_buf_init(&host, WHY_BYTES);
	ra_buf_adds(&host, r->held.row.cn);
	if (port != 0)
		ra_buf_addf(&host, ":%ld", port);
	/* A name that is none, such as one with a star, is not asked. */
	added = ra_probes_add(l, ra_buf_str(&host), NULL, NULL) == 0;
	ra_buf_clear(&host);
	return added;
}

static int
ask_all(struct ra_incidents *x, const struct ra_board_ask *ask,
    const struct ra_board *b, struct ra_err *e)
{
	struct questions q = { .now = ask->now };
	size_t i;
	int rc;

	q.row = ra_calloc(b->n + 1, sizeof(*q.row));
	for (i = 0; i < b->n; i++)
		if (add_probe(&q.l, &b->row[i], ask->port))
			q.row[q.l.n - 1] = i;
	rc = ra_probes_ask(&q.l, &ask->probe, e);
	if (rc == 0)
		rc = keep_answers(x, b, &q, e);
	ra_probes_clear(&q.l);
	free(q.row);
	return rc;
}

int
ra_board_probe(const struct ra_board_ask *ask, const char *name,
    struct ra_board *b, struct ra_err *e)
{
	struct ra_incidents *x = open_there(ask->dir, RA_STORE_WRITE, e);
	int rc = -1;

	if (x != NULL && load(x, ask, name, b, e) == 0 &&
	    ask_all(x, ask, b, e) == 0) {
		ra_board_clear(b);
		rc = load(x, ask, name, b, e);
	}
	ra_incidents_close(x);
	return rc;
}

void
ra_board_clear(struct ra_board *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		ra_held_clear(&b->row[i].held);
		free(b->row[i].successor);
		free(b->row[i].served);
		free(b->row[i].why);
	}
	free(b->row);
	free(b->name);
	free(b->where);
	*b = (struct ra_board){ 0 };
}
