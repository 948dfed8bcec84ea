/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Random numbers and Base64. getrandom() is of Linux, not of POSIX. */
#include "codes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			  "0123456789+/";

void
sb_random(unsigned char *p, size_t n)
{
	ssize_t got;

	while (n > 0) {
		got = getrandom(p, n, 0);
		if (got <= 0)
			abort();
		p += got;
		n -= (size_t)got;
	}
}

static unsigned
octet(struct ra_span in, size_t i)
{
	return i < in.n ? (unsigned char)in.p[i] : 0;
}

/* One line without breaks: the form of CSR and p1 alike. */
void
sb_base64(struct ra_span in, struct ra_buf *out)
{
	char four[4];
	unsigned v;
	size_t i;

	for (i = 0; i < in.n; i += 3) {
		v = octet(in, i) << 16 | octet(in, i + 1) << 8 |
		    octet(in, i + 2);
		four[0] = b64[v >> 18 & 63];
		four[1] = b64[v >> 12 & 63];
		four[2] = b64[v >> 6 & 63];
		four[3] = b64[v & 63];
		if (i + 2 >= in.n)
			four[3] = '=';
		if (i + 1 >= in.n)
			four[2] = '=';
		ra_buf_add(out, (struct ra_span){ four, sizeof(four) });
	}
}

/*
 * The alphabet of RFC 4648, 5, unpadded: EABs are so in ACME (RFC 8555, 7.3.4).
 */
char *
sb_random_url(size_t n)
{
	unsigned char raw[64];
	struct ra_buf b;
	char *p;

	if (n > sizeof(raw))
		n = sizeof(raw);
	sb_random(raw, n);
	ra_buf_init(&b, 2 * sizeof(raw));
	sb_base64((struct ra_span){ (const char *)raw, n }, &b);
	for (p = b.p; *p != '\0' && *p != '='; p++) {
		if (*p == '+')
			*p = '-';
		else if (*p == '/')
			*p = '_';
	}
	*p = '\0';
	return ra_buf_take(&b);
}

/* wire-protocol 1.7: p1 is 64 characters of Base64, which are 48 octets. */
void
sb_token_make(char p1[SB_TOKEN_LEN + 1])
{
	unsigned char raw[SB_TOKEN_LEN / 4 * 3];
	struct ra_buf b;

	sb_random(raw, sizeof(raw));
	ra_buf_init(&b, SB_TOKEN_LEN);
	sb_base64((struct ra_span){ (const char *)raw, sizeof(raw) }, &b);
	memcpy(p1, ra_buf_str(&b), SB_TOKEN_LEN + 1);
	ra_buf_clear(&b);
}

/*
 * What people mistake for one another is left out. 32 letters, so the
 * remainder is even.
 */
void
sb_pin_make(char pin[SB_PIN_LEN + 1])
{
	static const char set[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	unsigned char raw[SB_PIN_LEN];
	size_t i;

	sb_random(raw, sizeof(raw));
	for (i = 0; i < SB_PIN_LEN; i++)
		pin[i] = set[raw[i] % (sizeof(set) - 1)];
	pin[SB_PIN_LEN] = '\0';
}

/* One client cuts a URL at "+" and reads "%" on (wire-protocol 1.7). */
void
sb_token_escape(const char *p1, struct ra_buf *out)
{
	for (; *p1 != '\0'; p1++) {
		if (*p1 == '/')
			ra_buf_adds(out, "%2F");
		else if (*p1 == '+')
			ra_buf_adds(out, "%2B");
		else
			ra_buf_addc(out, *p1);
	}
}
