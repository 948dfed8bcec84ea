/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A TLS client that wants nothing but the certificate which a server shows.
 * Bytes in and out; the connection is the caller's affair. Trust is not
 * looked at: the server only proves that it has the key.
 */
#ifndef RA_PEER_H
#define RA_PEER_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/cert.h"

#define RA_PEER_BYTES_MAX (256u << 10) /* taken in before the certificate */

struct ra_peer;

/*
 * TLS 1.2 or 1.3. name is for messages; sni is the host name that the server
 * is told (RFC 6066 section 3), or NULL for none. Yours.
 */
struct ra_peer *ra_peer_new(
    const char *name, const char *sni, struct ra_err *e);
/*
 * Bytes from the server, empty at first; those for the server are added to
 * out, also when this fails. 1: the certificate is there; 0: more bytes are
 * wanted; -1: RA_ENET, what came is no such handshake.
 */
int ra_peer_step(
    struct ra_peer *p, struct ra_span in, struct ra_buf *out, struct ra_err *e);
/* The certificate, after 1. Yours. RA_EINPUT when it cannot be read. */
struct ra_cert *ra_peer_cert(const struct ra_peer *p, struct ra_err *e);
/* Takes NULL. */
void ra_peer_free(struct ra_peer *p);

#endif
