/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* UTF-8: its characters, how wide they are, how to show and compare them. */
#include <stdint.h>
#include <string.h>

#include "codec/text.h"

#define REPLACEMENT 0xfffdu
#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

struct range {
	unsigned first, last;
};

/* Unicode 15, East Asian Width W and F, neighbours run together. */
static const struct range wide[] = {
	{ 0x1100, 0x115f },
	{ 0x231a, 0x231b },
	{ 0x2329, 0x232a },
	{ 0x23e9, 0x23ec },
	{ 0x23f0, 0x23f0 },
	{ 0x23f3, 0x23f3 },
	{ 0x25fd, 0x25fe },
	{ 0x2614, 0x2615 },
	{ 0x2648, 0x2653 },
	{ 0x267f, 0x267f },
	{ 0x2693, 0x2693 },
	{ 0x26a1, 0x26a1 },
	{ 0x26aa, 0x26ab },
	{ 0x26bd, 0x26be },
	{ 0x26c4, 0x26c5 },
	{ 0x26ce, 0x26ce },
	{ 0x26d4, 0x26d4 },
	{ 0x26ea, 0x26ea },
	{ 0x26f2, 0x26f3 },
	{ 0x26f5, 0x26f5 },
	{ 0x26fa, 0x26fa },
	{ 0x26fd, 0x26fd },
	{ 0x2705, 0x2705 },
	{ 0x270a, 0x270b },
	{ 0x2728, 0x2728 },
	{ 0x274c, 0x274c },
	{ 0x274e, 0x274e },
	{ 0x2753, 0x2755 },
	{ 0x2757, 0x2757 },
	{ 0x2795, 0x2797 },
	{ 0x27b0, 0x27b0 },
	{ 0x27bf, 0x27bf },
	{ 0x2b1b, 0x2b1c },
	{ 0x2b50, 0x2b50 },
	{ 0x2b55, 0x2b55 },
	{ 0x2e80, 0x303e },
	{ 0x3041, 0x3247 },
	{ 0x3250, 0x4dbf },
	{ 0x4e00, 0xa4cf },
	{ 0xa960, 0xa97f },
	{ 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },
	{ 0xfe10, 0xfe19 },
	{ 0xfe30, 0xfe6f },
	{ 0xff01, 0xff60 },
	{ 0xffe0, 0xffe6 },
	{ 0x16fe0, 0x18d08 },
	{ 0x1aff0, 0x1b2fb },
	{ 0x1f004, 0x1f004 },
	{ 0x1f0cf, 0x1f0cf },
	{ 0x1f18e, 0x1f18e },
	{ 0x1f191, 0x1f19a },
	{ 0x1f200, 0x1f320 },
	{ 0x1f32d, 0x1f335 },
	{ 0x1f337, 0x1f37c },
	{ 0x1f37e, 0x1f393 },
	{ 0x1f3a0, 0x1f3ca },
	{ 0x1f3cf, 0x1f3d3 },
	{ 0x1f3e0, 0x1f3f0 },
	{ 0x1f3f4, 0x1f3f4 },
	{ 0x1f3f8, 0x1f43e },
	{ 0x1f440, 0x1f440 },
	{ 0x1f442, 0x1f4fc },
	{ 0x1f4ff, 0x1f53d },
	{ 0x1f54b, 0x1f54e },
	{ 0x1f550, 0x1f567 },
	{ 0x1f57a, 0x1f57a },
	{ 0x1f595, 0x1f596 },
	{ 0x1f5a4, 0x1f5a4 },
	{ 0x1f5fb, 0x1f64f },
	{ 0x1f680, 0x1f6c5 },
	{ 0x1f6cc, 0x1f6cc },
	{ 0x1f6d0, 0x1f6d2 },
	{ 0x1f6d5, 0x1f6d7 },
	{ 0x1f6dc, 0x1f6df },
	{ 0x1f6eb, 0x1f6ec },
	{ 0x1f6f4, 0x1f6fc },
	{ 0x1f7e0, 0x1f7eb },
	{ 0x1f7f0, 0x1f7f0 },
	{ 0x1f90c, 0x1f93a },
	{ 0x1f93c, 0x1f945 },
	{ 0x1f947, 0x1f9ff },
	{ 0x1fa70, 0x1faf8 },
	{ 0x20000, 0x3fffd },
};

/* Marks that sit on the character before, and what has no width at all. */
static const struct range narrowless[] = {
	{ 0x0300, 0x036f },
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f },
	{ 0x202a, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x20d0, 0x20ff },
	{ 0x302a, 0x302d },
	{ 0x3099, 0x309a },
	{ 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },
	{ 0xe0100, 0xe01ef },
};

