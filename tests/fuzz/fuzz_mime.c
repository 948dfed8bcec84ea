/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Mail as it is written is read again, by a small reader of its own, as what
 * it was made of, and its lines are lines that mail carries.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/mime.h"
#include "codec/text.h"

#define OUT_MAX (1u << 24)
#define LINE_MAX_MAIL 76 /* RFC 2045 section 6.7, RFC 2047 section 2 */
#define HEAD "=?ISO-2022-JP?B?"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* Printable ASCII in lines that end in CRLF and in no blank. */
static void
is_mail(struct ra_span s, size_t max)
{
	struct ra_span line;
	size_t i;

	while (s.n > 0) {
		line = ra_span_cut(&s, '\n');
		if (s.n > 0) {
			must(line.n > 0 && line.p[line.n - 1] == '\r');
			line.n--;
		} else if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		must(line.n <= max);
		for (i = 0; i < line.n; i++)
			must((line.p[i] >= ' ' && line.p[i] <= '~') ||
			    line.p[i] == '\t');
	}
}

static unsigned
digit(const char *digits, char c)
{
	const char *at = strchr(digits, c);

	must(c != '\0' && at != NULL);
	return (unsigned)(at - digits);
}

static void
read_qp(struct ra_span s, struct ra_buf *out)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; s.n > 0; s = ra_span_from(s, 1)) {
		if (s.p[0] != '=') {
			ra_buf_addc(out, s.p[0]);
			continue;
		}
		must(s.n > 2);
		if (s.p[1] != '\r')
			ra_buf_addc(out,
			    (char)(digit(hex, s.p[1]) << 4 |
				digit(hex, s.p[2])));
		else
			must(s.p[2] == '\n');
		s = ra_span_from(s, 2);
	}
}

static void
read_base64(struct ra_span s, struct ra_buf *out)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/=";
	unsigned w = 0, bits = 0, d;

	for (; s.n > 0; s = ra_span_from(s, 1)) {
		if (s.p[0] == '\r' || s.p[0] == '\n')
			continue;
		d = digit(alphabet, s.p[0]);
		if (d == 64)
			continue;
		w = (w << 6 | d) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			ra_buf_addc(out, (char)(w >> bits & 0xff));
		}
	}
	must((w & ((1u << bits) - 1)) == 0);
}

/* Every line end of the text is written as CRLF. */
static void
quoted_printable(struct ra_span in)
{
	struct ra_buf out, want, back;
	size_t i;

	ra_buf_init(&out, OUT_MAX);
	ra_buf_init(&want, OUT_MAX);
	ra_buf_init(&back, OUT_MAX);
	for (i = 0; i < in.n; i++) {
		if (in.p[i] == '\n' && (i == 0 || in.p[i - 1] != '\r'))
			ra_buf_addc(&want, '\r');
		ra_buf_addc(&want, in.p[i]);
	}
	ra_mime_qp(in, &out);
	is_mail(ra_buf_span(&out), LINE_MAX_MAIL);
	must(ra_span_find(ra_buf_span(&out), RA_SPAN(" \r\n")) == out.n);
	must(out.n == 0 || strchr(" \t", out.p[out.n - 1]) == NULL);
	read_qp(ra_buf_span(&out), &back);
	must(ra_span_eq(ra_buf_span(&back), ra_buf_span(&want)));
	ra_buf_clear(&back);
	ra_buf_clear(&want);
	ra_buf_clear(&out);
}

static void
base64(struct ra_span in)
{
	struct ra_buf out, back;

	ra_buf_init(&out, OUT_MAX);
	ra_buf_init(&back, OUT_MAX);
	ra_mime_base64(in, &out);
	is_mail(ra_buf_span(&out), LINE_MAX_MAIL);
	read_base64(ra_buf_span(&out), &back);
	must(ra_span_eq(ra_buf_span(&back), in));
	ra_buf_clear(&back);
	ra_buf_clear(&out);
}

/* Character by character, as ISO-2022-JP gives it back. */
static void
through_jis(struct ra_span in, struct ra_buf *out)
{
	struct ra_buf jis;
	size_t n;

	ra_buf_init(&jis, LINE_MAX_MAIL);
	for (; in.n > 0; in = ra_span_from(in, n)) {
		(void)ra_text_rune(in, &n);
		ra_buf_reset(&jis);
		if (n == 1 && ((unsigned char)in.p[0] < ' ' || *in.p == 0x7f))
			ra_buf_addc(out, ' ');
		else if (ra_text_encode(RA_ISO2022JP,
			     (struct ra_span){ in.p, n }, &jis, NULL) == 0)
			must(ra_text_decode(RA_ISO2022JP, ra_buf_span(&jis),
				 out, NULL) == 0);
		else
			ra_buf_adds(out, "\xe3\x80\x93");
	}
	ra_buf_clear(&jis);
}

