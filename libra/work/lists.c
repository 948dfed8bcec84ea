/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists, streamed from their files. */
#include "work/lists.h"

#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"

/* Standard input is for application files, of which there may be one. */
static int
refuse_stdin(const char *path, struct ra_err *e)
{
	if (strcmp(path, "-") != 0)
		return 0;
	return ra_fail(e, RA_EUSAGE,
	    _("a list is not read from standard input, wanted a file"));
}

/* An oracle and the name of the list that it is reading. */
struct reading {
	struct ra_oracle *o;
	const char *path;
};

static int
add(void *arg, struct ra_span piece, struct ra_err *e)
{
	struct reading *r = arg;

	return ra_oracle_add(r->o, r->path, piece, e);
}

struct ra_oracle *
ra_lists_read(const char *path, struct ra_err *e)
{
	struct reading r = { NULL, path };

	if (refuse_stdin(path, e) == -1)
		return NULL;
	r.o = ra_oracle_new();
	if (ra_fs_each(path, RA_LISTS_FILE_MAX, add, &r, e) == -1 ||
	    ra_oracle_end(r.o, path, e) == -1) {
		ra_oracle_free(r.o);
		return NULL;
	}
	if (ra_oracle_ragged(r.o) > 0)
		ra_log(RA_LOG_WARN,
		    _("%s: rows that could not be read and are left out: %zu"),
		    path, ra_oracle_ragged(r.o));
	return r.o;
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
