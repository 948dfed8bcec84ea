/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The public key of a request or certificate by its digest alone: found by a
 * bounded walk over the DER, for lists of which there are a hundred thousand.
 * Nothing is verified.
 */
#ifndef RA_SPKI_H
#define RA_SPKI_H

#include <stdbool.h>

#include "base/span.h"
#include "pki/digest.h"

#define RA_SPKI_IN_MAX 65536 /* bytes of DER, Base64 or PEM */

/*
 * The SHA-256 of the SubjectPublicKeyInfo as lower-case hex, the same as in
 * struct ra_key_info. in is DER, PEM, or Base64 with or without line breaks.
 * False, and out empty, for anything else.
 */
bool ra_spki_of_csr(struct ra_span in, char out[RA_DIGEST_TEXT]);
bool ra_spki_of_cert(struct ra_span in, char out[RA_DIGEST_TEXT]);

#endif
