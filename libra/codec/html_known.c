/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Sorted, so that what begins like a text stands beside it. A search compares
 * no more bytes than it can then pass over, or LONG.
 */
#include "codec/html_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"

#define LONG 64 /* bytes of a beginning that no chance brings about */
#define NONE ((size_t)-1)

void
ra_known_add(struct ra_known *k, struct ra_span s)
{
	struct ra_known_text *t;

	k->first[(unsigned char)s.p[0]] = true;
	k->t = ra_grow(k->t, k->n, sizeof(*k->t));
	t = &k->t[k->n++];
	t->s = ra_strndup(s.p, s.n);
	t->n = strlen(t->s);
	t->within = NONE;
}

static int
by_text(const void *a, const void *b)
{
	const struct ra_known_text *x = a, *y = b;

	return strcmp(x->s, y->s);
}

static void
drop(struct ra_known_text *t)
{
	ra_wipe(t->s, t->n);
	free(t->s);
}

static struct ra_span
span(const struct ra_known_text *t)
{
	return (struct ra_span){ t->s, t->n };
}

void
ra_known_ready(struct ra_known *k)
{
	size_t i, n = 0, in;

	if (k->n > 1)
		qsort(k->t, k->n, sizeof(*k->t), by_text);
	for (i = 0; i < k->n; i++) {
		if (n > 0 && strcmp(k->t[n - 1].s, k->t[i].s) == 0) {
			drop(&k->t[i]);
			continue;
		}
		/* What the one before is within is all that can hold it. */
		in = n > 0 ? n - 1 : NONE;
		while (in != NONE &&
		    !ra_span_starts(span(&k->t[i]), span(&k->t[in])))
			in = k->t[in].within;
		k->t[i].within = in;
		k->t[n++] = k->t[i];
	}
	k->n = n;
}

static size_t
common(const struct ra_known_text *t, struct ra_span s)
{
	size_t n = t->n < s.n ? t->n : s.n, i = 0;

	while (i < n && t->s[i] == s.p[i])
		i++;
	return i;
}

/* How many of the texts come before s or begin it. */
static size_t
before(const struct ra_known *k, struct ra_span s)
{
	size_t low = 0, high = k->n, mid, n;
	const struct ra_known_text *t;

	while (low < high) {
		mid = low + (high - low) / 2;
		t = &k->t[mid];
		n = common(t, s);
		if (n == t->n ||
		    (n < s.n && (unsigned char)t->s[n] < (unsigned char)s.p[n]))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
ra_known_has(const struct ra_known *k, struct ra_span s)
{
	size_t at = before(k, s);

	return at > 0 && ra_span_eq(span(&k->t[at - 1]), s);
}

size_t
ra_known_at(const struct ra_known *k, struct ra_span s)
{
	size_t at, left, right = 0;

	if (s.n == 0 || !k->first[(unsigned char)s.p[0]])
		return 0;
	at = before(k, s);
	left = at > 0 ? common(&k->t[at - 1], s) : 0;
	if (at < k->n)
		right = common(&k->t[at], s);
	if (left >= LONG || right >= LONG)
		return left > right ? left : right;
	for (at = at > 0 ? at - 1 : NONE; at != NONE; at = k->t[at].within)
		if (k->t[at].n <= left)
			return k->t[at].n;
	return 0;
}

void
ra_known_clear(struct ra_known *k)
{
	while (k->n > 0)
		drop(&k->t[--k->n]);
	free(k->t);
	memset(k, 0, sizeof(*k));
}