/* What a terminal would act upon, reorder or hide. */
static const struct range hidden[] = {
	{ 0x0000, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },
	{ 0x061c, 0x061c },
	{ 0x115f, 0x1160 },
	{ 0x180b, 0x180f },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x3164, 0x3164 },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff9, 0xfffb },
	{ 0xe0000, 0xe007f },
};

static const struct range blank[] = {
	{ 0x0009, 0x000d },
	{ 0x0020, 0x0020 },
	{ 0x0085, 0x0085 },
	{ 0x00a0, 0x00a0 },
	{ 0x1680, 0x1680 },
	{ 0x2000, 0x200b },
	{ 0x2028, 0x2029 },
	{ 0x202f, 0x202f },
	{ 0x205f, 0x2060 },
	{ 0x3000, 0x3000 },
	{ 0xfeff, 0xfeff },
};

/* U+FF61 to U+FF9F (JIS X 0201 katakana) in their usual width. */
static const char *const katakana[] = {
	"。",
	"「",
	"」",
	"、",
	"・",
	"ヲ",
	"ァ",
	"ィ",
	"ゥ",
	"ェ",
	"ォ",
	"ャ",
	"ュ",
	"ョ",
	"ッ",
	"ー",
	"ア",
	"イ",
	"ウ",
	"エ",
	"オ",
	"カ",
	"キ",
	"ク",
	"ケ",
	"コ",
	"サ",
	"シ",
	"ス",
	"セ",
	"ソ",
	"タ",
	"チ",
	"ツ",
	"テ",
	"ト",
	"ナ",
	"ニ",
	"ヌ",
	"ネ",
	"ノ",
	"ハ",
	"ヒ",
	"フ",
	"ヘ",
	"ホ",
	"マ",
	"ミ",
	"ム",
	"メ",
	"モ",
	"ヤ",
	"ユ",
	"ヨ",
	"ラ",
	"リ",
	"ル",
	"レ",
	"ロ",
	"ワ",
	"ン",
	"゛",
	"゜",
};

#define IN(r, table) in_table(r, table, sizeof(table) / sizeof((table)[0]))

