/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Inside of http. */
#ifndef RA_HTTP_IN_H
#define RA_HTTP_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/span.h"
#include "lra/http.h"
#include "lra/trace.h"

/* Why an exchange failed. */
enum ra_http_why {
	RA_W_NONE,
	RA_W_STOP,
	RA_W_STALL,
	RA_W_PAGE,
	RA_W_DOWNLOAD,
	RA_W_ANSWER,
	RA_W_LOGOUT,
	RA_W_SIZE,
	RA_W_HEADERS,
	RA_W_SINK, /* who stopped it has said why */
	RA_W_HOST,
	RA_W_PROXY,
	RA_W_CONNECT,
	RA_W_SLOW,
	RA_W_UNTRUSTED,
	RA_W_CAFILE,
	RA_W_TLS,
	RA_W_CUT,
	RA_W_CLOSED,
	RA_W_OTHER,
};

struct ra_http {
	struct ra_http_config c;
	void *easy;	      /* a CURL */
	char errbuf[256];     /* CURL_ERROR_SIZE */
	char *origin;	      /* "https://host:port" */
	char *host;	      /* "host:port", for messages */
	enum ra_http_why why; /* of the last exchange that failed */
	struct ra_err tls;    /* why the credential could not be used */
	struct ra_secret *cookie;
	size_t ncookies;
	struct ra_trace trace;
};

/* One request, one answer, to a fresh r. The location of a redirect is yours.
 */
int ra_http_exchange(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, char **location, struct ra_err *e);

/* Fields as application/x-www-form-urlencoded. */
void ra_http_urlencode(
    const struct ra_http_field *f, size_t n, struct ra_buf *out);
/* One header line: media type, charset and file name go to r. */
void ra_http_take_header(struct ra_http_response *r, struct ra_span line);
/* A kept cookie line belongs to "host:port". */
bool ra_http_own_cookie(const char *host, struct ra_span line);

struct ra_http_fault {
	enum ra_http_why why;
	const char *host, *cafile;
	const char *words; /* of the libraries below */
	long seconds;	   /* the limit that was met */
};

/* The limit behind a reason. */
long ra_http_limit(const struct ra_http_limits *l, enum ra_http_why why);
/* The clocks of one exchange, in milliseconds; start zeroed. */
struct ra_pace {
	int64_t begun, ready; /* ready: connected; 0 before */
	int64_t moved;	      /* when a byte last went up */
	int64_t mark, told;   /* of the stall window; of the progress */
	uint64_t mark_bytes;
	enum ra_phase phase;
	bool stream; /* a list is coming: it may take its time */
};

/* The connection stands, the request goes out. */
void ra_pace_ready(struct ra_pace *p);
/* Tell the officer, now and then. */
void ra_pace_tell(struct ra_pace *p, const struct ra_http_config *c,
    const struct ra_http_request *q, struct ra_progress *now);
/* The limit that is overstepped, or RA_W_NONE. */
enum ra_http_why ra_pace_overdue(struct ra_pace *p,
    const struct ra_http_limits *l, const struct ra_http_request *q,
    const struct ra_progress *now);

/*
 * Milliseconds before try number next (2, 3, ...): half a second, doubled each
 * time, at most half a minute; a random number makes it up to half as short, so
 * that the clients of a service that is back do not step in time.
 */
long ra_pace_back_off(long next, unsigned long random);

/* In words; always -1. */
int ra_http_say(const struct ra_http_fault *f, struct ra_err *e);

#endif
