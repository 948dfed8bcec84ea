/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "pki/cert.h"
#include "pki/serial.h"

#define NINES50 "99999999999999999999999999999999999999999999999999"
#define FS48 "ffffffffffffffffffffffffffffffffffffffffffffffff"

static void
decimal_and_hex_are_read_and_shown_in_both(void **state)
{
	static const struct {
		const char *in, *dec, *hex;
	} rows[] = {
		{ "1", "1", "0x1" },
		{ "000123", "123", "0x7b" },
		{ "5924805414806849689", "5924805414806849689",
		    "0x5239232240df8899" },
		{ "0xABCDEF", "11259375", "0xabcdef" },
		{ "0X00ff", "255", "0xff" },
		{ "0x0f", "15", "0xf" },
		{ NINES50, NINES50,
		    "0x446c3b15f9926687d2c40534fdb563ffffffffffff" },
		{ "0x" FS48,
		    "627710173538668076383578942320766641610235544446403451289"
		    "5",
		    "0x" FS48 },
	};
	struct ra_serial s;
	struct ra_err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    ra_serial_parse(ra_span_str(rows[i].in), &s, &e), 0);
		assert_string_equal(s.dec, rows[i].dec);
		assert_string_equal(s.hex, rows[i].hex);
	}
}

static void
what_is_no_serial_is_refused(void **state)
{
	static const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ { "", 0 }, "0 characters" },
		{ { NULL, 0 }, "0 characters" },
		{ RA_SPAN(NINES50 "9"), "51 characters" },
		{ RA_SPAN("0x" FS48 "f"), "51 characters" },
		{ RA_SPAN("0"), "zero" },
		{ RA_SPAN("0000"), "zero" },
		{ RA_SPAN("0x0"), "zero" },
		{ RA_SPAN("0x"), "wanted decimal" },
		{ RA_SPAN("-1"), "wanted decimal" },
		{ RA_SPAN("+1"), "wanted decimal" },
		{ RA_SPAN(" 1"), "wanted decimal" },
		{ RA_SPAN("1 "), "wanted decimal" },
		{ RA_SPAN("1\0002"), "wanted decimal" },
		{ RA_SPAN("0x1\0"), "wanted decimal" },
		{ RA_SPAN("12ab"), "wanted decimal" },
		{ RA_SPAN("0x12g"), "wanted decimal" },
		{ RA_SPAN("0x-1"), "wanted decimal" },
		{ RA_SPAN("x12"), "wanted decimal" },
		{ RA_SPAN("12:34"), "wanted decimal" },
		{ RA_SPAN("\357\274\221"), "wanted decimal" },
	};
	struct ra_serial s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };

		assert_int_equal(ra_serial_parse(rows[i].in, &s, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		assert_non_null(strstr(e.msg, rows[i].msg));
	}
}

static void
a_random_serial_has_the_bits_asked_for(void **state)
{
	struct ra_serial a, b;
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_serial_random(128, &a, &e), 0);
	assert_int_equal(ra_serial_random(128, &b, &e), 0);
	assert_int_equal(strlen(a.hex), 34);
	assert_non_null(strchr("89abcdef", a.hex[2]));
	assert_string_not_equal(a.hex, b.hex);
	assert_int_equal(ra_serial_random(1, &a, &e), 0);
	assert_string_equal(a.dec, "1");
}

static void
a_random_serial_of_no_or_too_many_bits_is_refused(void **state)
{
	static const int bits[] = { -1, 0, 160, 100000 };
	struct ra_serial s;

	(void)state;
	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		struct ra_err e = { 0 };

		assert_int_equal(ra_serial_random(bits[i], &s, &e), -1);
		assert_int_equal(e.code, RA_ELOCAL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimal_and_hex_are_read_and_shown_in_both),
		cmocka_unit_test(what_is_no_serial_is_refused),
		cmocka_unit_test(a_random_serial_has_the_bits_asked_for),
		cmocka_unit_test(
		    a_random_serial_of_no_or_too_many_bits_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
