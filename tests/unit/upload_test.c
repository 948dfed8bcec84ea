/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The walk to a form and past its answer, over a wire that is played. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lra/download.h"
#include "lra/session.h"
#include "lra/upload.h"

#define MENU                                                                   \
	"<form method=post action=menu.do><b>サーバ証明書</b><br>"       \
	"<input type=submit name=a value=発行・更新・失効><br>"        \
	"<b>統計</b><br>"                                                    \
	"<input type=submit name=b value=発行証明書統計照会></form>"  \
	"<a href=bye.do>ログアウト</a>"
#define FRAMES "<frameset><frame name=hidari src=left.do></frameset>"
#define CHOICE                                                                 \
	"<select name=op><option value=1>発行"                               \
	"<option value=3>失効</select>"                                      \
	"<input type=file name=f><input type=submit value=送信></form>"
#define FORM                                                                   \
	"<form method=post action=up.do enctype=multipart/form-data>" CHOICE
#define DONE                                                                   \
	"ファイルのアップロード処理が完了しました。"      \
	"<table><tr><th>SEQ<th>処理結果<th>エラー内容"                \
	"<tr><td>1<td>OK<td></table>"
#define CONFIRM                                                                \
	"よろしいですか<form method=post action=up.do>"                 \
	"<input type=submit value=申請></form>"

/* What the service answers to the menu's form, to the file, afterwards. */
static struct {
	const char *form, *answer, *then;
	bool unread;	  /* it answers before it has read the file */
	bool interrupted; /* while the frame of the menu is asked for */
	int applications, last, byes;
} wire;

int __wrap_ra_http_do(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, struct ra_err *e);

int
__wrap_ra_http_do(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, struct ra_err *e)
{
	const char *body = MENU;

	(void)h;
	memset(r, 0, sizeof(*r));
	if (wire.interrupted && strstr(q->url, "login.do") != NULL)
		body = FRAMES;
	else if (wire.interrupted && !q->last)
		return ra_fail(e, RA_ESIGNAL, "interrupted");
	wire.byes += strstr(q->url, "bye.do") != NULL;
	if (strstr(q->url, "menu.do") != NULL)
		body = wire.form;
	if (q->application)
		body = wire.applications++ == 0 ? wire.answer : wire.then;
	wire.last += q->last;
	r->status = 200;
	r->url = ra_strdup(q->url);
	r->type = ra_strdup("text/html");
	r->charset = ra_strdup("utf-8");
	r->filename = ra_strdup("");
	r->sent = q->method != RA_GET && !(q->application && wire.unread);
	ra_buf_init_secret(&r->body, RA_HTTP_PAGE_MAX);
	ra_buf_adds(&r->body, body);
	return 0;
}

static struct ra_session *
enter(const struct ra_site *site)
{
	const struct ra_session_config c = {
		.http = { .endpoint = "https://localhost/lra/login.do" },
		.site = site,
	};
	struct ra_err e = { 0 };
	struct ra_session *s = ra_session_open(&c, &e);

	if (s == NULL)
		fail_msg("%s", e.msg);
	return s;
}

static const struct {
	const char *what, *form, *answer, *then;
	bool unread;
	enum ra_code code;
	bool sent;
	int applications;
} cases[] = {
	{ "accepted", FORM, DONE, "", false, RA_OK, true, 1 },
	{ "asked to confirm, then accepted", FORM, CONFIRM, DONE, false, RA_OK,
	    true, 2 },
	{ "asked to confirm a second time", FORM, CONFIRM, CONFIRM, false,
	    RA_EUNKNOWN, true, 2 },
	{ "the form again", FORM, FORM, "", false, RA_EUNKNOWN, true, 1 },
	{ "the menu in place of an answer", FORM, MENU, "", false, RA_EUNKNOWN,
	    true, 1 },
	{ "a verdict of client certificates", FORM,
	    "<b>クライアント証明書　申請完了画面</b>" DONE, "", false,
	    RA_EUNKNOWN, true, 1 },
	{ "a form that leads to another host",
	    "<form method=post enctype=multipart/form-data "
	    "action=https://example.net/up.do>" CHOICE,
	    DONE, "", false, RA_EPAGE, false, 0 },
	{ "a form that would not send the file",
	    "<form method=post action=up.do>" CHOICE, DONE, "", false, RA_EPAGE,
	    false, 0 },
	{ "a form by GET", "<form action=up.do>" CHOICE, DONE, "", false,
	    RA_EPAGE, false, 0 },
	{ "no form", "<p>何もありません", DONE, "", false, RA_EPAGE, false, 0 },
	{ "a form of client certificates",
	    "<b>クライアント証明書 発行・更新・失効</b>" FORM, DONE, "", false,
	    RA_EPAGE, false, 0 },
	{ "the session over before the file was read", FORM,
	    "<p>セッションが切れました", "", true, RA_ENET, false, 1 },
	{ "a question before the file was read is not answered", FORM, CONFIRM,
	    DONE, true, RA_EPAGE, false, 1 },
};

