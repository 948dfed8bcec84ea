/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Certificate signing requests. */
#include "pki/csr.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "pki/armour.h"
#include "pki/ossl.h"

static const char *const labels[] = { "CERTIFICATE REQUEST",
	"NEW CERTIFICATE REQUEST", NULL };
static const struct ra_armour armour = { N_("certificate request"), labels,
	RA_CSR_MAX, true };

/* RFC 2985 5.4.2, and Microsoft's older object identifier for the same. */
static const int ext_nids[] = { NID_ext_req, NID_ms_ext_req };

/*
 * OpenSSL takes the first extension request it meets; a second one could
 * show another reader other names.
 */
static int
count_ext_requests(const X509_REQ *r)
{
	int n = 0;

	for (size_t i = 0; i < sizeof(ext_nids) / sizeof(ext_nids[0]); i++) {
		int at = -1;

		while ((at = X509_REQ_get_attr_by_NID(r, ext_nids[i], at)) >= 0)
			n += X509_ATTRIBUTE_count(X509_REQ_get_attr(r, at));
	}
	return n;
}

static int
read_names(const char *name, struct ra_csr *c, struct ra_err *e)
{
	STACK_OF(X509_EXTENSION) *exts = NULL;
	GENERAL_NAMES *san = NULL;
	int crit = -1, n = count_ext_requests(c->r), ret = -1;

	/* RFC 2986 section 4.1: attributes are optional. */
	if (n == 0)
		return 0;
	if (n > 1)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %d extension requests, wanted one at most"), name,
		    n);
	if ((exts = X509_REQ_get_extensions(c->r)) == NULL) {
		ra_fail(e, RA_EINPUT,
		    _("%s: the extension request cannot be read"), name);
		goto out;
	}
	/* crit becomes -1 for absent, -2 for more than one. */
	san = X509V3_get_d2i(exts, NID_subject_alt_name, &crit, NULL);
	if (san == NULL && crit != -1) {
		ra_fail(e, RA_EINPUT,
		    crit == -2 ? _("%s: subjectAltName stands there twice")
			       : _("%s: subjectAltName cannot be read"),
		    name);
		goto out;
	}
	ret = ra_names_from(name, san, RA_CSR_SAN_MAX, &c->dns, e);
out:
	GENERAL_NAMES_free(san);
	sk_X509_EXTENSION_pop_free(exts, X509_EXTENSION_free);
	return ret;
}

/* Proof that who asks holds the key: RFC 2986 section 3. */
static int
verify(const char *name, const struct ra_csr *c, struct ra_err *e)
{
	EVP_PKEY *pub = X509_REQ_get0_pubkey(c->r);

	if (pub == NULL)
		return ra_fail(e, RA_EINPUT,
		    _("%s: the public key cannot be read: %s"), name,
		    ra_ossl_why());
	if (X509_REQ_verify(c->r, pub) != 1)
		return ra_fail(
		    e, RA_EINPUT, _("%s: not signed by its own key"), name);
	return 0;
}

/* d2i takes a prefix: what it leaves over is an error. */
static int
read_der(
    const char *name, struct ra_span der, struct ra_csr *c, struct ra_err *e)
{
	const unsigned char *p = (const unsigned char *)der.p, *end = p + der.n;

	if (der.n > RA_CSR_MAX ||
	    (c->r = d2i_X509_REQ(NULL, &p, (long)der.n)) == NULL)
		return ra_fail(e, RA_EINPUT,
		    _("%s: not a certificate request (PKCS#10)"), name);
	if (p != end)
		return ra_fail(e, RA_EINPUT, _("%s: %td bytes after the %s"),
		    name, end - p, _(armour.what));
	return 0;
}

struct ra_csr *
ra_csr_parse(const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_csr *c = ra_calloc(1, sizeof(*c));
	struct ra_buf der;
	bool ok = false;

	ERR_clear_error();
	ra_buf_init(&der, RA_CSR_MAX);
	if (ra_armour_open(name, in, &armour, &der, e) == -1 ||
	    read_der(name, ra_buf_span(&der), c, e) == -1 ||
	    verify(name, c, e) == -1 ||
	    ra_dn_from_x509(
		name, X509_REQ_get_subject_name(c->r), &c->subject, e) == -1 ||
	    read_names(name, c, e) == -1)
		goto out;
	/* Last, when the key is known to be readable. */
	ra_key_info_of_spki(X509_REQ_get_X509_PUBKEY(c->r), &c->key);
	(void)OPENSSL_strlcpy(c->sigalg,
	    OBJ_nid2ln(X509_REQ_get_signature_nid(c->r)), sizeof(c->sigalg));
	ok = true;
out:
	ra_buf_clear(&der);
	ERR_clear_error();
	if (!ok) {
		ra_csr_free(c);
		c = NULL;
	}
	return c;
}

