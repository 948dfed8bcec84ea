/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Writing down what leaves and what became of it. */
#include "work/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/span.h"
#include "work/submit.h"

#define REASON_MAX 1000 /* bytes kept of why a record was refused */

int
ra_ledger_open(struct ra_ledger *l, struct ra_err *e)
{
	if (ra_fs_mkdirs(l->ask.state, e) == -1)
		return -1;
	l->lock = ra_lock_take(l->ask.state, l->ask.verb, e);
	if (l->lock == NULL)
		return -1;
	l->j = ra_journal_open(l->ask.state, RA_STORE_WRITE, e);
	return l->j == NULL ? -1 : 0;
}

int
ra_ledger_look(struct ra_ledger *l, struct ra_err *e)
{
	if (!ra_journal_there(l->ask.state))
		return 0;
	l->j = ra_journal_open(l->ask.state, RA_STORE_READ, e);
	return l->j == NULL ? -1 : 0;
}

void
ra_ledger_close(struct ra_ledger *l)
{
	ra_journal_close(l->j);
	ra_lock_free(l->lock);
	memset(l, 0, sizeof(*l));
}

/* One record, and the one in whose place it is sent again. */
static int
add_record(struct ra_ledger *l, const struct ra_parcel *p, struct ra_docket *d,
    struct ra_journal_record *r, struct ra_err *e)
{
	char batch[32];

	r->no = (long)d->place + 1;
	r->line = (long)ra_parcel_line(p, d->place);
	r->kind = ra_parcel_kind(p);
	r->digest = d->digest;
	r->target = d->target;
	r->cn = d->cn;
	r->dn = d->dn;
	r->serial = d->serial;
	r->spki = d->spki;
	if (ra_journal_add_record(l->j, r, e) == -1)
		return -1;
	d->id = r->id;
	if (d->again == 0)
		return 0;
	snprintf(batch, sizeof(batch), "%" PRId64, l->batch);
	return ra_journal_add(l->j,
	    &(struct ra_journal_entry){ .event = RA_EV_RESUBMIT,
		.batch = d->again_batch,
		.record = d->again,
		.state = -1,
		.text = batch },
	    e);
}

static int
add_parcel(struct ra_ledger *l, struct ra_parcel *p, long no, long *seq,
    struct ra_err *e)
{
	struct ra_journal_file f = { .batch = l->batch,
		.no = no,
		.name = p->path,
		.digest = p->known,
		.kind = ra_parcel_kind(p),
		.records = (long)p->records };
	struct ra_journal_record r = { .batch = l->batch };
	size_t k;

	if (ra_journal_add_file(l->j, &f, e) == -1)
		return -1;
	r.file = f.id;
	for (k = 0; k < p->records; k++) {
		r.seq = ++*seq;
		if (add_record(l, p, &p->docket[k], &r, e) == -1)
			return -1;
	}
	return 0;
}

static int
add_all(struct ra_ledger *l, const struct ra_shipment *sh, struct ra_err *e)
{
	struct ra_journal_batch b = { .began = ra_clock_now(),
		.verb = l->ask.verb,
		.profile = l->ask.profile,
		.endpoint = l->ask.endpoint,
		.officer = l->officer != NULL ? l->officer : "" };
	long seq = 0;
	size_t i;

	if (ra_journal_add_batch(l->j, &b, e) == -1)
		return -1;
	l->batch = b.id;
	for (i = 0; i < sh->n; i++)
		if (add_parcel(l, &sh->parcel[i], (long)i + 1, &seq, e) == -1)
			return -1;
	return 0;
}

static int
go_on(struct ra_ledger *l, struct ra_err *e)
{
	const struct ra_journal_entry n = { .event = RA_EV_RESUMED,
		.batch = l->ask.resume,
		.state = -1,
		.text = l->officer };

	l->batch = l->ask.resume;
	return ra_journal_add(l->j, &n, e);
}

