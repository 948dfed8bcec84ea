/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The one home of libcurl. One host, TLS 1.2 at least, verified always,
 * HTTP/1.1, redirects by hand, every answer with a ceiling, and no POST ever
 * sent twice.
 */
#ifndef RA_HTTP_H
#define RA_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/p12.h"

#define RA_HTTP_PAGE_MAX (4u << 20)	     /* bytes of a page */
#define RA_HTTP_LIST_MAX (UINT64_C(4) << 30) /* bytes of a list */
#define RA_HTTP_HEADERS_MAX (256u << 10)     /* bytes of all headers */
#define RA_HTTP_REDIRECTS_MAX 5
#define RA_HTTP_URL_MAX 4096
#define RA_HTTP_FIELDS_MAX 2000 /* fields of one request */

enum ra_phase { RA_SENDING, RA_WAITING, RA_RECEIVING };

struct ra_progress {
	enum ra_phase phase;
	uint64_t done, total; /* bytes; total 0: not known */
	int64_t elapsed;      /* milliseconds since the request began */
};

/* Limits in seconds; 0 takes the default in brackets. */
struct ra_http_limits {
	long connect;  /* [30] name, TCP and TLS */
	long stall;    /* [60] no KiB a second while bytes should flow */
	long page;     /* [120] a whole page; the first byte of a list */
	long download; /* [14400] a whole list */
	long upload;   /* [3600] from the last byte sent to the answer */
	long logout;   /* [10] the whole logout */
	long tries;    /* [4] of a request that is safe to repeat */
};

/* All borrowed; they must live as long as the struct ra_http. */
struct ra_http_config {
	const char *endpoint; /* the login page; its origin is the only one */
	const struct ra_p12 *p12;	   /* the officer's credential */
	const char *cafile;		   /* NULL: the system's store */
	const char *trace;		   /* folder of --trace, or NULL */
	const char *const *secret_columns; /* masked in traces; NULL-ended */
	struct ra_http_limits limit;
	bool (*stop)(void); /* polled; true ends the exchange: RA_ESIGNAL */
	void (*progress)(void *arg, const struct ra_progress *p);
	void *arg; /* of progress */
};

struct ra_http;

/* RA_EUSAGE for an endpoint that is no https URL. */
struct ra_http *ra_http_new(const struct ra_http_config *c, struct ra_err *e);
void ra_http_free(struct ra_http *h);

enum ra_http_method { RA_GET, RA_POST, RA_POST_MULTIPART };

struct ra_http_field {
	const char *name;     /* as bytes for the wire */
	struct ra_span value; /* the same */
	const char *filename; /* not NULL: a file part */
	bool secret;	      /* a token: masked in traces */
};

/* What becomes of a body that is not a page. */
struct ra_sink {
	/* 0, or -1 with e filled: the exchange ends. */
	int (*add)(void *arg, struct ra_span s, struct ra_err *e);
	void *arg;
};

struct ra_http_request {
	enum ra_http_method method;
	const char *url;     /* absolute, of the origin */
	const char *referer; /* or NULL */
	const struct ra_http_field *field;
	size_t nfields;
	bool application; /* an upload: its failure is not harmless */
	bool last;	  /* a logout: short limit, stop is not asked */
	/*
	 * Where a body goes that does not begin with "<" (white space apart).
	 * NULL: every body is a page.
	 */
	const struct ra_sink *sink;
};

/* Start zeroed, end with ra_http_clear(). */
struct ra_http_response {
	long status;
	char *url;	    /* where the answer came from, redirects followed */
	char *type;	    /* media type, lower case, "" when not given */
	char *charset;	    /* "" when not given */
	char *filename;	    /* of Content-Disposition, "" when not given */
	struct ra_buf body; /* of a page */
	bool streamed;	    /* the body went to the sink */
	uint64_t bytes;	    /* of the body */
	/* Bytes of the body, or an application's GET itself, may have left. */
	bool sent;
};

/*
 * One exchange with the redirects behind it (GET, same origin, five at most).
 * What broke off is tried again while it is safe: a GET of which nothing was
 * handed on and which is no application's, any request of whose body no byte
 * has left.
 * -1: RA_ENET; RA_ECRED when TLS refuses our certificate; RA_ESIGNAL;
 * RA_EPAGE for a redirect elsewhere or a body above its ceiling; for an
 * application of which bytes may have left, RA_EUNKNOWN in place of those but
 * RA_ESIGNAL. An HTTP error status is no failure here. r->sent is right in
 * any case.
 */
int ra_http_do(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, struct ra_err *e);
void ra_http_clear(struct ra_http_response *r);

/*
 * ref resolved against base (RFC 3986 section 5), without fragment; yours.
 * NULL and RA_EPAGE when it leaves the origin of the endpoint or is no URL.
 */
char *ra_http_resolve(const struct ra_http *h, const char *base,
    const char *ref, struct ra_err *e);
const char *ra_http_endpoint(const struct ra_http *h);
/* The TCP port of an https:// address; 443 when it names none or is bent. */
unsigned ra_http_port(const char *url);

#define RA_HTTP_SHOWN 256
/*
 * An address as it may be shown: no user part, parameters, query, where tokens
 * and one-time keys stand. Cut to fit; returns out.
 */
const char *ra_http_shown(const char *url, char out[RA_HTTP_SHOWN]);

/* The cookies as lines of text for a private file; added to out. */
void ra_http_cookies(struct ra_http *h, struct ra_buf *out);
/* Take such lines back; those of another host are dropped. */
void ra_http_set_cookies(struct ra_http *h, struct ra_span text);
/* Forget all cookies. */
void ra_http_forget(struct ra_http *h);

#endif
