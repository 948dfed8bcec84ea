/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* PKCS#12 files: opened bag by bag, so that a failure can be named. */
#include "pki/p12.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"
#include "pki/ossl.h"
#include "pki/pbe.h"

#define KEYS_MAX 8
#define CERTS_MAX 100
#define DEPTH_MAX 4 /* of bags in bags */
#define NAME_MAX_ALG 128

struct ra_p12 {
	struct ra_cert *cert;
	struct ra_key key;
	STACK_OF(X509) * chain; /* issuer first */
};

/* A file being opened. */
struct opening {
	const char *name;
	const char *pass; /* NULL and "" are two pass phrases here */
	int npass;
	bool maced; /* the pass phrase is known to be right */
	long work;  /* rounds of key derivation so far */
	struct ra_legacy old;
	EVP_PKEY *keys[KEYS_MAX];
	int nkeys;
	X509 *certs[CERTS_MAX];
	int ncerts;
};

static int
charge(struct opening *o, long work, const char *what, struct ra_err *e)
{
	if (work < 0 || work > RA_PBE_WORK_MAX - o->work)
		return ra_fail(e, RA_ECRED,
		    _("%s: %s asks for too many rounds, %d are the limit, or "
		      "cannot be read"),
		    o->name, what, RA_PBE_WORK_MAX);
	o->work += work;
	return 0;
}

static int
damaged(const struct opening *o, struct ra_err *e)
{
	return ra_fail(e, RA_ECRED, _("%s: damaged PKCS#12 file"), o->name);
}

/* The first advice stays: what failed otherwise has its own. */
static int
another_pass(struct ra_err *e)
{
	ra_next(e,
	    _("it is the PIN that was shown when the file was downloaded; the "
	      "key \"passphrase\" of the configuration names where it comes "
	      "from"));
	return -1;
}

static int
lacking(const struct opening *o, const char *alg, struct ra_err *e)
{
	ra_fail(e, RA_ECRED, _("%s: uses %s, which this OpenSSL lacks"),
	    o->name, alg);
	ra_next(e,
	    _("write the file again with a current algorithm, such as "
	      "AES-256"));
	return -1;
}

/* The queue tells of an algorithm that is not there; it is emptied. */
static bool
unsupported(void)
{
	static const int reasons[] = { EVP_R_UNSUPPORTED_ALGORITHM,
		EVP_R_UNKNOWN_PBE_ALGORITHM, EVP_R_UNSUPPORTED_CIPHER,
		EVP_R_UNKNOWN_CIPHER, EVP_R_UNSUPPORTED_PRF,
		EVP_R_UNSUPPORTED_KEY_DERIVATION_FUNCTION };
	unsigned long err;
	bool yes = false;

	while ((err = ERR_get_error()) != 0) {
		int r = ERR_GET_REASON(err);

		yes = yes || r == ERR_R_UNSUPPORTED;
		for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]);
		     i++)
			yes = yes ||
			    (ERR_GET_LIB(err) == ERR_LIB_EVP &&
				r == reasons[i]);
	}
	return yes;
}

/*
 * What alg encrypts, as an item. The default provider comes first, then one
 * with the legacy algorithms; the result belongs to neither.
 */
static void *
decrypt(struct opening *o, const X509_ALGOR *alg, const ASN1_OCTET_STRING *in,
    const ASN1_ITEM *it, struct ra_err *e)
{
	char what[NAME_MAX_ALG];
	bool lacks;
	void *out;

	ra_pbe_name(alg, what, sizeof(what));
	if (charge(o, ra_pbe_work(alg), what, e) == -1)
		return NULL;
	/* The 1 wipes what was decrypted, once it is parsed. */
	out = PKCS12_item_decrypt_d2i_ex(
	    alg, it, o->pass, o->npass, in, 1, NULL, NULL);
	/* Only then: a wrong pass phrase would have its rounds run twice. */
	lacks = out == NULL && unsupported();
	if (lacks && ra_legacy_open(&o->old)) {
		out = PKCS12_item_decrypt_d2i_ex(
		    alg, it, o->pass, o->npass, in, 1, o->old.ctx, NULL);
		lacks = out == NULL && unsupported();
	}
	if (out != NULL) {
		ERR_clear_error();
		return out;
	}
	if (lacks)
		lacking(o, what, e);
	else if (o->maced)
		damaged(o, e);
	else
		ra_fail(e, RA_ECRED,
		    _("%s: wrong pass phrase, or a damaged file"), o->name);
	another_pass(e);
	return NULL;
}

/*
 * Of the kinds that certificates of the service have. Reading one of another
 * may cost any time: that of DSA raises a number of any length to another.
 */
