/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* PKCS#12 files (RFC 7292): the officer's credential and what users get. */
#ifndef RA_P12_H
#define RA_P12_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/span.h"
#include "pki/cert.h"
#include "pki/key.h"

#define RA_P12_MAX (1u << 20) /* bytes of a file */

struct ra_p12; /* key, certificate and the further certificates of a file */

/*
 * Open a file, old ones with RC2 or 3DES too. RA_ECRED, naming which: not a
 * PKCS#12, wrong pass phrase, no certificate, no key, key that is not the
 * certificate's, an algorithm that this OpenSSL lacks (named).
 */
struct ra_p12 *ra_p12_open(const char *name, struct ra_span in,
    const struct ra_secret *pass, struct ra_err *e);
/* Borrowed. */
const struct ra_cert *ra_p12_cert(const struct ra_p12 *p);
/*
 * Give key, certificate and chain to a TLS context: ssl_ctx is an SSL_CTX.
 * -1 and RA_ECRED.
 */
int ra_p12_use(const struct ra_p12 *p, void *ssl_ctx, struct ra_err *e);
/*
 * Make a file. chain is NULL-ended or NULL. legacy: PBE-SHA1-RC2-40 and 3DES
 * as older systems wrote it, else AES-256-CBC with PBKDF2.
 */
int ra_p12_make(const struct ra_cert *cert, const struct ra_key *key,
    const struct ra_cert *const *chain, const char *friendly,
    const struct ra_secret *pass, bool legacy, struct ra_buf *out,
    struct ra_err *e);
void ra_p12_free(struct ra_p12 *p);

#endif
