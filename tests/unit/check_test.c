/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The check: whole files whose findings stand beside them, and one golden row
 * a kind with one column changed at a time.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pki/csr.h"
#include "pki/dn.h"
#include "pki/key.h"
#include "upki/check.h"

#include "check_cases.h"

#define OLST "O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"
#define WWW "CN=www.example.ac.jp," OLST
#define SI "server-issue"
#define SX "server-revoke"
#define CI "client-issue"
#define CX "client-revoke"
#define AC "acme-create"
#define AX "acme-revoke"

static struct ra_request *
parse_as(const char *name, struct ra_span in, const char *kind)
{
	const struct ra_form *f = ra_form_find(ra_span_str(kind));
	struct ra_err e = { 0 };
	struct ra_request *r =
	    ra_request_parse(name, in, f == NULL ? 0 : RA_FORM_BIT(f->id), &e);

	if (r == NULL)
		fail_msg("%s: %s", name, e.msg);
	return r;
}

/* Notes are left out where only what is wrong is asked for. */
static void
format_from(const char *name, const struct ra_findings *l, bool notes,
    struct ra_buf *out)
{
	size_t i;

	ra_buf_init(out, FILE_MAX);
	for (i = 0; i < l->n; i++) {
		if (!notes && l->f[i].severity == RA_SEV_NOTE)
			continue;
		ra_finding_format(name, &l->f[i], out);
		ra_buf_addc(out, '\n');
		if (l->f[i].hint[0] != '\0')
			ra_buf_addf(out, "\t%s\n", l->f[i].hint);
	}
}

static void
format_all(const char *name, const struct ra_findings *l, struct ra_buf *out)
{
	format_from(name, l, true, out);
}

static void
golden_files_have_no_finding_and_are_told_apart(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < RA_FORM_COUNT; i++) {
		const struct ra_form *f = &ra_form_table()[i];
		struct ra_findings found = { 0 };
		struct ra_buf in, text;
		struct ra_request *r;
		char path[128];

		snprintf(path, sizeof(path), ROWS "good/%s.tsv", f->name);
		slurp(path, &in);
		r = parse_as(path, ra_buf_span(&in),
		    i == RA_FORM_SERVER_REVOKE || i == RA_FORM_ACME_REVOKE
			? f->name
			: "");
		assert_ptr_equal(r->form, f);
		ra_check(r, NULL, &found);
		format_from(path, &found, false, &text);
		assert_string_equal(ra_buf_str(&text), "");
		ra_buf_clear(&text);
		ra_findings_clear(&found);
		ra_request_free(r);
		ra_buf_clear(&in);
	}
}

static const struct {
	const char *name, *kind;
} bad[] = {
	{ "many-faults", "server-issue" },
	{ "shifted", "server-issue" },
	{ "quoted", "server-issue" },
	{ "same-key", "server-renew" },
	{ "extensions", "server-issue" },
	{ "hostile", "server-issue" },
	{ "pin-in-revocation", "client-revoke" },
	{ "slipped-pin", "client-issue" },
	{ "fourteen-columns", "client-issue" },
	{ "wrong-reason", "server-revoke" },
	{ "hundred", "server-revoke" },
};

static void
findings_of_bad_files_are_those_beside_them(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ra_findings found = { 0 };
		struct ra_buf in, text, want;
		struct ra_request *r;
		char path[128], name[64];

		snprintf(path, sizeof(path), ROWS "bad/%s.tsv", bad[i].name);
		snprintf(name, sizeof(name), "%s.tsv", bad[i].name);
		slurp(path, &in);
		r = parse_as(name, ra_buf_span(&in), bad[i].kind);
		ra_check(r, NULL, &found);
		format_all(name, &found, &text);
		snprintf(path, sizeof(path), ROWS "bad/%s.out", bad[i].name);
		slurp(path, &want);
		assert_string_equal(ra_buf_str(&text), ra_buf_str(&want));
		assert_null(strstr(ra_buf_str(&text), "SecretPin"));
		ra_buf_clear(&text);
		ra_buf_clear(&want);
		ra_findings_clear(&found);
		ra_request_free(r);
		ra_buf_clear(&in);
	}
}

