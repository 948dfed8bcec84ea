/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* SHA-256 (FIPS 180-4). */
#include "pki/digest.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* By parts, because a list is hashed while it streams past. */
struct ra_digest {
	EVP_MD_CTX *ctx;
	bool broken; /* the digest is then told as empty, never as wrong */
};

struct ra_digest *
ra_digest_new(void)
{
	struct ra_digest *d = ra_calloc(1, sizeof(*d));

	d->ctx = EVP_MD_CTX_new();
	d->broken = d->ctx == NULL ||
	    EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) != 1;
	return d;
}

void
ra_digest_add(struct ra_digest *d, struct ra_span s)
{
	if (!d->broken && s.n > 0)
		d->broken = EVP_DigestUpdate(d->ctx, s.p, s.n) != 1;
}

/* Hexadecimal, as sha256sum(1) prints it, so that people can compare. */
const char *
ra_digest_end(struct ra_digest *d, char out[RA_DIGEST_TEXT])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0, i;

	if (!d->broken)
		d->broken = EVP_DigestFinal_ex(d->ctx, md, &n) != 1;
	out[0] = '\0';
	for (i = 0; !d->broken && i < n && 2 * i + 2 < RA_DIGEST_TEXT; i++)
		snprintf(out + 2 * (size_t)i, 3, "%02x", md[i]);
	return out;
}

void
ra_digest_free(struct ra_digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

const char *
ra_digest_sha256(struct ra_span s, char out[RA_DIGEST_TEXT])
{
	struct ra_digest *d = ra_digest_new();

	ra_digest_add(d, s);
	ra_digest_end(d, out);
	ra_digest_free(d);
	return out;
}

bool
ra_digest_is_text(struct ra_span s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (strchr("0123456789abcdef", s.p[i]) == NULL ||
		    s.p[i] == '\0')
			return false;
	return s.n == RA_DIGEST_TEXT - 1;
}
