/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Certificates: read and shown. */
#include "pki/cert.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "pki/armour.h"
#include "pki/ossl.h"

static const char *const labels[] = { "CERTIFICATE", "X509 CERTIFICATE", NULL };
static const struct ra_armour armour = { N_("certificate"), labels, RA_CERT_MAX,
	false };

/* d2i takes a prefix: what it leaves over is an error. */
static int
read_der(
    const char *name, struct ra_span der, struct ra_cert *c, struct ra_err *e)
{
	const unsigned char *p = (const unsigned char *)der.p, *end = p + der.n;

	if (der.n > RA_CERT_MAX ||
	    (c->x = d2i_X509(NULL, &p, (long)der.n)) == NULL)
		return ra_fail(e, RA_EINPUT, _("%s: not a certificate"), name);
	if (p != end)
		return ra_fail(e, RA_EINPUT, _("%s: %td bytes after the %s"),
		    name, end - p, _(armour.what));
	return 0;
}

/* RFC 5280 4.1.1.2: both fields name the same algorithm. */
static int
check_sigalg(const char *name, const X509 *x, struct ra_err *e)
{
	const X509_ALGOR *outer = NULL;

	/* Only the inner field is signed; anybody could change the outer. */
	X509_get0_signature(NULL, &outer, x);
	if (X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(x)) != 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s: the two signature algorithm fields differ"), name);
	return 0;
}

/* RFC 5280 4.1.2.2 wants it positive; old roots have zero. */
static int
read_serial(const char *name, struct ra_cert *c, struct ra_err *e)
{
	BIGNUM *bn = ASN1_INTEGER_to_BN(X509_get0_serialNumber(c->x), NULL);
	int ret = -1;

	if (bn == NULL || ra_serial_from_bn(bn, &c->serial) == -1)
		ra_fail(e, RA_EINPUT,
		    _("%s: serial number negative or longer than %d bits"),
		    name, RA_SERIAL_BITS_MAX);
	else
		ret = 0;
	BN_free(bn);
	return ret;
}

/* Days from 1970-01-01; POSIX has no timegm(). */
static long long
days(int y, int m, int d)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334 };
	long long past = y - 1;
	long long n = past * 365 + past / 4 - past / 100 + past / 400;
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return n + before[m] + (m > 1 && leap) + d - 1 - 719162;
}

static int
read_time(const char *name, const ASN1_TIME *in, time_t *out, struct ra_err *e)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(in, &tm) != 1 || tm.tm_year < -1899 ||
	    tm.tm_mon < 0 || tm.tm_mon > 11)
		return ra_fail(e, RA_EINPUT,
		    _("%s: a date of the validity cannot be read"), name);
	/* Of UTC, as RFC 5280 4.1.2.5 has it; mktime(3) would use the zone
	 * here. */
	*out = (time_t)(days(tm.tm_year + 1900, tm.tm_mon, tm.tm_mday) * 86400 +
	    tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec);
	return 0;
}

static int
read_names(const char *name, struct ra_cert *c, struct ra_err *e)
{
	int crit = -1, ret;
	GENERAL_NAMES *san =
	    X509_get_ext_d2i(c->x, NID_subject_alt_name, &crit, NULL);

	/* -1 is absent, -2 more than one: RFC 5280 4.2. */
	if (san == NULL && crit == -1)
		return 0;
	if (san == NULL)
		return ra_fail(e, RA_EINPUT,
		    crit == -2 ? _("%s: subjectAltName stands there twice")
			       : _("%s: subjectAltName cannot be read"),
		    name);
	ret = ra_names_from(name, san, RA_CERT_SAN_MAX, &c->dns, e);
	GENERAL_NAMES_free(san);
	return ret;
}

struct ra_cert *
ra_cert_parse(const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_cert *c = ra_calloc(1, sizeof(*c));
	struct ra_buf der;
	bool ok = false;

	ERR_clear_error();
	ra_buf_init(&der, RA_CERT_MAX);
	if (ra_armour_open(name, in, &armour, &der, e) == -1 ||
	    read_der(name, ra_buf_span(&der), c, e) == -1 ||
	    check_sigalg(name, c->x, e) == -1 ||
	    read_serial(name, c, e) == -1 ||
	    read_time(name, X509_get0_notBefore(c->x), &c->not_before, e) ==
		-1 ||
	    read_time(name, X509_get0_notAfter(c->x), &c->not_after, e) == -1 ||
	    ra_dn_from_x509(
		name, X509_get_subject_name(c->x), &c->subject, e) == -1 ||
	    ra_dn_from_x509(name, X509_get_issuer_name(c->x), &c->issuer, e) ==
		-1 ||
	    read_names(name, c, e) == -1)
		goto out;
	ra_key_info_of_spki(X509_get_X509_PUBKEY(c->x), &c->key);
	ok = true;
out:
	ra_buf_clear(&der);
	ERR_clear_error();
	if (!ok) {
		ra_cert_free(c);
		c = NULL;
	}
	return c;
}

const struct ra_dn *
ra_cert_subject(const struct ra_cert *c)
{
	return &c->subject;
}

const struct ra_dn *
ra_cert_issuer(const struct ra_cert *c)
{
	return &c->issuer;
}

