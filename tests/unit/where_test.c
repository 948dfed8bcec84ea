/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "state/incident.h"
#include "work/where.h"

static void
terms_are_cut_at_ampersands(void **state)
{
	struct ra_where w = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(
	    ra_where_parse(&w,
		"issued=2025-10..2025-12 & kind = server&cn=*.example.ac.jp\t"
		"& old-serial=0x1f&manager=国立　太郎=x",
		&e),
	    0);
	assert_string_equal(w.terms.issued, "2025-10..2025-12");
	assert_string_equal(w.terms.kind, "server");
	assert_string_equal(w.terms.cn, "*.example.ac.jp");
	assert_string_equal(w.terms.old_serial, "0x1f");
	assert_string_equal(w.terms.manager, "国立　太郎=x");
	assert_null(w.terms.serial);
	ra_where_clear(&w);
}

static void
what_is_no_term_is_refused(void **state)
{
	static const struct {
		const char *in, *says, *next;
	} rows[] = {
		{ "", "wanted KEY=VALUE", "" },
		{ " ", "wanted KEY=VALUE", "" },
		{ "kind", "found \"kind\", wanted KEY=VALUE", "" },
		{ "kind=server &", "wanted KEY=VALUE", "" },
		{ "& kind=server", "wanted KEY=VALUE", "" },
		{ "kind=server && cn=x", "wanted KEY=VALUE", "" },
		{ "knid=server", "nothing is called \"knid\"",
		    "did you mean \"kind\"?" },
		{ "KIND=server", "nothing is called", NULL },
		{ "=server", "nothing is called \"\"", "" },
		{ "kind=", "nothing behind \"kind=\"", "" },
		{ "kind= ", "nothing behind \"kind=\"", "" },
		{ "cn=a & cn=b", "\"cn\" stands there twice", "" },
		{ "owner=x", "nothing is called \"owner\"", NULL },
		{ "issuer=a & issuer=b", "\"issuer\" stands there twice", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_where w = { 0 };
		struct ra_err e = { 0 };

		assert_int_equal(ra_where_parse(&w, rows[i].in, &e), -1);
		assert_int_equal(e.code, RA_EUSAGE);
		if (strstr(e.msg, rows[i].says) == NULL)
			fail_msg("%zu: %s", i, e.msg);
		if (rows[i].next != NULL)
			assert_string_equal(e.next, rows[i].next);
		ra_where_clear(&w);
	}
}

static void
terms_have_a_ceiling(void **state)
{
	char text[RA_WHERE_MAX + 2];
	struct ra_where w = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "cn=", 3);
	text[RA_WHERE_MAX + 1] = '\0';
	assert_int_equal(ra_where_parse(&w, text, &e), -1);
	assert_int_equal(e.code, RA_EUSAGE);
	ra_where_clear(&w);
	text[RA_WHERE_MAX] = '\0';
	memset(&e, 0, sizeof(e));
	assert_int_equal(ra_where_parse(&w, text, &e), 0);
	ra_where_clear(&w);
}

static void
names_of_incidents_are_plain(void **state)
{
	static const struct {
		const char *name;
		bool good;
	} rows[] = {
		{ "march", true },
		{ "2025-12-10", true },
		{ "a_b.c", true },
		{ "", false },
		{ ".", false },
		{ "..", false },
		{ "-a", false },
		{ "A", false },
		{ "a b", false },
		{ "a/b", false },
		{ "a\n", false },
		{ "国", false },
		{ "1234567890123456789012345678901234567890123456789012345678"
		  "90123",
		    true },
		{ "1234567890123456789012345678901234567890123456789012345678"
		  "9012345",
		    false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ra_incident_is_name(rows[i].name) != rows[i].good)
			fail_msg("%s", rows[i].name);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_are_cut_at_ampersands),
		cmocka_unit_test(what_is_no_term_is_refused),
		cmocka_unit_test(terms_have_a_ceiling),
		cmocka_unit_test(names_of_incidents_are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
