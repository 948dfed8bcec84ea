/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What became of records that were sent and got no verdict, as far as the
 * lists of the service tell. What they do not tell surely is ambiguous, and
 * an officer's to decide.
 */
#ifndef RA_RECONCILE_H
#define RA_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "state/journal.h"
#include "upki/rows.h"

/* Seconds by which the service's clock, Japan time, may differ from ours. */
#define RA_RECONCILE_SLACK 600
/*
 * Seconds after sending before a record that is in no list can be called
 * absent: a full file is processed for about 30 minutes (upki-facts 1.0).
 */
#define RA_RECONCILE_WAIT 3600
#define RA_RECONCILE_MAX 20000 /* records at once */

enum ra_finding_of {
	RA_FOUND_ACCEPTED,  /* there, with a later time */
	RA_FOUND_ABSENT,    /* surely not there */
	RA_FOUND_EARLY,	    /* not there, but it may yet come */
	RA_FOUND_AMBIGUOUS, /* the officer decides */
};

/* A record without a verdict, and what was found. Strings are its own. */
struct ra_suspect {
	int64_t id, batch;
	long seq;
	char *kind, *cn, *dn, *serial, *target, *endpoint;
	char spki[RA_DIGEST_TEXT];
	time_t sent;
	size_t others; /* records of the same aim that may have the row */
	/* Of the list's rows. */
	size_t rows;		   /* that may be ours by aim and time */
	bool odd;		   /* a row speaks against a plain answer */
	bool seen;		   /* the certificate it is about is there */
	const char *doubt;	   /* why it is odd, in catalogue, or NULL */
	char *row_serial, *row_at; /* of the last such row, or NULL */
	int row_state;
	/* After ra_reconcile_judge(). */
	enum ra_finding_of found;
	const char *why; /* in catalogue */
};

/* Start zeroed but for journal, slack and wait. */
struct ra_reconcile {
	struct ra_journal *j;
	time_t slack, wait;
	struct ra_suspect *v;
	size_t n;
	bool server, client; /* lists that were read whole */
	time_t as_of; /* up to when they surely tell; 0: not known so far */

	/* Inside. */
	struct ra_rows rows;
	struct ra_buf text;
	bool saw_server, saw_client;
	time_t newest; /* time in the list under way */
};

/* "accepted", "absent", "too-early", "ambiguous": stable, in catalogue. */
const char *ra_found_name(enum ra_finding_of f);

/* The records of a batch, or of all for 0, that have no verdict. */
int ra_reconcile_load(struct ra_reconcile *r, int64_t batch, struct ra_err *e);
/* A list: begin, its bytes through the sink, end. RA_EINPUT for no list. */
void ra_reconcile_begin(struct ra_reconcile *r, const char *name);
int ra_reconcile_add(void *r, struct ra_span piece, struct ra_err *e);
/*
 * taken: when the service gave it; 0 for a file, which proves only the times
 * that are in it.
 */
int ra_reconcile_end(struct ra_reconcile *r, time_t taken, struct ra_err *e);
/* After the lists: the findings. */
void ra_reconcile_judge(struct ra_reconcile *r);
/* Write down what was found, accepted or absent; the rest stays open. */
int ra_reconcile_settle(struct ra_reconcile *r, struct ra_err *e);
void ra_reconcile_clear(struct ra_reconcile *r);

/* The officer's word on records: "12.3=absent,12.5-12.9=accepted". */
struct ra_word_on {
	int64_t batch;
	long first, last;
	bool accepted;
};
#define RA_WORDS_MAX 100
/* *n of them into out; RA_EUSAGE "--settle: ...". */
int ra_words_parse(struct ra_span text, struct ra_word_on out[RA_WORDS_MAX],
    size_t *n, struct ra_err *e);
/*
 * Write them down. RA_EUSAGE for a record that is not there, or whose verdict
 * the service itself gave.
 */
int ra_words_settle(struct ra_journal *j, const struct ra_word_on *w, size_t n,
    const char *officer, struct ra_err *e);

#endif
