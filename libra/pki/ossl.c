/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The steps between OpenSSL's types and ours. */
#include "pki/ossl.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>

#include "base/i18n.h"
#include "base/mem.h"

#define SAN_TEXT_MAX 254 /* RFC 1035 2.3.4, RFC 5321 4.5.3.1.3 */

static const struct {
	int nid;
	enum ra_attr attr;
} attrs[] = {
	{ NID_commonName, RA_ATTR_CN },
	{ NID_organizationalUnitName, RA_ATTR_OU },
	{ NID_organizationName, RA_ATTR_O },
	{ NID_localityName, RA_ATTR_L },
	{ NID_stateOrProvinceName, RA_ATTR_ST },
	{ NID_countryName, RA_ATTR_C },
	{ NID_pkcs9_emailAddress, RA_ATTR_EMAIL },
};
#define NATTRS (sizeof(attrs) / sizeof(attrs[0]))

/* Names that people write in capitals and OpenSSL knows in its own way. */
static const struct {
	const char *name;
	int nid;
} others[] = {
	{ "SERIALNUMBER", NID_serialNumber },
	{ "GIVENNAME", NID_givenName },
	{ "TITLE", NID_title },
	{ "STREET", NID_streetAddress },
	{ "POSTALCODE", NID_postalCode },
	{ "UID", NID_userId },
	{ "DC", NID_domainComponent },
	{ "ORGANIZATIONIDENTIFIER", NID_organizationIdentifier },
	{ "BUSINESSCATEGORY", NID_businessCategory },
};
#define NOTHERS (sizeof(others) / sizeof(others[0]))

const char *
ra_ossl_why(void)
{
	const char *why = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return why != NULL ? why : _("no reason given");
}

/*
 * Visible ASCII alone: a NUL would end the name for us and not for the CA,
 * and control characters do not belong on a terminal.
 */
static bool
graphic(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] <= ' ' || p[i] > '~')
			return false;
	}
	return n > 0;
}

static int
rdn_from_x509(const char *name, const X509_NAME_ENTRY *in, struct ra_rdn *r,
    struct ra_err *e)
{
	const ASN1_OBJECT *obj = X509_NAME_ENTRY_get_object(in);
	int nid = OBJ_obj2nid(obj), n;
	unsigned char *utf8 = NULL;
	char oid[128];

	/* An attribute that OpenSSL has no name for is told by its number. */
	if (nid != NID_undef)
		(void)OPENSSL_strlcpy(oid, OBJ_nid2sn(nid), sizeof(oid));
	else if (OBJ_obj2txt(oid, sizeof(oid), obj, 1) <= 0)
		(void)OPENSSL_strlcpy(oid, "?", sizeof(oid));
	n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(in));
	if (n < 0) {
		ERR_clear_error();
		return ra_fail(e, RA_EINPUT,
		    _("%s: the value of %s cannot be read as text"), name, oid);
	}
	if (memchr(utf8, '\0', (size_t)n) != NULL) {
		OPENSSL_free(utf8);
		return ra_fail(e, RA_EINPUT,
		    _("%s: a NUL byte stands in the value of %s"), name, oid);
	}
	r->attr = RA_ATTR_OTHER;
	for (size_t i = 0; i < NATTRS; i++) {
		if (attrs[i].nid == nid)
			r->attr = attrs[i].attr;
	}
	r->name = ra_strdup(oid);
	r->value = ra_strndup((const char *)utf8, (size_t)n);
	r->spaced = ra_span_trim(ra_span_str(r->value)).n != (size_t)n;
	OPENSSL_free(utf8);
	return 0;
}

int
ra_dn_from_x509(
    const char *name, const X509_NAME *in, struct ra_dn *dn, struct ra_err *e)
{
	int n = X509_NAME_entry_count(in);

	*dn = (struct ra_dn){ 0 };
	if (n > RA_DN_RDN_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %d attributes in a name, at most %d are taken"),
		    name, n, RA_DN_RDN_MAX);
	for (int i = 0; i < n; i++) {
		if (rdn_from_x509(name, X509_NAME_get_entry(in, i),
			&dn->rdn[dn->n], e) == -1)
			return -1;
		dn->n++;
	}
	return 0;
}

/* OpenSSL finds a name by its exact case alone. */
static int
rdn_nid(const struct ra_rdn *r)
{
	for (size_t i = 0; i < NATTRS; i++) {
		if (attrs[i].attr == r->attr)
			return attrs[i].nid;
	}
	for (size_t i = 0; i < NOTHERS; i++) {
		if (ra_span_caseeqs(ra_span_str(r->name), others[i].name))
			return others[i].nid;
	}
	return OBJ_txt2nid(r->name);
}

/*
 * OpenSSL chooses UTF8String, but PrintableString for C and IA5String for
 * mail addresses, as RFC 5280 4.1.2.4 and its appendix A want.
 */
X509_NAME *
ra_dn_to_x509(const struct ra_dn *dn, struct ra_err *e)
{
	X509_NAME *out = X509_NAME_new();
	bool ok = out != NULL;

	ERR_clear_error();
	for (size_t i = 0; ok && i < dn->n; i++) {
		const struct ra_rdn *r = &dn->rdn[i];
		int nid = rdn_nid(r);

		if (nid == NID_undef) {
			ra_fail(e, RA_EINPUT,
			    _("attribute %s: not known to X.509"),
			    graphic(r->name, strlen(r->name)) ? r->name : "?");
			ok = false;
		} else if (X509_NAME_add_entry_by_NID(out, nid, MBSTRING_UTF8,
			       (const unsigned char *)r->value, -1, -1,
			       0) != 1) {
			ra_fail(e, RA_EINPUT, _("attribute %s: %s"), r->name,
			    ra_ossl_why());
			ok = false;
		}
	}
	if (!ok) {
		X509_NAME_free(out);
		out = NULL;
	}
	return out;
}

