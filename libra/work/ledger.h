/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A shipment and the journal: nothing leaves that is not written down first,
 * and nothing twice. One run at a time a state directory.
 */
#ifndef RA_LEDGER_H
#define RA_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "state/journal.h"
#include "state/lock.h"

struct ra_shipment;
struct ra_parcel;

/* Said before ra_ledger_open(); borrowed. */
struct ra_ledger_ask {
	const char *state; /* the directory; made when missing */
	const char *verb, *profile, *endpoint;
	int64_t resubmit; /* the batch that may be in the way, or 0 */
	int64_t resume;	  /* the batch that is gone on with, or 0 */
};

struct ra_ledger {
	struct ra_ledger_ask ask;
	const char *officer; /* once known, borrowed */
	struct ra_lock *lock;
	struct ra_journal *j;
	int64_t batch;	   /* once begun */
	size_t left;	   /* of a batch gone on with: still unknown */
	struct ra_err why; /* a verdict could not be written down */
};

/*
 * Take the lock and open the journal, so that what cannot be written down is
 * not sent. RA_ELOCKED, RA_ELOCAL. l must be zeroed but for ask.
 */
int ra_ledger_open(struct ra_ledger *l, struct ra_err *e);
/* The same to look only: no lock, and a journal may be missing. */
int ra_ledger_look(struct ra_ledger *l, struct ra_err *e);
/*
 * May these records be sent? RA_ELOCKED for one that was accepted, or whose
 * outcome is unknown, or whose aim (name, serial, account) is that of one
 * whose outcome is unknown, naming batch, time and outcome; unless that batch
 * is the one to resubmit. RA_EUSAGE for a batch that is not there or not in
 * the way. Of a batch gone on with, each file must be one of its files
 * (RA_EINPUT), and what was sent already is taken out of the shipment, which
 * may become empty.
 */
int ra_ledger_admit(
    struct ra_ledger *l, struct ra_shipment *sh, struct ra_err *e);
/* Write all of the shipment down; after it l->batch is its number. */
int ra_ledger_begin(
    struct ra_ledger *l, const struct ra_shipment *sh, struct ra_err *e);
/* The bytes of a file are about to leave. */
int ra_ledger_leave(
    struct ra_ledger *l, const struct ra_parcel *p, struct ra_err *e);
/* What became of it. -1 too goes into l->why. */
int ra_ledger_answer(struct ra_ledger *l, const struct ra_parcel *p);
/* Takes a zeroed one. */
void ra_ledger_close(struct ra_ledger *l);

#endif
