/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What may be sent, by what was sent before. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "work/ledger.h"
#include "work/submit.h"

/* The newest record of the past that is in the way of one. */
struct hit {
	int64_t self;	   /* of the batch gone on with: not its own obstacle */
	int64_t id, batch; /* id 0: none */
	long seq;
	enum ra_fate state;
	time_t at;
};

static void
meet(struct hit *h, const struct ra_journal_record *r)
{
	h->id = r->id;
	h->batch = r->batch;
	h->seq = r->seq;
	h->state = r->state;
	h->at = r->sent_at;
}

/* The very same record: not again, unless it surely came to nothing. */
static int
same(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct hit *h = arg;

	(void)e;
	if (r->id != h->self &&
	    (r->state == RA_FATE_ACCEPTED || ra_fate_open(r->state)))
		meet(h, r);
	return 0;
}

/* The same aim, made anew: not while the first one may have arrived. */
static int
similar(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct hit *h = arg;

	(void)e;
	if (r->id != h->self && ra_fate_open(r->state) && r->id > h->id)
		meet(h, r);
	return 0;
}

static int
find(struct ra_ledger *l, const struct ra_parcel *p, const struct ra_docket *d,
    struct hit *h, struct ra_err *e)
{
	struct ra_journal_ask ask = { .digest = d->digest,
		.kind = ra_parcel_kind(p),
		.endpoint = l->ask.endpoint };

	*h = (struct hit){ .self = d->id };
	if (ra_journal_records(l->j, &ask, same, h, e) == -1)
		return -1;
	ask.digest = NULL;
	ask.target = d->target;
	return ra_journal_records(l->j, &ask, similar, h, e);
}

static int
in_the_way(const struct ra_parcel *p, const struct ra_docket *d,
    const struct hit *h, struct ra_err *e)
{
	char at[RA_CLOCK_TEXT];

	ra_fail(e, RA_ELOCKED,
	    _("%s:%zu: %s was sent already, in batch %" PRId64 " (%" PRId64
	      ".%ld) at %s: %s"),
	    p->path, ra_parcel_line(p, d->place),
	    d->cn[0] != '\0' ? d->cn : _("this record"), h->batch, h->batch,
	    h->seq, ra_clock_iso(h->at, at),
	    ra_fate_open(h->state) ? _("its outcome is not known")
				   : _("it was accepted"));
	if (ra_fate_open(h->state))
		ra_next(e,
		    _("upkira reconcile %" PRId64 " finds out what became of "
		      "it; nothing was sent"),
		    h->batch);
	else
		ra_next(e,
		    _("take it out of the file; if it is meant to be sent "
		      "once more: --resubmit %" PRId64 "; nothing was sent"),
		    h->batch);
	return -1;
}

static int
admit_one(struct ra_ledger *l, const struct ra_parcel *p, struct ra_docket *d,
    bool *met, struct ra_err *e)
{
	struct hit h;

	if (find(l, p, d, &h, e) == -1)
		return -1;
	if (h.id == 0)
		return 0;
	if (h.batch != l->ask.resubmit)
		return in_the_way(p, d, &h, e);
	d->again = h.id;
	d->again_batch = h.batch;
	*met = true;
	return 0;
}

static int
admit_all(struct ra_ledger *l, struct ra_shipment *sh, struct ra_err *e)
{
	bool met = false;
	size_t i, k;

	for (i = 0; i < sh->n; i++)
		for (k = 0; k < sh->parcel[i].records; k++)
			if (admit_one(l, &sh->parcel[i],
				&sh->parcel[i].docket[k], &met, e) == -1)
				return -1;
	if (l->ask.resubmit == 0 || met)
		return 0;
	return ra_fail(e, RA_EUSAGE,
	    _("--resubmit %" PRId64 ": that batch is in the way of none of "
	      "these records; nothing was sent"),
	    l->ask.resubmit);
}

/* Going on with a batch. */

struct rest {
	struct ra_ledger *l;
	struct ra_parcel *p;
	int64_t file; /* of the journal, 0: not found */
	size_t kept;
};

static int
batch_found(void *arg, const struct ra_journal_batch *b, struct ra_err *e)
{
	const struct ra_ledger *l = arg;

	if (strcmp(b->endpoint, l->ask.endpoint) == 0 &&
	    strcmp(b->verb, l->ask.verb) == 0)
		return 1;
	return ra_fail(e, RA_EUSAGE,
	    _("--resume %" PRId64 ": that was upkira %s at %s"), b->id, b->verb,
	    b->endpoint);
}

