/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A file either opens with a certificate and a key that TLS knows as a pair,
 * or is a fault of the credential that is told without its pass phrase. After
 * 'S' come the bags alone, after 'K' a key alone: the target puts them into a
 * file, so that no length and no MAC keeps the bytes from being read.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "pki/p12.h"

#define WRAPPED_MAX (RA_P12_MAX + 256)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Object identifiers as DER has them. */
static const char oid_data[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
static const char oid_key_bag[] =
    "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x01";
static const char version[] = "\x02\x01\x03";

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* One element: tag, length in the long form, head and what b has. */
static void
wrap(struct ra_buf *b, int tag, struct ra_span head)
{
	size_t n = head.n + b->n;
	struct ra_buf out;

	ra_buf_init(&out, WRAPPED_MAX);
	ra_buf_addc(&out, (char)tag);
	ra_buf_addc(&out, (char)0x83);
	ra_buf_addc(&out, (char)(n >> 16));
	ra_buf_addc(&out, (char)(n >> 8));
	ra_buf_addc(&out, (char)n);
	ra_buf_add(&out, head);
	ra_buf_add(&out, ra_buf_span(b));
	ra_buf_clear(b);
	*b = out;
}

/* SafeContents to a file without encryption and MAC: RFC 7292 section 4. */
static void
wrap_bags(struct ra_buf *b)
{
	const struct ra_span none = RA_SPAN("");
	const struct ra_span data = { oid_data, sizeof(oid_data) - 1 };
	int i;

	for (i = 0; i < 2; i++) {
		wrap(b, 0x04, none);
		wrap(b, 0xa0, none);
		wrap(b, 0x30, data);
		if (i == 0)
			wrap(b, 0x30, none);
	}
	wrap(b, 0x30, (struct ra_span){ version, sizeof(version) - 1 });
}

static void
wrap_key(struct ra_buf *b)
{
	wrap(b, 0xa0, RA_SPAN(""));
	wrap(b, 0x30, (struct ra_span){ oid_key_bag, sizeof(oid_key_bag) - 1 });
	wrap(b, 0x30, RA_SPAN(""));
	wrap_bags(b);
}

static void
use(const struct ra_p12 *f)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	struct ra_err e = { 0 };

	must(ctx != NULL && ra_p12_cert(f) != NULL);
	/* TLS may find a key too short, but not one that does not fit. */
	if (ra_p12_use(f, ctx, &e) == 0)
		must(SSL_CTX_check_private_key(ctx) == 1);
	else
		must(e.code == RA_ECRED);
	SSL_CTX_free(ctx);
}

static void
told(struct ra_span in, const struct ra_err *e)
{
	const char *c;

	must(e->code == RA_ECRED && strncmp(e->msg, "fuzz: ", 6) == 0);
	/* A name in the file may be anything. */
	must(strstr(e->msg, "sesame") == NULL ||
	    ra_span_has(in, RA_SPAN("sesame")));
	for (c = e->msg; *c != '\0'; c++)
		must((unsigned char)*c >= ' ' && *c != 0x7f);
}

static void
open_with(struct ra_span in, const struct ra_secret *pass)
{
	struct ra_err e = { 0 };
	struct ra_p12 *f = ra_p12_open("fuzz", in, pass, &e);

	if (f == NULL)
		told(in, &e);
	else
		use(f);
	ra_p12_free(f);
	/* A later TLS call would read what is left as its own. */
	must(ERR_peek_error() == 0 || f != NULL);
	ERR_clear_error();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct ra_secret right = { (char[]){ "open sesame" }, 11 };
	const struct ra_secret none = { (char[]){ "" }, 0 };
	struct ra_span in = { (const char *)p, n };
	struct ra_buf made;

	ra_buf_init(&made, WRAPPED_MAX);
	if (n > 0 && n < RA_P12_MAX && (p[0] == 'S' || p[0] == 'K')) {
		ra_buf_add(&made, ra_span_from(in, 1));
		if (p[0] == 'K')
			wrap_key(&made);
		else
			wrap_bags(&made);
		in = ra_buf_span(&made);
	}
	open_with(in, &right);
	open_with(in, &none);
	ra_buf_clear(&made);
	return 0;
}
