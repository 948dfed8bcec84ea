/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The intermediate certificates above one, out of what somebody has. */
#ifndef RA_CHAIN_H
#define RA_CHAIN_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "pki/cert.h"

#define RA_CHAIN_MAX 8		     /* certificates above one */
#define RA_CHAIN_FILES_MAX 1000	     /* of a folder */
#define RA_CHAIN_FILE_MAX (4u << 20) /* bytes of a file */

/*
 * Add to out as PEM, nearest first, what stands above c in a PEM file or the
 * files of a folder, without a root: the one whose subject key identifier is
 * c's authority key identifier, and whose key has signed it. *n: how many.
 * Files that are no certificates are passed over. RA_EINPUT for a path that
 * cannot be read.
 */
int ra_chain_find(const char *path, const struct ra_cert *c, struct ra_buf *out,
    size_t *n, struct ra_err *e);

#endif
