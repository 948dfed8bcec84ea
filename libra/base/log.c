/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The log: one handler, a level, and secrets masked on the way. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"

#define MSG_MAX 4096  /* bytes of a message, longer ones are cut */
#define RAW_MAX 65536 /* bytes of one that is looked at for secrets */

static ra_log_fn *handler;
static enum ra_log_level most;

void
ra_log_set(ra_log_fn *fn, enum ra_log_level level)
{
	handler = fn;
	most = level;
}

/*
 * Masked as a whole and cut only then: a secret that the cut parts would not
 * be known for one.
 */
static void
mask_and_cut(const char *raw, struct ra_buf *out)
{
	ra_secret_mask(ra_span_str(raw), out);
	if (out->n < MSG_MAX)
		return;
	out->n = MSG_MAX - 1;
	out->n = ra_span_whole(ra_buf_span(out)).n;
	out->p[out->n] = '\0';
}

void
ra_log(enum ra_log_level level, const char *fmt, ...)
{
	struct ra_buf out;
	va_list ap;
	char *raw;
	int n;

	if (handler == NULL || level > most)
		return;
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || n >= RAW_MAX)
		return;
	raw = ra_calloc((size_t)n + 1, 1);
	va_start(ap, fmt);
	vsnprintf(raw, (size_t)n + 1, fmt, ap);
	va_end(ap);
	/* Masking may lengthen: four bytes become eight. */
	ra_buf_init(&out, 2 * RAW_MAX);
	mask_and_cut(raw, &out);
	ra_wipe(raw, (size_t)n);
	free(raw);
	handler(level, ra_buf_str(&out));
	ra_buf_clear(&out);
}
