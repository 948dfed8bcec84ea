/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inventory's database and its snapshots. */
#include "state/inventory.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "state/inventory_in.h"
#include "upki/profile.h"

#define APPLICATION_ID 0x75706976 /* "upiv" */

/*
 * A version holds from the snapshot since up to, but not with, the snapshot
 * until (0: it still holds). The line stands apart, so that a walk over all
 * versions reads a third of the pages.
 */
static const char *const steps[] = {
	"CREATE TABLE snapshot (id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" taken INTEGER NOT NULL, imported INTEGER NOT NULL);"
	"CREATE TABLE source (snapshot INTEGER NOT NULL, list INTEGER NOT NULL,"
	" rows INTEGER NOT NULL, ragged INTEGER NOT NULL,"
	" added INTEGER NOT NULL, changed INTEGER NOT NULL,"
	" gone INTEGER NOT NULL, bytes INTEGER NOT NULL,"
	" width INTEGER NOT NULL, by_place INTEGER NOT NULL,"
	" digest TEXT NOT NULL, file TEXT NOT NULL,"
	" PRIMARY KEY (snapshot, list)) WITHOUT ROWID;"
	"CREATE TABLE record (id INTEGER PRIMARY KEY, list INTEGER NOT NULL,"
	" key INTEGER NOT NULL);"
	"CREATE INDEX record_key ON record (key, list);"
	"CREATE TABLE version (id INTEGER PRIMARY KEY,"
	" record INTEGER NOT NULL, since INTEGER NOT NULL,"
	" until INTEGER NOT NULL, list INTEGER NOT NULL, state INTEGER,"
	" profile INTEGER, reason INTEGER, applied INTEGER, start INTEGER,"
	" ends INTEGER, revoked INTEGER, application TEXT, dn TEXT, cn TEXT,"
	" domain TEXT, names TEXT, serial TEXT, old_serial TEXT, manager TEXT,"
	" unit TEXT, mail TEXT);"
	"CREATE TABLE line (version INTEGER PRIMARY KEY, text TEXT NOT NULL);"
	"CREATE TABLE ragged (snapshot INTEGER NOT NULL, list INTEGER NOT NULL,"
	" line INTEGER NOT NULL, raw BLOB NOT NULL,"
	" PRIMARY KEY (snapshot, list, line)) WITHOUT ROWID;"
	"CREATE TABLE extra (snapshot INTEGER NOT NULL, what TEXT NOT NULL,"
	" body BLOB NOT NULL, PRIMARY KEY (snapshot, what));",
	NULL,
};

/* Rows of the newest snapshot come out of them in both orders, unsorted. */
const char ra_inv_indexes[] =
    "CREATE INDEX IF NOT EXISTS record_key ON record (key, list);"
    "CREATE INDEX version_record ON version (record, until);"
    "CREATE INDEX version_since ON version (since);"
    "CREATE INDEX version_until ON version (until) WHERE until > 0;"
    "CREATE INDEX version_now ON version (list, record) WHERE until = 0;"
    "CREATE INDEX version_ends ON version (ends, list, record)"
    " WHERE until = 0;"
    "CREATE INDEX version_cn ON version (cn COLLATE NOCASE);"
    "CREATE INDEX version_serial ON version (serial) WHERE serial <> '';"
    "CREATE INDEX version_old ON version (old_serial) WHERE old_serial <> '';";
const char ra_inv_no_indexes[] =
    "DROP INDEX IF EXISTS record_key;"
    "DROP INDEX IF EXISTS version_record; DROP INDEX IF EXISTS version_since;"
    "DROP INDEX IF EXISTS version_until; DROP INDEX IF EXISTS version_ends;"
    "DROP INDEX IF EXISTS version_cn; DROP INDEX IF EXISTS version_serial;"
    "DROP INDEX IF EXISTS version_old; DROP INDEX IF EXISTS version_now;";

static const struct ra_store_layout layout = { "inventory", APPLICATION_ID, 1,
	steps, true };

static int
not_yet(const char *path, struct ra_err *e)
{
	ra_fail(e, RA_EINPUT, _("%s: there is no inventory yet"), path);
	ra_next(e,
	    _("take one with upkira snapshot, or import a list with"
	      " upkira snapshot --import FILE"));
	return -1;
}

