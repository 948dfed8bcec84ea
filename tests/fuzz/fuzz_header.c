/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What an answer says besides its body: header lines, where a redirect leads,
 * cookies. A form body is read again as the fields that it was made of.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "lra/http_in.h"

#define ORIGIN "https://lra.example.ac.jp"
#define BASE ORIGIN "/lra/menu.do?a=b"
#define OUT_MAX (1u << 22)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* Media types compare without case, so they are kept in one. */
static void
headers(struct ra_span in)
{
	struct ra_http_response r = { 0 };
	const char *c;

	while (in.n > 0)
		ra_http_take_header(&r, ra_span_cut(&in, '\n'));
	for (c = r.type; c != NULL && *c != '\0'; c++)
		must(*c != ';' && *c != '\n' && !isupper((unsigned char)*c));
	must(r.charset == NULL || strpbrk(r.charset, ";\n") == NULL);
	must(r.filename == NULL || strpbrk(r.filename, ";\n") == NULL);
	ra_http_clear(&r);
}

/* Neither the user part nor the query of a URL is shown. */
static void
shown(const char *url)
{
	char out[RA_HTTP_SHOWN];

	must(ra_http_shown(url, out) == out);
	must(strlen(out) < RA_HTTP_SHOWN && strpbrk(out, "?;#") == NULL);
}

/* Wherever it leads, it is our host, and can stand in a request line. */
static void
redirect(const char *ref)
{
	static char origin[] = ORIGIN ":443", host[] = "lra.example.ac.jp:443";
	const struct ra_http h = { .origin = origin, .host = host };
	struct ra_err e = { 0 };
	char *to = ra_http_resolve(&h, BASE, ref, &e), *again;
	const char *c;

	must((to == NULL) == (e.code == RA_EPAGE));
	if (to == NULL)
		return;
	must(strncasecmp(to, ORIGIN, strlen(ORIGIN)) == 0);
	c = to + strlen(ORIGIN);
	if (strncmp(c, ":443", 4) == 0)
		c += 4;
	must(*c == '/' || *c == '?' || *c == '\0');
	for (; *c != '\0'; c++)
		must((unsigned char)*c > ' ' && *c != 0x7f && *c != '#');
	again = ra_http_resolve(&h, to, "", NULL);
	must(again != NULL && strcmp(to, again) == 0);
	free(again);
	free(to);
}

static int
hex(char c)
{
	const char *digits = "0123456789ABCDEF", *at = strchr(digits, c);

	must(c != '\0' && at != NULL);
	return (int)(at - digits);
}

/* RFC 3986 section 2.1, with the plus of forms. */
static void
decode(struct ra_span in, struct ra_buf *out)
{
	ra_buf_reset(out);
	for (; in.n > 0; in = ra_span_from(in, 1)) {
		if (in.p[0] == '%') {
			must(in.n > 2);
			ra_buf_addc(
			    out, (char)(hex(in.p[1]) << 4 | hex(in.p[2])));
			in = ra_span_from(in, 2);
		} else {
			must(isalnum((unsigned char)in.p[0]) ||
			    strchr("-_.*+", in.p[0]) != NULL);
			ra_buf_addc(out, in.p[0] == '+' ? ' ' : in.p[0]);
		}
	}
}

static void
form(const char *name, struct ra_span value)
{
	const struct ra_http_field f[] = {
		{ .name = name, .value = value },
		{ .name = "last", .value = RA_SPAN("=&") },
	};
	struct ra_buf body, text;
	struct ra_span rest, one;

	ra_buf_init(&body, OUT_MAX);
	ra_buf_init(&text, OUT_MAX);
	ra_http_urlencode(f, 2, &body);
	rest = ra_buf_span(&body);
	one = ra_span_cut(&rest, '&');
	decode(ra_span_cut(&one, '='), &text);
	must(ra_span_eqs(ra_buf_span(&text), name));
	decode(one, &text);
	must(ra_span_eq(ra_buf_span(&text), value));
	must(ra_span_eqs(rest, "last=%3D%26"));
	ra_buf_clear(&text);
	ra_buf_clear(&body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n }, rest = in, line;
	char *first;

	headers(in);
	line = ra_span_cut(&rest, '\n');
	first = ra_strndup(line.p, line.n);
	shown(first);
	redirect(first);
	form(first, rest);
	if (ra_http_own_cookie("lra.example.ac.jp:443", in))
		must(memchr(in.p, '\t', in.n) != NULL);
	free(first);
	return 0;
}
