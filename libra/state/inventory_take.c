/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A snapshot taken: each row is known and the same, known and changed, or
 * new; what is no longer shown has gone. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/tsv.h"
#include "pki/serial.h"
#include "state/counts.h"
#include "state/inventory_in.h"
#include "upki/naming.h"

#define LINE_BYTES (RA_RECORD_ROW_MAX * 3)

enum { Q_FIND, Q_RECORD, Q_VERSION, Q_LINE, Q_END, Q_RAGGED, Q_SOURCE, Q_N };

static const char *const sql[Q_N] = {
	[Q_FIND] = "SELECT r.id, v.id, l.text FROM record r"
		   " LEFT JOIN version v ON v.record = r.id AND v.until = 0"
		   " LEFT JOIN line l ON l.version = v.id"
		   " WHERE r.key = ? AND r.list = ?",
	[Q_RECORD] = "INSERT INTO record (list, key) VALUES (?, ?)",
	[Q_VERSION] = "INSERT INTO version (record, since, until, list, state,"
		      " profile, reason, applied, start, ends, revoked,"
		      " application, dn, cn, domain, names, serial, old_serial,"
		      " manager, unit, mail) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?,"
		      " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[Q_LINE] = "INSERT INTO line (version, text) VALUES (?, ?)",
	[Q_END] = "UPDATE version SET until = ? WHERE id = ?",
	[Q_RAGGED] = "INSERT INTO ragged (snapshot, list, line, raw)"
		     " VALUES (?, ?, ?, ?)",
	[Q_SOURCE] = "INSERT INTO source (snapshot, list, rows, ragged, added,"
		     " changed, gone, bytes, width, by_place, digest, file)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
};

struct ra_inv_take {
	struct ra_inv *inv;
	struct ra_query *q[Q_N];
	int64_t id; /* of the snapshot */
	bool bulk;  /* nothing was there: indexes come at the end */
	enum ra_inv_list list;
	struct ra_inv_source n; /* counts of the list under way */
	uint64_t *seen;		/* records that this list has shown */
	size_t words;
	struct ra_counts twins;	 /* of equal keys; in bulk of all */
	struct ra_buf raw, line; /* a row without its big cells */
	struct ra_buf cn, domain;
};

static bool
seen(const struct ra_inv_take *t, int64_t record)
{
	size_t w = (size_t)record / 64;

	return w < t->words && (t->seen[w] >> (record % 64) & 1) != 0;
}

static void
mark(struct ra_inv_take *t, int64_t record)
{
	size_t w = (size_t)record / 64, more;

	if (w >= t->words) {
		more = w + 1024;
		t->seen = ra_realloc(t->seen, more, sizeof(*t->seen));
		memset(t->seen + t->words, 0,
		    (more - t->words) * sizeof(*t->seen));
		t->words = more;
	}
	t->seen[w] |= UINT64_C(1) << (record % 64);
}

/*
 * A first snapshot would be written twice, into the WAL and out of it. In an
 * empty database the old journal has hardly a page to keep, and is as safe.
 * Where another connection holds it, it stays with the WAL.
 */
static void
write_once(struct ra_inv *inv, bool once)
{
	struct ra_err dropped = { 0 };

	(void)ra_store_exec(inv->s,
	    once ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL",
	    &dropped);
}

static void
release(struct ra_inv_take *t)
{
	const bool bulk = t->bulk;
	struct ra_inv *inv = t->inv;
	size_t i;

	for (i = 0; i < Q_N; i++)
		ra_query_free(t->q[i]);
	ra_store_rollback(t->inv->s);
	free(t->seen);
	ra_counts_clear(&t->twins);
	ra_buf_clear(&t->raw);
	ra_buf_clear(&t->line);
	ra_buf_clear(&t->cn);
	ra_buf_clear(&t->domain);
	free(t);
	if (bulk)
		write_once(inv, false);
}

static int
is_empty(struct ra_inv *inv, bool *out, struct ra_err *e)
{
	struct ra_query *q =
	    ra_query_new(inv->s, "SELECT 1 FROM version LIMIT 1", e);
	int rc = q == NULL ? -1 : ra_query_step(q, e);

	ra_query_free(q);
	*out = rc == 0;
	return rc == -1 ? -1 : 0;
}

