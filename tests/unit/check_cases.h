/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The cases of the check, from their file. */
#ifndef CHECK_CASES_H
#define CHECK_CASES_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/tsv.h"
#include "upki/check.h"

#define ROWS "tests/data/rows/"
#define FILE_MAX (64u << 10)
#define CASES_MAX 500

static void
slurp(const char *path, struct ra_buf *b)
{
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		fail_msg("%s: cannot be opened", path);
	ra_buf_init(b, FILE_MAX);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		ra_buf_add(b, (struct ra_span){ block, n });
	fclose(f);
}

/*
 * tests/data/rows/cases.tsv: one column (from 1) of the golden row gets a
 * value, \\xNN in it is a byte, csr: a file of csr/. Then the column has a
 * finding of that severity, code and text; none: no error and no warning. The
 * first column is the section of upki-facts that the rule stands in.
 */
enum { SECTION, KIND, COLUMN, VALUE, SEVERITY, CODE, TEXT, WHAT, FIELDS };

struct one_case {
	char *f[FIELDS];
};

static struct ra_buf cases_text;
static struct one_case cases[CASES_MAX];
static size_t ncases;

static void
unescape(char *s)
{
	static const char hex[] = "0123456789abcdef";
	char *to = s;

	for (; *s != '\0'; s++) {
		if (s[0] == '\\' && s[1] == 'x' && s[2] != '\0') {
			*to++ = (char)((strchr(hex, s[2]) - hex) * 16 +
			    (strchr(hex, s[3]) - hex));
			s += 3;
		} else
			*to++ = *s;
	}
	*to = '\0';
}

static int
load_cases(void **state)
{
	struct ra_span col[FIELDS], row;
	struct ra_tsv walk = { 0 };
	size_t i;

	(void)state;
	slurp(ROWS "cases.tsv", &cases_text);
	walk.rest = ra_buf_span(&cases_text);
	(void)ra_tsv_next(&walk, &row);
	for (; ra_tsv_next(&walk, &row); ncases++) {
		assert_true(ncases < CASES_MAX);
		if (ra_tsv_split(row, col, FIELDS) != FIELDS)
			fail_msg("cases.tsv:%zu: columns", walk.line);
		for (i = 0; i < FIELDS; i++)
			cases[ncases].f[i] = ra_strndup(col[i].p, col[i].n);
		unescape(cases[ncases].f[VALUE]);
	}
	return 0;
}

static int
drop_cases(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < ncases; i++)
		for (k = 0; k < FIELDS; k++)
			free(cases[i].f[k]);
	ra_buf_clear(&cases_text);
	return 0;
}

static bool
wants_none(const struct one_case *c)
{
	return strcmp(c->f[SEVERITY], "none") == 0;
}

static int
number(const struct one_case *c, int field)
{
	long n = 0;

	if (ra_span_number(ra_span_str(c->f[field]), 0, 999, &n) == -1)
		fail_msg("%s: no number", c->f[WHAT]);
	return (int)n;
}

/* Found as the case says: where, how gravely, with which code and words. */
static bool
as_told(const struct ra_findings *l, const struct one_case *c)
{
	int col = number(c, COLUMN) - 1, code = number(c, CODE);
	bool clean = true;
	size_t k;

	for (k = 0; k < l->n; k++) {
		if (l->f[k].col != col)
			continue;
		clean &= l->f[k].severity == RA_SEV_NOTE;
		if (!wants_none(c) && l->f[k].code == code &&
		    strcmp(ra_severity_name(l->f[k].severity),
			c->f[SEVERITY]) == 0 &&
		    strstr(l->f[k].message, c->f[TEXT]) != NULL)
			return true;
	}
	return wants_none(c) && clean;
}

#endif
