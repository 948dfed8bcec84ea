/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Serial numbers out of whatever has one: numbers as people write them,
 * certificates, application files.
 */
#ifndef RA_SERIALS_H
#define RA_SERIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "base/span.h"
#include "pki/serial.h"

#define RA_SERIALS_MAX 100000	       /* of one call */
#define RA_SERIALS_FILE_MAX (4u << 20) /* bytes of a file */

struct ra_serial_row {
	char *source; /* the number as given, the file, or "file:line" */
	struct ra_serial serial;
	char *subject; /* CN first, or NULL when not known */
	bool dated;
	time_t not_after; /* when dated */
};

/* Start zeroed. */
struct ra_serials {
	struct ra_serial_row *row;
	size_t n;
};

/*
 * A number: decimal; hexadecimal after 0x, after "serial=" as OpenSSL prints
 * it, with colons between the digits, or with a letter among them. RA_EINPUT.
 */
int ra_serials_number(
    struct ra_span text, struct ra_serial *out, struct ra_err *e);
/*
 * The numbers in bytes: each certificate of DER, PEM or bare Base64; the
 * serial column of each record of an application file; or one number a line.
 * RA_EINPUT "name:line:column: ..." for what is none of these, and for a
 * record without a serial.
 */
int ra_serials_read(struct ra_serials *l, const char *name, struct ra_span in,
    struct ra_err *e);
/*
 * One operand: a number when it looks like one, else a file, "-" for standard
 * input.
 */
int ra_serials_add(struct ra_serials *l, const char *operand, struct ra_err *e);
/* Takes a zeroed one. */
void ra_serials_clear(struct ra_serials *l);

#endif
