/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What an entry's hash is of, and the proof that nothing was changed. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "state/journal_in.h"

/* A line "key value"; what would end it early is escaped. */
static void
line(struct ra_buf *b, const char *key, struct ra_span v)
{
	size_t i;

	ra_buf_addf(b, "%s ", key);
	for (i = 0; i < v.n; i++) {
		if (v.p[i] == '\n')
			ra_buf_adds(b, "\\n");
		else if (v.p[i] == '\\')
			ra_buf_adds(b, "\\\\");
		else
			ra_buf_addc(b, v.p[i]);
	}
	ra_buf_addc(b, '\n');
}

static void
text(struct ra_buf *b, const char *key, const char *v)
{
	if (v != NULL)
		line(b, key, ra_span_str(v));
}

static void
number(struct ra_buf *b, const char *key, int64_t v)
{
	if (v != 0)
		ra_buf_addf(b, "%s %" PRId64 "\n", key, v);
}

static const char row_of_batch[] =
    "SELECT began,verb,profile,endpoint,officer FROM batch WHERE id=?";
static const char row_of_file[] =
    "SELECT no,name,digest,kind,records FROM file WHERE id=?";
static const char row_of_record[] =
    "SELECT seq,no,line,kind,digest,target,cn,dn,serial,spki FROM record"
    " WHERE id=?";

/* The row that an entry writes down: the innermost it names. */
static int
row(struct ra_journal *j, const struct ra_journal_entry *n, struct ra_buf *out,
    struct ra_err *e)
{
	const char *sql = n->record != 0 ? row_of_record
	    : n->file != 0		 ? row_of_file
					 : row_of_batch;
	int64_t id = n->record != 0 ? n->record
	    : n->file != 0	    ? n->file
				    : n->batch;
	struct ra_query *q = ra_query_new(j->s, sql, e);
	int rc = -1, i, columns;

	columns = sql == row_of_record ? 10 : 5;
	if (q == NULL || ra_query_bind(q, e, "i", id) == -1 ||
	    (rc = ra_query_step(q, e)) == -1)
		goto out;
	if (rc == 0) {
		rc = ra_fail(e, RA_ELOCAL,
		    _("%s: entry %" PRId64 ": what it is about is not there"),
		    j->path, n->n);
		goto out;
	}
	for (i = 0; i < columns; i++)
		line(out, "row", ra_query_span(q, i));
	rc = 0;
out:
	ra_query_free(q);
	return rc;
}

int
ra_journal_canonical(struct ra_journal *j, const struct ra_journal_entry *n,
    struct ra_buf *out, struct ra_err *e)
{
	ra_buf_adds(out, "upkira journal 1\n");
	text(out, "prev", n->prev);
	number(out, "n", n->n);
	number(out, "at", (int64_t)n->at);
	text(out, "event", ra_event_name(n->event));
	number(out, "batch", n->batch);
	number(out, "file", n->file);
	number(out, "record", n->record);
	if (n->state != -1)
		text(out, "state", ra_fate_name((enum ra_fate)n->state));
	text(out, "by", n->by);
	number(out, "code", n->code);
	text(out, "text", n->text);
	number(out, "sent-at", (int64_t)n->sent_at);
	number(out, "state-at", (int64_t)n->state_at);
	if ((n->event == RA_EV_BEGUN || n->event == RA_EV_ARCHIVED) &&
	    n->batch != 0 && row(j, n, out, e) == -1)
		return -1;
	return ra_buf_done(out, j->path, e);
}

struct chain {
	struct ra_journal *j;
	struct ra_journal_proof *proof;
	const char *wanted;
	struct ra_buf b;
	int64_t n; /* the entry before, and its hash */
	char hash[RA_DIGEST_TEXT];
};

static int
broken(const struct chain *c, int64_t n, const char *what, struct ra_err *e)
{
	ra_fail(
	    e, RA_ELOCAL, _("%s: entry %" PRId64 ": %s"), c->j->path, n, what);
	ra_next(e,
	    _("the journal was changed from outside: keep it, and compare it "
	      "with a backup"));
	return -1;
}

static int
link_one(void *arg, const struct ra_journal_entry *n, struct ra_err *e)
{
	struct chain *c = arg;
	char hash[RA_DIGEST_TEXT];

	if (n->n != c->n + 1)
		return broken(c, c->n + 1, _("it is missing"), e);
	if (strcmp(n->prev, c->hash) != 0)
		return broken(
		    c, n->n, _("it does not follow the one before"), e);
	ra_buf_reset(&c->b);
	if (ra_journal_canonical(c->j, n, &c->b, e) == -1)
		return -1;
	ra_digest_sha256(ra_buf_span(&c->b), hash);
	if (strcmp(hash, n->hash) != 0)
		return broken(
		    c, n->n, _("it, or what it is about, was changed"), e);
	if (c->proof->entries++ == 0)
		c->proof->first = n->n;
	c->proof->last = c->n = n->n;
	memcpy(c->hash, hash, sizeof(hash));
	if (c->wanted != NULL && strcmp(c->wanted, hash) == 0)
		c->proof->seen = true;
	return 0;
}

/* What the chain goes on from: nothing, or the last archive. */
static int
start(struct chain *c, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(c->j->s,
	    "SELECT upto,hash FROM checkpoint ORDER BY upto DESC LIMIT 1", e);
	int rc = q == NULL ? -1 : ra_query_step(q, e);

	if (rc == 1) {
		c->n = c->proof->archived = ra_query_int(q, 0);
		snprintf(c->hash, sizeof(c->hash), "%s", ra_query_text(q, 1));
		c->proof->seen =
		    c->wanted != NULL && strcmp(c->wanted, c->hash) == 0;
	}
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}

/* Rows that no entry writes down were put in from outside. */
static int
stray(struct chain *c, struct ra_err *e)
{
	static const char sql[] =
	    "SELECT 'batch',id FROM batch WHERE id NOT IN (SELECT batch FROM "
	    "entry WHERE event IN('begun','archived') AND file IS NULL AND "
	    "batch IS NOT NULL) UNION ALL "
	    "SELECT 'file',id FROM file WHERE id NOT IN (SELECT file FROM "
	    "entry WHERE event IN('begun','archived') AND record IS NULL AND "
	    "file IS NOT NULL) UNION ALL "
	    "SELECT 'record',id FROM record WHERE id NOT IN (SELECT record "
	    "FROM entry WHERE event IN('begun','archived') AND record IS NOT "
	    "NULL) LIMIT 1";
	struct ra_query *q = ra_query_new(c->j->s, sql, e);
	int rc = q == NULL ? -1 : ra_query_step(q, e);

	if (rc == 1)
		rc = ra_fail(e, RA_ELOCAL,
		    _("%s: %s %" PRId64 ": no entry tells of it"), c->j->path,
		    ra_query_text(q, 0), ra_query_int(q, 1));
	ra_query_free(q);
	return rc;
}

int
ra_journal_verify(struct ra_journal *j, const char *wanted,
    struct ra_journal_proof *out, struct ra_err *e)
{
	struct chain c = { .j = j, .proof = out, .wanted = wanted };
	int rc = -1;

	memset(out, 0, sizeof(*out));
	ra_buf_init(&c.b, RA_JOURNAL_TEXT_MAX);
	if (start(&c, e) == -1 ||
	    ra_journal_entries(j, 0, link_one, &c, e) == -1 ||
	    stray(&c, e) == -1)
		goto out;
	memcpy(out->head, c.hash, sizeof(out->head));
	rc = 0;
out:
	ra_buf_clear(&c.b);
	return rc;
}
