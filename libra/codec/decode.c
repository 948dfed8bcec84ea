/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The service's encodings to UTF-8. */
#include <stdint.h>
#include <string.h>

#include "codec/jis.h"
#include "codec/text.h"

#define REPLACEMENT 0xfffdu
#define NO_RUNE 0xffffffffu /* a sequence that stands for no character */

/*
 * CP932's table and not that of EUC: what the service writes in its lists
 * and in its mails is then read as the same character.
 */
static unsigned
lookup_jis(unsigned row, unsigned cell)
{
	unsigned char sj[2];

	ra_jis_to_sjis(row, cell, sj);
	return ra_jis_rune(RA_JIS_CP932, sj[0], sj[1]);
}

static bool
is_graphic(unsigned char c)
{
	return c >= 0x21 && c <= 0x7e;
}

/* A reader of one text: the charset, and what ISO-2022-JP has switched to. */
struct reader {
	enum ra_charset cs;
	enum { ASCII, ROMAN, KANA, KANJI, KANJI2 } mode;
};

/* The step functions give the bytes of the sequence at p, 0 if invalid. */
static size_t
step_sjis(enum ra_jis_set set, const unsigned char *p, size_t n, unsigned *rune)
{
	/* JIS X 0201 katakana stand in one byte. */
	if (p[0] >= 0xa1 && p[0] <= 0xdf) {
		*rune = 0xff61u + (p[0] - 0xa1u);
		return 1;
	}
	/* CP932 leaves these three unused as lead bytes. */
	if (p[0] == 0x80 || p[0] == 0xa0 || p[0] > 0xfc || n < 2)
		return 0;
	*rune = ra_jis_rune(set, p[0], p[1]);
	return *rune == 0 ? 0 : 2;
}

static size_t
step_euc(const unsigned char *p, size_t n, unsigned *rune)
{
	size_t len = p[0] == 0x8f ? 3 : 2, i;

	if (n < len || (p[0] < 0xa1 && p[0] != 0x8e && p[0] != 0x8f))
		return 0;
	for (i = 1; i < len; i++)
		if (!is_graphic(p[i] & 0x7f) || p[i] < 0x80)
			return 0;
	if (p[0] == 0x8e)
		*rune = p[1] > 0xdf ? 0 : 0xff61u + (p[1] - 0xa1u);
	else if (p[0] == 0x8f)
		*rune = ra_jis_rune(RA_JIS_EUC3, p[1], p[2]);
	else if (p[0] >= 0xf9 && p[0] != 0xff) /* NEC-selected IBM rows */
		*rune = lookup_jis(p[0] & 0x7f, p[1] & 0x7f);
	else
		*rune = ra_jis_rune(RA_JIS_EUC, p[0], p[1]);
	return *rune == 0 ? 0 : len;
}

/* RFC 1468, RFC 2237 (JIS X 0212), and JIS X 0201 katakana as mail has it. */
static size_t
step_escape(struct reader *r, const unsigned char *p, size_t n)
{
	static const struct {
		const char *seq;
		int mode;
	} escapes[] = {
		{ "\033(B", ASCII },
		{ "\033(J", ROMAN },
		{ "\033(I", KANA },
		{ "\033$@", KANJI },
		{ "\033$B", KANJI },
		{ "\033$(D", KANJI2 },
	};
	size_t i, len;

	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		len = strlen(escapes[i].seq);
		if (n < len || memcmp(p, escapes[i].seq, len) != 0)
			continue;
		r->mode = escapes[i].mode;
		return len;
	}
	return 0;
}

static size_t
step_kanji(struct reader *r, const unsigned char *p, size_t n, unsigned *rune)
{
	if (n < 2 || !is_graphic(p[0]) || !is_graphic(p[1]))
		return 0;
	if (r->mode == KANJI)
		*rune = lookup_jis(p[0], p[1]);
	else
		*rune = ra_jis_rune(RA_JIS_EUC3, p[0] | 0x80, p[1] | 0x80);
	return *rune == 0 ? 0 : 2;
}

