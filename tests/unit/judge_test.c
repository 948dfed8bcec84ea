/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Verdicts from result pages: success only where the page surely says it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "codec/html.h"
#include "lra/judge.h"

#define DONE "ファイルのアップロード処理が完了しました。"
#define FAILED "発行処理が以下のエラーにより正常終了しませんでした。"
#define T "<table><tr><th>SEQ<th>処理結果<th>エラー内容"
#define OK(n) "<tr><td>" n "<td>OK<td>&nbsp;"
#define NG(n, err) "<tr><td>" n "<td>NG<td>" err
#define E1 "212:1,主体者DN,指定したDNはすでに存在しています。"
#define E2 "206:2,利用者mail,メール形式ではありません。"
#define E4 "206:4,利用者mail,メール形式ではありません。"

/* verdicts: A accepted, R refused, S stopped, ? unknown; one a record. */
static const struct {
	const char *what, *page;
	bool skip, good;
	const char *verdicts;
	size_t loose;
	enum ra_code code;
} cases[] = {
	{ "all accepted", DONE T OK("1") OK("2"), false, true, "AA", 0, RA_OK },
	{ "refused alone", FAILED T NG("1", E1), false, true, "R", 0,
	    RA_EREFUSED },
	{ "one error stops the others", FAILED T NG("2", E2), false, true,
	    "SRS", 0, RA_EREFUSED },
	{ "OK on a stopped file is not accepted", FAILED T OK("1") NG("2", E2),
	    false, true, "SR", 0, RA_EREFUSED },
	{ "skipping: some accepted", DONE T OK("1") NG("2", E2), true, true,
	    "AR", 0, RA_EPARTLY },
	{ "skipping: the page of failure may say so too",
	    FAILED T OK("1") NG("2", E2), true, true, "AR", 0, RA_EPARTLY },
	{ "rows in another order", DONE T NG("2", E2) OK("1"), true, true, "AR",
	    0, RA_EPARTLY },
	{ "a header that is repeated",
	    DONE T OK("1") "<tr><th>SEQ<th>処理結果<th>エラー内容" OK("2"),
	    false, true, "AA", 0, RA_OK },
	{ "white space in the sentence",
	    "ファイルの アップロード<br>処理が完了しました。" T OK("1"), false,
	    true, "A", 0, RA_OK },
	{ "an error of the whole file stops all",
	    FAILED T NG("1", "213:1,ファイル,入力がありません。"), false, true,
	    "SS", 1, RA_EREFUSED },
	{ "SEQ that counts rows is no record number",
	    FAILED T NG("1", E2) NG("2", E4), false, true, "SSSSS", 2,
	    RA_EREFUSED },
	{ "and in a part-accepted file nothing is told by it",
	    DONE T NG("1", E2) NG("2", E4), true, true, "?????", 2,
	    RA_EUNKNOWN },
	{ "a row is missing at the end", DONE T OK("1") OK("2"), false, true,
	    "AA?", 0, RA_EUNKNOWN },
	{ "a row is missing in the middle", DONE T OK("1") OK("3"), false, true,
	    "A?A", 0, RA_EUNKNOWN },
	{ "skipping with a row missing", DONE T OK("1") OK("2"), true, true,
	    "???", 0, RA_EUNKNOWN },
	{ "no sentence", T OK("1"), false, false, "?", 0, RA_EUNKNOWN },
	{ "no rows", DONE T, false, false, "?", 0, RA_EUNKNOWN },
	{ "no table", DONE, false, false, "?", 0, RA_EUNKNOWN },
	{ "both sentences", DONE FAILED T OK("1"), false, false, "?", 0,
	    RA_EUNKNOWN },
	{ "success with NG where an error stops the file",
	    DONE T OK("1") NG("2", E2), false, false, "??", 0, RA_EUNKNOWN },
	{ "failure without any NG", FAILED T OK("1"), false, false, "?", 0,
	    RA_EUNKNOWN },
	{ "more rows than records", DONE T OK("1") OK("2"), false, false, "?",
	    0, RA_EUNKNOWN },
	{ "a record twice", DONE T OK("1") OK("1"), false, false, "??", 0,
	    RA_EUNKNOWN },
	{ "a verdict that is no word of ours", DONE T "<tr><td>1<td>受付<td>",
	    false, false, "?", 0, RA_EUNKNOWN },
	{ "a SEQ that is no number", DONE T OK("一"), false, false, "?", 0,
	    RA_EUNKNOWN },
	{ "another column order",
	    DONE "<table><tr><th>処理結果<th>SEQ<tr><td>OK<td>1", false, true,
	    "A", 0, RA_OK },
	{ "another table about",
	    DONE "<table><tr><td>OK<td>NG</table>" T OK("1"), false, true, "A",
	    0, RA_OK },
	{ "a menu page", "<a href=x>発行・更新・失効</a>", false, false, "?", 0,
	    RA_EUNKNOWN },
};

