/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "codec/csv.h"

/* All cells as "line:column<text>", a row in brackets; or the message. */
static void
read_all(struct ra_span in, char sep, struct ra_buf *out)
{
	struct ra_err e = { 0 };
	struct ra_csv *c = ra_calloc(1, sizeof(*c));
	size_t i;
	int rc;

	rc = ra_csv_open(c, "f", in, sep, &e);
	while (rc == 0 && (rc = ra_csv_next(c, &e)) == 0 && c->n > 0) {
		ra_buf_addc(out, '[');
		for (i = 0; i < c->n; i++)
			ra_buf_addf(out, "%zu:%zu<%.*s>", c->cell[i].line,
			    c->cell[i].column, RA_FMT(c->cell[i].text));
		ra_buf_addc(out, ']');
	}
	if (rc == -1) {
		assert_int_equal(e.code, RA_EINPUT);
		ra_buf_adds(out, e.msg);
	} else {
		assert_int_equal(ra_csv_next(c, &e), 0);
		assert_int_equal(c->n, 0);
	}
	ra_csv_clear(c);
	ra_csv_clear(c);
	free(c);
}

static void
expect(struct ra_span in, char sep, const char *want)
{
	struct ra_buf b;

	ra_buf_init(&b, 1 << 20);
	read_all(in, sep, &b);
	assert_string_equal(ra_buf_str(&b), want);
	ra_buf_clear(&b);
}

static void
cells_are_read_with_their_places(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "\n\r\n\n", "" },
		{ "a", "[1:1<a>]" },
		{ "a,b\r\nc,d\r\n", "[1:1<a>1:3<b>][2:1<c>2:3<d>]" },
		{ "a,b\nc,d", "[1:1<a>1:3<b>][2:1<c>2:3<d>]" },
		{ "a,\n,b", "[1:1<a>1:3<>][2:1<>2:2<b>]" },
		{ "a\n\nb\n", "[1:1<a>][3:1<b>]" },
		{ "\"a\",\"b\"", "[1:1<a>1:5<b>]" },
		{ "\"\",\"\"", "[1:1<>1:4<>]" },
		{ "\"a,b\",c", "[1:1<a,b>1:7<c>]" },
		{ "\"a\"\"b\"\"\",\"\"\"\"", "[1:1<a\"b\">1:10<\">]" },
		{ "\"a\r\nb\",c\nd,e", "[1:1<a\r\nb>2:4<c>][3:1<d>3:3<e>]" },
		{ "氏名,\"所属\",x", "[1:1<氏名>1:4<所属>1:9<x>]" },
		{ "\ufeff氏名,x", "[1:1<氏名>1:4<x>]" },
		{ " a , b ", "[1:1< a >1:5< b >]" },
		{ "a\tb,c", "[1:1<a>1:3<b,c>]" },
		{ "\"a\tb\",c", "[1:1<a\tb>1:7<c>]" },
		{ "a,b;c", "[1:1<a>1:3<b;c>]" },
		{ "a\nb;c\n", "[1:1<a>][2:1<b;c>]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(ra_span_str(rows[i].in), 0, rows[i].out);
	expect(RA_SPAN("a,b\tc\n"), ',', "[1:1<a>1:3<b\tc>]");
	expect(RA_SPAN("a,b\tc\n"), '\t', "[1:1<a,b>1:5<c>]");
	expect((struct ra_span){ NULL, 0 }, 0, "");
}

static void
what_is_no_table_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *in, *err;
	} rows[] = {
		{ "a\"", "f:1:2: a quote inside a cell" },
		{ "a,b\"c\"", "f:1:4: a quote inside a cell" },
		{ "a, \"b\"", "f:1:4: a quote inside a cell" },
		{ "氏\"", "f:1:2: a quote inside a cell" },
		{ "\"a", "f:1:1: the quote is never closed" },
		{ "\"", "f:1:1: the quote is never closed" },
		{ "\"a\"\"", "f:1:1: the quote is never closed" },
		{ "a\n\"b\nc\n", "[1:1<a>]f:2:1: the quote is never closed" },
		{ "\"a\"b", "f:1:4: text after the closing quote" },
		{ "\"a\" ,b", "f:1:4: text after the closing quote" },
		{ "\"a\nb\"c", "f:2:3: text after the closing quote" },
		{ "\"a\"\r", "f:1:4: text after the closing quote" },
		{ "a\rb\rc", "f:1:2: a carriage return without a newline" },
		{ "a,b\r", "f:1:4: a carriage return without a newline" },
		{ "\r", "f:1:1: a carriage return without a newline" },
		{ "a,b\nc",
		    "[1:1<a>1:3<b>]f:2:1: 1 cells in the row, the "
		    "first line has 2" },
		{ "a,b\nc,d,e",
		    "[1:1<a>1:3<b>]f:2:5: 3 cells in the row, the "
		    "first line has 2" },
		{ "a,b\n\nc,d,\n",
		    "[1:1<a>1:3<b>]f:3:5: 3 cells in the row, the "
		    "first line has 2" },
		{ "a;b\nc;d", "f:1:1: columns are parted by \";\", wanted" },
		{ "\"a,b\";c", "f:1:1: columns are parted by \";\", wanted" },
	};
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1 << 20);
		read_all(ra_span_str(rows[i].in), 0, &b);
		if (!ra_span_starts(ra_buf_span(&b), ra_span_str(rows[i].err)))
			fail_msg("%s: %s", rows[i].in, ra_buf_str(&b));
		ra_buf_clear(&b);
	}
	expect(RA_SPAN("a,\0b"), 0, "f:1:3: a NUL byte, wanted text");
	expect(RA_SPAN("\0"), 0, "f:1:1: a NUL byte, wanted text");
	expect(RA_SPAN("\"a\n\0\""), 0, "f:2:1: a NUL byte, wanted text");
	expect(RA_SPAN("\"a\"\0"), 0, "f:1:4: text after the closing quote");
}

