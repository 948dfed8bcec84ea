/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Comma- or tab-separated values as spreadsheets write them (RFC 4180):
 * quoted cells, doubled quotes, CRLF or LF, every row as many cells as the
 * first one. UTF-8 bytes in, cells with their places out.
 */
#ifndef RA_CSV_H
#define RA_CSV_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define RA_CSV_MAX (64u << 20)	    /* bytes of a file */
#define RA_CSV_CELL_MAX (64u << 10) /* bytes of a cell, quotes counted */
#define RA_CSV_COLUMNS_MAX 256

struct ra_csv_cell {
	struct ra_span text; /* good until the next row is asked for */
	size_t line, column; /* characters from 1, of its first one or quote */
};

struct ra_csv {
	const char *name; /* borrowed */
	struct ra_span rest;
	char sep;
	size_t line, column; /* where rest begins */
	size_t want;	     /* cells of the first row; 0: none read yet */
	size_t n;	     /* cells of the row last given; 0 at the end */
	struct ra_csv_cell cell[RA_CSV_COLUMNS_MAX];
	struct ra_buf text; /* cells that had doubled quotes; wiped */
};

/*
 * Begin to read; sep is ',' or '\t', or 0: a tab when the first line has one,
 * else a comma. A byte order mark is passed over. RA_EINPUT above RA_CSV_MAX,
 * and where the first line is parted by semicolons. The bytes are borrowed.
 * c is cleared by the caller in any case.
 */
int ra_csv_open(struct ra_csv *c, const char *name, struct ra_span in, char sep,
    struct ra_err *e);
/*
 * The next row: n cells, n is 0 at the end. Empty lines are passed over.
 * RA_EINPUT "name:line:column: ..." for a quote inside a cell, text after a
 * closing quote, a quote never closed, a lone carriage return, a NUL, another
 * number of cells than in the first row, what is above the ceilings. No cell
 * is ever quoted in a message.
 */
int ra_csv_next(struct ra_csv *c, struct ra_err *e);
/* Takes a zeroed one. */
void ra_csv_clear(struct ra_csv *c);

#endif
