/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Zstandard streams (RFC 8878, by libarchive), piece by piece. */
#ifndef RA_ZSTD_H
#define RA_ZSTD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

#define RA_ZSTD_READ_MAX (UINT64_C(8) << 30) /* bytes of a stream, unpacked */

/* Where bytes go: 0, or -1 with e filled, which ends it. */
typedef int ra_zstd_to(void *arg, struct ra_span s, struct ra_err *e);
/* Where they come from: the next piece, empty at the end; -1. */
typedef int ra_zstd_from(void *arg, struct ra_span *s, struct ra_err *e);

struct ra_zstd;

/* A packer whose output goes to to. Yours, end with ra_zstd_free(). */
struct ra_zstd *ra_zstd_new(ra_zstd_to *to, void *arg, struct ra_err *e);
int ra_zstd_add(struct ra_zstd *z, struct ra_span s, struct ra_err *e);
/* All is out after this; nothing may be added. */
int ra_zstd_end(struct ra_zstd *z, struct ra_err *e);
/* Takes NULL. */
void ra_zstd_free(struct ra_zstd *z);

/*
 * Unpack all of from into to. name is for messages; RA_EINPUT for what is no
 * such stream, is cut, or holds more than RA_ZSTD_READ_MAX.
 */
struct ra_unzstd {
	const char *name;
	ra_zstd_from *from;
	ra_zstd_to *to;
	void *arg; /* of both */
};
int ra_unzstd(const struct ra_unzstd *u, struct ra_err *e);

#endif