static bool
in_table(unsigned rune, const struct range *t, size_t n)
{
	size_t lo = 0, mid;

	while (lo < n) {
		mid = lo + (n - lo) / 2;
		if (rune < t[mid].first)
			n = mid;
		else if (rune > t[mid].last)
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

size_t
ra_text_bom(struct ra_span in)
{
	return ra_span_starts(in, RA_SPAN("\xef\xbb\xbf")) ? 3 : 0;
}

/* The length that a first byte promises, and its bits of the character. */
static size_t
promised(unsigned char c, unsigned *bits)
{
	if (c >= 0xc2 && c <= 0xdf) {
		*bits = c & 0x1f;
		return 2;
	}
	if (c >= 0xe0 && c <= 0xef) {
		*bits = c & 0x0f;
		return 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*bits = c & 0x07;
		return 4;
	}
	return 0;
}

/* RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF. */
unsigned
ra_text_rune(struct ra_span in, size_t *n)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned rune = 0;
	size_t len, i;

	*n = in.n > 0 ? 1 : 0;
	if (in.n == 0)
		return REPLACEMENT;
	if ((unsigned char)in.p[0] < 0x80)
		return (unsigned char)in.p[0];
	len = promised((unsigned char)in.p[0], &rune);
	if (len == 0 || len > in.n)
		return REPLACEMENT;
	for (i = 1; i < len; i++) {
		if (((unsigned char)in.p[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		rune = rune << 6 | ((unsigned char)in.p[i] & 0x3f);
	}
	if (rune < least[len] || rune > 0x10ffff ||
	    (rune >= 0xd800 && rune <= 0xdfff))
		return REPLACEMENT;
	*n = len;
	return rune;
}

bool
ra_text_is_utf8(struct ra_span in)
{
	size_t n;

	for (; in.n > 0; in = ra_span_from(in, n))
		if (ra_text_rune(in, &n) == REPLACEMENT && n == 1)
			return false;
	return true;
}

size_t
ra_text_chars(struct ra_span in)
{
	size_t n, count = 0;

	for (; in.n > 0; in = ra_span_from(in, n)) {
		/* Most text is ASCII, and a request is a long run of it. */
		if ((unsigned char)in.p[0] < 0x80)
			n = 1;
		else
			(void)ra_text_rune(in, &n);
		count++;
	}
	return count;
}

size_t
ra_text_width(struct ra_span in)
{
	size_t n, columns = 0;
	unsigned rune;

	for (; in.n > 0; in = ra_span_from(in, n)) {
		rune = ra_text_rune(in, &n);
		if (IN(rune, narrowless))
			continue;
		columns += IN(rune, wide) ? 2 : 1;
	}
	return columns;
}

bool
ra_text_is_ascii(struct ra_span in)
{
	size_t i;

	for (i = 0; i < in.n; i++)
		if (in.p[i] < 0x20 || in.p[i] > 0x7e)
			return false;
	return true;
}

/* A high bit for each byte of w that is c, and perhaps for some above it. */
static uint64_t
has(uint64_t w, unsigned char c)
{
	w ^= ONES * c;
	return (w - ONES) & ~w & HIGHS;
}

/* Eight at a time: requests and certificates are long runs of Base64. */
size_t
ra_text_plain(struct ra_span in)
{
	unsigned char c;
	uint64_t w;
	size_t i = 0;

	for (; in.n - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, in.p + i, sizeof(w));
		/* Above 0x7f, below 0x20, and the three. */
		if (((w | (w - ONES * 0x20)) & HIGHS) != 0 ||
		    (has(w, 0x7f) | has(w, '"') | has(w, '\\')) != 0)
			break;
	}
	for (; i < in.n; i++) {
		c = (unsigned char)in.p[i];
		if (c < 0x20 || c > 0x7e || c == '"' || c == '\\')
			break;
	}
	return i;
}

void
ra_text_show(struct ra_span in, struct ra_buf *out)
{
	unsigned rune;
	size_t n;

	n = ra_text_plain(in);
	ra_buf_add(out, (struct ra_span){ in.p, n });
	for (in = ra_span_from(in, n); in.n > 0; in = ra_span_from(in, n)) {
		rune = ra_text_rune(in, &n);
		if (rune == REPLACEMENT && n == 1)
			ra_buf_addf(out, "\\x%02x", (unsigned char)in.p[0]);
		else if (!IN(rune, hidden))
			ra_buf_add(out, (struct ra_span){ in.p, n });
		else if (rune < 0x80)
			ra_buf_addf(out, "\\x%02x", rune);
		else if (rune < 0x10000)
			ra_buf_addf(out, "\\u%04x", rune);
		else
			ra_buf_addf(out, "\\U%08x", rune);
	}
}

/*
 * Half-width katakana and the sound mark that follows, as one full-width
 * character; returns the bytes taken.
 */
static size_t
widen(unsigned rune, struct ra_span in, size_t n, struct ra_buf *out)
{
	struct ra_span kana = ra_span_str(katakana[rune - 0xff61]);
	bool hard, soft, voiced, ha;
	unsigned mark, full;
	size_t next, n3;
	char u[3];

	mark = ra_text_rune(ra_span_from(in, n), &next);
	ha = rune >= 0xff8a && rune <= 0xff8e;
	voiced = (rune >= 0xff76 && rune <= 0xff84) || ha;
	hard = mark == 0xff9e && voiced;
	soft = mark == 0xff9f && ha;
	if (mark == 0xff9e && rune == 0xff73) {
		ra_buf_adds(out, "ヴ");
		return n + next;
	}
	if (!hard && !soft) { /* the mark, if any, stands alone later */
		ra_buf_add(out, kana);
		return n;
	}
	/* Unicode has the voiced forms right behind. */
	full = ra_text_rune(kana, &n3) + (hard ? 1 : 2);
	u[0] = (char)0xe3;
	u[1] = (char)(0x80 | (full >> 6 & 0x3f));
	u[2] = (char)(0x80 | (full & 0x3f));
	ra_buf_add(out, (struct ra_span){ u, sizeof(u) });
	return n + next;
}

void
ra_text_label(struct ra_span in, struct ra_buf *out)
{
	unsigned rune;
	size_t n;

	for (; in.n > 0; in = ra_span_from(in, n)) {
		rune = ra_text_rune(in, &n);
		if (IN(rune, blank) || (rune >= 0x2460 && rune <= 0x2473))
			continue;
		if (rune >= 0xff01 && rune <= 0xff5e)
			ra_buf_addc(out, (char)(rune - 0xff01 + '!'));
		else if (rune == 0x301c)
			ra_buf_addc(out, '~'); /* the twin of U+FF5E */
		else if (rune == 0x2212)
			ra_buf_addc(out, '-'); /* the twin of U+FF0D */
		else if (rune >= 0xff61 && rune <= 0xff9f)
			n = widen(rune, in, n, out);
		else if (rune == REPLACEMENT)
			ra_buf_adds(out, "\xef\xbf\xbd");
		else
			ra_buf_add(out, (struct ra_span){ in.p, n });
	}
}
