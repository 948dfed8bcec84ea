/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A growing buffer that is born with its ceiling. A writer adds without
 * looking and asks once, at the end, with ra_buf_done().
 */
#ifndef RA_BUF_H
#define RA_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"

struct ra_buf {
	char *p; /* NUL-ended when not NULL; the NUL is not counted */
	size_t n, cap, max;
	bool over; /* the ceiling was met: nothing more was added */
	bool wipe; /* the bytes are secret: wiped on growth and clear */
};

/* An empty buffer that never holds more than max bytes. */
void ra_buf_init(struct ra_buf *b, size_t max);
/* The same for secrets: each freed block is wiped first. */
void ra_buf_init_secret(struct ra_buf *b, size_t max);
void ra_buf_add(struct ra_buf *b, struct ra_span s);
void ra_buf_adds(struct ra_buf *b, const char *s);
void ra_buf_addc(struct ra_buf *b, char c);
void ra_buf_addf(struct ra_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* 0, or -1 and RA_EINPUT naming what and the ceiling when it was met. */
int ra_buf_done(const struct ra_buf *b, const char *what, struct ra_err *e);
/* Borrowed, until the next addition. */
struct ra_span ra_buf_span(const struct ra_buf *b);
/* The same as a C string; "" when empty. */
const char *ra_buf_str(const struct ra_buf *b);
/* Moved: the buffer is empty afterwards, the NUL-ended bytes are yours. */
char *ra_buf_take(struct ra_buf *b);
/* Empty, room and ceiling kept. */
void ra_buf_reset(struct ra_buf *b);
/* Takes a zeroed one too. */
void ra_buf_clear(struct ra_buf *b);

#endif
