/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The place of a public key in the DER of what holds it. */
#include "pki/spki.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"

#define DASHES "-----"
#define BEGIN DASHES "BEGIN "
#define SEQUENCE 0x30
#define VERSION 0xa0 /* [0] EXPLICIT: RFC 5280 4.1 */
#define LENGTH_BYTES_MAX 3

/*
 * The next element (X.690 8.1), its body in *body; *der goes behind it. False
 * for long tags, the indefinite form, and what is cut off.
 */
static bool
element(struct ra_span *der, unsigned char *tag, struct ra_span *body)
{
	const unsigned char *p = (const unsigned char *)der->p;
	size_t head = 2, n, more;

	if (der->n < head || (p[0] & 0x1f) == 0x1f)
		return false;
	n = p[1];
	if ((p[1] & 0x80) != 0) {
		more = p[1] & 0x7fu;
		if (more == 0 || more > LENGTH_BYTES_MAX ||
		    more > der->n - head)
			return false;
		for (n = 0; more > 0; more--)
			n = n << 8 | p[head++];
	}
	if (n > der->n - head)
		return false;
	*tag = p[0];
	*body = (struct ra_span){ der->p + head, n };
	*der = ra_span_from(*der, head + n);
	return true;
}

static bool
skip(struct ra_span *der, size_t n)
{
	struct ra_span body;
	unsigned char tag;

	for (; n > 0; n--)
		if (!element(der, &tag, &body))
			return false;
	return true;
}

/*
 * Both are a SEQUENCE that begins with the SEQUENCE of what is signed: of a
 * request version, subject, key (RFC 2986 4); of a certificate version or
 * none, serial, algorithm, issuer, validity, subject, key (RFC 5280 4.1).
 */
static bool
find(struct ra_span der, bool csr, struct ra_span *spki)
{
	struct ra_span body;
	unsigned char tag;
	size_t before = 2;

	if (!element(&der, &tag, &body) || tag != SEQUENCE || der.n > 0)
		return false;
	der = body;
	if (!element(&der, &tag, &body) || tag != SEQUENCE)
		return false;
	der = body;
	if (!csr) {
		before = 5;
		if (der.n > 0 && (unsigned char)der.p[0] == VERSION)
			before++;
	}
	if (!skip(&der, before))
		return false;
	spki->p = der.p;
	if (!element(&der, &tag, &body) || tag != SEQUENCE)
		return false;
	spki->n = (size_t)(der.p - spki->p);
	return true;
}

/* What stands between the BEGIN and END lines, or all of it. */
static struct ra_span
unwrapped(struct ra_span in)
{
	size_t at = ra_span_find(in, RA_SPAN(BEGIN));

	if (at == in.n)
		return in;
	in = ra_span_from(in, at + strlen(BEGIN));
	in = ra_span_from(
	    in, ra_span_find(in, RA_SPAN(DASHES)) + strlen(DASHES));
	in.n = ra_span_find(in, RA_SPAN(DASHES));
	return in;
}

/* Base64 into out, which holds in.n bytes; how many, or 0. */
static size_t
decode(struct ra_span in, unsigned char *out)
{
	EVP_ENCODE_CTX *ctx = EVP_ENCODE_CTX_new();
	int n = 0, rest = 0;

	if (ctx == NULL)
		return 0;
	EVP_DecodeInit(ctx);
	if (EVP_DecodeUpdate(
		ctx, out, &n, (const unsigned char *)in.p, (int)in.n) == -1 ||
	    EVP_DecodeFinal(ctx, out + n, &rest) == -1)
		n = rest = 0;
	EVP_ENCODE_CTX_free(ctx);
	return (size_t)n + (size_t)rest;
}

static bool
digest(struct ra_span in, bool csr, char out[RA_DIGEST_TEXT])
{
	struct ra_span spki = { 0 };
	unsigned char *room = NULL;
	bool found;

	out[0] = '\0';
	if (in.n == 0 || in.n > RA_SPKI_IN_MAX)
		return false;
	if (in.p[0] != SEQUENCE || !find(in, csr, &spki)) {
		in = ra_span_trim(unwrapped(in));
		room = ra_calloc(in.n + 1, 1);
		in.n = decode(in, room);
		in.p = (const char *)room;
	}
	found = spki.n > 0 || find(in, csr, &spki);
	if (found)
		ra_digest_sha256(spki, out);
	free(room);
	return found && out[0] != '\0';
}

bool
ra_spki_of_csr(struct ra_span in, char out[RA_DIGEST_TEXT])
{
	return digest(in, true, out);
}

bool
ra_spki_of_cert(struct ra_span in, char out[RA_DIGEST_TEXT])
{
	return digest(in, false, out);
}
