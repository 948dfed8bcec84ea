/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the sandbox keeps. Every value is bound, none is put into SQL. */
#include "store.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"

#include "store_sql.h"

#define SB_BUSY_MS 10000
struct sb_store {
	sqlite3 *db;
	sqlite3_stmt *st[Q_N];
	long long last; /* application number */
};

static int
broken(sqlite3 *db, struct ra_err *e)
{
	return ra_fail(e, RA_ELOCAL, "sandbox.db: %s", sqlite3_errmsg(db));
}

static struct ra_span
column(sqlite3_stmt *st, int i)
{
	const char *p = sqlite3_column_blob(st, i);

	return (struct ra_span){ p != NULL ? p : "",
		(size_t)sqlite3_column_bytes(st, i) };
}

/* A copy, NULL for an SQL NULL. */
static char *
text(sqlite3_stmt *st, int i)
{
	if (sqlite3_column_type(st, i) == SQLITE_NULL)
		return NULL;
	return ra_strdup((const char *)sqlite3_column_text(st, i));
}

/*
 * A statement ready to step, its values bound by the letters of fmt: i long
 * long, t text or NULL, b span. NULL when it cannot be had.
 */
static sqlite3_stmt *
start(struct sb_store *s, enum sb_query q, const char *fmt, ...)
{
	struct ra_span b;
	sqlite3_stmt *st;
	va_list ap;
	int i, rc = SQLITE_OK;

	if (s->st[q] == NULL &&
	    sqlite3_prepare_v2(s->db, sb_store_sql[q], -1, &s->st[q], NULL) !=
		SQLITE_OK)
		return NULL;
	st = s->st[q];
	/*
	 * Values are bound as static: they outlive the one step that follows.
	 */
	sqlite3_reset(st);
	va_start(ap, fmt);
	for (i = 1; fmt[i - 1] != '\0' && rc == SQLITE_OK; i++) {
		if (fmt[i - 1] == 'i') {
			rc = sqlite3_bind_int64(st, i, va_arg(ap, long long));
		} else if (fmt[i - 1] == 't') {
			rc = sqlite3_bind_text(
			    st, i, va_arg(ap, const char *), -1, SQLITE_STATIC);
		} else {
			b = va_arg(ap, struct ra_span);
			rc = sqlite3_bind_blob(
			    st, i, b.p, (int)b.n, SQLITE_STATIC);
		}
	}
	va_end(ap);
	return rc == SQLITE_OK ? st : NULL;
}

/* 1: a row stands ready (reset it when read), 0: done, -1. */
static int
step(struct sb_store *s, sqlite3_stmt *st, struct ra_err *e)
{
	int rc;

	if (st == NULL)
		return broken(s->db, e);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		broken(s->db, e);
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? 0 : -1;
}

/* The first column of the one row of a query; -1 when it fails. */
static int
ask(sqlite3 *db, const char *query)
{
	sqlite3_stmt *st = NULL;
	int n = -1;

	if (sqlite3_prepare_v2(db, query, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return n;
}

/* Lay out a new file; of an old one only see that it is laid out so. */
static int
lay_out(sqlite3 *db, struct ra_err *e)
{
	int tables = ask(db, "SELECT count(*) FROM sqlite_master");
	int layout = ask(db, "PRAGMA user_version");
	char set[64];

	if (tables == -1 || layout == -1)
		return broken(db, e);
	if (tables > 0 && layout != SB_LAYOUT) {
		ra_fail(e, RA_ELOCAL,
		    "sandbox.db: layout %d of another version, %d was wanted",
		    layout, SB_LAYOUT);
		ra_next(e, "start with a new --dir");
		return -1;
	}
	snprintf(set, sizeof(set), "PRAGMA user_version=%d", SB_LAYOUT);
	if (sqlite3_exec(db, sb_store_schema, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, set, NULL, NULL, NULL) != SQLITE_OK)
		return broken(db, e);
	return 0;
}

struct sb_store *
sb_store_open(const char *path, struct ra_err *e)
{
	struct sb_store *s = ra_calloc(1, sizeof(*s));
	sqlite3_stmt *st;
	int rc, fd;

	/* PINs and keys are in it; the journal takes over the mode. */
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd != -1)
		close(fd);
	if (sqlite3_open(path, &s->db) != SQLITE_OK)
		goto fail;
	sqlite3_busy_timeout(s->db, SB_BUSY_MS);
	if (lay_out(s->db, e) == -1)
		goto fail;
	st = start(s, Q_COUNTER, "");
	rc = step(s, st, e);
	if (rc == -1)
		goto fail;
	s->last = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return s;
fail:
	broken(s->db, e);
	sb_store_close(s);
	return NULL;
}

void
sb_store_close(struct sb_store *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < Q_N; i++)
		sqlite3_finalize(s->st[i]);
	sqlite3_close(s->db);
	free(s);
}

