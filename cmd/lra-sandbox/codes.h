/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Random numbers and Base64 for tokens, PINs and accounts. */
#ifndef SB_CODES_H
#define SB_CODES_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

#include "store.h"

#define SB_PIN_LEN 12

/* n octets of the system's random source; ends the program without one. */
void sb_random(unsigned char *p, size_t n);
/* One line (RFC 4648 section 4), added. */
void sb_base64(struct ra_span in, struct ra_buf *out);
/* n random octets, URL-safe without padding (section 5); yours. */
char *sb_random_url(size_t n);
/* 48 random octets in Base64. */
void sb_token_make(char p1[SB_TOKEN_LEN + 1]);
/* Letters and digits that are not mistaken for each other. */
void sb_pin_make(char pin[SB_PIN_LEN + 1]);
/* p1 as a value of a URL query. */
void sb_token_escape(const char *p1, struct ra_buf *out);

#endif
