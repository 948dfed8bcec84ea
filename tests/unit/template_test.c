/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "codec/template.h"

static const struct ra_template_name names[] = {
	{ "manager", false, "" },
	{ "count", false, "" },
	{ "cn", true, "" },
	{ NULL, false, NULL },
};

static void
value(void *arg, struct ra_span name, size_t row, struct ra_buf *out)
{
	static const char *const cns[] = { "{{each}}", "b" };

	(void)arg;
	if (ra_span_eqs(name, "cn"))
		ra_buf_adds(out, cns[row]);
	else if (ra_span_eqs(name, "manager"))
		ra_buf_adds(out, "国立　{{count}}");
	else
		ra_buf_adds(out, "2");
}

static void
templates_are_filled(void **state)
{
	static const struct {
		const char *what, *in, *out;
		size_t rows;
	} cases[] = {
		{ "nothing", "", "", 2 },
		{ "no place", "a\r\nb", "a\nb\n", 2 },
		{ "a value is not looked at again", "{{manager}}様",
		    "国立　{{count}}様\n", 2 },
		{ "two places", "{{count}}{{count}}\n", "22\n", 2 },
		{ "single brackets", "{a} {{count}} }} {b\n", "{a} 2 }} {b\n",
		    2 },
		{ "rows", "x\n{{each}}\n- {{cn}} of {{count}}\n\n{{end}}\ny\n",
		    "x\n- {{each}} of 2\n\n- b of 2\n\ny\n", 2 },
		{ "no rows", "x\n{{each}}\n- {{cn}}\n{{end}}\ny\n", "x\ny\n",
		    0 },
		{ "twice", "{{each}}\n1{{cn}}\n{{end}}\n {{each}} \n2\n{{end}}",
		    "1{{each}}\n1b\n2\n2\n", 2 },
		{ "an empty each", "{{each}}\n{{end}}\n", "", 2 },
		{ "a mark at the start", "\xef\xbb\xbfx", "x\n", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ra_template_fill f = { value, NULL, cases[i].rows };
		struct ra_template t = { 0 };
		struct ra_err e = { 0 };
		struct ra_buf b;

		ra_buf_init(&b, 1000);
		if (ra_template_parse(
			&t, "t", ra_span_str(cases[i].in), names, &e) == -1)
			fail_msg("%s: %s", cases[i].what, e.msg);
		ra_template_write(&t, &f, &b);
		if (strcmp(ra_buf_str(&b), cases[i].out) != 0)
			fail_msg("%s: %s", cases[i].what, ra_buf_str(&b));
		ra_buf_clear(&b);
	}
}

static void
what_is_wrong_is_told_with_its_place(void **state)
{
	static const struct {
		const char *in, *says, *next;
	} rows[] = {
		{ "a\n国{{mangaer}}", "t:2:4: nothing is called {{mangaer}}",
		    "did you mean \"manager\"?" },
		{ "{{}}", "t:1:3: nothing is called {{}}", "" },
		{ "{{ count }}", "t:1:3: nothing is called {{ count }}", NULL },
		{ "{{COUNT}}", "t:1:3: nothing is called", NULL },
		{ "{{count", "t:1:1: \"{{\" that no \"}}\" ends", "" },
		{ "x {{cou\nnt}}", "t:1:3: \"{{\" that no", "" },
		{ "{{cn}}", "t:1:3: {{cn}} is of a row", "" },
		{ "{{each}}\n{{end}}\n{{cn}}", "t:3:3: {{cn}} is of a row",
		    "" },
		{ "{{each}}\n{{cn}}\n", "t:1: {{each}} that no {{end}}", "" },
		{ "{{each}}\n{{each}}\n{{end}}\n",
		    "t:2: {{each}} within that of line 1", "" },
		{ "x\n{{end}}\n", "t:2: {{end}} without {{each}}", "" },
		{ "x {{each}}\n{{end}}\n", "t:1:5: {{each}} and {{end}} stand",
		    "" },
		{ "a\rb", "t:1:2: a control character", "" },
		{ "a\n\x1b[31m", "t:2:1: a control character", "" },
		{ "\x83\x65", "t: not UTF-8", "" },
	};
	static char big[RA_TEMPLATE_MAX + 1];

	(void)state;
	for (size_t i = 0; i <= sizeof(rows) / sizeof(rows[0]); i++) {
		bool last = i == sizeof(rows) / sizeof(rows[0]);
		const char *says =
		    last ? "t: 65537 bytes, at most 65536" : rows[i].says;
		struct ra_span in = last
		    ? (struct ra_span){ memset(big, 'x', sizeof(big)),
			      sizeof(big) }
		    : ra_span_str(rows[i].in);
		struct ra_template t = { 0 };
		struct ra_err e = { 0 };

		assert_int_equal(ra_template_parse(&t, "t", in, names, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		if (strstr(e.msg, says) == NULL)
			fail_msg("%zu: %s", i, e.msg);
		if (!last && rows[i].next != NULL)
			assert_string_equal(e.next, rows[i].next);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(templates_are_filled),
		cmocka_unit_test(what_is_wrong_is_told_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