int
sb_store_begin(struct sb_store *s, struct ra_err *e)
{
	return step(s, start(s, Q_BEGIN, ""), e);
}

int
sb_store_commit(struct sb_store *s, struct ra_err *e)
{
	if (step(s, start(s, Q_COUNTER_SET, "i", s->last), e) == 0 &&
	    step(s, start(s, Q_COMMIT, ""), e) == 0)
		return 0;
	/* Left open by a full disk, it would be the last one ever begun. */
	sb_store_rollback(s);
	return -1;
}

void
sb_store_rollback(struct sb_store *s)
{
	step(s, start(s, Q_ROLLBACK, ""), NULL);
}

int
sb_store_upload(struct sb_store *s, const char *officer, struct ra_span name,
    long long *id, struct ra_err *e)
{
	if (step(s, start(s, Q_UPLOAD, "tb", officer, name), e) == -1)
		return -1;
	*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

/* A number that was rolled back stays a gap. */
long long
sb_store_next(struct sb_store *s)
{
	return ++s->last;
}

int
sb_store_save(struct sb_store *s, const struct sb_app *a, struct ra_err *e)
{
	struct ra_buf row;
	int rc;

	ra_buf_init(&row, RA_RECORD_ROW_MAX);
	sb_app_row(a, &row);
	rc = ra_buf_done(&row, "application", e);
	if (rc == 0)
		rc = step(s,
		    start(s, Q_SAVE, "iiiiittttiib", a->id, a->body,
			(long long)a->use, (long long)a->state,
			(long long)a->domain, a->cn, a->dn, a->serial, a->spki,
			(long long)a->not_before, (long long)a->not_after,
			ra_buf_span(&row)),
		    e);
	ra_buf_clear(&row);
	return rc;
}

static struct sb_app *
read_app(sqlite3_stmt *st)
{
	struct sb_app *a = ra_calloc(1, sizeof(*a));

	a->id = sqlite3_column_int64(st, 0);
	a->body = sqlite3_column_int64(st, 1);
	a->use = (enum ra_use)sqlite3_column_int(st, 2);
	a->state = sqlite3_column_int(st, 3);
	a->domain = sqlite3_column_int(st, 4);
	a->cn = text(st, 5);
	a->dn = text(st, 6);
	a->serial = text(st, 7);
	a->spki = text(st, 8);
	a->not_before = (time_t)sqlite3_column_int64(st, 9);
	a->not_after = (time_t)sqlite3_column_int64(st, 10);
	sb_app_parse(a, column(st, 11));
	return a;
}

static int
one_app(
    struct sb_store *s, sqlite3_stmt *st, struct sb_app **out, struct ra_err *e)
{
	int rc = step(s, st, e);

	*out = NULL;
	if (rc == 1) {
		*out = read_app(st);
		sqlite3_reset(st);
	}
	return rc == -1 ? -1 : 0;
}

int
sb_store_by_serial(struct sb_store *s, const char *serial, struct sb_app **out,
    struct ra_err *e)
{
	return one_app(s, start(s, Q_BY_SERIAL, "t", serial), out, e);
}

int
sb_store_by_id(
    struct sb_store *s, long long id, struct sb_app **out, struct ra_err *e)
{
	return one_app(s, start(s, Q_BY_ID, "i", id), out, e);
}

int
sb_store_empty(struct sb_store *s, bool *empty, struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_LAST, "");

	if (step(s, st, e) == -1)
		return -1;
	*empty = sqlite3_column_type(st, 0) == SQLITE_NULL;
	sqlite3_reset(st);
	return 0;
}

int
sb_store_seen(struct sb_store *s, enum sb_seen what, const char *value,
    bool *seen, struct ra_err *e)
{
	static const enum sb_query q[] = {
		[SB_SEEN_CN] = Q_SEEN_CN,
		[SB_SEEN_DN] = Q_SEEN_DN,
		[SB_SEEN_KEY] = Q_SEEN_KEY,
	};
	sqlite3_stmt *st = start(s, q[what], "t", value);
	int rc = step(s, st, e);

	*seen = rc == 1;
	if (rc == 1)
		sqlite3_reset(st);
	return rc == -1 ? -1 : 0;
}

