/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Files: read below a ceiling, written beside their path and renamed. */
#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"

#define CHUNK 65536
#define PIECE 262144	  /* bytes at a time of a file that is not read whole */
#define UNDER_WAY_MAX 256 /* files at a time */

/* The names to remove should a signal end the run. */
static _Atomic(char *) under_way[UNDER_WAY_MAX];

static int
fail_errno(const char *path, enum ra_code code, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];

	return ra_fail(e, code, "%s: %s", path, ra_err_errno(errno, text));
}

/* Bytes up to the end of fd; one byte over the ceiling is too many. */
static int
slurp(int fd, const char *name, struct ra_buf *b, struct ra_err *e)
{
	char *chunk;
	ssize_t got;
	int rc = -1;

	/* On the heap, because it may hold a key and is wiped in one place. */
	chunk = ra_calloc(CHUNK, 1);
	for (;;) {
		got = read(fd, chunk, CHUNK);
		if (got == 0)
			break;
		if (got == -1) {
			fail_errno(
			    name, errno == EINTR ? RA_ELOCAL : RA_EINPUT, e);
			goto out;
		}
		ra_buf_add(b, (struct ra_span){ chunk, (size_t)got });
		if (b->over) {
			ra_fail(e, RA_EINPUT,
			    _("%s: more than %zu bytes, at most %zu are read"),
			    name, b->max, b->max);
			goto out;
		}
	}
	rc = 0;
out:
	ra_wipe(chunk, CHUNK);
	free(chunk);
	return rc;
}

/*
 * The descriptor is asked, not the path: between a look at the path and its
 * opening the file could become another.
 */
static int
check_kind(
    const char *name, int fd, bool private, size_t room, struct ra_err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return fail_errno(name, RA_EINPUT, e);
	if (S_ISDIR(st.st_mode))
		return ra_fail(
		    e, RA_EINPUT, _("%s: a folder, a file was wanted"), name);
	/* A pipe has no size yet; its ceiling is met while reading. */
	if (!S_ISREG(st.st_mode))
		return 0;
	if (private && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		ra_fail(e, RA_ECRED,
		    _("%s: mode %04o lets others at it, 0600 was wanted"), name,
		    (unsigned)(st.st_mode & 07777));
		ra_next(e, _("take the rights away: chmod 600 %s"), name);
		return -1;
	}
	if (st.st_size > 0 && (size_t)st.st_size > room)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %lld bytes, at most %zu are read"), name,
		    (long long)st.st_size, room);
	return 0;
}

static int
read_file(const char *path, bool private, struct ra_buf *b, struct ra_err *e)
{
	const char *name = path;
	int fd, rc = -1;

	if (strcmp(path, "-") == 0) {
		fd = STDIN_FILENO;
		name = _("standard input");
	} else {
		/* A terminal that is read must not become the one that stops
		 * us. */
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	}
	if (fd == -1) {
		fail_errno(name, RA_EINPUT, e);
		goto out;
	}
	if (check_kind(name, fd, private, b->max - b->n, e) == -1)
		goto out;
	rc = slurp(fd, name, b, e);
out:
	if (fd > STDIN_FILENO)
		close(fd);
	return rc;
}

int
ra_fs_read(const char *path, struct ra_buf *b, struct ra_err *e)
{
	return read_file(path, false, b, e);
}

int
ra_fs_read_private(const char *path, struct ra_buf *b, struct ra_err *e)
{
	return read_file(path, true, b, e);
}

/*
 * No lock: a signal handler reads the table, and a lock that the interrupted
 * code holds would never open.
 */
static int
enlist(char *tmp)
{
	char *none;
	size_t i;

	for (i = 0; i < UNDER_WAY_MAX; i++) {
		none = NULL;
		if (atomic_compare_exchange_strong(&under_way[i], &none, tmp))
			return 0;
	}
	return -1;
}

