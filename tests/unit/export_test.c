/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A list straight from its file, as hands and programs leave it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "work/export.h"

static char path[] = "/tmp/export_test.XXXXXX";
static FILE *file;

static int
set_up(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd == -1 || close(fd) == -1 ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

static void
begin(void)
{
	file = fopen(path, "w");
	assert_non_null(file);
}

/* The header, its last columns left out or one of them put first. */
static void
put_header(size_t n, bool reversed, const char *end)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		k = reversed ? n - 1 - i : i;
		fprintf(file, "%s%s", i > 0 ? "\t" : "",
		    ra_record_columns()[k].header);
	}
	fputs(end, file);
}

/* A row: DN, state, serial; with more or fewer tabs than it should have. */
static void
put_row(const char *dn, const char *state, const char *serial, int more,
    const char *end)
{
	int i;

	fprintf(file, "1\t\t\t%s\t\t\t\t\t\t\t3\t%s", dn, state);
	for (i = RA_AT_STATE; i < RA_AT_SERIAL; i++)
		fputc('\t', file);
	fprintf(file, "%s\t\t\t\t\tSECRETPIN", serial);
	for (i = RA_AT_PIN; i < RA_RECORD_COLUMNS - 1 + more; i++)
		fputc('\t', file);
	fputs(end, file);
}

static int
keep(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)e;
	ra_buf_add(arg, s);
	return 0;
}

/* The file as JSON: DN, state, serial of each row. */
static int
export_it(const struct ra_inv_filter *f, struct ra_buf *b,
    struct ra_export_facts *facts, struct ra_err *e)
{
	static const size_t columns[] = { RA_AT_DN, RA_AT_STATE, RA_AT_SERIAL };
	const struct ra_sink sink = { keep, b };
	struct ra_sheet s = {
		.form = RA_DERIVED_JSON, .column = columns, .n = 3, .out = &sink
	};
	int rc;

	assert_int_equal(fclose(file), 0);
	rc = ra_export_file(path, f, &s, facts, e);
	ra_sheet_clear(&s);
	assert_false(ra_span_has(ra_buf_span(b), RA_SPAN("SECRET")));
	return rc;
}

#define R(dn, state, serial)                                                   \
	"{\"subject_dn\":\"" dn "\",\"state\":\"" state                        \
	"\",\"serial\":\"" serial "\"}\n"

static struct ra_export_facts
says(const struct ra_inv_filter *f, const char *want)
{
	struct ra_export_facts facts;
	struct ra_err e = { 0 };
	struct ra_buf b = { .max = 1u << 24 };

	if (export_it(f, &b, &facts, &e) == -1)
		fail_msg("%s", e.msg);
	assert_string_equal(ra_buf_str(&b), want);
	ra_buf_clear(&b);
	return facts;
}