/* A curve spelled out by its parameters is nobody's named curve. */
static void
curve_of(const EVP_PKEY *p, char *out, size_t n)
{
	int explicit_params = 0;

	(void)EVP_PKEY_get_int_param(p,
	    OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit_params);
	if (explicit_params != 0 ||
	    EVP_PKEY_get_utf8_string_param(
		p, OSSL_PKEY_PARAM_GROUP_NAME, out, n, NULL) != 1)
		out[0] = '\0';
}

void
ra_hex(const unsigned char *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * n] = '\0';
}

static void
describe(const EVP_PKEY *p, struct ra_key_info *out)
{
	*out = (struct ra_key_info){ .type = RA_KEY_OTHER };
	if (p == NULL)
		return;
	if (EVP_PKEY_get_base_id(p) == EVP_PKEY_RSA)
		out->type = RA_KEY_RSA;
	else if (EVP_PKEY_get_base_id(p) == EVP_PKEY_EC)
		out->type = RA_KEY_EC;
	out->bits = EVP_PKEY_get_bits(p);
	if (out->type == RA_KEY_EC)
		curve_of(p, out->curve, sizeof(out->curve));
}

/* Takes the DER, of n bytes or none. */
static void
digest_spki(unsigned char *der, int n, char *out)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned mdn = 0;

	if (n > 0 &&
	    EVP_Digest(der, (size_t)n, md, &mdn, EVP_sha256(), NULL) == 1)
		ra_hex(md, mdn, out);
	OPENSSL_free(der);
	ERR_clear_error();
}

void
ra_key_info_of(const EVP_PKEY *p, struct ra_key_info *out)
{
	unsigned char *der = NULL;
	int n;

	describe(p, out);
	n = p != NULL ? i2d_PUBKEY(p, &der) : 0;
	digest_spki(der, n, out->spki);
}

/*
 * The key in its envelope is not encoded anew: OpenSSL would look for an
 * encoder among all of its providers, which costs more than the verification
 * of an RSA signature.
 */
void
ra_key_info_of_spki(const X509_PUBKEY *in, struct ra_key_info *out)
{
	const EVP_PKEY *p = X509_PUBKEY_get0(in);
	unsigned char *der = NULL;
	int n;

	describe(p, out);
	n = p != NULL ? i2d_X509_PUBKEY(in, &der) : 0;
	digest_spki(der, n, out->spki);
}

/* As the curves are matched with hashes in RFC 5480 section 4. */
const EVP_MD *
ra_key_digest(const EVP_PKEY *p)
{
	switch (EVP_PKEY_get_base_id(p)) {
	case EVP_PKEY_RSA:
		return EVP_sha256();
	case EVP_PKEY_EC:
		return EVP_PKEY_get_bits(p) > 256 ? EVP_sha384() : EVP_sha256();
	default:
		return NULL;
	}
}

int
ra_names_from(const char *name, const GENERAL_NAMES *in, size_t max,
    struct ra_names *out, struct ra_err *e)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(in); i++) {
		const GENERAL_NAME *g = sk_GENERAL_NAME_value(in, i);
		const char *p;
		size_t n;

		/* A server record lists no addresses and no mail names. */
		if (g->type != GEN_DNS)
			continue;
		p = (const char *)ASN1_STRING_get0_data(g->d.dNSName);
		n = (size_t)ASN1_STRING_length(g->d.dNSName);
		if (!graphic(p, n))
			return ra_fail(e, RA_EINPUT,
			    _("%s: dNSName %zu is empty or has a byte that "
			      "is no visible ASCII"),
			    name, out->n + 1);
		if (out->n == max)
			return ra_fail(e, RA_EINPUT,
			    _("%s: more than %zu dNSName entries"), name, max);
		out->v = ra_grow(out->v, out->n, sizeof(*out->v));
		out->v[out->n++] = ra_strndup(p, n);
	}
	return 0;
}

void
ra_names_clear(struct ra_names *n)
{
	for (size_t i = 0; i < n->n; i++)
		free(n->v[i]);
	free(n->v);
	*n = (struct ra_names){ 0 };
}

/* IA5String, RFC 5280 4.2.1.6: names beyond ASCII come as A-labels. */
int
ra_names_add(GENERAL_NAMES *names, int type, const char *text, struct ra_err *e)
{
	size_t n = strlen(text);
	GENERAL_NAME *g = NULL;
	ASN1_IA5STRING *s = NULL;

	if (n > SAN_TEXT_MAX || !graphic(text, n))
		return ra_fail(e, RA_EINPUT,
		    _("alternative name: empty, longer than %d bytes or not "
		      "visible ASCII"),
		    SAN_TEXT_MAX);
	if ((s = ASN1_IA5STRING_new()) == NULL ||
	    ASN1_STRING_set(s, text, (int)n) != 1 ||
	    (g = GENERAL_NAME_new()) == NULL)
		goto fail;
	GENERAL_NAME_set0_value(g, type, s);
	s = NULL;
	if (sk_GENERAL_NAME_push(names, g) > 0)
		return 0;
fail:
	ASN1_IA5STRING_free(s);
	GENERAL_NAME_free(g);
	return ra_fail(e, RA_ELOCAL, _("alternative name: %s"), ra_ossl_why());
}
