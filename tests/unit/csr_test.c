/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <openssl/x509v3.h>

#include "pki/ossl.h"

static struct ra_key *rsa, *p384;

static int
setup(void **state)
{
	(void)state;
	rsa = new_key(RA_KEY_RSA, 2048);
	p384 = new_key(RA_KEY_EC, 384);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_key_free(rsa);
	ra_key_free(p384);
	return 0;
}

static struct ra_csr *
new_csr(const struct ra_key *k, const char *subject, const char *const *sans)
{
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_csr *c;

	new_dn(subject, &dn);
	c = ra_csr_make(k, &dn, sans, &e);
	OK(e);
	assert_non_null(c);
	ra_dn_clear(&dn);
	return c;
}

static void
new_line(struct ra_buf *out)
{
	struct ra_csr *c = new_csr(p384, SUBJECT, NULL);

	ra_buf_init(out, RA_CSR_MAX);
	ra_csr_to_line(c, out);
	ra_csr_free(c);
}

/* The DER of what OpenSSL signed, however odd. */
static void
der_of(X509_REQ *r, struct ra_buf *out)
{
	unsigned char *p = NULL;
	int n = i2d_X509_REQ(r, &p);

	assert_true(n > 0);
	ra_buf_init(out, 2 * RA_CSR_MAX);
	ra_buf_add(out, (struct ra_span){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
}

static void
a_request_says_what_was_asked(void **state)
{
	static const char *const sans[] = { "www.example.ac.jp",
		"www2.example.ac.jp", NULL };
	const struct {
		const struct ra_key *key;
		enum ra_key_type type;
		int bits;
		const char *curve, *sigalg, *subject;
	} rows[] = {
		{ rsa, RA_KEY_RSA, 2048, "", "sha256WithRSAEncryption",
		    SUBJECT },
		{ p384, RA_KEY_EC, 384, "secp384r1", "ecdsa-with-SHA384",
		    SUBJECT },
		{ p384, RA_KEY_EC, 384, "secp384r1", "ecdsa-with-SHA384",
		    "C=JP,ST=Tokyo,L=Chiyoda-ku,O=\345\233\275\347\253\213, "
		    "Inc.,CN=a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_csr *c = new_csr(rows[i].key, rows[i].subject, sans);
		struct ra_key_info info;
		struct ra_dn dn = { 0 };

		new_dn(rows[i].subject, &dn);
		assert_true(ra_dn_same(ra_csr_subject(c), &dn));
		ra_dn_clear(&dn);
		ra_key_describe(rows[i].key, &info);
		assert_int_equal(ra_csr_key(c)->type, rows[i].type);
		assert_int_equal(ra_csr_key(c)->bits, rows[i].bits);
		assert_string_equal(ra_csr_key(c)->curve, rows[i].curve);
		assert_string_equal(ra_csr_key(c)->spki, info.spki);
		assert_string_equal(ra_csr_sigalg(c), rows[i].sigalg);
		assert_string_equal(ra_csr_dnsname(c, 0), sans[0]);
		assert_string_equal(ra_csr_dnsname(c, 1), sans[1]);
		assert_null(ra_csr_dnsname(c, 2));
		ra_csr_free(c);
	}
}

static void
every_wrapping_of_a_request_is_read(void **state)
{
	static const struct {
		const char *what, *before, *after;
		size_t wrap; /* width of lines, 0: one line */
	} rows[] = {
		{ "one line", "", "", 0 },
		{ "one line and its end", "", "\r\n", 0 },
		{ "one line with a byte order mark", "\xef\xbb\xbf", "", 0 },
		{ "lines of 64", "", "\n", 64 },
		{ "lines of 76", "", "\n", 76 },
		{ "PEM", "-----BEGIN CERTIFICATE REQUEST-----\n",
		    "\n-----END CERTIFICATE REQUEST-----\n", 64 },
		{ "PEM in one line", "-----BEGIN CERTIFICATE REQUEST-----",
		    "-----END CERTIFICATE REQUEST-----", 0 },
		{ "old PEM", "-----BEGIN NEW CERTIFICATE REQUEST-----\r\n",
		    "\r\n-----END NEW CERTIFICATE REQUEST-----\r\n", 64 },
		{ "PEM after text",
		    "0 Subject: CN = a\n-----BEGIN CERTIFICATE REQUEST-----\n",
		    "\n-----END CERTIFICATE REQUEST-----\n", 64 },
		{ "PEM after another block",
		    "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n"
		    "-----END EC PARAMETERS-----\n"
		    "-----BEGIN CERTIFICATE REQUEST-----\n",
		    "\n-----END CERTIFICATE REQUEST-----\n", 64 },
	};
	struct ra_buf line;

	(void)state;
	new_line(&line);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_buf in;
		struct ra_csr *c;

		ra_buf_init(&in, RA_CSR_MAX);
		ra_buf_adds(&in, rows[i].before);
		for (size_t j = 0; j < line.n; j++) {
			if (rows[i].wrap > 0 && j > 0 && j % rows[i].wrap == 0)
				ra_buf_adds(&in, "\r\n");
			ra_buf_addc(&in, line.p[j]);
		}
		ra_buf_adds(&in, rows[i].after);
		c = ra_csr_parse("r.csr", ra_buf_span(&in), &e);
		if (c == NULL)
			fail_msg("%s: %s", rows[i].what, e.msg);
		ra_csr_free(c);
		ra_buf_clear(&in);
	}
	ra_buf_clear(&line);
}

static void
what_is_written_is_read_again_the_same(void **state)
{
	struct ra_csr *c = new_csr(rsa, SUBJECT, NULL), *back;
	struct ra_buf a, b, pem;
	struct ra_err e = { 0 };

	(void)state;
	ra_buf_init(&a, RA_CSR_MAX);
	ra_buf_init(&b, RA_CSR_MAX);
	ra_buf_init(&pem, RA_CSR_MAX);
	ra_csr_to_line(c, &a);
	assert_null(strpbrk(ra_buf_str(&a), "\r\n -"));
	ra_csr_to_pem(c, &pem);
	back = ra_csr_parse("r.csr", ra_buf_span(&pem), &e);
	OK(e);
	ra_csr_to_line(back, &b);
	assert_string_equal(ra_buf_str(&a), ra_buf_str(&b));
	ra_buf_clear(&a);
	ra_buf_clear(&b);
	ra_buf_clear(&pem);
	ra_csr_free(back);
	ra_csr_free(c);
	ra_csr_free(NULL);
}

static void
text_that_is_no_request_is_refused(void **state)
{
	static char fat[RA_CSR_MAX + 1];
	const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ { NULL, 0 }, "empty" },
		{ RA_SPAN(" \r\n"), "empty" },
		{ RA_SPAN("\xef\xbb\xbf"), "empty" },
		{ { fat, sizeof(fat) }, "65537 bytes" },
		{ RA_SPAN("hello world!"), "byte 12 is no Base64" },
		{ RA_SPAN("MII\0MII="), "byte 4 is no Base64" },
		{ RA_SPAN("MII=MIIC"), "byte 5 is no Base64" },
		{ RA_SPAN("MIIC\343\201\202"), "byte 5 is no Base64" },
		{ RA_SPAN("MIICA"), "cut off after 5" },
		{ RA_SPAN("MIIC==="), "cut off after 7" },
		{ RA_SPAN("MIF="), "cut off" },
		{ RA_SPAN("===="), "cut off" },
		{ RA_SPAN("MIIC"), "PKCS#10" },
		{ RA_SPAN("0"), "PKCS#10" },
		{ RA_SPAN("0\x82\xff\xff"), "PKCS#10" },
		{ RA_SPAN("0\x80\0\0"), "PKCS#10" },
		{ RA_SPAN("-----BEGIN CERTIFICATE REQUEST-----\nMIIC\n"),
		    "the line \"-----END CERTIFICATE REQUEST-----\" is "
		    "missing" },
		{ RA_SPAN("-----BEGIN CERTIFICATE REQUEST-----\n"
			  "-----END CERTIFICATE REQUEST-----\n"),
		    "cut off" },
		{ RA_SPAN("-----BEGIN CERTIFICATE REQUEST-----\n"
			  "Proc-Type: 4,ENCRYPTED\n\nMIIC\n"
			  "-----END CERTIFICATE REQUEST-----\n"),
		    "no Base64" },
		{ RA_SPAN("-----BEGIN PRIVATE KEY-----\nMIIC\n"
			  "-----END PRIVATE KEY-----\n"),
		    "no PEM block \"CERTIFICATE REQUEST\"" },
		{ RA_SPAN("-----BEGIN "), "no PEM block" },
		{ RA_SPAN("-----BEGIN CERTIFICATE REQUEST"), "is missing" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };

		assert_null(ra_csr_parse("r.csr", rows[i].in, &e));
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, "r.csr: ");
		SAYS(e, rows[i].msg);
	}
}