static int
add_snapshot(
    struct ra_inv_take *t, int64_t taken, bool imported, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(t->inv->s,
	    "INSERT INTO snapshot (taken, imported) VALUES (?, ?)", e);
	int rc =
	    q == NULL ? -1 : ra_query_run(q, e, "ii", taken, (int64_t)imported);

	ra_query_free(q);
	t->id = ra_store_last(t->inv->s);
	return rc;
}

struct ra_inv_take *
ra_inv_begin(struct ra_inv *inv, int64_t taken, bool imported, struct ra_err *e)
{
	struct ra_inv_take *t = ra_calloc(1, sizeof(*t));
	size_t i;

	t->inv = inv;
	ra_buf_init(&t->raw, RA_RECORD_ROW_MAX);
	ra_buf_init(&t->line, LINE_BYTES);
	ra_buf_init(&t->cn, LINE_BYTES);
	ra_buf_init(&t->domain, RA_NAMING_DOMAIN_MAX + 1);
	if (is_empty(inv, &t->bulk, e) == -1)
		goto fail;
	if (t->bulk)
		write_once(inv, true);
	if (ra_store_begin(inv->s, e) == -1 ||
	    add_snapshot(t, taken, imported, e) == -1 ||
	    is_empty(inv, &t->bulk, e) == -1 ||
	    (t->bulk && ra_store_exec(inv->s, ra_inv_no_indexes, e) == -1))
		goto fail;
	for (i = 0; i < Q_N; i++)
		if ((t->q[i] = ra_query_new(inv->s, sql[i], e)) == NULL)
			goto fail;
	return t;
fail:
	release(t);
	return NULL;
}

void
ra_inv_abort(struct ra_inv_take *t)
{
	if (t != NULL)
		release(t);
}

int64_t
ra_inv_take_id(const struct ra_inv_take *t)
{
	return t->id;
}

int
ra_inv_list_begin(
    struct ra_inv_take *t, enum ra_inv_list list, struct ra_err *e)
{
	(void)e;
	t->list = list;
	memset(&t->n, 0, sizeof(t->n));
	if (t->words > 0)
		memset(t->seen, 0, t->words * sizeof(*t->seen));
	ra_counts_clear(&t->twins);
	return 0;
}

/*
 * What tells one application from all others. The application number alone
 * may be that of a whole file: nobody says that it is not.
 */
static int64_t
key_of(const struct ra_span *col, unsigned nth)
{
	static const enum ra_record_at parts[] = { RA_AT_APPLICATION, RA_AT_DN,
		RA_AT_OLD_SERIAL };
	uint64_t h = 14695981039346656037u; /* FNV-1a */
	size_t i, k;
	int64_t out;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		for (k = 0; k < col[parts[i]].n; k++)
			h = (h ^ (unsigned char)col[parts[i]].p[k]) *
			    1099511628211u;
		h = (h ^ '\t') * 1099511628211u;
	}
	h = (h ^ nth) * 1099511628211u;
	memcpy(&out, &h, sizeof(out));
	return out;
}

/* The row in UTF-8 without PIN, request and certificate, in known order. */
static int
put_line(struct ra_inv_take *t, const struct ra_rows *rows,
    const struct ra_row *r, struct ra_err *e)
{
	size_t i;

	ra_buf_reset(&t->raw);
	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(&t->raw, '\t');
		if (i != RA_AT_PIN && i != RA_AT_CSR && i != RA_AT_CERT)
			ra_buf_add(&t->raw, r->col[i]);
	}
	ra_buf_reset(&t->line);
	(void)ra_text_decode_lenient(
	    rows->charset, ra_buf_span(&t->raw), &t->line);
	return ra_buf_done(&t->line, _("a row of the list"), e);
}

static int64_t
when(struct ra_span cell)
{
	time_t t;

	return ra_clock_parse(cell, &t) == -1 ? RA_INV_NO_TIME : (int64_t)t;
}

/* Decimal where it is a number; else as it stands, so that it is seen. */
static struct ra_span
serial_text(struct ra_span cell, struct ra_serial *buf)
{
	if (cell.n == 0 || ra_serial_parse(cell, buf, NULL) == -1)
		return cell;
	return ra_span_str(buf->dec);
}

