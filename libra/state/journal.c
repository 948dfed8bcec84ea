/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The journal's layout, and writing it. */
#include "state/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "state/journal_in.h"

#define LAYOUT_ID 0x75706b6a /* "upkj" */

#define REFUSE " BEGIN SELECT RAISE(ABORT,'the journal is never changed'); END;"
#define FIRM(table)                                                            \
	"CREATE TRIGGER " table "_keep BEFORE UPDATE ON " table REFUSE
#define STAY(table) "CREATE TRIGGER " table "_stay BEFORE DELETE ON " table
#define KEPT(table) FIRM(table) STAY(table) REFUSE

/*
 * An entry leaves only after an archive holds it: the checkpoint then says up
 * to which one, and what the chain goes on from.
 */
#define ARCHIVED " WHEN NOT EXISTS(SELECT 1 FROM checkpoint WHERE upto>=OLD.n)"

#define BATCH                                                                  \
	"CREATE TABLE batch(id INTEGER PRIMARY KEY,began INTEGER NOT NULL,"    \
	"verb TEXT NOT NULL,profile TEXT NOT NULL,endpoint TEXT NOT NULL,"     \
	"officer TEXT NOT NULL);"
#define FILE_OF                                                                \
	"CREATE TABLE file(id INTEGER PRIMARY KEY,batch INTEGER NOT NULL "     \
	"REFERENCES batch,no INTEGER NOT NULL,name TEXT NOT NULL,"             \
	"digest TEXT NOT NULL,kind TEXT NOT NULL,records INTEGER NOT NULL,"    \
	"UNIQUE(batch,no));"
#define RECORD                                                                 \
	"CREATE TABLE record(id INTEGER PRIMARY KEY,batch INTEGER NOT NULL "   \
	"REFERENCES batch,file INTEGER NOT NULL REFERENCES file,"              \
	"seq INTEGER NOT NULL,no INTEGER NOT NULL,line INTEGER NOT NULL,"      \
	"kind TEXT NOT NULL,digest TEXT NOT NULL,target TEXT NOT NULL,"        \
	"cn TEXT NOT NULL,dn TEXT NOT NULL,serial TEXT NOT NULL,"              \
	"spki TEXT NOT NULL,UNIQUE(batch,seq));"                               \
	"CREATE INDEX record_digest ON record(digest);"                        \
	"CREATE INDEX record_target ON record(target);"
#define ENTRY                                                                  \
	"CREATE TABLE entry(n INTEGER PRIMARY KEY,at INTEGER NOT NULL,"        \
	"event TEXT NOT NULL,batch INTEGER REFERENCES batch,"                  \
	"file INTEGER REFERENCES file,record INTEGER REFERENCES record,"       \
	"state TEXT,by TEXT,code INTEGER NOT NULL,text TEXT,"                  \
	"sent_at INTEGER NOT NULL,state_at INTEGER NOT NULL,"                  \
	"prev TEXT NOT NULL,hash TEXT NOT NULL);"                              \
	"CREATE INDEX entry_record ON entry(record,n);"                        \
	"CREATE INDEX entry_batch ON entry(batch,n);"
#define CHECKPOINT                                                             \
	"CREATE TABLE checkpoint(upto INTEGER PRIMARY KEY,"                    \
	"hash TEXT NOT NULL,archive TEXT NOT NULL,digest TEXT NOT NULL);"
#define TABLES BATCH FILE_OF RECORD ENTRY CHECKPOINT
#define TRIGGERS                                                               \
	KEPT("batch")                                                          \
	KEPT("file")                                                           \
	KEPT("record")                                                         \
	KEPT("checkpoint")                                                     \
	FIRM("entry") STAY("entry") ARCHIVED REFUSE

static const char *const steps[] = { TABLES TRIGGERS, NULL };

static const struct ra_store_layout layout = { "journal", LAYOUT_ID, 1, steps,
	true };

