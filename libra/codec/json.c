/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* JSON (RFC 8259), written without a tree. */
#include "codec/json.h"
#include "codec/text.h"

void
ra_json_init(struct ra_json *j, struct ra_buf *out)
{
	*j = (struct ra_json){ .out = out };
}

/* What would hide or reorder text on a terminal that shows the line. */
static bool
is_escaped(unsigned rune)
{
	return rune < 0x20 || (rune >= 0x7f && rune <= 0x9f) ||
	    rune == 0x061c || rune == 0x200e || rune == 0x200f ||
	    (rune >= 0x2028 && rune <= 0x202e) ||
	    (rune >= 0x2066 && rune <= 0x2069) || rune == 0xfeff;
}

static void
put_escape(struct ra_buf *out, unsigned rune)
{
	switch (rune) {
	case '\n':
		ra_buf_adds(out, "\\n");
		break;
	case '\r':
		ra_buf_adds(out, "\\r");
		break;
	case '\t':
		ra_buf_adds(out, "\\t");
		break;
	default:
		ra_buf_addf(out, "\\u%04x", rune);
	}
}

/* One character that may need an escape. */
static void
put_rune(struct ra_buf *out, unsigned rune, struct ra_span as_is)
{
	/* RFC 8259 8.1 wants UTF-8; bytes that are none are told, not passed
	 * on. */
	if (rune == 0xfffd)
		ra_buf_adds(out, "\xef\xbf\xbd");
	else if (is_escaped(rune))
		put_escape(out, rune);
	else if (rune == '"' || rune == '\\')
		ra_buf_addf(out, "\\%c", (char)rune);
	else
		ra_buf_add(out, as_is);
}

void
ra_json_text(struct ra_buf *out, struct ra_span s)
{
	unsigned rune;
	size_t n;

	while (s.n > 0) {
		n = ra_text_plain(s);
		ra_buf_add(out, (struct ra_span){ s.p, n });
		s = ra_span_from(s, n);
		if (s.n == 0)
			break;
		rune = ra_text_rune(s, &n);
		put_rune(out, rune, (struct ra_span){ s.p, n });
		s = ra_span_from(s, n);
	}
}

static void
put_string(struct ra_buf *out, struct ra_span s)
{
	ra_buf_addc(out, '"');
	ra_json_text(out, s);
	ra_buf_addc(out, '"');
}

static void
begin(struct ra_json *j, const char *key)
{
	if (j->comma)
		ra_buf_addc(j->out, ',');
	j->comma = true;
	/* A member of a list has no name. */
	if (key == NULL)
		return;
	put_string(j->out, ra_span_str(key));
	ra_buf_addc(j->out, ':');
}

static void
open_with(struct ra_json *j, const char *key, char c)
{
	begin(j, key);
	ra_buf_addc(j->out, c);
	j->comma = false;
}

static void
close_with(struct ra_json *j, char c)
{
	ra_buf_addc(j->out, c);
	j->comma = true;
}

void
ra_json_object(struct ra_json *j, const char *key)
{
	open_with(j, key, '{');
}

void
ra_json_end_object(struct ra_json *j)
{
	close_with(j, '}');
}

void
ra_json_array(struct ra_json *j, const char *key)
{
	open_with(j, key, '[');
}

void
ra_json_end_array(struct ra_json *j)
{
	close_with(j, ']');
}

void
ra_json_span(struct ra_json *j, const char *key, struct ra_span s)
{
	begin(j, key);
	put_string(j->out, s);
}

/* What is not known is null, which an empty string would not say. */
void
ra_json_str(struct ra_json *j, const char *key, const char *s)
{
	if (s == NULL)
		ra_json_null(j, key);
	else
		ra_json_span(j, key, ra_span_str(s));
}

void
ra_json_int(struct ra_json *j, const char *key, long long v)
{
	begin(j, key);
	ra_buf_addf(j->out, "%lld", v);
}

void
ra_json_real(struct ra_json *j, const char *key, const char *digits)
{
	begin(j, key);
	ra_buf_adds(j->out, digits);
}

void
ra_json_bool(struct ra_json *j, const char *key, bool v)
{
	begin(j, key);
	ra_buf_adds(j->out, v ? "true" : "false");
}

void
ra_json_null(struct ra_json *j, const char *key)
{
	begin(j, key);
	ra_buf_adds(j->out, "null");
}
