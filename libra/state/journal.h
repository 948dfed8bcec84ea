/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What was sent and what became of it: batches of files of records, and a
 * chain of entries, each with the digest of the one before. Rows and entries
 * are added, never changed; a record's state is that of its last entry. No
 * secret is in it.
 */
#ifndef RA_JOURNAL_H
#define RA_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "pki/digest.h"
#include "state/store.h"

#define RA_JOURNAL_FILE "journal.db"
#define RA_JOURNAL_TEXT_MAX 65536 /* bytes of an entry in canonical form */

/* What became of a record, as far as is known. */
enum ra_fate {
	RA_FATE_PREPARED, /* written down, not a byte has left */
	RA_FATE_SENT,	  /* about to leave or gone; no verdict so far */
	RA_FATE_UNSENT,	  /* failed before the first byte */
	RA_FATE_ACCEPTED,
	RA_FATE_REFUSED,
	RA_FATE_ABORTED, /* not processed: another record stopped the file */
	RA_FATE_UNKNOWN, /* sent, no verdict understood */
	RA_FATE_ABSENT,	 /* settled: it did not arrive */
	RA_FATE_COUNT,
};

/* What an entry tells. */
enum ra_event {
	RA_EV_BEGUN,	/* of a batch, a file or a record: written down */
	RA_EV_SENT,	/* the bytes are about to leave */
	RA_EV_UNSENT,	/* none has left after all */
	RA_EV_VERDICT,	/* accepted, refused, aborted or unknown */
	RA_EV_SETTLED,	/* by a list, or by an officer's word */
	RA_EV_RESUBMIT, /* of a record: sent again in another batch */
	RA_EV_RESUMED,	/* of a batch: another run goes on with it */
	RA_EV_ARCHIVED, /* its older entries are in an archive */
	RA_EV_COUNT,
};

struct ra_journal;

/* Strings are borrowed; of rows read, until the callback returns. */
struct ra_journal_batch {
	int64_t id; /* the number an officer names */
	time_t began;
	const char *verb, *profile, *endpoint, *officer;
	long count[RA_FATE_COUNT]; /* of its records by state; read only */
};

struct ra_journal_file {
	int64_t id, batch;
	long no;	    /* in the batch, from 1 */
	const char *name;   /* as the officer gave it */
	const char *digest; /* SHA-256 of its bytes, secret columns empty */
	const char *kind;   /* of form: "server-issue" */
	long records;
};

struct ra_journal_record {
	int64_t id, batch, file;
	long seq;	    /* in the batch, from 1: BATCH.SEQ names it */
	long no, line;	    /* in the file, from 1; line 0: not known */
	const char *kind;   /* as of the file */
	const char *digest; /* SHA-256 of its row, secret columns empty */
	const char *target; /* "dn:", "serial:", "account:" and what it is */
	const char *cn, *dn, *serial; /* "" where there is none */
	const char *spki; /* SHA-256 of the request's public key, or "" */
	/* Read only, from here on. */
	const char *name, *verb, *endpoint, *officer;
	enum ra_fate state;
	const char *by; /* "answer", "list", "officer", or "" */
	int code;	/* of a refusal, or 0 */
	const char *text;
	time_t sent_at, state_at; /* sent_at 0: never */
};

struct ra_journal_entry {
	int64_t n; /* from 1, without gaps */
	time_t at;
	enum ra_event event;
	int64_t batch, file, record; /* 0: none */
	int state;		     /* enum ra_fate, or -1 */
	const char *by;		     /* as above, or NULL */
	int code;
	const char *text;	  /* or NULL */
	time_t sent_at, state_at; /* of what an archive has, or 0 */
	const char *prev, *hash;  /* read only */
};

/* Stable words; in catalogue. */
const char *ra_fate_name(enum ra_fate s);
const char *ra_event_name(enum ra_event e);
/* Sent, and no verdict: nothing may be concluded from it. */
bool ra_fate_open(enum ra_fate s);

/*
 * The journal of a state directory. RA_ELOCAL as ra_store_open(); in READ mode
 * one that is not there is so, too: ask ra_journal_there() first. Yours.
 */
struct ra_journal *ra_journal_open(
    const char *dir, enum ra_store_mode mode, struct ra_err *e);
bool ra_journal_there(const char *dir);
void ra_journal_close(struct ra_journal *j); /* takes NULL */

/*
 * Writing: all between begin and commit, or nothing of it. After the commit it
 * is on the disk. RA_ELOCAL, RA_ELOCKED. Rows get their id.
 */
int ra_journal_begin(struct ra_journal *j, struct ra_err *e);
int ra_journal_commit(struct ra_journal *j, struct ra_err *e);
void ra_journal_rollback(struct ra_journal *j); /* also when none is open */
int ra_journal_add_batch(
    struct ra_journal *j, struct ra_journal_batch *b, struct ra_err *e);