static const char *const sql[RA_Q_COUNT] = {
	[RA_Q_BATCH] = "INSERT INTO batch(began,verb,profile,endpoint,officer)"
		       " VALUES(?,?,?,?,?)",
	[RA_Q_FILE] = "INSERT INTO file(batch,no,name,digest,kind,records)"
		      " VALUES(?,?,?,?,?,?)",
	[RA_Q_RECORD] =
	    "INSERT INTO record(batch,file,seq,no,line,kind,digest,"
	    "target,cn,dn,serial,spki) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
	[RA_Q_ENTRY] = "INSERT INTO entry(" RA_ENTRY_COLUMNS ") VALUES"
		       "(?,?,?,nullif(?,0),nullif(?,0),nullif(?,0),"
		       "?,?,?,?,?,?,?,?)",
};

const char *
ra_fate_name(enum ra_fate s)
{
	static const char *const name[RA_FATE_COUNT] = {
		[RA_FATE_PREPARED] = N_("prepared"),
		[RA_FATE_SENT] = N_("sent"),
		[RA_FATE_UNSENT] = N_("unsent"),
		[RA_FATE_ACCEPTED] = N_("accepted"),
		[RA_FATE_REFUSED] = N_("refused"),
		[RA_FATE_ABORTED] = N_("aborted"),
		[RA_FATE_UNKNOWN] = N_("unknown"),
		[RA_FATE_ABSENT] = N_("absent"),
	};

	return name[s];
}

const char *
ra_event_name(enum ra_event event)
{
	static const char *const name[RA_EV_COUNT] = {
		[RA_EV_BEGUN] = "begun",
		[RA_EV_SENT] = "sent",
		[RA_EV_UNSENT] = "unsent",
		[RA_EV_VERDICT] = "verdict",
		[RA_EV_SETTLED] = "settled",
		[RA_EV_RESUBMIT] = "resubmitted",
		[RA_EV_RESUMED] = "resumed",
		[RA_EV_ARCHIVED] = "archived",
	};

	return name[event];
}

bool
ra_fate_open(enum ra_fate s)
{
	return s == RA_FATE_SENT || s == RA_FATE_UNKNOWN;
}

bool
ra_journal_there(const char *dir)
{
	char *path = ra_fs_join(dir, RA_JOURNAL_FILE);
	bool there = ra_store_there(path);

	free(path);
	return there;
}

struct ra_journal *
ra_journal_open(const char *dir, enum ra_store_mode mode, struct ra_err *e)
{
	struct ra_journal *j = ra_calloc(1, sizeof(*j));

	j->path = ra_fs_join(dir, RA_JOURNAL_FILE);
	j->s = ra_store_open(j->path, &layout, mode, e);
	/* Of a damaged table rows are missing, and nothing else tells it. */
	if (j->s != NULL && ra_store_verify(j->s, e) == 0)
		return j;
	ra_journal_close(j);
	return NULL;
}

void
ra_journal_close(struct ra_journal *j)
{
	size_t i;

	if (j == NULL)
		return;
	for (i = 0; i < RA_Q_COUNT; i++)
		ra_query_free(j->q[i]);
	ra_store_close(j->s);
	free(j->path);
	free(j);
}

int
ra_journal_begin(struct ra_journal *j, struct ra_err *e)
{
	struct ra_query *q;
	int rc = -1;

	if (ra_store_begin(j->s, e) == -1)
		return -1;
	q = ra_query_new(
	    j->s, "SELECT n,hash FROM entry ORDER BY n DESC LIMIT 1", e);
	if (q != NULL && (rc = ra_query_step(q, e)) != -1) {
		j->headed = true;
		j->n = rc == 1 ? ra_query_int(q, 0) : 0;
		strncpy(j->head, rc == 1 ? ra_query_text(q, 1) : "",
		    sizeof(j->head) - 1);
	}
	ra_query_free(q);
	if (rc != -1)
		return 0;
	ra_journal_rollback(j);
	return -1;
}

int
ra_journal_commit(struct ra_journal *j, struct ra_err *e)
{
	if (ra_store_commit(j->s, e) == 0) {
		j->headed = false;
		return 0;
	}
	ra_journal_rollback(j);
	return -1;
}

