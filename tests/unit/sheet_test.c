/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "work/sheet.h"

static int
keep(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)e;
	ra_buf_add(arg, s);
	return 0;
}

/* One row with one cell of a column, in a form: the last line. */
static void
says(enum ra_derived form, size_t at, struct ra_span cell, const char *want)
{
	struct ra_span col[RA_RECORD_COLUMNS] = { { "", 0 } };
	struct ra_sheet_row row = { .col = col, .charset = RA_CP932 };
	struct ra_buf b;
	const struct ra_sink sink = { keep, &b };
	struct ra_sheet s = {
		.form = form, .column = &at, .n = 1, .out = &sink
	};
	size_t from = at;

	if (at == RA_COL_SERIAL_HEX)
		from = RA_AT_SERIAL;
	if (from < RA_RECORD_COLUMNS)
		col[from] = cell;
	else
		row.own[from - RA_RECORD_COLUMNS] = cell;
	ra_buf_init(&b, 1u << 20);
	assert_int_equal(ra_sheet_begin(&s, NULL), 0);
	assert_int_equal(ra_sheet_row(&s, &row, NULL), 0);
	assert_int_equal(ra_sheet_end(&s, NULL), 0);
	ra_sheet_clear(&s);
	if (!ra_span_ends(ra_buf_span(&b), ra_span_str(want)))
		fail_msg("%s: %s", want, ra_buf_str(&b));
	ra_buf_clear(&b);
}

#define JSON(at, cell, want)                                                   \
	says(RA_DERIVED_JSON, at, RA_SPAN(cell), ":\"" want "\"}\n")

static void
times_have_their_zone_or_stay(void **state)
{
	(void)state;
	JSON(RA_AT_ENDS, "2027-05-18 23:59:59", "2027-05-18T23:59:59+09:00");
	JSON(RA_AT_ENDS, "2027/05/18 23:59:59", "2027-05-18T23:59:59+09:00");
	JSON(RA_AT_ENDS, "2027-05-31T00:00:00", "2027-05-31T00:00:00+09:00");
	JSON(RA_AT_ENDS, "2027/5/8", "2027-05-08T00:00:00+09:00");
	JSON(RA_AT_ENDS, "1999-12-31 23:59:59", "1999-12-31T23:59:59+09:00");
	JSON(RA_AT_ENDS, "", "");
	JSON(RA_AT_ENDS, "2027-02-29 00:00:00", "2027-02-29 00:00:00");
	JSON(RA_AT_ENDS, "2027-13-01 00:00:00", "2027-13-01 00:00:00");
	JSON(RA_AT_ENDS, "2027-05-18 24:00:00", "2027-05-18 24:00:00");
	JSON(RA_AT_ENDS, "2027-05-18 00:60:00", "2027-05-18 00:60:00");
	JSON(RA_AT_ENDS, "2027-05/18 00:00:00", "2027-05/18 00:00:00");
	JSON(RA_AT_ENDS, "18.5.2027", "18.5.2027");
	JSON(RA_AT_ENDS, "R9.5.18", "R9.5.18");
	/* A text that looks like a time in another column is a text. */
	JSON(RA_AT_MANAGER, "2027-05-18 23:59:59", "2027-05-18 23:59:59");
}

static void
serials_are_shown_both_ways_or_stay(void **state)
{
	(void)state;
	JSON(RA_AT_SERIAL, "255", "255");
	JSON(RA_AT_SERIAL, "0xff", "255");
	JSON(RA_AT_SERIAL, "00255", "255");
	JSON(RA_AT_SERIAL, "0", "0");
	JSON(RA_AT_SERIAL, "12 34", "12 34");
	JSON(RA_AT_SERIAL, "3.3E+38", "3.3E+38");
	JSON(RA_COL_SERIAL_HEX, "255", "0xff");
	JSON(RA_COL_SERIAL_HEX, "0XFF", "0xff");
	JSON(RA_COL_SERIAL_HEX, "340282366920938463463374607431768211456",
	    "0x100000000000000000000000000000000");
	JSON(RA_COL_SERIAL_HEX, "", "");
	JSON(RA_COL_SERIAL_HEX, "3.3E+38", "");
}

static void
a_pin_is_never_shown(void **state)
{
	(void)state;
	JSON(RA_AT_PIN, "SECRETPIN", "********");
	JSON(RA_AT_PIN, "", "");
}

