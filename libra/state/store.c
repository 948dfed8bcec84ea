/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* SQLite, with every call's failure in words. */
#include "state/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/mem.h"

struct ra_store {
	sqlite3 *db;
	char *path;
};

struct ra_query {
	struct ra_store *s;
	sqlite3_stmt *st;
};

/* The failure of the last call, with what a person can do about it. */
static int
broken(const struct ra_store *s, struct ra_err *e)
{
	int rc = sqlite3_extended_errcode(s->db);
	char text[RA_ERRNO_TEXT];

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		ra_fail(
		    e, RA_ELOCKED, _("%s: another run is writing"), s->path);
		ra_next(e, _("wait until it has ended"));
		return -1;
	case SQLITE_FULL:
		ra_fail(e, RA_ELOCAL, _("%s: no space is left"), s->path);
		ra_next(e, _("make room on that disk and run it again"));
		return -1;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		ra_fail(e, RA_ELOCAL, _("%s: damaged: %s"), s->path,
		    sqlite3_errmsg(s->db));
		ra_next(e, _("keep the file and take it back from a backup"));
		return -1;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (sqlite3_system_errno(s->db) != 0)
			return ra_fail(e, RA_ELOCAL, "%s: %s: %s", s->path,
			    sqlite3_errmsg(s->db),
			    ra_err_errno(sqlite3_system_errno(s->db), text));
		break;
	default:
		break;
	}
	return ra_fail(e, RA_ELOCAL, "%s: %s", s->path, sqlite3_errmsg(s->db));
}

int
ra_store_exec(struct ra_store *s, const char *sql, struct ra_err *e)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return broken(s, e);
	return 0;
}

/* A number of the database's head; the same pragma without a value asks. */
static int
pragma(struct ra_store *s, const char *name, int64_t *out, struct ra_err *e)
{
	struct ra_query *q;
	char sql[64];
	int rc;

	snprintf(sql, sizeof(sql), "PRAGMA %s", name);
	q = ra_query_new(s, sql, e);
	if (q == NULL)
		return -1;
	rc = ra_query_step(q, e);
	if (rc == 1)
		*out = ra_query_int(q, 0);
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}

/* One step of the layout and its number, both or neither. */
static int
rise(struct ra_store *s, const struct ra_store_layout *l, int version,
    struct ra_err *e)
{
	char sql[96];

	snprintf(sql, sizeof(sql),
	    "PRAGMA application_id=%d; PRAGMA user_version=%d", l->id, version);
	if (ra_store_exec(s, l->step[version - 1], e) == -1)
		return -1;
	return ra_store_exec(s, sql, e);
}

/* The file is of this kind, and not of a later version than we know. */
static int
known(struct ra_store *s, const struct ra_store_layout *l, int64_t *version,
    struct ra_err *e)
{
	int64_t id = 0, tables = 0;

	if (pragma(s, "application_id", &id, e) == -1 ||
	    pragma(s, "user_version", version, e) == -1 ||
	    pragma(s, "schema_version", &tables, e) == -1)
		return -1;
	if (id != l->id && (id != 0 || *version != 0 || tables != 0))
		return ra_fail(e, RA_ELOCAL,
		    _("%s: a database, but not of upkira's %s"), s->path,
		    l->what);
	if (*version <= l->version)
		return 0;
	ra_fail(e, RA_ELOCAL, _("%s: %s of layout %d, at most %d was wanted"),
	    s->path, l->what, (int)*version, l->version);
	ra_next(e, _("it was written by a later upkira: use that one"));
	return -1;
}

static int
lay_out(struct ra_store *s, const struct ra_store_layout *l,
    enum ra_store_mode mode, struct ra_err *e)
{
	int64_t version = 0;
	int rc = -1;

	if (known(s, l, &version, e) == -1)
		return -1;
	if (mode == RA_STORE_READ && version != l->version)
		return ra_fail(e, RA_ELOCAL,
		    _("%s: %s of layout %d, %d was wanted"), s->path, l->what,
		    (int)version, l->version);
	/* Only now: a file of another kind stays as it is. */
	if (mode == RA_STORE_WRITE &&
	    ra_store_exec(s,
		l->durable ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
			   : "PRAGMA journal_mode=WAL;"
			     "PRAGMA synchronous=NORMAL",
		e) == -1)
		return -1;
	if (version == l->version)
		return 0;
	/* Asked again inside: another process may have been faster. */
	if (ra_store_begin(s, e) == -1 || known(s, l, &version, e) == -1)
		goto out;
	while (version < l->version)
		if (rise(s, l, (int)++version, e) == -1)
			goto out;
	rc = ra_store_commit(s, e);
out:
	ra_store_rollback(s);
	return rc;
}