static bool
known_kind(const ASN1_OBJECT *alg)
{
	static const int kinds[] = { NID_rsaEncryption, NID_rsassaPss,
		NID_X9_62_id_ecPublicKey, NID_ED25519, NID_ED448 };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (OBJ_obj2nid(alg) == kinds[i])
			return true;
	return false;
}

/*
 * The key is made in the default context even where the legacy one decrypted
 * it, because TLS works in the default one.
 */
static int
take_key(struct opening *o, const PKCS8_PRIV_KEY_INFO *p8, struct ra_err *e)
{
	const ASN1_OBJECT *alg = NULL;
	char what[NAME_MAX_ALG] = "?";
	EVP_PKEY *key = NULL;

	if (o->nkeys == KEYS_MAX)
		return ra_fail(e, RA_ECRED, _("%s: more than %d private keys"),
		    o->name, KEYS_MAX);
	if (PKCS8_pkey_get0(&alg, NULL, NULL, NULL, p8) == 1 && known_kind(alg))
		key = EVP_PKCS82PKEY(p8);
	if (key == NULL) {
		if (alg != NULL)
			(void)OBJ_obj2txt(what, sizeof(what), alg, 0);
		ERR_clear_error();
		return ra_fail(e, RA_ECRED,
		    _("%s: the private key (%s) cannot be read"), o->name,
		    what);
	}
	o->keys[o->nkeys++] = key;
	return 0;
}

static int
take_sealed_key(struct opening *o, const X509_SIG *sealed, struct ra_err *e)
{
	const X509_ALGOR *alg = NULL;
	const ASN1_OCTET_STRING *in = NULL;
	PKCS8_PRIV_KEY_INFO *p8;
	int ret;

	X509_SIG_get0(sealed, &alg, &in);
	p8 = decrypt(o, alg, in, ASN1_ITEM_rptr(PKCS8_PRIV_KEY_INFO), e);
	if (p8 == NULL)
		return -1;
	ret = take_key(o, p8, e);
	PKCS8_PRIV_KEY_INFO_free(p8);
	return ret;
}

/* SDSI certificates and other kinds of bags are passed over. */
static int
take_cert(struct opening *o, const PKCS12_SAFEBAG *bag, struct ra_err *e)
{
	X509 *x;

	if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
		return 0;
	if (o->ncerts == CERTS_MAX)
		return ra_fail(e, RA_ECRED, _("%s: more than %d certificates"),
		    o->name, CERTS_MAX);
	if ((x = PKCS12_SAFEBAG_get1_cert(bag)) == NULL)
		return ra_fail(e, RA_ECRED,
		    _("%s: a certificate in it cannot be read"), o->name);
	o->certs[o->ncerts++] = x;
	return 0;
}

static int take_bags(struct opening *o, const STACK_OF(PKCS12_SAFEBAG) * bags,
    int depth, struct ra_err *e);

static int
take_bag(
    struct opening *o, const PKCS12_SAFEBAG *bag, int depth, struct ra_err *e)
{
	switch (PKCS12_SAFEBAG_get_nid(bag)) {
	case NID_keyBag:
		return take_key(o, PKCS12_SAFEBAG_get0_p8inf(bag), e);
	case NID_pkcs8ShroudedKeyBag:
		return take_sealed_key(o, PKCS12_SAFEBAG_get0_pkcs8(bag), e);
	case NID_certBag:
		return take_cert(o, bag, e);
	case NID_safeContentsBag:
		return take_bags(
		    o, PKCS12_SAFEBAG_get0_safes(bag), depth + 1, e);
	default:
		return 0; /* CRLs and secrets of others */
	}
}

static int
take_bags(struct opening *o, const STACK_OF(PKCS12_SAFEBAG) * bags, int depth,
    struct ra_err *e)
{
	if (depth > DEPTH_MAX)
		return damaged(o, e);
	for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++) {
		if (take_bag(o, sk_PKCS12_SAFEBAG_value(bags, i), depth, e) ==
		    -1)
			return -1;
	}
	return 0;
}

/* The bags of one part, or NULL. */
static STACK_OF(PKCS12_SAFEBAG) *
    unpack(struct opening *o, PKCS7 *p7, struct ra_err *e)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	const PKCS7_ENC_CONTENT *c = NULL;

	if (PKCS7_type_is_data(p7)) {
		if ((bags = PKCS12_unpack_p7data(p7)) == NULL)
			damaged(o, e);
		return bags;
	}
	if (!PKCS7_type_is_encrypted(p7)) {
		ra_fail(e, RA_ECRED,
		    _("%s: a part is not sealed with a pass phrase"), o->name);
		return NULL;
	}
	if (p7->d.encrypted != NULL)
		c = p7->d.encrypted->enc_data;
	if (c == NULL || c->algorithm == NULL || c->enc_data == NULL) {
		damaged(o, e);
		return NULL;
	}
	return decrypt(
	    o, c->algorithm, c->enc_data, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), e);
}