static void
send_one(const struct ra_site *site, size_t i)
{
	const struct ra_upload_job job = { .iface = RA_IF_SERVER_APPLY,
		.op = RA_OP_REVOKE,
		.file = "a.tsv",
		.bytes = RA_SPAN("x"),
		.records = 1 };
	struct ra_upload_result r = { 0 };
	struct ra_err e = { 0 };
	struct ra_session *s;

	memset(&wire, 0, sizeof(wire));
	wire.form = cases[i].form;
	wire.answer = cases[i].answer;
	wire.then = cases[i].then;
	wire.unread = cases[i].unread;
	s = enter(site);
	(void)ra_upload(s, &job, &r, &e);
	if (e.code != cases[i].code || r.sent != cases[i].sent ||
	    wire.applications != cases[i].applications)
		fail_msg("%s: %d, %s, %d times: %s", cases[i].what, e.code,
		    r.sent ? "sent" : "not sent", wire.applications, e.msg);
	if (r.sent)
		assert_int_equal(r.v[0].kind,
		    e.code == RA_OK ? RA_V_ACCEPTED : RA_V_UNKNOWN);
	assert_int_equal(ra_session_close(s, &e), 0);
	assert_int_equal(wire.last, 1);
	ra_upload_clear(&r);
	ra_session_free(s);
}

static void
an_application_goes_once_and_its_outcome_is_told(void **state)
{
	struct ra_site *site = ra_site_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		send_one(site, i);
	ra_site_free(site);
}

static const struct {
	const char *what, *page;
	size_t rows; /* 0: refused */
} figures[] = {
	{ "figures under their header",
	    "<table><tr><th>月<th>件数<tr><td>4<td>12</table>", 2 },
	{ "an institution without certificates",
	    "<table><tr><th>月<th>件数</table>", 1 },
	{ "figures go before a mere header",
	    "<table><tr><th>a<th>b<th>c<th>d<th>e</table>"
	    "<table><tr><th>月<th>件数<tr><td>4<td>12</table>",
	    2 },
	{ "no header cells", "<table><tr><td>月<td>件数</table>", 0 },
	{ "not all of them header cells", "<table><tr><th>月<td>件数</table>",
	    0 },
	{ "a single header cell", "<table><tr><th>月</table>", 0 },
	{ "empty header cells", "<table><tr><th><th></table>", 0 },
	{ "rows without figures",
	    "<table><tr><th>月<th>件数<tr><td>ありません</table>", 0 },
	{ "no table", "<p>統計", 0 },
};

static void
statistics_are_a_table_of_figures_or_its_header(void **state)
{
	struct ra_site *site = ra_site_new();
	struct ra_session *s;
	struct ra_grid g = { 0 };
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		memset(&wire, 0, sizeof(wire));
		memset(&e, 0, sizeof(e));
		wire.form = figures[i].page;
		s = enter(site);
		(void)ra_download_grid(s, RA_IF_STATS, &g, &e);
		if (g.rows != figures[i].rows)
			fail_msg(
			    "%s: %zu rows: %s", figures[i].what, g.rows, e.msg);
		assert_int_equal(e.code, g.rows == 0 ? RA_EPAGE : RA_OK);
		ra_grid_clear(&g);
		ra_session_free(s);
	}
	ra_site_free(site);
}

static void
an_address_is_shown_without_its_secrets(void **state)
{
	static const struct {
		const char *url, *shown;
	} urls[] = {
		{ "https://host/a.do", "https://host/a.do" },
		{ "https://host/a.jsp?p1=K3y", "https://host/a.jsp" },
		{ "https://host/a.do;jsessionid=K3y?x=1", "https://host/a.do" },
		{ "https://me:K3y@host/a", "host/a" },
		{ "//K3y@host/a", "host/a" },
		{ "a.do?token=K3y", "a.do" },
		{ "https://host/@a#K3y", "https://host/@a" },
		{ "", "" },
	};
	char out[RA_HTTP_SHOWN];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_string_equal(
		    ra_http_shown(urls[i].url, out), urls[i].shown);
}

static void
an_interrupt_in_the_login_leaves_no_session_behind(void **state)
{
	struct ra_site *site = ra_site_new();
	const struct ra_session_config c = {
		.http = { .endpoint = "https://localhost/lra/login.do" },
		.site = site,
	};
	struct ra_err e = { 0 };

	(void)state;
	memset(&wire, 0, sizeof(wire));
	wire.interrupted = true;
	assert_null(ra_session_open(&c, &e));
	assert_int_equal(e.code, RA_ESIGNAL);
	assert_int_equal(wire.byes, 1);
	ra_site_free(site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_application_goes_once_and_its_outcome_is_told),
		cmocka_unit_test(an_address_is_shown_without_its_secrets),
		cmocka_unit_test(
		    an_interrupt_in_the_login_leaves_no_session_behind),
		cmocka_unit_test(
		    statistics_are_a_table_of_figures_or_its_header),
	};

	return cmocka_run_group_tests_name("upload", tests, NULL, NULL);
}
