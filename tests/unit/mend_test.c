/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "codec/text.h"
#include "upki/mend.h"
#include "upki/mend_value.h"

#define SUBJ ",O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"
#define DN "CN=www.example.ac.jp" SUBJ
#define REST "\t\t\tpki@example.ac.jp\twww.example.ac.jp\tnginx 1.24\t"
#define ISSUE DN "\t3\t\t\t\t\tQUJD" REST
#define RENEW DN "\t3\t\t4711\t\t\tQUJD" REST
#define REVOKE DN "\t\t\t4711\t4\t\t\t\t\t\t\t\t"
#define BEGIN "-----BEGIN CERTIFICATE REQUEST-----"
#define END "-----END CERTIFICATE REQUEST-----"
#define CUT "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,ST=To"
#define ONLY(form) RA_FORM_BIT(form)

/* Mended, the file's bytes and all notes as "line:column:message|". */
static void
mend(const struct ra_mend *how, struct ra_span in, struct ra_buf *out,
    struct ra_buf *notes)
{
	struct ra_findings found = { 0 };
	struct ra_err e = { 0 };
	struct ra_request *r = ra_mend(how, in, &found, &e);
	size_t i;

	if (r == NULL)
		ra_buf_adds(notes, e.msg);
	else if (ra_request_encode(r, out, &e) == -1)
		ra_buf_addf(out, "%s", e.msg);
	for (i = 0; i < found.n; i++) {
		assert_int_equal(found.f[i].severity, RA_SEV_NOTE);
		ra_buf_addf(notes, "%zu:%zu:%s|", found.f[i].line,
		    found.f[i].column, found.f[i].message);
	}
	ra_request_free(r);
	ra_findings_clear(&found);
}

static void
each_mending_has_one_answer_and_is_told(void **state)
{
	static const struct {
		unsigned kinds;
		const char *in, *out, *notes;
	} rows[] = {
		{ 0, ISSUE "\r\n", ISSUE "\r\n", "" },
		{ 0, ISSUE, ISSUE "\r\n", "" },
		{ 0, ISSUE "\n", ISSUE "\r\n", "0:0:mended: LF -> CRLF|" },
		{ 0, "\xef\xbb\xbf" ISSUE "\r\n", ISSUE "\r\n",
		    "0:0:mended: byte order mark -> none|" },
		{ 0, "\r\n" ISSUE "\r\n\r\n", ISSUE "\r\n",
		    "1:1:mended: empty lines, 2 in all -> none|" },
		{ ONLY(RA_FORM_SERVER_REVOKE), DN "\t\t\t4711\t4\r\n",
		    REVOKE "\r\n", "1:78:mended: 5 columns -> 13|" },
		{ 0, DN "\t3\t\t\t\t\t" BEGIN " QU JD " END REST "\r\n",
		    ISSUE "\r\n",
		    "1:76:mended: 75 characters -> 4, the Base64 alone|" },
		{ 0, DN "\t3\t\t\t\t\t" BEGIN "\nQU\nJD\n" END REST "\n" ISSUE,
		    ISSUE "\r\n" ISSUE "\r\n",
		    "0:0:mended: LF -> CRLF|"
		    "1:76:mended: 72 characters -> 4, the Base64 alone|" },
		{ 0,
		    DN "\t3\t\t\t\t\t\"" BEGIN "\r\nQU\r\nJD\r\n" END
		       "\r\n\"" REST "\r\n",
		    ISSUE "\r\n",
		    "1:76:mended: 74 characters -> 4, the Base64 alone|" },
		{ 0, DN "\t3\t\t\t\t\tQU JD" REST "\r\n", ISSUE "\r\n",
		    "1:76:mended: 5 characters -> 4, the Base64 alone|" },
		{ 0,
		    DN "\t3\t\t\t\t\tQUJD\t\t\tpki@example.ac.jp\t"
		       "WWW.example.ac.jp\tnginx 1.24\t"
		       "dNSName=A.example.ac.jp, dNSName=b.example.ac.jp,,\r\n",
		    DN "\t3\t\t\t\t\tQUJD\t\t\tpki@example.ac.jp\t"
		       "www.example.ac.jp\tnginx 1.24\t"
		       "dNSName=a.example.ac.jp,dNSName=b.example.ac.jp\r\n",
		    "1:101:mended: \"WWW.example.ac.jp\" -> "
		    "\"www.example.ac.jp\"|"
		    "1:130:mended: \"dNSName=A.example.ac.jp, "
		    "dNSName=b.example.ac.jp,,\" -> "
		    "\"dNSName=a.example.ac.jp,dNSName=b.example.ac.jp\"|" },
		{ 0,
		    "CN = www.example.ac.jp, O=Example University ,"
		    "L=Chiyoda-ku,ST=Tokyo,C=JP\t3\t\t\t\t\tQUJD" REST "\r\n",
		    ISSUE "\r\n",
		    "1:1:mended: \"CN = www.example.ac.jp, O=Example "
		    "University ,L=Chiyoda-ku,S...\" -> \"" CUT "...\"|" },
		{ 0, "\"" DN "\"\t3\t\t\t\t\tQUJD" REST "\r\n", ISSUE "\r\n",
		    "1:1:mended: \"\"CN=www.example.ac.jp,O=Example University,"
		    "L=Chiyoda-ku,ST=T...\" -> \"" CUT "...\"|" },
	};
	struct ra_buf out, notes;
	struct ra_mend how = { .name = "a.tsv" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&out, 10000);
		ra_buf_init(&notes, 10000);
		how.kinds = rows[i].kinds;
		mend(&how, ra_span_str(rows[i].in), &out, &notes);
		assert_string_equal(ra_buf_str(&out), rows[i].out);
		assert_string_equal(ra_buf_str(&notes), rows[i].notes);
		ra_buf_clear(&out);
		ra_buf_clear(&notes);
	}
}