static void
refused(const char *said)
{
	struct ra_export_facts facts;
	struct ra_err e = { 0 };
	struct ra_buf b = { .max = 1u << 24 };

	assert_int_equal(export_it(NULL, &b, &facts, &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	if (strstr(e.msg, said) == NULL)
		fail_msg("%s: no %s", e.msg, said);
	ra_buf_clear(&b);
}

static void
line_ends_may_be_mixed_and_the_last_may_lack(void **state)
{
	struct ra_export_facts f;

	(void)state;
	begin();
	put_header(46, false, "\r\n");
	put_row("CN=a", "5", "1", 0, "\n");
	put_row("CN=b", "5", "2", 0, "\r\n");
	fputs("\r\n\n", file);
	put_row("CN=c", "5", "3", 0, "");
	f = says(
	    NULL, R("CN=a", "5", "1") R("CN=b", "5", "2") R("CN=c", "5", "3"));
	assert_true(f.rows == 3 && f.shown == 3 && f.ragged == 0);
}

static void
columns_are_found_wherever_they_stand(void **state)
{
	int i;

	(void)state;
	begin();
	fputs("\xef\xbb\xbf", file);
	put_header(46, true, "\n");
	for (i = 45; i >= 0; i--)
		fprintf(file, "%s%s", i < 45 ? "\t" : "",
		    i == RA_AT_DN	    ? "CN=国立"
			: i == RA_AT_STATE  ? "5"
			: i == RA_AT_SERIAL ? "0x0f"
			: i == RA_AT_PIN    ? "SECRET"
					    : "");
	(void)says(NULL, R("CN=国立", "5", "15"));
}

static void
a_stray_tab_is_told_and_its_row_is_kept(void **state)
{
	struct ra_export_facts f, filtered;
	const struct ra_inv_filter any = { .state = { 5 }, .nstates = 1 };
	struct ra_err e = { 0 };
	struct ra_buf b = { .max = 1u << 24 };

	(void)state;
	begin();
	put_header(46, false, "\n");
	put_row("CN=a", "5", "1", 0, "\n");
	put_row("CN=b", "5", "2", 1, "\n");
	put_row("CN=c", "5", "3", -1, "\n");
	assert_int_equal(export_it(NULL, &b, &f, &e), 0);
	assert_true(f.rows == 1 && f.ragged == 2 && f.ragged_line == 3);
	assert_true(ra_span_has(ra_buf_span(&b),
	    RA_SPAN("{\"line\":3,\"raw\":"
		    "\"1\\t\\t\\tCN=b")));
	assert_true(ra_span_has(ra_buf_span(&b),
	    RA_SPAN("{\"line\":4,\"raw\":"
		    "\"1\\t\\t\\tCN=c")));
	ra_buf_clear(&b);
	file = fopen(path, "a");
	filtered = says(&any, R("CN=a", "5", "1"));
	assert_true(filtered.ragged == 2 && filtered.shown == 1);
}

static void
quotes_and_dates_of_a_spreadsheet_are_told(void **state)
{
	struct ra_export_facts f;

	(void)state;
	begin();
	put_header(46, false, "\n");
	put_row("\"CN=a,O=b\"", "5", "3.3E+38", 0, "\n");
	fputs("1\t\t\tCN=b\t\t\t\t\t\t\t\t5", file);
	fputs("\t\t\t\t\t\t\t\t\t\t\t\t2\t\t1-May-27\t46889\t\t", file);
	fputs("\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n", file);
	f = says(
	    NULL, R("\\\"CN=a,O=b\\\"", "5", "3.3E+38") R("CN=b", "5", "2"));
	assert_true(f.quoted == 1 && f.quoted_line == 2);
	assert_true(f.undated == 1 && f.undated_line == 3);
}

static void
bytes_that_are_no_text_and_rows_twice_are_rows(void **state)
{
	struct ra_export_facts f;

	(void)state;
	begin();
	put_header(46, false, "\n");
	put_row("CN=\xff\xfe", "5", "1", 0, "\n");
	put_row("CN=a", "5", "1", 0, "\n");
	put_row("CN=a", "5", "1", 0, "\n");
	/* Two lists put together have two headers. */
	put_header(46, false, "\n");
	put_row("CN=a", "x", "1", 0, "\n");
	f = says(NULL,
	    R("CN=\xef\xbf\xbd\xef\xbf\xbd", "5", "1") R("CN=a", "5", "1")
		R("CN=a", "5", "1") R("CN=a", "x", "1"));
	assert_true(f.rows == 4);
}

static void
what_is_no_list_is_refused_with_its_line(void **state)
{
	(void)state;
	begin();
	refused(":1: ");
	begin();
	fputs("<html>\n<body>maintenance</body>\n", file);
	refused(":1: ");
	begin();
	put_row("CN=a", "5", "1", 0, "\n");
	refused(":1: ");
	begin();
	put_header(12, false, "\n"); /* no serial number */
	refused(":1: ");
	begin();
	fputs("\x1f\x8b\x08\x00\x00", file);
	refused(":1: ");
}

static void
a_line_without_end_is_refused_and_not_held(void **state)
{
	size_t i;

	(void)state;
	begin();
	put_header(46, false, "\n");
	put_row("CN=a", "5", "1", 0, "\n");
	for (i = 0; i < RA_RECORD_ROW_MAX + 1; i++)
		fputc('A', file);
	refused(":3: ");
	/* The ceiling itself is a row, though a ragged one. */
	begin();
	put_header(46, false, "\n");
	for (i = 0; i < RA_RECORD_ROW_MAX; i++)
		fputc('A', file);
	assert_int_equal(
	    says(&(struct ra_inv_filter){ .live = true }, "").ragged, 1);
}

static void
filters_say_of_a_file_what_they_say_of_snapshots(void **state)
{
	static const struct {
		struct ra_inv_filter f;
		const char *want;
	} rows[] = {
		{ { .state = { 7, -1 }, .nstates = 2 },
		    R("CN=b.example.jp,O=U", "7", "18") },
		{ { .cn = "A.*" }, R("CN=a.example.ac.jp,O=U", "5", "17") },
		{ { .dn = "*O=V" }, R("CN=c,O=V", "4", "") },
		{ { .domain = "example.jp" },
		    R("CN=b.example.jp,O=U", "7", "18") },
		{ { .serial = "17" }, R("CN=a.example.ac.jp,O=U", "5", "17") },
		{ { .live = true, .profile = { 3 }, .nprofiles = 1 },
		    R("CN=a.example.ac.jp,O=U", "5", "17")
			R("CN=c,O=V", "4", "") },
		{ { .client = true }, "" },
		{ { .kinds = 2 }, "" },
		{ { .ends_from = 1 }, "" },
		{ { .undated = true, .cn = "c" }, R("CN=c,O=V", "4", "") },
		{ { .manager = "?*" }, "" },
		{ { .old_serial = "1" }, "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin();
		put_header(46, false, "\n");
		put_row("CN=a.example.ac.jp,O=U", "5", "0x11", 0, "\n");
		put_row("CN=b.example.jp,O=U", "7", "18", 0, "\n");
		put_row("CN=c,O=V", "4", "", 0, "\n");
		(void)says(&rows[i].f, rows[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_ends_may_be_mixed_and_the_last_may_lack),
		cmocka_unit_test(columns_are_found_wherever_they_stand),
		cmocka_unit_test(a_stray_tab_is_told_and_its_row_is_kept),
		cmocka_unit_test(quotes_and_dates_of_a_spreadsheet_are_told),
		cmocka_unit_test(
		    bytes_that_are_no_text_and_rows_twice_are_rows),
		cmocka_unit_test(what_is_no_list_is_refused_with_its_line),
		cmocka_unit_test(a_line_without_end_is_refused_and_not_held),
		cmocka_unit_test(
		    filters_say_of_a_file_what_they_say_of_snapshots),
	};

	return cmocka_run_group_tests_name("export", tests, set_up, tear_down);
}
