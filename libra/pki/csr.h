/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Certificate signing requests (PKCS#10, RFC 2986). */
#ifndef RA_CSR_H
#define RA_CSR_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/dn.h"
#include "pki/key.h"

#define RA_CSR_MAX 65536 /* bytes of DER or PEM */
#define RA_CSR_SAN_MAX 100

struct ra_csr; /* an X509_REQ, its own signature verified */

/*
 * DER, PEM, or the Base64 of the DER in one line without armour. Refused with
 * RA_EINPUT: not PKCS#10, bytes after it, not signed by its own key.
 */
struct ra_csr *ra_csr_parse(
    const char *name, struct ra_span in, struct ra_err *e);
/* Subject in the order of the request. Borrowed. */
const struct ra_dn *ra_csr_subject(const struct ra_csr *c);
/* Borrowed. */
const struct ra_key_info *ra_csr_key(const struct ra_csr *c);
/* OpenSSL's name of the signature algorithm. Borrowed. */
const char *ra_csr_sigalg(const struct ra_csr *c);
/* dNSName of the extension request; n-th or NULL. Borrowed. */
const char *ra_csr_dnsname(const struct ra_csr *c, size_t n);
/*
 * A new request: subject in the given order, SHA-256 (RSA, P-256) or SHA-384
 * (P-384); sans NULL-ended or NULL.
 */
struct ra_csr *ra_csr_make(const struct ra_key *k, const struct ra_dn *subject,
    const char *const *sans, struct ra_err *e);
/* PEM, and the one line of Base64 that a TSV column holds. */
void ra_csr_to_pem(const struct ra_csr *c, struct ra_buf *out);
void ra_csr_to_line(const struct ra_csr *c, struct ra_buf *out);
void ra_csr_free(struct ra_csr *c);

#endif