static char
letter(enum ra_verdict_kind k)
{
	return k == RA_V_ACCEPTED ? 'A'
	    : k == RA_V_REFUSED	  ? 'R'
	    : k == RA_V_ABORTED	  ? 'S'
				  : '?';
}

static void
check(const struct ra_site *site, size_t i)
{
	struct ra_upload_job job = { .iface = RA_IF_CLIENT_APPLY,
		.op = RA_OP_ISSUE,
		.skip = cases[i].skip,
		.records = strlen(cases[i].verdicts) };
	struct ra_upload_result r = { 0 };
	struct ra_err e = { 0 };
	struct ra_html *h;
	struct ra_buf page;
	char got[16] = "";
	size_t k;

	ra_buf_init(&page, 65536);
	ra_buf_addf(&page, "<body><p>%s</body>", cases[i].page);
	h = ra_html_parse("t", ra_buf_span(&page), &e);
	assert_non_null(h);
	if (ra_judge(site, h, &job, &r) != cases[i].good)
		fail_msg("%s: %d", cases[i].what, !cases[i].good);
	for (k = 0; k < r.n && k + 1 < sizeof(got); k++)
		got[k] = letter(r.v[k].kind);
	if (strcmp(got, cases[i].verdicts) != 0 || r.nloose != cases[i].loose ||
	    r.code != cases[i].code)
		fail_msg("%s: %s, %zu loose, code %d", cases[i].what, got,
		    r.nloose, (int)r.code);
	ra_upload_clear(&r);
	ra_html_free(h);
	ra_buf_clear(&page);
}

static void
judge_cases(void **state)
{
	struct ra_site *site = ra_site_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(site, i);
	ra_site_free(site);
}

static const struct {
	const char *what, *cell;
	size_t n;
	int code;
	long number;
	const char *item, *message; /* of the last one */
} reasons[] = {
	{ "one", "212:1,主体者DN,あります。", 1, 212, 1, "主体者DN",
	    "あります。" },
	{ "two lines", "201:1,CSR,a\n202:3,DN,b", 2, 202, 3, "DN", "b" },
	{ "two in one line", "201:1,CSR,a 202:13,DN,b", 2, 202, 13, "DN", "b" },
	{ "quoted as the desk writes it", "371:1「主体者DN,ちがう。」", 1, 371,
	    1, "主体者DN", "ちがう。" },
	{ "a message with a comma", "206:2,DN,a,b", 1, 206, 2, "DN", "a,b" },
	{ "no item", "213:1,空です。", 1, 213, 1, "", "空です。" },
	{ "no code", "壊れています", 1, 0, 0, "", "壊れています" },
	{ "a time is no code", "12:30,x", 1, 0, 0, "", "12:30,x" },
	{ "four digits are no code", "2012:1,x,y", 1, 0, 0, "", "2012:1,x,y" },
	{ "a number too large", "212:99999999999,x,y", 1, 0, 0, "",
	    "212:99999999999,x,y" },
	{ "nothing", " \n ", 0, 0, 0, NULL, NULL },
};

static void
reason_cases(void **state)
{
	struct ra_reason *r;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		r = NULL;
		n = 0;
		ra_reason_parse(reasons[i].cell, 7, &r, &n);
		if (n != reasons[i].n)
			fail_msg("%s: %zu", reasons[i].what, n);
		if (n > 0 &&
		    (r[n - 1].code != reasons[i].code ||
			r[n - 1].number != reasons[i].number ||
			strcmp(r[n - 1].item, reasons[i].item) != 0 ||
			strcmp(r[n - 1].message, reasons[i].message) != 0 ||
			r[n - 1].row != 7))
			fail_msg("%s: %d:%ld [%s] [%s]", reasons[i].what,
			    r[n - 1].code, r[n - 1].number, r[n - 1].item,
			    r[n - 1].message);
		ra_reason_free(r, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judge_cases),
		cmocka_unit_test(reason_cases),
	};

	return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}
