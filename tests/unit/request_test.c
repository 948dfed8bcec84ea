/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Application files: read, told apart, written. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "upki/request.h"

#define T3 "\t\t\t"
#define SERVER_REVOKE "CN=a\t\t\t1\t4\t\t\t\t\t\t\t\t"
#define ISSUE "CN=a\t3\t\t\t\t\tMIIC\t\t\ta@b.jp\ta\tx\t"
#define CLIENT_ISSUE                                                           \
	"CN=a\t5\t1" T3 "\t\tn\tu\ta@b.jp\tn\tf\tu\ta@b.jp\tSecretPin"

static struct ra_request *
parse(const char *in, unsigned kinds, struct ra_err *e)
{
	return ra_request_parse("t.tsv", ra_span_str(in), kinds, e);
}

/* 国立 and a wave dash in each encoding. */
#define KOKU_UTF8 "国立"
#define KOKU_932 "\x8d\x91\x97\xa7"
#define KOKU_UTF8_TEXT "\xe5\x9b\xbd\xe7\xab\x8b"

static const struct {
	const char *what, *in, *charset, *value;
	size_t records, at; /* at: where column 2 begins */
	bool crlf, lf;
} good[] = {
	{ "ASCII", "CN=a\tx\n", "ASCII", "CN=a", 1, 6, false, true },
	{ "no newline at the end", "CN=a\tx", "ASCII", "CN=a", 1, 6, false,
	    false },
	{ "CRLF", "CN=a\tx\r\nCN=b\r\n", "ASCII", "CN=a", 2, 6, true, false },
	{ "both line ends", "CN=a\tx\r\nCN=b\n", "ASCII", "CN=a", 2, 6, true,
	    true },
	{ "UTF-8", KOKU_UTF8 "\tx\n", "UTF-8", KOKU_UTF8_TEXT, 1, 4, false,
	    true },
	{ "UTF-8 with a mark", "\xef\xbb\xbf" KOKU_UTF8 "\tx\n",
	    "UTF-8 with BOM", KOKU_UTF8_TEXT, 1, 4, false, true },
	{ "ASCII with a mark",
	    "\xef\xbb\xbf"
	    "a\tx\n",
	    "UTF-8 with BOM", "a", 1, 3, false, true },
	{ "CP932", KOKU_932 "\tx\n", "CP932", KOKU_UTF8_TEXT, 1, 4, false,
	    true },
	{ "half-width katakana", "\xb1\xb2\tx\r\n", "CP932",
	    "\xef\xbd\xb1\xef\xbd\xb2", 1, 4, true, false },
	{ "a NEC extension", "\x87\x40\tx", "CP932", "\xe2\x91\xa0", 1, 3,
	    false, false },
	{ "a trail byte that is a backslash", "\x95\x5c\tx", "CP932",
	    "\xe8\xa1\xa8", 1, 3, false, false },
	{ "empty lines are left out", "\n\na\tx\n\n", "ASCII", "a", 1, 3, false,
	    true },
};

static void
encodings_and_line_ends_are_found(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_request *r =
		    parse(good[i].in, RA_FORM_BIT(RA_FORM_SERVER_ISSUE), &e);

		if (r == NULL)
			fail_msg("%s: %s", good[i].what, e.msg);
		if (r == NULL ||
		    strcmp(ra_request_charset(r), good[i].charset) != 0 ||
		    strcmp(r->rec[0].col[0].p, good[i].value) != 0 ||
		    strcmp(r->rec[0].col[1].p, "x") != 0 ||
		    r->n != good[i].records || r->rec[0].at[1] != good[i].at ||
		    r->lf != good[i].lf || r->crlf != good[i].crlf)
			fail_msg("%s", good[i].what);
		ra_request_free(r);
	}
}

