/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The log: one handler, a level, and secrets masked on the way. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/secret.h"

#define MSG_MAX 4096   /* bytes of a message, longer ones are cut */
#define MASK_MAX 16384 /* masking may lengthen: four bytes become eight */

static ra_log_fn *handler;
static enum ra_log_level most;

void
ra_log_set(ra_log_fn *fn, enum ra_log_level level)
{
	handler = fn;
	most = level;
}

void
ra_log(enum ra_log_level level, const char *fmt, ...)
{
	char msg[MSG_MAX];
	struct ra_buf out;
	va_list ap;

	if (handler == NULL || level > most)
		return;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	ra_buf_init(&out, MASK_MAX);
	ra_secret_mask(ra_span_str(msg), &out);
	ra_wipe(msg, sizeof(msg)); /* the unmasked text leaves the stack */
	handler(level, ra_buf_str(&out));
	ra_buf_clear(&out);
}
