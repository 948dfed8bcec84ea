/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* DER in and out of PEM and Base64. */
#include "pki/armour.h"

#include <stdint.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/i18n.h"

#define BEGIN "-----BEGIN "
#define DASHES "-----"
#define END_MAX 128 /* bytes of an END line */
#define PEM_LINE 48 /* bytes that make a line of 64 characters */

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * The value of a Base64 character, or -1. By hand, because EVP_DecodeBlock()
 * takes what is cut off and tells no position.
 */
static int
sextet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/*
 * What is left after the last whole group of four must be well padded, and
 * the bits that no byte takes must be zero: RFC 4648 section 3.5.
 */
static bool
padded(size_t chars, size_t pads, uint32_t bits)
{
	if ((chars + pads) % 4 != 0 || pads > 2)
		return false;
	return pads == 0 || (bits & (pads == 1 ? 3 : 15)) == 0;
}

/* The first n of the three bytes that four characters stand for. */
static void
put_bytes(struct ra_buf *out, uint32_t bits, size_t n)
{
	const char three[] = { (char)(bits >> 16 & 255),
		(char)(bits >> 8 & 255), (char)(bits & 255) };

	ra_buf_add(out, (struct ra_span){ three, n });
}

static int
base64(const char *name, struct ra_span in, const struct ra_armour *a,
    struct ra_buf *out, struct ra_err *e)
{
	size_t chars = 0, pads = 0;
	uint32_t bits = 0;

	for (size_t i = 0; i < in.n; i++) {
		int v = sextet(in.p[i]);

		if (blank(in.p[i]))
			continue;
		if (in.p[i] == '=') {
			pads++;
			continue;
		}
		if (v < 0 || pads > 0)
			return ra_fail(e, RA_EINPUT,
			    _("%s: not a %s: byte %zu is no Base64"), name,
			    _(a->what), i + 1);
		bits = bits << 6 | (uint32_t)v;
		/* Three bytes at once: adding each costs more than reading. */
		if (++chars % 4 == 0)
			put_bytes(out, bits, 3);
	}
	if (chars % 4 > 1)
		put_bytes(out, bits << 6 * (4 - chars % 4), chars % 4 - 1);
	if (chars == 0 || !padded(chars, pads, bits))
		return ra_fail(e, RA_EINPUT,
		    _("%s: not a %s: the Base64 is cut off after %zu "
		      "characters"),
		    name, _(a->what), chars + pads);
	return 0;
}

/* RFC 7468 section 2: the label says what the bytes are. */
static bool
wanted(const struct ra_armour *a, struct ra_span label)
{
	for (size_t i = 0; a->labels[i] != NULL; i++) {
		if (ra_span_eqs(label, a->labels[i]))
			return true;
	}
	return false;
}

/* Go behind the next BEGIN line; false when there is none. */
static bool
next_block(struct ra_span *rest, struct ra_span *label)
{
	size_t at = ra_span_find(*rest, RA_SPAN(BEGIN));

	if (at == rest->n)
		return false;
	*rest = ra_span_from(*rest, at + strlen(BEGIN));
	*label =
	    (struct ra_span){ rest->p, ra_span_find(*rest, RA_SPAN(DASHES)) };
	return true;
}

/* The label is one of a->labels, so it may stand in a message. */
static int
block(const char *name, struct ra_span label, struct ra_span *rest,
    struct ra_span *out, struct ra_err *e)
{
	struct ra_span s = ra_span_from(*rest, label.n + strlen(DASHES));
	struct ra_buf end;
	size_t at;
	int ret = -1;

	ra_buf_init(&end, END_MAX);
	ra_buf_addf(&end, "-----END %.*s-----", RA_FMT(label));
	/* Of the same label; RFC 7468 section 2 leaves it to the reader. */
	at = ra_span_find(s, ra_buf_span(&end));
	*out = (struct ra_span){ s.p, at };
	if (at == s.n) {
		ra_fail(e, RA_EINPUT, _("%s: the line \"%s\" is missing"), name,
		    ra_buf_str(&end));
	} else {
		*rest = ra_span_from(s, at + end.n);
		ret = 0;
	}
	ra_buf_clear(&end);
	return ret;
}

/* Blocks of other labels, such as EC PARAMETERS, are stepped over. */
static int
pem(const char *name, struct ra_span rest, const struct ra_armour *a,
    struct ra_buf *der, struct ra_err *e)
{
	struct ra_span label, text;

	do {
		if (!next_block(&rest, &label))
			return ra_fail(e, RA_EINPUT,
			    _("%s: not a %s: no PEM block \"%s\" in it"), name,
			    _(a->what), a->labels[0]);
	} while (!wanted(a, label));
	if (block(name, label, &rest, &text, e) == -1 ||
	    base64(name, text, a, der, e) == -1)
		return -1;
	rest = ra_span_trim(rest);
	if (a->only && rest.n > 0)
		return ra_fail(e, RA_EINPUT, _("%s: %zu bytes after the %s"),
		    name, rest.n, _(a->what));
	return 0;
}

int
ra_armour_open(const char *name, struct ra_span in, const struct ra_armour *a,
    struct ra_buf *der, struct ra_err *e)
{
	bool tagged, pemmed;
	int ret = 0;

	if (in.n > a->max)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %zu bytes, a %s has at most %zu"), name, in.n,
		    _(a->what), a->max);
	/* Editors on Windows save a text with a byte order mark. */
	if (ra_span_starts(in, RA_SPAN("\xef\xbb\xbf")))
		in = ra_span_from(in, 3);
	if (ra_span_trim(in).n == 0)
		return ra_fail(e, RA_EINPUT, _("%s: empty, wanted a %s"), name,
		    _(a->what));
	/* A SEQUENCE; a digit 0 that begins a text has no such length. */
	tagged = in.p[0] == 0x30;
	pemmed = ra_span_has(in, RA_SPAN(BEGIN));
	if (tagged && (!pemmed || (in.n > 1 && (in.p[1] & 0x80) != 0)))
		ra_buf_add(der, in);
	else if (pemmed)
		ret = pem(name, in, a, der, e);
	else
		ret = base64(name, in, a, der, e);
	return ret == -1 ? -1 : ra_buf_done(der, name, e);
}

/* The TSV column has the Base64 alone in one line: manual 5-3-1, column 7. */
void
ra_armour_line(struct ra_span der, struct ra_buf *out)
{
	const unsigned char *p = (const unsigned char *)der.p;
	unsigned char text[PEM_LINE / 3 * 4 + 1];

	for (size_t at = 0; at < der.n; at += PEM_LINE) {
		size_t n = der.n - at < PEM_LINE ? der.n - at : PEM_LINE;
		int len = EVP_EncodeBlock(text, p + at, (int)n);

		ra_buf_add(
		    out, (struct ra_span){ (const char *)text, (size_t)len });
	}
}

/* RFC 7468 section 2: lines of 64, the last may be shorter. */
void
ra_armour_pem(const struct ra_armour *a, struct ra_span der, struct ra_buf *out)
{
	ra_buf_addf(out, "-----BEGIN %s-----\n", a->labels[0]);
	for (; der.n > 0; der = ra_span_from(der, PEM_LINE)) {
		struct ra_span line = der;

		if (line.n > PEM_LINE)
			line.n = PEM_LINE;
		ra_armour_line(line, out);
		ra_buf_addc(out, '\n');
	}
	ra_buf_addf(out, "-----END %s-----\n", a->labels[0]);
}
