/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* ZIP archives by libarchive: one format, in memory, below ceilings. */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "codec/zip.h"

#define RATIO_FROM (1u << 20) /* below that any ratio is harmless */
#define NAME_MAX_ZIP 1024     /* bytes of a member's name */
/* Before ZIP's first day: written as that day, in every time zone. */
#define STAMP 0

/* A reading under way. */
struct reader {
	const char *name;
	struct archive *a;
	struct ra_zip *z;
	size_t packed, total;
	struct ra_err *e;
};

/* A failure of libarchive, not of our ceilings. */
static int
broken(struct reader *r)
{
	const char *why = archive_error_string(r->a);

	return ra_fail(r->e, RA_EINPUT, _("%s: not a readable ZIP: %.200s"),
	    r->name, why == NULL ? "?" : why);
}

static int
check_room(struct reader *r, size_t member)
{
	if (member > RA_ZIP_MEMBER_MAX)
		return ra_fail(r->e, RA_EINPUT,
		    _("%s: member %zu: more than %u bytes unpacked"), r->name,
		    r->z->n, RA_ZIP_MEMBER_MAX);
	if (r->total > RA_ZIP_TOTAL_MAX)
		return ra_fail(r->e, RA_EINPUT,
		    _("%s: more than %u bytes unpacked"), r->name,
		    RA_ZIP_TOTAL_MAX);
	if (r->total > RATIO_FROM && r->total / RA_ZIP_RATIO_MAX > r->packed)
		return ra_fail(r->e, RA_EINPUT,
		    _("%s: unpacks to more than %d times its size"), r->name,
		    RA_ZIP_RATIO_MAX);
	return 0;
}

/* The data of a member; b is as large as a member may be. */
static int
read_data(struct reader *r, struct ra_buf *b)
{
	char chunk[8192];
	la_ssize_t got;
	int rc = -1;

	for (;;) {
		got = archive_read_data(r->a, chunk, sizeof(chunk));
		if (got == 0)
			break;
		if (got < 0) {
			broken(r);
			goto out;
		}
		/* Counted from what comes out; sizes in headers may lie. */
		r->total += (size_t)got;
		if (check_room(r, b->n + (size_t)got) == -1)
			goto out;
		ra_buf_add(b, (struct ra_span){ chunk, (size_t)got });
	}
	rc = 0;
out:
	ra_wipe(chunk, sizeof(chunk));
	return rc;
}

/*
 * APPNOTE 4.4.5 knows more: LZMA, PPMd and others, each a parser to attack and
 * some with a say in how much memory they take. libarchive names the method
 * last, in brackets.
 */
static bool
known_method(struct reader *r)
{
	const struct ra_span s = ra_span_str(archive_format_name(r->a));

	return ra_span_ends(s, RA_SPAN("(deflation)")) ||
	    ra_span_ends(s, RA_SPAN("(uncompressed)"));
}

static int
check_entry(struct reader *r, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);
	size_t at = r->z->n + 1;

	if (name == NULL || *name == '\0' || strlen(name) > NAME_MAX_ZIP)
		return ra_fail(r->e, RA_EINPUT,
		    _("%s: member %zu: a name of 1 to %d bytes was wanted"),
		    r->name, at, NAME_MAX_ZIP);
	if (archive_entry_is_encrypted(entry))
		return ra_fail(r->e, RA_EINPUT, _("%s: member %zu: encrypted"),
		    r->name, at);
	if (archive_entry_filetype(entry) != AE_IFREG)
		return ra_fail(r->e, RA_EINPUT,
		    _("%s: member %zu: not a regular file"), r->name, at);
	if (!known_method(r))
		return ra_fail(r->e, RA_EINPUT,
		    _("%s: member %zu: packed by another method than deflate"),
		    r->name, at);
	if (r->z->n == RA_ZIP_MEMBERS_MAX)
		return ra_fail(r->e, RA_EINPUT, _("%s: more than %d members"),
		    r->name, RA_ZIP_MEMBERS_MAX);
	return 0;
}

/* Names are kept as they came and never used as paths by this layer. */
static int
read_entry(struct reader *r, struct archive_entry *entry)
{
	struct ra_zip_member *m;
	struct ra_buf b;
	char *name;

	if (archive_entry_filetype(entry) == AE_IFDIR)
		return 0;
	if (check_entry(r, entry) == -1)
		return -1;
	/* Private keys come in archives too: no copy is left unwiped. */
	ra_buf_init_secret(&b, RA_ZIP_MEMBER_MAX);
	name = ra_strdup(archive_entry_pathname(entry));
	r->z->member = ra_grow(r->z->member, r->z->n, sizeof(*m));
	m = &r->z->member[r->z->n++];
	*m = (struct ra_zip_member){ .name = name };
	if (read_data(r, &b) == -1) {
		ra_buf_clear(&b);
		return -1;
	}
	m->n = b.n;
	m->data = ra_buf_take(&b);
	return 0;
}

/*
 * ZIP alone: libarchive would otherwise try tar, cpio and the rest on bytes
 * from a network, each a parser more to attack.
 */
static int
open_memory(struct reader *r, struct ra_span in)
{
	if (archive_read_support_format_zip(r->a) != ARCHIVE_OK)
		return broken(r);
	if (archive_read_open_memory(r->a, in.p, in.n) != ARCHIVE_OK)
		return broken(r);
	return 0;
}

