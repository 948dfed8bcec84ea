/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "codec/tsv.h"

/* Rows as "line:text" and a mark when no newline ended the last. */
static void
rows_end_at_newlines_and_nowhere_else(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "a", "1:a|!" },
		{ "a\n", "1:a|" },
		{ "a\r\n", "1:a|" },
		{ "a\r\nb", "1:a|2:b|!" },
		{ "a\n\n", "1:a|2:|" },
		{ "\n", "1:|" },
		{ "\r\n\r\n", "1:|2:|" },
		{ "a\r", "1:a\r|!" },
		{ "a\r\r\n", "1:a\r|" },
		{ "a\rb\n", "1:a\rb|" },
		{ "\n\na", "1:|2:|3:a|!" },
	};
	struct ra_tsv t;
	struct ra_span row;
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1000);
		t = (struct ra_tsv){ ra_span_str(rows[i].in), 0, false };
		while (ra_tsv_next(&t, &row))
			ra_buf_addf(&b, "%zu:%.*s|%s", t.line, RA_FMT(row),
			    t.ended ? "" : "!");
		assert_string_equal(ra_buf_str(&b), rows[i].out);
		assert_false(ra_tsv_next(&t, &row));
		ra_buf_clear(&b);
	}
}

static void
columns_are_what_tabs_part(void **state)
{
	static const struct {
		const char *in;
		size_t n;
		const char *first, *last;
	} rows[] = {
		{ "", 1, "", "" },
		{ "a", 1, "a", "a" },
		{ "a\tb\tc", 3, "a", "c" },
		{ "\t", 2, "", "" },
		{ "a\t", 2, "a", "" },
		{ "\"a\tb\"", 2, "\"a", "b\"" },
		{ " a \t", 2, " a ", "" },
		{ "\x83\x5c\t\x83\x5c", 2, "\x83\x5c", "\x83\x5c" },
	};
	struct ra_span cols[4];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		n = ra_tsv_split(ra_span_str(rows[i].in), cols, 4);
		assert_int_equal(n, rows[i].n);
		assert_true(ra_span_eqs(cols[0], rows[i].first));
		assert_true(ra_span_eqs(cols[n - 1], rows[i].last));
	}
}

static void
columns_past_the_room_are_counted_only(void **state)
{
	struct ra_span cols[3] = { RA_SPAN("-"), RA_SPAN("-"), RA_SPAN("-") };

	(void)state;
	assert_int_equal(ra_tsv_split(RA_SPAN("a\tb\tc\td\t"), cols, 2), 5);
	assert_true(ra_span_eqs(cols[1], "b"));
	assert_true(ra_span_eqs(cols[2], "-"));
	assert_int_equal(ra_tsv_split(RA_SPAN("a\tb"), NULL, 0), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_end_at_newlines_and_nowhere_else),
		cmocka_unit_test(columns_are_what_tabs_part),
		cmocka_unit_test(columns_past_the_room_are_counted_only),
	};

	return cmocka_run_group_tests_name("tsv", tests, NULL, NULL);
}