/*
 * SQLite would make the file with the umask's rights: here it is private
 * before its first byte, and the -wal and -shm files take its mode.
 */
static int
make_private(const char *path, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];
	int fd = open(
	    path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd == -1 && errno != EEXIST)
		return ra_fail(
		    e, RA_ELOCAL, "%s: %s", path, ra_err_errno(errno, text));
	if (fd != -1)
		close(fd);
	return 0;
}

static int
set_up(struct ra_store *s, enum ra_store_mode mode, struct ra_err *e)
{
	sqlite3_busy_timeout(s->db, RA_STORE_BUSY_MS);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, RA_STORE_VALUE_MAX);
	/* A file that somebody else wrote runs no code of its own. */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* Mapped: a walk over many rows is then no read for each page. */
	if (mode == RA_STORE_READ)
		return ra_store_exec(
		    s, "PRAGMA query_only=1; PRAGMA mmap_size=1073741824", e);
	/* Room for what one transaction changes, so that it is written once. */
	return ra_store_exec(
	    s, "PRAGMA foreign_keys=1; PRAGMA cache_size=-16384", e);
}

struct ra_store *
ra_store_open(const char *path, const struct ra_store_layout *l,
    enum ra_store_mode mode, struct ra_err *e)
{
	struct ra_store *s;
	char text[RA_ERRNO_TEXT];

	/* WAL wants write access even of a reader; query_only holds it off. */
	if (mode == RA_STORE_WRITE && make_private(path, e) == -1)
		return NULL;
	if (mode == RA_STORE_READ && access(path, F_OK) == -1) {
		ra_fail(
		    e, RA_ELOCAL, "%s: %s", path, ra_err_errno(errno, text));
		return NULL;
	}
	s = ra_calloc(1, sizeof(*s));
	s->path = ra_strdup(path);
	if (sqlite3_open_v2(path, &s->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_NOFOLLOW,
		NULL) != SQLITE_OK)
		broken(s, e);
	else if (set_up(s, mode, e) == 0 && lay_out(s, l, mode, e) == 0)
		return s;
	ra_store_close(s);
	return NULL;
}

bool
ra_store_there(const char *path)
{
	struct ra_store s = { NULL, NULL };
	int64_t tables = 1;

	if (access(path, F_OK) == -1)
		return false;
	s.path = ra_strdup(path);
	/* What cannot be read is there: whoever opens it says what is wrong. */
	if (sqlite3_open_v2(path, &s.db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
		NULL) == SQLITE_OK)
		(void)pragma(&s, "schema_version", &tables, NULL);
	sqlite3_close(s.db);
	free(s.path);
	return tables != 0;
}