static void
a_request_cut_bent_or_followed_by_bytes_is_refused(void **state)
{
	struct ra_csr *c = new_csr(p384, SUBJECT, NULL);
	struct ra_buf der, pem;
	struct ra_err e = { 0 };

	(void)state;
	der_of(c->r, &der);
	for (size_t n = 0; n < der.n; n++) {
		e = (struct ra_err){ 0 };
		assert_null(
		    ra_csr_parse("r", (struct ra_span){ der.p, n }, &e));
		assert_int_equal(e.code, RA_EINPUT);
	}
	/* The CN, which the signature covers. */
	der.p[ra_span_find(ra_buf_span(&der), RA_SPAN("www"))] = 'v';
	e = (struct ra_err){ 0 };
	assert_null(ra_csr_parse("r", ra_buf_span(&der), &e));
	SAYS(e, "not signed by its own key");
	ra_buf_clear(&der);

	der_of(c->r, &der);
	ra_buf_addc(&der, '\n');
	e = (struct ra_err){ 0 };
	assert_null(ra_csr_parse("r", ra_buf_span(&der), &e));
	SAYS(e, "1 bytes after the certificate request");
	ra_buf_clear(&der);

	ra_buf_init(&pem, RA_CSR_MAX);
	ra_csr_to_pem(c, &pem);
	ra_csr_to_pem(c, &pem);
	e = (struct ra_err){ 0 };
	assert_null(ra_csr_parse("r", ra_buf_span(&pem), &e));
	SAYS(e, "bytes after the certificate request");
	ra_buf_clear(&pem);
	ra_csr_free(c);
}

