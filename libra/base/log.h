/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The log: silent until the program sets a handler. Never a secret in it. */
#ifndef RA_LOG_H
#define RA_LOG_H

enum ra_log_level {
	RA_LOG_WARN,  /* something the officer should know */
	RA_LOG_INFO,  /* -v: the steps */
	RA_LOG_DEBUG, /* -vv: each exchange */
};

typedef void ra_log_fn(enum ra_log_level level, const char *msg);

/* The handler gets every message up to the level; NULL silences. */
void ra_log_set(ra_log_fn *fn, enum ra_log_level level);
/*
 * msg without newline; known secrets in it are masked. Cut above 4 KiB, not
 * told at all above 64 KiB.
 */
void ra_log(enum ra_log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
