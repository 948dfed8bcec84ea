/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The journal, read. */
#include <string.h>

#include "base/i18n.h"
#include "state/journal_in.h"

/* The state a record has: that of its last entry which has one. */
#define STATE_OF(record)                                                       \
	"(SELECT max(n) FROM entry WHERE record=" record                       \
	" AND state IS NOT NULL)"

static const char batches[] =
    "SELECT id,began,verb,profile,endpoint,officer FROM batch"
    " WHERE ?1=0 OR id=?1 ORDER BY id";
static const char counts[] =
    "SELECT s.state,count(*) FROM record r JOIN entry s ON s.n=" STATE_OF(
	"r.id") " WHERE r.batch=? GROUP BY s.state";
static const char files[] =
    "SELECT id,batch,no,name,digest,kind,records FROM file"
    " WHERE batch=? ORDER BY no";
static const char entries[] = "SELECT " RA_ENTRY_COLUMNS " FROM entry"
			      " WHERE ?1=0 OR batch=?1 ORDER BY n";

#define RECORDS                                                                \
	"SELECT r.id,r.batch,r.file,r.seq,r.no,r.line,r.kind,r.digest,"        \
	"r.target,r.cn,r.dn,r.serial,r.spki,f.name,b.verb,b.endpoint,"         \
	"b.officer,s.state,s.by,s.code,s.text,"                                \
	"(SELECT max(sent_at) FROM entry WHERE record=r.id),"                  \
	"CASE s.state_at WHEN 0 THEN s.at ELSE s.state_at END "                \
	"FROM record r JOIN file f ON f.id=r.file JOIN batch b ON "            \
	"b.id=r.batch JOIN entry s ON s.n=" STATE_OF("r.id") " WHERE "
#define ORDER " ORDER BY r.id"
#define OPEN " AND s.state IN('sent','unknown')"

#define WRITTEN_UPTO                                                           \
	"(SELECT max(n) FROM entry WHERE record=r.id AND event "               \
	"IN('begun','archived'))<=?"

enum by { ALL, BATCH, DIGEST, TARGET, WRITTEN, BYS };

static const char *const records[BYS][2] = {
	[ALL] = { RECORDS "1" ORDER, RECORDS "1" OPEN ORDER },
	[BATCH] = { RECORDS "r.batch=?" ORDER, RECORDS "r.batch=?" OPEN ORDER },
	[DIGEST] = { RECORDS "r.digest=? AND r.kind=? AND b.endpoint=?" ORDER,
	    RECORDS "r.digest=? AND r.kind=? AND b.endpoint=?" OPEN ORDER },
	[WRITTEN] = { RECORDS WRITTEN_UPTO ORDER,
	    RECORDS WRITTEN_UPTO OPEN ORDER },
	[TARGET] = { RECORDS "r.target=? AND r.kind=? AND b.endpoint=?" ORDER,
	    RECORDS "r.target=? AND r.kind=? AND b.endpoint=?" OPEN ORDER },
};

static int
word(const struct ra_journal *j, const char *text, bool event, struct ra_err *e)
{
	int i, n = event ? RA_EV_COUNT : RA_FATE_COUNT;

	for (i = 0; i < n; i++)
		if (strcmp(text,
			event ? ra_event_name((enum ra_event)i)
			      : ra_fate_name((enum ra_fate)i)) == 0)
			return i;
	return ra_fail(e, RA_ELOCAL, _("%s: damaged: \"%.40s\" is unknown"),
	    j->path, text);
}

static int
count(struct ra_journal *j, struct ra_journal_batch *b, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(j->s, counts, e);
	int rc = -1, s;

	memset(b->count, 0, sizeof(b->count));
	if (q == NULL || ra_query_bind(q, e, "i", b->id) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		if ((s = word(j, ra_query_text(q, 0), false, e)) == -1) {
			rc = -1;
			break;
		}
		b->count[s] = (long)ra_query_int(q, 1);
	}
out:
	ra_query_free(q);
	return rc;
}

int
ra_journal_batches(struct ra_journal *j, int64_t batch, ra_journal_batch_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(j->s, batches, e);
	struct ra_journal_batch b;
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", batch) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		b.id = ra_query_int(q, 0);
		b.began = (time_t)ra_query_int(q, 1);
		b.verb = ra_query_text(q, 2);
		b.profile = ra_query_text(q, 3);
		b.endpoint = ra_query_text(q, 4);
		b.officer = ra_query_text(q, 5);
		if ((rc = count(j, &b, e)) == -1 || (rc = fn(arg, &b, e)) != 0)
			break;
	}
out:
	ra_query_free(q);
	return rc;
}

static int
there(void *arg, const struct ra_journal_batch *b, struct ra_err *e)
{
	(void)arg;
	(void)b;
	(void)e;
	return 1;
}

