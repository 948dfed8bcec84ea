/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <openssl/x509v3.h>

#include "pki/ossl.h"

static struct ra_key *ca_key, *rsa, *p384;
static struct ra_cert *ca;

static int
setup(void **state)
{
	(void)state;
	ca_key = new_key(RA_KEY_EC, 384);
	p384 = new_key(RA_KEY_EC, 384);
	rsa = new_key(RA_KEY_RSA, 2048);
	ca = new_ca(ca_key);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_cert_free(ca);
	ra_key_free(ca_key);
	ra_key_free(p384);
	ra_key_free(rsa);
	return 0;
}

/* What OpenSSL's own chain check says, at a time, for a purpose. */
static int
verified(const struct ra_cert *c, const struct ra_cert *up,
    const struct ra_cert *root, int purpose)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	int err;

	X509_STORE_add_cert(store, root->x);
	if (up != NULL)
		sk_X509_push(chain, up->x);
	assert_int_equal(X509_STORE_CTX_init(ctx, store, c->x, chain), 1);
	X509_VERIFY_PARAM_set_flags(
	    X509_STORE_CTX_get0_param(ctx), X509_V_FLAG_X509_STRICT);
	X509_STORE_CTX_set_time(ctx, 0, T0 + DAY);
	X509_STORE_CTX_set_purpose(ctx, purpose);
	(void)X509_verify_cert(ctx);
	err = X509_STORE_CTX_get_error(ctx);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_free(chain);
	return err;
}

static void
certificates_of_every_kind_pass_the_strict_chain_check(void **state)
{
	const struct {
		enum ra_cert_kind kind;
		const struct ra_key *key;
		int purpose, other;
	} rows[] = {
		{ RA_CERT_SERVER, rsa, X509_PURPOSE_SSL_SERVER,
		    X509_PURPOSE_SSL_CLIENT },
		{ RA_CERT_SERVER, p384, X509_PURPOSE_SSL_SERVER,
		    X509_PURPOSE_SMIME_SIGN },
		{ RA_CERT_CLIENT, rsa, X509_PURPOSE_SSL_CLIENT,
		    X509_PURPOSE_SSL_SERVER },
		{ RA_CERT_CLIENT, p384, X509_PURPOSE_SSL_CLIENT,
		    X509_PURPOSE_SSL_SERVER },
		{ RA_CERT_SMIME, rsa, X509_PURPOSE_SMIME_SIGN,
		    X509_PURPOSE_SSL_CLIENT },
		{ RA_CERT_SMIME, p384, X509_PURPOSE_SMIME_SIGN,
		    X509_PURPOSE_SSL_CLIENT },
	};
	struct ra_cert *up =
	    new_leaf(RA_CERT_CA, "CN=Sub CA,C=JP", rsa, ca, ca_key);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static const char *const dns[] = { "www.example.ac.jp", NULL };
		struct ra_cert_spec s = {
			.kind = rows[i].kind, .key = rows[i].key, .dns = dns
		};
		struct ra_cert *c = new_cert(&s, SUBJECT, up, rsa);

		assert_int_equal(
		    verified(c, up, ca, rows[i].purpose), X509_V_OK);
		assert_int_equal(verified(c, up, ca, rows[i].other),
		    X509_V_ERR_INVALID_PURPOSE);
		assert_false(X509_get_extension_flags(c->x) & EXFLAG_CA);
		assert_true(ra_cert_signed_by(c, up));
		assert_false(ra_cert_signed_by(c, ca));
		assert_true(ra_cert_fits(c, rows[i].key));
		assert_false(ra_cert_fits(c, ca_key));
		ra_cert_free(c);
	}
	ra_cert_free(up);
}

static void
a_certificate_says_what_was_signed(void **state)
{
	static const char *const dns[] = { "www.example.ac.jp",
		"a.example.ac.jp", NULL };
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER,
		.key = rsa,
		.dns = dns,
		.ip = "127.0.0.1",
		.mail = "pki@example.ac.jp",
		.not_before = T0,
		.not_after = T0 + 198 * DAY - 1 };
	struct ra_err e = { 0 };
	struct ra_key_info info;
	struct ra_dn dn = { 0 };
	struct ra_cert *c;

	(void)state;
	assert_int_equal(
	    ra_serial_parse(RA_SPAN("0xfedcba9876543210"), &s.serial, &e), 0);
	c = new_cert(&s, SUBJECT, ca, ca_key);
	new_dn(SUBJECT, &dn);
	assert_true(ra_dn_same(ra_cert_subject(c), &dn));
	assert_true(ra_dn_same(ra_cert_issuer(c), ra_cert_subject(ca)));
	ra_dn_clear(&dn);
	assert_string_equal(ra_cert_serial(c)->hex, "0xfedcba9876543210");
	assert_int_equal(ra_cert_not_before(c), T0);
	assert_int_equal(ra_cert_not_after(c), T0 + 198 * DAY - 1);
	ra_key_describe(rsa, &info);
	assert_string_equal(ra_cert_key(c)->spki, info.spki);
	assert_string_equal(ra_cert_dnsname(c, 0), dns[0]);
	assert_string_equal(ra_cert_dnsname(c, 1), dns[1]);
	assert_null(ra_cert_dnsname(c, 2));
	assert_int_equal(X509_get_signature_nid(c->x), NID_ecdsa_with_SHA384);
	assert_int_equal(X509_check_ip_asc(c->x, "127.0.0.1", 0), 1);
	assert_int_equal(X509_check_email(c->x, "pki@example.ac.jp", 0, 0), 1);
	ra_cert_free(c);
}

