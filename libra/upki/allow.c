/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The cells of the allowlist, sorted. */
#include "upki/allow.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/tsv.h"

struct ra_allowlist {
	struct ra_buf text; /* UTF-8, what the cells point into */
	struct ra_span *cell;
	size_t n;
};

static int
compare(const void *a, const void *b)
{
	const struct ra_span *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int c = memcmp(x->p, y->p, n);

	return c != 0 ? c : x->n < y->n ? -1 : x->n > y->n;
}

static int
decode(
    const char *name, struct ra_span in, struct ra_buf *out, struct ra_err *e)
{
	const char *nul = in.n == 0 ? NULL : memchr(in.p, '\0', in.n);
	size_t bad = 0, i, line = 1;

	if (in.n > RA_ALLOW_FILE_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %zu bytes, at most %u are read"), name, in.n,
		    RA_ALLOW_FILE_MAX);
	in = ra_span_from(in, ra_text_bom(in));
	if (nul == NULL && ra_text_is_utf8(in))
		return ra_text_decode(RA_UTF8, in, out, NULL);
	if (nul != NULL)
		bad = (size_t)(nul - in.p);
	else if (ra_text_decode(RA_CP932, in, out, &bad) == 0)
		return 0;
	for (i = 0; i < bad; i++)
		line += in.p[i] == '\n';
	return ra_fail(e, RA_EINPUT,
	    _("%s:%zu: neither CP932 (Shift_JIS) nor UTF-8 text"), name, line);
}

static int
keep(struct ra_allowlist *a, struct ra_span row, struct ra_err *e)
{
	struct ra_span one;

	while (row.n > 0) {
		one = ra_span_trim(ra_span_cut(&row, '\t'));
		if (one.n == 0)
			continue;
		if (a->n == RA_ALLOW_CELLS_MAX)
			return ra_fail(e, RA_EINPUT,
			    _("the allowlist: more than %d cells"),
			    RA_ALLOW_CELLS_MAX);
		a->cell = ra_grow(a->cell, a->n, sizeof(*a->cell));
		a->cell[a->n++] = one;
	}
	return 0;
}

struct ra_allowlist *
ra_allowlist_parse(const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_allowlist *a = ra_calloc(1, sizeof(*a));
	struct ra_tsv t = { 0 };
	struct ra_span row;
	int rc;

	/* A half-width katakana is one byte of CP932 and three of UTF-8. */
	ra_buf_init(&a->text, RA_ALLOW_FILE_MAX * 3);
	rc = decode(name, in, &a->text, e);
	t.rest = ra_buf_span(&a->text);
	while (rc == 0 && ra_tsv_next(&t, &row))
		rc = keep(a, row, e);
	if (rc == 0 && a->n == 0)
		rc = ra_fail(e, RA_EINPUT,
		    _("%s: nothing in it, wanted the allowlist of the "
		      "service"),
		    name);
	if (rc == -1) {
		ra_allowlist_free(a);
		return NULL;
	}
	qsort(a->cell, a->n, sizeof(*a->cell), compare);
	return a;
}

bool
ra_allowlist_has(const struct ra_allowlist *a, const char *ou)
{
	struct ra_span one = ra_span_trim(ra_span_str(ou));

	return one.n > 0 &&
	    bsearch(&one, a->cell, a->n, sizeof(*a->cell), compare) != NULL;
}

void
ra_allowlist_free(struct ra_allowlist *a)
{
	if (a == NULL)
		return;
	ra_buf_clear(&a->text);
	free(a->cell);
	free(a);
}
