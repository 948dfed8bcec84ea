/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What the lists said, night after night: snapshots, and of each application
 * one version for every time it read otherwise. All of it can be asked without
 * the service. Access PINs, requests and certificates are not in it; the two
 * last stand in the kept list. upki-facts section 5.1.
 */
#ifndef RA_INVENTORY_H
#define RA_INVENTORY_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "state/store.h"
#include "upki/rows.h"

#define RA_INV_RECORDS_MAX 5000000 /* applications */
#define RA_INV_NO_TIME INT64_MIN   /* the list has none, or no date */
#define RA_INV_NO_STATE (-99)	   /* the list has no number there */

struct ra_inv;

enum ra_inv_list { RA_INV_SERVER, RA_INV_CLIENT, RA_INV_LISTS };

/* What was taken of one list. */
struct ra_inv_source {
	bool taken;		       /* the snapshot has this list */
	uint64_t rows;		       /* ragged ones among them */
	uint64_t ragged;	       /* kept raw, not among the records */
	uint64_t added, changed, gone; /* against the snapshot before */
	uint64_t bytes;
	size_t width;	 /* columns of the header */
	size_t by_place; /* columns taken by their place */
	char digest[65]; /* SHA-256 of the bytes as they came */
	char file[128];	 /* of the kept list, below the folder of lists */
};

struct ra_snapshot {
	int64_t id;    /* from 1; later ones are greater */
	int64_t taken; /* seconds since 1970 UTC */
	bool imported; /* from a file, not from the service */
	struct ra_inv_source source[RA_INV_LISTS];
};

/*
 * Rows of its lists that could not be read. No record of them is in the
 * snapshot, so that what it tells is told without them.
 */
uint64_t ra_snapshot_ragged(const struct ra_snapshot *s);

/*
 * One version of one application. Strings are UTF-8, "" where the list has
 * nothing, borrowed until the next row. Times are seconds since 1970 UTC.
 */
struct ra_inv_row {
	int64_t id;	/* of this version */
	int64_t record; /* the same for all versions of an application */
	int64_t since;	/* the first snapshot that shows it so */
	int64_t until;	/* the first that does not; 0: the newest still does */
	enum ra_inv_list list;
	int state;   /* 状態, or RA_INV_NO_STATE */
	int profile; /* 0: no number */
	int reason;  /* of the revocation, or -1 */
	int64_t applied, start, ends, revoked;
	const char *application; /* 申請ID */
	const char *dn, *cn;
	const char *domain; /* of the CN or mail address; ours, not theirs */
	const char *names;  /* dNSName as the list has it */
	const char *serial, *old_serial;   /* decimal */
	const char *manager, *unit, *mail; /* columns 13 to 15 */
	/*
	 * All columns in order, parted by tabs, without PIN, request and
	 * certificate; only if the filter wants it, else "".
	 */
	struct ra_span line;
};

enum ra_inv_order {
	RA_INV_BY_PLACE, /* of the application in the lists */
	RA_INV_BY_END,	 /* soonest first, then by place */
	RA_INV_BY_NAME,	 /* CN, then by place */
	RA_INV_ANYHOW,	 /* as it comes: the fastest */
};

#define RA_INV_TERMS_MAX 32 /* of one kind */

/*
 * What is wanted: all that is not NULL, empty or zero must hold. Start zeroed.
 * Globs have *, ? and [a-z]; ASCII letters are compared without case.
 */
struct ra_inv_filter {
	int64_t at;	 /* snapshot; 0: the newest */
	int64_t changed; /* > 0: versions that began in a snapshot after it */
	int64_t
	    gone_by;	/* > 0: of those at, what this snapshot no longer has */
	bool every;	/* all versions, whatever the snapshot */
	int64_t record; /* this application alone */
	bool server, client;			/* neither: both */
	const char *cn, *dn, *domain, *manager; /* globs */
	const char *serial, *old_serial;	/* decimal, exact */
	int state[RA_INV_TERMS_MAX], profile[RA_INV_TERMS_MAX];
	size_t nstates, nprofiles;
	unsigned kinds; /* set of ra_inv_kind_bit(); 0: all */
	bool undated;	/* without an end: none, or no date */
	bool live;	/* issued, neither revoked nor in error, by its state */
	/* From (included) to (excluded); 0: open. Rows without it drop out. */
	int64_t applied_from, applied_to, issued_from, issued_to, ends_from,
	    ends_to;
	enum ra_inv_order order;
	bool line;
};

/* A row; 0 goes on, 1 ends the walk without failure, -1 with one. */
typedef int ra_inv_fn(
    void *arg, const struct ra_inv_row *row, struct ra_err *e);

