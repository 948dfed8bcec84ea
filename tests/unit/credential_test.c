/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The judgement on the officer's credential. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "work/credential.h"

#define NOW ((time_t)1795305600)
#define DAY ((time_t)86400)

static const struct {
	const char *what, *subject, *issuer;
	time_t from, to;
	const char *says; /* NULL: good */
	long days;
	bool known;
} cases[] = {
	{ "an officer's certificate is good",
	    "CN=Kunitachi Taro,O=Example University,L=Academe-ops,C=JP",
	    "CN=SECOM Passport for Member RSA CA16,C=JP", -DAY, 100 * DAY, NULL,
	    100, true },
	{ "so is one of the CA before", "CN=Kunitachi Taro,L=Academe-ops,C=JP",
	    "CN=NII Operating CA - G2,C=JP", -DAY, 59 * DAY, NULL, 59, true },
	{ "another CA is not known, no more",
	    "CN=Kunitachi Taro,L=Academe-ops,C=JP", "CN=Other CA,C=JP", -DAY,
	    DAY, NULL, 1, false },
	{ "a personal certificate has no L=Academe-ops",
	    "CN=Kunitachi Taro,O=Example University,C=JP",
	    "CN=SECOM Passport for Member RSA CA16,C=JP", -DAY, DAY,
	    "not an officer's", 1, true },
	{ "another locality is not enough", "CN=Kunitachi Taro,L=Academe,C=JP",
	    "CN=SECOM Passport for Member RSA CA16,C=JP", -DAY, DAY,
	    "not an officer's", 1, true },
	{ "the value stands in L, not in OU",
	    "CN=Kunitachi Taro,OU=Academe-ops,C=JP",
	    "CN=SECOM Passport for Member RSA CA16,C=JP", -DAY, DAY,
	    "not an officer's", 1, true },
	{ "it may have expired", "CN=Kunitachi Taro,L=Academe-ops,C=JP",
	    "CN=SECOM Passport for Member RSA CA16,C=JP", -10 * DAY, -1,
	    "expired on", -1, true },
	{ "it may not be valid yet", "CN=Kunitachi Taro,L=Academe-ops,C=JP",
	    "CN=SECOM Passport for Member RSA CA16,C=JP", DAY, 10 * DAY,
	    "not valid before", 10, true },
};

static struct ra_dn
dn(const char *text)
{
	struct ra_dn d = { 0 };
	struct ra_err e = { 0 };

	assert_int_equal(ra_dn_parse("t", ra_span_str(text), &d, &e), 0);
	return d;
}

/* A PKCS#12 of a new key, signed by a CA of that name. */
static struct ra_p12 *
make(size_t i)
{
	struct ra_err e = { 0 };
	struct ra_dn subject = dn(cases[i].subject);
	struct ra_dn issuer = dn(cases[i].issuer);
	struct ra_key *key = ra_key_generate(RA_KEY_EC, 256, &e);
	struct ra_cert_spec ca = { .kind = RA_CERT_CA,
		.subject = &issuer,
		.key = key,
		.not_before = NOW - 1000 * DAY,
		.not_after = NOW + 1000 * DAY };
	struct ra_cert_spec leaf = { .kind = RA_CERT_CLIENT,
		.subject = &subject,
		.key = key,
		.not_before = NOW + cases[i].from,
		.not_after = NOW + cases[i].to };
	struct ra_secret pass = { 0 };
	struct ra_cert *root, *cert;
	struct ra_p12 *p12;
	struct ra_buf b;

	ra_serial_random(64, &ca.serial, &e);
	ra_serial_random(64, &leaf.serial, &e);
	root = ra_cert_make(&ca, NULL, key, &e);
	cert = ra_cert_make(&leaf, root, key, &e);
	assert_non_null(cert);
	ra_buf_init(&b, RA_P12_MAX);
	ra_secret_set(&pass, RA_SPAN("secret"));
	assert_int_equal(
	    ra_p12_make(cert, key, NULL, "x", &pass, false, &b, &e), 0);
	p12 = ra_p12_open("t", ra_buf_span(&b), &pass, &e);
	assert_non_null(p12);
	ra_secret_clear(&pass);
	ra_buf_clear(&b);
	ra_cert_free(root);
	ra_cert_free(cert);
	ra_key_free(key);
	ra_dn_clear(&subject);
	ra_dn_clear(&issuer);
	return p12;
}

static void
credentials_are_judged(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ra_credential c = { 0 };
		struct ra_err e = { 0 };
		int rc = ra_credential_judge("x.p12", make(i), NOW, &c, &e);

		if ((rc == 0) != (cases[i].says == NULL))
			fail_msg("%s: %s", cases[i].what, e.msg);
		if (cases[i].says != NULL) {
			assert_int_equal(e.code, RA_ECRED);
			if (strstr(e.msg, cases[i].says) == NULL)
				fail_msg("%s: %s", cases[i].what, e.msg);
			assert_true(e.next[0] != '\0');
		}
		assert_int_equal(c.days, cases[i].days);
		assert_int_equal(c.issuer_known, cases[i].known);
		ra_credential_clear(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credentials_are_judged),
	};

	return cmocka_run_group_tests_name("credential", tests, NULL, NULL);
}
