/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A certificate that was taken is taken again from its PEM, and its issuer
 * alone is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pki/cert.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_again(const struct ra_cert *c, const struct ra_buf *text)
{
	struct ra_cert *back = ra_cert_parse("again", ra_buf_span(text), NULL);
	char a[65], b[65];

	if (back == NULL)
		abort();
	ra_cert_fingerprint(c, a);
	ra_cert_fingerprint(back, b);
	if (strcmp(a, b) != 0 ||
	    !ra_dn_same(ra_cert_issuer(c), ra_cert_issuer(back)) ||
	    strcmp(ra_cert_serial(c)->dec, ra_cert_serial(back)->dec) != 0 ||
	    ra_cert_not_before(c) != ra_cert_not_before(back) ||
	    ra_cert_not_after(c) != ra_cert_not_after(back))
		abort();
	ra_cert_free(back);
}

static void
check_issuer(const struct ra_cert *c, struct ra_span in)
{
	struct ra_dn issuer;
	struct ra_err e = { 0 };
	int rc = ra_cert_issuer_only("fuzz", in, &issuer, &e);

	if (rc == -1 && (c != NULL || e.code != RA_EINPUT || issuer.n != 0))
		abort();
	if (c != NULL && !ra_dn_same(&issuer, ra_cert_issuer(c)))
		abort();
	ra_dn_clear(&issuer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_err e = { 0 };
	struct ra_cert *c =
	    ra_cert_parse("fuzz", (struct ra_span){ (const char *)p, n }, &e);
	struct ra_buf text;

	check_issuer(c, (struct ra_span){ (const char *)p, n });
	if (c == NULL && e.code != RA_EINPUT)
		abort();
	if (c == NULL)
		return 0;
	(void)ra_cert_signed_by(c, c);
	ra_buf_init(&text, 2 * RA_CERT_MAX);
	ra_cert_to_pem(c, &text);
	if (text.n <= RA_CERT_MAX)
		check_again(c, &text);
	ra_buf_clear(&text);
	ra_cert_free(c);
	return 0;
}