static void
a_record_knows_its_line_and_its_columns_places(void **state)
{
	struct ra_err e = { 0 };
	struct ra_request *r = parse(
	    "\na\t" KOKU_UTF8 "\tb\n", RA_FORM_BIT(RA_FORM_SERVER_ISSUE), &e);

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->rec[0].line, 2);
	assert_int_equal(r->rec[0].ncols, 3);
	assert_int_equal(r->rec[0].at[0], 1);
	assert_int_equal(r->rec[0].at[1], 3);
	assert_int_equal(r->rec[0].at[2], 6);
	assert_int_equal(r->rec[0].at[3], 7);
	assert_int_equal(r->rec[0].byte[2], 9);
	assert_int_equal(r->rec[0].col[3].n, 0);
	assert_string_equal(r->rec[0].col[12].p, "");
	assert_int_equal(r->blanks, 1);
	assert_int_equal(r->first_blank, 1);
	ra_request_free(r);
}

static const struct {
	const char *what;
	struct ra_span in;
	const char *msg;
} bad[] = {
	{ "empty", { "", 0 }, "t.tsv:1:1: no record" },
	{ "only newlines", { "\r\n\n", 3 }, "t.tsv:1:1: no record" },
	{ "only a mark", { "\xef\xbb\xbf", 3 }, "t.tsv:1:1: no record" },
	{ "a NUL", { "a\tb\nc\0d", 7 }, "t.tsv:2:2: a NUL byte" },
	{ "a NUL after kanji", { "\x8d\x91\x97\xa7\0", 5 },
	    "t.tsv:1:3: a NUL byte" },
	{ "UTF-16",
	    { "\xff\xfe"
	      "a\0",
		4 },
	    "t.tsv:1:1: UTF-16" },
	{ "UTF-16, the other way", { "\xfe\xff\0a", 4 }, "t.tsv:1:1: UTF-16" },
	{ "a byte of neither", { "a\nb\t\xff", 5 },
	    "t.tsv:2:3: byte 0xff is neither" },
	{ "UTF-8 cut short", { "\xe5\x9b\xbd\xe7\xab\x8b\xe5\x9b", 8 },
	    "t.tsv:1:3: byte 0xe5 is neither" },
	{ "CP932 cut short", { "\x8d\x91\x97\xa7\x8d", 5 },
	    "t.tsv:1:3: byte 0x8d is neither" },
	{ "a wrong trail byte", { "\x8d\x91\x97\t", 4 },
	    "t.tsv:1:2: byte 0x97 is neither" },
	{ "CP932 behind a mark", { "\xef\xbb\xbf\x8d\x91", 5 },
	    "t.tsv:1:1: byte 0x8d is not UTF-8" },
	{ "a surrogate", { "\xef\xbb\xbf\xed\xa0\x80", 6 },
	    "t.tsv:1:1: byte 0xed is not UTF-8" },
	{ "an overlong slash", { "\xef\xbb\xbf\xc0\xaf", 5 },
	    "t.tsv:1:1: byte 0xc0 is not UTF-8" },
};

static void
what_is_no_text_is_refused_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ra_err e = { 0 };

		if (ra_request_parse("t.tsv", bad[i].in, 0, &e) != NULL)
			fail_msg("%s: taken", bad[i].what);
		if (e.code != RA_EINPUT ||
		    strncmp(e.msg, bad[i].msg, strlen(bad[i].msg)) != 0)
			fail_msg("%s: %s", bad[i].what, e.msg);
	}
}

static void
a_file_above_the_ceiling_is_refused(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, RA_FORM_FILE_MAX + 1);
	for (i = 0; i <= RA_FORM_FILE_MAX; i++)
		ra_buf_addc(&b, 'a');
	assert_null(ra_request_parse("t.tsv", ra_buf_span(&b), 0, &e));
	assert_int_equal(e.code, RA_EINPUT);
	assert_string_equal(
	    e.msg, "t.tsv: 4194305 bytes, at most 4194304 are read");
	ra_buf_clear(&b);
}

#define SET(type, op) ra_form_set(type, op)

