/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The allowed OUs per domain (interface 8). The layout of the file is not
 * known: an OU counts as allowed when it is the whole of any cell.
 */
#ifndef RA_ALLOW_H
#define RA_ALLOW_H

#include <stdbool.h>

#include "base/err.h"
#include "base/span.h"

#define RA_ALLOW_FILE_MAX (16u << 20) /* bytes of a file */
#define RA_ALLOW_CELLS_MAX 1000000    /* that are kept */

struct ra_allowlist;

/*
 * CP932 or UTF-8, columns parted by tabs. RA_EINPUT "name:line: ..." for
 * what is no text, holds nothing, or is above the ceilings.
 */
struct ra_allowlist *ra_allowlist_parse(
    const char *name, struct ra_span in, struct ra_err *e);
/* As it is written, blanks at the ends aside. */
bool ra_allowlist_has(const struct ra_allowlist *a, const char *ou);
/* Takes NULL. */
void ra_allowlist_free(struct ra_allowlist *a);

#endif
