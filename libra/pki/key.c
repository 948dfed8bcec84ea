/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Key pairs. */
#include "pki/key.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "pki/ossl.h"

/* Too small for the service, not for a test of what it refuses. */
#define RSA_BITS_MIN 1024
#define RSA_BITS_MAX 8192
#define SCRYPT_N 16384 /* RFC 7914 section 2; 16 MiB with r = 8 */
#define SCRYPT_R 8
#define SCRYPT_P 1
/* Keys of 8192 bits, the longest, can be made within half of it (measured). */
#define LOCKED_BYTES (64u << 10)
#define LOCKED_LEAST 32 /* bytes of the smallest piece */

static struct ra_key *
wrap(EVP_PKEY *p)
{
	struct ra_key *k = ra_calloc(1, sizeof(*k));

	k->p = p;
	return k;
}

void
ra_key_lock_memory(void)
{
	if (CRYPTO_secure_malloc_initialized() == 0 &&
	    CRYPTO_secure_malloc_init(LOCKED_BYTES, LOCKED_LEAST) != 1)
		ra_log(RA_LOG_INFO,
		    _("memory of private keys cannot be locked: it may be "
		      "swapped out"));
}

/* RSA and two curves are all that profiles 3 and 11 and our own TLS need. */
struct ra_key *
ra_key_generate(enum ra_key_type type, int bits, struct ra_err *e)
{
	EVP_PKEY *p = NULL;

	ERR_clear_error();
	if (type == RA_KEY_RSA && bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX)
		p = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);
	else if (type == RA_KEY_EC && bits == 384)
		p = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "secp384r1");
	else if (type == RA_KEY_EC && bits == 256)
		p = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "prime256v1");
	else {
		ra_fail(e, RA_EINPUT,
		    _("key: %d bits, wanted RSA of %d to %d, or EC of 256 or "
		      "384"),
		    bits, RSA_BITS_MIN, RSA_BITS_MAX);
		return NULL;
	}
	if (p == NULL) {
		ra_fail(
		    e, RA_ELOCAL, _("key: cannot be made: %s"), ra_ossl_why());
		return NULL;
	}
	return wrap(p);
}

struct asked {
	const struct ra_secret *pass;
	bool yes;
};

/*
 * OpenSSL's codes do not tell a missing pass phrase from a wrong one; that it
 * asked does.
 */
static int
give_pass(char *buf, int size, int writing, void *arg)
{
	struct asked *a = arg;

	(void)writing;
	a->yes = true;
	/* Never the default of OpenSSL, which would ask on the terminal. */
	if (a->pass == NULL || a->pass->n > (size_t)size)
		return -1;
	if (a->pass->n > 0)
		memcpy(buf, a->pass->p, a->pass->n);
	return (int)a->pass->n;
}

struct ra_key *
ra_key_from_pem(const char *name, struct ra_span pem,
    const struct ra_secret *pass, struct ra_err *e)
{
	struct asked a = { .pass = pass };
	EVP_PKEY *p = NULL;
	BIO *in = NULL;

	ERR_clear_error();
	if (pem.n == 0 || pem.n > RA_KEY_PEM_MAX) {
		ra_fail(e, RA_EINPUT,
		    _("%s: %zu bytes, a private key has 1 to %d"), name, pem.n,
		    RA_KEY_PEM_MAX);
		return NULL;
	}
	if ((in = BIO_new_mem_buf(pem.p, (int)pem.n)) != NULL)
		p = PEM_read_bio_PrivateKey(in, NULL, give_pass, &a);
	BIO_free(in);
	ERR_clear_error();
	if (p != NULL)
		return wrap(p);
	if (a.yes && pass == NULL)
		ra_fail(e, RA_ECRED,
		    _("%s: the key is encrypted, and there is no pass phrase"),
		    name);
	else if (a.yes)
		ra_fail(e, RA_ECRED,
		    _("%s: wrong pass phrase, or a damaged key"), name);
	else
		ra_fail(e, RA_EINPUT, _("%s: not a private key in PEM"), name);
	return NULL;
}

/* PBES2 with scrypt (RFC 7914 section 7). NULL when it fails. */
static X509_SIG *
seal(EVP_PKEY *p, const struct ra_secret *pass)
{
	PKCS8_PRIV_KEY_INFO *p8 = EVP_PKEY2PKCS8(p);
	X509_ALGOR *pbe = PKCS5_pbe2_set_scrypt(
	    EVP_aes_256_cbc(), NULL, 0, NULL, SCRYPT_N, SCRYPT_R, SCRYPT_P);
	X509_SIG *out = NULL;

	if (p8 != NULL && pbe != NULL)
		out = PKCS8_set0_pbe(
		    pass->p != NULL ? pass->p : "", (int)pass->n, p8, pbe);
	if (out == NULL)
		X509_ALGOR_free(pbe);
	PKCS8_PRIV_KEY_INFO_free(p8);
	return out;
}

/* A BIO in memory wipes its bytes when it grows and ends. */
static bool
write_pem(EVP_PKEY *p, const struct ra_secret *pass, BIO *out)
{
	X509_SIG *sealed;
	bool ok;

	/* RFC 5208 and RFC 5958: PKCS#8, which every program reads. */
	if (pass == NULL)
		return PEM_write_bio_PKCS8PrivateKey(
			   out, p, NULL, NULL, 0, NULL, NULL) == 1;
	if (pass->n > RA_SECRET_MAX || (sealed = seal(p, pass)) == NULL)
		return false;
	ok = PEM_write_bio_PKCS8(out, sealed) == 1;
	X509_SIG_free(sealed);
	return ok;
}

int
ra_key_to_pem(const struct ra_key *k, const struct ra_secret *pass,
    struct ra_buf *out, struct ra_err *e)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *p = NULL;
	long n = 0;

	ERR_clear_error();
	if (bio != NULL && write_pem(k->p, pass, bio))
		n = BIO_get_mem_data(bio, &p);
	if (n > 0)
		ra_buf_add(out, (struct ra_span){ p, (size_t)n });
	BIO_free(bio);
	if (n <= 0)
		return ra_fail(e, RA_ELOCAL, _("key: cannot be written: %s"),
		    ra_ossl_why());
	return ra_buf_done(out, _("key"), e);
}

void
ra_key_describe(const struct ra_key *k, struct ra_key_info *out)
{
	ra_key_info_of(k->p, out);
}

void
ra_key_free(struct ra_key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->p);
	free(k);
}