static const struct {
	const char *what, *in;
	const char *type;
	unsigned op;
	const char *form; /* or the candidates of an ambiguous one */
} kinds[] = {
	{ "a CSR and no serial", ISSUE, NULL, 0, "server-issue" },
	{ "a CSR and a serial", "a\t3\t\t1\t\t\tMIIC\t\t\tm\ta\tx\t", NULL, 0,
	    "server-renew" },
	{ "a profile alone of 13", "a\t3\t\t\t\t\t\t\t\tm\ta\tx\t", NULL, 0,
	    "acme-create" },
	{ "the same, known as server's", "a\t3\t\t\t\t\t\t\t\tm\ta\tx\t",
	    "server", RA_OP_ISSUE, "server-issue" },
	{ "a profile and an account", "a\t3\tid\t\t\t\t\t\t\tm\ta\tx\t", NULL,
	    0, "acme-renew" },
	{ "an account and a reason", "\t\tid\t\t5\t\t\t\t\t\t\t\t", NULL, 0,
	    "acme-suspend" },
	{ "a serial and a reason of the server's", SERVER_REVOKE, "server", 0,
	    "server-revoke" },
	{ "a serial and a reason of ACME's", SERVER_REVOKE, "acme", 0,
	    "acme-revoke" },
	{ "15 columns", CLIENT_ISSUE, NULL, 0, "client-issue" },
	{ "15 and a serial", "a\t5\t1\t99" T3 "\tn\tu\tm\tn\tf\tu\tm\t", NULL,
	    0, "client-renew" },
	{ "15 and a reason", "a\t\t\t9\t5" T3 T3 "\t\t\t\t", NULL, 0,
	    "client-revoke" },
	{ "14 columns are a client's", "a\t5\t1" T3 "\t\tn\tu\tm\tn\tf\tu\tm",
	    NULL, 0, "client-issue" },
	{ "13 and a tab at the end of each line", ISSUE "\t\n" ISSUE "\t\n",
	    NULL, 0, "server-issue" },
	{ "13 and a lot of tabs", ISSUE "\t\t\t\t\t\t", NULL, 0,
	    "server-issue" },
	{ "the records together tell", ISSUE "\n" ISSUE "\nx", NULL, 0,
	    "server-issue" },
	{ "what is settled stays", ISSUE, "client", RA_OP_REVOKE,
	    "client-revoke" },
	{ "a column short", "a\t3\t\t\t\t\tMIIC\t\t\tm\ta\tx", NULL, 0,
	    "server-issue" },
	{ "revoking without a word more", SERVER_REVOKE, NULL, 0,
	    "?server-revoke, acme-revoke" },
	{ "revoking, the operation known", SERVER_REVOKE, NULL, RA_OP_REVOKE,
	    "?server-revoke, acme-revoke" },
	{ "only tabs", "\t\t\t\t\t\t\t\t\t\t\t\t", "server", 0,
	    "?server-issue, server-revoke" },
};

static void
one_kind(size_t i)
{
	unsigned set = SET(kinds[i].type, kinds[i].op);
	struct ra_err e = { 0 };
	struct ra_request *r = parse(kinds[i].in, set, &e);

	if (kinds[i].form[0] != '?') {
		if (r == NULL || strcmp(r->form->name, kinds[i].form) != 0)
			fail_msg("%s: %s", kinds[i].what,
			    r == NULL ? e.msg : r->form->name);
	} else if (r != NULL) {
		fail_msg("%s: %s", kinds[i].what, r->form->name);
	} else if (e.code != RA_EUSAGE || strstr(e.next, "-k KIND") == NULL) {
		fail_msg("%s: %s", kinds[i].what, e.msg);
	}
	ra_request_free(r);
}

