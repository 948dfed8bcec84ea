/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* PKCS#12 files: written. */
#include "pki/p12.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>

#include "base/i18n.h"
#include "pki/ossl.h"
#include "pki/pbe.h"

#define ROUNDS 10000
#define ROUNDS_OLD 2048

/* Counted references: certificates stay the caller's. */
static STACK_OF(X509) * stack_of(const struct ra_cert *const *chain)
{
	STACK_OF(X509) *sk = sk_X509_new_null();

	for (; sk != NULL && chain != NULL && *chain != NULL; chain++) {
		if (!X509_add_cert(sk, (*chain)->x, X509_ADD_FLAG_UP_REF)) {
			sk_X509_pop_free(sk, X509_free);
			sk = NULL;
		}
	}
	return sk;
}

/* What goes in, in OpenSSL's terms. */
struct content {
	const char *pass, *friendly;
	X509 *cert;
	EVP_PKEY *key;
	STACK_OF(X509) * chain;
};

/* PBES2 with AES-256 (RFC 8018 6.2), the MAC with SHA-256. */
static PKCS12 *
make_new(const struct content *c)
{
	return PKCS12_create(c->pass, c->friendly, c->key, c->cert, c->chain,
	    NID_aes_256_cbc, NID_aes_256_cbc, ROUNDS, ROUNDS, 0);
}

/* The MAC apart, because it was of SHA-1 then. */
static PKCS12 *
make_old(const struct content *c)
{
	struct ra_legacy old = { 0 };
	PKCS12 *p = NULL;

	if (ra_legacy_open(&old))
		p = PKCS12_create_ex(c->pass, c->friendly, c->key, c->cert,
		    c->chain, NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
		    NID_pbe_WithSHA1And40BitRC2_CBC, ROUNDS_OLD, -1, 0, old.ctx,
		    NULL);
	if (p != NULL &&
	    PKCS12_set_mac(p, c->pass, -1, NULL, 0, ROUNDS_OLD, EVP_sha1()) !=
		1) {
		PKCS12_free(p);
		p = NULL;
	}
	ra_legacy_close(&old);
	return p;
}

int
/* NOLINTNEXTLINE(readability-function-size) */
ra_p12_make(const struct ra_cert *cert, const struct ra_key *key,
    const struct ra_cert *const *chain, const char *friendly,
    const struct ra_secret *pass, bool legacy, struct ra_buf *out,
    struct ra_err *e)
{
	struct content c = {
		.pass = pass != NULL && pass->p != NULL ? pass->p : "",
		.friendly = friendly,
		.cert = cert->x,
		.key = key->p,
		.chain = stack_of(chain),
	};
	unsigned char *p = NULL;
	PKCS12 *p12 = NULL;
	int n = 0;

	ERR_clear_error();
	if (c.chain != NULL)
		p12 = legacy ? make_old(&c) : make_new(&c);
	if (p12 != NULL)
		n = i2d_PKCS12(p12, &p);
	if (n > 0)
		ra_buf_add(out, (struct ra_span){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
	PKCS12_free(p12);
	sk_X509_pop_free(c.chain, X509_free);
	if (n <= 0)
		return ra_fail(e, RA_ELOCAL, _("PKCS#12: cannot be made: %s"),
		    ra_ossl_why());
	return ra_buf_done(out, "PKCS#12", e);
}