/* The first record of a golden file with one column changed. */
static void
edit(const char *kind, int col, const char *value, struct ra_buf *out)
{
	struct ra_buf in, csr;
	struct ra_request *r;
	char path[128];
	size_t i;

	snprintf(path, sizeof(path), ROWS "good/%s.tsv", kind);
	slurp(path, &in);
	r = parse_as(path, ra_buf_span(&in), kind);
	ra_buf_init(&csr, 1);
	if (strncmp(value, "csr:", 4) == 0) {
		snprintf(path, sizeof(path), ROWS "csr/%s.txt", value + 4);
		slurp(path, &csr);
		csr.p[strcspn(csr.p, "\n")] = '\0';
		value = csr.p;
	}
	ra_buf_init(out, FILE_MAX);
	for (i = 0; i < r->form->ncols; i++) {
		ra_buf_adds(out, i == 0 ? "" : "\t");
		if ((int)i + 1 == col)
			ra_buf_adds(out, value);
		else
			ra_buf_add(out, r->rec[0].col[i]);
	}
	ra_buf_clear(&csr);
	ra_request_free(r);
	ra_buf_clear(&in);
}

static void
check_edit(
    const char *kind, int col, const char *value, struct ra_findings *found)
{
	struct ra_buf in;
	struct ra_request *r;

	edit(kind, col, value, &in);
	r = parse_as("t.tsv", ra_buf_span(&in), kind);
	ra_check(r, NULL, found);
	ra_request_free(r);
	ra_buf_clear(&in);
}

static void
each_case_is_judged_as_it_says(void **state)
{
	const struct one_case *c;
	size_t i;

	(void)state;
	for (i = 0; i < ncases; i++) {
		struct ra_findings found = { 0 };
		struct ra_buf text;

		c = &cases[i];
		check_edit(c->f[KIND], number(c, COLUMN), c->f[VALUE], &found);
		format_all("t.tsv", &found, &text);
		if (!as_told(&found, c))
			fail_msg("%s (%s):\n%s", c->f[WHAT], c->f[KIND],
			    ra_buf_str(&text));
		ra_buf_clear(&text);
		ra_findings_clear(&found);
	}
}

/* So that no kind is left with a golden row and little else. */
static void
every_kind_has_twice_as_many_bad_cases_as_good_rows(void **state)
{
	const struct ra_form *f = ra_form_table();
	size_t i, k, good, wrong;

	(void)state;
	for (k = 0; k < RA_FORM_COUNT; k++) {
		good = f[k].id == RA_FORM_SERVER_ISSUE ? 2 : 1;
		for (i = wrong = 0; i < ncases; i++) {
			if (strcmp(cases[i].f[KIND], f[k].name) != 0)
				continue;
			good += wants_none(&cases[i]);
			wrong += strcmp(cases[i].f[SEVERITY], "note") != 0 &&
			    !wants_none(&cases[i]);
		}
		if (wrong < 2 * good)
			fail_msg(
			    "%s: %zu bad, %zu good", f[k].name, wrong, good);
	}
}

/* Of upki-facts: 1.0 to 1.5, 2.1 to 2.3, 3 and 4; each is spoken of. */
static void
every_section_of_the_facts_is_cited(void **state)
{
	static const char *const sections[] = { "1.0", "1.1", "1.2", "1.3",
		"1.4", "1.5", "2.1", "2.2", "2.3", "3", "4" };
	const size_t n = sizeof(sections) / sizeof(sections[0]);
	size_t cited[sizeof(sections) / sizeof(sections[0])] = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < ncases; i++) {
		for (k = 0; k < n; k++)
			if (strcmp(cases[i].f[SECTION], sections[k]) == 0)
				break;
		if (k < n)
			cited[k]++;
		else
			fail_msg("%s: section \"%s\"", cases[i].f[WHAT],
			    cases[i].f[SECTION]);
	}
	for (k = 0; k < n; k++)
		if (cited[k] < 3)
			fail_msg("section %s: %zu", sections[k], cited[k]);
}

