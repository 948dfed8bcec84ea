/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * An application file: read from CP932 or UTF-8, written as the service
 * wants it. What its values may be is the business of the check.
 */
#ifndef RA_REQUEST_H
#define RA_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "codec/text.h"
#include "upki/form.h"

/* Records that are kept; above RA_FORM_RECORDS_MAX the check refuses. */
#define RA_REQUEST_RECORDS_MAX 1000
/* Bytes of a file as encoded: no more than what may be read. */
#define RA_REQUEST_ENCODED_MAX RA_FORM_FILE_MAX

struct ra_request_record {
	size_t line;  /* of the file, from 1 */
	size_t ncols; /* that the line has, also when more than kept */
	struct ra_span col[RA_FORM_COLUMNS_MAX]; /* UTF-8, each NUL-ended */
	uint32_t at[RA_FORM_COLUMNS_MAX]; /* characters on the line, from 1 */
	uint32_t
	    byte[RA_FORM_COLUMNS_MAX]; /* bytes of the UTF-8 line, from 0 */
};

struct ra_request {
	char *name;
	const struct ra_form *form;
	struct ra_request_record *rec; /* empty lines are left out */
	size_t n;		       /* records kept */
	size_t total;		       /* records in the file */
	size_t blanks,
	    first_blank;	 /* empty lines, and the first one's number */
	enum ra_charset charset; /* RA_UTF8 or RA_CP932; ASCII: RA_UTF8 */
	bool ascii, bom, crlf, lf;
	struct ra_buf text; /* what the spans point into; wiped */
};

/*
 * Read a file. kinds is a set of forms that come into question (see
 * ra_form_set); 0 means all. Of them the one is taken whose columns are
 * filled as the records fill them. Refused: RA_EINPUT "name:line:column: ..."
 * for no record, above RA_FORM_FILE_MAX, a NUL, UTF-16, bytes that are
 * neither encoding; RA_EUSAGE when more than one kind fits, naming them.
 * NULL, or a request that is yours.
 */
struct ra_request *ra_request_parse(
    const char *name, struct ra_span in, unsigned kinds, struct ra_err *e);
/*
 * The bytes to upload, added to out: CP932, CRLF, as many columns as the form
 * has. The same request gives the same bytes. They may hold access PINs:
 * give a secret buffer. RA_EINPUT "name:line:column: ..." for a character
 * that CP932 lacks, a line that has too many columns, records not kept.
 */
int ra_request_encode(
    const struct ra_request *r, struct ra_buf *out, struct ra_err *e);
/* Another form whose columns are filled so, where ours are not; or NULL. */
const struct ra_form *ra_request_looks_like(const struct ra_request *r);
/* "UTF-8", "UTF-8 with BOM", "CP932", "ASCII". */
const char *ra_request_charset(const struct ra_request *r);
/* The value of a field in a record, empty where the form lacks it. */
struct ra_span ra_request_get(
    const struct ra_request *r, size_t record, const char *key);
/* Takes NULL. */
void ra_request_free(struct ra_request *r);

#endif
