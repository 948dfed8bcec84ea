/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "pki/dn.h"

static void
parse(const char *text, struct ra_dn *dn)
{
	struct ra_err e = { 0 };

	if (ra_dn_parse("f:3", ra_span_str(text), dn, &e) == -1)
		fail_msg("%s: %s", text, e.msg);
}

static void
a_name_is_split_at_commas_before_known_attributes(void **state)
{
	static const struct {
		const char *in, *out;
		size_t n;
	} rows[] = {
		{ "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,"
		  "ST=Tokyo,C=JP",
		    "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,"
		    "ST=Tokyo,C=JP",
		    5 },
		{ "O=Example, Inc.,C=JP", "O=Example, Inc.,C=JP", 2 },
		{ "O=a,b,c", "O=a,b,c", 1 },
		{ "O=a, x=1,C=JP", "O=a, x=1,C=JP", 2 },
		{ "cn=a,o=b,s=Tokyo", "CN=a,O=b,ST=Tokyo", 3 },
		{ "E=a@example.ac.jp", "emailAddress=a@example.ac.jp", 1 },
		{ "Email=a,EMAILADDRESS=b", "emailAddress=a,emailAddress=b",
		    2 },
		{ "OU=a,OU=b,OU=c", "OU=a,OU=b,OU=c", 3 },
		{ "DC=jp,UID=x,SERIALNUMBER=1", "DC=jp,UID=x,SERIALNUMBER=1",
		    3 },
		{ "X=1,CN=a", "X=1,CN=a", 2 },
		{ "CN=a=b,O==", "CN=a=b,O==", 2 },
		{ "CN=,O=", "CN=,O=", 2 },
		{ "CN=a,", "CN=a,", 1 },
		{ "CN=a,,O=b", "CN=a,,O=b", 2 },
		{ "CN = a , O\t= b ", "CN=a,O=b", 2 },
		{ "O=\345\233\275\347\253\213,C=JP",
		    "O=\345\233\275\347\253\213,C=JP", 2 },
		{ "CN=a,O\357\274\235b", "CN=a,O\357\274\235b", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_dn dn = { 0 };
		struct ra_buf out;

		ra_buf_init(&out, 4096);
		parse(rows[i].in, &dn);
		assert_int_equal(dn.n, rows[i].n);
		ra_dn_format(&dn, &out);
		assert_string_equal(ra_buf_str(&out), rows[i].out);
		ra_buf_clear(&out);
		ra_dn_clear(&dn);
	}
}

static void
columns_and_blanks_are_told_for_each_attribute(void **state)
{
	static const struct {
		const char *in;
		size_t column[3];
		bool spaced[3];
	} rows[] = {
		{ "CN=a,O=b,C=JP", { 1, 6, 10 }, { false, false, false } },
		{ "CN=a, O=b,C=JP", { 1, 7, 11 }, { false, true, false } },
		{ "CN =a,O= b,C=JP ", { 1, 7, 12 }, { true, true, true } },
		{ " CN=\343\201\202,O=b,C=J P", { 2, 9, 13 },
		    { true, false, false } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_dn dn = { 0 };

		parse(rows[i].in, &dn);
		assert_int_equal(dn.n, 3);
		for (size_t j = 0; j < 3; j++) {
			assert_int_equal(dn.rdn[j].column, rows[i].column[j]);
			assert_int_equal(dn.rdn[j].spaced, rows[i].spaced[j]);
		}
		ra_dn_clear(&dn);
	}
}

static void
the_name_as_written_is_kept(void **state)
{
	struct ra_dn dn = { 0 };

	(void)state;
	parse("cn=a,Email=b", &dn);
	assert_string_equal(dn.rdn[0].name, "cn");
	assert_string_equal(dn.rdn[1].name, "Email");
	assert_int_equal(dn.rdn[1].attr, RA_ATTR_EMAIL);
	ra_dn_clear(&dn);
}

static void
what_is_no_name_is_refused(void **state)
{
	static char many[] = "C=1,C=2,C=3,C=4,C=5,C=6,C=7,C=8,C=9,C=0,"
			     "C=1,C=2,C=3,C=4,C=5,C=6,C=7,C=8,C=9,C=0,"
			     "C=1,C=2,C=3,C=4,C=5,C=6,C=7,C=8,C=9,C=0,"
			     "C=1,C=2,C=3";
	static char fat[RA_DN_MAX + 2] = "CN=";
	const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ { NULL, 0 }, "f:3:1: empty" },
		{ RA_SPAN("www.example.ac.jp"), "f:3:1: no \"=\"" },
		{ RA_SPAN("CN"), "f:3:1: no \"=\"" },
		{ RA_SPAN("CN\357\274\235a"), "f:3:1: no \"=\"" },
		{ RA_SPAN("a,CN=b"), "f:3:1: no \"=\"" },
		{ RA_SPAN(",CN=b"), "f:3:1: no \"=\"" },
		{ RA_SPAN("=a"), "f:3:1: no attribute name" },
		{ RA_SPAN("  =a"), "f:3:1: no attribute name" },
		{ RA_SPAN("CN=a\0b"), "f:3:1: a NUL byte" },
		{ RA_SPAN("CN=a,O=\0"), "f:3:1: a NUL byte" },
		{ { many, sizeof(many) - 1 }, "f:3:129: more than 32" },
		{ { fat, sizeof(fat) - 1 }, "f:3:1: 1025 bytes" },
	};

	(void)state;
	memset(fat + 3, 'a', sizeof(fat) - 4);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_dn dn = { 0 };
		struct ra_err e = { 0 };

		assert_int_equal(ra_dn_parse("f:3", rows[i].in, &dn, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		if (strstr(e.msg, rows[i].msg) == NULL)
			fail_msg("\"%s\" lacks \"%s\"", e.msg, rows[i].msg);
		ra_dn_clear(&dn);
		ra_dn_clear(&dn);
	}
}

static void
a_name_of_just_the_ceiling_is_taken(void **state)
{
	char fat[RA_DN_MAX + 1] = "CN=";
	struct ra_dn dn = { 0 };

	(void)state;
	memset(fat + 3, 'a', RA_DN_MAX - 3);
	parse(fat, &dn);
	assert_int_equal(strlen(dn.rdn[0].value), RA_DN_MAX - 3);
	ra_dn_clear(&dn);
}

static void
values_are_found_by_attribute_and_number(void **state)
{
	struct ra_dn dn = { 0 };

	(void)state;
	parse("CN=a,OU=b,OU=c,UID=d", &dn);
	assert_string_equal(ra_dn_get(&dn, RA_ATTR_OU, 0), "b");
	assert_string_equal(ra_dn_get(&dn, RA_ATTR_OU, 1), "c");
	assert_null(ra_dn_get(&dn, RA_ATTR_OU, 2));
	assert_null(ra_dn_get(&dn, RA_ATTR_C, 0));
	assert_string_equal(ra_dn_get(&dn, RA_ATTR_OTHER, 0), "d");
	assert_int_equal(ra_dn_count(&dn, RA_ATTR_OU), 2);
	assert_int_equal(ra_dn_count(&dn, RA_ATTR_ST), 0);
	ra_dn_clear(&dn);
}

static void
names_are_compared_in_order_or_reversed(void **state)
{
	static const struct {
		const char *a, *b;
		bool same, either;
	} rows[] = {
		{ "CN=a,O=b,C=JP", "cn = a,o=b,C=JP", true, true },
		{ "CN=a,O=b,C=JP", "C=JP,O=b,CN=a", false, true },
		{ "CN=a,OU=1,OU=2", "OU=2,OU=1,CN=a", false, true },
		{ "CN=a,OU=1,OU=2", "OU=1,OU=2,CN=a", false, false },
		{ "CN=a,O=b,C=JP", "O=b,CN=a,C=JP", false, false },
		{ "CN=a,O=b", "CN=a,O=B", false, false },
		{ "CN=a,O=b", "CN=a,O=b,C=JP", false, false },
		{ "CN=a", "O=a", false, false },
		{ "S=a", "ST=a", true, true },
		{ "UID=a", "uid=a", true, true },
		{ "UID=a", "DC=a", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_dn a = { 0 }, b = { 0 };

		parse(rows[i].a, &a);
		parse(rows[i].b, &b);
		assert_int_equal(ra_dn_same(&a, &b), rows[i].same);
		assert_int_equal(ra_dn_same_either_way(&a, &b), rows[i].either);
		ra_dn_clear(&a);
		ra_dn_clear(&b);
	}
}

static void
each_attribute_has_its_usual_name(void **state)
{
	(void)state;
	assert_string_equal(ra_attr_name(RA_ATTR_CN), "CN");
	assert_string_equal(ra_attr_name(RA_ATTR_ST), "ST");
	assert_string_equal(ra_attr_name(RA_ATTR_EMAIL), "emailAddress");
	assert_string_equal(ra_attr_name(RA_ATTR_OTHER), "other");
}

static void
a_name_with_c_first_is_turned_round(void **state)
{
	static const char *const rows[][2] = {
		{ "C=JP,ST=Tokyo,O=Example University,CN=www.example.ac.jp",
		    "CN=www.example.ac.jp,O=Example University,ST=Tokyo,C=JP" },
		{ "CN=www.example.ac.jp,O=Example University,C=JP",
		    "CN=www.example.ac.jp,O=Example University,C=JP" },
		{ "C=JP", "C=JP" },
		{ "O=Example University,C=JP,CN=a",
		    "O=Example University,C=JP,CN=a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_dn dn = { 0 };
		struct ra_buf out;

		ra_buf_init(&out, 1024);
		assert_int_equal(
		    ra_dn_parse("t", ra_span_str(rows[i][0]), &dn, NULL), 0);
		ra_dn_format_cn_first(&dn, &out);
		assert_string_equal(ra_buf_str(&out), rows[i][1]);
		ra_buf_clear(&out);
		ra_dn_clear(&dn);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_name_is_split_at_commas_before_known_attributes),
		cmocka_unit_test(
		    columns_and_blanks_are_told_for_each_attribute),
		cmocka_unit_test(the_name_as_written_is_kept),
		cmocka_unit_test(what_is_no_name_is_refused),
		cmocka_unit_test(a_name_of_just_the_ceiling_is_taken),
		cmocka_unit_test(values_are_found_by_attribute_and_number),
		cmocka_unit_test(names_are_compared_in_order_or_reversed),
		cmocka_unit_test(each_attribute_has_its_usual_name),
		cmocka_unit_test(a_name_with_c_first_is_turned_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
