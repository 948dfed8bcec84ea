/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <openssl/pkcs12.h>
#include <openssl/ssl.h>

#include "pki/ossl.h"
#include "pki/p12.h"
#include "pki/pbe.h"

static const struct ra_secret good = { (char[]){ "open sesame" }, 11 };
static const struct ra_secret bad = { (char[]){ "close sesame" }, 12 };
static const struct ra_secret none = { (char[]){ "" }, 0 };
static const struct ra_secret unset = { NULL, 0 };

static struct ra_key *ca_key, *sub_key, *rsa, *p256;
static struct ra_cert *ca, *sub, *leaf, *ec_leaf;
static const struct ra_cert *just_leaf[2];
static const struct ra_cert *const no_cert[1];

static int
setup(void **state)
{
	(void)state;
	ca_key = new_key(RA_KEY_EC, 384);
	sub_key = new_key(RA_KEY_EC, 384);
	rsa = new_key(RA_KEY_RSA, 2048);
	p256 = new_key(RA_KEY_EC, 256);
	ca = new_ca(ca_key);
	sub = new_leaf(RA_CERT_CA, "CN=Sub CA,C=JP", sub_key, ca, ca_key);
	leaf = new_leaf(RA_CERT_CLIENT, "CN=Kunitachi Taro,L=Academe-ops", rsa,
	    sub, sub_key);
	ec_leaf = new_leaf(RA_CERT_CLIENT, "CN=EC", p256, sub, sub_key);
	just_leaf[0] = leaf;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_cert_free(ca);
	ra_cert_free(sub);
	ra_cert_free(leaf);
	ra_cert_free(ec_leaf);
	ra_key_free(ca_key);
	ra_key_free(sub_key);
	ra_key_free(rsa);
	ra_key_free(p256);
	return 0;
}

static void
made(const struct ra_secret *pass, bool legacy, struct ra_buf *out)
{
	const struct ra_cert *const chain[] = { ca, sub, NULL };
	struct ra_err e = { 0 };

	ra_buf_init_secret(out, RA_P12_MAX);
	assert_int_equal(
	    ra_p12_make(leaf, rsa, chain, "officer", pass, legacy, out, &e), 0);
	OK(e);
}

/* Any mixture, as OpenSSL writes it; iter -1: no MAC. */
static void
mixed(const struct ra_cert *const *certs, EVP_PKEY *key, int nid, int mac_iter,
    struct ra_buf *out)
{
	/* Key and certificate need not fit each other here. */
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	STACK_OF(PKCS7) *safes = NULL;
	unsigned char *p = NULL;
	PKCS12 *p12;
	int n;