/* A record of a kind so many times, then something after it. */
static const struct {
	const char *what, *kind;
	size_t times;
	const char *after, *want;
} whole[] = {
	{ "99 records", CX, 99, "", NULL },
	{ "100 records of a server", SX, 100, "",
	    "t.tsv: error 214: 100 records, at most 99" },
	{ "100 records of ACME", AX, 100, "",
	    "t.tsv: error 214: 100 records, at most 99" },
	{ "100 records of a client", CX, 100, "",
	    "t.tsv: warning: not confirmed: 100 records, other files have at "
	    "most 99" },
	{ "more than are looked at", CX, 1001, "",
	    "t.tsv: error: 1001 records; those after 1000 were not looked "
	    "at" },
	{ "an empty line", SX, 1, "\n\n",
	    "t.tsv: note: empty lines: 1, the first is line 2; they are not "
	    "sent, and record numbers do not count them" },
	{ "a tab too many", SX, 1, "\t",
	    "t.tsv:1: error: 14 columns, form server-revoke has 13" },
	{ "three tabs too many", SX, 1, "\t\t\t",
	    "t.tsv:1: error: 16 columns, form server-revoke has 13" },
	{ "a short line", SX, 1, "\nx\ty",
	    "t.tsv:2: error: 2 columns, form server-revoke has 13" },
};

static void
what_is_wrong_with_the_file_is_told(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		struct ra_findings found = { 0 };
		struct ra_buf row, in, text;
		struct ra_request *r;

		edit(whole[i].kind, 0, "", &row);
		ra_buf_init(&in, 4 * FILE_MAX);
		for (k = 0; k < whole[i].times; k++)
			ra_buf_addf(
			    &in, "%s%s", k == 0 ? "" : "\n", ra_buf_str(&row));
		ra_buf_adds(&in, whole[i].after);
		r = parse_as("t.tsv", ra_buf_span(&in), whole[i].kind);
		ra_check(r, NULL, &found);
		format_all("t.tsv", &found, &text);
		if (whole[i].want == NULL
			? found.errors + found.warnings > 0
			: strstr(ra_buf_str(&text), whole[i].want) == NULL)
			fail_msg("%s:\n%s", whole[i].what, ra_buf_str(&text));
		ra_buf_clear(&text);
		ra_findings_clear(&found);
		ra_request_free(r);
		ra_buf_clear(&in);
		ra_buf_clear(&row);
	}
}

static const struct {
	const char *what, *name;
	bool any;
	int code;
} names[] = {
	{ ".tsv", "a.tsv", false, 0 },
	{ ".txt in capitals", "A.TXT", false, 0 },
	{ "a free name", "-", true, 0 },
	{ "standard input without leave", "-", false, 209 },
	{ ".csv", "a.csv", false, 209 },
	{ "no end", "tsv", false, 209 },
	{ "only the end", ".tsv", false, 209 },
	{ "an end before the end", "a.tsv.bak", false, 209 },
};

static void
only_tsv_and_txt_are_sent(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct ra_check_options opt = { .any_name = names[i].any };
		struct ra_findings found = { 0 };
		struct ra_buf in;
		struct ra_request *r;

		edit(SX, 0, "", &in);
		r = parse_as(names[i].name, ra_buf_span(&in), SX);
		ra_check(r, &opt, &found);
		if (found.errors != (names[i].code != 0) ||
		    (found.errors > 0 && found.f[0].code != names[i].code))
			fail_msg("%s", names[i].what);
		ra_findings_clear(&found);
		ra_request_free(r);
		ra_buf_clear(&in);
	}
}

