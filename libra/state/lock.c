/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lock of a state directory, and who holds it. */
#include "state/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/span.h"
#include "codec/text.h"

struct ra_lock {
	int fd;
};

/* "PID VERB TIME": nothing is said where the file is not of this form. */
static int
taken(int fd, const char *path, struct ra_err *e)
{
	char text[RA_LOCK_TEXT_MAX];
	ssize_t n = pread(fd, text, sizeof(text), 0);
	struct ra_span rest = { text, n > 0 ? (size_t)n : 0 }, pid, verb, line;
	struct ra_buf v, t;
	long number;

	ra_buf_init(&v, RA_LOCK_TEXT_MAX * 8);
	ra_buf_init(&t, RA_LOCK_TEXT_MAX * 8);
	line = ra_span_cut(&rest, '\n');
	pid = ra_span_cut(&line, ' ');
	verb = ra_span_cut(&line, ' ');
	ra_text_show(verb, &v);
	ra_text_show(line, &t);
	/* Between taking the lock and signing it a moment passes. */
	if (ra_span_number(pid, 1, 0x7fffffff, &number) == 0 && line.n > 0)
		ra_fail(e, RA_ELOCKED,
		    _("%s: held by process %ld (upkira %s) since %s"), path,
		    number, ra_buf_str(&v), ra_buf_str(&t));
	else
		ra_fail(e, RA_ELOCKED, _("%s: held by another run"), path);
	ra_next(e, _("wait until that run has ended"));
	ra_buf_clear(&v);
	ra_buf_clear(&t);
	return -1;
}

/*
 * Only for those who ask who holds it: the lock itself is in the kernel, so
 * that a full disk is no obstacle.
 */
static void
sign(int fd, const char *verb)
{
	char text[RA_LOCK_TEXT_MAX], iso[RA_CLOCK_TEXT];
	int n = snprintf(text, sizeof(text), "%ld %s %s\n", (long)getpid(),
	    verb, ra_clock_iso(ra_clock_now(), iso));

	if (ftruncate(fd, 0) == -1 || n < 0 || (size_t)n >= sizeof(text) ||
	    pwrite(fd, text, (size_t)n, 0) != n)
		ra_log(RA_LOG_DEBUG, "%s", "the lock is not signed");
}

struct ra_lock *
ra_lock_take(const char *dir, const char *verb, struct ra_err *e)
{
	char *path = ra_fs_join(dir, RA_LOCK_FILE), text[RA_ERRNO_TEXT];
	struct ra_lock *l = NULL;
	int fd;

	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1) {
		ra_fail(
		    e, RA_ELOCAL, "%s: %s", path, ra_err_errno(errno, text));
		goto out;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno == EWOULDBLOCK)
			taken(fd, path, e);
		else
			ra_fail(e, RA_ELOCAL, "%s: %s", path,
			    ra_err_errno(errno, text));
		close(fd);
		goto out;
	}
	sign(fd, verb);
	l = ra_calloc(1, sizeof(*l));
	l->fd = fd;
out:
	free(path);
	return l;
}

void
ra_lock_free(struct ra_lock *l)
{
	if (l == NULL)
		return;
	/* Never removed: another run may have the old file open already. */
	if (ftruncate(l->fd, 0) == -1)
		ra_log(RA_LOG_DEBUG, "%s", "the lock is still signed");
	close(l->fd);
	free(l);
}
