/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A list of the service read row by row: bytes in pieces go in, rows come out
 * with their columns found by the header. Nothing is kept but the row under
 * way. upki-facts section 5.1.
 */
#ifndef RA_ROWS_H
#define RA_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "codec/text.h"
#include "upki/record.h"

#define RA_ROWS_COLUMNS_MAX 256 /* of a header or row */
#define RA_ROWS_STATE_MAX 99	/* both signs */
#define RA_ROWS_PROFILE_MAX 999

/* All spans are bytes as they came, borrowed until the next row. */
struct ra_row {
	uint64_t line;	    /* from 1; the header is the first */
	struct ra_span raw; /* without its line end */
	bool cr, lf;	    /* the line end: LF may lack at the end of all */
	const struct ra_span *cell; /* n of them, as they stand */
	size_t n; /* at most RA_ROWS_COLUMNS_MAX: then the last is the rest */
	/*
	 * By enum ra_record_at, blanks at both ends dropped, empty where the
	 * list has no such column. NULL for a row of another width than the
	 * header, or with a NUL byte: which cell is which is not known.
	 */
	const struct ra_span *col;
	/* Cells first to last may be an access PIN; none: last < first. */
	size_t pin_first, pin_last;
};

struct ra_rows {
	const char *name; /* of the list, for messages; borrowed */
	/* Called for every row but headers and empty ones. -1 ends it. */
	int (*row)(void *arg, const struct ra_row *r, struct ra_err *e);
	/*
	 * Called before that for every line, also of headers and empty ones,
	 * which have no cells; NULL: nobody.
	 */
	int (*line_fn)(void *arg, const struct ra_row *r, struct ra_err *e);
	void *arg;
	enum ra_charset charset; /* of the header: CP932 or UTF-8 */
	uint64_t line;		 /* that was read last */
	uint64_t rows, ragged;	 /* so far; ragged ones are among the rows */
	bool open_end;		 /* the last line has no end */
	bool cut;		 /* and is a ragged row */
	uint64_t ragged_line;	 /* the first of them, or 0 */
	size_t ragged_cells;	 /* how many it has */
	size_t width;		 /* of the header */
	size_t by_place; /* columns taken by their place, not their header */
	size_t at[RA_RECORD_COLUMNS]; /* SIZE_MAX: the list has none */

	/* Inside. */
	struct ra_buf part, header;
	struct ra_span cell[RA_ROWS_COLUMNS_MAX];
	struct ra_span col[RA_RECORD_COLUMNS];
};

/* Set name, row and arg afterwards. */
void ra_rows_init(struct ra_rows *r);
/*
 * The next bytes. -1 and RA_EINPUT "name:line: ..." for what is no list (no
 * header with DN, state and serial number) and for a row above
 * RA_RECORD_ROW_MAX; or what row() said.
 */
int ra_rows_add(struct ra_rows *r, struct ra_span piece, struct ra_err *e);
/* The list has ended: its last row may lack its line end. */
int ra_rows_end(struct ra_rows *r, struct ra_err *e);
/* Takes a zeroed one. */
void ra_rows_clear(struct ra_rows *r);
/* A cell as UTF-8: itself when ASCII, else in b, until the next use of b. */
struct ra_span ra_rows_utf8(
    const struct ra_rows *r, struct ra_span cell, struct ra_buf *b);
/* A number -max to max, the whole cell; otherwise for anything else. */
int ra_rows_number(struct ra_span cell, long max, int otherwise);

#endif
