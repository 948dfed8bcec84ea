/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Certificates made by a local CA (RFC 5280, profile of its section 4). */
#include "pki/cert.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/i18n.h"
#include "pki/ossl.h"

struct ext {
	int nid;
	const char *value;
};

/* By kind; an EC key cannot encipher a key (RFC 5480 section 3). */
static const struct usage {
	struct ext rsa, ec, eku;
} usages[] = {
	[RA_CERT_CA] = {
	    { NID_key_usage, "critical,keyCertSign,cRLSign" },
	    { NID_key_usage, "critical,keyCertSign,cRLSign" },
	    { NID_basic_constraints, "critical,CA:TRUE" },
	},
	[RA_CERT_SERVER] = {
	    { NID_key_usage, "critical,digitalSignature,keyEncipherment" },
	    { NID_key_usage, "critical,digitalSignature" },
	    { NID_ext_key_usage, "serverAuth" },
	},
	[RA_CERT_CLIENT] = {
	    { NID_key_usage, "critical,digitalSignature,keyEncipherment" },
	    { NID_key_usage, "critical,digitalSignature" },
	    { NID_ext_key_usage, "clientAuth" },
	},
	[RA_CERT_SMIME] = {
	    { NID_key_usage, "critical,digitalSignature,keyEncipherment" },
	    { NID_key_usage, "critical,digitalSignature,keyAgreement" },
	    { NID_ext_key_usage, "emailProtection" },
	},
};

static int
broken(struct ra_err *e)
{
	return ra_fail(
	    e, RA_ELOCAL, _("certificate cannot be made: %s"), ra_ossl_why());
}

static int
add_ext(X509 *x, X509 *issuer, const struct ext *in, struct ra_err *e)
{
	X509V3_CTX ctx;
	X509_EXTENSION *ext;
	int ok;

	/* For the issuer's key identifier, copied from its certificate. */
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, in->nid, in->value);
	ok = ext != NULL && X509_add_ext(x, ext, -1) == 1;
	X509_EXTENSION_free(ext);
	return ok ? 0 : broken(e);
}

static int
add_ip(GENERAL_NAMES *names, const char *ip, struct ra_err *e)
{
	ASN1_OCTET_STRING *addr = a2i_IPADDRESS(ip);
	GENERAL_NAME *g = GENERAL_NAME_new();

	if (addr == NULL || g == NULL) {
		ASN1_OCTET_STRING_free(addr);
		GENERAL_NAME_free(g);
		return ra_fail(
		    e, RA_EINPUT, _("\"%s\": not an IP address"), ip);
	}
	GENERAL_NAME_set0_value(g, GEN_IPADD, addr);
	if (sk_GENERAL_NAME_push(names, g) > 0)
		return 0;
	GENERAL_NAME_free(g);
	return broken(e);
}

/* Built name by name: a text for OpenSSL's own parser could hold commas. */
static int
add_san(X509 *x, const struct ra_cert_spec *s, struct ra_err *e)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	int ret = -1;

	if (names == NULL) {
		broken(e);
		goto out;
	}
	for (const char *const *d = s->dns; d != NULL && *d != NULL; d++) {
		if (ra_names_add(names, GEN_DNS, *d, e) == -1)
			goto out;
	}
	if ((s->mail != NULL &&
		ra_names_add(names, GEN_EMAIL, s->mail, e) == -1) ||
	    (s->ip != NULL && add_ip(names, s->ip, e) == -1))
		goto out;
	/* Critical where it alone names the subject: RFC 5280 4.2.1.6. */
	if (sk_GENERAL_NAME_num(names) > 0 &&
	    X509_add1_ext_i2d(x, NID_subject_alt_name, names,
		s->subject->n == 0, X509V3_ADD_DEFAULT) != 1)
		broken(e);
	else
		ret = 0;
out:
	GENERAL_NAMES_free(names);
	return ret;
}

/* The order matters: a root takes its own key identifier as issuer's. */
static int
add_exts(X509 *x, X509 *issuer, const struct ra_cert_spec *s, struct ra_err *e)
{
	static const struct ext ids[] = {
		{ NID_subject_key_identifier, "hash" },
		{ NID_authority_key_identifier, "keyid:always" },
	};
	const struct usage *u = &usages[s->kind];
	bool ec = EVP_PKEY_get_base_id(X509_get0_pubkey(x)) == EVP_PKEY_EC;

	if (add_ext(x, issuer, &ids[0], e) == -1 ||
	    add_ext(x, issuer, &ids[1], e) == -1 ||
	    add_ext(x, issuer, ec ? &u->ec : &u->rsa, e) == -1 ||
	    add_ext(x, issuer, &u->eku, e) == -1)
		return -1;
	return add_san(x, s, e);
}