static void
strike(char *tmp)
{
	char *it;
	size_t i;

	for (i = 0; i < UNDER_WAY_MAX; i++) {
		it = tmp;
		atomic_compare_exchange_strong(&under_way[i], &it, NULL);
	}
}

/* Calls only what POSIX lists as safe in a signal handler (2.4.3). */
void
ra_fs_abort_all(void)
{
	char *tmp;
	size_t i;

	for (i = 0; i < UNDER_WAY_MAX; i++) {
		tmp = atomic_load(&under_way[i]);
		if (tmp != NULL)
			unlink(tmp);
	}
}

/* "dir/.name.XXXXXX" for mkstemp(3). */
static char *
template_of(const char *path)
{
	const char *base;
	struct ra_buf b;

	base = strrchr(path, '/');
	base = base == NULL ? path : base + 1;
	ra_buf_init(&b, strlen(path) + 16);
	ra_buf_add(&b, (struct ra_span){ path, (size_t)(base - path) });
	ra_buf_addf(&b, ".%s.XXXXXX", base);
	return ra_buf_take(&b);
}

static void
forget(struct ra_fs_out *o)
{
	if (o->tmp != NULL) {
		strike(o->tmp);
		if (o->fd != -1)
			close(o->fd);
	}
	free(o->tmp);
	free(o->path);
	*o = (struct ra_fs_out){ .fd = -1 };
}

/* What a rename would harm: folders, devices, also behind a link. */
static int
check_target(const char *path, struct ra_err *e)
{
	struct stat st;

	/* What else is wrong with the path shows when the file is made beside
	 * it. */
	if (stat(path, &st) == -1 || S_ISREG(st.st_mode))
		return 0;
	return ra_fail(e, RA_ELOCAL,
	    S_ISDIR(st.st_mode) ? _("%s: a folder, a file name was wanted")
				: _("%s: not a regular file, left alone"),
	    path);
}

static int
open_plain(const char *path, struct ra_err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd == -1)
		return fail_errno(path, RA_EINPUT, e);
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		return fd;
	close(fd);
	return ra_fail(
	    e, RA_EINPUT, _("%s: a folder, a file was wanted"), path);
}

int
ra_fs_in_open(struct ra_fs_in *in, const char *path, unsigned long long max,
    struct ra_err *e)
{
	const bool input = strcmp(path, "-") == 0;

	*in = (struct ra_fs_in){ .name = input ? _("standard input") : path,
		.left = max,
		.max = max };
	in->fd = input ? STDIN_FILENO : open_plain(path, e);
	if (in->fd == -1)
		return -1;
	in->piece = ra_calloc(PIECE, 1);
	return 0;
}

int
ra_fs_in_next(struct ra_fs_in *in, struct ra_span *out, struct ra_err *e)
{
	ssize_t got = read(in->fd, in->piece, PIECE);

	*out = (struct ra_span){ in->piece, 0 };
	if (got == -1)
		return fail_errno(in->name, RA_EINPUT, e);
	/* Hundreds of megabytes: no size is trusted beforehand. */
	if ((unsigned long long)got > in->left)
		return ra_fail(e, RA_EINPUT,
		    _("%s: more than %llu bytes, at most as many are "
		      "read"),
		    in->name, in->max);
	in->left -= (unsigned long long)got;
	*out = (struct ra_span){ in->piece, (size_t)got };
	return 0;
}

void
ra_fs_in_close(struct ra_fs_in *in)
{
	if (in->piece == NULL)
		return;
	ra_wipe(in->piece, PIECE); /* it may be a list with access PINs */
	free(in->piece);
	if (in->fd != STDIN_FILENO)
		close(in->fd);
	in->piece = NULL;
}

int
ra_fs_each(const char *path, unsigned long long max,
    int (*fn)(void *arg, struct ra_span piece, struct ra_err *e), void *arg,
    struct ra_err *e)
{
	struct ra_fs_in in;
	struct ra_span piece;
	int rc = ra_fs_in_open(&in, path, max, e);

