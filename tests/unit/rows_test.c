/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists read row by row: columns found, ragged rows told, PINs located. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "upki/rows.h"

#define HEAD "主体者DN\t状態\t発行・更新申請-シリアル番号\tアクセスPIN"

/* What a list came to, as text: "line:dn|state|pin first-last;" a row. */
struct seen {
	struct ra_buf b;
	uint64_t stop; /* the line at which the caller fails, or 0 */
};

static int
note(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct seen *s = arg;

	if (r->line == s->stop)
		return ra_fail(e, RA_ELOCAL, "enough");
	ra_buf_addf(&s->b, "%d:", (int)r->line);
	if (r->col == NULL)
		ra_buf_addf(&s->b, "ragged %zu", r->n);
	else
		ra_buf_addf(&s->b, "%.*s|%.*s", RA_FMT(r->col[RA_AT_DN]),
		    RA_FMT(r->col[RA_AT_STATE]));
	if (r->pin_first <= r->pin_last)
		ra_buf_addf(&s->b, "|%zu-%zu", r->pin_first, r->pin_last);
	ra_buf_addc(&s->b, ';');
	return 0;
}

/* In pieces of so many bytes. */
static int
read_in(struct ra_rows *r, struct ra_span in, size_t piece, struct ra_err *e)
{
	struct ra_span s;

	while (in.n > 0) {
		s = (struct ra_span){ in.p, in.n < piece ? in.n : piece };
		in = ra_span_from(in, s.n);
		if (ra_rows_add(r, s, e) == -1)
			return -1;
	}
	return ra_rows_end(r, e);
}

static void
rows_come_out_whatever_the_pieces(void **state)
{
	static const struct {
		const char *what, *in, *out, *err;
	} cases[] = {
		{ "a row", HEAD "\nCN=a\t5\t1\tpin\n", "2:CN=a|5|3-3;", NULL },
		{ "CRLF, and no end of the last line",
		    HEAD "\r\nCN=a\t5\t1\t\r\nCN=b\t7\t2\tx",
		    "2:CN=a|5|3-3;3:CN=b|7|3-3;", NULL },
		{ "blanks around a value", HEAD "\n CN=a \t 5\t1\t\n",
		    "2:CN=a|5|3-3;", NULL },
		{ "a byte order mark", "\xef\xbb\xbf" HEAD "\nCN=a\t5\t1\t\n",
		    "2:CN=a|5|3-3;", NULL },
		{ "columns in another order",
		    "状態\tアクセスPIN\t発行・更新申請-シリアル番号\t主体者DN"
		    "\n5\tp\t1\tCN=a\n",
		    "2:CN=a|5|1-1;", NULL },
		{ "no column of PINs",
		    "主体者DN\t状態\t発行・更新申請-シリアル番号\nCN=a\t5\t1\n",
		    "2:CN=a|5;", NULL },
		{ "empty lines, and the header once more",
		    HEAD "\n\n" HEAD "\n\nCN=a\t5\t1\t\n", "5:CN=a|5|3-3;",
		    NULL },
		{ "a cell too few: the PIN may be moved",
		    HEAD "\nCN=a\t5\tpin\nCN=b\t5\t1\t\n",
		    "2:ragged 3|2-2;3:CN=b|5|3-3;", NULL },
		{ "a cell too many", HEAD "\nCN=a\t\t5\t1\tpin\n",
		    "2:ragged 5|2-4;", NULL },
		{ "one cell alone", HEAD "\nx\n", "2:ragged 1|0-0;", NULL },
		{ "nothing but a header", HEAD, "", NULL },
		{ "nothing", "", "", "t:1: not a list" },
		{ "an empty first line", "\n" HEAD "\n", "",
		    "t:1: not a list" },
		{ "HTML", "<html>\n<body>\n", "", "t:1: not a list" },
		{ "no state", "主体者DN\t発行・更新申請-シリアル番号\nx\ty\n",
		    "", "t:1: not a list" },
		{ "no serial number", "主体者DN\t状態\nx\ty\n", "",
		    "t:1: not a list" },
		{ "no DN", "状態\t発行・更新申請-シリアル番号\nx\ty\n", "",
		    "t:1: not a list" },
	};
	static const size_t pieces[] = { 1, 2, 7, 64, 1000 };
	struct ra_rows r;
	struct ra_err e;
	struct seen s;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (k = 0; k < sizeof(pieces) / sizeof(pieces[0]); k++) {
			memset(&e, 0, sizeof(e));
			s.stop = 0;
			ra_buf_init(&s.b, 4096);
			ra_rows_init(&r);
			r.name = "t";
			r.row = note;
			r.arg = &s;
			if (read_in(&r, ra_span_str(cases[i].in), pieces[k],
				&e) == 0 &&
			    cases[i].err != NULL)
				fail_msg("%s: no failure", cases[i].what);
			if (strstr(e.msg,
				cases[i].err == NULL ? "" : cases[i].err) ==
			    NULL)
				fail_msg("%s: %s", cases[i].what, e.msg);
			if (cases[i].err == NULL)
				assert_int_equal(e.code, RA_OK);
			assert_string_equal(ra_buf_str(&s.b), cases[i].out);
			ra_rows_clear(&r);
			ra_buf_clear(&s.b);
		}
	}
}