static void
read_words(struct ra_span s, struct ra_buf *out)
{
	struct ra_buf jis;
	struct ra_span line, word;
	bool first = true;

	ra_buf_init(&jis, LINE_MAX_MAIL);
	for (; s.n > 0; first = false) {
		line = ra_span_trim(ra_span_cut(&s, '\n'));
		/* The header's name stands before the first. */
		must(line.n <= (first ? 60 : 75));
		must(ra_span_starts(line, ra_span_str(HEAD)) &&
		    ra_span_ends(line, RA_SPAN("?=")));
		word = ra_span_from(line, strlen(HEAD));
		word.n -= 2;
		ra_buf_reset(&jis);
		read_base64(word, &jis);
		must(!jis.over && jis.n > 0);
		must(ra_text_decode(
			 RA_ISO2022JP, ra_buf_span(&jis), out, NULL) == 0);
	}
	ra_buf_clear(&jis);
}

static void
words(struct ra_span in)
{
	struct ra_buf out, want, back;

	ra_buf_init(&out, OUT_MAX);
	ra_buf_init(&want, OUT_MAX);
	ra_buf_init(&back, OUT_MAX);
	through_jis(in, &want);
	ra_mime_word(in, &out);
	is_mail(ra_buf_span(&out), OUT_MAX);
	if (ra_span_has(ra_buf_span(&out), RA_SPAN("=?"))) {
		read_words(ra_buf_span(&out), &back);
		must(ra_span_eq(ra_buf_span(&back), ra_buf_span(&want)));
	} else
		must(ra_span_eq(ra_buf_span(&out), ra_buf_span(&want)));
	ra_buf_clear(&back);
	ra_buf_clear(&want);
	ra_buf_clear(&out);
}

/* Encoded words of UTF-8 are valid UTF-8 one by one, and no text is lost. */
static void
utf8_words(struct ra_span s, struct ra_span want)
{
	static const char head[] = "=?UTF-8?B?";
	struct ra_buf back, one;
	struct ra_span line;

	ra_buf_init(&back, OUT_MAX);
	ra_buf_init(&one, LINE_MAX_MAIL);
	while (s.n > 0) {
		line = ra_span_trim(ra_span_cut(&s, '\n'));
		must(line.n <= 75 && ra_span_starts(line, ra_span_str(head)) &&
		    ra_span_ends(line, RA_SPAN("?=")));
		line = ra_span_from(line, strlen(head));
		line.n -= 2;
		ra_buf_reset(&one);
		read_base64(line, &one);
		must(one.n > 0 && ra_text_is_utf8(ra_buf_span(&one)));
		ra_buf_add(&back, ra_buf_span(&one));
	}
	must(ra_span_eq(ra_buf_span(&back), want));
	ra_buf_clear(&one);
	ra_buf_clear(&back);
}

static void
utf8_header(struct ra_span in)
{
	struct ra_buf out, want;

	ra_buf_init(&out, OUT_MAX);
	ra_buf_init(&want, OUT_MAX);
	ra_text_show(in, &want);
	ra_mime_utf8_word(in, &out);
	is_mail(ra_buf_span(&out), LINE_MAX_MAIL);
	if (ra_span_has(ra_buf_span(&out), RA_SPAN("=?")))
		utf8_words(ra_buf_span(&out), ra_buf_span(&want));
	else
		must(ra_span_eq(ra_buf_span(&out), ra_buf_span(&want)));
	ra_buf_clear(&want);
	ra_buf_clear(&out);
}

/* Before an address: no bracket, comma or quote of its own. */
static void
phrase(struct ra_span in)
{
	struct ra_buf out;
	size_t i;

	ra_buf_init(&out, OUT_MAX);
	ra_mime_phrase(in, &out);
	is_mail(ra_buf_span(&out), LINE_MAX_MAIL);
	for (i = 0; i < out.n; i++)
		must(strchr("<>(),;:@\"\\", out.p[i]) == NULL);
	ra_buf_clear(&out);
}

static void
address(struct ra_span in)
{
	size_t i;

	if (!ra_mime_is_address(in))
		return;
	must(in.n >= 3 && memchr(in.p, '@', in.n) != NULL);
	for (i = 0; i < in.n; i++)
		must(in.p[i] > ' ' && in.p[i] <= '~' &&
		    strchr("<>(),;:\"\\", in.p[i]) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };

	quoted_printable(in);
	base64(in);
	words(in);
	utf8_header(in);
	phrase(in);
	address(in);
	return 0;
}
