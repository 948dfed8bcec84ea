/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Sending an application file and understanding the answer, record by record.
 */
#ifndef RA_UPLOAD_H
#define RA_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/span.h"
#include "lra/session.h"
#include "upki/form.h"
#include "upki/iface.h"

#define RA_UPLOAD_REASONS_MAX 1000 /* errors kept of one page */

struct ra_upload_job {
	enum ra_iface_id
	    iface;	  /* SERVER_APPLY, CLIENT_APPLY, ACME, MANAGER_UPDATE */
	enum ra_op op;	  /* not asked for MANAGER_UPDATE */
	bool skip;	  /* skip bad records; false: stop the whole file */
	const char *file; /* name that is sent: no folder, .tsv or .txt */
	struct ra_span bytes; /* CP932 */
	size_t records;
	/*
	 * Called when the form is filled and before the file's first byte
	 * leaves, once; -1: nothing is sent. NULL: nobody.
	 */
	int (*leave)(void *arg, struct ra_err *e);
	void *arg;
};

/* One error of the page: "212:1,主体者DN,指定したDNは…". */
struct ra_reason {
	int code;	      /* 0 when the text has none */
	long number;	      /* after the colon, 0 when there is none */
	char *item, *message; /* UTF-8, "" when not given */
	size_t row; /* SEQ of the row it stood in, 0 when there was none */
};

enum ra_verdict_kind {
	RA_V_UNKNOWN, /* no verdict understood */
	RA_V_ACCEPTED,
	RA_V_REFUSED,
	RA_V_ABORTED, /* not processed: another record stopped the file */
};

struct ra_verdict {
	enum ra_verdict_kind kind;
	struct ra_reason *reason;
	size_t nreasons;
	char *org, *unit, *name, *mail; /* as the page shows, or NULL */
	char *account;			/* ACME account ID, or NULL */
	struct ra_secret kid, hmac;	/* ACME EAB */
};

struct ra_upload_result {
	bool sent;	      /* bytes of the application may have left */
	enum ra_code code;    /* RA_OK, EREFUSED, EPARTLY or EUNKNOWN */
	struct ra_verdict *v; /* one a record */
	size_t n;
	struct ra_reason *loose; /* errors that belong to no one record */
	size_t nloose;
	char *heading; /* of the result page, or NULL */
	char *saved;   /* where the result page was saved, or NULL */
};

/*
 * Walk to the form, send the file once, judge the answer. r must be zeroed;
 * it is filled as far as is known in any case, r->v when r->sent.
 * 0: every record has a verdict, r->code says which.
 * -1: RA_EUNKNOWN when sent and not every record has one; RA_ESIGNAL, look
 * at r->sent; otherwise nothing was sent (RA_ENET, RA_ECRED, RA_EPAGE, ...).
 */
int ra_upload(struct ra_session *s, const struct ra_upload_job *job,
    struct ra_upload_result *r, struct ra_err *e);
/* Takes a zeroed one too. */
void ra_upload_clear(struct ra_upload_result *r);

#endif
