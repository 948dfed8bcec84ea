/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The encoding of a text file, told from its bytes. */
#include "codec/plain.h"

#include <string.h>

#include "base/i18n.h"

/* A half-width katakana is one byte of CP932 and three of UTF-8. */
#define GROWTH 3

/* Line and column of a byte, read as far as it can be. */
static void
place(const struct ra_plain *p, struct ra_span in, size_t bad, size_t at[2])
{
	size_t i, from = ra_text_bom(in);
	struct ra_buf line;

	at[0] = 1;
	for (i = 0; i < bad; i++) {
		if (in.p[i] != '\n')
			continue;
		at[0]++;
		from = i + 1;
	}
	ra_buf_init_secret(&line, GROWTH * (bad - from) + 1);
	ra_text_decode_lenient(
	    p->charset, (struct ra_span){ in.p + from, bad - from }, &line);
	at[1] = ra_text_chars(ra_buf_span(&line)) + 1;
	ra_buf_clear(&line);
}

static int
refuse_byte(const struct ra_plain *p, const char *name, struct ra_span in,
    size_t bad, struct ra_err *e)
{
	size_t at[2];

	place(p, in, bad, at);
	if (in.p[bad] == '\0')
		ra_fail(e, RA_EINPUT, _("%s:%zu:%zu: a NUL byte, wanted text"),
		    name, at[0], at[1]);
	else if (p->bom)
		ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: byte 0x%02x is not UTF-8, which the file "
		      "begins as"),
		    name, at[0], at[1], (unsigned char)in.p[bad]);
	else
		ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: byte 0x%02x is neither CP932 (Shift_JIS) "
		      "nor UTF-8"),
		    name, at[0], at[1], (unsigned char)in.p[bad]);
	ra_next(e, _("save the file as text in Shift_JIS or UTF-8"));
	return -1;
}

int
ra_plain_not_utf16(const char *name, struct ra_span in, struct ra_err *e)
{
	if (!ra_span_starts(in, RA_SPAN("\xff\xfe")) &&
	    !ra_span_starts(in, RA_SPAN("\xfe\xff")))
		return 0;
	ra_fail(e, RA_EINPUT,
	    _("%s:1:1: UTF-16 text, wanted Shift_JIS or UTF-8"), name);
	ra_next(e, _("save the file as text in Shift_JIS or UTF-8"));
	return -1;
}

/*
 * What no text file of either encoding can be. A NUL is looked for first: it
 * is the surest sign of a spreadsheet's own format.
 */
static int
refuse_binary(
    struct ra_plain *p, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_span before;
	const char *nul;

	if (ra_plain_not_utf16(name, in, e) == -1)
		return -1;
	if (in.n == 0 || (nul = memchr(in.p, '\0', in.n)) == NULL)
		return 0;
	before = (struct ra_span){ in.p, (size_t)(nul - in.p) };
	p->charset = ra_text_is_utf8(before) ? RA_UTF8 : RA_CP932;
	return refuse_byte(p, name, in, before.n, e);
}

/* Told to the user, because such a file is the same in both encodings. */
static bool
all_ascii(struct ra_span in)
{
	size_t i;

	for (i = 0; i < in.n; i++)
		if ((unsigned char)in.p[i] >= 0x80)
			return false;
	return true;
}

/*
 * UTF-8 first, because CP932 text is hardly ever valid UTF-8, while the reverse
 * is common. When it is neither, a file that began with some UTF-8 beyond ASCII
 * was meant so.
 */
static int
not_utf8(
    struct ra_plain *p, const char *name, struct ra_span in, struct ra_err *e)
{
	size_t bad8, bad, bom = in.n - p->text.n;

	(void)ra_text_decode(RA_UTF8, p->text, &p->buf, &bad8);
	if (p->bom)
		return refuse_byte(p, name, in, bom + bad8, e);
	p->charset = RA_CP932;
	ra_buf_reset(&p->buf);
	if (ra_text_decode(RA_CP932, in, &p->buf, &bad) == 0) {
		p->text = ra_buf_span(&p->buf);
		return 0;
	}
	if (!all_ascii((struct ra_span){ in.p, bad8 })) {
		p->charset = RA_UTF8;
		bad = bad8;
	}
	return refuse_byte(p, name, in, bad, e);
}

int
ra_plain_decode(struct ra_plain *p, const char *name, struct ra_span in,
    size_t max, struct ra_err *e)
{
	*p = (struct ra_plain){ .charset = RA_UTF8 };
	ra_buf_init_secret(&p->buf, GROWTH * max);
	if (in.n > max)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %zu bytes, at most %zu are read"), name, in.n, max);
	if (refuse_binary(p, name, in, e) == -1)
		return -1;
	p->text = ra_span_from(in, ra_text_bom(in));
	p->bom = p->text.n < in.n;
	p->ascii = !p->bom && all_ascii(in);
	if (p->ascii || ra_text_is_utf8(p->text))
		return 0;
	return not_utf8(p, name, in, e);
}

void
ra_plain_clear(struct ra_plain *p)
{
	ra_buf_clear(&p->buf);
	*p = (struct ra_plain){ 0 };
}