	while (
	    rc == 0 && (rc = ra_fs_in_next(&in, &piece, e)) == 0 && piece.n > 0)
		rc = fn(arg, piece, e);
	ra_fs_in_close(&in);
	return rc;
}

int
ra_fs_begin(
    struct ra_fs_out *o, const char *path, mode_t mode, struct ra_err *e)
{
	*o = (struct ra_fs_out){ .fd = -1 };
	if (check_target(path, e) == -1)
		return -1;
	o->path = ra_strdup(path);
	o->tmp = template_of(path);
	/* Listed first, so that no signal comes between. */
	if (enlist(o->tmp) == -1) {
		ra_fail(e, RA_ELOCAL, _("%s: more than %d files under way"),
		    path, UNDER_WAY_MAX);
		forget(o);
		return -1;
	}
	o->fd = mkstemp(o->tmp);
	if (o->fd == -1) {
		fail_errno(path, RA_ELOCAL, e);
		forget(o);
		return -1;
	}
	if (fcntl(o->fd, F_SETFD, FD_CLOEXEC) == -1 ||
	    fchmod(o->fd, mode) == -1) {
		fail_errno(path, RA_ELOCAL, e);
		ra_fs_abort(o);
		return -1;
	}
	return 0;
}

/* A pipe or a full disk may take less than it is given. */
static int
write_all(int fd, struct ra_span s)
{
	ssize_t put;

	while (s.n > 0) {
		put = write(fd, s.p, s.n);
		if (put == -1 && errno == EINTR)
			continue;
		if (put == -1)
			return -1;
		s = ra_span_from(s, (size_t)put);
	}
	return 0;
}

int
ra_fs_add(struct ra_fs_out *o, struct ra_span s, struct ra_err *e)
{
	if (write_all(o->fd, s) == -1)
		return fail_errno(o->path, RA_ELOCAL, e);
	return 0;
}

/* The name is safe on the disk only when its folder is. */
static int
sync_folder(const char *path)
{
	const char *slash;
	char *dir;
	int fd, rc;

	slash = strrchr(path, '/');
	if (slash == NULL)
		dir = ra_strdup(".");
	else
		dir = ra_strndup(
		    path, slash == path ? 1 : (size_t)(slash - path));
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (fd == -1)
		return errno == EACCES ? 0 : -1; /* may be written, not read */
	rc = fsync(fd);
	if (rc == -1 && errno == EINVAL)
		rc = 0; /* a file system that knows no such thing */
	close(fd);
	return rc;
}

static int
give_name(struct ra_fs_out *o, struct ra_err *e)
{
	int fd = o->fd;

	o->fd = -1;
	/* Some file systems tell of a failed write only at the close. */
	if (close(fd) == -1 || rename(o->tmp, o->path) == -1)
		return fail_errno(o->path, RA_ELOCAL, e);
	strike(o->tmp);
	o->tmp[0] = '\0'; /* nothing left to remove */
	return 0;
}

int
ra_fs_commit(struct ra_fs_out *o, struct ra_err *e)
{
	return ra_fs_commit_all(o, 1, e);
}

/* Asked for at once: a journal writes many in the time of one. */
static void
begin_sync(struct ra_fs_out *o, struct aiocb *job, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		job[i].aio_fildes = o[i].fd;
		job[i].aio_sigevent.sigev_notify = SIGEV_NONE;
		if (n == 1 || aio_fsync(O_SYNC, &job[i]) == -1)
			job[i].aio_fildes = -1;
	}
}

/* EINVAL: a pipe or a file system that has nothing to sync. */
static int
end_sync(const struct ra_fs_out *o, struct aiocb *job, struct ra_err *e)
{
	const struct aiocb *const list[] = { job };
	int err = 0;

	if (job->aio_fildes == -1) {
		err = fsync(o->fd) == -1 ? errno : 0;
	} else {
		while ((err = aio_error(job)) == EINPROGRESS)
			(void)aio_suspend(list, 1, NULL);
		(void)aio_return(job);
	}
	if (err == 0 || err == EINVAL)
		return 0;
	errno = err;
	return fail_errno(o->path, RA_ELOCAL, e);
}

