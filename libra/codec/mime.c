/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Quoted-printable, base64 and encoded words, written. */
#include <stdint.h>
#include <string.h>

#include "codec/mime.h"
#include "codec/text.h"

#define LINE_MAX_QP 76 /* RFC 2045 section 6.7, rule 5 */
#define LINE_BASE64 57 /* bytes that make a line of 76 */
#define WORD_MAX 75    /* RFC 2047 section 2 */

#define WORD_HEAD "=?ISO-2022-JP?B?"
#define WORD_TAIL "?="
/* Bytes of ISO-2022-JP, escapes included, that fit into one word: 42. */
#define WORD_BYTES 42
/* Fewer in the first, for the header's name before it on the line. */
#define NAME_BYTES 15

#define UTF8_HEAD "=?UTF-8?B?"
#define UTF8_BYTES 45 /* that fit into one word */
#define ASCII_MAX 60  /* bytes that stay as they are behind a header's name */

#define ADDRESS_MAX 254 /* RFC 5321 4.5.3.1.3, without the brackets */

/* The bytes of a line end at the start: 2 for CRLF, 1 for LF alone, or 0. */
static size_t
line_end(struct ra_span in)
{
	if (ra_span_starts(in, RA_SPAN("\r\n")))
		return 2;
	return ra_span_starts(in, RA_SPAN("\n")) ? 1 : 0;
}

/* Blanks are bare but at the end of a line. */
static bool
is_bare(struct ra_span in)
{
	char c = in.p[0];

	if (c == ' ' || c == '\t')
		return in.n > 1 && line_end(ra_span_from(in, 1)) == 0;
	return c > ' ' && c <= '~' && c != '=';
}

void
ra_mime_qp(struct ra_span in, struct ra_buf *out)
{
	size_t column = 0, end, n;
	bool bare;

	for (; in.n > 0; in = ra_span_from(in, end > 0 ? end : 1)) {
		end = line_end(in);
		if (end > 0) {
			ra_buf_adds(out, "\r\n");
			column = 0;
			continue;
		}
		bare = is_bare(in);
		n = bare ? 1 : 3;
		/* One column is kept for the soft line break. */
		if (column + n > LINE_MAX_QP - 1) {
			ra_buf_adds(out, "=\r\n");
			column = 0;
		}
		if (bare)
			ra_buf_addc(out, in.p[0]);
		else
			ra_buf_addf(out, "=%02X", (unsigned char)in.p[0]);
		column += n;
	}
}

static void
put_quantum(const unsigned char *p, size_t n, struct ra_buf *out)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
	uint32_t w;
	char c[4];

	/* RFC 4648 section 4: three bytes, four characters, zero bits at the
	 * end. */
	w = (uint32_t)p[0] << 16;
	w |= n > 1 ? (uint32_t)p[1] << 8 : 0;
	w |= n > 2 ? p[2] : 0;
	c[0] = alphabet[w >> 18];
	c[1] = alphabet[w >> 12 & 63];
	c[2] = n > 1 ? alphabet[w >> 6 & 63] : '=';
	c[3] = n > 2 ? alphabet[w & 63] : '=';
	ra_buf_add(out, (struct ra_span){ c, sizeof(c) });
}

/* Base64 without any line end. */
static void
put_base64(struct ra_span in, struct ra_buf *out)
{
	const unsigned char *p = (const unsigned char *)in.p;
	size_t i;

	for (i = 0; i < in.n; i += 3)
		put_quantum(p + i, in.n - i < 3 ? in.n - i : 3, out);
}

void
ra_mime_base64(struct ra_span in, struct ra_buf *out)
{
	size_t n;

	for (; in.n > 0; in = ra_span_from(in, n)) {
		n = in.n < LINE_BASE64 ? in.n : LINE_BASE64;
		put_base64((struct ra_span){ in.p, n }, out);
		ra_buf_adds(out, "\r\n");
	}
}

/* The text as it can be written: controls blank, what is lacking a geta. */
static void
prepare(struct ra_span in, struct ra_buf *out)
{
	struct ra_buf jis;
	struct ra_span c;
	size_t n;

	ra_buf_init(&jis, WORD_MAX);
	for (; in.n > 0; in = ra_span_from(in, n)) {
		(void)ra_text_rune(in, &n);
		c = (struct ra_span){ in.p, n };
		ra_buf_reset(&jis);
		if (n == 1 && ((unsigned char)*c.p < ' ' || *c.p == 0x7f))
			ra_buf_addc(out, ' '); /* no line end gets through */
		else if (ra_text_encode(RA_ISO2022JP, c, &jis, NULL) == 0)
			ra_buf_add(out, c);
		else
			ra_buf_adds(out, "\xe3\x80\x93");
	}
	ra_buf_clear(&jis);
}

