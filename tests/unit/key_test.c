/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

static const struct ra_secret good = { (char[]){ "open sesame" }, 11 };
static const struct ra_secret bad = { (char[]){ "close sesame" }, 12 };
static const struct ra_secret none = { (char[]){ "" }, 0 };

static void
keys_are_made_of_the_kinds_that_the_service_takes(void **state)
{
	static const struct {
		enum ra_key_type type;
		int bits;
		const char *curve;
	} rows[] = {
		{ RA_KEY_RSA, 2048, "" },
		{ RA_KEY_EC, 256, "prime256v1" },
		{ RA_KEY_EC, 384, "secp384r1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_key *k = new_key(rows[i].type, rows[i].bits);
		struct ra_key_info info;

		ra_key_describe(k, &info);
		assert_int_equal(info.type, rows[i].type);
		assert_int_equal(info.bits, rows[i].bits);
		assert_string_equal(info.curve, rows[i].curve);
		assert_int_equal(strlen(info.spki), 64);
		assert_int_equal(strspn(info.spki, "0123456789abcdef"), 64);
		ra_key_free(k);
	}
}

static void
other_kinds_and_sizes_are_refused(void **state)
{
	static const struct {
		enum ra_key_type type;
		int bits;
	} rows[] = {
		{ RA_KEY_RSA, 0 },
		{ RA_KEY_RSA, -2048 },
		{ RA_KEY_RSA, 512 },
		{ RA_KEY_RSA, 1 << 20 },
		{ RA_KEY_EC, 0 },
		{ RA_KEY_EC, 255 },
		{ RA_KEY_EC, 521 },
		{ RA_KEY_OTHER, 256 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };

		assert_null(ra_key_generate(rows[i].type, rows[i].bits, &e));
		assert_int_equal(e.code, RA_EINPUT);
	}
}

static void
a_key_comes_back_from_pem(void **state)
{
	const struct {
		const struct ra_secret *seal;
		const char *line;
	} rows[] = {
		{ NULL, "-----BEGIN PRIVATE KEY-----" },
		{ &good, "-----BEGIN ENCRYPTED PRIVATE KEY-----" },
		{ &none, "-----BEGIN ENCRYPTED PRIVATE KEY-----" },
	};
	struct ra_key *k = new_key(RA_KEY_EC, 384);
	struct ra_key_info a, b;

	(void)state;
	ra_key_describe(k, &a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_buf pem;
		struct ra_key *back;

		ra_buf_init_secret(&pem, RA_KEY_PEM_MAX);
		ra_buf_adds(&pem, "a line before it\n");
		assert_int_equal(ra_key_to_pem(k, rows[i].seal, &pem, &e), 0);
		OK(e);
		assert_non_null(strstr(ra_buf_str(&pem), rows[i].line));
		back = ra_key_from_pem(
		    "k.pem", ra_buf_span(&pem), rows[i].seal, &e);
		OK(e);
		ra_key_describe(back, &b);
		assert_string_equal(a.spki, b.spki);
		ra_key_free(back);
		ra_buf_clear(&pem);
	}
	ra_key_free(k);
}

static void
a_key_behind_a_certificate_is_found(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 256), *back;
	struct ra_cert *ca = new_ca(k);
	struct ra_err e = { 0 };
	struct ra_buf pem;

	(void)state;
	ra_buf_init_secret(&pem, RA_KEY_PEM_MAX);
	ra_cert_to_pem(ca, &pem);
	assert_int_equal(ra_key_to_pem(k, NULL, &pem, &e), 0);
	back = ra_key_from_pem("k.pem", ra_buf_span(&pem), NULL, &e);
	OK(e);
	assert_true(ra_cert_fits(ca, back));
	ra_key_free(back);
	ra_buf_clear(&pem);
	ra_cert_free(ca);
	ra_key_free(k);
}

static void
a_sealed_key_needs_its_pass_phrase(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 256);
	const struct {
		const struct ra_secret *pass;
		const char *msg;
	} rows[] = {
		{ NULL, "k.pem: the key is encrypted" },
		{ &bad, "k.pem: wrong pass phrase" },
		{ &none, "k.pem: wrong pass phrase" },
	};
	struct ra_err e = { 0 };
	struct ra_buf pem;

	(void)state;
	ra_buf_init_secret(&pem, RA_KEY_PEM_MAX);
	assert_int_equal(ra_key_to_pem(k, &good, &pem, &e), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err no = { 0 };

		assert_null(ra_key_from_pem(
		    "k.pem", ra_buf_span(&pem), rows[i].pass, &no));
		assert_int_equal(no.code, RA_ECRED);
		SAYS(no, rows[i].msg);
		assert_null(strstr(no.msg, "sesame"));
	}
	ra_buf_clear(&pem);
	ra_key_free(k);
}

static void
what_is_no_private_key_is_refused(void **state)
{
	static char fat[RA_KEY_PEM_MAX + 1];
	const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ { NULL, 0 }, "0 bytes" },
		{ { fat, sizeof(fat) }, "65537 bytes" },
		{ RA_SPAN("hello"), "not a private key" },
		{ RA_SPAN("-----BEGIN PRIVATE KEY-----\n"),
		    "not a private key" },
		{ RA_SPAN("-----BEGIN PRIVATE KEY-----\nAAAA\n"
			  "-----END PRIVATE KEY-----\n"),
		    "not a private key" },
		{ RA_SPAN("-----BEGIN CERTIFICATE-----\nAAAA\n"
			  "-----END CERTIFICATE-----\n"),
		    "not a private key" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };

		assert_null(ra_key_from_pem("k", rows[i].in, &good, &e));
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, rows[i].msg);
	}
}

static void
a_buffer_too_small_for_the_pem_is_told(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 256);
	struct ra_err e = { 0 };
	struct ra_buf pem;

	(void)state;
	ra_buf_init_secret(&pem, 10);
	assert_int_equal(ra_key_to_pem(k, NULL, &pem, &e), -1);
	ra_buf_clear(&pem);
	ra_key_free(k);
	ra_key_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    keys_are_made_of_the_kinds_that_the_service_takes),
		cmocka_unit_test(other_kinds_and_sizes_are_refused),
		cmocka_unit_test(a_key_comes_back_from_pem),
		cmocka_unit_test(a_key_behind_a_certificate_is_found),
		cmocka_unit_test(a_sealed_key_needs_its_pass_phrase),
		cmocka_unit_test(what_is_no_private_key_is_refused),
		cmocka_unit_test(a_buffer_too_small_for_the_pem_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
