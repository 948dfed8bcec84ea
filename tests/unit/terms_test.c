/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "work/terms.h"

#define NOW 1798000000 /* 2026-12-23T13:26:40+09:00 */

static int64_t
at(const char *date)
{
	time_t t;

	if (*date == '\0')
		return 0;
	assert_int_equal(ra_clock_parse(ra_span_str(date), &t), 0);
	return t;
}

static void
a_span_of_time_has_a_begin_and_an_end(void **state)
{
	static const struct {
		const char *text, *from, *to;
	} rows[] = {
		{ "2027", "2027-01-01", "2028-01-01" },
		{ "2027-03", "2027-03-01", "2027-04-01" },
		{ "2027-12", "2027-12-01", "2028-01-01" },
		{ "2028-02-29", "2028-02-29", "2028-03-01" },
		{ "2027-03..2027-04", "2027-03-01", "2027-05-01" },
		{ "2027-03-05..2027", "2027-03-05", "2028-01-01" },
		{ "2027-03..", "2027-03-01", "" },
		{ "..2027-03", "", "2027-04-01" },
		{ "2027-03-31..2027-03-31", "2027-03-31", "2027-04-01" },
	};
	struct ra_err e = { 0 };
	int64_t from, to;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct ra_span_ask a = { "--x", rows[i].text, NOW, true };

		if (ra_terms_span(&a, &from, &to, &e) == -1)
			fail_msg("%s", e.msg);
		if (from != at(rows[i].from) || to != at(rows[i].to))
			fail_msg("%s", rows[i].text);
	}
}

static void
days_go_ahead_or_back(void **state)
{
	struct ra_span_ask a = { "--x", "30d", NOW, true };
	int64_t from, to;

	(void)state;
	assert_int_equal(ra_terms_span(&a, &from, &to, NULL), 0);
	assert_true(from == NOW && to == NOW + 30 * 86400);
	a.ahead = false;
	assert_int_equal(ra_terms_span(&a, &from, &to, NULL), 0);
	assert_true(from == NOW - 30 * 86400 && to == NOW + 1);
	a.text = "6w..2w";
	assert_int_equal(ra_terms_span(&a, &from, &to, NULL), 0);
	assert_true(from == NOW - 42 * 86400 && to == NOW - 14 * 86400);
	a.ahead = true;
	a.text = "..30d";
	assert_int_equal(ra_terms_span(&a, &from, &to, NULL), 0);
	assert_true(from == 0 && to == NOW + 30 * 86400);
}

static void
what_is_no_span_of_time_is_refused(void **state)
{
	static const char *const rows[] = { "", "..", "soon", "30", "d", "-3d",
		"99999d", "2027-13", "2027-00", "2027-02-29", "2027/03",
		"2027-3", "20270301", "2027-03-01T00:00:00", "1969",
		"2027-04..2027-03", "2027..2027..2027", "2027-03-01-",
		"0x10d" };
	int64_t from, to;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct ra_span_ask a = { "--x", rows[i], NOW, true };
		struct ra_err e = { 0 };

		if (ra_terms_span(&a, &from, &to, &e) != -1)
			fail_msg("\"%s\" is taken", rows[i]);
		assert_int_equal(e.code, RA_EUSAGE);
		assert_non_null(strstr(e.msg, "--x"));
	}
}

static void
words_become_a_filter(void **state)
{
	const struct ra_terms t = { .cn = "*.jp",
		.state = "issued, 7,-1,55",
		.profile = "3,11",
		.kind = "server,smime",
		.expires = "30d",
		.issued = "2026",
		.serial = "0xFF",
		.old_serial = "0010" };
	struct ra_inv_filter f = { 0 };
	struct ra_terms_room room;
	struct ra_err e = { 0 };

	(void)state;
	assert_true(ra_terms_any(&t));
	assert_int_equal(ra_terms_filter(&t, NOW, &f, &room, &e), 0);
	assert_string_equal(f.cn, "*.jp");
	assert_int_equal(f.nstates, 4);
	assert_true(f.state[0] == 5 && f.state[1] == 7 && f.state[2] == -1 &&
	    f.state[3] == 55);
	assert_true(f.nprofiles == 2 && f.profile[1] == 11);
	assert_int_equal(
	    f.kinds, ra_inv_kind_find("server") | ra_inv_kind_find("smime"));
	assert_true(f.ends_from == NOW && f.issued_to == at("2027-01-01"));
	assert_string_equal(f.serial, "255");
	assert_string_equal(f.old_serial, "10");
}

static void
live_is_every_state_in_force(void **state)
{
	const struct ra_terms t = { .state = "live" };
	struct ra_inv_filter f = { 0 };
	struct ra_terms_room room;
	size_t i;

	(void)state;
	assert_int_equal(ra_terms_filter(&t, NOW, &f, &room, NULL), 0);
	assert_int_equal(f.nstates, 6);
	for (i = 0; i < f.nstates; i++)
		assert_true(ra_inv_state_live(f.state[i]));
}

static void
words_that_are_none_are_told(void **state)
{
	static const struct {
		struct ra_terms t;
		const char *said, *next;
	} rows[] = {
		{ { .state = "isued" }, "isued", "issued" },
		{ { .state = "5," }, NULL, NULL },
		{ { .state = "" }, "--state", NULL },
		{ { .state = "5,,7" }, "--state", NULL },
		{ { .state = "100" }, "--state", NULL },
		{ { .profile = "three" }, "three", NULL },
		{ { .profile = "-3" }, "--profile", NULL },
		{ { .kind = "servers" }, "servers", NULL },
		{ { .kind = "" }, "--kind", NULL },
		{ { .serial = "12a" }, "--serial", NULL },
		{ { .serial = "0" }, "--serial", NULL },
		{ { .old_serial = "*" }, "--old-serial", NULL },
		{ { .applied = "then" }, "--applied", NULL },
		{ { .issued = "then" }, "--issued", NULL },
		{ { .expires = "then" }, "--expires", NULL },
		{ { .state = "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
			     "1,1,1,1,1,1,1,1,1,1" },
		    "32", NULL },
	};
	struct ra_terms_room room;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_inv_filter f = { 0 };
		struct ra_err e = { 0 };
		int rc = ra_terms_filter(&rows[i].t, NOW, &f, &room, &e);

		assert_int_equal(rc, rows[i].said == NULL ? 0 : -1);
		if (rows[i].said != NULL && strstr(e.msg, rows[i].said) == NULL)
			fail_msg("%s: no %s", e.msg, rows[i].said);
		if (rows[i].next != NULL)
			assert_non_null(strstr(e.next, rows[i].next));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_span_of_time_has_a_begin_and_an_end),
		cmocka_unit_test(days_go_ahead_or_back),
		cmocka_unit_test(what_is_no_span_of_time_is_refused),
		cmocka_unit_test(words_become_a_filter),
		cmocka_unit_test(live_is_every_state_in_force),
		cmocka_unit_test(words_that_are_none_are_told),
	};

	return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
