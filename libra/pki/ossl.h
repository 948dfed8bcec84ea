/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What the files of this layer share of OpenSSL: the insides of the opaque
 * types and the steps between its types and ours. For this layer only.
 */
#ifndef RA_OSSL_H
#define RA_OSSL_H

#include <stddef.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/err.h"
#include "pki/dn.h"
#include "pki/key.h"
#include "pki/serial.h"

struct ra_key {
	EVP_PKEY *p;
};

struct ra_names {
	char **v;
	size_t n;
};

struct ra_csr {
	X509_REQ *r;
	struct ra_dn subject;
	struct ra_key_info key;
	char sigalg[64];
	struct ra_names dns;
};

struct ra_cert {
	X509 *x;
	struct ra_dn subject, issuer;
	struct ra_serial serial;
	struct ra_key_info key;
	time_t not_before, not_after;
	struct ra_names dns;
};

/* OpenSSL's reason of the last failure in words; its queue is emptied. */
const char *ra_ossl_why(void);

/* Lower case; out holds 2 * n + 1 bytes. */
void ra_hex(const unsigned char *p, size_t n, char *out);

/* NUL bytes and more attributes than the ceiling are refused. */
int ra_dn_from_x509(
    const char *name, const X509_NAME *in, struct ra_dn *dn, struct ra_err *e);
/* Yours. RA_EINPUT names the attribute that X.509 does not take. */
X509_NAME *ra_dn_to_x509(const struct ra_dn *dn, struct ra_err *e);

/* p NULL: a key that OpenSSL cannot read; spki is then empty. */
void ra_key_info_of(const EVP_PKEY *p, struct ra_key_info *out);
/* The same of the key in a request or certificate; spki is of its bytes. */
void ra_key_info_of_spki(const X509_PUBKEY *in, struct ra_key_info *out);
/* SHA-256, for P-384 SHA-384; NULL when no hash goes with the key. */
const EVP_MD *ra_key_digest(const EVP_PKEY *p);

/* The dNSName entries; other than printable ASCII is refused. */
int ra_names_from(const char *name, const GENERAL_NAMES *in, size_t max,
    struct ra_names *out, struct ra_err *e);
void ra_names_clear(struct ra_names *n);
/* Yours. type is GEN_DNS or GEN_EMAIL. */
int ra_names_add(
    GENERAL_NAMES *names, int type, const char *text, struct ra_err *e);

/* -1: negative or above the ceiling. Zero is taken. */
int ra_serial_from_bn(const BIGNUM *bn, struct ra_serial *out);

#endif
