/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inventory of the profile, opened to be asked, and its rows as cells. */
#ifndef CMD_STOCK_H
#define CMD_STOCK_H

#include "base/clock.h"
#include "base/err.h"
#include "pki/serial.h"
#include "state/inventory.h"

#include "app.h"

/*
 * For reading. That the newest snapshot is older than two days is told as a
 * warning, and where that one is asked, the rows that it lacks. Yours.
 */
struct ra_inv *stock_open(const struct app *app, bool newest, struct ra_err *e);

/* What of a row is not text. */
struct stock_cells {
	char start[RA_CLOCK_TEXT], ends[RA_CLOCK_TEXT];
	char profile[16], state[16], hex[RA_SERIAL_TEXT];
};

/* Empty where the row has nothing. */
void stock_fill(struct stock_cells *c, const struct ra_inv_row *row);
/* NULL for "": null in JSON, empty elsewhere. */
const char *stock_cell(const char *text);
/* The stable word of a state, in the officer's language for a table; NULL. */
const char *stock_state(const struct app *app, int state);
/* A word of the catalogue: translated for a table alone. */
const char *stock_word(const struct app *app, const char *word);

#endif