/*
 * What several columns, records or the options decide: lines put into a
 * file, and what is found; without what the rule rests on, nothing.
 */
#define CLIENT(cn, profile, method, pin)                                       \
	cn ",OU=No 1," OLST "\t" profile "\t" method                           \
	   "\t\t\t\t\tTaro\tCenter\tpki@example.ac.jp\tHanako\tf\t"            \
	   "Center\thanako@example.ac.jp\t" pin "\n"
#define ACME(dn, fqdn, names)                                                  \
	dn "\t3\t\t\t\t\t\t\t\tpki@example.ac.jp\t" fqdn "\tnginx\t" names "\n"
#define REVOKE(reason) WWW "\t\t\t12\t" reason "\tlost\t\t\t\t\t\t\t\n"
#define THERE(o, l, st) "CN=www.example.ac.jp,O=" o ",L=" l ",ST=" st ",C=JP"
static char ac[] = "example.ac.jp", jp[] = "example.jp";
static char *const domains[] = { ac, jp, NULL };
static const struct ra_institution ours = { "Example University", "Chiyoda-ku",
	"Tokyo", domains };
static const struct ra_institution nothing_known = { NULL, "", NULL, NULL };
static const struct {
	const char *what, *kind, *in;
	struct ra_check_options opt;
	const char *want; /* NULL: no error and no warning */
} both[] = {
	{ "S/MIME of another", CI,
	    CLIENT("CN=taro@example.ac.jp", "16", "1", ""), { 0 },
	    "error: 利用者mail: \"hanako@example.ac.jp\" is not the CN" },
	{ "S/MIME of a name", CI, CLIENT("CN=Hanako", "7", "1", ""), { 0 },
	    "error: 利用者mail: \"hanako@example.ac.jp\" is not the CN" },
	{ "S/MIME in capitals", CI,
	    CLIENT("CN=Hanako@example.ac.jp", "15", "1", ""), { 0 },
	    "warning: 利用者mail: not confirmed: \"hanako@example.ac.jp\" "
	    "differs" },
	{ "S/MIME as wanted", CI,
	    CLIENT("CN=hanako@example.ac.jp", "16", "1", ""), { 0 }, NULL },
	{ "a client of any name", CI, CLIENT("CN=Hanako", "14", "1", ""), { 0 },
	    NULL },
	{ "a PIN and method 1", CI, CLIENT("CN=Hanako", "14", "1", "abc"),
	    { 0 }, "warning: アクセスPIN: not confirmed: an access PIN" },
	{ "a PIN and method 2", CI, CLIENT("CN=Hanako", "14", "2", "abc"),
	    { 0 }, NULL },
	{ "a client twice", CI,
	    CLIENT("CN=Hanako", "14", "1", "")
		CLIENT("CN=hanako", "13", "1", ""),
	    { 0 }, "2:1: warning 212: 主体者DN: not confirmed: the DN is" },
	{ "two clients", CI,
	    CLIENT("CN=Hanako", "14", "1", "") CLIENT("CN=Taro", "14", "1", ""),
	    { 0 }, NULL },
	{ "reason 1 unmeant", SX, REVOKE("1"), { .key_compromised = false },
	    "error: 失効理由: reason 1 says" },
	{ "reason 1 meant", SX, REVOKE("1"), { .key_compromised = true },
	    NULL },
	{ "ours", AC, ACME(WWW, "www.example.ac.jp", "dNSName=a.example.jp"),
	    { .institution = &ours }, NULL },
	{ "another O", AC,
	    ACME(
		THERE("Other", "Chiyoda-ku", "Tokyo"), "www.example.ac.jp", ""),
	    { .institution = &ours },
	    ":1:22: error: 主体者DN: O is \"Other\", the institution's is" },
	{ "another L", AC,
	    ACME(THERE("Example University", "Minato-ku", "Tokyo"),
		"www.example.ac.jp", ""),
	    { .institution = &ours }, "error: 主体者DN: L is \"Minato-ku\"" },
	{ "another ST", AC,
	    ACME(THERE("Example University", "Chiyoda-ku", "tokyo"),
		"www.example.ac.jp", ""),
	    { .institution = &ours }, "error: 主体者DN: ST is \"tokyo\"" },
	{ "another O where none is known", AC,
	    ACME(THERE("Other", "Minato-ku", "tokyo"), "www.example.ac.jp", ""),
	    { .institution = &nothing_known }, NULL },
	{ "another O of a client", CI,
	    "CN=Hanako,O=Other,L=Chiyoda-ku,ST=Tokyo,C="
	    "JP\t14\t1\t\t\t\t\tTaro\t"
	    "Center\tpki@example.ac.jp\tHanako\tf\tCenter\t"
	    "hanako@example.ac.jp\t\n",
	    { .institution = &ours },
	    "warning: 主体者DN: not confirmed: O is \"Other\"" },
	{ "an FQDN elsewhere", AC,
	    ACME("CN=www.example.com," OLST, "www.example.com", ""),
	    { .institution = &ours },
	    "error: 利用管理者FQDN: \"www.example.com\" is in no domain" },
	{ "a domain that only ends alike", AC,
	    ACME("CN=notexample.ac.jp," OLST, "notexample.ac.jp", ""),
	    { .institution = &ours }, "\"notexample.ac.jp\" is in no domain" },
	{ "a dNSName elsewhere", AC,
	    ACME(WWW, "www.example.ac.jp", "dNSName=www.example.com"),
	    { .institution = &ours },
	    "error: dNSName: \"www.example.com\" is in no domain" },
	{ "the domain itself", AC,
	    ACME("CN=example.ac.jp," OLST, "example.ac.jp", ""),
	    { .institution = &ours }, NULL },
};

