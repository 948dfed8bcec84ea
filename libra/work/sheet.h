/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Rows of a list or of the inventory as they are shown: columns by stable
 * keys, times with their zone, serial numbers in both notations, PINs masked.
 */
#ifndef RA_SHEET_H
#define RA_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "codec/text.h"
#include "lra/http.h"
#include "upki/record.h"
#include "work/derive.h"

/* Behind the columns of the lists, those that are ours. */
enum ra_column_at {
	RA_COL_LIST = RA_RECORD_COLUMNS, /* server, client */
	RA_COL_KIND,			 /* server, client, smime */
	RA_COL_CN,
	RA_COL_DOMAIN,
	RA_COL_STATE_NAME,
	RA_COL_RECORD, /* these three of the inventory alone */
	RA_COL_SINCE,
	RA_COL_UNTIL,
	RA_COL_SERIAL_HEX, /* made here */
	RA_COL_OLD_SERIAL_HEX,
	RA_COLUMNS
};
#define RA_COL_OWN (RA_COL_SERIAL_HEX - RA_COL_LIST)

/* Of an enum ra_record_at or ra_column_at: stable and ASCII. */
const char *ra_column_key(size_t at);
/* Japanese: the list's own, or like it. */
const char *ra_column_header(size_t at);
/*
 * "cn,state_name,not_after": their places in out, room for RA_COLUMNS. -1 and
 * RA_EUSAGE for a key that is none, nearest one named, or one given twice.
 */
int ra_columns_parse(
    const char *text, size_t *out, size_t *n, struct ra_err *e);

/* One row; all borrowed. */
struct ra_sheet_row {
	const struct ra_span *col;	/* RA_RECORD_COLUMNS of them */
	enum ra_charset charset;	/* of col */
	struct ra_span own[RA_COL_OWN]; /* from RA_COL_LIST on, UTF-8 */
};

/* A writer; begin, rows, end, clear. */
struct ra_sheet {
	enum ra_derived form;
	bool headers; /* the headers of the list in place of the keys */
	const size_t *column;
	size_t n; /* of column */
	const struct ra_sink *out;

	/* Inside. */
	struct ra_buf line, text, key;
	size_t key_at[RA_COLUMNS + 2];
};

/* The fields above the line are filled; they stay borrowed. */
int ra_sheet_begin(struct ra_sheet *s, struct ra_err *e);
int ra_sheet_row(
    struct ra_sheet *s, const struct ra_sheet_row *r, struct ra_err *e);
/*
 * A row that is none, of that line, PINs blanked before: in JSON an object
 * with line and raw, else its cells as they stand.
 */
int ra_sheet_ragged(
    struct ra_sheet *s, size_t line, struct ra_span raw, struct ra_err *e);
/* All is out. */
int ra_sheet_end(struct ra_sheet *s, struct ra_err *e);
void ra_sheet_clear(struct ra_sheet *s);

/* One cell as it is shown, added to out. */
void ra_sheet_cell(
    const struct ra_sheet_row *r, size_t column, struct ra_buf *out);

#endif
