/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Borrowed bytes: compared, searched, cut. */
#include <string.h>

#include "base/span.h"

/* Not isspace(3), which looks at the locale: bytes of CP932 would be blanks. */
static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ASCII alone, for the same reason. */
static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

struct ra_span
ra_span_str(const char *s)
{
	if (s == NULL)
		return (struct ra_span){ "", 0 };
	return (struct ra_span){ s, strlen(s) };
}

bool
ra_span_eq(struct ra_span a, struct ra_span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
ra_span_eqs(struct ra_span a, const char *s)
{
	return ra_span_eq(a, ra_span_str(s));
}

bool
ra_span_caseeqs(struct ra_span a, const char *s)
{
	size_t i;

	if (a.n != strlen(s))
		return false;
	for (i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(s[i]))
			return false;
	return true;
}

bool
ra_span_starts(struct ra_span a, struct ra_span prefix)
{
	return a.n >= prefix.n &&
	    ra_span_eq((struct ra_span){ a.p, prefix.n }, prefix);
}

bool
ra_span_ends(struct ra_span a, struct ra_span suffix)
{
	return a.n >= suffix.n &&
	    ra_span_eq(ra_span_from(a, a.n - suffix.n), suffix);
}

/* memchr(3) finds the first byte quickly; memmem(3) is not in POSIX. */
size_t
ra_span_find(struct ra_span a, struct ra_span b)
{
	const char *p = a.p, *end;

	if (b.n == 0)
		return 0;
	if (b.n > a.n)
		return a.n;
	end = a.p + (a.n - b.n) + 1; /* past the last place to begin */
	while (p < end) {
		p = memchr(p, b.p[0], (size_t)(end - p));
		if (p == NULL)
			break;
		if (memcmp(p, b.p, b.n) == 0)
			return (size_t)(p - a.p);
		p++;
	}
	return a.n;
}

bool
ra_span_has(struct ra_span a, struct ra_span b)
{
	return b.n == 0 || ra_span_find(a, b) < a.n;
}

struct ra_span
ra_span_trim(struct ra_span a)
{
	while (a.n > 0 && is_space(a.p[0])) {
		a.p++;
		a.n--;
	}
	while (a.n > 0 && is_space(a.p[a.n - 1]))
		a.n--;
	return a;
}

/* The bytes that a lead byte announces (RFC 3629 section 3); 1 for others. */
static size_t
announced(unsigned char c)
{
	if (c >= 0xf0)
		return 4;
	return c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
}

struct ra_span
ra_span_whole(struct ra_span a)
{
	size_t n;

	for (n = 1; n <= 3 && n <= a.n; n++) {
		unsigned char c = (unsigned char)a.p[a.n - n];

		if ((c & 0xc0) == 0x80)
			continue;
		if (announced(c) > n)
			a.n -= n;
		break;
	}
	return a;
}

struct ra_span
ra_span_from(struct ra_span a, size_t at)
{
	if (at == 0)
		return a;
	if (at > a.n)
		at = a.n;
	return (struct ra_span){ a.p == NULL ? "" : a.p + at, a.n - at };
}

struct ra_span
ra_span_cut(struct ra_span *rest, char sep)
{
	struct ra_span head = *rest;
	const char *p;

	p = rest->n == 0 ? NULL : memchr(rest->p, sep, rest->n);
	if (p == NULL) {
		*rest = ra_span_from(*rest, rest->n);
		return head;
	}
	head.n = (size_t)(p - rest->p);
	*rest = ra_span_from(*rest, head.n + 1);
	return head;
}

/* No strtol(3): that takes blanks, signs and what follows. */
int
ra_span_number(struct ra_span a, long lo, long hi, long *out)
{
	long v = 0;
	size_t i;
	int d;

	if (a.n == 0)
		return -1;
	for (i = 0; i < a.n; i++) {
		if (a.p[i] < '0' || a.p[i] > '9')
			return -1;
		d = a.p[i] - '0';
		/* Asked before it is done, so that nothing overflows. */
		if (hi < d || v > (hi - d) / 10)
			return -1;
		v = v * 10 + d;
	}
	if (v < lo)
		return -1;
	*out = v;
	return 0;
}
