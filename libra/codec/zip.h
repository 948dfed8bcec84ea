/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* ZIP archives (libarchive), in memory only. Names are never paths. */
#ifndef RA_ZIP_H
#define RA_ZIP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define RA_ZIP_MAX (64u << 20)	      /* bytes of an archive */
#define RA_ZIP_MEMBERS_MAX 2000	      /* members */
#define RA_ZIP_MEMBER_MAX (16u << 20) /* bytes of a member, unpacked */
#define RA_ZIP_TOTAL_MAX (128u << 20) /* bytes of all members, unpacked */
#define RA_ZIP_RATIO_MAX 200	      /* unpacked to packed, above 1 MiB */

struct ra_zip_member {
	char *name; /* as the archive has it, raw bytes, NUL-ended */
	char *data;
	size_t n;
};

struct ra_zip {
	struct ra_zip_member *member;
	size_t n;
};

/*
 * Only regular files of a ZIP, stored or deflated; anything else or above a
 * ceiling: RA_EINPUT.
 */
struct ra_zip *ra_zip_read(
    const char *name, struct ra_span in, struct ra_err *e);
/* Takes NULL; member data is wiped. */
void ra_zip_free(struct ra_zip *z);
/* An archive of n members with a fixed time stamp, added to out. */
int ra_zip_write(const struct ra_zip_member *members, size_t n,
    struct ra_buf *out, struct ra_err *e);

#endif
