/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The kept lists, read row by row: what the inventory itself does not hold. */
#ifndef RA_KEPT_H
#define RA_KEPT_H

#include "base/err.h"
#include "state/inventory.h"
#include "upki/rows.h"

/* A row as ra_rows gives it. 0 goes on, 1 ends the walk, -1 with a failure. */
typedef int ra_kept_fn(void *arg, const struct ra_rows *rows,
    const struct ra_row *r, struct ra_err *e);

/*
 * Each row of a kept list of the state folder dir; file is the name that a
 * snapshot gives. RA_EINPUT when it is not there or is damaged.
 */
int ra_kept_each(const char *dir, const char *file, ra_kept_fn *fn, void *arg,
    struct ra_err *e);

#endif
