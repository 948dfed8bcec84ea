/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Entries of the past, written out and then let go. */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "codec/json.h"
#include "codec/tar.h"
#include "codec/zstd.h"
#include "state/journal_in.h"

#define LINE_MAX_BYTES (RA_JOURNAL_TEXT_MAX * 8)

int
ra_journal_line(struct ra_journal *j, const struct ra_journal_entry *n,
    struct ra_buf *out, struct ra_err *e)
{
	struct ra_buf text;
	struct ra_json w;
	int rc;

	ra_buf_init(&text, RA_JOURNAL_TEXT_MAX);
	ra_json_init(&w, out);
	ra_json_object(&w, NULL);
	ra_json_int(&w, "n", n->n);
	ra_json_int(&w, "at", (long long)n->at);
	ra_json_str(&w, "event", ra_event_name(n->event));
	ra_json_int(&w, "batch", n->batch);
	ra_json_int(&w, "record", n->record);
	ra_json_str(&w, "state",
	    n->state == -1 ? NULL : ra_fate_name((enum ra_fate)n->state));
	ra_json_str(&w, "by", n->by);
	ra_json_int(&w, "code", n->code);
	ra_json_str(&w, "text", n->text);
	rc = ra_journal_canonical(j, n, &text, e);
	ra_json_span(&w, "canonical", ra_buf_span(&text));
	ra_json_str(&w, "sha256", n->hash);
	ra_json_end_object(&w);
	ra_buf_addc(out, '\n');
	ra_buf_clear(&text);
	return rc == 0 ? ra_buf_done(out, j->path, e) : -1;
}

struct archive {
	struct ra_journal *j;
	int64_t upto;
	char hash[RA_DIGEST_TEXT]; /* of the last one that goes */
	uint64_t size;		   /* of the lines */
	int64_t entries;
	struct ra_zstd *z; /* NULL: they are only counted */
	struct ra_fs_out out;
	struct ra_digest *digest;
	struct ra_buf b;
};

static int
to_file(void *arg, struct ra_span s, struct ra_err *e)
{
	struct archive *a = arg;

	ra_digest_add(a->digest, s);
	return ra_fs_add(&a->out, s, e);
}

static int
write_line(void *arg, const struct ra_journal_entry *n, struct ra_err *e)
{
	struct archive *a = arg;

	if (n->n > a->upto)
		return 1;
	ra_buf_reset(&a->b);
	if (ra_journal_line(a->j, n, &a->b, e) == -1)
		return -1;
	if (a->z != NULL)
		return ra_zstd_add(a->z, ra_buf_span(&a->b), e);
	a->size += a->b.n;
	a->entries++;
	memcpy(a->hash, n->hash, sizeof(a->hash));
	return 0;
}

/* The last entry that may go: old enough, nothing open in its batch. */
static int
find_end(struct archive *a, time_t before, struct ra_err *e)
{
	static const char sql[] =
	    "SELECT min(x) FROM (SELECT max(n) x FROM entry UNION ALL "
	    "SELECT min(n)-1 FROM entry WHERE at>=? UNION ALL "
	    "SELECT min(n)-1 FROM entry WHERE batch IN (SELECT r.batch FROM "
	    "record r JOIN entry s ON s.n=(SELECT max(n) FROM entry WHERE "
	    "record=r.id AND state IS NOT NULL) WHERE s.state IN "
	    "('sent','unknown')))";
	struct ra_query *q = ra_query_new(a->j->s, sql, e);
	int rc = -1;

	if (q != NULL && ra_query_bind(q, e, "i", (int64_t)before) == 0 &&
	    (rc = ra_query_step(q, e)) == 1)
		a->upto = ra_query_int(q, 0);
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}

static int
write_file(struct archive *a, const char *path, struct ra_err *e)
{
	ra_buf_reset(&a->b);
	ra_tar_head("journal.jsonl", a->size, ra_clock_now(), &a->b);
	a->z = ra_zstd_new(to_file, a, e);
	if (a->z == NULL || ra_fs_begin(&a->out, path, 0600, e) == -1 ||
	    ra_zstd_add(a->z, ra_buf_span(&a->b), e) == -1 ||
	    ra_journal_entries(a->j, 0, write_line, a, e) == -1)
		return -1;
	ra_buf_reset(&a->b);
	ra_tar_tail(a->size, &a->b);
	if (ra_zstd_add(a->z, ra_buf_span(&a->b), e) == -1 ||
	    ra_zstd_end(a->z, e) == -1)
		return -1;
	return ra_fs_commit(&a->out, e);
}

