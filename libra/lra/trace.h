/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What --trace writes: one file an exchange, secrets masked. */
#ifndef RA_TRACE_H
#define RA_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "lra/http.h"
#include "pki/digest.h"

struct ra_trace {
	const char *dir;	  /* NULL: nothing is written */
	const char *const *names; /* headers over secret cells */
	unsigned n;		  /* of the last file */
	struct ra_buf text;	  /* of the exchange under way */
	struct ra_digest *digest; /* of a body that is streamed */
};

/* The folder is made when missing (0700). RA_ELOCAL. */
int ra_trace_init(struct ra_trace *t, const char *dir, const char *const *names,
    struct ra_err *e);
void ra_trace_begin(struct ra_trace *t, const struct ra_http_request *q);
/* Lines of a header, as they went or came; cookies and tokens masked. */
void ra_trace_header(struct ra_trace *t, const char *mark, struct ra_span s);
/* Bytes of a body that is streamed: only their digest is kept. */
void ra_trace_stream(struct ra_trace *t, struct ra_span s);
/* A remark, such as why the exchange failed. */
void ra_trace_note(struct ra_trace *t, const char *note);
/* The answer is there: write the file. A failure is logged, no more. */
void ra_trace_end(struct ra_trace *t, const struct ra_http_request *q,
    const struct ra_http_response *r);
void ra_trace_clear(struct ra_trace *t);

#endif
