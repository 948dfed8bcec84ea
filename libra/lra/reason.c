/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Errors of the result page: "212:1,主体者DN,指定したDNは…". */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lra/judge.h"

#define CODE_DIGITS 3
#define NUMBER_MAX 100000

bool
ra_reason_of_file(int code)
{
	/* No file, wrong suffix, empty, too many records, institution. */
	return code == 208 || code == 209 || code == 213 || code == 214 ||
	    code == 215;
}

static size_t
digits(struct ra_span s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

static size_t
one_of(struct ra_span s, const char *a, const char *b)
{
	if (ra_span_starts(s, ra_span_str(a)))
		return strlen(a);
	if (ra_span_starts(s, ra_span_str(b)))
		return strlen(b);
	return 0;
}

struct head {
	size_t n; /* bytes, 0: no error begins here */
	int code;
	long number;
	bool quoted; /* 371:1「…」 */
};

/* "212:1," or "371:1「" at the start of s. */
static struct head
head_at(struct ra_span s)
{
	struct ra_span code = { s.p, digits(s) }, number;
	struct head h = { 0, 0, 0, false };
	size_t n = code.n, sep;
	long v;

	if (code.n != CODE_DIGITS ||
	    (sep = one_of(ra_span_from(s, n), ":", "：")) == 0)
		return h;
	n += sep;
	number = ra_span_from(s, n);
	number.n = digits(number);
	if (ra_span_number(number, 0, NUMBER_MAX, &h.number) == -1)
		return h;
	n += number.n;
	sep = one_of(ra_span_from(s, n), "「", "『");
	h.quoted = sep > 0;
	if (sep == 0 && (sep = one_of(ra_span_from(s, n), ",", "，")) == 0)
		return h;
	(void)ra_span_number(code, 0, 999, &v);
	h.code = (int)v;
	h.n = n + sep;
	return h;
}

/* Bytes before the next error: a newline or a new head. */
static size_t
extent(struct ra_span s)
{
	size_t n;

	for (n = 0; n < s.n; n++) {
		if (s.p[n] == '\n')
			break;
		if (n > 0 && s.p[n] >= '0' && s.p[n] <= '9' &&
		    !(s.p[n - 1] >= '0' && s.p[n - 1] <= '9') &&
		    head_at(ra_span_from(s, n)).n > 0)
			break;
	}
	return n;
}

static void
add(struct ra_reason **list, size_t *n, struct head h, struct ra_span text)
{
	struct ra_reason *r;
	size_t comma = ra_span_find(text, RA_SPAN(","));
	struct ra_span item = { text.p, 0 };

	if (h.code != 0 && comma < text.n) {
		item.n = comma;
		text = ra_span_from(text, comma + 1);
	}
	text = ra_span_trim(text);
	if (h.quoted && ra_span_ends(text, RA_SPAN("」")))
		text.n -= 3;
	*list = ra_grow(*list, *n, sizeof(**list));
	r = &(*list)[(*n)++];
	memset(r, 0, sizeof(*r));
	r->code = h.code;
	r->number = h.number;
	item = ra_span_trim(item);
	r->item = ra_strndup(item.p, item.n);
	r->message = ra_strndup(text.p, text.n);
}

void
ra_reason_parse(
    const char *cell, size_t row, struct ra_reason **list, size_t *n)
{
	struct ra_span s = ra_span_trim(ra_span_str(cell)), text;
	struct head h;

	while (s.n > 0 && *n < RA_UPLOAD_REASONS_MAX) {
		h = head_at(s);
		s = ra_span_from(s, h.n);
		text = (struct ra_span){ s.p, extent(s) };
		s = ra_span_trim(ra_span_from(s, text.n));
		text = ra_span_trim(text);
		if (h.n == 0 && text.n == 0)
			continue;
		add(list, n, h, text);
		(*list)[*n - 1].row = row;
	}
}

void
ra_reason_free(struct ra_reason *list, size_t n)
{
	while (n > 0) {
		n--;
		free(list[n].item);
		free(list[n].message);
	}
	free(list);
}