const struct ra_dn *
ra_csr_subject(const struct ra_csr *c)
{
	return &c->subject;
}

const struct ra_key_info *
ra_csr_key(const struct ra_csr *c)
{
	return &c->key;
}

const char *
ra_csr_sigalg(const struct ra_csr *c)
{
	return c->sigalg;
}

const char *
ra_csr_dnsname(const struct ra_csr *c, size_t n)
{
	return n < c->dns.n ? c->dns.v[n] : NULL;
}

static int
add_names(X509_REQ *r, const char *const *sans, struct ra_err *e)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	STACK_OF(X509_EXTENSION) *exts = NULL;
	int ret = -1;

	for (; names != NULL && *sans != NULL; sans++) {
		if (ra_names_add(names, GEN_DNS, *sans, e) == -1)
			goto out;
	}
	if (names != NULL &&
	    X509V3_add1_i2d(&exts, NID_subject_alt_name, names, 0,
		X509V3_ADD_DEFAULT) == 1 &&
	    X509_REQ_add_extensions(r, exts) == 1)
		ret = 0;
	else
		ra_fail(
		    e, RA_ELOCAL, _("certificate request: %s"), ra_ossl_why());
out:
	sk_X509_EXTENSION_pop_free(exts, X509_EXTENSION_free);
	GENERAL_NAMES_free(names);
	return ret;
}

/* Add the DER to out. */
static int
put_der(X509_REQ *r, struct ra_buf *out, struct ra_err *e)
{
	unsigned char *p = NULL;
	int n = i2d_X509_REQ(r, &p);

	if (n > 0)
		ra_buf_add(out, (struct ra_span){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
	if (n <= 0)
		return ra_fail(
		    e, RA_ELOCAL, _("certificate request: %s"), ra_ossl_why());
	return ra_buf_done(out, _(armour.what), e);
}

struct ra_csr *
ra_csr_make(const struct ra_key *k, const struct ra_dn *subject,
    const char *const *sans, struct ra_err *e)
{
	X509_REQ *r = X509_REQ_new();
	X509_NAME *dn = ra_dn_to_x509(subject, e);
	const EVP_MD *md = ra_key_digest(k->p);
	struct ra_csr *c = NULL;
	struct ra_buf der;

	ra_buf_init(&der, RA_CSR_MAX);
	if (dn == NULL ||
	    (sans != NULL && *sans != NULL && add_names(r, sans, e) == -1))
		goto out;
	if (md == NULL || X509_REQ_set_version(r, X509_REQ_VERSION_1) != 1 ||
	    X509_REQ_set_subject_name(r, dn) != 1 ||
	    X509_REQ_set_pubkey(r, k->p) != 1 ||
	    X509_REQ_sign(r, k->p, md) <= 0) {
		ra_fail(
		    e, RA_ELOCAL, _("certificate request: %s"), ra_ossl_why());
		goto out;
	}
	/* Read back, so that what is handed out is what others will read. */
	if (put_der(r, &der, e) == 0)
		c = ra_csr_parse(_(armour.what), ra_buf_span(&der), e);
out:
	ra_buf_clear(&der);
	X509_NAME_free(dn);
	X509_REQ_free(r);
	ERR_clear_error();
	return c;
}

void
ra_csr_to_pem(const struct ra_csr *c, struct ra_buf *out)
{
	struct ra_buf der;

	ra_buf_init(&der, RA_CSR_MAX);
	if (put_der(c->r, &der, NULL) == 0)
		ra_armour_pem(&armour, ra_buf_span(&der), out);
	ra_buf_clear(&der);
}

void
ra_csr_to_line(const struct ra_csr *c, struct ra_buf *out)
{
	struct ra_buf der;

	ra_buf_init(&der, RA_CSR_MAX);
	if (put_der(c->r, &der, NULL) == 0)
		ra_armour_line(ra_buf_span(&der), out);
	ra_buf_clear(&der);
}

void
ra_csr_free(struct ra_csr *c)
{
	if (c == NULL)
		return;
	X509_REQ_free(c->r);
	ra_dn_clear(&c->subject);
	ra_names_clear(&c->dns);
	free(c);
}