const struct ra_serial *
ra_cert_serial(const struct ra_cert *c)
{
	return &c->serial;
}

const struct ra_key_info *
ra_cert_key(const struct ra_cert *c)
{
	return &c->key;
}

time_t
ra_cert_not_before(const struct ra_cert *c)
{
	return c->not_before;
}

time_t
ra_cert_not_after(const struct ra_cert *c)
{
	return c->not_after;
}

const char *
ra_cert_dnsname(const struct ra_cert *c, size_t n)
{
	return n < c->dns.n ? c->dns.v[n] : NULL;
}

/* Of the whole DER, as viewers of certificates show it. */
void
ra_cert_fingerprint(const struct ra_cert *c, char out[65])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	out[0] = '\0';
	if (X509_digest(c->x, EVP_sha256(), md, &n) == 1)
		ra_hex(md, n, out);
}

int
ra_cert_to_der(const struct ra_cert *c, struct ra_buf *out, struct ra_err *e)
{
	unsigned char *p = NULL;
	int n = i2d_X509(c->x, &p);

	if (n > 0)
		ra_buf_add(out, (struct ra_span){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
	if (n <= 0)
		return ra_fail(
		    e, RA_ELOCAL, _("certificate: %s"), ra_ossl_why());
	return ra_buf_done(out, _(armour.what), e);
}

void
ra_cert_to_pem(const struct ra_cert *c, struct ra_buf *out)
{
	struct ra_buf der;

	ra_buf_init(&der, RA_CERT_MAX);
	if (ra_cert_to_der(c, &der, NULL) == 0)
		ra_armour_pem(&armour, ra_buf_span(&der), out);
	ra_buf_clear(&der);
}

/* OpenSSL compares public halves; a failure leaves errors in its queue. */
bool
ra_cert_fits(const struct ra_cert *c, const struct ra_key *k)
{
	bool fits = X509_check_private_key(c->x, k->p) == 1;

	ERR_clear_error();
	return fits;
}

/* The signature alone; names, dates and use are for the caller. */
bool
ra_cert_signed_by(const struct ra_cert *c, const struct ra_cert *issuer)
{
	EVP_PKEY *pub = X509_get0_pubkey(issuer->x);
	bool good = pub != NULL && X509_verify(c->x, pub) == 1;

	ERR_clear_error();
	return good;
}

bool
ra_cert_issued_by(const struct ra_cert *c, const struct ra_cert *issuer)
{
	const ASN1_OCTET_STRING *named = X509_get0_authority_key_id(c->x);
	const ASN1_OCTET_STRING *is = X509_get0_subject_key_id(issuer->x);

	return named != NULL && is != NULL &&
	    ASN1_OCTET_STRING_cmp(named, is) == 0 &&
	    ra_cert_signed_by(c, issuer);
}

void
ra_cert_free(struct ra_cert *c)
{
	if (c == NULL)
		return;
	X509_free(c->x);
	ra_dn_clear(&c->subject);
	ra_dn_clear(&c->issuer);
	ra_names_clear(&c->dns);
	free(c);
}

/*
 * Step into (or, over) one element of a tag of class universal, or the version
 * of class context. False, nothing moved, when another one is there.
 */
static bool
step(const unsigned char **p, const unsigned char *end, int tag, int class,
    bool over)
{
	const unsigned char *at = *p;
	long n = 0;
	int found_tag, found_class;
	int how = ASN1_get_object(&at, &n, &found_tag, &found_class, end - at);

	/* 0x80: an error; 1: of no definite length, which DER does not have. */
	if ((how & 0x81) != 0 || found_tag != tag || found_class != class)
		return false;
	*p = over ? at + n : at;
	return true;
}

/* RFC 5280 4.1: version, serialNumber and signature stand before the issuer. */
static X509_NAME *
find(const unsigned char *p, const unsigned char *end)
{
	int depth;

	/* The Certificate, and in it the TBSCertificate. */
	for (depth = 0; depth < 2; depth++)
		if (!step(&p, end, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, false))
			return NULL;
	(void)step(&p, end, 0, V_ASN1_CONTEXT_SPECIFIC, true);
	if (!step(&p, end, V_ASN1_INTEGER, V_ASN1_UNIVERSAL, true) ||
	    !step(&p, end, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, true))
		return NULL;
	return d2i_X509_NAME(NULL, &p, end - p);
}

int
ra_cert_issuer_only(
    const char *name, struct ra_span in, struct ra_dn *out, struct ra_err *e)
{
	X509_NAME *issuer = NULL;
	struct ra_buf der;
	int rc = -1;

	*out = (struct ra_dn){ 0 };
	ERR_clear_error();
	ra_buf_init(&der, RA_CERT_MAX);
	if (ra_armour_open(name, in, &armour, &der, e) == -1)
		goto out;
	issuer = find(
	    (const unsigned char *)der.p, (const unsigned char *)der.p + der.n);
	if (issuer == NULL)
		ra_fail(e, RA_EINPUT, _("%s: not a certificate"), name);
	else
		rc = ra_dn_from_x509(name, issuer, out, e);
out:
	if (rc == -1)
		ra_dn_clear(out);
	X509_NAME_free(issuer);
	ra_buf_clear(&der);
	return rc;
}
