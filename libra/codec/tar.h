/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A tar archive of one file, around what is streamed (POSIX ustar). */
#ifndef RA_TAR_H
#define RA_TAR_H

#include <stdint.h>
#include <time.h>

#include "base/buf.h"

#define RA_TAR_BLOCK 512
#define RA_TAR_SIZE_MAX 077777777777ULL /* bytes of a member */

/* What goes before the bytes of a file; name below 100 bytes, mode 0600. */
void ra_tar_head(
    const char *name, uint64_t size, time_t at, struct ra_buf *out);
/* What goes after them: the padding, and the end of the archive. */
void ra_tar_tail(uint64_t size, struct ra_buf *out);

#endif
