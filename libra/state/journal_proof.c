/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* That a file is an archive of this journal, and what it holds. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "codec/zstd.h"
#include "state/journal_in.h"

#define ARCHIVE_MAX (4ULL << 30) /* bytes of a file that is looked at */
#define PIECE 65536
/* The end of an entry's line: within a text the quotes are escaped. */
#define NEEDLE_BYTES (sizeof("\"sha256\":\"\"}") + RA_DIGEST_TEXT)

/* An archive read: its digest, and whether it has an entry. */
struct search {
	struct ra_fs_in in;
	struct ra_digest *digest;
	char needle[NEEDLE_BYTES];
	struct ra_buf text; /* what is unread, behind the end of the last one */
	bool found;
};

static int
next_piece(void *arg, struct ra_span *s, struct ra_err *e)
{
	struct search *x = arg;

	if (ra_fs_in_next(&x->in, s, e) == -1)
		return -1;
	ra_digest_add(x->digest, *s);
	return 0;
}

/* The entry may lie across two pieces: the end of one stays for the next. */
static int
unpacked(void *arg, struct ra_span s, struct ra_err *e)
{
	struct search *x = arg;
	const struct ra_span needle = ra_span_str(x->needle);
	struct ra_span piece, tail;

	while (s.n > 0 && !x->found) {
		piece = (struct ra_span){ s.p, s.n < PIECE ? s.n : PIECE };
		s = ra_span_from(s, piece.n);
		ra_buf_add(&x->text, piece);
		if (ra_buf_done(&x->text, x->in.name, e) == -1)
			return -1;
		tail = ra_buf_span(&x->text);
		x->found = ra_span_has(tail, needle);
		if (tail.n >= needle.n)
			tail = ra_span_from(tail, tail.n - (needle.n - 1));
		memmove(x->text.p, tail.p, tail.n);
		x->text.n = tail.n;
	}
	return 0;
}

/*
 * One reading, so that what is searched is what is proved. A file that is no
 * such stream has a digest too: unpacking says in bad why it ended early.
 */
static int
read_archive(const char *path, const char *wanted, struct search *x,
    struct ra_err *bad, struct ra_err *e)
{
	const struct ra_unzstd u = { path, next_piece, unpacked, x };
	struct ra_span piece;
	int rc = ra_fs_in_open(&x->in, path, ARCHIVE_MAX, e);

	if (rc == 0 && wanted != NULL) {
		snprintf(x->needle, sizeof(x->needle), "\"sha256\":\"%.64s\"}",
		    wanted);
		(void)ra_unzstd(&u, bad);
	}
	while (rc == 0 && (rc = next_piece(x, &piece, e)) == 0 && piece.n > 0)
		continue;
	ra_fs_in_close(&x->in);
	return rc;
}

/* The archive of that digest: 1 and its last entry, 0, -1. */
static int
find(struct ra_journal *j, const char *digest, int64_t *last, struct ra_err *e)
{
	struct ra_query *q =
	    ra_query_new(j->s, "SELECT upto FROM checkpoint WHERE digest=?", e);
	int rc = -1;

	if (q != NULL && ra_query_bind(q, e, "t", digest) == 0)
		rc = ra_query_step(q, e);
	if (rc == 1)
		*last = ra_query_int(q, 0);
	ra_query_free(q);
	return rc;
}

int
ra_journal_archive_check(struct ra_journal *j, const char *path,
    const char *wanted, struct ra_journal_proof *p, struct ra_err *e)
{
	struct search x = { .digest = ra_digest_new() };
	struct ra_err bad = { 0 };
	char digest[RA_DIGEST_TEXT];
	int rc;

	memset(p, 0, sizeof(*p));
	ra_buf_init(&x.text, PIECE + NEEDLE_BYTES);
	rc = read_archive(path, wanted, &x, &bad, e);
	ra_digest_end(x.digest, digest);
	if (rc == 0 && (rc = find(j, digest, &p->last, e)) == 0)
		rc = ra_fail(e, RA_ELOCAL,
		    _("%s: no archive of this journal, or not as it was "
		      "written"),
		    path);
	p->seen = x.found;
	if (rc == 1 && bad.code != RA_OK) {
		*e = bad;
		rc = -1;
	}
	ra_buf_clear(&x.text);
	ra_digest_free(x.digest);
	return rc == 1 ? 0 : -1;
}

int
ra_journal_seen(struct ra_journal *j, const struct ra_journal_proof *p,
    const char *wanted, struct ra_err *e)
{
	if (wanted == NULL || p->seen)
		return 0;
	ra_fail(e, RA_ELOCAL, _("%s: no entry has the hash %.64s"), j->path,
	    wanted);
	if (p->archived > 0)
		ra_next(e,
		    _("it may be one of the %" PRId64 " that were archived: "
		      "name the archives, too; if not, entries are missing at "
		      "the end, or it is another journal"),
		    p->archived);
	else
		ra_next(e,
		    _("entries are missing at the end, or it is another "
		      "journal"));
	return -1;
}
