/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <limits.h>
#include <string.h>
#include <cmocka.h>

#include "codec/json.h"

static void
commas_stand_between_values_only(void **state)
{
	struct ra_json j;
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 1000);
	ra_json_init(&j, &b);
	ra_json_object(&j, NULL);
	ra_json_str(&j, "a", "x");
	ra_json_str(&j, "b", NULL);
	ra_json_array(&j, "c");
	ra_json_int(&j, NULL, -1);
	ra_json_bool(&j, NULL, true);
	ra_json_array(&j, NULL);
	ra_json_end_array(&j);
	ra_json_object(&j, NULL);
	ra_json_end_object(&j);
	ra_json_end_array(&j);
	ra_json_object(&j, "d");
	ra_json_null(&j, "e");
	ra_json_end_object(&j);
	ra_json_bool(&j, "f", false);
	ra_json_end_object(&j);
	assert_string_equal(ra_buf_str(&b),
	    "{\"a\":\"x\",\"b\":null,\"c\":[-1,true,[],{}],"
	    "\"d\":{\"e\":null},\"f\":false}");
	ra_buf_clear(&b);
}

static void
strings_are_valid_whatever_comes_in(void **state)
{
	static const struct {
		struct ra_span in;
		const char *out;
	} rows[] = {
		{ { "国立 太郎", 13 }, "\"国立 太郎\"" },
		{ { "\"\\/", 3 }, "\"\\\"\\\\/\"" },
		{ { "\n\r\t\b", 4 }, "\"\\n\\r\\t\\u0008\"" },
		{ { "a\0b", 3 }, "\"a\\u0000b\"" },
		{ { "\x1b[31m", 5 }, "\"\\u001b[31m\"" },
		{ { "\x7f\xc2\x9b", 3 }, "\"\\u007f\\u009b\"" },
		{ { "\u202e\u2066\u2069\u202c\u2028\ufeff", 18 },
		    "\"\\u202e\\u2066\\u2069\\u202c\\u2028\\ufeff\"" },
		{ { "\xff", 1 }, "\"\ufffd\"" },
		{ { "\xe5\x9b", 2 }, "\"\ufffd\ufffd\"" },
		{ { "\xed\xa0\x80", 3 }, "\"\ufffd\ufffd\ufffd\"" },
		{ { "", 0 }, "\"\"" },
		{ { NULL, 0 }, "\"\"" },
	};
	struct ra_json j;
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&b, 1000);
		ra_json_init(&j, &b);
		ra_json_span(&j, NULL, rows[i].in);
		assert_string_equal(ra_buf_str(&b), rows[i].out);
		ra_buf_clear(&b);
	}
}

static void
numbers_reach_their_ends(void **state)
{
	struct ra_json j;
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 1000);
	ra_json_init(&j, &b);
	ra_json_array(&j, NULL);
	ra_json_int(&j, NULL, LLONG_MIN);
	ra_json_int(&j, NULL, LLONG_MAX);
	ra_json_end_array(&j);
	assert_string_equal(
	    ra_buf_str(&b), "[-9223372036854775808,9223372036854775807]");
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_stand_between_values_only),
		cmocka_unit_test(strings_are_valid_whatever_comes_in),
		cmocka_unit_test(numbers_reach_their_ends),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
