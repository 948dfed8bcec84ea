/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A span: borrowed bytes with a length, not ended by NUL. */
#ifndef RA_SPAN_H
#define RA_SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct ra_span {
	const char *p;
	size_t n;
};

#define RA_SPAN(lit) ((struct ra_span){ "" lit, sizeof(lit) - 1 })
/* For printf: "%.*s", RA_FMT(span). Only for spans far below INT_MAX. */
#define RA_FMT(s) (int)(s).n, (s).p

/* The bytes of a C string; NULL gives an empty span. */
struct ra_span ra_span_str(const char *s);
bool ra_span_eq(struct ra_span a, struct ra_span b);
bool ra_span_eqs(struct ra_span a, const char *s);
/* ASCII letters compared without case. */
bool ra_span_caseeqs(struct ra_span a, const char *s);
bool ra_span_starts(struct ra_span a, struct ra_span prefix);
bool ra_span_ends(struct ra_span a, struct ra_span suffix);
/* Where b first begins in a, or a.n when it does not. */
size_t ra_span_find(struct ra_span a, struct ra_span b);
bool ra_span_has(struct ra_span a, struct ra_span b);
/* Without ASCII white space at both ends. */
struct ra_span ra_span_trim(struct ra_span a);
/* Without a UTF-8 character at the end that was cut short. */
struct ra_span ra_span_whole(struct ra_span a);
/* From position at on; empty when at is past the end. */
struct ra_span ra_span_from(struct ra_span a, size_t at);
/* Up to sep, which is dropped; *rest is what follows (empty at the end). */
struct ra_span ra_span_cut(struct ra_span *rest, char sep);
/*
 * A decimal number lo to hi, the whole span, no sign or blank.
 * 0 and *out, or -1.
 */
int ra_span_number(struct ra_span a, long lo, long hi, long *out);

#endif
