/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <stdlib.h>

#include "pki/spki.h"

static struct ra_csr *
new_csr(const struct ra_key *k)
{
	static const char *const sans[] = { "a.example.ac.jp",
		"b.example.ac.jp", NULL };
	struct ra_err e = { 0 };
	struct ra_csr *c;
	struct ra_dn dn = { 0 };

	new_dn(SUBJECT, &dn);
	c = ra_csr_make(k, &dn, sans, &e);
	OK(e);
	ra_dn_clear(&dn);
	return c;
}

static void
the_digest_of_a_request_is_that_of_its_key(void **state)
{
	static const struct {
		enum ra_key_type type;
		int bits;
	} rows[] = { { RA_KEY_RSA, 2048 }, { RA_KEY_EC, 384 },
		{ RA_KEY_EC, 256 } };
	struct ra_key *k;
	struct ra_csr *c;
	struct ra_buf pem, line;
	char out[RA_DIGEST_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		k = new_key(rows[i].type, rows[i].bits);
		c = new_csr(k);
		ra_buf_init(&pem, RA_CSR_MAX);
		ra_buf_init(&line, RA_CSR_MAX);
		ra_csr_to_pem(c, &pem);
		ra_csr_to_line(c, &line);
		assert_true(ra_spki_of_csr(ra_buf_span(&pem), out));
		assert_string_equal(out, ra_csr_key(c)->spki);
		assert_true(ra_spki_of_csr(ra_buf_span(&line), out));
		assert_string_equal(out, ra_csr_key(c)->spki);
		/* A request is no certificate. */
		assert_false(ra_spki_of_cert(ra_buf_span(&line), out));
		assert_string_equal(out, "");
		ra_buf_clear(&pem);
		ra_buf_clear(&line);
		ra_csr_free(c);
		ra_key_free(k);
	}
}

static void
the_digest_of_a_certificate_is_that_of_its_key(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 384);
	struct ra_cert_spec s = { .kind = RA_CERT_CA };
	struct ra_cert *c;
	struct ra_buf pem, der;
	struct ra_err e = { 0 };
	char out[RA_DIGEST_TEXT];

	(void)state;
	s.key = k;
	s.not_before = T0;
	s.not_after = T0 + DAY;
	assert_int_equal(ra_serial_random(64, &s.serial, &e), 0);
	c = new_cert(&s, SUBJECT, NULL, k);
	ra_buf_init(&pem, RA_CERT_MAX);
	ra_buf_init(&der, RA_CERT_MAX);
	ra_cert_to_pem(c, &pem);
	assert_int_equal(ra_cert_to_der(c, &der, &e), 0);
	assert_true(ra_spki_of_cert(ra_buf_span(&pem), out));
	assert_string_equal(out, ra_cert_key(c)->spki);
	assert_true(ra_spki_of_cert(ra_buf_span(&der), out));
	assert_string_equal(out, ra_cert_key(c)->spki);
	ra_buf_clear(&pem);
	ra_buf_clear(&der);
	ra_cert_free(c);
	ra_key_free(k);
}

static void
what_is_cut_off_or_garbled_has_no_digest(void **state)
{
	static const struct ra_span rows[] = {
		{ "", 0 },
		{ "\0", 1 },
		{ "0", 1 },
		{ "\x30\x80", 2 },		   /* indefinite form */
		{ "\x30\x84\x01\x01\x01\x01", 6 }, /* too long a length */
		{ "\x30\x82\xff", 3 },
		{ "\x30\x82\xff\xff", 4 },
		{ "\x30\x00", 2 },
		{ "\x30\x02\x30\x00", 4 },
		{ "\x30\x02\x04\x00", 4 },
		{ "\x3f\x81\x01\x00", 4 },
		{ "\x30\x08\x30\x06\x02\x00\x30\x00\x04\x00", 10 },
		{ "\x30\x04\x30\x02\x02\x00", 6 },
		{ "AAAA", 4 },
		{ "MAA=", 4 },
		{ "MIIC", 4 },
		{ "M", 1 },
		{ "!!!!", 4 },
		{ "-----BEGIN ", 11 },
		{ "-----BEGIN CERTIFICATE-----", 27 },
		{ "-----BEGIN CERTIFICATE-----MAA=-----END ", 40 },
		{ "=====", 5 },
	};
	char out[RA_DIGEST_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_false(ra_spki_of_csr(rows[i], out));
		assert_string_equal(out, "");
		assert_false(ra_spki_of_cert(rows[i], out));
		assert_string_equal(out, "");
	}
}

static void
every_cut_of_a_request_is_refused_and_so_is_too_much(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 256);
	struct ra_csr *c = new_csr(k);
	struct ra_span line, big;
	struct ra_buf b;
	char out[RA_DIGEST_TEXT], *room;
	size_t i;

	(void)state;
	ra_buf_init(&b, RA_CSR_MAX);
	ra_csr_to_line(c, &b);
	line = ra_buf_span(&b);
	for (i = 0; i < line.n - 3; i++)
		assert_false(
		    ra_spki_of_csr((struct ra_span){ line.p, i }, out));
	room = calloc(RA_SPKI_IN_MAX + 1, 1);
	assert_non_null(room);
	memset(room, ' ', RA_SPKI_IN_MAX + 1);
	memcpy(room, line.p, line.n);
	big = (struct ra_span){ room, RA_SPKI_IN_MAX };
	assert_true(ra_spki_of_csr(big, out));
	big.n++;
	assert_false(ra_spki_of_csr(big, out));
	free(room);
	ra_buf_clear(&b);
	ra_csr_free(c);
	ra_key_free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_digest_of_a_request_is_that_of_its_key),
		cmocka_unit_test(
		    the_digest_of_a_certificate_is_that_of_its_key),
		cmocka_unit_test(what_is_cut_off_or_garbled_has_no_digest),
		cmocka_unit_test(
		    every_cut_of_a_request_is_refused_and_so_is_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
