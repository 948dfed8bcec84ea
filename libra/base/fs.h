/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Files: read whole below a ceiling; written so that the path holds the old
 * bytes or the new ones, and private before the first byte.
 */
#ifndef RA_FS_H
#define RA_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Read a file whole into b, whose ceiling holds: a larger file is RA_EINPUT
 * naming size and ceiling. "-" is standard input. No such file, no right, a
 * folder: RA_EINPUT naming the path. b must be initialised.
 */
int ra_fs_read(const char *path, struct ra_buf *b, struct ra_err *e);

/* The same; refused (RA_ECRED) when group or others have any right on it. */
int ra_fs_read_private(const char *path, struct ra_buf *b, struct ra_err *e);

/* A file read in pieces, never whole in memory. Zeroed when none is open. */
struct ra_fs_in {
	const char *name; /* for messages; the path is borrowed */
	int fd;
	unsigned long long left, max;
	char *piece;
};

/* "-" is standard input, which can be read once. A folder: RA_EINPUT. */
int ra_fs_in_open(struct ra_fs_in *in, const char *path, unsigned long long max,
    struct ra_err *e);
/*
 * The next piece, valid until the one after it; empty at the end and after a
 * failure. More than max bytes: RA_EINPUT.
 */
int ra_fs_in_next(struct ra_fs_in *in, struct ra_span *out, struct ra_err *e);
/* What was read is wiped. Also after a failed open. */
void ra_fs_in_close(struct ra_fs_in *in);
/* All pieces of a file, in turn; what fn says, if not 0, ends it. */
int ra_fs_each(const char *path, unsigned long long max,
    int (*fn)(void *arg, struct ra_span piece, struct ra_err *e), void *arg,
    struct ra_err *e);

/* A file under way: written beside its path, given its name by commit. */
struct ra_fs_out {
	int fd; /* -1 when none is open */
	char *path, *tmp;
};

/*
 * Start a file of this mode. A path that is a folder, device or pipe is
 * refused. RA_ELOCAL.
 */
int ra_fs_begin(
    struct ra_fs_out *o, const char *path, mode_t mode, struct ra_err *e);
int ra_fs_add(struct ra_fs_out *o, struct ra_span s, struct ra_err *e);
/*
 * Sync, rename over path, sync the folder; o is closed in any case. Where path
 * is a symbolic link, the link is replaced, not what it points to.
 */
int ra_fs_commit(struct ra_fs_out *o, struct ra_err *e);
/*
 * The same for n files of one folder: all are synced before the first gets
 * its name, so that a full disk leaves every old file as it was.
 */
int ra_fs_commit_all(struct ra_fs_out *o, size_t n, struct ra_err *e);
/* Remove what was written; also after commit and for a zeroed one. */
void ra_fs_abort(struct ra_fs_out *o);
/*
 * Remove every file under way: for signal handlers and last exits.
 * Async-signal-safe.
 */
void ra_fs_abort_all(void);

/* begin, add, commit in one. */
int ra_fs_write(
    const char *path, mode_t mode, struct ra_span s, struct ra_err *e);
/* A new file that must not exist yet (O_EXCL|O_NOFOLLOW), synced. */
int ra_fs_create(
    const char *path, mode_t mode, struct ra_span s, struct ra_err *e);
/* The folder and its missing parents, each 0700 when made. */
int ra_fs_mkdirs(const char *path, struct ra_err *e);
/* "a/b" of parts; yours. */
char *ra_fs_join(const char *a, const char *b);

#endif
