/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Misbehaviour on demand. A spec is lines of "NAME [path=TEXT] [iface=NAME]
 * [skip=N] [count=N] [seconds=S] [ms=N]", "#" begins a comment; words may be
 * parted by commas too. Each fault acts at one stage of a request.
 */
#ifndef SB_FAULT_H
#define SB_FAULT_H

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "upki/iface.h"

#define SB_FAULTS_MAX 32
#define SB_FAULT_PATH_MAX 128
#define SB_FAULT_TEXT_MAX 8192	       /* bytes of a spec */
#define SB_FAULT_NUMBER_MAX 1000000    /* of skip and count */
#define SB_FAULT_MS_MAX (3600L * 1000) /* the longest wait */

enum sb_stage {
	SB_AT_CONNECT,	/* a connection is accepted */
	SB_AT_HEAD,	/* the head of a request is read, its body not */
	SB_AT_ROUTE,	/* before anything is done */
	SB_AT_SESSION,	/* the session of a request was found */
	SB_AT_FORM,	/* an upload form is shown */
	SB_AT_UPLOADED, /* an upload is processed, the answer not made */
	SB_AT_RESULT,	/* a result page is made */
	SB_AT_LIST,	/* a list is about to be sent */
	SB_AT_PAGE,	/* a page is made */
	SB_AT_SEND,	/* an answer is about to be sent */
	SB_STAGE_COUNT,
};

enum sb_fault_id {
	SB_FAULT_NONE,
	SB_FAULT_DROP_CONNECT,
	SB_FAULT_DROP_BEFORE_READ,
	SB_FAULT_ERROR_500,
	SB_FAULT_ERROR_503,
	SB_FAULT_MAINTENANCE,
	SB_FAULT_EXPIRED_SESSION,
	SB_FAULT_REDIRECT,
	SB_FAULT_FORM_NO_FILE,
	SB_FAULT_FORM_RENAMED,
	SB_FAULT_DROP_AFTER_ACCEPT,
	SB_FAULT_NO_MARKER,
	SB_FAULT_FEWER_ROWS,
	SB_FAULT_HTML_LIST,
	SB_FAULT_CUT_LIST,
	SB_FAULT_BAD_BYTES,
	SB_FAULT_EXTENSION_BYTES,
	SB_FAULT_SLOW_ANSWER,
	SB_FAULT_SLOW_DRIP,
	SB_FAULT_DROP_IN_ANSWER,
	SB_FAULT_TRUNCATE,
	SB_FAULT_ENDLESS,
};

struct sb_fault_kind {
	const char *name;
	enum sb_fault_id id;
	enum sb_stage stage;
	long ms;	  /* default wait, 0 where none is meant */
	const char *what; /* English, for --help and the manual page */
};

/* The table, ended by a row whose name is NULL. */
const struct sb_fault_kind *sb_fault_table(void);

struct sb_fault {
	const struct sb_fault_kind *kind;
	char path[SB_FAULT_PATH_MAX]; /* part of the path, or empty: any */
	const struct ra_iface *iface; /* NULL: any */
	long skip;		      /* matching requests still let pass */
	long count;		      /* still to hit; -1: all */
	long ms;
};

struct sb_faults {
	struct sb_fault v[SB_FAULTS_MAX];
	size_t n;
};

/* Add the faults of a spec; RA_EUSAGE as "name:line: ...". */
int sb_faults_parse(struct sb_faults *f, const char *name, struct ra_span text,
    struct ra_err *e);
/*
 * The first fault of this stage that hits a request for this path and
 * interface (NULL: none known), counted; or NULL. Borrowed.
 */
const struct sb_fault *sb_faults_take(struct sb_faults *f, enum sb_stage stage,
    const char *path, const struct ra_iface *iface);

#endif
