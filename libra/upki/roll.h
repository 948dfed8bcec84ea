/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A list of people as an office keeps it: CSV or text with tabs, UTF-8 or
 * CP932, columns known by their names in the first line. For what is made of
 * such lists.
 */
#ifndef RA_ROLL_H
#define RA_ROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "codec/csv.h"
#include "codec/plain.h"

enum ra_roll_id {
	RA_ROLL_NAME,
	RA_ROLL_MAIL,
	RA_ROLL_UNIT,
	RA_ROLL_CN,
	RA_ROLL_OU,
	RA_ROLL_PROFILE,
	RA_ROLL_METHOD,
	RA_ROLL_FILE,
	RA_ROLL_PIN,
	RA_ROLL_SERIAL,
	RA_ROLL_MANAGER_NAME,
	RA_ROLL_MANAGER_UNIT,
	RA_ROLL_MANAGER_MAIL,
	RA_ROLL_COUNT,
};

#define RA_ROLL_NAMES_MAX 8

struct ra_roll_column {
	const char *key;    /* its name, ASCII */
	const char *column; /* of an application that it fills, or NULL */
	/* Its other names; ended by NULL. */
	const char *also[RA_ROLL_NAMES_MAX];
};

/*
 * The RA_ROLL_COUNT columns in order of their id. Names are compared without
 * white space, "-" and "_", in any case and width of letters.
 */
const struct ra_roll_column *ra_roll_columns(void);

struct ra_roll {
	struct ra_plain plain;
	struct ra_csv csv;
	size_t at[RA_ROLL_COUNT]; /* its cell from 1; 0: no such column */
	bool nameless[RA_CSV_COLUMNS_MAX];
	bool strict;
};

/*
 * Begin to read: the header line. When strict, a column that is not known is
 * refused with the nearest name, else it is passed over. RA_EINPUT
 * "name:line:column: ...". r is cleared by the caller in any case; name and
 * bytes are borrowed.
 */
int ra_roll_open(struct ra_roll *r, const char *name, struct ra_span in,
    bool strict, struct ra_err *e);
/*
 * The next row that is not blank: 0 and *more, false at the end; or -1. A
 * control character in a known column, text under an empty name: RA_EINPUT.
 */
int ra_roll_next(struct ra_roll *r, bool *more, struct ra_err *e);
/* Of this row, without blanks at its ends; empty when there is none. */
struct ra_span ra_roll_get(const struct ra_roll *r, enum ra_roll_id id);
/* Where it stands; where the row begins when there is no such column. */
const struct ra_csv_cell *ra_roll_cell(
    const struct ra_roll *r, enum ra_roll_id id);
/* Takes a zeroed one. */
void ra_roll_clear(struct ra_roll *r);

#endif