static int
add_version(struct ra_inv_take *t, int64_t record, struct ra_err *e)
{
	struct ra_span col[RA_RECORD_COLUMNS];
	struct ra_serial serial, old;

	if (ra_tsv_split(ra_buf_span(&t->line), col, RA_RECORD_COLUMNS) !=
	    RA_RECORD_COLUMNS)
		return ra_fail(e, RA_ELOCAL, "a row of another width");
	ra_naming_cn(col[RA_AT_DN], &t->cn);
	ra_naming_domain(ra_buf_span(&t->cn), col[RA_AT_MAIL], &t->domain);
	if (ra_query_run(t->q[Q_VERSION], e, "iiiiiiiiiissssssssss", record,
		t->id, (int64_t)t->list,
		(int64_t)ra_rows_number(
		    col[RA_AT_STATE], RA_ROWS_STATE_MAX, RA_INV_NO_STATE),
		(int64_t)ra_rows_number(
		    col[RA_AT_PROFILE], RA_ROWS_PROFILE_MAX, 0),
		(int64_t)ra_rows_number(col[RA_AT_REASON], 9, -1),
		when(col[RA_AT_APPLIED]), when(col[RA_AT_START]),
		when(col[RA_AT_ENDS]), when(col[RA_AT_REVOKED]),
		col[RA_AT_APPLICATION], col[RA_AT_DN], ra_buf_span(&t->cn),
		ra_buf_span(&t->domain), col[RA_AT_NAMES],
		serial_text(col[RA_AT_SERIAL], &serial),
		serial_text(col[RA_AT_OLD_SERIAL], &old), col[RA_AT_MANAGER],
		col[RA_AT_UNIT], col[RA_AT_MAIL]) == -1)
		return -1;
	return ra_query_run(t->q[Q_LINE], e, "is", ra_store_last(t->inv->s),
	    ra_buf_span(&t->line));
}

static int
add_record(struct ra_inv_take *t, int64_t key, struct ra_err *e)
{
	int64_t record;

	if (ra_query_run(t->q[Q_RECORD], e, "ii", (int64_t)t->list, key) == -1)
		return -1;
	record = ra_store_last(t->inv->s);
	if (record > RA_INV_RECORDS_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("the inventory has more than %d applications"),
		    RA_INV_RECORDS_MAX);
	mark(t, record);
	t->n.added++;
	return add_version(t, record, e);
}

/* A record that is known: 0 when this row was another one with its key. */
static int
meet(struct ra_inv_take *t, struct ra_err *e)
{
	struct ra_query *q = t->q[Q_FIND];
	const int64_t record = ra_query_int(q, 0), version = ra_query_int(q, 1);
	const bool shown = !ra_query_null(q, 1);
	const bool same =
	    shown && ra_span_eq(ra_query_span(q, 2), ra_buf_span(&t->line));

	ra_query_reset(q);
	if (seen(t, record))
		return 0;
	mark(t, record);
	if (same)
		return 1;
	if (shown)
		t->n.changed++;
	else
		t->n.added++; /* it was gone and is back */
	if (shown && ra_query_run(t->q[Q_END], e, "ii", t->id, version) == -1)
		return -1;
	return add_version(t, record, e) == -1 ? -1 : 1;
}

static int
take_ragged(struct ra_inv_take *t, const struct ra_row *r, struct ra_err *e)
{
	size_t i;

	t->n.ragged++;
	ra_buf_reset(&t->raw);
	for (i = 0; i < r->n; i++) {
		if (i > 0)
			ra_buf_addc(&t->raw, '\t');
		if (i < r->pin_first || i > r->pin_last)
			ra_buf_add(&t->raw, r->cell[i]);
	}
	return ra_query_run(t->q[Q_RAGGED], e, "iiib", t->id, (int64_t)t->list,
	    (int64_t)r->line, ra_buf_span(&t->raw));
}

/*
 * Rows with one key are told apart by their order. How far that has come is
 * remembered: a list of nothing but one row would take forever otherwise.
 */
static int
find_place(struct ra_inv_take *t, const struct ra_span *col, struct ra_err *e)
{
	const uint64_t base = (uint64_t)key_of(col, 0);
	const uint32_t first = ra_counts_get(&t->twins, base);
	uint32_t nth;
	int64_t key;
	int rc;

	for (nth = first, rc = 0; rc == 0; nth++) {
		key = key_of(col, nth);
		if (ra_query_bind(
			t->q[Q_FIND], e, "ii", key, (int64_t)t->list) == -1)
			return -1;
		rc = ra_query_step(t->q[Q_FIND], e);
		if (rc == 0)
			rc = add_record(t, key, e) == -1 ? -1 : 1;
		else if (rc == 1)
			rc = meet(t, e);
	}
	if (nth > 1)
		*ra_counts_at(&t->twins, base) = nth;
	return rc == -1 ? -1 : 0;
}

