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

/* "PID VERB TIME" in words; nothing where the file is not of this form. */
static bool
holder(int fd, struct ra_buf *out)
{
	char text[RA_LOCK_TEXT_MAX];
	ssize_t n = pread(fd, text, sizeof(text), 0);
	struct ra_span rest = { text, n > 0 ? (size_t)n : 0 }, pid, verb, line;
	long number;

	line = ra_span_cut(&rest, '\n');
	pid = ra_span_cut(&line, ' ');
	verb = ra_span_cut(&line, ' ');
	if (ra_span_number(pid, 1, 0x7fffffff, &number) == -1 || verb.n == 0 ||
	    line.n == 0)
		return false;
	ra_buf_addf(out, _("process %ld (upkira "), number);
	ra_text_show(verb, out);
	ra_buf_adds(out, _(") since "));
	ra_text_show(line, out);
	return true;
}

static int
taken(int fd, const char *path, struct ra_err *e)
{
	struct ra_buf b;

	ra_buf_init(&b, RA_LOCK_TEXT_MAX * 8);
	/* Between taking the lock and writing it a moment passes. */
	if (holder(fd, &b))
		ra_fail(
		    e, RA_ELOCKED, _("%s: held by %s"), path, ra_buf_str(&b));
	else
		ra_fail(e, RA_ELOCKED, _("%s: held by another run"), path);
	ra_next(e, _("wait until that run has ended"));
	ra_buf_clear(&b);
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
		ra_log(RA_LOG_DEBUG, "%s", _("the lock is not signed"));
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
		ra_log(RA_LOG_DEBUG, "%s", _("the lock is still signed"));
	close(l->fd);
	free(l);
}