int
ra_fs_commit_all(struct ra_fs_out *o, size_t n, struct ra_err *e)
{
	struct aiocb *job = ra_calloc(n, sizeof(*job));
	size_t i;
	int rc = 0;

	begin_sync(o, job, n);
	/* Each is waited for: its job and its file must not end before. */
	for (i = 0; i < n; i++)
		if (end_sync(&o[i], &job[i], e) == -1)
			rc = -1;
	free(job);
	for (i = 0; i < n && rc == 0; i++)
		rc = give_name(&o[i], e);
	if (n > 0 && rc == 0 && sync_folder(o[0].path) == -1)
		rc = fail_errno(o[0].path, RA_ELOCAL, e);
	for (i = 0; i < n; i++)
		ra_fs_abort(&o[i]);
	return rc;
}

void
ra_fs_abort(struct ra_fs_out *o)
{
	if (o->tmp != NULL && o->tmp[0] != '\0')
		unlink(o->tmp);
	forget(o);
}

int
ra_fs_write(const char *path, mode_t mode, struct ra_span s, struct ra_err *e)
{
	struct ra_fs_out o;

	if (ra_fs_begin(&o, path, mode, e) == -1)
		return -1;
	if (ra_fs_add(&o, s, e) == -1) {
		ra_fs_abort(&o);
		return -1;
	}
	return ra_fs_commit(&o, e);
}

/* For what must not replace anything: O_EXCL makes look and creation one. */
int
ra_fs_create(const char *path, mode_t mode, struct ra_span s, struct ra_err *e)
{
	int fd, bad;

	fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd == -1)
		return fail_errno(path, RA_ELOCAL, e);
	/* Half a new file is worse than none: kept only when all is well. */
	bad = write_all(fd, s) == -1 || fsync(fd) == -1 ? errno : 0;
	if (close(fd) == -1 && bad == 0)
		bad = errno;
	if (bad == 0 && sync_folder(path) == -1)
		bad = errno;
	if (bad == 0)
		return 0;
	unlink(path);
	errno = bad;
	return fail_errno(path, RA_ELOCAL, e);
}

static int
make_folder(const char *path, struct ra_err *e)
{
	struct stat st;

	/* State and credentials live below; what others may read is given
	 * later. */
	if (mkdir(path, 0700) == 0)
		return 0;
	/* Made first and asked then: another run may be making the same one. */
	if (errno != EEXIST)
		return fail_errno(path, RA_ELOCAL, e);
	if (stat(path, &st) == -1)
		return fail_errno(path, RA_ELOCAL, e);
	if (!S_ISDIR(st.st_mode))
		return ra_fail(e, RA_ELOCAL,
		    _("%s: not a folder, a folder was wanted"), path);
	return 0;
}

int
ra_fs_mkdirs(const char *path, struct ra_err *e)
{
	char *copy, *p;
	int rc = 0;

	copy = ra_strdup(path);
	for (p = copy; *p != '\0' && rc == 0; p++) {
		if (*p != '/' || p == copy || p[-1] == '/')
			continue;
		*p = '\0';
		rc = make_folder(copy, e);
		*p = '/';
	}
	if (rc == 0)
		rc = make_folder(copy, e);
	free(copy);
	return rc;
}

char *
ra_fs_join(const char *a, const char *b)
{
	struct ra_buf out;

	ra_buf_init(&out, strlen(a) + strlen(b) + 1);
	ra_buf_adds(&out, a);
	if (out.n > 0 && a[out.n - 1] != '/')
		ra_buf_addc(&out, '/');
	ra_buf_adds(&out, b);
	return ra_buf_take(&out);
}