int
ra_inv_take_row(struct ra_inv_take *t, const struct ra_rows *rows,
    const struct ra_row *r, struct ra_err *e)
{
	uint32_t *nth;

	t->n.rows++;
	if (r->col == NULL)
		return take_ragged(t, r, e);
	if (put_line(t, rows, r, e) == -1)
		return -1;
	if (!t->bulk)
		return find_place(t, r->col, e);
	/* Nothing is there but what this list has brought. */
	nth = ra_counts_at(&t->twins, (uint64_t)key_of(r->col, 0));
	return add_record(t, key_of(r->col, (*nth)++), e);
}

/* The ids first: the statement that reads must not see what is written. */
static int
end_gone(struct ra_inv_take *t, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(t->inv->s,
	    "SELECT id, record FROM version WHERE until = 0 AND list = ?", e);
	int64_t *gone = NULL;
	size_t n = 0, i;
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", (int64_t)t->list) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		if (seen(t, ra_query_int(q, 1)))
			continue;
		gone = ra_grow(gone, n, sizeof(*gone));
		gone[n++] = ra_query_int(q, 0);
	}
	for (i = 0; i < n && rc == 0; i++)
		rc = ra_query_run(t->q[Q_END], e, "ii", t->id, gone[i]);
	t->n.gone = n;
out:
	ra_query_free(q);
	free(gone);
	return rc;
}

/* What the snapshot before had of this list holds for this one too. */
static int
take_same(struct ra_inv_take *t, struct ra_err *e)
{
	static const char *const steps[] = {
		"SELECT rows, ragged FROM source WHERE list = ?"
		" ORDER BY snapshot DESC LIMIT 1",
		"INSERT INTO ragged (snapshot, list, line, raw)"
		" SELECT ?, list, line, raw FROM ragged WHERE list = ?"
		" AND snapshot = (SELECT max(snapshot) FROM source"
		" WHERE list = ?)",
	};
	struct ra_query *q = ra_query_new(t->inv->s, steps[0], e);
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", (int64_t)t->list) == -1)
		goto out;
	rc = ra_query_step(q, e);
	if (rc == 1) {
		t->n.rows = (uint64_t)ra_query_int(q, 0);
		t->n.ragged = (uint64_t)ra_query_int(q, 1);
	}
	ra_query_free(q);
	q = rc == -1 ? NULL : ra_query_new(t->inv->s, steps[1], e);
	rc = q == NULL ? -1
		       : ra_query_run(q, e, "iii", t->id, (int64_t)t->list,
			     (int64_t)t->list);
out:
	ra_query_free(q);
	return rc;
}

int
ra_inv_list_end(struct ra_inv_take *t, bool same, struct ra_inv_source *src,
    struct ra_err *e)
{
	if ((same ? take_same(t, e) : end_gone(t, e)) == -1)
		return -1;
	src->taken = true;
	src->rows = t->n.rows;
	src->ragged = t->n.ragged;
	src->added = t->n.added;
	src->changed = t->n.changed;
	src->gone = t->n.gone;
	return ra_query_run(t->q[Q_SOURCE], e, "iiiiiiiiiitt", t->id,
	    (int64_t)t->list, (int64_t)src->rows, (int64_t)src->ragged,
	    (int64_t)src->added, (int64_t)src->changed, (int64_t)src->gone,
	    (int64_t)src->bytes, (int64_t)src->width, (int64_t)src->by_place,
	    src->digest, src->file);
}

int
ra_inv_extra_put(struct ra_inv_take *t, const char *what, struct ra_span body,
    struct ra_err *e)
{
	struct ra_query *q = ra_query_new(t->inv->s,
	    "INSERT INTO extra (snapshot, what, body) VALUES (?, ?, ?)", e);
	int rc = q == NULL ? -1 : ra_query_run(q, e, "itb", t->id, what, body);

	ra_query_free(q);
	return rc;
}

int
ra_inv_end(struct ra_inv_take *t, int64_t *id, struct ra_err *e)
{
	int rc = 0;

	if (t->bulk)
		rc = ra_store_exec(t->inv->s, ra_inv_indexes, e);
	if (rc == 0)
		rc = ra_store_commit(t->inv->s, e);
	if (rc == 0 && id != NULL)
		*id = t->id;
	release(t);
	return rc;
}
