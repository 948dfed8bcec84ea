/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "codec/yaml.h"

static struct ra_yaml *
parse(struct ra_span in)
{
	struct ra_err e = { 0 };
	struct ra_yaml *y;

	y = ra_yaml_parse("f.yaml", in, RA_EUSAGE, &e);
	if (y == NULL)
		fail_msg("%s", e.msg);
	return y;
}

static void
every_value_knows_its_place(void **state)
{
	const struct ra_yaml *p, *q;
	struct ra_yaml *y;

	(void)state;
	y = parse(RA_SPAN("default: a\n"
			  "profiles:\n"
			  "  a: { O: 国立, L: \"x: y\" }\n"
			  "domains: [example.ac.jp, '']\n"
			  "text: |\n"
			  "  one\n"
			  "  two\n"));
	assert_int_equal(y->kind, RA_YAML_MAP);
	assert_string_equal(ra_yaml_get(y, "default")->value, "a");
	p = ra_yaml_get(ra_yaml_get(y, "profiles"), "a");
	assert_int_equal(p->kind, RA_YAML_MAP);
	assert_int_equal(p->key_line, 3);
	assert_int_equal(p->key_column, 3);
	q = ra_yaml_get(p, "L");
	assert_string_equal(q->value, "x: y");
	assert_int_equal(q->line, 3);
	assert_int_equal(q->column, 18);
	p = ra_yaml_get(y, "domains");
	assert_int_equal(p->kind, RA_YAML_LIST);
	assert_null(p->child->key);
	assert_string_equal(p->child->next->value, "");
	assert_null(p->child->next->next);
	assert_string_equal(ra_yaml_get(y, "text")->value, "one\ntwo\n");
	assert_null(ra_yaml_get(y, "Default"));
	assert_null(ra_yaml_get(p, "x"));
	assert_null(ra_yaml_get(NULL, "x"));
	ra_yaml_free(y);
	ra_yaml_free(NULL);
}

static void
an_empty_file_is_an_empty_map(void **state)
{
	static const char *const rows[] = { "", "\n\n", "# comment\n", "\ufeff",
		"\ufeff# x\r\n" };
	struct ra_yaml *y;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		y = parse(ra_span_str(rows[i]));
		assert_int_equal(y->kind, RA_YAML_MAP);
		assert_null(y->child);
		assert_int_equal(y->line, 1);
		ra_yaml_free(y);
	}
}

#define S(lit)                                                                 \
	{                                                                      \
		"" lit, sizeof(lit) - 1                                        \
	}

static void
what_is_not_plain_is_refused_with_its_place(void **state)
{
	static const struct {
		struct ra_span in;
		const char *msg;
	} rows[] = {
		{ S("a: 1\nb: 2\na: 3\n"), "f.yaml:3:1: key a twice" },
		{ S("x: {k: 1, \"k\": 2}"), "f.yaml:1:11: key k twice" },
		{ S("a: &x 1\n"),
		    "f.yaml:1:4: an anchor, plain values only "
		    "were wanted" },
		{ S("a: &x {b: 1}\n"),
		    "f.yaml:1:4: an anchor, plain values "
		    "only were wanted" },
		{ S("a: 1\nb: *x\n"),
		    "f.yaml:2:4: an alias, plain values "
		    "only were wanted" },
		{ S("a: !!int 1\n"),
		    "f.yaml:1:4: a tag, plain values only "
		    "were wanted" },
		{ S("- !x [1]\n"),
		    "f.yaml:1:3: a tag, plain values only "
		    "were wanted" },
		{ S("&k a: 1\n"),
		    "f.yaml:1:1: an anchor, plain values only "
		    "were wanted" },
		{ S("<<: {a: 1}\n"),
		    "f.yaml:1:1: a merge key, plain keys "
		    "only were wanted" },
		{ S("? [a]\n: 1\n"),
		    "f.yaml:1:3: a map or list as a key, a "
		    "word was wanted" },
		{ S("{? {a: 1} : 1}\n"),
		    "f.yaml:1:4: a map or list as a "
		    "key, a word was wanted" },
		{ S("a: 1\n---\nb: 1\n"),
		    "f.yaml:2:1: a second document, one "
		    "was wanted" },
		{ S("a: \"x\\0\"\n"), "f.yaml:1:4: a NUL inside a value" },
		{ S("\"x\\0\": 1\n"), "f.yaml:1:1: a NUL inside a key" },
		{ S("国: \xff\n"), "f.yaml:1:4: invalid leading UTF-8 octet" },
		{ S("a: 1\n\x1b: 2\n"),
		    "f.yaml:2:1: control characters are "
		    "not allowed" },
		{ S("a: b: c\n"),
		    "f.yaml:1:5: mapping values are not "
		    "allowed in this context" },
		{ S("a:\n\tb: 1\n"),
		    "f.yaml:2:1: found character that "
		    "cannot start any token" },
		{ S("a: [1, 2\n"),
		    "f.yaml:2:1: did not find expected ',' or "
		    "']'" },
		{ S("a: \"open\n"),
		    "f.yaml:2:1: found unexpected end of "
		    "stream" },
	};
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&e, 0, sizeof(e));
		assert_null(ra_yaml_parse("f.yaml", rows[i].in, RA_EUSAGE, &e));
		assert_int_equal(e.code, RA_EUSAGE);
		assert_string_equal(e.msg, rows[i].msg);
	}
}