int ra_journal_add_file(
    struct ra_journal *j, struct ra_journal_file *f, struct ra_err *e);
int ra_journal_add_record(
    struct ra_journal *j, struct ra_journal_record *r, struct ra_err *e);
/* One entry; n, prev and hash are made here, at where it is 0. */
int ra_journal_add(
    struct ra_journal *j, const struct ra_journal_entry *in, struct ra_err *e);

/*
 * Reading. A callback goes on with 0, stops with 1, fails with -1; what it
 * returned last is returned. It may read further and, in a transaction, add.
 */
struct ra_journal_ask {
	int64_t batch;	    /* of this batch; 0: of all */
	const char *digest; /* of this row ... */
	const char *target; /* or this target, with kind and endpoint */
	const char *kind, *endpoint;
	bool open;	      /* only without a verdict */
	int64_t written_upto; /* only those last written down so early */
};
typedef int ra_journal_batch_fn(
    void *arg, const struct ra_journal_batch *b, struct ra_err *e);
typedef int ra_journal_file_fn(
    void *arg, const struct ra_journal_file *f, struct ra_err *e);
typedef int ra_journal_record_fn(
    void *arg, const struct ra_journal_record *r, struct ra_err *e);
typedef int ra_journal_entry_fn(
    void *arg, const struct ra_journal_entry *n, struct ra_err *e);

/* Of one batch or, for 0, all, by number. */
int ra_journal_batches(struct ra_journal *j, int64_t batch,
    ra_journal_batch_fn *fn, void *arg, struct ra_err *e);
/* 0, or -1: RA_EUSAGE when no batch has that number. j NULL has none. */
int ra_journal_batch_check(struct ra_journal *j, long batch, struct ra_err *e);
int ra_journal_files(struct ra_journal *j, int64_t batch,
    ra_journal_file_fn *fn, void *arg, struct ra_err *e);
/* In the order in which they were written down. */
int ra_journal_records(struct ra_journal *j, const struct ra_journal_ask *ask,
    ra_journal_record_fn *fn, void *arg, struct ra_err *e);
/* The chain, or what of it is of one batch. */
int ra_journal_entries(struct ra_journal *j, int64_t batch,
    ra_journal_entry_fn *fn, void *arg, struct ra_err *e);

/*
 * The text whose SHA-256 is an entry's hash, added to out: lines "key value",
 * then those of the row that the entry writes down. upkira-journal(1).
 */
int ra_journal_canonical(struct ra_journal *j, const struct ra_journal_entry *n,
    struct ra_buf *out, struct ra_err *e);

/* The same as a line of JSON, as export and archives have it. */
int ra_journal_line(struct ra_journal *j, const struct ra_journal_entry *n,
    struct ra_buf *out, struct ra_err *e);

struct ra_journal_archived {
	int64_t entries, upto;	     /* how many went, the last one's number */
	char digest[RA_DIGEST_TEXT]; /* of the archive */
};
/*
 * Entries before a time go into an archive (tar, Zstandard, mode 0600) that
 * holds them as lines, up to the first one of a batch with records that have
 * no verdict. Rows stay, with what became of them, so that nothing is sent
 * twice; the chain goes on from the last one that went. 0 also when none is
 * old enough: then there is no file. RA_ELOCAL.
 */
int ra_journal_archive(struct ra_journal *j, time_t before, const char *path,
    struct ra_journal_archived *out, struct ra_err *e);

struct ra_journal_proof {
	int64_t first, last, entries; /* of the chain that is here */
	char head[RA_DIGEST_TEXT];    /* hash of the last one, "" when none */
	int64_t archived; /* the last entry that an archive has, or 0 */
	bool seen;	  /* the hash that was asked for */
};
/*
 * The store is sound, the chain whole from its first entry (or the last
 * archive) to its end, and each row as it was written down. RA_ELOCAL naming
 * the first entry or row that is not. wanted: a hash noted down earlier, of
 * which out->seen tells whether it is in the chain; or NULL.
 */
int ra_journal_verify(struct ra_journal *j, const char *wanted,
    struct ra_journal_proof *out, struct ra_err *e);

/*
 * A file is an archive of this journal, every byte as it was written: last is
 * its last entry, seen whether the wanted hash, which may be NULL, is of one of
 * its entries. RA_ELOCAL when it is none; RA_EINPUT when it cannot be read.
 */
int ra_journal_archive_check(struct ra_journal *j, const char *path,
    const char *wanted, struct ra_journal_proof *p, struct ra_err *e);
/* RA_ELOCAL when a hash was wanted and not seen; p tells of the journal. */
int ra_journal_seen(struct ra_journal *j, const struct ra_journal_proof *p,
    const char *wanted, struct ra_err *e);

#endif