/* What a request with odd insides is refused with. */
static void
refused(X509_REQ *r, const struct ra_key *k, const char *msg)
{
	struct ra_err e = { 0 };
	struct ra_buf der;

	assert_int_equal(X509_REQ_set_pubkey(r, p384->p), 1);
	assert_true(X509_REQ_sign(r, k->p, EVP_sha256()) > 0);
	der_of(r, &der);
	if (ra_csr_parse("r", ra_buf_span(&der), &e) != NULL)
		fail_msg("taken, wanted \"%s\"", msg);
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, msg);
	ra_buf_clear(&der);
	X509_REQ_free(r);
}

static X509_REQ *
req_with_cn(int type, const char *cn, int n)
{
	X509_REQ *r = X509_REQ_new();
	X509_NAME *name = X509_NAME_new();

	assert_int_equal(X509_NAME_add_entry_by_NID(name, NID_commonName, type,
			     (const unsigned char *)cn, n, -1, 0),
	    1);
	assert_int_equal(X509_REQ_set_subject_name(r, name), 1);
	X509_NAME_free(name);
	return r;
}

static void
add_san(X509_REQ *r, int nid, int times, const char *dns, int n)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *g = GENERAL_NAME_new();
	ASN1_IA5STRING *s = ASN1_IA5STRING_new();
	STACK_OF(X509_EXTENSION) *exts = NULL;

	ASN1_STRING_set(s, dns, n);
	GENERAL_NAME_set0_value(g, GEN_DNS, s);
	sk_GENERAL_NAME_push(names, g);
	for (int i = 0; i < times; i++)
		assert_int_equal(X509V3_add1_i2d(&exts, NID_subject_alt_name,
				     names, 0, X509V3_ADD_APPEND),
		    1);
	assert_int_equal(X509_REQ_add_extensions_nid(r, exts, nid), 1);
	sk_X509_EXTENSION_pop_free(exts, X509_EXTENSION_free);
	GENERAL_NAMES_free(names);
}

static void
a_request_with_odd_insides_is_refused(void **state)
{
	static const unsigned char junk[] = { 0x30, 0x03, 0x30, 0x01, 0x01 };
	X509_REQ *r;

	(void)state;
	refused(req_with_cn(V_ASN1_UTF8STRING, "a", 1), rsa,
	    "not signed by its own key");
	refused(req_with_cn(V_ASN1_UTF8STRING, "a\0b", 3), p384, "a NUL byte");
	refused(req_with_cn(V_ASN1_BIT_STRING, "\xff\xfe", 2), p384,
	    "cannot be read as text");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	add_san(r, NID_ext_req, 1, "a.example.ac.jp\0.evil", 21);
	refused(r, p384, "dNSName 1");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	add_san(r, NID_ext_req, 1, "", 0);
	refused(r, p384, "dNSName 1");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	add_san(r, NID_ext_req, 1, "a b", 3);
	refused(r, p384, "dNSName 1");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	add_san(r, NID_ext_req, 2, "a", 1);
	refused(r, p384, "subjectAltName stands there twice");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	add_san(r, NID_ext_req, 1, "a", 1);
	add_san(r, NID_ms_ext_req, 1, "b", 1);
	refused(r, p384, "2 extension requests");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	assert_int_equal(X509_REQ_add1_attr_by_NID(r, NID_ext_req,
			     V_ASN1_SEQUENCE, junk, sizeof(junk)),
	    1);
	refused(r, p384, "the extension request cannot be read");
	r = req_with_cn(V_ASN1_UTF8STRING, "a", 1);
	assert_int_equal(X509_REQ_add1_attr_by_NID(r, NID_ext_req,
			     V_ASN1_UTF8STRING, (const unsigned char *)"x", 1),
	    1);
	refused(r, p384, "the extension request cannot be read");
}