static void
what_has_more_than_one_answer_is_left_as_it_is(void **state)
{
	static const char *const rows[] = {
		/* the kind was not told */
		DN "\t\t\t4711\t4\tx\t",
		/* one column too many */
		ISSUE "\tmore",
		/* no request, or not whole */
		DN "\t3\t\t\t\t\t-----BEGIN CERTIFICATE-----QUJD"
		   "-----END CERTIFICATE-----" REST,
		DN "\t3\t\t\t\t\t" BEGIN "QUJD" REST,
		DN "\t3\t\t\t\t\tQUJD" END REST,
		DN "\t3\t\t\t\t\t" BEGIN "QU" BEGIN "JD" END REST,
		/* quotation marks that may be meant */
		DN "\t3\t\t\t\t\tQUJD\t\"a\"b\"\t\tpki@example.ac.jp\t"
		   "www.example.ac.jp\tnginx 1.24\t",
		DN "\t3\t\t\t\t\tQUJD\t\"\t\tpki@example.ac.jp\t"
		   "www.example.ac.jp\tnginx 1.24\t",
		/* blanks and capitals inside values */
		"CN=WWW.example.ac.jp,O=Example  University,L=Chiyoda-ku,"
		"ST=Tokyo,C=JP\t3\t\t\t\t\tQUJD" REST,
		"cn=www.example.ac.jp" SUBJ "\t3\t\t\t\t\tQUJD" REST,
		"www.example.ac.jp\t3\t\t\t\t\tQUJD" REST,
		/* other names than dNSName= */
		DN "\t3\t\t\t\t\tQUJD\t\t\tpki@example.ac.jp\t"
		   "www.example.ac.jp\tnginx 1.24\tDNS:A.example.ac.jp",
		DN "\t3\t\t\t\t\tQUJD\t\t\tPKI@Example.ac.jp\t"
		   "www.example.ac.jp\tNginx 1.24\t",
		DN "\t03\t\t\t\t\tQUJD" REST,
		DN "\t3\tx\t\t\t\tQUJD" REST,
	};
	struct ra_buf in, out, notes;
	struct ra_mend how = { .name = "a.tsv",
		.kinds =
		    ONLY(RA_FORM_SERVER_ISSUE) | ONLY(RA_FORM_SERVER_REVOKE) };
	struct ra_findings found = { 0 };
	struct ra_request *r;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&in, 10000);
		ra_buf_init(&out, 10000);
		ra_buf_init(&notes, 10000);
		ra_buf_addf(&in, "%s\r\n", rows[i]);
		r = ra_mend(&how, ra_buf_span(&in), &found, NULL);
		assert_non_null(r);
		if (found.n > 0)
			fail_msg("%zu: %s", i, found.f[0].message);
		for (k = 0; k < r->rec[0].ncols && k < 13; k++)
			ra_buf_addf(&out, "%s%s", k > 0 ? "\t" : "",
			    r->rec[0].col[k].p);
		assert_true(
		    ra_span_starts(ra_buf_span(&in), ra_buf_span(&out)));
		assert_int_equal(r->rec[0].ncols,
		    i == 0	 ? 7
			: i == 1 ? 14
				 : 13);
		ra_request_free(r);
		ra_buf_clear(&in);
		ra_buf_clear(&out);
		ra_buf_clear(&notes);
	}
}

