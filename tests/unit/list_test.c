/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists checked as they stream, and the headers that come before them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "codec/text.h"
#include "lra/http_in.h"
#include "lra/list.h"

#define HEAD                                                                   \
	"発行・更新申請-申請ID\t"                                     \
	"主体者DN\t状態\t"                                                \
	"発行・更新申請-シリアル番号\t"                           \
	"ドメインID\t申請種別\r\n"

static const struct {
	const char *what, *list;
	const char *msg; /* part of the message, NULL: whole */
	uint64_t rows, ragged, ragged_line;
} cases[] = {
	{ "a header alone", HEAD, NULL, 0, 0, 0 },
	{ "rows with CRLF", HEAD "1\t2\t3\t4\t5\t6\r\n1\t2\t3\t4\t5\t6\r\n",
	    NULL, 2, 0, 0 },
	{ "the last line end is optional", HEAD "1\t2\t3\t4\t5\t6", NULL, 1, 0,
	    0 },
	{ "a ragged row is told, not refused",
	    HEAD "1\t2\t3\t4\t5\t6\n1\t2\n1\t2\t3\t4\t5\t6\n", NULL, 3, 1, 3 },
	{ "a quoted header is known",
	    "\"主体者DN\"\t\"状態\"\t\"発行・更新申請-シリアル番号\"\t"
	    "ドメインID\t申請種別\t業務モデル\n",
	    NULL, 0, 0, 0 },
	{ "cut in mid-row", HEAD "1\t2\t3\t4\t5\t6\r\n1\t2\t3", "line 3", 1, 0,
	    0 },
	{ "cut in the header", "発行・更新申請-申請ID\t主体者DN", "known", 0, 0,
	    0 },
	{ "empty", "", "empty", 0, 0, 0 },
	{ "a page", "<html><body>x</body></html>\n", "known", 0, 0, 0 },
	{ "a header without the serial",
	    "主体者DN\t状態\tドメインID\t申請種別\t業務モデル\tCSR\n", "known",
	    0, 0, 0 },
	{ "too few known names",
	    "主体者DN\t状態\t発行・更新申請-シリアル番号\ta\tb\n", "known", 0,
	    0, 0 },
	{ "rows without header", "1\t2\t3\t4\t5\t6\n", "known", 0, 0, 0 },
	{ "an archive where none is meant", "PK\x03\x04xxxxxxxxxxxxxxxxxx\n",
	    "known", 0, 0, 0 },
};

/* In pieces of n bytes; the verdict must not depend on n. */
static void
check(size_t i, size_t n)
{
	struct ra_list_check c;
	struct ra_err e = { 0 };
	struct ra_buf b;
	struct ra_span s, piece;
	int rc = 0;

	ra_buf_init(&b, 65536);
	assert_int_equal(
	    ra_text_encode(RA_CP932, ra_span_str(cases[i].list), &b, NULL), 0);
	ra_list_init(&c);
	for (s = ra_buf_span(&b); s.n > 0 && rc == 0;
	     s = ra_span_from(s, piece.n)) {
		piece = (struct ra_span){ s.p, s.n < n ? s.n : n };
		rc = ra_list_add(&c, piece, &e);
	}
	if (rc == 0)
		rc = ra_list_end(&c, &e);
	if ((rc == 0) != (cases[i].msg == NULL))
		fail_msg("%s by %zu: %s", cases[i].what, n, e.msg);
	if (rc == -1 && cases[i].msg != NULL &&
	    (strstr(e.msg, cases[i].msg) == NULL || e.code != RA_EPAGE))
		fail_msg("%s by %zu: %s", cases[i].what, n, e.msg);
	if (c.f.rows != cases[i].rows || c.f.ragged != cases[i].ragged ||
	    c.f.ragged_line != cases[i].ragged_line)
		fail_msg("%s by %zu", cases[i].what, n);
	ra_list_clear(&c);
	ra_buf_clear(&b);
}

static void
lists_are_whole_or_refused(void **state)
{
	static const size_t sizes[] = { 1, 7, 65536 };
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (k = 0; k < 3; k++)
			check(i, sizes[k]);
}

static void
an_archive_needs_its_end(void **state)
{
	static const char whole[] = "PK\x03\x04"
				    "data"
				    "PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				    "\0";
	struct ra_list_check c;
	struct ra_err e = { 0 };
	size_t cut, k;

	(void)state;
	for (cut = 0; cut < 2; cut++) {
		ra_list_init(&c);
		c.zip_allowed = true;
		for (k = 0; k < 2; k++)
			assert_int_equal(ra_list_add(&c,
					     (struct ra_span){ whole + k * 10,
						 k == 0 ? 10 : 20 - cut },
					     &e),
			    0);
		assert_int_equal(ra_list_end(&c, &e), cut == 0 ? 0 : -1);
		assert_true(c.f.zip);
		ra_list_clear(&c);
	}
}

