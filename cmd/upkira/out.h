/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Data on standard output: rows of named cells as a table for people, TSV,
 * CSV or JSON Lines for programs. Text from outside is made safe here.
 */
#ifndef CMD_OUT_H
#define CMD_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#include "app.h"

#define OUT_COLUMNS_MAX 48

/* OUT_REAL: a decimal number as it is to stand in JSON. */
enum out_type { OUT_TEXT, OUT_INT, OUT_REAL, OUT_BOOL };

struct out_column {
	const char *key;   /* ASCII: JSON key and TSV, CSV header */
	const char *title; /* for the table, English, for gettext; NULL: not
			      shown there */
	enum out_type type;
};

struct out {
	const struct out_column *col;
	size_t n;
	enum format format;
	char **cell; /* table rows kept until the end, n a row */
	size_t rows;
	bool headed; /* a table without rows shows its header */
};

/* cols and the format decide what is printed. */
void out_begin(struct out *o, const struct app *app,
    const struct out_column *col, size_t n);
/* One row of n cells; NULL is null or empty. Cells are UTF-8, borrowed. */
void out_row(struct out *o, const char *const *cell);
/* The table is printed here. */
void out_end(struct out *o);
/* Bytes as they are. */
void out_bytes(const char *p, size_t n);
/* What was written so far is out; a failure is told by out_finish(). */
void out_flush(void);
/*
 * What was written is out: call last. RA_ELOCAL, or RA_ESIGNAL plus SIGPIPE
 * in silence when the reader went away; but when an application was sent, and
 * so its verdicts are lost, RA_EUNKNOWN in place of both.
 */
int out_finish(const struct app *app, struct ra_err *e);

#endif
