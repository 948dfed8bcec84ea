/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Serial numbers, big and in two notations. */
#include "pki/serial.h"

#include <stdint.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>

#include "base/i18n.h"
#include "pki/cert.h"
#include "pki/ossl.h"

#define RANDOM_BITS_MAX 159 /* RFC 5280 4.1.2.2: 20 octets, positive */

/* OpenSSL writes whole bytes in capitals; ours has no leading zero. */
static void
put_hex(const char *in, char *out, size_t size)
{
	size_t n = 2;

	out[0] = '0';
	out[1] = 'x';
	while (*in == '0' && in[1] != '\0')
		in++;
	for (; *in != '\0' && n + 1 < size; in++, n++)
		out[n] = *in >= 'A' && *in <= 'F' ? (char)(*in + 32) : *in;
	out[n] = '\0';
}

int
ra_serial_from_bn(const BIGNUM *bn, struct ra_serial *out)
{
	char *dec = NULL, *hexa = NULL;
	int ret = -1;

	*out = (struct ra_serial){ 0 };
	/* Without this ceiling the two arrays could overflow. */
	if (BN_is_negative(bn) || BN_num_bits(bn) > RA_SERIAL_BITS_MAX)
		goto out;
	if ((dec = BN_bn2dec(bn)) == NULL || (hexa = BN_bn2hex(bn)) == NULL ||
	    strlen(dec) >= sizeof(out->dec))
		goto out;
	memcpy(out->dec, dec, strlen(dec) + 1);
	put_hex(hexa, out->hex, sizeof(out->hex));
	ret = 0;
out:
	OPENSSL_free(dec);
	OPENSSL_free(hexa);
	return ret;
}

/* How many of the first n bytes are digits of the base. */
static size_t
digits(const char *p, size_t n, bool base16)
{
	size_t i = 0;

	while (i < n &&
	    ((p[i] >= '0' && p[i] <= '9') ||
		(base16 && (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f')))
		i++;
	return i;
}

/*
 * A list has two of them a row, so they are read without BIGNUM: six limbs,
 * lowest first, hold all that the field has room for.
 */
#define LIMBS (RA_SERIAL_BITS_MAX / 32)

static unsigned
digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	return (unsigned)((c | 0x20) - 'a') + 10;
}

/* limb = limb * times + more. */
static void
multiply(uint32_t limb[LIMBS], uint32_t times, uint64_t more)
{
	size_t k;

	for (k = 0; k < LIMBS; k++) {
		more += (uint64_t)limb[k] * times;
		limb[k] = (uint32_t)more;
		more >>= 32;
	}
}

/* As many digits at once as a limb surely holds: nine, or seven. */
static void
read_limbs(struct ra_span text, uint32_t base, uint32_t limb[LIMBS])
{
	const size_t most = base == 10 ? 9 : 7;
	uint32_t times, part;
	size_t n;

	memset(limb, 0, LIMBS * sizeof(*limb));
	while (text.n > 0) {
		times = 1;
		part = 0;
		for (n = 0; n < most && n < text.n; n++, times *= base)
			part = part * base + digit(text.p[n]);
		multiply(limb, times, part);
		text = ra_span_from(text, n);
	}
}

static bool
is_zero(const uint32_t limb[LIMBS])
{
	uint32_t all = 0;
	size_t k;

	for (k = 0; k < LIMBS; k++)
		all |= limb[k];
	return all == 0;
}

/* limb = limb / base; the rest. */
static unsigned
divide(uint32_t limb[LIMBS], unsigned base)
{
	uint64_t rest = 0;
	size_t k;

	for (k = LIMBS; k-- > 0;) {
		rest = rest << 32 | limb[k];
		limb[k] = (uint32_t)(rest / base);
		rest %= base;
	}
	return (unsigned)rest;
}

static void
write_dec(const uint32_t from[LIMBS], char *out)
{
	char text[RA_SERIAL_TEXT];
	uint32_t limb[LIMBS];
	size_t at = sizeof(text);

	memcpy(limb, from, sizeof(limb));
	while (!is_zero(limb))
		text[--at] = (char)('0' + divide(limb, 10));
	memcpy(out, text + at, sizeof(text) - at);
	out[sizeof(text) - at] = '\0';
}

static void
write_hex(const uint32_t limb[LIMBS], char *out)
{
	size_t k = LIMBS * 8;

	while (k > 1 && (limb[(k - 1) / 8] >> (k - 1) % 8 * 4 & 15) == 0)
		k--;
	*out++ = '0';
	*out++ = 'x';
	while (k-- > 0)
		*out++ = "0123456789abcdef"[limb[k / 8] >> k % 8 * 4 & 15];
	*out = '\0';
}

int
ra_serial_parse(struct ra_span text, struct ra_serial *out, struct ra_err *e)
{
	uint32_t limb[LIMBS];
	bool base16;
	size_t skip;

	*out = (struct ra_serial){ 0 };
	if (text.n == 0 || text.n > RA_SERIAL_DIGITS_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("serial number: %zu characters, wanted 1 to %d"), text.n,
		    RA_SERIAL_DIGITS_MAX);
	base16 = text.n > 1 && text.p[0] == '0' &&
	    (text.p[1] == 'x' || text.p[1] == 'X');
	skip = base16 ? 2 : 0;
	if (text.n == skip ||
	    digits(text.p + skip, text.n - skip, base16) != text.n - skip)
		return ra_fail(e, RA_EINPUT,
		    _("serial number: wanted decimal digits, or 0x and "
		      "hexadecimal digits"));
	read_limbs(ra_span_from(text, skip), base16 ? 16 : 10, limb);
	/* RFC 5280 4.1.2.2: positive. */
	if (is_zero(limb))
		return ra_fail(e, RA_EINPUT,
		    _("serial number: zero, wanted 1 or "
		      "more"));
	write_hex(limb, out->hex);
	if (base16) {
		write_dec(limb, out->dec);
		return 0;
	}
	while (*text.p == '0')
		text = ra_span_from(text, 1);
	memcpy(out->dec, text.p, text.n);
	out->dec[text.n] = '\0';
	return 0;
}

int
ra_serial_random(int bits, struct ra_serial *out, struct ra_err *e)
{
	BIGNUM *bn = BN_new();
	int ret = -1;

	*out = (struct ra_serial){ 0 };
	if (bits < 1 || bits > RANDOM_BITS_MAX)
		ra_fail(e, RA_ELOCAL,
		    _("serial number: %d bits, wanted 1 to "
		      "%d"),
		    bits, RANDOM_BITS_MAX);
	else if (bn == NULL ||
	    BN_rand(bn, bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
	    ra_serial_from_bn(bn, out) == -1)
		ra_fail(e, RA_ELOCAL, _("serial number: %s"), ra_ossl_why());
	else
		ret = 0;
	BN_free(bn);
	return ret;
}