static int
read_all(struct reader *r)
{
	struct archive_entry *entry;
	size_t entries = 0;
	int rc;

	for (;;) {
		rc = archive_read_next_header(r->a, &entry);
		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
			return broken(r);
		/* Folders are skipped, but not for ever. */
		if (++entries > 2 * RA_ZIP_MEMBERS_MAX)
			return ra_fail(r->e, RA_EINPUT,
			    _("%s: more than %d members"), r->name,
			    RA_ZIP_MEMBERS_MAX);
		if (read_entry(r, entry) == -1)
			return -1;
	}
}

/*
 * libarchive takes what has a ZIP somewhere inside; here the end record (22
 * bytes and a comment, APPNOTE 4.3.16) closes the bytes.
 */
static bool
is_whole(struct ra_span in)
{
	const unsigned char *p;
	size_t comment;

	if (!ra_span_starts(in, RA_SPAN("PK\3\4")) &&
	    !ra_span_starts(in, RA_SPAN("PK\5\6")))
		return false;
	for (comment = 0; comment <= 0xffff && comment + 22 <= in.n;
	     comment++) {
		p = (const unsigned char *)in.p + in.n - 22 - comment;
		if (memcmp(p, "PK\5\6", 4) == 0 &&
		    (size_t)(p[20] | p[21] << 8) == comment)
			return true;
	}
	return false;
}

struct ra_zip *
ra_zip_read(const char *name, struct ra_span in, struct ra_err *e)
{
	struct reader r = { .name = name, .packed = in.n, .e = e };
	locale_t utf8, before = (locale_t)0;
	int rc = -1;

	if (in.n > RA_ZIP_MAX) {
		ra_fail(e, RA_EINPUT, _("%s: %zu bytes, at most %u are taken"),
		    name, in.n, RA_ZIP_MAX);
		return NULL;
	}
	if (!is_whole(in)) {
		ra_fail(e, RA_EINPUT,
		    _("%s: not a ZIP, cut short, or bytes after its end"),
		    name);
		return NULL;
	}
	r.a = archive_read_new();
	if (r.a == NULL) {
		ra_fail(e, RA_ELOCAL, _("%s: no archive reader"), name);
		return NULL;
	}
	r.z = ra_calloc(1, sizeof(*r.z));
	/* Names marked as UTF-8 get lost in a locale that is not. */
	utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8 != (locale_t)0)
		before = uselocale(utf8);
	if (open_memory(&r, in) == 0)
		rc = read_all(&r);
	if (utf8 != (locale_t)0) {
		uselocale(before);
		freelocale(utf8);
	}
	archive_read_free(r.a);
	if (rc == -1) {
		ra_zip_free(r.z);
		r.z = NULL;
	}
	return r.z;
}

/* Members may be keys and PINs, so all of them are wiped. */
void
ra_zip_free(struct ra_zip *z)
{
	size_t i;

	if (z == NULL)
		return;
	for (i = 0; i < z->n; i++) {
		if (z->member[i].data != NULL)
			ra_wipe(z->member[i].data, z->member[i].n);
		free(z->member[i].data);
		free(z->member[i].name);
	}
	free(z->member);
	free(z);
}

static int
write_member(struct archive *a, const struct ra_zip_member *m)
{
	struct archive_entry *entry;
	int rc = -1;

	entry = archive_entry_new();
	if (entry == NULL)
		return -1;
	archive_entry_set_pathname(entry, m->name);
	archive_entry_set_filetype(entry, AE_IFREG);
	/* Private keys: nobody else's when the archive is unpacked. */
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_size(entry, (la_int64_t)m->n);
	archive_entry_set_mtime(entry, STAMP, 0);
	if (archive_write_header(a, entry) < ARCHIVE_WARN)
		goto out;
	if (m->n > 0 &&
	    archive_write_data(a, m->data, m->n) != (la_ssize_t)m->n)
		goto out;
	rc = 0;
out:
	archive_entry_free(entry);
	return rc;
}

/* Never fails: a writer that failed once keeps its memory for good. */
static la_ssize_t
take(struct archive *a, void *to, const void *bytes, size_t n)
{
	(void)a;
	ra_buf_add(to, (struct ra_span){ bytes, n });
	return (la_ssize_t)n;
}

int
ra_zip_write(const struct ra_zip_member *members, size_t n, struct ra_buf *out,
    struct ra_err *e)
{
	struct archive *a;
	int rc = -1;
	size_t i;

	a = archive_write_new();
	if (a == NULL)
		return ra_fail(e, RA_ELOCAL, _("no archive writer"));
	if (archive_write_set_format_zip(a) != ARCHIVE_OK ||
	    archive_write_set_bytes_per_block(a, 0) != ARCHIVE_OK ||
	    archive_write_open(a, out, NULL, take, NULL) != ARCHIVE_OK)
		goto out;
	for (i = 0; i < n; i++)
		if (write_member(a, &members[i]) == -1)
			goto out;
	if (archive_write_close(a) != ARCHIVE_OK)
		goto out;
	rc = ra_buf_done(out, _("archive"), e);
out:
	if (rc == -1)
		ra_fail(e, RA_ELOCAL, _("archive not written: %.200s"),
		    archive_error_string(a) == NULL ? "?"
						    : archive_error_string(a));
	archive_write_free(a);
	return rc;
}
