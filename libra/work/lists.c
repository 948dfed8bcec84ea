/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists, streamed from their files. */
#include "work/lists.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"

#define PIECE 262144 /* bytes at a time */

static int
fail_errno(const char *path, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];

	return ra_fail(e, RA_EINPUT, "%s: %s", path, ra_err_errno(errno, text));
}

/* Standard input is for application files, of which there may be one. */
static int
refuse_stdin(const char *path, struct ra_err *e)
{
	if (strcmp(path, "-") != 0)
		return 0;
	return ra_fail(e, RA_EUSAGE,
	    _("a list is not read from standard input, wanted a file"));
}

static int
check_kind(const char *path, int fd, struct ra_err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return fail_errno(path, e);
	if (S_ISDIR(st.st_mode))
		return ra_fail(
		    e, RA_EINPUT, _("%s: a folder, a file was wanted"), path);
	return 0;
}

/* Hundreds of megabytes: never whole, and no size is trusted beforehand. */
static int
stream(const char *path, int fd, struct ra_oracle *o, struct ra_err *e)
{
	unsigned long long total = 0;
	char *piece = ra_calloc(PIECE, 1);
	ssize_t got;
	int rc = 0;

	while (rc == 0 && (got = read(fd, piece, PIECE)) != 0) {
		if (got == -1) {
			rc = fail_errno(path, e);
			break;
		}
		total += (unsigned long long)got;
		if (total > RA_LISTS_FILE_MAX)
			rc = ra_fail(e, RA_EINPUT,
			    _("%s: more than %llu bytes, at most as many are "
			      "read"),
			    path, RA_LISTS_FILE_MAX);
		else
			rc = ra_oracle_add(
			    o, path, (struct ra_span){ piece, (size_t)got }, e);
	}
	ra_wipe(piece, PIECE); /* a column of access PINs */
	free(piece);
	return rc == 0 ? ra_oracle_end(o, path, e) : -1;
}

struct ra_oracle *
ra_lists_read(const char *path, struct ra_err *e)
{
	struct ra_oracle *o = NULL;
	int fd = -1, rc = -1;

	if (refuse_stdin(path, e) == -1)
		return NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd == -1) {
		fail_errno(path, e);
		goto out;
	}
	if (check_kind(path, fd, e) == -1)
		goto out;
	o = ra_oracle_new();
	rc = stream(path, fd, o, e);
	if (rc == 0 && ra_oracle_ragged(o) > 0)
		ra_log(RA_LOG_WARN,
		    _("%s: rows that could not be read and are left out: %zu"),
		    path, ra_oracle_ragged(o));
out:
	if (fd != -1)
		close(fd);
	if (rc == 0)
		return o;
	ra_oracle_free(o);
	return NULL;
}

struct ra_allowlist *
ra_lists_allowlist(const char *path, struct ra_err *e)
{
	struct ra_allowlist *a = NULL;
	struct ra_buf b;

	if (refuse_stdin(path, e) == -1)
		return NULL;
	ra_buf_init(&b, RA_ALLOW_FILE_MAX);
	if (ra_fs_read(path, &b, e) == 0)
		a = ra_allowlist_parse(path, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return a;
}
