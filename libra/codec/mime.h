/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Mail (RFC 5322, RFC 2045 to 2047) as the service writes it. */
#ifndef RA_MIME_H
#define RA_MIME_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/* Quoted-printable (RFC 2045 section 6.7) of bytes that keep their CRLF. */
void ra_mime_qp(struct ra_span in, struct ra_buf *out);
/* Base64 in lines of 76 with CRLF. */
void ra_mime_base64(struct ra_span in, struct ra_buf *out);
/*
 * A header value of UTF-8 as ISO-2022-JP encoded words of 75 bytes at most,
 * folded, each back in ASCII at its end (RFC 2047, RFC 1468). Plain ASCII
 * stays as it is.
 */
void ra_mime_word(struct ra_span utf8, struct ra_buf *out);
/*
 * The same as encoded words of UTF-8; ASCII that is too long for one line too.
 * Controls and invalid bytes become visible escapes.
 */
void ra_mime_utf8_word(struct ra_span utf8, struct ra_buf *out);
/*
 * The name before an address: words of letters and digits as they are, all
 * else as encoded words, so that no bracket or comma of it is one of the
 * header's.
 */
void ra_mime_phrase(struct ra_span utf8, struct ra_buf *out);
/*
 * One address as a header may have it: a dot-atom, "@" and a host name in
 * ASCII, RFC 5322 3.4.1 without quotes and comments.
 */
bool ra_mime_is_address(struct ra_span s);

#endif