static void
what_cannot_be_read_is_refused_as_ever(void **state)
{
	static const struct {
		struct ra_span in;
		const char *says;
	} rows[] = {
		{ { "", 0 }, "a.tsv:1:1: no record" },
		{ { "\r\n\r\n", 4 }, "a.tsv:1:1: no record" },
		{ { "a\0b", 3 }, "a.tsv:1:2: a NUL byte" },
		{ { "\xff\xfe", 2 }, "a.tsv:1:1: UTF-16" },
		{ { "a\t\x81", 3 }, "a.tsv:1:3: byte 0x81" },
		{ { "a\t\r\n", 4 }, "more than one kind" },
	};
	struct ra_mend how = { .name = "a.tsv" };
	struct ra_buf out, notes;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&out, 1000);
		ra_buf_init(&notes, 1000);
		mend(&how, rows[i].in, &out, &notes);
		if (strstr(ra_buf_str(&notes), rows[i].says) == NULL)
			fail_msg("%s", ra_buf_str(&notes));
		assert_int_equal(out.n, 0);
		ra_buf_clear(&out);
		ra_buf_clear(&notes);
	}
}

static struct ra_oracle *
list(const char *rows)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_buf b;

	ra_buf_init(&b, 10000);
	ra_buf_addf(&b,
	    "主体者DN\t状態\t発行・更新申請-シリアル番号\t"
	    "証明書プロファイルID\n%s",
	    rows);
	assert_int_equal(ra_oracle_add(o, "l", ra_buf_span(&b), NULL), 0);
	assert_int_equal(ra_oracle_end(o, "l", NULL), 0);
	ra_buf_clear(&b);
	return o;
}

static void
an_issue_becomes_a_renewal_of_just_one_certificate(void **state)
{
	static const struct {
		const char *list;
		bool renewed;
	} rows[] = {
		{ DN "\t5\t4711\t3\n", true },
		{ DN "\t7\t4711\t3\n", true },
		{ DN "\t7\t1\t3\n" DN "\t5\t4711\t3\n", true },
		{ "CN = www.example.ac.jp , O = Example University,"
		  "L=Chiyoda-ku,ST=Tokyo,C=JP\t6\t4711\t3\n",
		    true },
		{ "", false },
		{ DN "\t5\t4711\t3\n" DN "\t5\t4712\t3\n", false },
		{ DN "\t7\t4711\t3\n" DN "\t7\t4712\t3\n", false },
		{ DN "\t0\t\t3\n", false },
		{ DN "\t-2\t\t3\n", false },
		{ DN "\t5\t4711\t13\n", false },
		{ "CN=www.example.ac.jp,O=Other,L=Chiyoda-ku,ST=Tokyo,C=JP"
		  "\t5\t4711\t3\n",
		    false },
		{ "CN=WWW.example.ac.jp" SUBJ "\t5\t4711\t3\n", false },
		{ "CN=ww.example.ac.jp" SUBJ "\t5\t4711\t3\n", false },
		{ "garbage\t5\t4711\t3\n", false },
	};
	struct ra_mend how = { .name = "a.tsv" };
	struct ra_oracle *o;
	struct ra_buf out, notes;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&out, 10000);
		ra_buf_init(&notes, 10000);
		o = list(rows[i].list);
		how.oracle = o;
		mend(&how, RA_SPAN(ISSUE "\r\n"), &out, &notes);
		assert_string_equal(ra_buf_str(&out),
		    rows[i].renewed ? RENEW "\r\n" : ISSUE "\r\n");
		assert_string_equal(ra_buf_str(&notes),
		    rows[i].renewed
			? "1:73:mended: issue -> renewal of serial 4711|"
			: "");
		ra_oracle_free(o);
		ra_buf_clear(&out);
		ra_buf_clear(&notes);
	}
}