int
sb_store_body_add(struct sb_store *s, struct ra_span csr, struct ra_span cert,
    long long *id, struct ra_err *e)
{
	if (step(s, start(s, Q_BODY_ADD, "bb", csr, cert), e) == -1)
		return -1;
	*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int
sb_store_body_cert(
    struct sb_store *s, long long id, struct ra_buf *cert, struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_BODY_CERT, "i", id);
	int rc = step(s, st, e);

	if (rc == 0)
		return ra_fail(e, RA_ELOCAL,
		    "sandbox.db: no certificate %lld, one was kept", id);
	if (rc == -1)
		return -1;
	ra_buf_add(cert, column(st, 0));
	sqlite3_reset(st);
	return 0;
}

int
sb_store_token_add(
    struct sb_store *s, const struct sb_token *t, struct ra_err *e)
{
	return step(s,
	    start(s, Q_TOKEN_ADD, "ttiii", t->p1, t->gate, (long long)t->what,
		(long long)t->ends, (long long)t->used),
	    e);
}

int
sb_store_token_link(struct sb_store *s, const struct sb_token *t, long long app,
    struct ra_err *e)
{
	return step(s, start(s, Q_TOKEN_LINK, "ti", t->p1, app), e);
}

static void
copy_token(char out[SB_TOKEN_LEN + 1], struct ra_span in)
{
	size_t n = in.n < SB_TOKEN_LEN ? in.n : SB_TOKEN_LEN;

	memcpy(out, in.p, n);
	out[n] = '\0';
}

/* Of any other length it was never given out, and no query is needed. */
int
sb_store_token_get(struct sb_store *s, struct ra_span p1, bool *found,
    struct sb_token *t, struct ra_err *e)
{
	char key[SB_TOKEN_LEN + 1];
	sqlite3_stmt *st;
	int rc;

	*found = false;
	if (p1.n != SB_TOKEN_LEN)
		return 0;
	copy_token(key, p1);
	st = start(s, Q_TOKEN_GET, "t", key);
	rc = step(s, st, e);
	if (rc != 1)
		return rc;
	*found = true;
	copy_token(t->p1, column(st, 0));
	copy_token(t->gate, column(st, 1));
	t->what = sqlite3_column_int(st, 2);
	t->ends = (time_t)sqlite3_column_int64(st, 3);
	t->used = (time_t)sqlite3_column_int64(st, 4);
	sqlite3_reset(st);
	return 0;
}

int
sb_store_token_use(
    struct sb_store *s, const struct sb_token *t, struct ra_err *e)
{
	return step(
	    s, start(s, Q_TOKEN_USE, "it", (long long)t->used, t->p1), e);
}

int
sb_store_token_apps(struct sb_store *s, const struct sb_token *t,
    long long **ids, size_t *n, struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_TOKEN_APPS, "t", t->p1);
	long long *v = NULL;
	size_t k = 0;
	int rc;

	while ((rc = step(s, st, e)) == 1) {
		v = ra_grow(v, k, sizeof(*v));
		v[k++] = sqlite3_column_int64(st, 0);
	}
	if (rc == -1) {
		free(v);
		return -1;
	}
	*ids = v;
	*n = k;
	return 0;
}

int
sb_store_account_save(
    struct sb_store *s, const struct sb_account *a, struct ra_err *e)
{
	return step(s,
	    start(s, Q_ACCOUNT_SAVE, "tttttti", a->id, a->cn, a->dn, a->kid,
		a->hmac, a->mail, (long long)a->active),
	    e);
}

int
sb_store_account_get(struct sb_store *s, const char *id,
    struct sb_account **out, struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_ACCOUNT_GET, "t", id);
	struct sb_account *a;
	int rc = step(s, st, e);

	*out = NULL;
	if (rc != 1)
		return rc;
	a = ra_calloc(1, sizeof(*a));
	a->id = text(st, 0);
	a->cn = text(st, 1);
	a->dn = text(st, 2);
	a->kid = text(st, 3);
	a->hmac = text(st, 4);
	a->mail = text(st, 5);
	a->active = sqlite3_column_int(st, 6) != 0;
	sqlite3_reset(st);
	*out = a;
	return 0;
}

