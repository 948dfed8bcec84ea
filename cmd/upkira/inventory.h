/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the words behind "inventory" share and print. */
#ifndef CMD_INVENTORY_H
#define CMD_INVENTORY_H

#include "work/export.h"
#include "work/sheet.h"
#include "work/terms.h"

#include "app.h"

struct inventory_values {
	struct ra_terms terms;
	const char *at, *columns, *output, *chain;
	int list, order;
	bool headers, pem;
};

/* One question. */
struct inventory_ask {
	struct app *app;
	const struct inventory_values *values;
	struct ra_inv_filter filter;
	struct ra_terms_room room; /* of the filter */
	size_t column[RA_COLUMNS], ncolumns;
	char *dir; /* of the state; set by open */
	struct ra_inv *inv;
	struct ra_snapshot snapshot; /* the asked one; zeroed without any */
};

/* Open the inventory of the profile; --at is laid over the filter. */
int inventory_open(struct inventory_ask *a, struct ra_err *e);
void inventory_close(struct inventory_ask *a);

/* A list's file into a sheet; what came up on the way is told. */
int inventory_file(struct inventory_ask *a, const char *file,
    struct ra_sheet *s, struct ra_err *e);
/* The rows as a table. */
int inventory_table(
    const struct app *app, struct inventory_ask *a, struct ra_err *e);
/* The one that the operand names, with its history or certificate. */
int inventory_show(struct inventory_ask *a, struct ra_err *e);
/* Rows that could not be read. */
int inventory_ragged(struct inventory_ask *a, struct ra_err *e);

#endif
