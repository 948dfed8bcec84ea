/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A batch of application files sent in one session, each file once, and what
 * became of each record.
 */
#ifndef RA_SUBMIT_H
#define RA_SUBMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "lra/session.h"
#include "lra/upload.h"
#include "upki/request.h"
#include "work/docket.h"
#include "work/examine.h"
#include "work/ledger.h"

/* One file on its way. */
struct ra_parcel {
	const struct ra_request *req; /* borrowed; NULL for manager files */
	const char *path;	      /* borrowed */
	char *name;		      /* as sent: no folder, safe letters */
	struct ra_buf bytes;	      /* CP932; secret */
	size_t records;
	char digest[65]; /* SHA-256 of the bytes, hex */
	char known[65];	 /* the same of the whole file without secrets */
	struct ra_docket *docket; /* one a record */
	bool left;		  /* written down as about to leave */
	enum ra_iface_id iface;
	enum ra_op op;
	bool tried; /* the walk to its form was begun */
	struct ra_upload_result result;
	struct ra_err err; /* why it was not sent or not understood */
};

/* The parcels of one call. Start zeroed. */
struct ra_shipment {
	struct ra_parcel *parcel;
	size_t n;
	size_t records, accepted, refused, aborted, unknown, unsent;
	/*
	 * Called after each file that was tried, before the next one: what an
	 * answer shows only once is kept here. NULL: nobody.
	 */
	void (*answered)(void *arg, const struct ra_parcel *p);
	void *arg;
	struct ra_ledger *ledger; /* borrowed; without one nothing leaves */
};

/*
 * Encode every file of a batch that has no errors. RA_EINPUT with the place
 * of a character that CP932 lacks. sh must be zeroed.
 */
int ra_shipment_pack(
    struct ra_shipment *sh, const struct ra_batch *b, struct ra_err *e);
/*
 * One file for "manager information: update": its columns are not known, so
 * only encoding and emptiness are looked at. UTF-8 or CP932 in.
 */
int ra_shipment_pack_manager(struct ra_shipment *sh, const char *path,
    struct ra_span in, struct ra_err *e);
/*
 * Send them in order, each written down in the ledger first. A refused file
 * does not stop the next one; an outcome that is not understood, and whatever
 * else fails, does. The counts are filled in any case. 0: all records accepted.
 * -1: RA_EREFUSED, RA_EPARTLY, RA_EUNKNOWN, RA_ESIGNAL; or, when nothing at all
 * was sent, the reason.
 */
int ra_shipment_send(
    struct ra_shipment *sh, struct ra_session *s, bool skip, struct ra_err *e);
/* Takes a zeroed one. */
void ra_shipment_clear(struct ra_shipment *sh);

void ra_parcel_clear(struct ra_parcel *p);
/* The name of its form, or "manager-update". */
const char *ra_parcel_kind(const struct ra_parcel *p);
/* The line of the file where a record stands, by its place in it. */
size_t ra_parcel_line(const struct ra_parcel *p, size_t place);

/* "accepted", "refused", "aborted", "unknown": stable words, in catalogue. */
const char *ra_verdict_name(enum ra_verdict_kind k);

#endif