void
sb_account_free(struct sb_account *a)
{
	if (a == NULL)
		return;
	free(a->id);
	free(a->cn);
	free(a->dn);
	free(a->kid);
	free(a->hmac);
	free(a->mail);
	free(a);
}

int
sb_store_key_get(struct sb_store *s, int n, bool *found, struct ra_buf *pem,
    struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_KEY_GET, "i", (long long)n);
	int rc = step(s, st, e);

	*found = rc == 1;
	if (rc != 1)
		return rc;
	ra_buf_add(pem, column(st, 0));
	sqlite3_reset(st);
	return 0;
}

int
sb_store_key_add(
    struct sb_store *s, int n, struct ra_span pem, struct ra_err *e)
{
	return step(s, start(s, Q_KEY_ADD, "ib", (long long)n, pem), e);
}

int
sb_store_count(struct sb_store *s, time_t now, struct sb_count **out, size_t *n,
    struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_COUNT, "i", (long long)now);
	struct sb_count *v = NULL, *c;
	size_t k = 0;
	int rc;

	while ((rc = step(s, st, e)) == 1) {
		v = ra_grow(v, k, sizeof(*v));
		c = &v[k++];
		c->domain = sqlite3_column_int(st, 0);
		c->use = (enum ra_use)sqlite3_column_int(st, 1);
		c->issued = (long)sqlite3_column_int64(st, 2);
		c->valid = (long)sqlite3_column_int64(st, 3);
		c->expired = (long)sqlite3_column_int64(st, 4);
		c->revoked = (long)sqlite3_column_int64(st, 5);
	}
	if (rc == -1) {
		free(v);
		return -1;
	}
	*out = v;
	*n = k;
	return 0;
}

int
sb_store_mail_add(struct sb_store *s, struct ra_span eml, struct ra_err *e)
{
	return step(s, start(s, Q_MAIL_ADD, "b", eml), e);
}

int
sb_store_mail_next(
    struct sb_store *s, long long *id, struct ra_buf *eml, struct ra_err *e)
{
	sqlite3_stmt *st = start(s, Q_MAIL_NEXT, "");
	int rc = step(s, st, e);

	if (rc != 1)
		return rc;
	*id = sqlite3_column_int64(st, 0);
	ra_buf_add(eml, column(st, 1));
	sqlite3_reset(st);
	return 1;
}

int
sb_store_mail_done(struct sb_store *s, long long id, struct ra_err *e)
{
	return step(s, start(s, Q_MAIL_DONE, "i", id), e);
}

/* A connection of its own: in WAL it reads one snapshot, hinders no writer. */
struct sb_scan {
	sqlite3 *db;
	sqlite3_stmt *st;
};

struct sb_scan *
sb_scan_open(const char *path, struct ra_err *e)
{
	static const char q[] =
	    "SELECT a.row,b.csr,b.cert FROM app a LEFT JOIN body b"
	    " ON b.id=a.body WHERE (a.use<>0)=? ORDER BY a.id";
	struct sb_scan *c = ra_calloc(1, sizeof(*c));

	if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE, NULL) !=
		SQLITE_OK ||
	    sqlite3_busy_timeout(c->db, SB_BUSY_MS) != SQLITE_OK ||
	    sqlite3_exec(c->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(c->db, q, -1, &c->st, NULL) != SQLITE_OK) {
		broken(c->db, e);
		sb_scan_close(c);
		return NULL;
	}
	return c;
}

int
sb_scan_start(struct sb_scan *c, enum sb_scan_what what, struct ra_err *e)
{
	sqlite3_reset(c->st);
	if (sqlite3_bind_int(c->st, 1, what == SB_SCAN_CLIENT) != SQLITE_OK)
		return broken(c->db, e);
	return 0;
}

int
sb_scan_next(struct sb_scan *c, struct ra_span *row, struct ra_span *csr,
    struct ra_span *cert)
{
	int rc = sqlite3_step(c->st);

	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? 0 : -1;
	*row = column(c->st, 0);
	*csr = column(c->st, 1);
	*cert = column(c->st, 2);
	return 1;
}

void
sb_scan_close(struct sb_scan *c)
{
	if (c == NULL)
		return;
	sqlite3_finalize(c->st);
	sqlite3_close(c->db);
	free(c);
}
