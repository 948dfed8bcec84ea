/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A snapshot taken, from the service or from files: all of it or nothing. The
 * lists are kept as they came, but for the access PINs, packed by Zstandard.
 */
#ifndef RA_SNAPSHOT_H
#define RA_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "lra/session.h"
#include "state/inventory.h"

#define RA_SNAPSHOT_LIST_MAX (4ULL << 30) /* bytes of a list */
#define RA_SNAPSHOT_EXTRA_MAX (15u << 20) /* bytes of another answer */

/* Which list a file is. */
enum ra_snapshot_type {
	RA_SNAPSHOT_BY_ROWS,
	RA_SNAPSHOT_SERVER,
	RA_SNAPSHOT_CLIENT
};

/* All borrowed. */
struct ra_snapshot_ask {
	const char *dir; /* the state folder */
	time_t now;
	bool accept;		    /* take what is doubtful all the same */
	enum ra_snapshot_type type; /* of an import */
};

/*
 * Take the lists that the menu shows, statistics and allowlist with them.
 * RA_EPAGE for what is doubtful: cut, fewer columns, a tenth fewer records
 * than before, rows of the other list; RA_ECRED when the menu shows no list.
 * What was there stays as it was after any failure.
 */
int ra_snapshot_take(const struct ra_snapshot_ask *ask, struct ra_session *s,
    struct ra_snapshot *out, struct ra_err *e);

/*
 * The same from files, at most one a list. Of type BY_ROWS the first known
 * profile of its rows tells which list a file is. RA_EINPUT.
 */
int ra_snapshot_import(const struct ra_snapshot_ask *ask,
    const char *const *file, size_t n, struct ra_snapshot *out,
    struct ra_err *e);

/*
 * Warn, through the log, of the rows of a snapshot that could not be read: what
 * is asked of it lacks their certificates.
 */
void ra_snapshot_warn(const struct ra_snapshot *s);

/* How many were dropped and are left, and what their lists freed. */
struct ra_pruned {
	size_t dropped, left;
	unsigned long long bytes;
};

/*
 * Keep the newest snapshot, and the newest of each of the last N days, weeks,
 * months or years: "30d,12m". RA_EUSAGE for what is no such rule.
 */
int ra_snapshot_prune(const struct ra_snapshot_ask *ask, const char *keep,
    struct ra_pruned *out, struct ra_err *e);

/*
 * Request and certificate of a row as the newest kept list that has it; one
 * without the other may be empty. RA_EINPUT when no kept list has the row.
 */
int ra_snapshot_body(const char *dir, const struct ra_inv_row *row,
    struct ra_buf *csr, struct ra_buf *cert, struct ra_err *e);

#endif