static int
set_serial(X509 *x, const struct ra_serial *in, struct ra_err *e)
{
	BIGNUM *bn = NULL;
	ASN1_INTEGER *i = NULL;
	int ret = -1;

	if (BN_dec2bn(&bn, in->dec) == 0 || BN_is_zero(bn))
		ra_fail(e, RA_EINPUT, _("certificate: no serial number"));
	else if ((i = BN_to_ASN1_INTEGER(bn, NULL)) == NULL ||
	    X509_set_serialNumber(x, i) != 1)
		broken(e);
	else
		ret = 0;
	ASN1_INTEGER_free(i);
	BN_free(bn);
	return ret;
}

/* ASN1_TIME takes the form that RFC 5280 4.1.2.5 wants for the year. */
static int
set_validity(X509 *x, const struct ra_cert_spec *s, struct ra_err *e)
{
	if (s->not_after < s->not_before)
		return ra_fail(e, RA_EINPUT,
		    _("certificate: it would end before it begins"));
	if (ASN1_TIME_set(X509_getm_notBefore(x), s->not_before) == NULL ||
	    ASN1_TIME_set(X509_getm_notAfter(x), s->not_after) == NULL)
		return broken(e);
	return 0;
}

static int
set_names(X509 *x, const struct ra_cert_spec *s, const struct ra_cert *issuer,
    struct ra_err *e)
{
	X509_NAME *subject = ra_dn_to_x509(s->subject, e);
	int ret = -1;

	if (subject == NULL)
		return -1;
	if (X509_set_subject_name(x, subject) != 1 ||
	    X509_set_issuer_name(x,
		issuer != NULL ? X509_get_subject_name(issuer->x) : subject) !=
		1)
		broken(e);
	else
		ret = 0;
	X509_NAME_free(subject);
	return ret;
}

static int
set_key(X509 *x, const struct ra_cert_spec *s, struct ra_err *e)
{
	EVP_PKEY *pub = NULL;

	if (s->csr != NULL)
		pub = X509_REQ_get0_pubkey(s->csr->r);
	else if (s->key != NULL)
		pub = s->key->p;
	if (pub == NULL)
		return ra_fail(e, RA_EINPUT, _("certificate: no public key"));
	return X509_set_pubkey(x, pub) == 1 ? 0 : broken(e);
}

/* Read back, so that what is handed out is what others will read. */
static struct ra_cert *
read_back(X509 *x, struct ra_err *e)
{
	unsigned char *p = NULL;
	int n = i2d_X509(x, &p);
	struct ra_cert *c = NULL;

	if (n <= 0)
		broken(e);
	else
		c = ra_cert_parse(_("certificate made here"),
		    (struct ra_span){ (const char *)p, (size_t)n }, e);
	OPENSSL_free(p);
	return c;
}

struct ra_cert *
ra_cert_make(const struct ra_cert_spec *spec, const struct ra_cert *issuer,
    const struct ra_key *ca_key, struct ra_err *e)
{
	const EVP_MD *md = ra_key_digest(ca_key->p);
	X509 *x = X509_new();
	struct ra_cert *c = NULL;

	ERR_clear_error();
	if (issuer != NULL && !ra_cert_fits(issuer, ca_key)) {
		ra_fail(e, RA_EINPUT,
		    _("certificate: the key is not the issuer's"));
		goto out;
	}
	if (x == NULL || md == NULL ||
	    X509_set_version(x, X509_VERSION_3) != 1) {
		broken(e);
		goto out;
	}
	if (set_serial(x, &spec->serial, e) == -1 ||
	    set_validity(x, spec, e) == -1 ||
	    set_names(x, spec, issuer, e) == -1 || set_key(x, spec, e) == -1 ||
	    add_exts(x, issuer != NULL ? issuer->x : x, spec, e) == -1)
		goto out;
	if (X509_sign(x, ca_key->p, md) <= 0)
		broken(e);
	else
		c = read_back(x, e);
out:
	X509_free(x);
	ERR_clear_error();
	return c;
}