static void
what_several_places_decide_is_told(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
		struct ra_findings found = { 0 };
		struct ra_request *r =
		    parse_as("t.tsv", ra_span_str(both[i].in), both[i].kind);
		struct ra_buf text;

		ra_check(r, &both[i].opt, &found);
		format_from("t.tsv", &found, false, &text);
		if (both[i].want == NULL
			? text.n > 0
			: strstr(ra_buf_str(&text), both[i].want) == NULL)
			fail_msg("%s:\n%s", both[i].what, ra_buf_str(&text));
		ra_buf_clear(&text);
		ra_findings_clear(&found);
		ra_request_free(r);
	}
}

/* The state of OpenSSL's generator makes these differ from run to run. */
static void
a_request_made_here_passes_and_its_key_only_once(void **state)
{
	struct ra_findings found = { 0 };
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_key *k = ra_key_generate(RA_KEY_EC, 384, &e);
	struct ra_csr *c;
	struct ra_buf in, line;
	struct ra_request *r;

	(void)state;
	assert_non_null(k);
	assert_int_equal(ra_dn_parse("dn", ra_span_str(WWW), &dn, &e), 0);
	c = ra_csr_make(k, &dn, NULL, &e);
	assert_non_null(c);
	ra_buf_init(&line, FILE_MAX);
	ra_csr_to_line(c, &line);
	ra_buf_init(&in, FILE_MAX);
	for (int i = 0; i < 2; i++)
		ra_buf_addf(&in,
		    WWW "\t11\t\t\t\t\t%s\t\t\tpki@example.ac.jp\t"
			"www.example.ac.jp\tnginx\t\n",
		    ra_buf_str(&line));
	r = parse_as("t.tsv", ra_buf_span(&in), SI);
	ra_check(r, NULL, &found);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.f[0].record, 2);
	assert_int_equal(found.f[0].severity, RA_SEV_WARNING);
	assert_int_equal(found.f[0].code, 212);
	assert_string_equal(
	    found.f[0].message, "not confirmed: the CN is that of record 1");
	assert_int_equal(found.f[1].record, 2);
	assert_string_equal(
	    found.f[1].message, "not confirmed: the key is that of record 1");
	ra_findings_clear(&found);
	ra_request_free(r);
	ra_buf_clear(&in);
	ra_buf_clear(&line);
	ra_csr_free(c);
	ra_dn_clear(&dn);
	ra_key_free(k);
}

