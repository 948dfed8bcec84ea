/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The list of what a check found. */
#include "upki/finding.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "codec/text.h"

#define SAFE_MAX (8 * RA_FINDING_TEXT_MAX) /* an escape is longer */

/* All are counted, also those that are not kept: the verdict hangs on it. */
static size_t *
counter(struct ra_findings *l, enum ra_severity s)
{
	if (s == RA_SEV_ERROR)
		return &l->errors;
	return s == RA_SEV_WARNING ? &l->warnings : &l->notes;
}

/* Values come from files of others: the text is made safe as a whole. */
void
ra_findings_vadd(struct ra_findings *l, const struct ra_finding *at,
    const char *hint, const char *fmt, va_list ap)
{
	char text[RA_FINDING_TEXT_MAX];
	struct ra_finding *f;
	struct ra_buf safe;

	(*counter(l, at->severity))++;
	if (l->n >= RA_FINDINGS_MAX) {
		l->dropped++;
		return;
	}
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	l->f = ra_grow(l->f, l->n, sizeof(*l->f));
	f = &l->f[l->n++];
	*f = *at;
	/* Printers need not ask: of a finding on the file both are empty. */
	if (f->item == NULL)
		f->item = "";
	if (f->key == NULL)
		f->key = "";
	ra_buf_init(&safe, SAFE_MAX);
	/* A character cut short would be shown as stray bytes. */
	ra_text_show(ra_span_whole(ra_span_str(text)), &safe);
	f->message = ra_strdup(ra_buf_str(&safe));
	ra_buf_clear(&safe);
	f->hint = ra_strdup(hint == NULL ? "" : hint);
}

void
ra_findings_add(struct ra_findings *l, const struct ra_finding *at,
    const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ra_findings_vadd(l, at, hint, fmt, ap);
	va_end(ap);
}

static bool
before(const struct ra_finding *a, const struct ra_finding *b)
{
	if (a->line != b->line)
		return a->line < b->line;
	return a->column < b->column;
}

/* By insertion: nearly in order already, and what is equal stays so. */
void
ra_findings_sort(struct ra_findings *l)
{
	struct ra_finding f;
	size_t i, k;

	for (i = 1; i < l->n; i++) {
		f = l->f[i];
		for (k = i; k > 0 && before(&f, &l->f[k - 1]); k--)
			l->f[k] = l->f[k - 1];
		l->f[k] = f;
	}
}

void
ra_finding_format(
    const char *name, const struct ra_finding *f, struct ra_buf *out)
{
	ra_text_show(ra_span_str(name), out);
	if (f->line != 0)
		ra_buf_addf(out, ":%zu", f->line);
	if (f->line != 0 && f->column != 0)
		ra_buf_addf(out, ":%zu", f->column);
	ra_buf_addf(out, ": %s", ra_severity_name(f->severity));
	if (f->code != 0)
		ra_buf_addf(out, " %d", f->code);
	ra_buf_adds(out, ": ");
	if (f->item[0] != '\0')
		ra_buf_addf(out, "%s: ", f->item);
	ra_buf_adds(out, f->message);
}

/* Programs read these words, so they are the same in every language. */
const char *
ra_severity_name(enum ra_severity s)
{
	static const char *const name[] = { "error", "warning", "note" };

	return name[s];
}

void
ra_findings_clear(struct ra_findings *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->f[i].message);
		free(l->f[i].hint);
	}
	free(l->f);
	*l = (struct ra_findings){ 0 };
}