int
ra_ledger_begin(
    struct ra_ledger *l, const struct ra_shipment *sh, struct ra_err *e)
{
	int rc;

	if (ra_journal_begin(l->j, e) == -1)
		return -1;
	rc = l->ask.resume != 0 ? go_on(l, e) : add_all(l, sh, e);
	if (rc == 0)
		rc = ra_journal_commit(l->j, e);
	if (rc == -1) {
		ra_journal_rollback(l->j);
		l->batch = 0;
	}
	return rc;
}

/* The same entry for each record of a file, in one commit. */
static int
add_each(struct ra_ledger *l, const struct ra_parcel *p,
    void (*fill)(const struct ra_parcel *, size_t, struct ra_journal_entry *,
	struct ra_buf *),
    struct ra_err *e)
{
	struct ra_journal_entry n;
	struct ra_buf b;
	int rc = ra_journal_begin(l->j, e);
	size_t k;

	ra_buf_init(&b, REASON_MAX);
	for (k = 0; rc == 0 && k < p->records; k++) {
		n = (struct ra_journal_entry){ .batch = l->batch,
			.record = p->docket[k].id,
			.state = -1 };
		ra_buf_reset(&b);
		fill(p, k, &n, &b);
		rc = ra_journal_add(l->j, &n, e);
	}
	ra_buf_clear(&b);
	if (rc == 0)
		rc = ra_journal_commit(l->j, e);
	ra_journal_rollback(l->j);
	return rc;
}

static void
leaving(const struct ra_parcel *p, size_t k, struct ra_journal_entry *n,
    struct ra_buf *b)
{
	(void)p;
	(void)k;
	(void)b;
	n->event = RA_EV_SENT;
	n->state = RA_FATE_SENT;
}

int
ra_ledger_leave(
    struct ra_ledger *l, const struct ra_parcel *p, struct ra_err *e)
{
	return add_each(l, p, leaving, e);
}

static const enum ra_fate states[] = {
	[RA_V_UNKNOWN] = RA_FATE_UNKNOWN,
	[RA_V_ACCEPTED] = RA_FATE_ACCEPTED,
	[RA_V_REFUSED] = RA_FATE_REFUSED,
	[RA_V_ABORTED] = RA_FATE_ABORTED,
};

/* Cut to what is kept, between two characters. */
static const char *
shortened(struct ra_buf *b, const char *item, const char *message)
{
	struct ra_span s;
	struct ra_buf all;

	ra_buf_init(&all, REASON_MAX * 100);
	ra_buf_addf(&all, "%s%s%s", item, item[0] != '\0' ? ": " : "", message);
	s = ra_buf_span(&all);
	if (s.n >= REASON_MAX)
		s.n = REASON_MAX - 1;
	ra_buf_add(b, ra_span_whole(s));
	ra_buf_clear(&all);
	return ra_buf_str(b);
}

static void
answered(const struct ra_parcel *p, size_t k, struct ra_journal_entry *n,
    struct ra_buf *b)
{
	const struct ra_verdict *v = k < p->result.n ? &p->result.v[k] : NULL;

	if (!p->result.sent) {
		n->event = RA_EV_UNSENT;
		n->state = RA_FATE_UNSENT;
		n->text = shortened(b, "", p->err.msg);
		return;
	}
	n->event = RA_EV_VERDICT;
	n->state = v != NULL ? (int)states[v->kind] : RA_FATE_UNKNOWN;
	if (n->state != RA_FATE_UNKNOWN)
		n->by = "answer";
	else
		n->text = shortened(b, "", p->err.msg);
	if (v != NULL && v->nreasons > 0) {
		n->code = v->reason[0].code;
		ra_buf_reset(b);
		n->text = shortened(b, v->reason[0].item, v->reason[0].message);
	}
}

int
ra_ledger_answer(struct ra_ledger *l, const struct ra_parcel *p)
{
	return add_each(l, p, answered, &l->why);
}