static void
more_names_than_the_ceiling_are_refused(void **state)
{
	const char *sans[RA_CSR_SAN_MAX + 2] = { 0 };
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_csr *c;

	(void)state;
	new_dn("CN=a", &dn);
	for (size_t i = 0; i < RA_CSR_SAN_MAX; i++)
		sans[i] = "www.example.ac.jp";
	c = ra_csr_make(p384, &dn, sans, &e);
	OK(e);
	ra_csr_free(c);
	sans[RA_CSR_SAN_MAX] = "www.example.ac.jp";
	assert_null(ra_csr_make(p384, &dn, sans, &e));
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, "more than 100 dNSName entries");
	ra_dn_clear(&dn);
}

static void
a_subject_that_x509_does_not_take_is_refused(void **state)
{
	static const char *const none[] = { NULL };
	static const char *const bad[] = { "a b", NULL };
	static const struct {
		const char *dn;
		const char *const *sans;
		const char *msg;
	} rows[] = {
		{ "C=Japan", none, "attribute C: " },
		{ "C=", none, "attribute C: " },
		{ "CN=", none, "attribute CN: " },
		{ "CN=0123456789012345678901234567890123456789"
		  "0123456789012345678901234",
		    none, "attribute CN: string too long" },
		{ "FOO=a", none, "attribute FOO: not known" },
		{ "\x01=a", none, "attribute ?: not known" },
		{ "CN=a", bad, "alternative name" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_dn dn = { 0 };

		new_dn(rows[i].dn, &dn);
		assert_null(ra_csr_make(p384, &dn, rows[i].sans, &e));
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, rows[i].msg);
		ra_dn_clear(&dn);
	}
}

static void
attributes_of_a_multi_valued_part_are_listed_each(void **state)
{
	X509_REQ *r = X509_REQ_new();
	X509_NAME *name = X509_NAME_new();
	struct ra_err e = { 0 };
	struct ra_buf der, out;
	struct ra_csr *c;

	(void)state;
	X509_NAME_add_entry_by_txt(
	    name, "CN", MBSTRING_ASC, (const unsigned char *)"a", -1, -1, 0);
	X509_NAME_add_entry_by_txt(
	    name, "UID", MBSTRING_ASC, (const unsigned char *)"b", -1, -1, -1);
	X509_NAME_add_entry_by_txt(
	    name, "O", MBSTRING_ASC, (const unsigned char *)" c ", -1, -1, 0);
	X509_REQ_set_subject_name(r, name);
	X509_REQ_set_pubkey(r, p384->p);
	X509_REQ_sign(r, p384->p, EVP_sha384());
	der_of(r, &der);
	c = ra_csr_parse("r", ra_buf_span(&der), &e);
	OK(e);
	ra_buf_init(&out, 100);
	ra_dn_format(ra_csr_subject(c), &out);
	assert_int_equal(ra_csr_subject(c)->n, 3);
	assert_non_null(strstr(ra_buf_str(&out), "UID=b"));
	assert_non_null(strstr(ra_buf_str(&out), "O= c "));
	assert_true(ra_csr_subject(c)->rdn[2].spaced);
	ra_buf_clear(&out);
	ra_buf_clear(&der);
	ra_csr_free(c);
	X509_NAME_free(name);
	X509_REQ_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_says_what_was_asked),
		cmocka_unit_test(every_wrapping_of_a_request_is_read),
		cmocka_unit_test(what_is_written_is_read_again_the_same),
		cmocka_unit_test(text_that_is_no_request_is_refused),
		cmocka_unit_test(
		    a_request_cut_bent_or_followed_by_bytes_is_refused),
		cmocka_unit_test(a_request_with_odd_insides_is_refused),
		cmocka_unit_test(more_names_than_the_ceiling_are_refused),
		cmocka_unit_test(a_subject_that_x509_does_not_take_is_refused),
		cmocka_unit_test(
		    attributes_of_a_multi_valued_part_are_listed_each),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
