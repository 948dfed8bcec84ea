/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is asked of GnuTLS. */
#ifndef SB_TLS_H
#define SB_TLS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/* For the server: nothing older than TLS 1.2. */
#define SB_TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/*
 * Make a session (a gnutls_session_t) ask for a client certificate, let one
 * of the trusted CA pass whatever its dates, and fail on any other.
 */
void sb_tls_guard(void *session);
/* Add the DER of the client's certificate; nothing when there is none. */
void sb_tls_peer(void *session, struct ra_buf *der);
/* Lower-case hex of n random bytes, n <= 32; out holds 2n + 1. Returns out. */
char *sb_random_hex(char *out, size_t n);
void sb_sha256(struct ra_span in, char hex[65]);

#endif
