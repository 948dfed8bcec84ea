/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* CMS signatures (RFC 5652) as S/MIME mails carry them (RFC 8551). */
#ifndef RA_CMS_H
#define RA_CMS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/cert.h"
#include "pki/key.h"

#define RA_CMS_CONTENT_MAX (1 << 24) /* bytes to sign */

/*
 * A detached SHA-256 signature over content as it stands, DER, added to out.
 * chain is NULL-ended or NULL.
 */
int ra_cms_sign(struct ra_span content, const struct ra_cert *signer,
    const struct ra_key *key, const struct ra_cert *const *chain,
    struct ra_buf *out, struct ra_err *e);

#endif
