/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Text: the service's encodings to and from UTF-8, counting and showing it.
 * Inside the program all text is UTF-8. Any thread may call in here.
 */
#ifndef RA_TEXT_H
#define RA_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

enum ra_charset {
	RA_UTF8,
	RA_CP932,     /* Windows-31J: Shift_JIS with NEC and IBM extensions */
	RA_SJIS,      /* Shift_JIS as JIS X 0208 has it, no extensions */
	RA_EUCJP,     /* with the NEC and IBM extensions (eucJP-ms) */
	RA_ISO2022JP, /* with the NEC and NEC-selected IBM rows (CP50221) */
};

/*
 * The charset of an IANA or vendor name, any case (utf-8, shift_jis, sjis,
 * windows-31j, cp932, euc-jp, x-euc-jp, iso-2022-jp). 0, or -1 when unknown.
 * shift_jis gives RA_CP932, as browsers read it (WHATWG Encoding 4.2).
 */
int ra_charset_find(struct ra_span name, enum ra_charset *out);
/* The name for a header or meta element, e.g. "EUC-JP". */
const char *ra_charset_name(enum ra_charset cs);

/*
 * Bytes of a charset to UTF-8, added to out. 0, or -1 with *bad at the first
 * offending byte (and what came before it added); bad may be NULL. A UTF-8
 * input is verified. No ra_err: the caller knows file, line and column.
 */
int ra_text_decode(
    enum ra_charset cs, struct ra_span in, struct ra_buf *out, size_t *bad);
/*
 * The same, each undecodable byte becoming U+FFFD; returns how many. Linear in
 * the length of the input.
 */
size_t ra_text_decode_lenient(
    enum ra_charset cs, struct ra_span in, struct ra_buf *out);
/*
 * UTF-8 to bytes of a charset. The wave dash, minus, double bar, em dash and
 * cent, pound, not signs, which CP932 and JIS map differently, are taken in
 * both forms. 0, or -1 with *bad at the byte of the first character that the
 * charset lacks.
 */
int ra_text_encode(
    enum ra_charset cs, struct ra_span in, struct ra_buf *out, size_t *bad);

/* Bytes of the UTF-8 byte order mark at the start: 3 or 0. */
size_t ra_text_bom(struct ra_span in);
bool ra_text_is_utf8(struct ra_span in);
/* Characters (code points) of valid UTF-8. */
size_t ra_text_chars(struct ra_span in);
/* The code point at in.p and its length in *n; U+FFFD, 1 where invalid. */
unsigned ra_text_rune(struct ra_span in, size_t *n);
/* Columns on a terminal: East Asian wide and full-width forms count two. */
size_t ra_text_width(struct ra_span in);
/* All of it printable ASCII (0x20 to 0x7e). */
bool ra_text_is_ascii(struct ra_span in);
/*
 * Bytes at the start that are printable ASCII and neither " nor \: what no
 * output has to look at.
 */
size_t ra_text_plain(struct ra_span in);

/*
 * For a terminal, added to out: control characters (C0, DEL, C1), bidi
 * overrides and invalid bytes become visible escapes such as \x1b or \u202e;
 * tab and newline too. Text from outside goes through here.
 */
void ra_text_show(struct ra_span in, struct ra_buf *out);
/*
 * For comparing labels: white space of every kind and circled digits dropped,
 * full-width ASCII made ASCII, half-width katakana dots made full-width.
 */
void ra_text_label(struct ra_span in, struct ra_buf *out);

#endif