static void
findings_above_the_ceiling_are_counted(void **state)
{
	struct ra_findings found = { 0 };
	struct ra_buf in;
	struct ra_request *r;
	int i;

	(void)state;
	ra_buf_init(&in, FILE_MAX);
	for (i = 0; i < 1200; i++)
		ra_buf_adds(&in, "x\t\t\t\t\t\n");
	r = parse_as("t.tsv", ra_buf_span(&in), SX);
	assert_int_equal(r->n, RA_REQUEST_RECORDS_MAX);
	assert_int_equal(r->total, 1200);
	ra_check(r, NULL, &found);
	assert_int_equal(found.n, RA_FINDINGS_MAX);
	assert_true(found.dropped > 1000);
	assert_int_equal(found.errors + found.warnings + found.notes,
	    found.n + found.dropped);
	assert_int_equal(found.f[0].line, 0);
	assert_int_equal(found.f[0].code, 214);
	ra_findings_clear(&found);
	ra_request_free(r);
	ra_buf_clear(&in);
}

static void
a_long_line_of_commas_ends_soon(void **state)
{
	struct ra_findings found = { 0 };
	struct ra_buf in;
	struct ra_request *r;
	size_t i;

	(void)state;
	ra_buf_init(&in, RA_FORM_FILE_MAX);
	ra_buf_adds(&in, "\t\t\t\t\t\t\t\t\t\t\t\t");
	for (i = 0; i < RA_FORM_FILE_MAX - 12; i++)
		ra_buf_addc(&in, i % 2 == 0 ? 'a' : ',');
	r = parse_as("t.tsv", ra_buf_span(&in), SI);
	ra_check(r, NULL, &found);
	assert_in_range(found.n, 101, RA_FINDINGS_MAX);
	ra_findings_clear(&found);
	ra_request_free(r);
	ra_buf_clear(&in);
}

static void
another_kind_is_hinted_at(void **state)
{
	struct ra_findings found = { 0 };
	struct ra_buf in;
	struct ra_request *r;

	(void)state;
	slurp(ROWS "good/server-renew.tsv", &in);
	r = parse_as("t.tsv", ra_buf_span(&in), SI);
	ra_check(r, NULL, &found);
	assert_int_equal(found.notes, 1);
	assert_string_equal(found.f[0].message,
	    "read as server-issue, but the columns are filled as those of "
	    "server-renew");
	ra_findings_clear(&found);
	ra_request_free(r);
	ra_buf_clear(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    golden_files_have_no_finding_and_are_told_apart),
		cmocka_unit_test(findings_of_bad_files_are_those_beside_them),
		cmocka_unit_test(each_case_is_judged_as_it_says),
		cmocka_unit_test(
		    every_kind_has_twice_as_many_bad_cases_as_good_rows),
		cmocka_unit_test(every_section_of_the_facts_is_cited),
		cmocka_unit_test(what_is_wrong_with_the_file_is_told),
		cmocka_unit_test(only_tsv_and_txt_are_sent),
		cmocka_unit_test(
		    a_request_made_here_passes_and_its_key_only_once),
		cmocka_unit_test(what_several_places_decide_is_told),
		cmocka_unit_test(findings_above_the_ceiling_are_counted),
		cmocka_unit_test(a_long_line_of_commas_ends_soon),
		cmocka_unit_test(another_kind_is_hinted_at),
	};

	return cmocka_run_group_tests_name(
	    "check", tests, load_cases, drop_cases);
}
