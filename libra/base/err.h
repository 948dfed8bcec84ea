/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Errors are values: 0 or -1 (or a pointer or NULL) and a struct ra_err that
 * the first one who knows the cause has filled.
 */
#ifndef RA_ERR_H
#define RA_ERR_H

#include <stdbool.h>

/*
 * The kind of a failure is the exit status it leads to; the numbers are a
 * contract with scripts and never change their meaning.
 */
enum ra_code {
	RA_OK = 0,	  /* done, or nothing to do */
	RA_ELOCAL = 1,	  /* failed here, nothing sent */
	RA_EUSAGE = 2,	  /* usage or configuration */
	RA_EINPUT = 3,	  /* input refused by our own check, nothing sent */
	RA_ECRED = 4,	  /* credential or right */
	RA_ENET = 5,	  /* network, TLS or maintenance, nothing sent */
	RA_EREFUSED = 6,  /* the service refused all records */
	RA_EPARTLY = 7,	  /* some records accepted, some refused */
	RA_EUNKNOWN = 8,  /* sent, and no verdict understood */
	RA_EPAGE = 9,	  /* a page was not recognised, nothing sent */
	RA_ELOCKED = 10,  /* locked, or the same records were already sent */
	RA_ESIGNAL = 128, /* plus the number of the signal */
};

#define RA_ERR_MSG_MAX 1024
#define RA_ERR_NEXT_MAX 512

struct ra_err {
	enum ra_code code;
	char msg[RA_ERR_MSG_MAX];   /* where: what was found, what was wanted */
	char next[RA_ERR_NEXT_MAX]; /* what to do next, or empty */
};

/*
 * Record a failure: message without function name, capital, newline or
 * secret. The first failure is the cause, later ones are dropped. e may be
 * NULL. Always returns -1.
 */
int ra_fail(struct ra_err *e, enum ra_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Add what to do next to a recorded failure; the first advice stays. */
void ra_next(struct ra_err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Forget a failure, so that e can be used again. */
void ra_err_clear(struct ra_err *e);

#define RA_ERRNO_TEXT 128
/* The words for an errno value, without a capital; returns out. */
const char *ra_err_errno(int err, char out[RA_ERRNO_TEXT]);

/* One row of the exit status table: upkira(1), EXIT STATUS. */
struct ra_status {
	enum ra_code code;
	const char *name;  /* stable ASCII word, for JSON */
	const char *what;  /* English, for gettext */
	const char *again; /* may a script run it again?  English */
};

/* The table, ended by a row whose name is NULL. */
const struct ra_status *ra_status_table(void);

#endif
