/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <openssl/cms.h>
#include <openssl/err.h>

#include "pki/cms.h"
#include "pki/ossl.h"

static struct ra_key *ca_key, *rsa, *p256;
static struct ra_cert *ca, *by_rsa, *by_ec;

static int
setup(void **state)
{
	(void)state;
	ca_key = new_key(RA_KEY_EC, 384);
	rsa = new_key(RA_KEY_RSA, 2048);
	p256 = new_key(RA_KEY_EC, 256);
	ca = new_ca(ca_key);
	by_rsa = new_leaf(RA_CERT_SMIME, "CN=CA Support", rsa, ca, ca_key);
	by_ec = new_leaf(RA_CERT_SMIME, "CN=CA Support", p256, ca, ca_key);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_cert_free(ca);
	ra_cert_free(by_rsa);
	ra_cert_free(by_ec);
	ra_key_free(ca_key);
	ra_key_free(rsa);
	ra_key_free(p256);
	return 0;
}

static bool
verifies(struct ra_span sig, struct ra_span content)
{
	const unsigned char *p = (const unsigned char *)sig.p;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)sig.n);
	BIO *in =
	    BIO_new_mem_buf(content.n > 0 ? content.p : "", (int)content.n);
	X509_STORE *store = X509_STORE_new();
	bool ok;

	assert_non_null(cms);
	assert_ptr_equal(p, sig.p + sig.n);
	assert_int_equal(CMS_is_detached(cms), 1);
	X509_STORE_add_cert(store, ca->x);
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), T0 + DAY);
	ok = CMS_verify(cms, NULL, store, in, NULL, CMS_BINARY) == 1;
	ERR_clear_error();
	X509_STORE_free(store);
	BIO_free(in);
	CMS_ContentInfo_free(cms);
	return ok;
}

static void
a_signature_covers_the_bytes_as_they_stand(void **state)
{
	static const struct {
		struct ra_span in, other;
	} rows[] = {
		{ RA_SPAN("a\r\nb\r\n"), RA_SPAN("a\nb\n") },
		{ RA_SPAN("a\nb\n"), RA_SPAN("a\r\nb\r\n") },
		{ RA_SPAN(""), RA_SPAN("\r\n") },
		{ RA_SPAN("\033$B9qN)\033(B\0x"), RA_SPAN("\033$B9qN)\033(B") },
		{ RA_SPAN("a "), RA_SPAN("a") },
	};
	const struct ra_cert *const chain[] = { ca, NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_buf sig;
		bool ec = i % 2 == 1;

		ra_buf_init(&sig, 1 << 16);
		assert_int_equal(
		    ra_cms_sign(rows[i].in, ec ? by_ec : by_rsa,
			ec ? p256 : rsa, ec ? NULL : chain, &sig, &e),
		    0);
		OK(e);
		assert_true(verifies(ra_buf_span(&sig), rows[i].in));
		assert_false(verifies(ra_buf_span(&sig), rows[i].other));
		ra_buf_clear(&sig);
	}
}

static void
what_cannot_be_signed_is_refused(void **state)
{
	const struct {
		struct ra_span in;
		const struct ra_key *key;
		size_t room;
		enum ra_code code;
		const char *msg;
	} rows[] = {
		{ RA_SPAN("a"), p256, 1 << 16, RA_ELOCAL,
		    "signature: cannot be made" },
		{ RA_SPAN("a"), ca_key, 1 << 16, RA_ELOCAL,
		    "signature: cannot be made" },
		{ { "", RA_CMS_CONTENT_MAX + 1 }, rsa, 1 << 16, RA_EINPUT,
		    "16777217 bytes" },
		{ RA_SPAN("a"), rsa, 10, RA_EINPUT, "signature" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_buf sig;

		ra_buf_init(&sig, rows[i].room);
		assert_int_equal(ra_cms_sign(rows[i].in, by_rsa, rows[i].key,
				     NULL, &sig, &e),
		    -1);
		assert_int_equal(e.code, rows[i].code);
		SAYS(e, rows[i].msg);
		ra_buf_clear(&sig);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_covers_the_bytes_as_they_stand),
		cmocka_unit_test(what_cannot_be_signed_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