/* The second record is new: the file would have to be parted. */
static void
a_file_of_which_some_are_new_stays_an_issue(void **state)
{
	static const char in[] = ISSUE "\r\nCN=new.example.ac.jp" SUBJ
				       "\t3\t\t\t\t\tQUJD" REST "\r\n";
	struct ra_oracle *o = list(DN "\t5\t4711\t3\n");
	struct ra_mend how = { .name = "a.tsv", .oracle = o };
	struct ra_buf out, notes;

	(void)state;
	ra_buf_init(&out, 10000);
	ra_buf_init(&notes, 10000);
	mend(&how, ra_span_str(in), &out, &notes);
	assert_string_equal(ra_buf_str(&out), in);
	assert_string_equal(ra_buf_str(&notes), "");
	ra_buf_clear(&out);
	ra_buf_clear(&notes);
	ra_oracle_free(o);
}

static void
an_access_pin_is_neither_changed_nor_told(void **state)
{
	static const char in[] =
	    "CN=Reiji Hanako" SUBJ "\t13\t1\t\t\t\t\tn\tu\ta@example.ac.jp\t"
	    "h\tf\tu\tb@example.ac.jp\t\"Canary 4711\"\r\n";
	struct ra_mend how = { .name = "a.tsv" };
	struct ra_buf out, notes;

	(void)state;
	ra_buf_init(&out, 10000);
	ra_buf_init(&notes, 10000);
	mend(&how, ra_span_str(in), &out, &notes);
	assert_string_equal(ra_buf_str(&out), in);
	assert_string_equal(ra_buf_str(&notes), "");
	ra_buf_clear(&out);
	ra_buf_clear(&notes);
}

/* 1,001 client records: only warnings, but some are not kept. */
static void
records_that_are_not_kept_are_not_forgotten(void **state)
{
	struct ra_mend how = { .name = "a.tsv",
		.kinds = ONLY(RA_FORM_CLIENT_ISSUE) };
	struct ra_findings found = { 0 };
	struct ra_request *r;
	struct ra_buf in;
	size_t i;

	(void)state;
	ra_buf_init(&in, RA_FORM_FILE_MAX);
	for (i = 0; i <= RA_REQUEST_RECORDS_MAX; i++)
		ra_buf_adds(
		    &in, "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\tn\to\r\n");
	r = ra_mend(&how, ra_buf_span(&in), &found, NULL);
	assert_non_null(r);
	assert_int_equal(r->n, RA_REQUEST_RECORDS_MAX);
	assert_int_equal(r->total, RA_REQUEST_RECORDS_MAX + 1);
	ra_request_free(r);
	ra_buf_clear(&in);
	ra_findings_clear(&found);
}

static void
a_line_keeps_the_number_it_has_in_the_file(void **state)
{
	static const char in[] = "\n" DN "\t3\t\t\t\t\t" BEGIN "\nQU\nJD\n" END
				 "\n" REST "\n\n" ISSUE "\n";
	struct ra_mend how = { .name = "a.tsv" };
	struct ra_findings found = { 0 };
	struct ra_request *r = ra_mend(&how, ra_span_str(in), &found, NULL);

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->n, 2);
	assert_int_equal(r->rec[0].line, 2);
	assert_int_equal(r->rec[1].line, 8);
	ra_request_free(r);
	ra_findings_clear(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mending_has_one_answer_and_is_told),
		cmocka_unit_test(
		    what_has_more_than_one_answer_is_left_as_it_is),
		cmocka_unit_test(what_cannot_be_read_is_refused_as_ever),
		cmocka_unit_test(
		    an_issue_becomes_a_renewal_of_just_one_certificate),
		cmocka_unit_test(a_file_of_which_some_are_new_stays_an_issue),
		cmocka_unit_test(an_access_pin_is_neither_changed_nor_told),
		cmocka_unit_test(records_that_are_not_kept_are_not_forgotten),
		cmocka_unit_test(a_line_keeps_the_number_it_has_in_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
