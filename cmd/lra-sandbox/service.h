/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The service behind the pages: what is applied for is judged by the
 * specification, becomes real certificates, and is kept in SQLite. Knows
 * nothing of HTTP and HTML. All text is UTF-8 unless it says CP932. One
 * thread at a time works a service; a list under way is independent of it.
 */
#ifndef SB_SERVICE_H
#define SB_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "upki/form.h"
#include "upki/iface.h"

#include "variant.h"
#include "world.h"

struct sb_service;

/* DIR/sandbox.db; opened again after a restart with all it held. */
struct sb_service *sb_service_open(const struct sb_world *w, struct ra_err *e);
void sb_service_close(struct sb_service *s);
/* "https://localhost:PORT", for the one-time URLs in mails. */
void sb_service_set_base(struct sb_service *s, const char *url);
/* Fill an empty inventory with n applications in every state. */
int sb_service_seed(struct sb_service *s, size_t n, struct ra_err *e);

/* One uploaded file. */
struct sb_upload {
	enum ra_iface_id iface; /* one that takes files */
	enum ra_op op;
	bool skip;	      /* false: any error stops the whole file */
	struct ra_span name;  /* file name as sent */
	struct ra_span bytes; /* CP932 as sent */
	const char *officer;  /* who is logged in: certificate subject text */
};

struct sb_verdict {
	size_t record; /* from 1 */
	bool ok;
	char *errors; /* "212:1,主体者DN,…" one or several, newline between */
	char *org, *unit, *name, *mail; /* of an accepted record */
	char *account, *kid, *hmac;	/* ACME: account ID and EAB, or NULL */
};

/*
 * done: the file was processed, the success sentence belongs on the page; v
 * then holds every record. Not done: nothing was processed; v then holds the
 * refused records alone, or one row, record 1, for an error of the file.
 */
struct sb_result {
	bool done;
	bool whole; /* that one row of the file is all there is */
	struct sb_verdict *v;
	size_t n;
};

/* 0 with *r filled (the refusals are no failure), -1 when broken inside. */
int sb_service_upload(struct sb_service *s, const struct sb_upload *u,
    struct sb_result *r, struct ra_err *e);
void sb_result_clear(struct sb_result *r);

/* A list under way: CP932 TSV with its header line, streamed. */
struct sb_list;
/* iface: SERVER_LIST, CLIENT_LIST, ALL_LIST (server rows, then client). */
struct sb_list *sb_list_open(struct sb_service *s, enum ra_iface_id iface,
    const struct sb_list_style *style, struct ra_err *e);
/* Up to max bytes into p; 0 at the end, -1 when broken. */
long sb_list_read(struct sb_list *l, char *p, size_t max);
void sb_list_close(struct sb_list *l);

/* The allowlist: CP932 TSV with a header line. */
int sb_service_allowlist(
    struct sb_service *s, struct ra_buf *out, struct ra_err *e);
const char *sb_service_timestamp_url(void);

struct sb_stat {
	char domain[80];
	const char *kind; /* サーバ証明書, クライアント証明書, S/MIME証明書 */
	long issued, valid, expired, revoked;
};
/* Per domain and kind; yours, *n of them. */
struct sb_stat *sb_service_stats(
    struct sb_service *s, size_t *n, struct ra_err *e);

enum sb_take {		 /* the one-time pages */
	SB_TAKE_PIN,	 /* SPEntranceCliPin: PIN, single */
	SB_TAKE_ALL_PIN, /* SPEntranceCliAllPin: PIN, bulk */
	SB_TAKE_CLI,	 /* SPEntranceCli: one PKCS#12 (a choice) */
	SB_TAKE_ALL_P12, /* SPEntranceCliAll: PKCS#12 of a bulk, ZIP */
	SB_TAKE_SERVER,	 /* server certificate, PEM (a choice) */
};
/* "SPEntranceCliPin", ...: the JSP of the one-time URL that mails carry. */
const char *sb_take_page(enum sb_take what);

enum sb_gate { SB_GATE_OPEN, SB_GATE_EARLY, SB_GATE_DEAD };
/* May this token (p1, decoded) be taken now? */
enum sb_gate sb_service_gate(
    struct sb_service *s, enum sb_take what, struct ra_span token);
/* Take it: the body, once only, states move on. -1 when not OPEN. */
int sb_service_take(struct sb_service *s, enum sb_take what,
    struct ra_span token, struct ra_buf *body, struct ra_err *e);

#endif
