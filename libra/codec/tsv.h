/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Tab-separated values as the service has them: no quoting, no header in
 * uploads, LF or CRLF. Works on raw bytes: in CP932 and UTF-8 tab and LF
 * never occur inside a character.
 */
#ifndef RA_TSV_H
#define RA_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* Walks rows without copying. Start with { bytes, 0 }. */
struct ra_tsv {
	struct ra_span rest;
	size_t line; /* of the row last given, from 1 */
	bool ended;  /* the row last given ended in a newline */
};

/*
 * The next row, its CRLF or LF cut; false at the end. An empty last line
 * after the last newline is no row; any other empty line is.
 */
bool ra_tsv_next(struct ra_tsv *t, struct ra_span *row);
/*
 * Cut a row at tabs. Fills at most max columns, returns how many there are
 * (also when more than max).
 */
size_t ra_tsv_split(struct ra_span row, struct ra_span *cols, size_t max);

#endif
