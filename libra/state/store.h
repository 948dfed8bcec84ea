/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The one home of SQLite: a database file of ours, its layout, and statements
 * whose values are always bound, never put into SQL.
 */
#ifndef RA_STORE_H
#define RA_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

#define RA_STORE_BUSY_MS 5000 /* wait for another process's transaction */
/* Bytes of the longest value that is bound or read. */
#define RA_STORE_VALUE_MAX (16 << 20)

struct ra_store;
struct ra_query;

/* What kind of database a file is. */
struct ra_store_layout {
	const char *what; /* "journal", for messages */
	int id;		  /* PRAGMA application_id: of this kind alone */
	int version;	  /* PRAGMA user_version */
	/* [v - 1] brings version v - 1 to v; version of them, NULL-ended. */
	const char *const *step;
	bool durable; /* a commit is on the disk before it returns */
};

enum ra_store_mode {
	RA_STORE_READ,	/* the file must be there; nothing can be written */
	RA_STORE_WRITE, /* made when missing, mode 0600; older layouts rise */
};

/*
 * Open a database in WAL mode. A symbolic link, a file of another kind or of
 * a later version, a damaged one: RA_ELOCAL naming the path. In READ mode a
 * file that is not there is RA_ELOCAL too. Yours.
 */
struct ra_store *ra_store_open(const char *path,
    const struct ra_store_layout *l, enum ra_store_mode mode, struct ra_err *e);
/*
 * There is a file with anything in it: not one that was made and whose maker
 * was killed before he could lay it out.
 */
bool ra_store_there(const char *path);
/* Takes NULL. Open queries must have been freed. */
void ra_store_close(struct ra_store *s);

/*
 * A transaction that writes, begun at once so that it cannot fail on another
 * writer later. RA_ELOCKED when another process writes all the time.
 */
int ra_store_begin(struct ra_store *s, struct ra_err *e);
int ra_store_commit(struct ra_store *s, struct ra_err *e);
/* Also when none is open. */
void ra_store_rollback(struct ra_store *s);
/* SQL of our own without values; several statements. */
int ra_store_exec(struct ra_store *s, const char *sql, struct ra_err *e);
/* Of the last INSERT. */
int64_t ra_store_last(const struct ra_store *s);
/* Rows that the last statement changed. */
int64_t ra_store_changes(const struct ra_store *s);
/* Every page and index is sound: 0, or -1 and RA_ELOCAL with the first fault.
 */
int ra_store_verify(struct ra_store *s, struct ra_err *e);

/* A statement, kept for many uses; free it before the store is closed. */
struct ra_query *ra_query_new(
    struct ra_store *s, const char *sql, struct ra_err *e);
/* Takes NULL. */
void ra_query_free(struct ra_query *q);
/*
 * Ready for a new run, its values bound by the letters of fmt, in order:
 *	i	int64_t
 *	t	const char *, text or NULL
 *	s	struct ra_span, text
 *	b	struct ra_span, bytes
 *	n	nothing: NULL
 * Text and bytes are borrowed until the next bind, reset or free.
 */
int ra_query_bind(struct ra_query *q, struct ra_err *e, const char *fmt, ...);
/* One text alone, the at-th value from 1, for SQL whose values vary. */
int ra_query_bind_at(
    struct ra_query *q, int at, const char *text, struct ra_err *e);
/* 1: a row stands ready, 0: no more (and reset), -1. */
int ra_query_step(struct ra_query *q, struct ra_err *e);
/* Over, its values let go. */
void ra_query_reset(struct ra_query *q);
/* bind, step to the end, reset: for what yields no rows. */
int ra_query_run(struct ra_query *q, struct ra_err *e, const char *fmt, ...);

/* Columns of the row that stands ready, from 0. Spans live until the step. */
int64_t ra_query_int(const struct ra_query *q, int column);
bool ra_query_null(const struct ra_query *q, int column);
struct ra_span ra_query_span(const struct ra_query *q, int column);
/* A NUL-ended text, "" for NULL; until the step. */
const char *ra_query_text(const struct ra_query *q, int column);

#endif