/* What only an archived entry wrote down is written down anew. */
static int
again(struct archive *a, const char *sql,
    int (*add)(struct archive *, const struct ra_query *, struct ra_err *),
    struct ra_err *e)
{
	struct ra_query *q = ra_query_new(a->j->s, sql, e);
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", a->upto) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1)
		if ((rc = add(a, q, e)) == -1)
			break;
out:
	ra_query_free(q);
	return rc;
}

static int
add_row(struct archive *a, const struct ra_query *q, struct ra_err *e)
{
	const struct ra_journal_entry n = { .event = RA_EV_ARCHIVED,
		.batch = ra_query_int(q, 0),
		.file = ra_query_int(q, 1),
		.state = -1 };

	return ra_journal_add(a->j, &n, e);
}

static int
add_fate(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct archive *a = arg;
	const struct ra_journal_entry n = { .event = RA_EV_ARCHIVED,
		.batch = r->batch,
		.file = r->file,
		.record = r->id,
		.state = (int)r->state,
		.by = r->by[0] != '\0' ? r->by : NULL,
		.code = r->code,
		.text = r->text[0] != '\0' ? r->text : NULL,
		.sent_at = r->sent_at,
		.state_at = r->state_at };

	return ra_journal_add(a->j, &n, e);
}

static int
let_go(
    struct archive *a, const char *path, const char *digest, struct ra_err *e)
{
	static const char batches[] =
	    "SELECT batch,0 FROM entry WHERE event IN('begun','archived') AND "
	    "file IS NULL AND batch IS NOT NULL AND n<=?";
	static const char files[] =
	    "SELECT batch,file FROM entry WHERE event IN('begun','archived') "
	    "AND record IS NULL AND file IS NOT NULL AND n<=?";
	const struct ra_journal_ask ask = { .written_upto = a->upto };
	const struct ra_journal_entry n = {
		.event = RA_EV_ARCHIVED, .state = -1, .text = digest
	};
	struct ra_query *q = ra_query_new(a->j->s,
	    "INSERT INTO checkpoint(upto,hash,archive,digest) VALUES(?,?,?,?)",
	    e);
	struct ra_query *d =
	    ra_query_new(a->j->s, "DELETE FROM entry WHERE n<=?", e);
	int rc = -1;

	if (q == NULL || d == NULL || ra_journal_add(a->j, &n, e) == -1 ||
	    again(a, batches, add_row, e) == -1 ||
	    again(a, files, add_row, e) == -1 ||
	    ra_journal_records(a->j, &ask, add_fate, a, e) == -1 ||
	    ra_query_run(q, e, "ittt", a->upto, a->hash, path, digest) == -1)
		goto out;
	rc = ra_query_run(d, e, "i", a->upto);
out:
	ra_query_free(q);
	ra_query_free(d);
	return rc;
}

int
ra_journal_archive(struct ra_journal *j, time_t before, const char *path,
    struct ra_journal_archived *out, struct ra_err *e)
{
	struct archive a = {
		.j = j, .out = { .fd = -1 }, .digest = ra_digest_new()
	};
	int rc = -1;

	memset(out, 0, sizeof(*out));
	ra_buf_init(&a.b, LINE_MAX_BYTES);
	if (ra_journal_begin(j, e) == -1 || find_end(&a, before, e) == -1 ||
	    ra_journal_entries(j, 0, write_line, &a, e) == -1)
		goto out;
	if (a.entries == 0) {
		rc = 0;
		goto out;
	}
	if (access(path, F_OK) == 0) {
		ra_fail(e, RA_ELOCAL,
		    _("%s: is there already, a new file was wanted"), path);
		goto out;
	}
	/* The file first: what is let go is on the disk elsewhere. */
	if (write_file(&a, path, e) == -1)
		goto out;
	ra_digest_end(a.digest, out->digest);
	if (let_go(&a, path, out->digest, e) == -1 ||
	    ra_journal_commit(j, e) == -1)
		goto out;
	out->entries = a.entries;
	out->upto = a.upto;
	rc = 0;
out:
	ra_journal_rollback(j);
	ra_fs_abort(&a.out);
	ra_zstd_free(a.z);
	ra_digest_free(a.digest);
	ra_buf_clear(&a.b);
	return rc;
}