static const struct {
	const char *what, *in, *msg, *next;
} strangers[] = {
	{ "a word", "hello", "t.tsv:1:1: no tab", "parted by tabs" },
	{ "commas", "a,b,c\n", "t.tsv:1:1: no tab", "not as CSV" },
	{ "a PDF", "%PDF-1.7\nx\n", "t.tsv:1:1: no tab", "PDF" },
	{ "a request", "-----BEGIN CERTIFICATE REQUEST-----\nx\n",
	    "t.tsv:1:1: no tab", "PEM" },
	{ "a list of the service",
	    "1" T3 T3 T3 T3 T3 T3 T3 T3 T3 T3 T3 T3 T3 T3 T3,
	    "t.tsv:1:1: 46 columns: a list of the service",
	    "upkira inventory export" },
	{ "a header line", "主体者DN\tCSR\nCN=a\tb\n", "t.tsv:1:1: a header",
	    "delete that line" },
};

static void
what_is_no_application_file_is_called_so(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
		struct ra_err e = { 0 };

		assert_null(parse(strangers[i].in, 0, &e));
		assert_int_equal(e.code, RA_EINPUT);
		if (strstr(e.msg, strangers[i].msg) == NULL ||
		    strstr(e.next, strangers[i].next) == NULL)
			fail_msg(
			    "%s: %s (%s)", strangers[i].what, e.msg, e.next);
	}
}

static void
the_kind_is_told_from_the_columns(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		one_kind(i);
}

static void
an_ambiguous_file_names_its_candidates(void **state)
{
	struct ra_err e = { 0 };

	(void)state;
	assert_null(parse(SERVER_REVOKE, 0, &e));
	assert_string_equal(e.msg,
	    "t.tsv: the columns fit more than one kind: server-revoke, "
	    "acme-revoke");
	assert_non_null(strstr(e.next, "-t server"));
}

static const struct {
	const char *what, *in, *out;
} encoded[] = {
	{ "missing columns become empty ones", "CN=a\t",
	    "CN=a\t\t\t\t\t\t\t\t\t\t\t\t\r\n" },
	{ "LF becomes CRLF", SERVER_REVOKE "\n", SERVER_REVOKE "\r\n" },
	{ "CRLF stays", SERVER_REVOKE "\r\n", SERVER_REVOKE "\r\n" },
	{ "the last line is ended", SERVER_REVOKE, SERVER_REVOKE "\r\n" },
	{ "empty lines go", "\n" SERVER_REVOKE "\n\n", SERVER_REVOKE "\r\n" },
	{ "UTF-8 becomes CP932", KOKU_UTF8 T3 T3 T3 T3,
	    KOKU_932 T3 T3 T3 T3 "\r\n" },
	{ "CP932 stays", KOKU_932 T3 T3 T3 T3, KOKU_932 T3 T3 T3 T3 "\r\n" },
	{ "the mark goes", "\xef\xbb\xbf" SERVER_REVOKE, SERVER_REVOKE "\r\n" },
	{ "a wave dash of either kind", "\xe3\x80\x9c\xef\xbd\x9e" T3 T3 T3 T3,
	    "\x81\x60\x81\x60" T3 T3 T3 T3 "\r\n" },
};