struct ra_inv *
ra_inv_open(const char *dir, enum ra_store_mode mode, struct ra_err *e)
{
	char *path = ra_fs_join(dir, "inventory.db");
	struct ra_inv *inv = NULL;
	struct ra_store *s = NULL;

	if (mode == RA_STORE_READ && access(path, F_OK) == -1)
		not_yet(path, e);
	else if (mode == RA_STORE_READ || ra_fs_mkdirs(dir, e) == 0)
		s = ra_store_open(path, &layout, mode, e);
	if (s != NULL) {
		inv = ra_calloc(1, sizeof(*inv));
		inv->s = s;
	}
	free(path);
	return inv;
}

void
ra_inv_close(struct ra_inv *inv)
{
	if (inv == NULL)
		return;
	ra_store_close(inv->s);
	free(inv);
}

static void
copy(char *out, size_t size, const char *in)
{
	snprintf(out, size, "%s", in);
}

static int
read_sources(struct ra_inv *inv, struct ra_snapshot *out, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(inv->s,
	    "SELECT list, rows, ragged, added, changed, gone, bytes, width,"
	    " by_place, digest, file FROM source WHERE snapshot = ?",
	    e);
	struct ra_inv_source *src;
	int64_t list;
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", out->id) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		list = ra_query_int(q, 0);
		if (list < 0 || list >= RA_INV_LISTS)
			continue;
		src = &out->source[list];
		src->taken = true;
		src->rows = (uint64_t)ra_query_int(q, 1);
		src->ragged = (uint64_t)ra_query_int(q, 2);
		src->added = (uint64_t)ra_query_int(q, 3);
		src->changed = (uint64_t)ra_query_int(q, 4);
		src->gone = (uint64_t)ra_query_int(q, 5);
		src->bytes = (uint64_t)ra_query_int(q, 6);
		src->width = (size_t)ra_query_int(q, 7);
		src->by_place = (size_t)ra_query_int(q, 8);
		copy(src->digest, sizeof(src->digest), ra_query_text(q, 9));
		copy(src->file, sizeof(src->file), ra_query_text(q, 10));
	}
out:
	ra_query_free(q);
	return rc;
}

uint64_t
ra_snapshot_ragged(const struct ra_snapshot *s)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < RA_INV_LISTS; i++)
		if (s->source[i].taken)
			n += s->source[i].ragged;
	return n;
}

/* The first snapshot of an order and a condition with one value. */
static int
one_snapshot(struct ra_inv *inv, const char *sql, int64_t value,
    struct ra_snapshot *out, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(inv->s, sql, e);
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (q != NULL && ra_query_bind(q, e, "i", value) == 0)
		rc = ra_query_step(q, e);
	if (rc == 1) {
		out->id = ra_query_int(q, 0);
		out->taken = ra_query_int(q, 1);
		out->imported = ra_query_int(q, 2) != 0;
	}
	ra_query_free(q);
	if (rc == 1 && read_sources(inv, out, e) == -1)
		rc = -1;
	return rc;
}

int
ra_inv_snapshot(
    struct ra_inv *inv, size_t k, struct ra_snapshot *out, struct ra_err *e)
{
	return one_snapshot(inv,
	    "SELECT id, taken, imported FROM snapshot"
	    " ORDER BY id DESC LIMIT 1 OFFSET ?",
	    (int64_t)k, out, e);
}

int
ra_inv_snapshot_at(
    struct ra_inv *inv, int64_t when, struct ra_snapshot *out, struct ra_err *e)
{
	return one_snapshot(inv,
	    "SELECT id, taken, imported FROM snapshot WHERE taken <= ?"
	    " ORDER BY taken DESC, id DESC LIMIT 1",
	    when, out, e);
}

int
ra_inv_snapshot_id(
    struct ra_inv *inv, int64_t id, struct ra_snapshot *out, struct ra_err *e)
{
	return one_snapshot(inv,
	    "SELECT id, taken, imported FROM snapshot WHERE id = ?", id, out,
	    e);
}

int
ra_inv_snapshot_before(
    struct ra_inv *inv, int64_t id, struct ra_snapshot *out, struct ra_err *e)
{
	return one_snapshot(inv,
	    "SELECT id, taken, imported FROM snapshot WHERE id < ?"
	    " ORDER BY id DESC LIMIT 1",
	    id, out, e);
}

int
ra_inv_snapshot_from(
    struct ra_inv *inv, int64_t id, struct ra_snapshot *out, struct ra_err *e)
{
	return one_snapshot(inv,
	    "SELECT id, taken, imported FROM snapshot WHERE id >= ?"
	    " ORDER BY id LIMIT 1",
	    id, out, e);
}

