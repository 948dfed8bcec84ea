/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the journal knows a record by: its row without secrets, and its aim. */
#ifndef RA_DOCKET_H
#define RA_DOCKET_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "pki/digest.h"
#include "upki/request.h"

struct ra_docket {
	size_t place;  /* of the record in its file, from 0 */
	size_t at, n;  /* of its row in the bytes, line end included */
	int64_t id;    /* in the journal, or 0 */
	int64_t again; /* the record there that it is sent again for, or 0 */
	int64_t again_batch;
	char digest[RA_DIGEST_TEXT]; /* of the row, its secret columns empty */
	char spki[RA_DIGEST_TEXT];   /* of the request's key, or "" */
	/*
	 * "dn:..." of an issue, "serial:..." of a renewal or revocation,
	 * "account:..." of an ACME account; "row:..." where nothing is known.
	 */
	char *target;
	char *cn, *dn, *serial; /* "" where there is none */
};

/*
 * One for each row of a file as encoded: req, or NULL where nobody knows its
 * columns. digest becomes that of the whole, secret columns empty. Yours, end
 * with ra_dockets_free(). NULL and RA_EINPUT when there are not n rows.
 */
struct ra_docket *ra_dockets_new(const struct ra_request *req,
    struct ra_span bytes, size_t n, char digest[RA_DIGEST_TEXT],
    struct ra_err *e);
void ra_dockets_free(struct ra_docket *d, size_t n); /* takes NULL */

#endif