static void
text_is_made_fit_for_each_form(void **state)
{
	static const struct ra_span kanji = { "\x8d\x91\x97\xa7", 4 };

	(void)state;
	says(RA_DERIVED_JSON, RA_AT_MANAGER, kanji, ":\"国立\"}\n");
	says(RA_DERIVED_TSV, RA_AT_MANAGER, kanji, "\n国立\n");
	says(RA_DERIVED_CSV, RA_AT_MANAGER, kanji, "\r\n\"国立\"\r\n");
	JSON(RA_AT_MANAGER, "a\"b\\c\x1b", "a\\\"b\\\\c\\u001b");
	JSON(RA_AT_MANAGER, "\xff", "\xef\xbf\xbd");
	says(RA_DERIVED_TSV, RA_AT_MANAGER, RA_SPAN("a\x1b[31m"),
	    "\na\\x1b[31m\n");
	says(RA_DERIVED_CSV, RA_AT_MANAGER, RA_SPAN("a\"b,c"),
	    "\r\n\"a\"\"b,c\"\r\n");
}

static void
csv_is_for_excel_and_holds_no_formula(void **state)
{
	static const char *const formulas[] = { "=1+1", "+1", "-1", "@SUM(A1)",
		"=cmd|' /C calc'!A0" };
	char want[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(formulas) / sizeof(formulas[0]); i++) {
		snprintf(want, sizeof(want), "\r\n\"'%s\"\r\n", formulas[i]);
		says(RA_DERIVED_CSV, RA_AT_MANAGER, ra_span_str(formulas[i]),
		    want);
	}
	says(RA_DERIVED_CSV, RA_AT_MANAGER, RA_SPAN("1-1"),
	    "\xef\xbb\xbf\"manager_name\"\r\n\"1-1\"\r\n");
}

static void
headers_are_keys_or_those_of_the_list(void **state)
{
	const size_t columns[] = { RA_AT_DN, RA_COL_CN };
	struct ra_buf b;
	const struct ra_sink sink = { keep, &b };
	struct ra_sheet s = { .form = RA_DERIVED_TSV,
		.headers = true,
		.column = columns,
		.n = 2,
		.out = &sink };

	(void)state;
	ra_buf_init(&b, 1000);
	assert_int_equal(ra_sheet_begin(&s, NULL), 0);
	assert_int_equal(ra_sheet_end(&s, NULL), 0);
	ra_sheet_clear(&s);
	assert_string_equal(ra_buf_str(&b), "主体者DN\tCN\n");
	ra_buf_clear(&b);
}

static void
columns_are_known_by_their_keys(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *said, *next;
	} rows[] = {
		{ "cn", 1, NULL, NULL },
		{ "cn, state_name,serial_hex", 3, NULL, NULL },
		{ "", 0, "unknown column \"\"", "upkira-inventory(5)" },
		{ "cn,", 1, NULL, NULL },
		{ "cn,,state", 0, "unknown column", NULL },
		{ "CN", 0, "\"CN\"", NULL },
		{ "statename", 0, "\"statename\"", "state_name" },
		{ "cn,cn", 0, "twice", NULL },
		{ "主体者DN", 0, "unknown column", NULL },
	};
	size_t out[RA_COLUMNS], n, i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		int rc = ra_columns_parse(rows[i].text, out, &n, &e);

		if (rows[i].said == NULL) {
			assert_int_equal(rc, 0);
			assert_int_equal(n, rows[i].n);
			continue;
		}
		assert_int_equal(rc, -1);
		assert_int_equal(e.code, RA_EUSAGE);
		assert_non_null(strstr(e.msg, rows[i].said));
		if (rows[i].next != NULL)
			assert_non_null(strstr(e.next, rows[i].next));
	}
}

static void
every_key_stands_once(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < RA_COLUMNS; i++)
		for (k = 0; k < i; k++)
			assert_string_not_equal(
			    ra_column_key(i), ra_column_key(k));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_have_their_zone_or_stay),
		cmocka_unit_test(serials_are_shown_both_ways_or_stay),
		cmocka_unit_test(a_pin_is_never_shown),
		cmocka_unit_test(text_is_made_fit_for_each_form),
		cmocka_unit_test(csv_is_for_excel_and_holds_no_formula),
		cmocka_unit_test(headers_are_keys_or_those_of_the_list),
		cmocka_unit_test(columns_are_known_by_their_keys),
		cmocka_unit_test(every_key_stands_once),
	};

	return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