/*
 * upki-facts 5.1: from the mail with the address on (3, 4) there is a
 * certificate. While a revocation is under way (2) it is as good as ended.
 */
bool
ra_inv_state_live(int state)
{
	switch (state) {
	case 3:
	case 4:
	case 5:
	case 6:
	case 8:
	case 9:
		return true;
	default:
		return false;
	}
}

static const char *const kinds[] = {
	[RA_USE_SERVER] = "server",
	[RA_USE_CLIENT] = "client",
	[RA_USE_SMIME] = "smime",
};
#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

static enum ra_use
use_of(const struct ra_inv_row *row)
{
	const struct ra_profile *p = ra_profile_find(row->profile);

	if (p != NULL)
		return p->use;
	return row->list == RA_INV_CLIENT ? RA_USE_CLIENT : RA_USE_SERVER;
}

const char *
ra_inv_kind(const struct ra_inv_row *row)
{
	return kinds[use_of(row)];
}

unsigned
ra_inv_kind_bit(const struct ra_inv_row *row)
{
	return 1u << use_of(row);
}

unsigned
ra_inv_kind_find(const char *word)
{
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (strcmp(word, kinds[i]) == 0)
			return 1u << i;
	return 0;
}

static int
drop_one(struct ra_inv *inv, int64_t id, struct ra_err *e)
{
	static const char *const sql[] = {
		"DELETE FROM source WHERE snapshot = ?",
		"DELETE FROM ragged WHERE snapshot = ?",
		"DELETE FROM extra WHERE snapshot = ?",
		"DELETE FROM snapshot WHERE id = ?",
	};
	struct ra_query *q;
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof(sql) / sizeof(sql[0]) && rc == 0; i++) {
		q = ra_query_new(inv->s, sql[i], e);
		rc = q == NULL ? -1 : ra_query_run(q, e, "i", id);
		ra_query_free(q);
	}
	return rc;
}

int
ra_inv_extra(struct ra_inv *inv, int64_t snapshot, const char *what,
    struct ra_buf *out, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(inv->s,
	    "SELECT body FROM extra WHERE snapshot = ? AND what = ?", e);
	int rc = -1;

	if (q != NULL && ra_query_bind(q, e, "it", snapshot, what) == 0)
		rc = ra_query_step(q, e);
	if (rc == 1) {
		ra_buf_add(out, ra_query_span(q, 0));
		if (ra_buf_done(out, what, e) == -1)
			rc = -1;
	}
	ra_query_free(q);
	return rc;
}

int
ra_inv_each_file(struct ra_inv *inv, int (*fn)(void *arg, const char *file),
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(
	    inv->s, "SELECT DISTINCT file FROM source WHERE file <> ''", e);
	int rc = -1;

	while (q != NULL && (rc = ra_query_step(q, e)) == 1)
		if (fn(arg, ra_query_text(q, 0)) != 0)
			break;
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}

/* What no snapshot that is left shows. */
static const char sweep[] =
    "DELETE FROM line WHERE version IN (SELECT v.id FROM version v"
    " WHERE v.until > 0 AND NOT EXISTS (SELECT 1 FROM snapshot s"
    " WHERE s.id >= v.since AND s.id < v.until));"
    "DELETE FROM version WHERE until > 0 AND NOT EXISTS"
    " (SELECT 1 FROM snapshot s WHERE s.id >= since AND s.id < until);"
    "DELETE FROM record WHERE NOT EXISTS"
    " (SELECT 1 FROM version v WHERE v.record = record.id)";

int
ra_inv_drop(struct ra_inv *inv, const int64_t *id, size_t n, struct ra_err *e)
{
	struct ra_snapshot newest;
	size_t i;
	int rc = ra_inv_snapshot(inv, 0, &newest, e);

	if (rc != 1)
		return rc;
	for (i = 0; i < n; i++)
		if (id[i] == newest.id)
			return ra_fail(e, RA_EUSAGE,
			    _("snapshot %lld is the newest: it is not dropped"),
			    (long long)id[i]);
	if (ra_store_begin(inv->s, e) == -1)
		return -1;
	for (i = 0, rc = 0; i < n && rc == 0; i++)
		rc = drop_one(inv, id[i], e);
	if (rc == 0)
		rc = ra_store_exec(inv->s, sweep, e);
	if (rc == 0)
		rc = ra_store_commit(inv->s, e);
	ra_store_rollback(inv->s);
	return rc;
}