static int
walk(struct opening *o, const PKCS12 *p12, struct ra_err *e)
{
	STACK_OF(PKCS7) *parts = PKCS12_unpack_authsafes(p12);
	int ret = -1;

	if (parts == NULL)
		return damaged(o, e);
	for (int i = 0; i < sk_PKCS7_num(parts); i++) {
		STACK_OF(PKCS12_SAFEBAG) *bags =
		    unpack(o, sk_PKCS7_value(parts, i), e);

		ret = bags == NULL ? -1 : take_bags(o, bags, 0, e);
		sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
		if (ret == -1)
			goto out;
	}
	ret = 0;
out:
	sk_PKCS7_pop_free(parts, PKCS7_free);
	return ret;
}

/*
 * Find out by the MAC whether the pass phrase is right. An empty one was
 * written by some as no password at all (RFC 7292 appendix B.1).
 */
static int
check_mac(struct opening *o, PKCS12 *p12, struct ra_err *e)
{
	const X509_ALGOR *alg = NULL;
	const ASN1_INTEGER *iter = NULL;
	char what[NAME_MAX_ALG];
	long rounds;

	if (!PKCS12_mac_present(p12))
		return 0;
	PKCS12_get0_mac(NULL, &alg, NULL, &iter, p12);
	/* RFC 7292 section 4: one round where the field is absent. */
	ra_pbe_name(alg, what, sizeof(what));
	rounds = iter == NULL ? 1 : ASN1_INTEGER_get(iter);
	if (charge(o, rounds, what, e) == -1)
		return -1;
	o->maced = PKCS12_verify_mac(p12, o->pass, o->npass) == 1;
	if (!o->maced && o->npass == 0) {
		if (charge(o, rounds, what, e) == -1)
			return -1;
		o->pass = NULL;
		o->maced = PKCS12_verify_mac(p12, NULL, 0) == 1;
	}
	if (o->maced)
		return 0;
	if (ERR_peek_error() != 0)
		return lacking(o, what, e);
	ra_fail(e, RA_ECRED, _("%s: wrong pass phrase"), o->name);
	return another_pass(e);
}

static PKCS12 *
read_der(const char *name, struct ra_span in, struct ra_err *e)
{
	const unsigned char *p = (const unsigned char *)in.p, *end = p + in.n;
	PKCS12 *p12 = NULL;

	if (in.n > RA_P12_MAX) {
		ra_fail(e, RA_ECRED,
		    _("%s: %zu bytes, a PKCS#12 file has at most %u"), name,
		    in.n, RA_P12_MAX);
	} else if (in.n == 0 ||
	    (p12 = d2i_PKCS12(NULL, &p, (long)in.n)) == NULL) {
		ra_fail(e, RA_ECRED, _("%s: not a PKCS#12 file"), name);
		ra_next(e,
		    _("the key \"credential\" names the .p12 file as it was "
		      "downloaded"));
	} else if (p != end) {
		ra_fail(e, RA_ECRED, _("%s: %td bytes after the PKCS#12 data"),
		    name, end - p);
		PKCS12_free(p12);
		p12 = NULL;
	}
	return p12;
}

/* The certificate and key that belong together, by position. */
static bool
find_pair(const struct opening *o, int *cert, int *key)
{
	for (*key = 0; *key < o->nkeys; ++*key) {
		for (*cert = 0; *cert < o->ncerts; ++*cert) {
			if (X509_check_private_key(
				o->certs[*cert], o->keys[*key]) == 1)
				return true;
		}
	}
	return false;
}

/* Whatever is wrong with it is the credential's fault here. */
static struct ra_cert *
to_cert(const char *name, X509 *x, struct ra_err *e)
{
	struct ra_err why = { 0 };
	unsigned char *p = NULL;
	int n = i2d_X509(x, &p);
	struct ra_cert *c = NULL;

	if (n > 0)
		c = ra_cert_parse(
		    name, (struct ra_span){ (const char *)p, (size_t)n }, &why);
	OPENSSL_free(p);
	if (c == NULL)
		ra_fail(e, RA_ECRED, "%s",
		    n > 0 ? why.msg : _("certificate: cannot be read"));
	return c;
}

static void
misfit(const struct opening *o, struct ra_err *e)
{
	struct ra_cert *c = to_cert(o->name, o->certs[0], e);
	struct ra_buf dn, text;

	if (c == NULL)
		return;
	ra_buf_init(&dn, RA_CERT_MAX);
	ra_buf_init(&text, RA_CERT_MAX);
	ra_dn_format(ra_cert_subject(c), &dn);
	ra_text_show(ra_buf_span(&dn), &text);
	ra_fail(e, RA_ECRED,
	    _("%s: the private key is not that of the certificate \"%s\""),
	    o->name, ra_buf_str(&text));
	ra_buf_clear(&text);
	ra_buf_clear(&dn);
	ra_cert_free(c);
}

