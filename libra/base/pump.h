/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Work handed to a thread beside, piece by piece and in order: while one piece
 * is worked on, the next is filled.
 */
#ifndef RA_PUMP_H
#define RA_PUMP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

/* One piece, in the other thread; what it uses is its own until the end. */
typedef int ra_pump_fn(void *arg, struct ra_span piece, struct ra_err *e);

struct ra_pump;

/*
 * Pieces of up to max bytes. Where no thread can be had, the work is done in
 * the caller's. arg is borrowed. Yours.
 */
struct ra_pump *ra_pump_new(size_t max, ra_pump_fn *fn, void *arg);
/*
 * The bytes of b, with the same ceiling, go to the thread and b is empty; waits
 * while the piece before is not done. -1 when one before has failed.
 */
int ra_pump_add(struct ra_pump *p, struct ra_buf *b, struct ra_err *e);
/* All is done, the thread has ended: 0, or the first failure. */
int ra_pump_end(struct ra_pump *p, struct ra_err *e);
/* Ends it in any case; a failure is dropped. Takes NULL. */
void ra_pump_free(struct ra_pump *p);

#endif
