/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Password-based encryption as a PKCS#12 file names it. For this layer only. */
#ifndef RA_PBE_H
#define RA_PBE_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/provider.h>
#include <openssl/x509.h>

/*
 * Rounds of a key derivation that one file may ask for, all in all: about a
 * second. Its MAC, certificates and key are three of 600000 at the most usual.
 */
#define RA_PBE_WORK_MAX 2000000

/*
 * Rounds that the parameters ask for; above the ceiling or unreadable: -1.
 * 0 for an algorithm that OpenSSL does not know.
 */
long ra_pbe_work(const X509_ALGOR *a);
/* OpenSSL's name or the object identifier; of PBES2 that of the cipher. */
void ra_pbe_name(const X509_ALGOR *a, char *out, size_t size);

/* A library context of its own with the legacy algorithms too. */
struct ra_legacy {
	OSSL_LIB_CTX *ctx;
	OSSL_PROVIDER *current, *legacy;
};

/* False when this OpenSSL has no legacy provider. May be called again. */
bool ra_legacy_open(struct ra_legacy *l);
/* Takes a zeroed one. */
void ra_legacy_close(struct ra_legacy *l);

#endif