/*
 * Issuers in the order that TLS sends them, without the root: RFC 8446 4.4.2.
 * No more steps than certificates, so that issuers in a circle end.
 */
static STACK_OF(X509) * build_chain(const struct opening *o, X509 *leaf)
{
	STACK_OF(X509) *chain = sk_X509_new_null();
	X509 *at = leaf;

	for (int i = 0; i < o->ncerts && chain != NULL; i++) {
		X509 *up = NULL;

		for (int j = 0; j < o->ncerts && up == NULL; j++) {
			if (X509_check_issued(o->certs[j], at) == X509_V_OK)
				up = o->certs[j];
		}
		if (up == NULL || up == at ||
		    X509_check_issued(up, up) == X509_V_OK ||
		    !X509_add_cert(chain, up, X509_ADD_FLAG_UP_REF))
			break;
		at = up;
	}
	return chain;
}

static struct ra_p12 *
assemble(const struct opening *o, struct ra_err *e)
{
	struct ra_p12 *p;
	struct ra_cert *c;
	int cert, key;

	if (o->ncerts == 0 || o->nkeys == 0) {
		ra_fail(e, RA_ECRED,
		    o->ncerts > 0      ? _("%s: no private key in it")
			: o->nkeys > 0 ? _("%s: no certificate in it")
				       : _("%s: neither certificate nor "
					   "private key in it"),
		    o->name);
		return NULL;
	}
	if (!find_pair(o, &cert, &key)) {
		misfit(o, e);
		return NULL;
	}
	if ((c = to_cert(o->name, o->certs[cert], e)) == NULL)
		return NULL;
	p = ra_calloc(1, sizeof(*p));
	p->cert = c;
	p->key.p = o->keys[key];
	EVP_PKEY_up_ref(p->key.p);
	p->chain = build_chain(o, o->certs[cert]);
	return p;
}

/* The queue of errors too: a later TLS call would read them as its own. */
static void
opening_clear(struct opening *o)
{
	while (o->nkeys > 0)
		EVP_PKEY_free(o->keys[--o->nkeys]);
	while (o->ncerts > 0)
		X509_free(o->certs[--o->ncerts]);
	ra_legacy_close(&o->old);
	ERR_clear_error();
}

struct ra_p12 *
ra_p12_open(const char *name, struct ra_span in, const struct ra_secret *pass,
    struct ra_err *e)
{
	struct opening o = { .name = name, .pass = "" };
	struct ra_p12 *p = NULL;
	PKCS12 *p12;

	ERR_clear_error();
	/* OpenSSL counts in int and turns it into UTF-16 of twice the size. */
	if (pass != NULL && pass->n > RA_SECRET_MAX) {
		ra_fail(e, RA_ECRED, _("%s: pass phrase longer than %d bytes"),
		    name, RA_SECRET_MAX);
		return NULL;
	}
	if (pass != NULL && pass->n > 0) {
		o.pass = pass->p;
		o.npass = (int)pass->n;
	}
	p12 = read_der(name, in, e);
	if (p12 != NULL && check_mac(&o, p12, e) == 0 && walk(&o, p12, e) == 0)
		p = assemble(&o, e);
	PKCS12_free(p12);
	opening_clear(&o);
	return p;
}

const struct ra_cert *
ra_p12_cert(const struct ra_p12 *p)
{
	return p->cert;
}

int
ra_p12_use(const struct ra_p12 *p, void *ssl_ctx, struct ra_err *e)
{
	SSL_CTX *ctx = ssl_ctx;
	bool ok;

	ERR_clear_error();
	ok = SSL_CTX_use_certificate(ctx, p->cert->x) == 1 &&
	    SSL_CTX_use_PrivateKey(ctx, p->key.p) == 1 &&
	    SSL_CTX_check_private_key(ctx) == 1 &&
	    SSL_CTX_clear_chain_certs(ctx) == 1;
	for (int i = 0; ok && i < sk_X509_num(p->chain); i++)
		ok = SSL_CTX_add1_chain_cert(ctx, sk_X509_value(p->chain, i)) ==
		    1;
	if (!ok)
		return ra_fail(e, RA_ECRED,
		    _("credential: TLS does not take it: %s"), ra_ossl_why());
	return 0;
}

void
ra_p12_free(struct ra_p12 *p)
{
	if (p == NULL)
		return;
	ra_cert_free(p->cert);
	EVP_PKEY_free(p->key.p);
	sk_X509_pop_free(p->chain, X509_free);
	free(p);
}