/*
 * The inventory in the state folder dir: DIR/inventory.db and DIR/lists. In
 * READ mode RA_EINPUT when there is none yet. Yours.
 */
struct ra_inv *ra_inv_open(
    const char *dir, enum ra_store_mode mode, struct ra_err *e);
/* Takes NULL. */
void ra_inv_close(struct ra_inv *inv);

/* Newest first: 1 and the k-th (from 0), 0 when there are fewer, -1. */
int ra_inv_snapshot(
    struct ra_inv *inv, size_t k, struct ra_snapshot *out, struct ra_err *e);
/* The newest taken at or before a time: 1, 0 when there is none, -1. */
int ra_inv_snapshot_at(struct ra_inv *inv, int64_t time,
    struct ra_snapshot *out, struct ra_err *e);
/* By its number: 1, 0, -1. */
int ra_inv_snapshot_id(
    struct ra_inv *inv, int64_t id, struct ra_snapshot *out, struct ra_err *e);

/* The last before a number, and the first from it on: 1, 0, -1. */
int ra_inv_snapshot_before(
    struct ra_inv *inv, int64_t id, struct ra_snapshot *out, struct ra_err *e);
int ra_inv_snapshot_from(
    struct ra_inv *inv, int64_t id, struct ra_snapshot *out, struct ra_err *e);

/* Walk the rows: 0, or -1. */
int ra_inv_each(struct ra_inv *inv, const struct ra_inv_filter *f,
    ra_inv_fn *fn, void *arg, struct ra_err *e);
/* The state says that a certificate is in force, as far as a list can. */
bool ra_inv_state_live(int state);
/* "server", "client" or "smime" by the profile; by the list without one. */
const char *ra_inv_kind(const struct ra_inv_row *row);
/* The same as 1u << enum ra_use. */
unsigned ra_inv_kind_bit(const struct ra_inv_row *row);
/* "server", "client" and "smime" as such a bit; 0 for another word. */
unsigned ra_inv_kind_find(const char *word);

/*
 * A new snapshot under way, in one transaction: begin, one or both lists
 * read, end.
 */
struct ra_inv_take;
/* RA_ELOCKED when another run takes one. Yours; WRITE mode. */
struct ra_inv_take *ra_inv_begin(
    struct ra_inv *inv, int64_t taken, bool imported, struct ra_err *e);
/* The number that the snapshot will have. */
int64_t ra_inv_take_id(const struct ra_inv_take *t);
/* The rows that follow are of this list. */
int ra_inv_list_begin(
    struct ra_inv_take *t, enum ra_inv_list list, struct ra_err *e);
/* One row of it, as rows gives them. */
int ra_inv_take_row(struct ra_inv_take *t, const struct ra_rows *rows,
    const struct ra_row *r, struct ra_err *e);
/*
 * The list has ended. src tells bytes, digest, by_place and file; rows and
 * changes are filled in. A list equal to that of the snapshot before, by its
 * digest, needs no rows: same says so.
 */
int ra_inv_list_end(struct ra_inv_take *t, bool same, struct ra_inv_source *src,
    struct ra_err *e);
/* Another answer of the service, kept as it is: "stats", "allowlist". */
int ra_inv_extra_put(struct ra_inv_take *t, const char *what,
    struct ra_span body, struct ra_err *e);
/* Committed and on the disk; t is gone in any case. id may be NULL. */
int ra_inv_end(struct ra_inv_take *t, int64_t *id, struct ra_err *e);
/* Nothing of it was there. Takes NULL. */
void ra_inv_abort(struct ra_inv_take *t);

/*
 * Drop snapshots by their numbers; versions that only they showed go too.
 * The newest cannot be dropped (RA_EUSAGE).
 */
int ra_inv_drop(
    struct ra_inv *inv, const int64_t *id, size_t n, struct ra_err *e);

/* What was kept of that name, added to out: 1, 0 when nothing was, -1. */
int ra_inv_extra(struct ra_inv *inv, int64_t snapshot, const char *what,
    struct ra_buf *out, struct ra_err *e);
/* Each kept list that a snapshot names, once; fn ends the walk with != 0. */
int ra_inv_each_file(struct ra_inv *inv, int (*fn)(void *arg, const char *file),
    void *arg, struct ra_err *e);

/* Ragged rows of a snapshot, PINs blanked. */
typedef int ra_inv_ragged_fn(void *arg, enum ra_inv_list list, uint64_t line,
    struct ra_span raw, struct ra_err *e);
int ra_inv_ragged(struct ra_inv *inv, int64_t snapshot, ra_inv_ragged_fn *fn,
    void *arg, struct ra_err *e);

#endif
