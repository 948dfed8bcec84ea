/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* SHA-256 as bytes come. */
#ifndef RA_DIGEST_H
#define RA_DIGEST_H

#include <stdbool.h>

#include "base/span.h"

#define RA_DIGEST_TEXT 65 /* lower-case hex and NUL */

struct ra_digest;

struct ra_digest *ra_digest_new(void);
void ra_digest_add(struct ra_digest *d, struct ra_span s);
/* The digest so far ended; nothing may be added after it. Returns out. */
const char *ra_digest_end(struct ra_digest *d, char out[RA_DIGEST_TEXT]);
/* Takes NULL. */
void ra_digest_free(struct ra_digest *d);
/* It has the form of such a digest. */
bool ra_digest_is_text(struct ra_span s);
/* All in one. Returns out. */
const char *ra_digest_sha256(struct ra_span s, char out[RA_DIGEST_TEXT]);

#endif