void
ra_journal_rollback(struct ra_journal *j)
{
	j->headed = false;
	ra_store_rollback(j->s);
}

static struct ra_query *
query(struct ra_journal *j, enum ra_journal_sql which, struct ra_err *e)
{
	if (j->q[which] == NULL)
		j->q[which] = ra_query_new(j->s, sql[which], e);
	return j->q[which];
}

static int
begun(struct ra_journal *j, struct ra_journal_entry n, struct ra_err *e)
{
	n.event = RA_EV_BEGUN;
	return ra_journal_add(j, &n, e);
}

int
ra_journal_add_batch(
    struct ra_journal *j, struct ra_journal_batch *b, struct ra_err *e)
{
	struct ra_query *q = query(j, RA_Q_BATCH, e);

	if (q == NULL ||
	    ra_query_run(q, e, "itttt", (int64_t)b->began, b->verb, b->profile,
		b->endpoint, b->officer) == -1)
		return -1;
	b->id = ra_store_last(j->s);
	return begun(
	    j, (struct ra_journal_entry){ .batch = b->id, .state = -1 }, e);
}

int
ra_journal_add_file(
    struct ra_journal *j, struct ra_journal_file *f, struct ra_err *e)
{
	struct ra_query *q = query(j, RA_Q_FILE, e);

	if (q == NULL ||
	    ra_query_run(q, e, "iittti", f->batch, (int64_t)f->no, f->name,
		f->digest, f->kind, (int64_t)f->records) == -1)
		return -1;
	f->id = ra_store_last(j->s);
	return begun(j,
	    (struct ra_journal_entry){
		.batch = f->batch, .file = f->id, .state = -1 },
	    e);
}

int
ra_journal_add_record(
    struct ra_journal *j, struct ra_journal_record *r, struct ra_err *e)
{
	struct ra_query *q = query(j, RA_Q_RECORD, e);

	if (q == NULL ||
	    ra_query_run(q, e, "iiiiittttttt", r->batch, r->file,
		(int64_t)r->seq, (int64_t)r->no, (int64_t)r->line, r->kind,
		r->digest, r->target, r->cn, r->dn, r->serial, r->spki) == -1)
		return -1;
	r->id = ra_store_last(j->s);
	return begun(j,
	    (struct ra_journal_entry){ .batch = r->batch,
		.file = r->file,
		.record = r->id,
		.state = RA_FATE_PREPARED },
	    e);
}

static int
insert(struct ra_journal *j, const struct ra_journal_entry *n, struct ra_err *e)
{
	struct ra_query *q = query(j, RA_Q_ENTRY, e);

	if (q == NULL)
		return -1;
	return ra_query_run(q, e, "iitiiittitiitt", n->n, (int64_t)n->at,
	    ra_event_name(n->event), n->batch, n->file, n->record,
	    n->state == -1 ? NULL : ra_fate_name((enum ra_fate)n->state), n->by,
	    (int64_t)n->code, n->text, (int64_t)n->sent_at,
	    (int64_t)n->state_at, n->prev, n->hash);
}

int
ra_journal_add(
    struct ra_journal *j, const struct ra_journal_entry *in, struct ra_err *e)
{
	struct ra_journal_entry n = *in;
	char hash[RA_DIGEST_TEXT];
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_JOURNAL_TEXT_MAX);
	if (!j->headed) {
		ra_fail(e, RA_ELOCAL, _("%s: nothing was begun"), j->path);
		goto out;
	}
	if (n.at == 0)
		n.at = ra_clock_now();
	if (n.event == RA_EV_SENT)
		n.sent_at = n.at;
	n.n = j->n + 1;
	n.prev = j->head;
	if (ra_journal_canonical(j, &n, &b, e) == -1)
		goto out;
	n.hash = ra_digest_sha256(ra_buf_span(&b), hash);
	if ((rc = insert(j, &n, e)) == -1)
		goto out;
	j->n = n.n;
	memcpy(j->head, hash, sizeof(hash));
out:
	ra_buf_clear(&b);
	return rc;
}