/* As many characters as fit into max bytes of ISO-2022-JP; at least one. */
static size_t
fill_word(struct ra_span utf8, size_t max, struct ra_buf *jis)
{
	size_t at = 0, n;

	while (at < utf8.n) {
		(void)ra_text_rune(ra_span_from(utf8, at), &n);
		ra_buf_reset(jis);
		(void)ra_text_encode(RA_ISO2022JP,
		    (struct ra_span){ utf8.p, at + n }, jis, NULL);
		if (at > 0 && jis->n > max)
			break;
		at += n;
	}
	ra_buf_reset(jis);
	(void)ra_text_encode(
	    RA_ISO2022JP, (struct ra_span){ utf8.p, at }, jis, NULL);
	return at;
}

/*
 * RFC 2047 section 5: no character is parted between two words, and each
 * word begins and ends in ASCII.
 */
static void
put_words(struct ra_span utf8, struct ra_buf *out)
{
	size_t max = WORD_BYTES - NAME_BYTES;
	struct ra_buf jis;

	ra_buf_init(&jis, 2 * WORD_MAX);
	while (utf8.n > 0) {
		utf8 = ra_span_from(utf8, fill_word(utf8, max, &jis));
		/* B and not Q: quoted brackets in a Q word are what bad
		 * decoders choke on. */
		ra_buf_adds(out, WORD_HEAD);
		put_base64(ra_buf_span(&jis), out);
		ra_buf_adds(out, WORD_TAIL);
		if (utf8.n > 0)
			ra_buf_adds(out, "\r\n ");
		max = WORD_BYTES;
	}
	ra_buf_clear(&jis);
}

void
ra_mime_word(struct ra_span utf8, struct ra_buf *out)
{
	struct ra_buf text;

	ra_buf_init(&text, utf8.n * 3);
	prepare(utf8, &text);
	/* What looks like an encoded word would be read as one. */
	if (ra_text_is_ascii(ra_buf_span(&text)) &&
	    !ra_span_has(ra_buf_span(&text), RA_SPAN("=?")))
		ra_buf_add(out, ra_buf_span(&text));
	else
		put_words(ra_buf_span(&text), out);
	ra_buf_clear(&text);
}

/* As many characters as fit into max bytes; at least one. */
static size_t
fit(struct ra_span utf8, size_t max)
{
	size_t at = 0, n;

	while (at < utf8.n) {
		(void)ra_text_rune(ra_span_from(utf8, at), &n);
		if (at > 0 && at + n > max)
			break;
		at += n;
	}
	return at;
}

static void
put_utf8_words(struct ra_span rest, struct ra_buf *out)
{
	size_t max = UTF8_BYTES - NAME_BYTES, n;

	while (rest.n > 0) {
		n = fit(rest, max);
		ra_buf_adds(out, UTF8_HEAD);
		put_base64((struct ra_span){ rest.p, n }, out);
		ra_buf_adds(out, WORD_TAIL);
		rest = ra_span_from(rest, n);
		if (rest.n > 0)
			ra_buf_adds(out, "\r\n ");
		max = UTF8_BYTES;
	}
}

/* What every character becomes that is none of a header. */
static void
visible(struct ra_span utf8, struct ra_buf *text)
{
	ra_buf_init(text, utf8.n * 8 + 1); /* "\\u202e" is the longest */
	ra_text_show(utf8, text);
}

void
ra_mime_utf8_word(struct ra_span utf8, struct ra_buf *out)
{
	struct ra_buf text;
	struct ra_span s;

	visible(utf8, &text);
	s = ra_buf_span(&text);
	if (ra_text_is_ascii(s) && !ra_span_has(s, RA_SPAN("=?")) &&
	    s.n <= ASCII_MAX)
		ra_buf_add(out, s);
	else
		put_utf8_words(s, out);
	ra_buf_clear(&text);
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

void
ra_mime_phrase(struct ra_span utf8, struct ra_buf *out)
{
	struct ra_buf text;
	size_t i = 0;

	visible(ra_span_trim(utf8), &text);
	while (i < text.n && (is_alnum(text.p[i]) || text.p[i] == ' '))
		i++;
	if (i == text.n && text.n <= ASCII_MAX)
		ra_buf_add(out, ra_buf_span(&text));
	else
		put_utf8_words(ra_buf_span(&text), out);
	ra_buf_clear(&text);
}

/* Words of these characters, parted by single dots. */
static bool
is_dotted(struct ra_span s, const char *more)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '.' &&
		    (i == 0 || i + 1 == s.n || s.p[i - 1] == '.'))
			return false;
		if (s.p[i] != '.' && !is_alnum(s.p[i]) &&
		    (s.p[i] == '\0' || strchr(more, s.p[i]) == NULL))
			return false;
	}
	return s.n > 0;
}

bool
ra_mime_is_address(struct ra_span s)
{
	size_t at = ra_span_find(s, RA_SPAN("@"));

	return s.n <= ADDRESS_MAX &&
	    is_dotted((struct ra_span){ s.p, at }, "!#$%&'*+-/=?^_`{|}~") &&
	    is_dotted(ra_span_from(s, at + 1), "-");
}