static void
the_key_can_come_from_a_request(void **state)
{
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER, .key = rsa };
	struct ra_cert *c;
	struct ra_csr *r;

	(void)state;
	new_dn("CN=other", &dn);
	r = ra_csr_make(p384, &dn, NULL, &e);
	OK(e);
	s.csr = r;
	c = new_cert(&s, SUBJECT, ca, ca_key);
	assert_string_equal(ra_cert_key(c)->spki, ra_csr_key(r)->spki);
	ra_cert_free(c);
	ra_csr_free(r);
	ra_dn_clear(&dn);
}

static void
dates_are_read_in_both_forms(void **state)
{
	static const struct {
		time_t t;
		int type;
	} rows[] = {
		{ 0, V_ASN1_UTCTIME },
		{ 951782399, V_ASN1_UTCTIME },	/* 2000-02-28 23:59:59 */
		{ 951868800, V_ASN1_UTCTIME },	/* 2000-03-01 */
		{ 1709164800, V_ASN1_UTCTIME }, /* 2024-02-29 */
		{ 1735603200, V_ASN1_UTCTIME }, /* 2024-12-31 */
		{ 2524607999, V_ASN1_UTCTIME }, /* 2049-12-31 23:59:59 */
		{ 2524608000, V_ASN1_GENERALIZEDTIME },	  /* 2050-01-01 */
		{ 4107542400, V_ASN1_GENERALIZEDTIME },	  /* 2100-03-01 */
		{ 253402300799, V_ASN1_GENERALIZEDTIME }, /* 9999-12-31 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_cert_spec s = { .kind = RA_CERT_CLIENT,
			.key = p384,
			.not_before = 0,
			.not_after = rows[i].t };
		struct ra_err e = { 0 };
		struct ra_dn dn = { 0 };
		struct ra_cert *c;

		new_dn("CN=a", &dn);
		s.subject = &dn;
		assert_int_equal(ra_serial_random(64, &s.serial, &e), 0);
		c = ra_cert_make(&s, ca, ca_key, &e);
		OK(e);
		assert_int_equal(ra_cert_not_before(c), 0);
		assert_int_equal(ra_cert_not_after(c), rows[i].t);
		assert_int_equal(
		    ASN1_STRING_type(X509_get0_notAfter(c->x)), rows[i].type);
		ra_cert_free(c);
		ra_dn_clear(&dn);
	}
}

static void
what_is_written_is_read_again_the_same(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf pem, der;
	struct ra_cert *a, *b;
	char f1[65], f2[65];

	(void)state;
	ra_buf_init(&pem, 2 * RA_CERT_MAX);
	ra_buf_init(&der, RA_CERT_MAX);
	ra_buf_adds(&pem, "subject=CN = a\n");
	ra_cert_to_pem(ca, &pem);
	ra_buf_adds(&pem, "and what follows is not looked at\n");
	assert_int_equal(ra_cert_to_der(ca, &der, &e), 0);
	a = ra_cert_parse("c", ra_buf_span(&pem), &e);
	OK(e);
	b = ra_cert_parse("c", ra_buf_span(&der), &e);
	OK(e);
	ra_cert_fingerprint(a, f1);
	ra_cert_fingerprint(b, f2);
	assert_int_equal(strlen(f1), 64);
	assert_string_equal(f1, f2);
	ra_cert_fingerprint(ca, f2);
	assert_string_equal(f1, f2);
	ra_cert_free(a);
	ra_cert_free(b);
	ra_buf_clear(&pem);
	ra_buf_clear(&der);
	ra_cert_free(NULL);
}

static void
what_is_no_certificate_is_refused(void **state)
{
	static char fat[RA_CERT_MAX + 1];
	const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ { NULL, 0 }, "empty" },
		{ { fat, sizeof(fat) }, "65537 bytes" },
		{ RA_SPAN("hello"), "cut off" },
		{ RA_SPAN("<html>"), "byte 1 is no Base64" },
		{ RA_SPAN("0\x82\x01\x02"), "not a certificate" },
		{ RA_SPAN("-----BEGIN CERTIFICATE REQUEST-----\nMIIC\n"
			  "-----END CERTIFICATE REQUEST-----\n"),
		    "no PEM block \"CERTIFICATE\"" },
		{ RA_SPAN("-----BEGIN CERTIFICATE-----\nMIIC\n"
			  "-----END CERTIFICATE REQUEST-----\n"),
		    "is missing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };

		assert_null(ra_cert_parse("c", rows[i].in, &e));
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, rows[i].msg);
	}
}

static void
a_certificate_cut_or_followed_by_bytes_is_refused(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf der;

	(void)state;
	ra_buf_init(&der, RA_CERT_MAX);
	assert_int_equal(ra_cert_to_der(ca, &der, &e), 0);
	for (size_t n = 0; n < der.n; n++) {
		struct ra_err no = { 0 };

		assert_null(
		    ra_cert_parse("c", (struct ra_span){ der.p, n }, &no));
		assert_int_equal(no.code, RA_EINPUT);
	}
	ra_buf_addc(&der, '\0');
	assert_null(ra_cert_parse("c", ra_buf_span(&der), &e));
	SAYS(e, "1 bytes after the certificate");
	ra_buf_clear(&der);
}

/* Sign what was bent and see what the parser says. */
static void
refused(X509 *x, const char *msg)
{
	struct ra_err e = { 0 };
	unsigned char *p = NULL;
	int n;

	assert_true(X509_sign(x, ca_key->p, EVP_sha384()) > 0);
	n = i2d_X509(x, &p);
	if (ra_cert_parse("c", (struct ra_span){ (const char *)p, (size_t)n },
		&e) != NULL)
		fail_msg("taken, wanted \"%s\"", msg);
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, msg);
	OPENSSL_free(p);
	X509_free(x);
}

static void
a_certificate_with_odd_insides_is_refused(void **state)
{
	static const unsigned char big[25] = { 1 };
	static const char cut[] = "a.example.ac.jp\0.evil";
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *g = GENERAL_NAME_new();
	ASN1_IA5STRING *s = ASN1_IA5STRING_new();
	X509 *x;

	(void)state;
	x = X509_dup(ca->x);
	ASN1_INTEGER_set(X509_get_serialNumber(x), -5);
	refused(x, "serial number negative");
	x = X509_dup(ca->x);
	ASN1_STRING_set(X509_get_serialNumber(x), big, sizeof(big));
	refused(x, "longer than 192 bits");
	x = X509_dup(ca->x);
	ASN1_STRING_set(X509_getm_notAfter(x), "20260101", 8);
	refused(x, "a date of the validity");

	ASN1_STRING_set(s, cut, sizeof(cut) - 1);
	GENERAL_NAME_set0_value(g, GEN_DNS, s);
	sk_GENERAL_NAME_push(names, g);
	x = X509_dup(ca->x);
	X509_add1_ext_i2d(x, NID_subject_alt_name, names, 0, 0);
	refused(x, "dNSName 1");
	ASN1_STRING_set(s, "a", 1);
	x = X509_dup(ca->x);
	X509_add1_ext_i2d(x, NID_subject_alt_name, names, 0, 0);
	X509_add1_ext_i2d(x, NID_subject_alt_name, names, 0, X509V3_ADD_APPEND);
	refused(x, "stands there twice");
	GENERAL_NAMES_free(names);
}

static void
two_signature_algorithms_that_differ_are_refused(void **state)
{
	static const char sha384[] = "\x2a\x86\x48\xce\x3d\x04\x03\x03";
	struct ra_err e = { 0 };
	struct ra_buf der;
	size_t first, at;

	(void)state;
	ra_buf_init(&der, RA_CERT_MAX);
	assert_int_equal(ra_cert_to_der(ca, &der, &e), 0);
	first = ra_span_find(ra_buf_span(&der), (struct ra_span){ sha384, 8 });
	at = ra_span_find(ra_span_from(ra_buf_span(&der), first + 1),
	    (struct ra_span){ sha384, 8 });
	assert_true(first + 1 + at < der.n);
	der.p[first + 1 + at + 7] = 2; /* the outer: ecdsa-with-SHA256 */
	assert_null(ra_cert_parse("c", ra_buf_span(&der), &e));
	SAYS(e, "signature algorithm fields differ");
	ra_buf_clear(&der);
}

/* Bytes of DER that are no certificate's head. */
static void
not_a_head(const char *bytes, size_t n)
{
	struct ra_err e = { 0 };
	struct ra_dn dn;

	assert_int_equal(
	    ra_cert_issuer_only("c", (struct ra_span){ bytes, n }, &dn, &e),
	    -1);
	assert_int_equal(e.code, RA_EINPUT);
	assert_int_equal(dn.n, 0);
}

static void
the_issuer_alone_is_that_of_the_whole(void **state)
{
	static const struct {
		const char *p;
		size_t n;
	} rows[] = {
#define ROW(s) { s, sizeof(s) - 1 }
		ROW(""),
		ROW("0"),
		ROW("\x30\x00"),
		ROW("\x30\x02\x30\x00"),
		ROW("\x30\x80\x30\x80"),	     /* no definite length */
		ROW("\x30\x84\xff\xff\xff\xff\x30"), /* longer than all */
		ROW("\x31\x05\x30\x03\x02\x01\x01"), /* a SET */
		ROW("\x30\x05\x30\x03\x02\x01\x01"), /* a serial number alone */
		ROW("\x30\x07\x30\x05\x02\x01\x01\x30\x00"),
		ROW("\x30\x09\x30\x07\x02\x01\x01\x30\x00\x05\x00"),
		ROW("\x30\x09\x30\x07\x04\x01\x01\x30\x00\x30\x00"),
		ROW("\x30\x09\x30\x07\x02\x01\x01\x31\x00\x30\x00"),
#undef ROW
	};
	static const char no_names[] =
	    "\x30\x09\x30\x07\x02\x01\x01\x30\x00\x30\x00";
	struct ra_buf der;
	struct ra_dn dn;
	struct ra_err e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		not_a_head(rows[i].p, rows[i].n);
	/* RFC 5280 4.1.2.4 wants a name; to read it asks for no more. */
	assert_int_equal(
	    ra_cert_issuer_only("c",
		(struct ra_span){ no_names, sizeof(no_names) - 1 }, &dn, &e),
	    0);
	assert_int_equal(dn.n, 0);
	ra_buf_init(&der, RA_CERT_MAX);
	assert_int_equal(ra_cert_to_der(ca, &der, &e), 0);
	assert_int_equal(
	    ra_cert_issuer_only("c", ra_buf_span(&der), &dn, &e), 0);
	assert_true(ra_dn_same(&dn, ra_cert_issuer(ca)));
	ra_dn_clear(&dn);
	/* Cut anywhere: the lengths of what is around it no longer hold. */
	for (i = 0; i < der.n; i++)
		not_a_head(der.p, i);
	ra_buf_clear(&der);
}

static void
what_cannot_be_signed_is_refused(void **state)
{
	static const char *const bad_dns[] = { "", NULL };
	const struct ra_serial one = { "1", "0x1" };
	const struct {
		struct ra_cert_spec s;
		const struct ra_key *ca_key;
		const char *dn, *msg;
	} rows[] = {
		{ { .key = rsa, .serial = one }, rsa, "CN=a",
		    "the key is not the issuer's" },
		{ { .key = rsa }, ca_key, "CN=a", "no serial number" },
		{ { .key = rsa, .serial = { "0", "0x0" } }, ca_key, "CN=a",
		    "no serial number" },
		{ { .serial = one }, ca_key, "CN=a", "no public key" },
		{ { .key = rsa, .serial = one, .not_before = 1 }, ca_key,
		    "CN=a", "end before it begins" },
		{ { .key = rsa, .serial = one }, ca_key, "C=Japan",
		    "attribute C" },
		{ { .key = rsa, .serial = one, .dns = bad_dns }, ca_key, "CN=a",
		    "alternative name" },
		{ { .key = rsa, .serial = one, .mail = "a b" }, ca_key, "CN=a",
		    "alternative name" },
		{ { .key = rsa, .serial = one, .ip = "1.2.3" }, ca_key, "CN=a",
		    "not an IP address" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_cert_spec s = rows[i].s;
		struct ra_err e = { 0 };
		struct ra_dn dn = { 0 };

		new_dn(rows[i].dn, &dn);
		s.kind = RA_CERT_SERVER;
		s.subject = &dn;
		assert_null(ra_cert_make(&s, ca, rows[i].ca_key, &e));
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, rows[i].msg);
		ra_dn_clear(&dn);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    certificates_of_every_kind_pass_the_strict_chain_check),
		cmocka_unit_test(a_certificate_says_what_was_signed),
		cmocka_unit_test(the_key_can_come_from_a_request),
		cmocka_unit_test(dates_are_read_in_both_forms),
		cmocka_unit_test(what_is_written_is_read_again_the_same),
		cmocka_unit_test(what_is_no_certificate_is_refused),
		cmocka_unit_test(
		    a_certificate_cut_or_followed_by_bytes_is_refused),
		cmocka_unit_test(a_certificate_with_odd_insides_is_refused),
		cmocka_unit_test(
		    two_signature_algorithms_that_differ_are_refused),
		cmocka_unit_test(the_issuer_alone_is_that_of_the_whole),
		cmocka_unit_test(what_cannot_be_signed_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