static size_t
step_jis(struct reader *r, const unsigned char *p, size_t n, unsigned *rune)
{
	*rune = NO_RUNE;
	if (p[0] == 0x1b)
		return step_escape(r, p, n);
	if (p[0] >= 0x80)
		return 0;
	if (p[0] == '\n') /* RFC 1468: each line begins in ASCII */
		r->mode = ASCII;
	*rune = p[0];
	if (p[0] <= 0x20 || r->mode == ASCII)
		return 1;
	/* JIS X 0201 Roman differs from ASCII in these two. */
	if (r->mode == ROMAN) {
		if (p[0] == '\\')
			*rune = 0xa5;
		else if (p[0] == '~')
			*rune = 0x203e;
		return 1;
	}
	if (r->mode == KANA) {
		*rune = 0xff61u + (p[0] - 0x21u);
		return p[0] <= 0x5f ? 1 : 0;
	}
	return step_kanji(r, p, n, rune);
}

static size_t
step(struct reader *r, struct ra_span in, unsigned *rune)
{
	unsigned char p[4] = { 0 };
	size_t n = in.n < sizeof(p) ? in.n : sizeof(p);

	/* Padded, so that no step looks past the end. */
	memcpy(p, in.p, n);
	switch (r->cs) {
	case RA_CP932:
		return step_sjis(RA_JIS_CP932, p, n, rune);
	case RA_SJIS:
		return step_sjis(RA_JIS_SJIS, p, n, rune);
	case RA_EUCJP:
		return step_euc(p, n, rune);
	case RA_ISO2022JP:
		return step_jis(r, p, n, rune);
	case RA_UTF8:
		break;
	}
	*rune = ra_text_rune(in, &n);
	return *rune == REPLACEMENT && n == 1 ? 0 : n;
}

/* Bytes below 0x80 at the start, eight at a time. */
static size_t
ascii_run(struct ra_span in)
{
	uint64_t w;
	size_t i = 0;

	for (; in.n - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, in.p + i, sizeof(w));
		if ((w & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < in.n && (unsigned char)in.p[i] < 0x80)
		i++;
	return i;
}

static void
put_rune(struct ra_buf *out, unsigned r)
{
	char u[4];
	size_t n = 0;

	if (r < 0x80) {
		u[n++] = (char)r;
	} else if (r < 0x800) {
		u[n++] = (char)(0xc0 | r >> 6);
	} else if (r < 0x10000) {
		u[n++] = (char)(0xe0 | r >> 12);
		u[n++] = (char)(0x80 | (r >> 6 & 0x3f));
	} else {
		u[n++] = (char)(0xf0 | r >> 18);
		u[n++] = (char)(0x80 | (r >> 12 & 0x3f));
		u[n++] = (char)(0x80 | (r >> 6 & 0x3f));
	}
	if (r >= 0x80)
		u[n++] = (char)(0x80 | (r & 0x3f));
	ra_buf_add(out, (struct ra_span){ u, n });
}

/* Decode until the end or the first sequence that is invalid. */
static size_t
decode_run(struct reader *r, struct ra_span in, struct ra_buf *out)
{
	size_t at = 0, n = 0;
	unsigned rune;

	while (at < in.n) {
		/* Elsewhere such a byte is ASCII where a character begins. */
		if (r->cs != RA_ISO2022JP && (unsigned char)in.p[at] < 0x80) {
			n = ascii_run(ra_span_from(in, at));
			ra_buf_add(out, (struct ra_span){ in.p + at, n });
			at += n;
			continue;
		}
		n = step(r, ra_span_from(in, at), &rune);
		if (n == 0)
			break;
		if (rune != NO_RUNE)
			put_rune(out, rune);
		at += n;
	}
	return at;
}

/* What came before the bad byte stays added: the caller counts its columns. */
int
ra_text_decode(
    enum ra_charset cs, struct ra_span in, struct ra_buf *out, size_t *bad)
{
	struct reader r = { .cs = cs };
	size_t at;

	at = decode_run(&r, in, out);
	if (at == in.n)
		return 0;
	if (bad != NULL)
		*bad = at;
	return -1;
}

size_t
ra_text_decode_lenient(
    enum ra_charset cs, struct ra_span in, struct ra_buf *out)
{
	struct reader r = { .cs = cs };
	size_t lost = 0;

	for (;;) {
		in = ra_span_from(in, decode_run(&r, in, out));
		if (in.n == 0)
			return lost;
		/* One byte only: what follows may be a tab or a tag. */
		put_rune(out, REPLACEMENT);
		in = ra_span_from(in, 1);
		lost++;
	}
}
