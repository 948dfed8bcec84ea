/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Batches in YAML: records, defaults, and every mistake with its place. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "codec/yaml.h"
#include "upki/batchfile.h"

#define ISSUE "kind: server-issue\nrecords:\n"
#define REVOKE "kind: server-revoke\nrecords:\n"

static const struct {
	const char *what, *in, *key, *value; /* of the last record */
	size_t n;
} good[] = {
	{ "a bare CN", ISSUE "- cn: www.example.ac.jp\n", "subject_dn",
	    "CN=www.example.ac.jp", 1 },
	{ "name is cn", ISSUE "- name: www.example.ac.jp\n", "subject_dn",
	    "CN=www.example.ac.jp", 1 },
	{ "names are a list", ISSUE "- names: [a.jp, b.jp, a.jp]\n", "dnsname",
	    "dNSName=a.jp,dNSName=b.jp", 1 },
	{ "or one word", ISSUE "- names: a.jp\n", "dnsname", "dNSName=a.jp",
	    1 },
	{ "a digit as reason", REVOKE "- {cn: a, reason: 5}\n", "reason", "5",
	    1 },
	{ "a name as reason", REVOKE "- {cn: a, reason: superseded}\n",
	    "reason", "4", 1 },
	{ "whatever its case", REVOKE "- {cn: a, reason: SUPERSEDED}\n",
	    "reason", "4", 1 },
	{ "the record before the defaults",
	    "kind: server-issue\ndefaults: {software: x}\nrecords:\n"
	    "- {cn: a, software: y}\n",
	    "software", "y", 1 },
	{ "the defaults where it says nothing",
	    "records:\n- cn: a\n- {cn: b, software: ''}\n"
	    "defaults: {software: x}\nkind: server-issue\n",
	    "software", "x", 2 },
	{ "names are not mixed",
	    "kind: server-issue\ndefaults: {names: [x.jp]}\nrecords:\n"
	    "- {cn: a, names: [y.jp]}\n",
	    "dnsname", "dNSName=y.jp", 1 },
	{ "empty defaults",
	    "kind: server-issue\ndefaults:\nrecords:\n- {cn: a}\n",
	    "subject_dn", "CN=a", 1 },
	{ "a name in Japanese", ISSUE "- {cn: a, manager_name: 国立　太郎}\n",
	    "manager_name", "国立　太郎", 1 },
};

static void
a_record_says_and_the_defaults_lie_under_it(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct ra_batchfile b = { 0 };
		struct ra_err e = { 0 };
		const char *v;

		if (ra_batchfile_parse("b", ra_span_str(good[i].in), &b, &e) ==
		    -1)
			fail_msg("%s: %s", good[i].what, e.msg);
		assert_int_equal(b.drafts.n, good[i].n);
		v = ra_draft_get(&b.drafts.d[b.drafts.n - 1], good[i].key);
		if (v == NULL || strcmp(v, good[i].value) != 0)
			fail_msg("%s: %s", good[i].what, v);
		ra_batchfile_clear(&b);
	}
}

