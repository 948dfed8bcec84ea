/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* In which charset a page is: what it declares, weighed by its bytes. */
#include <string.h>
#include <strings.h>

#include "codec/html.h"

#define META_WITHIN 4096 /* bytes in which a declaration must stand */

/* Where a needle begins, letters compared without case; or s.n. */
static size_t
find_nocase(struct ra_span s, const char *needle)
{
	size_t n = strlen(needle), i;

	for (i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.p + i, needle, n) == 0)
			return i;
	return s.n;
}

static bool
ends_name(char c)
{
	return c == '"' || c == '\'' || c == ';' || c == '>' || c == ' ' ||
	    c == '/' || c == '\t' || c == '\r' || c == '\n';
}

static bool
declared(struct ra_span tag, enum ra_charset *out)
{
	size_t n = 0;

	tag = ra_span_from(tag, find_nocase(tag, "charset"));
	if (tag.n < 8)
		return false;
	tag = ra_span_trim(ra_span_from(tag, 7));
	if (tag.n == 0 || tag.p[0] != '=')
		return false;
	tag = ra_span_trim(ra_span_from(tag, 1));
	if (tag.n > 0 && (tag.p[0] == '"' || tag.p[0] == '\''))
		tag = ra_span_from(tag, 1);
	while (n < tag.n && !ends_name(tag.p[n]))
		n++;
	return ra_charset_find((struct ra_span){ tag.p, n }, out) == 0;
}

static bool
from_meta(struct ra_span s, enum ra_charset *out)
{
	struct ra_span tag;

	if (s.n > META_WITHIN)
		s.n = META_WITHIN;
	for (;;) {
		s = ra_span_from(s, find_nocase(s, "<meta"));
		if (s.n == 0)
			return false;
		tag = ra_span_cut(&s, '>');
		if (declared(tag, out))
			return true;
	}
}

static size_t
errors(enum ra_charset cs, struct ra_span bytes)
{
	struct ra_buf scratch;
	size_t n;

	ra_buf_init(&scratch, 3 * (size_t)RA_HTML_MAX);
	n = ra_text_decode_lenient(cs, bytes, &scratch);
	ra_buf_clear(&scratch);
	return n;
}

/* The declared one, unless its bytes say that another is meant. */
static enum ra_charset
weigh(enum ra_charset cs, struct ra_span bytes, enum ra_charset fallback)
{
	const enum ra_charset others[] = { fallback, RA_UTF8, RA_CP932 };
	size_t i;

	if (errors(cs, bytes) == 0)
		return cs;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] != cs && errors(others[i], bytes) == 0)
			return others[i];
	return cs;
}

enum ra_charset
ra_html_decode(struct ra_span bytes, struct ra_span http,
    enum ra_charset fallback, struct ra_buf *out)
{
	size_t bom = ra_text_bom(bytes);
	enum ra_charset cs;

	bytes = ra_span_from(bytes, bom);
	if (ra_charset_find(http, &cs) == -1 &&
	    (bom == 0 || ra_charset_find(RA_SPAN("utf-8"), &cs) == -1) &&
	    !from_meta(bytes, &cs))
		cs = fallback;
	cs = weigh(cs, bytes, fallback);
	(void)ra_text_decode_lenient(cs, bytes, out);
	return cs;
}