static void
what_is_sent_is_cp932_crlf_and_all_columns(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(encoded) / sizeof(encoded[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_request *r = parse(
		    encoded[i].in, RA_FORM_BIT(RA_FORM_SERVER_REVOKE), &e);
		struct ra_buf out;

		ra_buf_init(&out, RA_REQUEST_ENCODED_MAX);
		if (r == NULL || ra_request_encode(r, &out, &e) == -1)
			fail_msg("%s: %s", encoded[i].what, e.msg);
		if (!ra_span_eqs(ra_buf_span(&out), encoded[i].out))
			fail_msg("%s: %s", encoded[i].what, ra_buf_str(&out));
		ra_buf_clear(&out);
		ra_request_free(r);
	}
}

static const struct {
	const char *what, *in, *msg;
} unsent[] = {
	{ "an emoji", "CN=a\t\t\t1\t4\t\U0001f600",
	    "t.tsv:1:12: U+1F600 cannot stand" },
	{ "an accent in line 2", SERVER_REVOKE "\nab\xc3\xa9\t",
	    "t.tsv:2:3: U+00E9 cannot stand" },
	{ "a carriage return inside", "a\rb\tc", "t.tsv:1:2: U+000D cannot" },
	{ "an escape", "a\033\tc", "t.tsv:1:2: U+001B cannot" },
	{ "a column too many", SERVER_REVOKE "\t",
	    "t.tsv:1: 14 columns, form server-revoke has 13" },
	{ "more columns than are kept", SERVER_REVOKE T3 T3,
	    "t.tsv:1: 19 columns" },
};

static void
what_cannot_be_sent_is_refused_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(unsent) / sizeof(unsent[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_request *r =
		    parse(unsent[i].in, RA_FORM_BIT(RA_FORM_SERVER_REVOKE), &e);
		struct ra_buf out;

		ra_buf_init(&out, RA_REQUEST_ENCODED_MAX);
		if (r == NULL || ra_request_encode(r, &out, &e) == 0)
			fail_msg("%s", unsent[i].what);
		if (e.code != RA_EINPUT ||
		    strncmp(e.msg, unsent[i].msg, strlen(unsent[i].msg)) != 0)
			fail_msg("%s: %s", unsent[i].what, e.msg);
		ra_buf_clear(&out);
		ra_request_free(r);
	}
}

static void
records_that_were_not_kept_are_never_left_out_silently(void **state)
{
	struct ra_err e = { 0 };
	struct ra_request *r;
	struct ra_buf in, out;
	int i;

	(void)state;
	ra_buf_init(&in, RA_FORM_FILE_MAX);
	for (i = 0; i < RA_REQUEST_RECORDS_MAX + 1; i++)
		ra_buf_adds(&in, SERVER_REVOKE "\n");
	r = ra_request_parse(
	    "t.tsv", ra_buf_span(&in), RA_FORM_BIT(RA_FORM_SERVER_REVOKE), &e);
	assert_non_null(r);
	ra_buf_init(&out, RA_REQUEST_ENCODED_MAX);
	assert_int_equal(ra_request_encode(r, &out, &e), -1);
	assert_string_equal(
	    e.msg, "t.tsv: 1001 records, at most 99 can be sent");
	ra_buf_clear(&out);
	ra_buf_clear(&in);
	ra_request_free(r);
}

static void
a_value_is_found_by_its_key(void **state)
{
	struct ra_err e = { 0 };
	struct ra_request *r = parse(CLIENT_ISSUE, 0, &e);

	(void)state;
	assert_non_null(r);
	assert_true(
	    ra_span_eqs(ra_request_get(r, 0, "access_pin"), "SecretPin"));
	assert_true(ra_span_eqs(ra_request_get(r, 0, "subject_dn"), "CN=a"));
	assert_int_equal(ra_request_get(r, 0, "fqdn").n, 0);
	assert_int_equal(ra_request_get(r, 1, "subject_dn").n, 0);
	assert_int_equal(ra_request_get(r, 0, "").n, 0);
	ra_request_free(r);
	ra_request_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodings_and_line_ends_are_found),
		cmocka_unit_test(
		    a_record_knows_its_line_and_its_columns_places),
		cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
		cmocka_unit_test(a_file_above_the_ceiling_is_refused),
		cmocka_unit_test(what_is_no_application_file_is_called_so),
		cmocka_unit_test(the_kind_is_told_from_the_columns),
		cmocka_unit_test(an_ambiguous_file_names_its_candidates),
		cmocka_unit_test(what_is_sent_is_cp932_crlf_and_all_columns),
		cmocka_unit_test(what_cannot_be_sent_is_refused_with_its_place),
		cmocka_unit_test(
		    records_that_were_not_kept_are_never_left_out_silently),
		cmocka_unit_test(a_value_is_found_by_its_key),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