static int
file_found(void *arg, const struct ra_journal_file *f, struct ra_err *e)
{
	struct rest *r = arg;

	(void)e;
	if (strcmp(f->digest, r->p->known) != 0 ||
	    strcmp(f->kind, ra_parcel_kind(r->p)) != 0)
		return 0;
	r->file = f->id;
	return 1;
}

static struct ra_docket *
docket_at(struct ra_parcel *p, long no)
{
	size_t k;

	for (k = 0; k < p->records; k++)
		if (p->docket[k].place + 1 == (size_t)no)
			return &p->docket[k];
	return NULL;
}

/* Marked by its id: what is to be sent still. */
static int
record_found(void *arg, const struct ra_journal_record *rec, struct ra_err *e)
{
	struct rest *r = arg;
	struct ra_docket *d;

	(void)e;
	if (rec->file != r->file || (d = docket_at(r->p, rec->no)) == NULL)
		return 0;
	if (ra_fate_open(rec->state))
		r->l->left++;
	if (rec->state != RA_FATE_PREPARED && rec->state != RA_FATE_UNSENT &&
	    rec->state != RA_FATE_ABSENT)
		return 0;
	d->id = rec->id;
	r->kept++;
	return 0;
}

/* The parcel without the records that are not marked. */
static void
cut(struct ra_parcel *p)
{
	struct ra_docket *kept = ra_calloc(p->records, sizeof(*kept));
	struct ra_span row;
	struct ra_buf bytes;
	size_t k, n = 0;

	ra_buf_init_secret(&bytes, RA_REQUEST_ENCODED_MAX);
	for (k = 0; k < p->records; k++) {
		if (p->docket[k].id == 0)
			continue;
		kept[n] = p->docket[k];
		memset(&p->docket[k], 0, sizeof(p->docket[k]));
		row = (struct ra_span){ p->bytes.p + kept[n].at, kept[n].n };
		kept[n].at = bytes.n;
		ra_buf_add(&bytes, row);
		n++;
	}
	ra_dockets_free(p->docket, p->records);
	ra_buf_clear(&p->bytes);
	p->bytes = bytes;
	p->docket = kept;
	p->records = n;
	ra_digest_sha256(ra_buf_span(&p->bytes), p->digest);
}

static int
rest_of(struct ra_ledger *l, struct ra_parcel *p, struct ra_err *e)
{
	struct rest r = { .l = l, .p = p };
	const struct ra_journal_ask ask = { .batch = l->ask.resume };

	if (ra_journal_files(l->j, ask.batch, file_found, &r, e) == -1)
		return -1;
	if (r.file == 0) {
		ra_fail(e, RA_EINPUT,
		    _("%s: no file of batch %" PRId64 ", or changed since; "
		      "nothing was sent"),
		    p->path, ask.batch);
		ra_next(e, _("upkira journal show %" PRId64 " lists its files"),
		    ask.batch);
		return -1;
	}
	if (ra_journal_records(l->j, &ask, record_found, &r, e) == -1)
		return -1;
	if (r.kept < p->records)
		cut(p);
	return 0;
}

static int
resume(struct ra_ledger *l, struct ra_shipment *sh, struct ra_err *e)
{
	int rc = ra_journal_batches(l->j, l->ask.resume, batch_found, l, e);
	size_t i, n = 0;

	if (rc == 0)
		ra_fail(e, RA_EUSAGE,
		    _("--resume %" PRId64 ": there is no such batch"),
		    l->ask.resume);
	if (rc != 1)
		return -1;
	sh->records = 0;
	for (i = 0; i < sh->n; i++) {
		if (rest_of(l, &sh->parcel[i], e) == -1)
			return -1;
		sh->records += sh->parcel[i].records;
	}
	sh->unsent = sh->records;
	for (i = 0; i < sh->n; i++) {
		if (sh->parcel[i].records == 0)
			ra_parcel_clear(&sh->parcel[i]);
		else
			sh->parcel[n++] = sh->parcel[i];
	}
	sh->n = n;
	if (n > 0 || l->left == 0)
		return 0;
	ra_fail(e, RA_ELOCKED,
	    _("batch %" PRId64 ": nothing is left to send, and of %zu records "
	      "the outcome is not known"),
	    l->ask.resume, l->left);
	ra_next(e, _("upkira reconcile %" PRId64), l->ask.resume);
	return -1;
}

int
ra_ledger_admit(struct ra_ledger *l, struct ra_shipment *sh, struct ra_err *e)
{
	if (l->j == NULL && l->ask.resume == 0 && l->ask.resubmit == 0)
		return 0;
	if (l->j == NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("%s: there is no journal, and so no batch"),
		    l->ask.state);
	if (l->ask.resume != 0 && resume(l, sh, e) == -1)
		return -1;
	return admit_all(l, sh, e);
}
