/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What a check found in an application file: a list with a ceiling. */
#ifndef RA_FINDING_H
#define RA_FINDING_H

#include <stdarg.h>
#include <stddef.h>

#include "base/buf.h"

#define RA_FINDINGS_MAX 1000	 /* kept; the rest are only counted */
#define RA_FINDING_SHOW_MAX 60	 /* characters of a value in a message */
#define RA_FINDING_TEXT_MAX 2048 /* bytes of a message */

enum ra_severity {
	RA_SEV_ERROR,	/* confirmed: the service refuses it */
	RA_SEV_WARNING, /* not confirmed, or likely a slip */
	RA_SEV_NOTE,	/* worth knowing */
};

struct ra_finding {
	size_t record;	  /* from 1, as the service counts; 0: the file */
	size_t line;	  /* from 1; 0: the file */
	size_t column;	  /* characters on the line, from 1; 0: none */
	int col;	  /* index of the form's column from 0; -1: none */
	const char *item; /* the service's item name, Japanese; "" for none */
	const char *key;  /* the column's stable ASCII key; "" for none */
	enum ra_severity severity;
	int code;      /* the service's refusal code; 0: not known */
	char *message; /* translated; terminal-safe; holds no secret */
	char *hint;    /* what to do, translated, or "" */
};

/* Start zeroed. */
struct ra_findings {
	struct ra_finding *f;
	size_t n;
	size_t errors, warnings, notes; /* all, those not kept too */
	size_t dropped;			/* not kept */
};

/*
 * Add one: place, item, severity and code from at (its message and hint are
 * not looked at), the hint (may be NULL) copied.
 */
void ra_findings_add(struct ra_findings *l, const struct ra_finding *at,
    const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void ra_findings_vadd(struct ra_findings *l, const struct ra_finding *at,
    const char *hint, const char *fmt, va_list ap)
    __attribute__((format(printf, 4, 0)));
/* Order them by line, column, and as they were added. */
void ra_findings_sort(struct ra_findings *l);
/*
 * One line without a newline, added to out: "name:line:column: error 202:
 * item: message"; what is 0 or empty is left out.
 */
void ra_finding_format(
    const char *name, const struct ra_finding *f, struct ra_buf *out);
/* "error", "warning", "note": never translated. */
const char *ra_severity_name(enum ra_severity s);
/* Takes a zeroed one. */
void ra_findings_clear(struct ra_findings *l);

#endif
