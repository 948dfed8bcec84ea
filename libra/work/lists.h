/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists and the allowlist, read from files. */
#ifndef RA_LISTS_H
#define RA_LISTS_H

#include "base/err.h"
#include "upki/allow.h"
#include "upki/oracle.h"

#define RA_LISTS_FILE_MAX (4ULL << 30) /* bytes of a list */

/*
 * Read a list piece by piece: never whole in memory. RA_EUSAGE for "-",
 * RA_EINPUT for what is no such file, above the ceiling, or no list. Rows
 * that could not be read are counted in the log. Yours.
 */
struct ra_oracle *ra_lists_read(const char *path, struct ra_err *e);
/* The same for an allowlist, below RA_ALLOW_FILE_MAX. */
struct ra_allowlist *ra_lists_allowlist(const char *path, struct ra_err *e);

#endif
