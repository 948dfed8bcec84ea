/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* That a file is an archive of this journal, and what it holds. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/zstd.h"
#include "state/journal_in.h"

#define ARCHIVE_MAX (4ULL << 30) /* bytes of a file that is looked at */
#define PIECE 65536
/* The end of an entry's line: within a text the quotes are escaped. */
#define NEEDLE_BYTES (sizeof("\"sha256\":\"\"}") + RA_DIGEST_TEXT)

static int
to_digest(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)e;
	ra_digest_add(arg, s);
	return 0;
}

/* An archive read in search of an entry. */
struct search {
	const char *path;
	int fd;
	char *piece;
	char needle[NEEDLE_BYTES];
	struct ra_buf text; /* what is unread, behind the end of the last one */
	bool found;
};

static int
next_piece(void *arg, struct ra_span *s, struct ra_err *e)
{
	struct search *x = arg;
	char text[RA_ERRNO_TEXT];
	ssize_t got = read(x->fd, x->piece, PIECE);

	if (got == -1)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", x->path, ra_err_errno(errno, text));
	*s = (struct ra_span){ x->piece, (size_t)got };
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
		if (ra_buf_done(&x->text, x->path, e) == -1)
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

static int
search(const char *path, const char *wanted, bool *found, struct ra_err *e)
{
	struct search x = { .path = path };
	const struct ra_unzstd u = { path, next_piece, unpacked, &x };
	char text[RA_ERRNO_TEXT];
	int rc;

	x.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (x.fd == -1)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", path, ra_err_errno(errno, text));
	x.piece = ra_calloc(PIECE, 1);
	snprintf(x.needle, sizeof(x.needle), "\"sha256\":\"%.64s\"}", wanted);
	ra_buf_init(&x.text, PIECE + NEEDLE_BYTES);
	rc = ra_unzstd(&u, e);
	*found = x.found;
	ra_buf_clear(&x.text);
	free(x.piece);
	close(x.fd);
	return rc;
}

int
ra_journal_archive_check(struct ra_journal *j, const char *path,
    const char *wanted, struct ra_journal_proof *p, struct ra_err *e)
{
	struct ra_digest *d = ra_digest_new();
	struct ra_query *q = NULL;
	char digest[RA_DIGEST_TEXT];
	int rc = ra_fs_each(path, ARCHIVE_MAX, to_digest, d, e);

	ra_digest_end(d, digest);
	ra_digest_free(d);
	if (rc == 0) {
		q = ra_query_new(
		    j->s, "SELECT upto FROM checkpoint WHERE digest=?", e);
		rc = q == NULL || ra_query_bind(q, e, "t", digest) == -1
		    ? -1
		    : ra_query_step(q, e);
	}
	if (rc == 0)
		rc = ra_fail(e, RA_ELOCAL,
		    _("%s: no archive of this journal, or not as it was "
		      "written"),
		    path);
	memset(p, 0, sizeof(*p));
	if (rc == 1)
		p->last = ra_query_int(q, 0);
	ra_query_free(q);
	if (rc == 1 && wanted != NULL)
		rc = search(path, wanted, &p->seen, e);
	return rc == -1 ? -1 : 0;
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