static const struct {
	const char *line, *type, *charset, *filename;
} headers[] = {
	{ "Content-Type: Text/HTML; charset=\"EUC-JP\"\r\n", "text/html",
	    "EUC-JP", NULL },
	{ "content-type:text/plain;charset=utf-8", "text/plain", "utf-8",
	    NULL },
	{ "Content-Disposition: attachment; filename=\"a b.tsv\"", NULL, NULL,
	    "a b.tsv" },
	{ "Content-Disposition: inline; filename=a.tsv; x=y", NULL, NULL,
	    "a.tsv" },
	{ "Content-Type:", "", NULL, NULL },
	{ "X-Content-Type: text/html", NULL, NULL, NULL },
	{ "Content-Disposition: filename=", NULL, NULL, NULL },
	{ "Content-Type", "", NULL, NULL },
	{ "", NULL, NULL, NULL },
};

static void
same(const char *got, const char *wanted, const char *line)
{
	if ((got == NULL) != (wanted == NULL) ||
	    (got != NULL && strcmp(got, wanted) != 0))
		fail_msg("%s: %s", line, got == NULL ? "nothing" : got);
}

static void
headers_are_read(void **state)
{
	struct ra_http_response r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		memset(&r, 0, sizeof(r));
		ra_http_take_header(&r, ra_span_str(headers[i].line));
		same(r.type, headers[i].type, headers[i].line);
		same(r.charset, headers[i].charset, headers[i].line);
		same(r.filename, headers[i].filename, headers[i].line);
		ra_http_clear(&r);
	}
}

static void
only_own_cookies_are_taken_back(void **state)
{
	static const struct {
		const char *line;
		bool own;
	} lines[] = {
		{ "localhost\tFALSE\t/\tTRUE\t0\tA\tb", true },
		{ "#HttpOnly_localhost\tFALSE\t/\tTRUE\t0\tA\tb", true },
		{ "example.jp\tFALSE\t/\tTRUE\t0\tA\tb", false },
		{ "host\tFALSE\t/\tTRUE\t0\tA\tb", false },
		{ "localhost", false },
		{ "\tFALSE", false },
		{ "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (ra_http_own_cookie("localhost:443",
			ra_span_str(lines[i].line)) != lines[i].own)
			fail_msg("%s", lines[i].line);
}

static void
addresses_leave_the_origin_or_not(void **state)
{
	static const char base[] = "https://localhost:8443/lra/a.do?x=1";
	static const struct {
		const char *ref, *url;
	} refs[] = {
		{ "b.do", "https://localhost:8443/lra/b.do" },
		{ "/c.do?y=2#z", "https://localhost:8443/c.do?y=2" },
		{ "", "https://localhost:8443/lra/a.do?x=1" },
		{ "#top", "https://localhost:8443/lra/a.do?x=1" },
		{ "https://LOCALHOST:8443/d", "https://localhost:8443/d" },
		{ "https://localhost/d", NULL },
		{ "http://localhost:8443/d", NULL },
		{ "//example.jp/d", NULL },
		{ "https://localhost:8443@example.jp/", NULL },
		{ "https://u:p@localhost:8443/", NULL },
		{ "javascript:x()", NULL },
		{ "mailto:a@example.jp", NULL },
	};
	const struct ra_http_config c = { .endpoint = base };
	struct ra_err e = { 0 };
	struct ra_http *h = ra_http_new(&c, &e);
	size_t i;
	char *url;

	(void)state;
	assert_non_null(h);
	for (i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
		ra_err_clear(&e);
		url = ra_http_resolve(h, base, refs[i].ref, &e);
		if ((url == NULL) != (refs[i].url == NULL) ||
		    (url != NULL && strcasecmp(url, refs[i].url) != 0))
			fail_msg(
			    "%s: %s", refs[i].ref, url == NULL ? e.msg : url);
		free(url);
	}
	ra_http_free(h);
}

/* What is not ASCII takes three letters in the address that is asked for. */
static void
an_address_stays_below_its_ceiling(void **state)
{
	static const char base[] = "https://localhost:8443/";
	const struct ra_http_config c = { .endpoint = base };
	struct ra_http *h = ra_http_new(&c, NULL);
	struct ra_err e = { 0 };
	char ref[RA_HTTP_URL_MAX / 2], *url;

	(void)state;
	memset(ref, 0xe3, sizeof(ref));
	ref[sizeof(ref) - 1] = '\0';
	assert_null(ra_http_resolve(h, base, ref, &e));
	assert_int_equal(e.code, RA_EPAGE);
	ref[RA_HTTP_URL_MAX / 4] = '\0';
	url = ra_http_resolve(h, base, ref, NULL);
	assert_non_null(url);
	free(url);
	ra_http_free(h);
}

static void
an_endpoint_is_https(void **state)
{
	static const char *const bad[] = { "http://localhost/", "localhost", "",
		"https://", "ftp://x/", "https://u@localhost/" };
	struct ra_http_config c = { 0 };
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&e, 0, sizeof(e));
		c.endpoint = bad[i];
		if (ra_http_new(&c, &e) != NULL || e.code != RA_EUSAGE)
			fail_msg("%s", bad[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_whole_or_refused),
		cmocka_unit_test(an_archive_needs_its_end),
		cmocka_unit_test(headers_are_read),
		cmocka_unit_test(only_own_cookies_are_taken_back),
		cmocka_unit_test(addresses_leave_the_origin_or_not),
		cmocka_unit_test(an_address_stays_below_its_ceiling),
		cmocka_unit_test(an_endpoint_is_https),
	};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