int
ra_journal_batch_check(struct ra_journal *j, long batch, struct ra_err *e)
{
	int rc = j == NULL ? 0 : ra_journal_batches(j, batch, there, NULL, e);

	if (rc == 0)
		rc = ra_fail(e, RA_EUSAGE, _("there is no batch %ld"), batch);
	return rc == 1 ? 0 : -1;
}

int
ra_journal_files(struct ra_journal *j, int64_t batch, ra_journal_file_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(j->s, files, e);
	struct ra_journal_file f;
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", batch) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		f.id = ra_query_int(q, 0);
		f.batch = ra_query_int(q, 1);
		f.no = (long)ra_query_int(q, 2);
		f.name = ra_query_text(q, 3);
		f.digest = ra_query_text(q, 4);
		f.kind = ra_query_text(q, 5);
		f.records = (long)ra_query_int(q, 6);
		if ((rc = fn(arg, &f, e)) != 0)
			break;
	}
out:
	ra_query_free(q);
	return rc;
}

static int
record_row(const struct ra_journal *j, const struct ra_query *q,
    struct ra_journal_record *r, struct ra_err *e)
{
	const char **text[] = { &r->kind, &r->digest, &r->target, &r->cn,
		&r->dn, &r->serial, &r->spki, &r->name, &r->verb, &r->endpoint,
		&r->officer };
	int s = word(j, ra_query_text(q, 17), false, e);
	size_t i;

	if (s == -1)
		return -1;
	r->id = ra_query_int(q, 0);
	r->batch = ra_query_int(q, 1);
	r->file = ra_query_int(q, 2);
	r->seq = (long)ra_query_int(q, 3);
	r->no = (long)ra_query_int(q, 4);
	r->line = (long)ra_query_int(q, 5);
	for (i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		*text[i] = ra_query_text(q, 6 + (int)i);
	r->state = (enum ra_fate)s;
	r->by = ra_query_text(q, 18);
	r->code = (int)ra_query_int(q, 19);
	r->text = ra_query_text(q, 20);
	r->sent_at = (time_t)ra_query_int(q, 21);
	r->state_at = (time_t)ra_query_int(q, 22);
	return 0;
}

static int
ask_by(struct ra_query *q, const struct ra_journal_ask *ask, enum by by,
    struct ra_err *e)
{
	if (by == ALL)
		return 0;
	if (by == WRITTEN)
		return ra_query_bind(q, e, "i", ask->written_upto);
	if (by == BATCH)
		return ra_query_bind(q, e, "i", ask->batch);
	return ra_query_bind(q, e, "ttt",
	    by == DIGEST ? ask->digest : ask->target, ask->kind, ask->endpoint);
}

int
ra_journal_records(struct ra_journal *j, const struct ra_journal_ask *ask,
    ra_journal_record_fn *fn, void *arg, struct ra_err *e)
{
	enum by by = ask->digest != NULL ? DIGEST
	    : ask->target != NULL	 ? TARGET
	    : ask->batch != 0		 ? BATCH
	    : ask->written_upto != 0	 ? WRITTEN
					 : ALL;
	struct ra_query *q = ra_query_new(j->s, records[by][ask->open], e);
	struct ra_journal_record r;
	int rc = -1;

	if (q == NULL || ask_by(q, ask, by, e) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1)
		if ((rc = record_row(j, q, &r, e)) == -1 ||
		    (rc = fn(arg, &r, e)) != 0)
			break;
out:
	ra_query_free(q);
	return rc;
}

static const char *
text_or_null(const struct ra_query *q, int column)
{
	return ra_query_null(q, column) ? NULL : ra_query_text(q, column);
}

int
ra_journal_entry_row(const struct ra_journal *j, const struct ra_query *q,
    struct ra_journal_entry *n, struct ra_err *e)
{
	int event = word(j, ra_query_text(q, 2), true, e);

	n->n = ra_query_int(q, 0);
	n->at = (time_t)ra_query_int(q, 1);
	n->event = (enum ra_event)event;
	n->batch = ra_query_int(q, 3);
	n->file = ra_query_int(q, 4);
	n->record = ra_query_int(q, 5);
	n->state = -1;
	if (event == -1 ||
	    (!ra_query_null(q, 6) &&
		(n->state = word(j, ra_query_text(q, 6), false, e)) == -1))
		return -1;
	n->by = text_or_null(q, 7);
	n->code = (int)ra_query_int(q, 8);
	n->text = text_or_null(q, 9);
	n->sent_at = (time_t)ra_query_int(q, 10);
	n->state_at = (time_t)ra_query_int(q, 11);
	n->prev = ra_query_text(q, 12);
	n->hash = ra_query_text(q, 13);
	return 0;
}

int
ra_journal_entries(struct ra_journal *j, int64_t batch, ra_journal_entry_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(j->s, entries, e);
	struct ra_journal_entry n;
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", batch) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1)
		if ((rc = ra_journal_entry_row(j, q, &n, e)) == -1 ||
		    (rc = fn(arg, &n, e)) != 0)
			break;
out:
	ra_query_free(q);
	return rc;
}
