/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Kept lists unpacked and read, never whole in memory. */
#include "work/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "codec/zstd.h"

#define READ_BYTES 65536

struct walk {
	ra_kept_fn *fn;
	void *arg;
	int fd;
	const char *path;
	char *piece;
	struct ra_rows rows;
	bool enough; /* the caller has what it wants */
};

static int
one_row(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct walk *w = arg;
	int rc = w->enough ? 0 : w->fn(w->arg, &w->rows, r, e);

	w->enough = w->enough || rc == 1;
	return rc == -1 ? -1 : 0;
}

static int
next_piece(void *arg, struct ra_span *s, struct ra_err *e)
{
	struct walk *w = arg;
	char text[RA_ERRNO_TEXT];
	ssize_t got = w->enough ? 0 : read(w->fd, w->piece, READ_BYTES);

	if (got == -1)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", w->path, ra_err_errno(errno, text));
	*s = (struct ra_span){ w->piece, (size_t)got };
	return 0;
}

static int
unpacked(void *arg, struct ra_span s, struct ra_err *e)
{
	struct walk *w = arg;

	return w->enough ? 0 : ra_rows_add(&w->rows, s, e);
}

static int
walk(struct walk *w, struct ra_err *e)
{
	const struct ra_unzstd u = { w->path, next_piece, unpacked, w };
	struct ra_err cut = { 0 };
	int rc;

	w->piece = ra_calloc(READ_BYTES, 1);
	ra_rows_init(&w->rows);
	w->rows.name = w->path;
	w->rows.row = one_row;
	w->rows.arg = w;
	rc = ra_unzstd(&u, &cut);
	if (rc == 0 && !w->enough)
		rc = ra_rows_end(&w->rows, &cut);
	ra_rows_clear(&w->rows);
	free(w->piece);
	if (w->enough)
		return 0; /* the stream was cut short by us */
	if (rc == -1)
		*e = cut;
	return rc;
}

int
ra_kept_each(const char *dir, const char *file, ra_kept_fn *fn, void *arg,
    struct ra_err *e)
{
	char *lists = ra_fs_join(dir, "lists"), text[RA_ERRNO_TEXT];
	char *path = ra_fs_join(lists, file);
	struct walk w = { .fn = fn, .arg = arg, .path = path };
	int rc = -1;

	w.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (w.fd == -1) {
		ra_fail(
		    e, RA_EINPUT, "%s: %s", path, ra_err_errno(errno, text));
	} else {
		rc = walk(&w, e);
		close(w.fd);
	}
	free(path);
	free(lists);
	return rc;
}
