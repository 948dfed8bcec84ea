/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Patterns of names. */
#include "base/glob.h"

#include <stddef.h>

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Bytes of the character that begins text, its followers included. */
static size_t
step(struct ra_span text)
{
	size_t n = 1;

	while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Behind the ] of the set that begins p, or 0 when it has none. */
static size_t
set_end(struct ra_span p)
{
	size_t i = 1;

	if (i < p.n && p.p[i] == '^')
		i++;
	if (i < p.n && p.p[i] == ']') /* the first one stands for itself */
		i++;
	while (i < p.n && p.p[i] != ']')
		i++;
	return i < p.n ? i + 1 : 0;
}

static bool
in_set(struct ra_span set, char c)
{
	bool inverted = set.n > 2 && set.p[1] == '^', found = false;
	size_t i = inverted ? 2 : 1, last = set.n - 1;
	unsigned char want = lower(c);

	while (i < last) {
		if (i + 2 < last && set.p[i + 1] == '-') {
			found = found ||
			    (want >= lower(set.p[i]) &&
				want <= lower(set.p[i + 2]));
			i += 3;
		} else {
			found = found || want == lower(set.p[i++]);
		}
	}
	return found != inverted;
}

/* One item of the pattern, no *, against the start of text: bytes taken. */
static size_t
match_one(struct ra_span p, struct ra_span text, size_t *used)
{
	size_t n;

	*used = 1;
	if (text.n == 0)
		return 0;
	if (p.p[0] == '?')
		return step(text);
	if (p.p[0] != '[')
		return lower(p.p[0]) == lower(text.p[0]) ? 1 : 0;
	n = set_end(p);
	*used = n;
	p.n = n;
	return n > 0 && in_set(p, text.p[0]) ? step(text) : 0;
}

/* Only the last * is ever tried again, so it stays below n times m. */
bool
ra_glob(struct ra_span pattern, struct ra_span text)
{
	struct ra_span p = pattern, t = text, again = { NULL, 0 }, from = text;
	size_t used, n;

	while (t.n > 0 || p.n > 0) {
		if (p.n > 0 && p.p[0] == '*') {
			p = again = ra_span_from(p, 1);
			from = t;
			continue;
		}
		n = p.n > 0 ? match_one(p, t, &used) : 0;
		if (n > 0) {
			p = ra_span_from(p, used);
			t = ra_span_from(t, n);
			continue;
		}
		if (again.p == NULL || from.n == 0)
			return false;
		p = again;
		t = from = ra_span_from(from, step(from));
	}
	return true;
}
