/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Text files as people save them: UTF-8, with or without a mark, or CP932. */
#ifndef RA_PLAIN_H
#define RA_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "codec/text.h"

struct ra_plain {
	struct ra_span text;	 /* UTF-8, without the mark */
	enum ra_charset charset; /* RA_UTF8 or RA_CP932; ASCII: RA_UTF8 */
	bool ascii, bom;
	struct ra_buf buf; /* of CP932, what text points into; wiped */
};

/*
 * UTF-8 with a mark, or valid UTF-8, is UTF-8 and text is the input itself;
 * anything else is CP932. RA_EINPUT "name:line:column: ..." above max bytes,
 * for UTF-16, a NUL, bytes that are neither. p is cleared by the caller in any
 * case.
 */
int ra_plain_decode(struct ra_plain *p, const char *name, struct ra_span in,
    size_t max, struct ra_err *e);
/* The beginning of a file has no mark of UTF-16: 0, or -1 and RA_EINPUT. */
int ra_plain_not_utf16(const char *name, struct ra_span in, struct ra_err *e);
/* Takes a zeroed one. */
void ra_plain_clear(struct ra_plain *p);

#endif