static void
nesting_has_its_ceiling(void **state)
{
	char in[2 * (RA_YAML_DEPTH_MAX + 1)];
	struct ra_err e = { 0 };
	size_t n;

	(void)state;
	for (n = RA_YAML_DEPTH_MAX; n <= RA_YAML_DEPTH_MAX + 1; n++) {
		memset(in, '[', n);
		memset(in + n, ']', n);
		if (n == RA_YAML_DEPTH_MAX)
			ra_yaml_free(parse((struct ra_span){ in, 2 * n }));
		else
			assert_null(ra_yaml_parse(
			    "f", (struct ra_span){ in, 2 * n }, RA_EINPUT, &e));
	}
	assert_int_equal(e.code, RA_EINPUT);
	assert_string_equal(e.msg, "f:1:17: nested too deeply");
}

static void
nodes_and_bytes_have_their_ceilings(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, RA_YAML_MAX + 10);
	for (i = 1; i < RA_YAML_NODES_MAX; i++)
		ra_buf_adds(&b, "- 1\n");
	ra_yaml_free(parse(ra_buf_span(&b)));
	ra_buf_adds(&b, "- 1\n");
	assert_null(ra_yaml_parse("f", ra_buf_span(&b), RA_EINPUT, &e));
	assert_string_equal(e.msg, "f:200000:3: too many values");
	ra_buf_reset(&b);
	while (b.n < RA_YAML_MAX)
		ra_buf_adds(&b, "#\n");
	ra_yaml_free(parse(ra_buf_span(&b)));
	ra_buf_adds(&b, "\n");
	ra_err_clear(&e);
	assert_null(ra_yaml_parse("f", ra_buf_span(&b), RA_EINPUT, &e));
	assert_string_equal(
	    e.msg, "f: 4194305 bytes, at most 4194304 are taken");
	ra_buf_clear(&b);
}

/* Each is compared with all before it. */
static void
tag_directives_have_their_ceiling(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, 10000);
	for (i = 0; i < 64; i++)
		ra_buf_addf(&b, "%%TAG !a%zu! tag:x\n", i);
	ra_buf_adds(&b, "---\na: 1\n");
	ra_yaml_free(parse(ra_buf_span(&b)));
	ra_buf_adds(&b, "# %TAG\n");
	assert_null(ra_yaml_parse("f", ra_buf_span(&b), RA_EINPUT, &e));
	assert_int_equal(e.code, RA_EINPUT);
	assert_string_equal(e.msg, "f:67:3: too many %TAG directives");
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_knows_its_place),
		cmocka_unit_test(an_empty_file_is_an_empty_map),
		cmocka_unit_test(what_is_not_plain_is_refused_with_its_place),
		cmocka_unit_test(nesting_has_its_ceiling),
		cmocka_unit_test(tag_directives_have_their_ceiling),
		cmocka_unit_test(nodes_and_bytes_have_their_ceilings),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
