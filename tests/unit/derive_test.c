/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The derived form of a list. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "codec/text.h"
#include "work/derive.h"

/* A header of three known columns and one that nobody knows. */
#define HEAD "主体者DN\t状態\tアクセスPIN\t謎\n"

static int
collect(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)e;
	ra_buf_add(arg, s);
	return 0;
}

static const struct {
	const char *what, *in, *out;
	enum ra_derived form;
	bool pins;
	size_t by_place;
} cases[] = {
	{ "JSON has a key a column and masks the PIN", HEAD "a\t5\t1234\tx\n",
	    "{\"subject_dn\":\"a\",\"state\":\"5\",\"access_pin\":"
	    "\"********\",\"column_4\":\"x\"}\n",
	    RA_DERIVED_JSON, false, 1 },
	{ "the PIN shows when it is asked for", HEAD "a\t5\t1234\tx\n",
	    "{\"subject_dn\":\"a\",\"state\":\"5\",\"access_pin\":"
	    "\"1234\",\"column_4\":\"x\"}\n",
	    RA_DERIVED_JSON, true, 1 },
	{ "an empty PIN stays empty", HEAD "a\t5\t\tx\n",
	    "{\"subject_dn\":\"a\",\"state\":\"5\",\"access_pin\":"
	    "\"\",\"column_4\":\"x\"}\n",
	    RA_DERIVED_JSON, false, 1 },
	{ "TSV begins with the keys", HEAD "国立\t5\t\tx\r\n",
	    "subject_dn\tstate\taccess_pin\tcolumn_4\n国立\t5\t\tx\n",
	    RA_DERIVED_TSV, false, 1 },
	{ "the last line needs no newline", "状態\n5", "state\n5\n",
	    RA_DERIVED_TSV, false, 0 },
	{ "CSV defuses a formula and doubles quotes", "状態\n=1+1\na\"b\n",
	    "\xef\xbb\xbf\"state\"\r\n\"'=1+1\"\r\n\"a\"\"b\"\r\n",
	    RA_DERIVED_CSV, false, 0 },
	{ "a short row gives null for what it lacks", "状態\t主体者DN\n5\n",
	    "{\"state\":\"5\",\"subject_dn\":null}\n", RA_DERIVED_JSON, false,
	    0 },
	{ "a long row keeps what is too much", "状態\n5\tmore\n",
	    "{\"state\":\"5\",\"extra_2\":\"more\"}\n", RA_DERIVED_JSON, false,
	    0 },
	{ "a PIN pushed aside by a stray tab is masked too",
	    HEAD "a\t\t5\t1234\tx\n",
	    "subject_dn\tstate\taccess_pin\tcolumn_4\n"
	    "a\t\t********\t********\tx\n",
	    RA_DERIVED_TSV, false, 1 },
	{ "control characters become visible", "状態\n\x1b[2J\n",
	    "state\n\\x1b[2J\n", RA_DERIVED_TSV, false, 0 },
	{ "an empty row stays a row", "状態\n\n5\n", "state\n\n5\n",
	    RA_DERIVED_TSV, false, 0 },
};

/* The same bytes whole and in pieces of each size give the same. */
static void
derive(size_t i, size_t piece)
{
	struct ra_buf in, out;
	struct ra_sink sink = { collect, &out };
	struct ra_err e = { 0 };
	struct ra_derive d;
	struct ra_span s;
	size_t n;

	ra_buf_init(&in, 65536);
	ra_buf_init(&out, 65536);
	assert_int_equal(
	    ra_text_encode(RA_CP932, ra_span_str(cases[i].in), &in, NULL), 0);
	ra_derive_init(&d, cases[i].form, cases[i].pins, &sink);
	for (s = ra_buf_span(&in); s.n > 0; s = ra_span_from(s, n)) {
		n = s.n < piece ? s.n : piece;
		assert_int_equal(
		    ra_derive_add(&d, (struct ra_span){ s.p, n }, &e), 0);
	}
	assert_int_equal(ra_derive_end(&d, &e), 0);
	if (strcmp(ra_buf_str(&out), cases[i].out) != 0)
		fail_msg(
		    "%s (%zu): %s", cases[i].what, piece, ra_buf_str(&out));
	assert_int_equal(d.by_place, cases[i].by_place);
	ra_derive_clear(&d);
	ra_buf_clear(&in);
	ra_buf_clear(&out);
}

static void
rows_come_out_as_they_should(void **state)
{
	size_t i, piece;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (piece = 1; piece < 70; piece += 3)
			derive(i, piece);
}

static void
bytes_that_are_no_cp932_are_counted(void **state)
{
	struct ra_buf out;
	struct ra_sink sink = { collect, &out };
	struct ra_err e = { 0 };
	struct ra_derive d;

	(void)state;
	ra_buf_init(&out, 4096);
	ra_derive_init(&d, RA_DERIVED_TSV, false, &sink);
	assert_int_equal(
	    ra_derive_add(&d, RA_SPAN("x\n\x81\xff\nok\n"), &e), 0);
	assert_int_equal(d.garbled, 1);
	assert_int_equal(d.rows, 2);
	assert_non_null(strstr(ra_buf_str(&out), "\xef\xbf\xbd"));
	ra_derive_clear(&d);
	ra_buf_clear(&out);
}

static void
a_row_above_the_ceiling_is_refused(void **state)
{
	static const char piece[65536] = { 0 };
	struct ra_buf out;
	struct ra_sink sink = { collect, &out };
	struct ra_err e = { 0 };
	struct ra_derive d;
	size_t i;
	int rc = 0;

	(void)state;
	ra_buf_init(&out, 4096);
	ra_derive_init(&d, RA_DERIVED_TSV, false, &sink);
	for (i = 0; i <= RA_RECORD_ROW_MAX / sizeof(piece) && rc == 0; i++)
		rc = ra_derive_add(
		    &d, (struct ra_span){ piece, sizeof(piece) }, &e);
	assert_int_equal(rc, -1);
	assert_int_equal(i, RA_RECORD_ROW_MAX / sizeof(piece) + 1);
	ra_derive_clear(&d);
	ra_buf_clear(&out);
}

static void
too_many_columns_are_refused(void **state)
{
	char row[1000];
	struct ra_buf out;
	struct ra_sink sink = { collect, &out };
	struct ra_err e = { 0 };
	struct ra_derive d;

	(void)state;
	memset(row, '\t', sizeof(row) - 1);
	row[sizeof(row) - 1] = '\n';
	ra_buf_init(&out, 4096);
	ra_derive_init(&d, RA_DERIVED_TSV, false, &sink);
	assert_int_equal(
	    ra_derive_add(&d, (struct ra_span){ row, sizeof(row) }, &e), -1);
	assert_int_equal(e.code, RA_EPAGE);
	ra_derive_clear(&d);
	ra_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_out_as_they_should),
		cmocka_unit_test(bytes_that_are_no_cp932_are_counted),
		cmocka_unit_test(a_row_above_the_ceiling_is_refused),
		cmocka_unit_test(too_many_columns_are_refused),
	};

	return cmocka_run_group_tests_name("derive", tests, NULL, NULL);
}