static void
a_row_above_its_ceiling_is_refused_with_its_line(void **state)
{
	char *big = ra_calloc(RA_RECORD_ROW_MAX + 2, 1);
	struct ra_err e = { 0 };
	struct ra_rows r;
	struct seen s = { .stop = 0 };
	size_t piece;

	(void)state;
	memset(big, 'x', RA_RECORD_ROW_MAX + 1);
	for (piece = 1000; piece <= 10000000; piece *= 100) {
		memset(&e, 0, sizeof(e));
		ra_buf_init(&s.b, 4096);
		ra_rows_init(&r);
		r.name = "t";
		r.row = note;
		r.arg = &s;
		assert_int_equal(ra_rows_add(&r, RA_SPAN(HEAD "\n"), &e), 0);
		assert_int_equal(read_in(&r, ra_span_str(big), piece, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		assert_non_null(strstr(e.msg, "t:2: a row of more than"));
		ra_rows_clear(&r);
		ra_buf_clear(&s.b);
	}
	free(big);
}

static void
what_is_odd_is_counted(void **state)
{
	struct ra_err e = { 0 };
	struct ra_rows r;
	struct seen s = { .stop = 5 };

	(void)state;
	ra_buf_init(&s.b, 4096);
	ra_rows_init(&r);
	r.name = "t";
	r.row = note;
	r.arg = &s;
	assert_int_equal(
	    ra_rows_add(&r, RA_SPAN(HEAD "\na\t5\t1\t\nb\nc\0\t5\t1\t\n"), &e),
	    0);
	assert_true(r.rows == 3 && r.ragged == 2 && r.ragged_line == 3);
	assert_int_equal(r.ragged_cells, 1);
	assert_int_equal(r.by_place, 0);
	assert_int_equal(r.charset, RA_UTF8);
	/* What the caller says ends it. */
	assert_int_equal(ra_rows_add(&r, RA_SPAN("d\t5\t1\t\n"), &e), -1);
	assert_string_equal(e.msg, "enough");
	ra_rows_clear(&r);
	ra_buf_clear(&s.b);
}

static void
an_unknown_header_of_46_is_taken_by_its_place(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf list;
	struct ra_rows r;
	struct seen s = { .stop = 0 };
	size_t i;

	(void)state;
	ra_buf_init(&list, 1u << 16);
	ra_buf_init(&s.b, 4096);
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(&list, "%s%s", i == 0 ? "" : "\t",
		    i == RA_AT_MAIL ? "利用者mail"
				    : ra_record_columns()[i].header);
	ra_buf_adds(&list, "\n");
	ra_rows_init(&r);
	r.row = note;
	r.arg = &s;
	assert_int_equal(ra_rows_add(&r, ra_buf_span(&list), &e), 0);
	assert_int_equal(r.by_place, 1);
	assert_int_equal(r.at[RA_AT_MAIL], RA_AT_MAIL);
	ra_rows_clear(&r);
	ra_buf_clear(&list);
	ra_buf_clear(&s.b);
}

static void
numbers_are_read_whole_or_not_at_all(void **state)
{
	(void)state;
	assert_int_equal(ra_rows_number(RA_SPAN("7"), 99, -99), 7);
	assert_int_equal(ra_rows_number(RA_SPAN("-3"), 99, -99), -3);
	assert_int_equal(ra_rows_number(RA_SPAN(""), 99, -99), -99);
	assert_int_equal(ra_rows_number(RA_SPAN("-"), 99, -99), -99);
	assert_int_equal(ra_rows_number(RA_SPAN("7a"), 99, -99), -99);
	assert_int_equal(ra_rows_number(RA_SPAN("100"), 99, -99), -99);
	assert_int_equal(ra_rows_number(RA_SPAN("--1"), 99, -99), -99);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_out_whatever_the_pieces),
		cmocka_unit_test(
		    a_row_above_its_ceiling_is_refused_with_its_line),
		cmocka_unit_test(what_is_odd_is_counted),
		cmocka_unit_test(an_unknown_header_of_46_is_taken_by_its_place),
		cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
