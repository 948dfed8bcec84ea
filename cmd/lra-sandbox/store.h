/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the sandbox keeps, in one SQLite file. All of SQLite is here. */
#ifndef SB_STORE_H
#define SB_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#include "app.h"

#define SB_LINE_MAX 65536 /* bytes of one request or certificate */

struct sb_store;

/* Open or make the file. RA_ELOCAL, as for all that follows. */
struct sb_store *sb_store_open(const char *path, struct ra_err *e);
void sb_store_close(struct sb_store *s);
int sb_store_begin(struct sb_store *s, struct ra_err *e);
/* What cannot be committed is rolled back. */
int sb_store_commit(struct sb_store *s, struct ra_err *e);
void sb_store_rollback(struct sb_store *s);

/* A mail, kept with what it tells of until it is delivered. */
int sb_store_mail_add(struct sb_store *s, struct ra_span eml, struct ra_err *e);
/* 1 and the oldest, 0 when there is none, -1. */
int sb_store_mail_next(
    struct sb_store *s, long long *id, struct ra_buf *eml, struct ra_err *e);
int sb_store_mail_done(struct sb_store *s, long long id, struct ra_err *e);

/* One uploaded file; *id is its operation number. */
int sb_store_upload(struct sb_store *s, const char *officer,
    struct ra_span name, long long *id, struct ra_err *e);

/* The next application number. */
long long sb_store_next(struct sb_store *s);
/* Write a new or changed application under its id. */
int sb_store_save(struct sb_store *s, const struct sb_app *a, struct ra_err *e);
/* 0; *out is NULL when there is none, else yours. serial is decimal. */
int sb_store_by_serial(struct sb_store *s, const char *serial,
    struct sb_app **out, struct ra_err *e);
int sb_store_by_id(
    struct sb_store *s, long long id, struct sb_app **out, struct ra_err *e);
int sb_store_empty(struct sb_store *s, bool *empty, struct ra_err *e);

enum sb_seen {
	SB_SEEN_CN,  /* a server certificate with this CN was ever issued */
	SB_SEEN_DN,  /* a client or S/MIME certificate with this DN was */
	SB_SEEN_KEY, /* this public key was ever certified */
};
int sb_store_seen(struct sb_store *s, enum sb_seen what, const char *value,
    bool *seen, struct ra_err *e);

/* Base64 lines of a request (may be empty) and its certificate. */
int sb_store_body_add(struct sb_store *s, struct ra_span csr,
    struct ra_span cert, long long *id, struct ra_err *e);
int sb_store_body_cert(
    struct sb_store *s, long long id, struct ra_buf *cert, struct ra_err *e);

#define SB_TOKEN_LEN 64 /* 48 octets in Base64 */
struct sb_token {
	char p1[SB_TOKEN_LEN + 1];
	char gate[SB_TOKEN_LEN + 1]; /* to be taken before, or "" */
	int what;		     /* enum sb_take */
	time_t ends, used;	     /* used 0: not yet */
};
int sb_store_token_add(
    struct sb_store *s, const struct sb_token *t, struct ra_err *e);
/* The application belongs to the token. */
int sb_store_token_link(struct sb_store *s, const struct sb_token *t,
    long long app, struct ra_err *e);
int sb_store_token_get(struct sb_store *s, struct ra_span p1, bool *found,
    struct sb_token *t, struct ra_err *e);
int sb_store_token_use(
    struct sb_store *s, const struct sb_token *t, struct ra_err *e);
/* The token's applications in order; *ids is yours. */
int sb_store_token_apps(struct sb_store *s, const struct sb_token *t,
    long long **ids, size_t *n, struct ra_err *e);

struct sb_account { /* of ACME */
	char *id, *cn, *dn, *kid, *hmac, *mail;
	bool active;
};
int sb_store_account_save(
    struct sb_store *s, const struct sb_account *a, struct ra_err *e);
int sb_store_account_get(struct sb_store *s, const char *id,
    struct sb_account **out, struct ra_err *e);
void sb_account_free(struct sb_account *a);

/* Key pairs of the pool, PEM. *found false: none under this number. */
int sb_store_key_get(struct sb_store *s, int n, bool *found, struct ra_buf *pem,
    struct ra_err *e);
int sb_store_key_add(
    struct sb_store *s, int n, struct ra_span pem, struct ra_err *e);

struct sb_count {
	int domain;
	enum ra_use use;
	long issued, valid, expired, revoked;
};
/* Counted at now; *out is yours. */
int sb_store_count(struct sb_store *s, time_t now, struct sb_count **out,
    size_t *n, struct ra_err *e);

/* A walk over the applications, on a connection and snapshot of its own. */
struct sb_scan;
enum sb_scan_what { SB_SCAN_SERVER, SB_SCAN_CLIENT };
struct sb_scan *sb_scan_open(const char *path, struct ra_err *e);
/* Start over with the rows of one kind. */
int sb_scan_start(struct sb_scan *c, enum sb_scan_what what, struct ra_err *e);
/* 1 and the pieces (borrowed until the next call), 0 at the end, -1. */
int sb_scan_next(struct sb_scan *c, struct ra_span *row, struct ra_span *csr,
    struct ra_span *cert);
void sb_scan_close(struct sb_scan *c);

#endif
