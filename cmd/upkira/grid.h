/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Cells of a page or file whose columns nobody has told us, printed. */
#ifndef CMD_GRID_H
#define CMD_GRID_H

#include "lra/download.h"

#include "app.h"

/*
 * A table, TSV and CSV as they are; JSON as {"columns":[...],"cells":[...]}
 * a row, because their names are no keys of ours.
 */
void grid_print(const struct app *app, const struct ra_grid *g);

#endif
