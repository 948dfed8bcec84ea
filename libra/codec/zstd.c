/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* One member without a name, packed by Zstandard. */
#include "codec/zstd.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"

/*
 * The fastest: most of a list is base64 of random bytes, which no level
 * packs better.
 */
#define LEVEL "1"

struct ra_zstd {
	struct archive *a;
	ra_zstd_to *to;
	void *arg;
	struct ra_err *e; /* of the call under way */
	struct ra_err dropped;
};

static la_ssize_t
put(struct archive *a, void *arg, const void *p, size_t n)
{
	struct ra_zstd *z = arg;

	(void)a;
	if (z->to(z->arg, (struct ra_span){ p, n }, z->e) == -1)
		return -1;
	return (la_ssize_t)n;
}

static int
broken(struct archive *a, struct ra_err *e)
{
	const char *why = archive_error_string(a);

	return ra_fail(
	    e, RA_ELOCAL, _("packing failed: %.200s"), why == NULL ? "?" : why);
}

static bool
open_writer(struct ra_zstd *z)
{
	struct archive_entry *entry;
	bool ok;

	/* No padding: what is written ends with the stream. */
	ok = archive_write_add_filter_zstd(z->a) == ARCHIVE_OK &&
	    archive_write_set_filter_option(
		z->a, "zstd", "compression-level", LEVEL) == ARCHIVE_OK &&
	    archive_write_set_format_raw(z->a) == ARCHIVE_OK &&
	    archive_write_set_bytes_in_last_block(z->a, 1) == ARCHIVE_OK &&
	    archive_write_open(z->a, z, NULL, put, NULL) == ARCHIVE_OK;
	if (!ok)
		return false;
	entry = archive_entry_new();
	archive_entry_set_filetype(entry, AE_IFREG);
	ok = archive_write_header(z->a, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return ok;
}

struct ra_zstd *
ra_zstd_new(ra_zstd_to *to, void *arg, struct ra_err *e)
{
	struct ra_zstd *z = ra_calloc(1, sizeof(*z));

	z->to = to;
	z->arg = arg;
	z->e = e;
	z->a = archive_write_new();
	if (z->a != NULL && open_writer(z))
		return z;
	broken(z->a, e);
	ra_zstd_free(z);
	return NULL;
}

int
ra_zstd_add(struct ra_zstd *z, struct ra_span s, struct ra_err *e)
{
	la_ssize_t n;

	z->e = e;
	while (s.n > 0) {
		n = archive_write_data(z->a, s.p, s.n);
		if (n <= 0)
			return broken(z->a, e);
		s = ra_span_from(s, (size_t)n);
	}
	return 0;
}

int
ra_zstd_end(struct ra_zstd *z, struct ra_err *e)
{
	z->e = e;
	if (archive_write_close(z->a) != ARCHIVE_OK)
		return broken(z->a, e);
	return 0;
}

void
ra_zstd_free(struct ra_zstd *z)
{
	if (z == NULL)
		return;
	z->e = &z->dropped; /* freeing may write what was held back */
	if (z->a != NULL)
		archive_write_free(z->a);
	free(z);
}

/* An unpacking under way. */
struct unpack {
	const struct ra_unzstd *u;
	struct ra_err *e;
};

static la_ssize_t
get(struct archive *a, void *arg, const void **p)
{
	struct unpack *k = arg;
	struct ra_span s = RA_SPAN("");

	(void)a;
	if (k->u->from(k->u->arg, &s, k->e) == -1)
		return ARCHIVE_FATAL;
	*p = s.p;
	return (la_ssize_t)s.n;
}

static int
unpack(struct archive *a, struct unpack *k)
{
	struct archive_entry *entry;
	uint64_t total = 0;
	const void *p;
	la_int64_t at;
	size_t n;
	int rc;

	if (archive_read_support_filter_zstd(a) != ARCHIVE_OK ||
	    archive_read_support_format_raw(a) != ARCHIVE_OK ||
	    archive_read_open(a, k, NULL, get, NULL) != ARCHIVE_OK ||
	    archive_filter_code(a, 0) != ARCHIVE_FILTER_ZSTD)
		return -1;
	rc = archive_read_next_header(a, &entry);
	if (rc != ARCHIVE_OK)
		return rc == ARCHIVE_EOF ? 0 : -1; /* nothing was packed */
	while ((rc = archive_read_data_block(a, &p, &n, &at)) == ARCHIVE_OK) {
		total += n;
		if (total > RA_ZSTD_READ_MAX)
			return ra_fail(k->e, RA_EINPUT,
			    _("%s: more than %llu bytes unpacked"), k->u->name,
			    (unsigned long long)RA_ZSTD_READ_MAX);
		if (k->u->to(k->u->arg, (struct ra_span){ p, n }, k->e) == -1)
			return -1;
	}
	return rc == ARCHIVE_EOF ? 0 : -1;
}

int
ra_unzstd(const struct ra_unzstd *u, struct ra_err *e)
{
	struct unpack k = { u, e };
	struct archive *a = archive_read_new();
	const char *why;
	int rc = a == NULL ? -1 : unpack(a, &k);

	if (rc == -1) {
		why = a == NULL ? NULL : archive_error_string(a);
		ra_fail(e, RA_EINPUT,
		    _("%s: no whole Zstandard stream: %.200s"), u->name,
		    why == NULL ? "?" : why);
	}
	if (a != NULL)
		archive_read_free(a);
	return rc;
}
