/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A list straight from its file, row by row, in the form of a sheet. */
#ifndef RA_EXPORT_H
#define RA_EXPORT_H

#include <stdint.h>

#include "base/err.h"
#include "state/inventory.h"
#include "work/sheet.h"

#define RA_EXPORT_FILE_MAX (64ULL << 30) /* bytes of a list */

/* What came up on the way. */
struct ra_export_facts {
	uint64_t rows, shown;		/* of the list, without ragged ones */
	uint64_t ragged, ragged_line;	/* the first of them */
	uint64_t undated, undated_line; /* validity in no form of a date */
	uint64_t quoted, quoted_line;	/* with a cell in quotes */
	size_t by_place;		/* columns taken by their place */
};

/*
 * Write the rows of a file that the filter lets through (NULL: all, and the
 * ragged ones too) to the sheet, which is begun and ended here. The list is
 * known by its rows. Constant memory. RA_EINPUT for what is no list.
 */
int ra_export_file(const char *path, const struct ra_inv_filter *f,
    struct ra_sheet *s, struct ra_export_facts *facts, struct ra_err *e);

/* A row of the inventory as a sheet has it; all borrowed. */
typedef int ra_export_fn(
    void *arg, const struct ra_sheet_row *row, struct ra_err *e);
/* Walk them, as ra_inv_each(). */
int ra_export_each(struct ra_inv *inv, const struct ra_inv_filter *f,
    ra_export_fn *fn, void *arg, struct ra_err *e);
/* The same into a sheet, which is begun and ended here. */
int ra_export_inventory(struct ra_inv *inv, const struct ra_inv_filter *f,
    struct ra_sheet *s, struct ra_err *e);

#endif
