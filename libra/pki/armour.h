/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The wrappings of DER: none, PEM (RFC 7468) with or without text around it,
 * or bare Base64 in one line or several.
 */
#ifndef RA_ARMOUR_H
#define RA_ARMOUR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

struct ra_armour {
	const char *what; /* "certificate", for messages */
	const char *const
	    *labels; /* of PEM, NULL-ended; the first is written */
	size_t max;  /* bytes taken in */
	bool only;   /* nothing but blanks may follow the PEM */
};

/*
 * Add the DER to der. RA_EINPUT: above the ceiling, no such PEM block, a
 * block without its end, a byte that is not Base64.
 */
int ra_armour_open(const char *name, struct ra_span in,
    const struct ra_armour *a, struct ra_buf *der, struct ra_err *e);
/* One line of Base64 without its end. */
void ra_armour_line(struct ra_span der, struct ra_buf *out);
/* PEM in lines of 64. */
void ra_armour_pem(
    const struct ra_armour *a, struct ra_span der, struct ra_buf *out);

#endif
