/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* UTF-8 to the service's encodings. */
#include <string.h>

#include "codec/jis.h"
#include "codec/text.h"

/* What JIS X 0208 and Windows-31J make of the same code. */
static const struct {
	unsigned windows;
	const char *jis;
} twins[] = {
	{ 0xff5e, "\u301c" }, /* wave dash */
	{ 0xff0d, "\u2212" }, /* minus */
	{ 0x2225, "\u2016" }, /* double bar */
	{ 0x2014, "\u2015" }, /* em dash */
	{ 0xffe0, "\u00a2" }, /* cent */
	{ 0xffe1, "\u00a3" }, /* pound */
	{ 0xffe2, "\u00ac" }, /* not */
};

/* The IBM characters outside 0x2121 to 0x7e7e, as CP932 writes them. */
static const struct {
	unsigned char ibm[2], jis[2];
	unsigned n;
} ibm_rows[] = {
	{ { 0xfa, 0x40 }, { 0x7c, 0x71 }, 10 }, /* small roman numerals */
	{ { 0xfa, 0x4a }, { 0x2d, 0x35 }, 10 }, /* roman numerals */
	{ { 0xfa, 0x54 }, { 0x22, 0x4c }, 1 },	/* not */
	{ { 0xfa, 0x55 }, { 0x7c, 0x7c }, 3 },	/* bar, quotes */
	{ { 0xfa, 0x58 }, { 0x2d, 0x6a }, 1 },	/* (kabu) */
	{ { 0xfa, 0x59 }, { 0x2d, 0x62 }, 1 },	/* No. */
	{ { 0xfa, 0x5a }, { 0x2d, 0x64 }, 1 },	/* Tel */
	{ { 0xfa, 0x5b }, { 0x22, 0x68 }, 1 },	/* because */
};

#define IBM_KANJI 28 /* characters before the first kanji at 0xfa5c */
#define ROW_CELLS 94
#define SJIS_CELLS 188

/* The twin that JIS has, or the character itself. */
static struct ra_span
jis_twin(struct ra_span c)
{
	unsigned rune;
	size_t i, n;

	rune = ra_text_rune(c, &n);
	for (i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		if (rune == twins[i].windows)
			return ra_span_str(twins[i].jis);
	return c;
}

/* IBM's rows are not in JIS; NEC's selection of them (rows 89 to 92) is. */
static bool
ibm_to_jis(const unsigned char in[2], unsigned char out[2])
{
	unsigned at, i, first;

	at = (in[0] - 0xfau) * SJIS_CELLS + in[1] - 0x40u - (in[1] > 0x7f);
	if (at >= IBM_KANJI) {
		at -= IBM_KANJI;
		out[0] = (unsigned char)(0x79 + at / ROW_CELLS);
		out[1] = (unsigned char)(0x21 + at % ROW_CELLS);
		return true;
	}
	for (i = 0; i < sizeof(ibm_rows) / sizeof(ibm_rows[0]); i++) {
		first = ibm_rows[i].ibm[1] - 0x40u;
		if (at < first || at >= first + ibm_rows[i].n)
			continue;
		out[0] = ibm_rows[i].jis[0];
		out[1] = (unsigned char)(ibm_rows[i].jis[1] + at - first);
		return true;
	}
	return false;
}

/* ISO-2022-JP: the escape that is in force, and what to write. */
static int
put_jis(struct ra_span c, const char **mode, struct ra_buf *out)
{
	const char *want = "\033(B";
	unsigned char sj[4], jis[2] = { 0 };
	size_t n = 1;

	if ((unsigned char)c.p[0] < 0x80) {
		jis[0] = (unsigned char)c.p[0];
	} else {
		n = ra_jis_code(RA_JIS_CP932, c.p, c.n, sj);
		want = n == 1 ? "\033(I" : "\033$B";
		/* From 0xf040 to 0xf9fc each machine has its own. */
		if (n == 0 || (n == 2 && sj[0] >= 0xf0 && sj[0] < 0xfa))
			return -1;
		if (n == 1)
			jis[0] = sj[0] & 0x7f;
		else if (sj[0] < 0xf0)
			ra_jis_from_sjis(sj, jis);
		else if (!ibm_to_jis(sj, jis))
			return -1;
	}
	if (strcmp(*mode, want) != 0)
		ra_buf_adds(out, want);
	*mode = want;
	ra_buf_addc(out, (char)jis[0]);
	if (n == 2)
		ra_buf_addc(out, (char)jis[1]);
	return 0;
}

/*
 * Lenient readers take both twins, so both must be writable: the service may
 * show the one and want the other.
 */
static int
put_code(enum ra_jis_set set, struct ra_span c, struct ra_buf *out)
{
	unsigned char code[4];
	size_t n;

	if (set == RA_JIS_SJIS)
		c = jis_twin(c);
	n = ra_jis_code(set, c.p, c.n, code);
	if (n == 0)
		return -1;
	ra_buf_add(out, (struct ra_span){ (char *)code, n });
	return 0;
}

static int
put(enum ra_charset cs, struct ra_span c, const char **mode, struct ra_buf *out)
{
	static const enum ra_jis_set set[] = {
		[RA_CP932] = RA_JIS_CP932,
		[RA_SJIS] = RA_JIS_SJIS,
		[RA_EUCJP] = RA_JIS_EUC,
	};

	if (cs == RA_ISO2022JP)
		return put_jis(c, mode, out);
	if (cs == RA_UTF8 || (unsigned char)c.p[0] < 0x80) {
		ra_buf_add(out, c);
		return 0;
	}
	return put_code(set[cs], c, out);
}

int
ra_text_encode(
    enum ra_charset cs, struct ra_span in, struct ra_buf *out, size_t *bad)
{
	const char *mode = "\033(B";
	size_t at = 0, n;

	while (at < in.n) {
		/* A U+FFFD that stands there as such has three bytes. */
		if (ra_text_rune(ra_span_from(in, at), &n) == 0xfffd && n == 1)
			break;
		if (put(cs, (struct ra_span){ in.p + at, n }, &mode, out) == -1)
			break;
		at += n;
	}
	/* RFC 1468: the text ends in ASCII. */
	if (strcmp(mode, "\033(B") != 0)
		ra_buf_adds(out, "\033(B");
	if (at == in.n)
		return 0;
	if (bad != NULL)
		*bad = at;
	return -1;
}
