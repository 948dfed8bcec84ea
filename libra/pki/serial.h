/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Serial numbers: big, read and shown in decimal and in 0x hex. */
#ifndef RA_SERIAL_H
#define RA_SERIAL_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define RA_SERIAL_DIGITS_MAX 50 /* characters of the field: manual 5-3-2 */
#define RA_SERIAL_BITS_MAX 192	/* what 0x and 48 hex digits hold */
#define RA_SERIAL_TEXT 64	/* bytes of either form: 58 digits at most */

struct ra_serial {
	char dec[RA_SERIAL_TEXT]; /* no leading zero */
	char hex[RA_SERIAL_TEXT]; /* "0x" and lower case, no leading zero */
};

/* Decimal, or hex after 0x or 0X. A sign, blanks, zero, too long: RA_EINPUT. */
int ra_serial_parse(
    struct ra_span text, struct ra_serial *out, struct ra_err *e);

#endif
