/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A request and its answer as the pages see them, free of the HTTP library,
 * and the desk that they share. Text is UTF-8 unless it says otherwise.
 */
#ifndef SB_WEB_H
#define SB_WEB_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "upki/iface.h"

#include "fault.h"
#include "peer.h"
#include "service.h"
#include "session.h"
#include "variant.h"
#include "world.h"

#define SB_FILE_MAX (8u << 20)	 /* bytes of an uploaded file */
#define SB_FIELDS_MAX 64	 /* fields of a request */
#define SB_FIELD_MAX (64u << 10) /* bytes of all their values */
#define SB_NAME_MAX 256		 /* bytes of a field's or a file's name */
#define SB_PAGE_MAX (4u << 20)	 /* bytes of a page */
#define SB_BODY_MAX (64u << 20)	 /* bytes of a ZIP */

struct sb_field {
	char *name, *value;
};

struct sb_fields {
	struct sb_field v[SB_FIELDS_MAX];
	size_t n, bytes;
};

struct sb_file {
	char *field; /* NULL: none was sent */
	char *name;
	struct ra_buf bytes;
};

struct sb_req {
	char *method, *path, *cookie;
	struct sb_fields query, form;
	struct sb_file file;
	bool too_big; /* a ceiling above was met */
	bool broken;  /* the body was no form */
	struct sb_peer peer;
	struct sb_session *session;   /* NULL: none; borrowed */
	const struct ra_iface *iface; /* NULL: none or not yet known */
	bool ended;		      /* the session ends with this request */
};

struct sb_reply {
	unsigned status;
	const char *type;	 /* NULL: close without an answer */
	char location[320];	 /* or empty */
	char cookie[128];	 /* value of Set-Cookie, or empty */
	const char *disposition; /* file name to save under, or NULL */
	struct ra_buf body;
	struct sb_list *list;  /* in place of body */
	bool cut;	       /* without its last 40 bytes */
	enum sb_fault_id harm; /* on the way */
	long harm_ms;
	char said[64];	   /* what was answered, for the log */
	long ok, ng;	   /* verdicts; -1: no upload */
	const char *fault; /* the last one that hit, for the log */
};

struct sb_web {
	const struct sb_world *world;
	struct sb_service *service;
	const struct sb_variant *variant;
	bool rights[RA_IF_COUNT];
	struct sb_faults asked;	  /* --fault */
	struct sb_faults running; /* DIR/fault */
	char *fault_path;
	struct stat fault_stat; /* of the file that is in running */
	struct sb_sessions sessions;
	int log_fd;
	char base[64]; /* https://localhost:PORT */
	unsigned port;
	/* One for all of the above: the threads of connections take turns. */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

const char *sb_fields_get(const struct sb_fields *f, const char *name);
/* value of n bytes, or up to its first NUL. False above a ceiling. */
bool sb_fields_add(
    struct sb_fields *f, const char *name, const char *value, size_t n);
void sb_req_clear(struct sb_req *q);
void sb_reply_clear(struct sb_reply *r);

/* The fault of this stage that hits, noted in r; or NULL. Borrowed. */
const struct sb_fault *sb_web_fault(struct sb_web *w, enum sb_stage stage,
    const struct sb_req *q, struct sb_reply *r);
/* Set the interface that a request is for. */
void sb_route_name(const struct sb_web *w, struct sb_req *q);
/* Answer a request. The lock is held by the caller. */
void sb_route(struct sb_web *w, struct sb_req *q, struct sb_reply *r);
/* Append its line to DIR/requests.jsonl. The lock is held by the caller. */
void sb_web_log(
    struct sb_web *w, const struct sb_req *q, const struct sb_reply *r);
/* Wait; true when the server is to end. The lock is not held. */
bool sb_web_wait(struct sb_web *w, long ms);

#endif
