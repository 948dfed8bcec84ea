/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A growing buffer with a ceiling. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"

#define FIRST 64 /* bytes of the first block */

void
ra_buf_init(struct ra_buf *b, size_t max)
{
	*b = (struct ra_buf){ .max = max };
}

/* Told at birth: a block that was freed before cannot be wiped later. */
void
ra_buf_init_secret(struct ra_buf *b, size_t max)
{
	ra_buf_init(b, max);
	b->wipe = true;
}

/* All of the room, not only what is in use: a reset leaves bytes behind n. */
static void
release(struct ra_buf *b)
{
	if (b->wipe && b->p != NULL)
		ra_wipe(b->p, b->cap);
	free(b->p);
}

/* Room for n bytes more and the NUL; false when that meets the ceiling. */
static bool
reserve(struct ra_buf *b, size_t n)
{
	size_t cap;
	char *p;

	/* Once over, always over: a gap in the middle would go unseen. */
	if (b->over || n > b->max - b->n) {
		b->over = true;
		return false;
	}
	/* Strictly more: the NUL has its place too. */
	if (b->p != NULL && b->cap - b->n > n)
		return true;
	/* Doubled, so that adding byte by byte stays linear. */
	cap = b->cap < FIRST ? FIRST : b->cap;
	/* What is put in whole is often all that comes. */
	if (b->p == NULL && n >= cap)
		cap = n + 1;
	while (cap - b->n <= n)
		cap = cap > SIZE_MAX / 2 ? SIZE_MAX : cap * 2;
	if (!b->wipe) {
		b->p = ra_realloc(b->p, cap, 1);
	} else {
		/* realloc would leave an unwiped copy behind. */
		p = ra_calloc(cap, 1);
		if (b->p != NULL)
			memcpy(p, b->p, b->n);
		release(b);
		b->p = p;
	}
	b->cap = cap;
	return true;
}

void
ra_buf_add(struct ra_buf *b, struct ra_span s)
{
	if (!reserve(b, s.n))
		return;
	if (s.n > 0)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void
ra_buf_adds(struct ra_buf *b, const char *s)
{
	ra_buf_add(b, ra_span_str(s));
}

void
ra_buf_addc(struct ra_buf *b, char c)
{
	ra_buf_add(b, (struct ra_span){ &c, 1 });
}

void
ra_buf_addf(struct ra_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap); /* measured first: no cut text */
	va_end(ap);
	if (n < 0) {
		b->over = true;
		return;
	}
	if (!reserve(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

/* Once, at the end: so a writer has one place that can fail, not each line. */
int
ra_buf_done(const struct ra_buf *b, const char *what, struct ra_err *e)
{
	if (!b->over)
		return 0;
	return ra_fail(e, RA_EINPUT,
	    _("%s: too large, at most %zu bytes are taken"), what, b->max);
}

struct ra_span
ra_buf_span(const struct ra_buf *b)
{
	return (struct ra_span){ ra_buf_str(b), b->n };
}

const char *
ra_buf_str(const struct ra_buf *b)
{
	return b->p == NULL ? "" : b->p;
}

/* Never NULL: who takes an empty buffer gets an empty string. */
char *
ra_buf_take(struct ra_buf *b)
{
	char *p;

	p = b->p == NULL ? ra_strdup("") : b->p;
	b->p = NULL;
	b->n = b->cap = 0;
	b->over = false;
	return p;
}

void
ra_buf_reset(struct ra_buf *b)
{
	if (b->wipe && b->p != NULL)
		ra_wipe(b->p, b->cap);
	b->n = 0;
	b->over = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
ra_buf_clear(struct ra_buf *b)
{
	release(b);
	b->p = NULL;
	b->n = b->cap = 0;
	b->over = false;
}