	for (; *certs != NULL; certs++)
		assert_non_null(PKCS12_add_cert(&bags, (*certs)->x));
	if (key != NULL)
		assert_non_null(
		    PKCS12_add_key(&bags, key, 0, 2048, nid, good.p));
	if (bags == NULL)
		bags = sk_PKCS12_SAFEBAG_new_null();
	assert_int_equal(PKCS12_add_safe(&safes, bags, -1, 0, NULL), 1);
	p12 = PKCS12_add_safes(safes, 0);
	if (mac_iter > 0)
		assert_int_equal(
		    PKCS12_set_mac(p12, good.p, -1, NULL, 0, mac_iter, NULL),
		    1);
	n = i2d_PKCS12(p12, &p);
	assert_true(n > 0);
	ra_buf_init(out, RA_P12_MAX);
	ra_buf_add(out, (struct ra_span){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
	PKCS12_free(p12);
	sk_PKCS7_pop_free(safes, PKCS7_free);
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

static void
refused(const struct ra_buf *in, const struct ra_secret *pass, const char *msg)
{
	struct ra_err e = { 0 };

	if (ra_p12_open("o.p12", ra_buf_span(in), pass, &e) != NULL)
		fail_msg("opened, wanted \"%s\"", msg);
	assert_int_equal(e.code, RA_ECRED);
	SAYS(e, "o.p12: ");
	SAYS(e, msg);
	assert_null(strstr(e.msg, "sesame"));
}

/* A handshake in memory, the client proving itself with the credential. */
static void
shake(SSL_CTX *client)
{
	SSL_CTX *server = SSL_CTX_new(TLS_server_method());
	BIO *up = NULL, *down = NULL;
	X509 *peer;
	SSL *c, *s;
	int done = 0;

	assert_int_equal(SSL_CTX_use_certificate(server, ec_leaf->x), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(server, p256->p), 1);
	X509_STORE_add_cert(SSL_CTX_get_cert_store(server), ca->x);
	X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(server), T0 + DAY);
	SSL_CTX_set_verify(
	    server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	c = SSL_new(client);
	s = SSL_new(server);
	assert_int_equal(BIO_new_bio_pair(&up, 0, &down, 0), 1);
	SSL_set_bio(c, up, up);
	SSL_set_bio(s, down, down);
	SSL_set_connect_state(c);
	SSL_set_accept_state(s);
	for (int i = 0; i < 20 && done != 3; i++) {
		done = SSL_do_handshake(c) == 1;
		done |= (SSL_do_handshake(s) == 1) << 1;
	}
	assert_int_equal(done, 3);
	assert_int_equal(SSL_get_verify_result(s), X509_V_OK);
	peer = SSL_get1_peer_certificate(s);
	assert_int_equal(X509_cmp(peer, leaf->x), 0);
	/* The intermediate was sent too, the root was not. */
	assert_int_equal(sk_X509_num(SSL_get_peer_cert_chain(s)), 1);
	X509_free(peer);
	SSL_free(c);
	SSL_free(s);
	SSL_CTX_free(server);
}

static void
old_and_new_files_open_and_serve_in_tls(void **state)
{
	const struct {
		const struct ra_secret *made, *opened;
		bool legacy;
	} rows[] = {
		{ &good, &good, false },
		{ &good, &good, true },
		{ &none, &none, false },
		{ &none, &unset, true },
		{ &none, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
		struct ra_err e = { 0 };
		struct ra_p12 *p;
		struct ra_buf file;

		made(rows[i].made, rows[i].legacy, &file);
		p = ra_p12_open(
		    "o.p12", ra_buf_span(&file), rows[i].opened, &e);
		OK(e);
		assert_true(ra_dn_same(
		    ra_cert_subject(ra_p12_cert(p)), ra_cert_subject(leaf)));
		assert_int_equal(ra_p12_use(p, ctx, &e), 0);
		OK(e);
		ra_p12_free(p); /* the context holds what it needs */
		shake(ctx);
		SSL_CTX_free(ctx);
		ra_buf_clear(&file);
	}
	ra_p12_free(NULL);
}

static void
old_files_are_really_old_and_new_ones_new(void **state)
{
	static const char rc2[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x06";
	static const char des3[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x03";
	static const char aes[] = "\x60\x86\x48\x01\x65\x03\x04\x01\x2a";
	struct ra_buf old, new;

	(void)state;
	made(&good, true, &old);
	made(&good, false, &new);
	assert_true(
	    ra_span_has(ra_buf_span(&old), (struct ra_span){ rc2, 10 }));
	assert_true(
	    ra_span_has(ra_buf_span(&old), (struct ra_span){ des3, 10 }));
	assert_false(
	    ra_span_has(ra_buf_span(&old), (struct ra_span){ aes, 9 }));
	assert_true(ra_span_has(ra_buf_span(&new), (struct ra_span){ aes, 9 }));
	assert_false(
	    ra_span_has(ra_buf_span(&new), (struct ra_span){ rc2, 10 }));
	ra_buf_clear(&old);
	ra_buf_clear(&new);
}

static void
a_file_whose_empty_pass_phrase_was_none_at_all_opens(void **state)
{
	struct ra_err e = { 0 };
	unsigned char *p = NULL;
	struct ra_p12 *o;
	PKCS12 *p12;
	int n;

	(void)state;
	p12 = PKCS12_create(NULL, NULL, rsa->p, leaf->x, NULL, 0, 0, 0, 0, 0);
	assert_int_equal(PKCS12_set_mac(p12, NULL, 0, NULL, 0, 2048, NULL), 1);
	n = i2d_PKCS12(p12, &p);
	o = ra_p12_open(
	    "o.p12", (struct ra_span){ (const char *)p, (size_t)n }, &none, &e);
	OK(e);
	ra_p12_free(o);
	OPENSSL_free(p);
	PKCS12_free(p12);
}

static void
a_wrong_pass_phrase_is_told_from_a_damaged_file(void **state)
{
	struct ra_buf file;

	(void)state;
	for (int legacy = 0; legacy < 2; legacy++) {
		made(&good, legacy, &file);
		refused(&file, &bad, "wrong pass phrase");
		refused(&file, &none, "wrong pass phrase");
		refused(&file, NULL, "wrong pass phrase");
		ra_buf_addc(&file, '\0');
		refused(&file, &good, "1 bytes after the PKCS#12 data");
		file.n = file.n / 2;
		refused(&file, &good, "not a PKCS#12 file");
		ra_buf_clear(&file);
	}
	mixed(just_leaf, rsa->p, NID_aes_256_cbc, -1, &file);
	refused(&file, &bad, "wrong pass phrase, or a damaged file");
	ra_buf_clear(&file);
}

static void
what_is_no_pkcs12_is_refused(void **state)
{
	static char fat[RA_P12_MAX + 1];
	const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ { NULL, 0 }, "not a PKCS#12 file" },
		{ { fat, sizeof(fat) }, "1048577 bytes" },
		{ RA_SPAN("hello"), "not a PKCS#12 file" },
		{ RA_SPAN("0\x80"), "not a PKCS#12 file" },
		{ RA_SPAN("-----BEGIN CERTIFICATE-----\n"),
		    "not a PKCS#12 file" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };

		assert_null(ra_p12_open("o.p12", rows[i].in, &good, &e));
		assert_int_equal(e.code, RA_ECRED);
		SAYS(e, rows[i].msg);
	}
}

static void
a_file_that_lacks_a_half_is_refused_naming_it(void **state)
{
	struct ra_buf file;

	(void)state;
	mixed(just_leaf, NULL, 0, 1, &file);
	refused(&file, &good, "no private key in it");
	ra_buf_clear(&file);
	mixed(no_cert, rsa->p, -1, 1, &file);
	refused(&file, &good, "no certificate in it");
	ra_buf_clear(&file);
	mixed(no_cert, NULL, 0, 1, &file);
	refused(&file, &good, "neither certificate nor private key");
	ra_buf_clear(&file);
	mixed(just_leaf, p256->p, NID_aes_256_cbc, 1, &file);
	refused(&file, &good,
	    "the private key is not that of the certificate "
	    "\"CN=Kunitachi Taro,L=Academe-ops\"");
	ra_buf_clear(&file);
}

static void
the_certificate_is_the_one_that_fits_the_key(void **state)
{
	const struct ra_cert *const all[] = { ca, sub, ec_leaf, leaf, NULL };
	struct ra_err e = { 0 };
	struct ra_buf file;
	struct ra_p12 *p;

	(void)state;
	mixed(all, rsa->p, NID_aes_256_cbc, 1, &file);
	p = ra_p12_open("o.p12", ra_buf_span(&file), &good, &e);
	OK(e);
	assert_true(ra_cert_fits(ra_p12_cert(p), rsa));
	ra_p12_free(p);
	ra_buf_clear(&file);
}

static void
a_file_that_asks_for_endless_work_is_refused(void **state)
{
	struct ra_buf file;

	(void)state;
	/* The MAC's rounds are the last bytes of the file. */
	mixed(just_leaf, rsa->p, NID_aes_256_cbc, 0x10000, &file);
	assert_memory_equal(file.p + file.n - 3, "\x01\x00\x00", 3);
	file.p[file.n - 3] = 0x7f;
	refused(&file, &good, "too many rounds");
	file.p[file.n - 3] = (char)0x80;
	refused(&file, &good, "too many rounds");
	memcpy(file.p + file.n - 3, "\x1e\x84\x81", 3);
	refused(&file, &good, "too many rounds, 2000000 are");
	memcpy(file.p + file.n - 3, "\x1e\x84\x80", 3);
	refused(&file, &good, "wrong pass phrase");
	ra_buf_clear(&file);
}

static size_t retries;

bool __real_ra_legacy_open(struct ra_legacy *l);
bool __wrap_ra_legacy_open(struct ra_legacy *l);

bool
__wrap_ra_legacy_open(struct ra_legacy *l)
{
	retries++;
	return __real_ra_legacy_open(l);
}

/* Without a MAC only the decryption tells; its rounds are run once. */
static void
a_wrong_pass_phrase_is_tried_once(void **state)
{
	struct ra_p12 *p;
	struct ra_buf file;

	(void)state;
	mixed(just_leaf, rsa->p, NID_aes_256_cbc, -1, &file);
	retries = 0;
	refused(&file, &bad, "wrong pass phrase, or a damaged file");
	assert_int_equal(retries, 0);
	ra_buf_clear(&file);
	made(&good, true, &file);
	p = ra_p12_open("old.p12", ra_buf_span(&file), &good, NULL);
	assert_non_null(p);
	assert_true(retries > 0);
	ra_p12_free(p);
	ra_buf_clear(&file);
}

/* To read a key of DSA is to raise a number as long as the file allows. */
static void
a_key_of_another_kind_is_not_even_read(void **state)
{
	/* p = 23, q = 11, g = 4; x = 7. */
	static const unsigned char params[] = { 0x30, 9, 2, 1, 23, 2, 1, 11, 2,
		1, 4 };
	static const unsigned char x[] = { 2, 1, 7 };
	STACK_OF(PKCS12_SAFEBAG) *bags = sk_PKCS12_SAFEBAG_new_null();
	STACK_OF(PKCS7) *safes = NULL;
	PKCS8_PRIV_KEY_INFO *p8 = PKCS8_PRIV_KEY_INFO_new();
	ASN1_STRING *par = ASN1_STRING_new();
	unsigned char *p = NULL;
	struct ra_buf file;
	PKCS12 *p12;
	int n;

	(void)state;
	ASN1_STRING_set(par, params, sizeof(params));
	assert_int_equal(
	    PKCS8_pkey_set0(p8, OBJ_nid2obj(NID_dsa), 0, V_ASN1_SEQUENCE, par,
		OPENSSL_memdup(x, sizeof(x)), sizeof(x)),
	    1);
	assert_true(
	    sk_PKCS12_SAFEBAG_push(bags, PKCS12_SAFEBAG_create0_p8inf(p8)) > 0);
	assert_int_equal(PKCS12_add_safe(&safes, bags, -1, 0, NULL), 1);
	p12 = PKCS12_add_safes(safes, 0);
	n = i2d_PKCS12(p12, &p);
	ra_buf_init(&file, RA_P12_MAX);
	ra_buf_add(&file, (struct ra_span){ (const char *)p, (size_t)n });
	refused(&file, &good, "the private key (dsaEncryption) cannot be read");
	ra_buf_clear(&file);
	OPENSSL_free(p);
	PKCS12_free(p12);
	sk_PKCS7_pop_free(safes, PKCS7_free);
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

static void
an_algorithm_that_is_lacking_is_named(void **state)
{
	/* The last arc of pbeWithSHA1And3-KeyTripleDES-CBC made unknown. */
	static const char des3[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x03";
	struct ra_buf file;
	size_t at;

	(void)state;
	mixed(just_leaf, rsa->p, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, -1,
	    &file);
	at = ra_span_find(ra_buf_span(&file), (struct ra_span){ des3, 10 });
	assert_true(at < file.n);
	file.p[at + 9] = 0x55;
	refused(&file, &good,
	    "uses 1.2.840.113549.1.12.1.85, which this OpenSSL lacks");
	ra_buf_clear(&file);
}

static void
no_bent_byte_of_a_file_goes_unnoticed(void **state)
{
	struct ra_buf file;

	(void)state;
	made(&good, false, &file);
	for (size_t i = 0; i < file.n; i += 97) {
		struct ra_err e = { 0 };
		struct ra_p12 *p;

		file.p[i] ^= 0x10;
		p = ra_p12_open("o.p12", ra_buf_span(&file), &good, &e);
		assert_null(p);
		assert_int_equal(e.code, RA_ECRED);
		file.p[i] ^= 0x10;
	}
	ra_buf_clear(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(old_and_new_files_open_and_serve_in_tls),
		cmocka_unit_test(old_files_are_really_old_and_new_ones_new),
		cmocka_unit_test(
		    a_file_whose_empty_pass_phrase_was_none_at_all_opens),
		cmocka_unit_test(
		    a_wrong_pass_phrase_is_told_from_a_damaged_file),
		cmocka_unit_test(what_is_no_pkcs12_is_refused),
		cmocka_unit_test(a_file_that_lacks_a_half_is_refused_naming_it),
		cmocka_unit_test(the_certificate_is_the_one_that_fits_the_key),
		cmocka_unit_test(a_file_that_asks_for_endless_work_is_refused),
		cmocka_unit_test(a_wrong_pass_phrase_is_tried_once),
		cmocka_unit_test(a_key_of_another_kind_is_not_even_read),
		cmocka_unit_test(an_algorithm_that_is_lacking_is_named),
		cmocka_unit_test(no_bent_byte_of_a_file_goes_unnoticed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
