/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "work/tally.h"

/* Texts that the figures borrow here. */
static char example[] = "example.ac.jp", nowhere[] = "", server[] = "server",
	    client[] = "client";

static struct ra_figure rows[] = {
	{ .key = { example, client }, .issued = 7, .live = 3, .ended = 4 },
	{ .key = { example, server }, .issued = 5, .live = 2, .revoked = 1 },
	{ .key = { nowhere, server }, .issued = 9 },
};

static void
expect(const char *table, const char *wanted, size_t passed)
{
	const struct ra_figures f = { .row = rows, .n = 3 };
	struct ra_tally t = { 0 };
	struct ra_buf b;

	ra_buf_init(&b, 10000);
	ra_tally_compare(&t, ra_span_str(table), &f);
	for (size_t i = 0; i < t.n; i++)
		ra_buf_addf(&b, "%s %s %s %ld %s %zu;", t.row[i].domain,
		    t.row[i].kind != NULL ? t.row[i].kind : "-", t.row[i].label,
		    t.row[i].page,
		    t.row[i].meaning != NULL ? t.row[i].meaning : "-",
		    t.row[i].local);
	assert_string_equal(ra_buf_str(&b), wanted);
	assert_int_equal(t.passed, passed);
	ra_buf_clear(&b);
	ra_tally_clear(&t);
}

static void
what_the_words_tell_is_compared(void **state)
{
	(void)state;
	expect("ドメイン\t種別\t発行数\t有効数\t期限切れ\t失効数\n"
	       "EXAMPLE.ac.jp\tサーバ証明書\t5\t2\t0\t2\n"
	       "example.ac.jp\tクライアント証明書\t7\t3\t4\t0\n"
	       "other.ac.jp\tサーバ証明書\t1\t1\t1\t1\n",
	    "example.ac.jp server 発行数 5 issued 5;"
	    "example.ac.jp server 有効数 2 live 2;"
	    "example.ac.jp server 期限切れ 0 ended 0;"
	    "example.ac.jp server 失効数 2 revoked 1;"
	    "example.ac.jp client 発行数 7 issued 7;"
	    "example.ac.jp client 有効数 3 live 3;"
	    "example.ac.jp client 期限切れ 4 ended 4;"
	    "example.ac.jp client 失効数 0 revoked 0;",
	    1);
}

static void
a_row_that_tells_no_kind_is_of_all_kinds(void **state)
{
	(void)state;
	expect("Domain\t有効\r\n example.ac.jp \t5\r\n",
	    "example.ac.jp - 有効 5 live 5;", 0);
}

static void
what_is_not_told_is_not_compared(void **state)
{
	(void)state;
	expect("", "", 0);
	expect("発行数\n", "", 0);
	expect("発行数\n5\n\n", "", 2);
	expect("a\tb\nexample.ac.jp\t5\t6\t7\n", "example.ac.jp - b 5 - 0;", 0);
	expect("a\t発行数\nexample.ac.jp\t-5\n", "", 0);
	expect("a\t発行数\nexample.ac.jp\t99999999999999999999\n", "", 0);
	expect("a\t発行数\nwww.example.ac.jp\t5\n", "", 1);
	expect("a\t発行数\nexample.ac.jp\n", "", 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_words_tell_is_compared),
		cmocka_unit_test(a_row_that_tells_no_kind_is_of_all_kinds),
		cmocka_unit_test(what_is_not_told_is_not_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