/* A table of one row: n cells of w bytes, then the tail. */
static struct ra_span
table(struct ra_buf *b, size_t n, size_t w, const char *tail)
{
	size_t i, k;

	ra_buf_init(b, RA_CSV_MAX + 100);
	for (i = 0; i < n; i++) {
		if (i > 0)
			ra_buf_addc(b, ',');
		for (k = 0; k < w; k++)
			ra_buf_addc(b, 'x');
	}
	ra_buf_adds(b, tail);
	return ra_buf_span(b);
}

static void
each_ceiling_is_met_at_its_edge(void **state)
{
	static const struct {
		size_t n, w;
		const char *tail, *err;
	} rows[] = {
		{ RA_CSV_COLUMNS_MAX, 1, "", NULL },
		{ RA_CSV_COLUMNS_MAX + 1, 1, "",
		    "f:1:513: more than 256 columns" },
		{ 1, RA_CSV_CELL_MAX, "", NULL },
		{ 1, RA_CSV_CELL_MAX + 1, "",
		    "f:1:1: the cell has more than 65536 bytes" },
		{ 1, RA_CSV_CELL_MAX + 1, "\"",
		    "f:1:1: the cell has more than 65536 bytes" },
	};
	struct ra_buf in, out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&out, 1 << 20);
		read_all(
		    table(&in, rows[i].n, rows[i].w, rows[i].tail), ',', &out);
		if (rows[i].err != NULL)
			assert_string_equal(ra_buf_str(&out), rows[i].err);
		else
			assert_int_equal(ra_buf_str(&out)[0], '[');
		ra_buf_clear(&in);
		ra_buf_clear(&out);
	}
}

/* One quote and w bytes, closed or not. */
static void
quoted_cell(size_t w, const char *end, const char *want)
{
	struct ra_buf in, out;
	size_t i;

	ra_buf_init(&in, RA_CSV_MAX);
	ra_buf_init(&out, 1 << 20);
	ra_buf_addc(&in, '"');
	for (i = 0; i < w; i++)
		ra_buf_addc(&in, 'x');
	ra_buf_adds(&in, end);
	read_all(ra_buf_span(&in), ',', &out);
	assert_true(ra_span_starts(ra_buf_span(&out), ra_span_str(want)));
	ra_buf_clear(&in);
	ra_buf_clear(&out);
}

static void
a_quoted_cell_has_the_same_ceiling(void **state)
{
	(void)state;
	quoted_cell(RA_CSV_CELL_MAX, "\"", "[1:1<x");
	quoted_cell(RA_CSV_CELL_MAX + 1, "\"", "f:1:1: the cell has more");
	quoted_cell(RA_CSV_CELL_MAX + 1, "", "f:1:1: the cell has more");
	quoted_cell(RA_CSV_CELL_MAX, "", "f:1:1: the quote is never closed");
}

static void
a_file_above_the_ceiling_is_not_begun(void **state)
{
	struct ra_buf in;

	(void)state;
	ra_buf_init(&in, RA_CSV_MAX + 1);
	while (in.n + 4096 <= RA_CSV_MAX)
		ra_buf_addf(&in, "%4096s", "\n");
	ra_buf_addc(&in, '\n');
	expect(ra_buf_span(&in), 0,
	    "f: 67108865 bytes, at most 67108864 are read");
	ra_buf_clear(&in);
}

static void
no_cell_reaches_a_message(void **state)
{
	static const char *const rows[] = { "S3cret\"", "\"S3cret",
		"\"S3cret\"x", "a\nS3cret,S3cret", "S3cret\rx" };
	struct ra_err e = { 0 };
	struct ra_csv *c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		c = ra_calloc(1, sizeof(*c));
		assert_int_equal(
		    ra_csv_open(c, "f", ra_span_str(rows[i]), 0, &e), 0);
		while (ra_csv_next(c, &e) == 0)
			assert_int_not_equal(c->n, 0);
		assert_int_equal(e.code, RA_EINPUT);
		assert_null(strstr(e.msg, "S3cret"));
		ra_err_clear(&e);
		ra_csv_clear(c);
		free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_read_with_their_places),
		cmocka_unit_test(what_is_no_table_is_refused_with_its_place),
		cmocka_unit_test(each_ceiling_is_met_at_its_edge),
		cmocka_unit_test(a_quoted_cell_has_the_same_ceiling),
		cmocka_unit_test(a_file_above_the_ceiling_is_not_begun),
		cmocka_unit_test(no_cell_reaches_a_message),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
