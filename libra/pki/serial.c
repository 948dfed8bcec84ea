/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Serial numbers, big and in two notations. */
#include "pki/serial.h"

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
	const char *set = base16 ? "0123456789abcdefABCDEF" : "0123456789";
	size_t i = 0;

	while (i < n && p[i] != '\0' && strchr(set, p[i]) != NULL)
		i++;
	return i;
}

int
ra_serial_parse(struct ra_span text, struct ra_serial *out, struct ra_err *e)
{
	char z[RA_SERIAL_DIGITS_MAX + 1];
	bool base16;
	size_t skip;
	BIGNUM *bn = NULL;
	int ret = -1;

	*out = (struct ra_serial){ 0 };
	if (text.n == 0 || text.n > RA_SERIAL_DIGITS_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("serial number: %zu characters, wanted 1 to %d"), text.n,
		    RA_SERIAL_DIGITS_MAX);
	/* BN_dec2bn() reads strings, and would stop at the first other byte. */
	memcpy(z, text.p, text.n);
	z[text.n] = '\0';
	base16 = z[0] == '0' && (z[1] == 'x' || z[1] == 'X');
	skip = base16 ? 2 : 0;
	if (text.n == skip ||
	    digits(z + skip, text.n - skip, base16) != text.n - skip)
		return ra_fail(e, RA_EINPUT,
		    _("serial number: wanted decimal digits, or 0x and "
		      "hexadecimal digits"));
	if ((base16 ? BN_hex2bn(&bn, z + skip) : BN_dec2bn(&bn, z)) == 0 ||
	    ra_serial_from_bn(bn, out) == -1)
		ra_fail(e, RA_ELOCAL, _("serial number: %s"), ra_ossl_why());
	/* RFC 5280 4.1.2.2: positive. */
	else if (BN_is_zero(bn))
		ra_fail(e, RA_EINPUT,
		    _("serial number: zero, wanted 1 or "
		      "more"));
	else
		ret = 0;
	BN_free(bn);
	return ret;
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
