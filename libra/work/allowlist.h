/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The allowlist file as a grid of cells; its layout is not known. */
#ifndef RA_ALLOWLIST_H
#define RA_ALLOWLIST_H

#include "base/err.h"
#include "base/span.h"
#include "lra/download.h"

#define RA_ALLOWLIST_ROWS_MAX 200000
#define RA_ALLOWLIST_COLUMNS_MAX 40

/*
 * CP932 rows parted by tabs, the first one taken as the header. g must be
 * zeroed; ra_grid_clear() it. RA_EPAGE above the ceilings.
 */
int ra_allowlist_grid(
    struct ra_span cp932, struct ra_grid *g, struct ra_err *e);

#endif