static const struct {
	const char *what, *in, *msg, *next;
} bad[] = {
	{ "no YAML", "kind: [\n", "b:2:1: ", "" },
	{ "a list", "- a\n", "b:1:1: a map of kind, defaults", "" },
	{ "nothing", "", "b:1:1: no kind", "kind: server-issue" },
	{ "no kind", "records: [{cn: a}]\n", "b:1:1: no kind", "server-issue" },
	{ "a mistyped kind", "kind: sever-issue\nrecords: [{cn: a}]\n",
	    "b:1:7: unknown kind", "\"server-issue\"" },
	{ "a kind like no other", "kind: x\nrecords: [{cn: a}]\n",
	    "b:1:7: unknown kind", "upkira check -k" },
	{ "a kind that is a list", "kind: [x]\nrecords: [{cn: a}]\n",
	    "b:1:7: a list or map", "" },
	{ "no records", "kind: server-issue\n", "b:1:1: no records", "" },
	{ "empty records", "kind: server-issue\nrecords: []\n",
	    "b:2:10: a list of records", "" },
	{ "records that are a map", "kind: server-issue\nrecords: {cn: a}\n",
	    "b:2:10: a list of records", "" },
	{ "a record that is a word", ISSUE "- a\n", "b:3:3: a record is a map",
	    "" },
	{ "a mistyped key at the top", "kind: server-issue\nrecord: []\n",
	    "b:2:1: unknown key \"record\"", "\"records\"" },
	{ "a mistyped key", ISSUE "- cn: a\n  sofware: x\n",
	    "b:4:3: unknown key \"sofware\"", "\"software\"" },
	{ "a mistyped special key", ISSUE "- cn: a\n  nmaes: x\n",
	    "b:4:3: unknown key \"nmaes\"", "\"names\"" },
	{ "a key of another kind", ISSUE "- {cn: a, serial: 5}\n",
	    "b:3:19: serial: an application of kind server-issue", "" },
	{ "a file where none is sent", REVOKE "- {cn: a, software: x}\n",
	    "b:3:21: software: an application of kind server-revoke", "" },
	{ "a key twice", ISSUE "- {cn: a, cn: b}\n", "b:3:11: key cn twice",
	    "" },
	{ "a subject twice", ISSUE "- {cn: a, subject_dn: CN=b}\n",
	    "b:3:11: subject_dn is said twice", "" },
	{ "a subject twice by its other name", ISSUE "- {cn: a, name: b}\n",
	    "b:3:11: subject_dn is said twice", "" },
	{ "names twice", ISSUE "- {names: a.jp, dnsname: dNSName=b.jp}\n",
	    "b:3:17: dnsname is said twice", "" },
	{ "another attribute smuggled into the CN", ISSUE "- {cn: 'a,O=b'}\n",
	    "b:3:8: CN: a name alone", "" },
	{ "an empty CN", ISSUE "- {cn: ''}\n", "b:3:8: CN: a name alone", "" },
	{ "another name smuggled into a name",
	    ISSUE "- {names: ['a.jp,dNSName=b.jp']}\n",
	    "b:3:12: dnsname: a comma or \"=\"", "" },
	{ "a tab", ISSUE "- {manager_name: \"a\\tb\"}\n",
	    "b:3:18: manager_name: character 2 is U+0009", "" },
	{ "a newline", ISSUE "- manager_name: |\n    a\n    b\n",
	    "manager_name: character 2 is U+000A", "" },
	{ "an escape", ISSUE "- {manager_name: \"\\e[0m\"}\n",
	    "b:3:18: manager_name: character 1 is U+001B", "" },
	{ "a character that CP932 lacks", ISSUE "- {manager_name: 国😀}\n",
	    "b:3:18: manager_name: character 2 is U+1F600", "" },
	{ "a list as a value", ISSUE "- {software: [a]}\n",
	    "b:3:14: a list or map", "" },
	{ "a map of names", ISSUE "- {names: {a: b}}\n",
	    "b:3:11: a map, a list of names", "" },
	{ "a list in the list of names", ISSUE "- {names: [[a]]}\n",
	    "b:3:12: a list or map", "" },
	{ "no file", ISSUE "- {csr: ''}\n", "b:3:9: empty, the name of a file",
	    "" },
	{ "a reason that is none", REVOKE "- {cn: a, reason: 2}\n",
	    "b:3:19: reason: no reason", "" },
	{ "a mistyped reason", REVOKE "- {cn: a, reason: supersede}\n",
	    "b:3:19: reason: no reason", "\"superseded\"" },
	{ "a subject for all",
	    "kind: server-issue\ndefaults: {cn: a}\n"
	    "records: [{cn: a}]\n",
	    "b:2:12: key cn in the defaults", "" },
	{ "a serial for all",
	    "kind: server-revoke\ndefaults: {serial: 1}\n"
	    "records: [{cn: a}]\n",
	    "b:2:12: key serial in the defaults", "" },
	{ "defaults that are a list",
	    "kind: server-issue\ndefaults: [a]\nrecords: [{cn: a}]\n",
	    "b:2:11: the defaults are a map", "" },
	{ "an anchor", ISSUE "- &a {cn: a}\n", "b:3:3: an anchor", "" },
};

static void
a_mistake_is_told_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ra_batchfile b = { 0 };
		struct ra_err e = { 0 };

		if (ra_batchfile_parse("b", ra_span_str(bad[i].in), &b, &e) ==
		    0)
			fail_msg("%s: taken", bad[i].what);
		assert_int_equal(e.code, RA_EINPUT);
		if (strstr(e.msg, bad[i].msg) == NULL ||
		    strstr(e.next, bad[i].next) == NULL)
			fail_msg("%s: %s; %s", bad[i].what, e.msg, e.next);
		ra_batchfile_clear(&b);
	}
}

static void
the_files_of_a_record_are_given_back(void **state)
{
	struct ra_batchfile b = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(
	    ra_batchfile_parse("b",
		RA_SPAN("kind: server-renew\nrecords:\n"
			"- cn: a\n- {csr: d/a.csr, cert: ../a.pem}\n"),
		&b, &e),
	    0);
	assert_null(b.files[0].csr);
	assert_string_equal(b.files[1].csr, "d/a.csr");
	assert_string_equal(b.files[1].cert, "../a.pem");
	assert_string_equal(b.drafts.d[1].origin, "b:4");
	assert_int_equal(b.form->id, RA_FORM_SERVER_RENEW);
	ra_batchfile_clear(&b);
}

static void
too_many_records_are_refused(void **state)
{
	struct ra_batchfile b = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf in;
	size_t i;

	(void)state;
	ra_buf_init(&in, RA_YAML_MAX);
	ra_buf_adds(&in, REVOKE);
	for (i = 0; i <= RA_BATCHFILE_RECORDS_MAX; i++)
		ra_buf_adds(&in, "- {cn: a}\n");
	assert_int_equal(ra_batchfile_parse("b", ra_buf_span(&in), &b, &e), -1);
	assert_non_null(strstr(e.msg, "b:10003:3: more than 10000 records"));
	assert_int_equal(b.drafts.n, RA_BATCHFILE_RECORDS_MAX);
	ra_batchfile_clear(&b);
	ra_buf_clear(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_says_and_the_defaults_lie_under_it),
		cmocka_unit_test(a_mistake_is_told_with_its_place),
		cmocka_unit_test(the_files_of_a_record_are_given_back),
		cmocka_unit_test(too_many_records_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
