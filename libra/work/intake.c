/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* One list on its way into a snapshot. */
#include "work/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "upki/profile.h"

#define PENDING_BYTES (1u << 20)
#define PENDING_FROM (256u << 10) /* from there on it is packed */

static int
to_file(void *arg, struct ra_span s, struct ra_err *e)
{
	struct ra_intake *k = arg;

	return ra_fs_add(&k->out, s, e);
}

/* An access PIN keeps its length, so that every other byte keeps its place. */
static void
put_masked(struct ra_intake *k, const struct ra_row *r)
{
	const char *at = r->raw.p;
	size_t i, n;

	for (i = r->pin_first; i <= r->pin_last && i < r->n; i++) {
		ra_buf_add(&k->pending,
		    (struct ra_span){ at, (size_t)(r->cell[i].p - at) });
		for (n = 0; n < r->cell[i].n; n++)
			ra_buf_addc(&k->pending, '*');
		at = r->cell[i].p + r->cell[i].n;
	}
	ra_buf_add(&k->pending,
	    (struct ra_span){ at, r->raw.n - (size_t)(at - r->raw.p) });
}

/* Beside: while this is packed and written, the next rows are compared. */
static int
pack(void *arg, struct ra_span s, struct ra_err *e)
{
	struct ra_intake *k = arg;

	return ra_zstd_add(k->zstd, s, e);
}

static int
flush(struct ra_intake *k, struct ra_err *e)
{
	if (ra_buf_done(&k->pending, k->name, e) == -1)
		return -1;
	return ra_pump_add(k->pump, &k->pending, e);
}

static int
keep_line(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct ra_intake *k = arg;

	put_masked(k, r);
	if (r->cr)
		ra_buf_addc(&k->pending, '\r');
	if (r->lf)
		ra_buf_addc(&k->pending, '\n');
	return k->pending.n < PENDING_FROM ? 0 : flush(k, e);
}

static int
take_row(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct ra_intake *k = arg;
	const struct ra_profile *p;

	if (r->col != NULL) {
		p = ra_profile_find(ra_rows_number(
		    r->col[RA_AT_PROFILE], RA_ROWS_PROFILE_MAX, 0));
		k->foreign += p != NULL &&
		    (p->use == RA_USE_SERVER) != (k->list == RA_INV_SERVER);
	}
	return ra_inv_take_row(k->take, &k->rows, r, e);
}

int
ra_intake_begin(struct ra_intake *k, struct ra_err *e)
{
	k->path = ra_fs_join(k->dir, k->file);
	k->out.fd = -1;
	ra_rows_init(&k->rows);
	k->rows.name = k->name;
	k->rows.row = take_row;
	k->rows.line_fn = keep_line;
	k->rows.arg = k;
	ra_buf_init(&k->pending, PENDING_BYTES);
	k->digest = ra_digest_new();
	if (ra_inv_list_begin(k->take, k->list, e) == -1 ||
	    ra_fs_begin(&k->out, k->path, 0600, e) == -1)
		return -1;
	k->zstd = ra_zstd_new(to_file, k, e);
	if (k->zstd == NULL)
		return -1;
	k->pump = ra_pump_new(PENDING_BYTES, pack, k);
	return 0;
}

int
ra_intake_add(struct ra_intake *k, struct ra_span s, struct ra_err *e)
{
	ra_digest_add(k->digest, s);
	k->bytes += s.n;
	return ra_rows_add(&k->rows, s, e);
}

static const char *
list_name(enum ra_inv_list list)
{
	return list == RA_INV_SERVER ? _("server certificates")
				     : _("client certificates");
}

static int
doubtful(const struct ra_intake *k, const char *why, struct ra_err *e)
{
	if (k->accept) {
		ra_log(RA_LOG_WARN, "%s: %s", k->name, why);
		return 0;
	}
	ra_fail(e, k->doubt, "%s: %s", k->name, why);
	ra_next(e,
	    _("the last good snapshot stays; when the list is right all the "
	      "same, say --accept"));
	return -1;
}

/* What a whole list does not look like. */
static int
look(const struct ra_intake *k, struct ra_err *e)
{
	const uint64_t ragged = k->rows.ragged;
	unsigned long long was, is = k->rows.rows - ragged;
	char why[256];

	if (k->rows.width < RA_RECORD_COLUMNS) {
		snprintf(why, sizeof(why), _("%zu columns, %d were wanted"),
		    k->rows.width, RA_RECORD_COLUMNS);
		if (doubtful(k, why, e) == -1)
			return -1;
	}
	if (k->foreign > 0) {
		snprintf(why, sizeof(why),
		    _("%llu of %llu records are no %s by their profile"),
		    (unsigned long long)k->foreign, is + ragged,
		    list_name(k->list));
		if (doubtful(k, why, e) == -1)
			return -1;
	}
	if (k->rows.cut) {
		snprintf(why, sizeof(why),
		    _("cut in line %llu: another number of columns, and no "
		      "line end"),
		    (unsigned long long)k->rows.line);
		if (doubtful(k, why, e) == -1)
			return -1;
	} else if (k->rows.open_end)
		ra_log(RA_LOG_WARN,
		    _("%s: the last line has no end: it may have been cut"),
		    k->name);
	if (ragged > is) {
		snprintf(why, sizeof(why),
		    _("%llu of %llu rows have another number of columns than "
		      "the header"),
		    (unsigned long long)ragged, is + ragged);
		if (doubtful(k, why, e) == -1)
			return -1;
	}
	was = k->before == NULL ? 0 : k->before->rows - k->before->ragged;
	if (is >= was - was / 10)
		return 0;
	snprintf(why, sizeof(why),
	    _("%llu records, the snapshot before has %llu"), is, was);
	return doubtful(k, why, e);
}

static int
finish(struct ra_intake *k, bool same, const char *digest, struct ra_err *e)
{
	struct ra_inv_source src = { .bytes = k->bytes,
		.width = k->rows.width,
		.by_place = k->rows.by_place };

	if (same) {
		src = *k->before;
	} else {
		snprintf(src.digest, sizeof(src.digest), "%s", digest);
		snprintf(src.file, sizeof(src.file), "%s", k->file);
	}
	return ra_inv_list_end(k->take, same && digest == NULL, &src, e);
}

int
ra_intake_end(struct ra_intake *k, struct ra_err *e)
{
	char digest[RA_DIGEST_TEXT];
	bool same;

	if (ra_rows_end(&k->rows, e) == -1 || flush(k, e) == -1 ||
	    ra_pump_end(k->pump, e) == -1 || ra_zstd_end(k->zstd, e) == -1 ||
	    look(k, e) == -1)
		return -1;
	ra_digest_end(k->digest, digest);
	same = k->before != NULL && strcmp(k->before->digest, digest) == 0;
	if (same)
		ra_fs_abort(&k->out);
	return finish(k, same, digest, e);
}

int
ra_intake_same(struct ra_intake *k, struct ra_err *e)
{
	if (ra_inv_list_begin(k->take, k->list, e) == -1)
		return -1;
	return finish(k, true, NULL, e);
}

void
ra_intake_clear(struct ra_intake *k)
{
	ra_pump_free(k->pump); /* first: it uses what follows */
	ra_zstd_free(k->zstd);
	k->zstd = NULL;
	if (k->path != NULL)
		ra_fs_abort(&k->out);
	ra_digest_free(k->digest);
	ra_rows_clear(&k->rows);
	ra_buf_clear(&k->pending);
	free(k->path);
	memset(k, 0, sizeof(*k));
}
