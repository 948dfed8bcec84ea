/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Key pairs: RSA and elliptic curve. Opaque; the private part is wiped. */
#ifndef RA_KEY_H
#define RA_KEY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/span.h"

#define RA_KEY_PEM_MAX 65536

struct ra_key; /* an EVP_PKEY */

enum ra_key_type {
	RA_KEY_RSA,
	RA_KEY_EC,
	RA_KEY_OTHER,
};

/* What a public key is. */
struct ra_key_info {
	enum ra_key_type type;
	int bits;	/* of the modulus or field */
	char curve[32]; /* OpenSSL's short name, e.g. "secp384r1", or "" */
	char spki[65];	/* SHA-256 of the SubjectPublicKeyInfo, hex */
};

/*
 * Private keys made or read from here on lie in memory of OpenSSL that is not
 * swapped out, not in a core, and has guard pages; where the system does not
 * allow it, that is logged. Once is enough, more does no harm.
 */
void ra_key_lock_memory(void);
/* RSA of bits, or EC on secp384r1 / prime256v1 by bits 384 / 256. */
struct ra_key *ra_key_generate(
    enum ra_key_type type, int bits, struct ra_err *e);
/*
 * Private key of PEM, encrypted or not (pass may be NULL). RA_ECRED: encrypted
 * and no pass phrase, wrong pass phrase. RA_EINPUT: no private key.
 */
struct ra_key *ra_key_from_pem(const char *name, struct ra_span pem,
    const struct ra_secret *pass, struct ra_err *e);
/* PKCS#8 PEM, unencrypted (pass NULL) or AES-256 with scrypt. */
int ra_key_to_pem(const struct ra_key *k, const struct ra_secret *pass,
    struct ra_buf *out, struct ra_err *e);
void ra_key_describe(const struct ra_key *k, struct ra_key_info *out);
void ra_key_free(struct ra_key *k);

#endif
