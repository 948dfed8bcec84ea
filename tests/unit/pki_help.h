/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A small CA for the tests of keys, requests and certificates. */
#ifndef RA_PKI_HELP_H
#define RA_PKI_HELP_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "pki/cert.h"
#include "pki/csr.h"
#include "pki/dn.h"
#include "pki/key.h"

#define T0 1767225600 /* 2026-01-01T00:00:00Z */
#define DAY 86400
#define SUBJECT                                                                \
	"CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"

#define OK(e)                                                                  \
	do {                                                                   \
		if ((e).code != RA_OK)                                         \
			fail_msg("%s", (e).msg);                               \
	} while (0)
#define SAYS(e, text)                                                          \
	do {                                                                   \
		if (strstr((e).msg, (text)) == NULL)                           \
			fail_msg("\"%s\" lacks \"%s\"", (e).msg, (text));      \
	} while (0)

static inline struct ra_key *
new_key(enum ra_key_type type, int bits)
{
	struct ra_err e = { 0 };
	struct ra_key *k = ra_key_generate(type, bits, &e);

	OK(e);
	assert_non_null(k);
	return k;
}

static inline void
new_dn(const char *text, struct ra_dn *dn)
{
	struct ra_err e = { 0 };

	assert_int_equal(ra_dn_parse("dn", ra_span_str(text), dn, &e), 0);
	OK(e);
}

static inline struct ra_cert *
new_cert(struct ra_cert_spec *s, const char *subject,
    const struct ra_cert *issuer, const struct ra_key *ca_key)
{
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_cert *c;

	new_dn(subject, &dn);
	s->subject = &dn;
	if (s->serial.dec[0] == '\0')
		assert_int_equal(ra_serial_random(128, &s->serial, &e), 0);
	if (s->not_after == 0) {
		s->not_before = T0;
		s->not_after = T0 + 198 * DAY - 1;
	}
	c = ra_cert_make(s, issuer, ca_key, &e);
	OK(e);
	assert_non_null(c);
	ra_dn_clear(&dn);
	s->subject = NULL;
	return c;
}

static inline struct ra_cert *
new_ca(const struct ra_key *k)
{
	struct ra_cert_spec s = { .kind = RA_CERT_CA, .key = k };

	return new_cert(&s, "CN=Test CA,O=Example University,C=JP", NULL, k);
}

static inline struct ra_cert *
new_leaf(enum ra_cert_kind kind, const char *subject, const struct ra_key *k,
    const struct ra_cert *ca, const struct ra_key *ca_key)
{
	struct ra_cert_spec s = { .kind = kind, .key = k };

	return new_cert(&s, subject, ca, ca_key);
}

#endif