void
ra_store_close(struct ra_store *s)
{
	if (s == NULL)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

int
ra_store_begin(struct ra_store *s, struct ra_err *e)
{
	return ra_store_exec(s, "BEGIN IMMEDIATE", e);
}

int
ra_store_commit(struct ra_store *s, struct ra_err *e)
{
	return ra_store_exec(s, "COMMIT", e);
}

void
ra_store_rollback(struct ra_store *s)
{
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int64_t
ra_store_last(const struct ra_store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

int64_t
ra_store_changes(const struct ra_store *s)
{
	return sqlite3_changes(s->db);
}

int
ra_store_verify(struct ra_store *s, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(s, "PRAGMA integrity_check(1)", e);
	const char *said, *last;
	int rc = -1;

	if (q != NULL && ra_query_step(q, e) == 1) {
		rc = 0;
		said = ra_query_text(q, 0);
		last = strrchr(said, '\n'); /* a heading stands before it */
		if (strcmp(said, "ok") != 0)
			rc = ra_fail(e, RA_ELOCAL, _("%s: damaged: %s"),
			    s->path, last != NULL ? last + 1 : said);
	}
	ra_query_free(q);
	return rc;
}

struct ra_query *
ra_query_new(struct ra_store *s, const char *sql, struct ra_err *e)
{
	struct ra_query *q = ra_calloc(1, sizeof(*q));

	q->s = s;
	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		&q->st, NULL) == SQLITE_OK)
		return q;
	broken(s, e);
	free(q);
	return NULL;
}

void
ra_query_free(struct ra_query *q)
{
	if (q == NULL)
		return;
	sqlite3_finalize(q->st);
	free(q);
}

static int
bind_span(sqlite3_stmt *st, int at, char letter, struct ra_span s)
{
	const char *p = s.p != NULL ? s.p : "";

	if (s.n > RA_STORE_VALUE_MAX)
		return SQLITE_TOOBIG;
	if (letter == 'b')
		return sqlite3_bind_blob(st, at, p, (int)s.n, SQLITE_STATIC);
	return sqlite3_bind_text(st, at, p, (int)s.n, SQLITE_STATIC);
}

static int
bind_one(sqlite3_stmt *st, int at, char letter, va_list *ap)
{
	switch (letter) {
	case 'i':
		return sqlite3_bind_int64(st, at, va_arg(*ap, int64_t));
	case 't':
		return sqlite3_bind_text(
		    st, at, va_arg(*ap, const char *), -1, SQLITE_STATIC);
	case 's':
	case 'b':
		return bind_span(st, at, letter, va_arg(*ap, struct ra_span));
	case 'n':
		return sqlite3_bind_null(st, at);
	default:
		return SQLITE_MISUSE;
	}
}

static int
bind_all(struct ra_query *q, struct ra_err *e, const char *fmt, va_list *ap)
{
	int at, rc = SQLITE_OK;

	ra_query_reset(q);
	for (at = 0; fmt[at] != '\0' && rc == SQLITE_OK; at++)
		rc = bind_one(q->st, at + 1, fmt[at], ap);
	if (rc == SQLITE_OK && at != sqlite3_bind_parameter_count(q->st))
		rc = SQLITE_MISUSE;
	if (rc != SQLITE_OK)
		return ra_fail(e, RA_ELOCAL, "%s: value %d: %s", q->s->path, at,
		    sqlite3_errstr(rc));
	return 0;
}

int
ra_query_bind(struct ra_query *q, struct ra_err *e, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = bind_all(q, e, fmt, &ap);
	va_end(ap);
	return rc;
}

int
ra_query_bind_at(struct ra_query *q, int at, const char *text, struct ra_err *e)
{
	int rc = sqlite3_bind_text(q->st, at, text, -1, SQLITE_STATIC);

	if (rc == SQLITE_OK)
		return 0;
	return ra_fail(e, RA_ELOCAL, "%s: value %d: %s", q->s->path, at,
	    sqlite3_errstr(rc));
}

int
ra_query_step(struct ra_query *q, struct ra_err *e)
{
	int rc = sqlite3_step(q->st);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		broken(q->s, e);
	sqlite3_reset(q->st);
	return rc == SQLITE_DONE ? 0 : -1;
}

void
ra_query_reset(struct ra_query *q)
{
	sqlite3_reset(q->st);
	sqlite3_clear_bindings(q->st);
}

int
ra_query_run(struct ra_query *q, struct ra_err *e, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = bind_all(q, e, fmt, &ap);
	va_end(ap);
	if (rc == -1)
		return -1;
	while ((rc = ra_query_step(q, e)) == 1)
		;
	ra_query_reset(q);
	return rc;
}

int64_t
ra_query_int(const struct ra_query *q, int column)
{
	return sqlite3_column_int64(q->st, column);
}

bool
ra_query_null(const struct ra_query *q, int column)
{
	return sqlite3_column_type(q->st, column) == SQLITE_NULL;
}

struct ra_span
ra_query_span(const struct ra_query *q, int column)
{
	const char *p = sqlite3_column_blob(q->st, column);

	return (struct ra_span){ p != NULL ? p : "",
		(size_t)sqlite3_column_bytes(q->st, column) };
}

const char *
ra_query_text(const struct ra_query *q, int column)
{
	const void *p = sqlite3_column_text(q->st, column);

	return p != NULL ? p : "";
}
