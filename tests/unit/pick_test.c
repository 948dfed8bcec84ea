/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The upload form: a wrong operation must never be sent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lra/pick.h"

#define FILE_ "<input type=file name=f>"
#define SELECT                                                                 \
	"<select name=op><option value=7>発行<option value=8>更新"         \
	"<option value=9>失効</select>"
#define HIDDEN "<input type=hidden name=applyType value=1>"

/* sent: the changes, "name=value", and the button; NULL: refused. */
static const struct {
	const char *what, *form;
	enum ra_iface_id iface;
	enum ra_op op;
	bool skip;
	const char *sent;
} cases[] = {
	{ "a select", SELECT FILE_, RA_IF_SERVER_APPLY, RA_OP_REVOKE, false,
	    "op=9 f=" },
	{ "radios with their text after",
	    "<input type=radio name=op value=a>発行"
	    "<input type=radio name=op value=b>更新" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_RENEW, false, "op=b f=" },
	{ "radios with their text before",
	    "<p>発行<input type=radio name=op value=a>"
	    "更新<input type=radio name=op value=b>"
	    "失効<input type=radio name=op value=c></p>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_RENEW, false, "op=b f=" },
	{ "the confirmed field without labels", HIDDEN FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_REVOKE, false, "applyType=3 f=" },
	{ "the same for servers is not sure", HIDDEN FILE_, RA_IF_SERVER_APPLY,
	    RA_OP_REVOKE, false, NULL },
	{ "a form without the operation", FILE_, RA_IF_SERVER_APPLY,
	    RA_OP_ISSUE, false, NULL },
	{ "an operation that the select lacks",
	    "<select name=op><option value=1>発行</select>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "two options of one name",
	    "<select name=op><option value=1>発行<option value=2>発行"
	    "</select>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, NULL },
	{ "an option that names two operations",
	    "<select name=op><option value=1>発行・更新</select>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, NULL },
	{ "manager information has no operation", FILE_, RA_IF_MANAGER_UPDATE,
	    RA_OP_ISSUE, false, "f=" },
	{ "stop on error by its label",
	    SELECT "<input type=radio name=e value=s>スキップする"
		   "<input type=radio name=e value=a>全件処理を中断する" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, "op=7 e=a f=" },
	{ "skip by its label",
	    SELECT "<input type=radio name=e value=s>スキップする"
		   "<input type=radio name=e value=a>全件処理を中断する" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, true, "op=7 e=s f=" },
	{ "skip as the other one of two",
	    SELECT "<input type=radio name=e value=a>全件処理を中断する"
		   "<input type=radio name=e value=s>その他" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, true, "op=7 e=s f=" },
	{ "the confirmed first radio",
	    SELECT "<input type=radio name=errorFlg value=x>"
		   "<input type=radio name=errorFlg value=y>" FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_ISSUE, false, "op=7 errorFlg=x f=" },
	{ "of server certificates it is not sure",
	    SELECT "<input type=radio name=errorFlg value=x>"
		   "<input type=radio name=errorFlg value=y>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, NULL },
	{ "no choice to skip", SELECT FILE_, RA_IF_SERVER_APPLY, RA_OP_ISSUE,
	    true, NULL },
	{ "a third of three is not guessed",
	    SELECT "<input type=radio name=e value=1>全件処理を中断する"
		   "<input type=radio name=e value=2>甲"
		   "<input type=radio name=e value=3>乙" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, true, NULL },
	{ "radios with their text in the cell before",
	    "<table><tr><td>発行</td><td><input type=radio name=op value=a>"
	    "</td></tr><tr><td>更新</td><td><input type=radio name=op value=b>"
	    "</td></tr><tr><td>失効</td><td><input type=radio name=op value=c>"
	    "</td></tr></table>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, "op=c f=" },
	{ "radios that either reading of their text would name, renew",
	    "<p>発行<input type=radio name=op value=a>"
	    "失効<input type=radio name=op value=b>更新について</p>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_RENEW, false, NULL },
	{ "radios that either reading of their text would name, revoke",
	    "<p>発行<input type=radio name=op value=a>"
	    "失効<input type=radio name=op value=b>更新について</p>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "the confirmed field as radios of other values",
	    "<input type=radio name=applyType value=a checked>"
	    "<input type=radio name=applyType value=b>" FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_REVOKE, false, NULL },
	{ "the confirmed field as radios of the confirmed values",
	    "<input type=radio name=applyType value=1 checked>"
	    "<input type=radio name=applyType value=3>" FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_REVOKE, false, "applyType=3 f=" },
	{ "the confirmed field, which is not sent",
	    "<input type=hidden name=applyType value=1 disabled>" FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_REVOKE, false, NULL },
	{ "the confirmed field as a select that lacks the value",
	    "<select name=applyType><option value=1>発行"
	    "<option value=2>更新</select>" FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_REVOKE, false, NULL },
	{ "the confirmed value under the name of another operation",
	    "<select name=applyType><option value=1>失効"
	    "<option value=3>更新<option value=2>失効</select>" FILE_,
	    RA_IF_CLIENT_APPLY, RA_OP_REVOKE, false, NULL },
	{ "buttons that are sent by their names",
	    "<input type=submit name=i value=発行>"
	    "<input type=submit name=r value=失効>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, "f= r" },
	{ "buttons that nobody could tell apart",
	    "<input type=submit value=発行><input type=submit "
	    "value=失効>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "buttons of a script that is not on the page",
	    "<input type=hidden name=kind value=1>"
	    "<input type=button value=発行 onclick=go('1')>"
	    "<input type=button value=失効 onclick=go('3')>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "named buttons of a script that is not on the page",
	    "<input type=hidden name=kind value=1>"
	    "<input type=submit name=b value=発行 onclick=go('1')>"
	    "<input type=submit name=b value=失効 onclick=go('3')>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "buttons of a script that is understood",
	    "<input type=hidden name=kind value=1>"
	    "<input type=submit value=発行 "
	    "onclick=\"this.form.kind.value='1'\">"
	    "<input type=submit id=r value=失効 "
	    "onclick=\"this.form.kind.value='3'\">" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, "f= r" },
	{ "buttons of a script that sets the same for both",
	    "<input type=hidden name=kind value=1>"
	    "<input type=submit value=発行 "
	    "onclick=\"this.form.kind.value='1'\">"
	    "<input type=submit value=失効 "
	    "onclick=\"this.form.kind.value='1'\">" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "a button of another operation than the one chosen",
	    SELECT FILE_ "<input type=submit name=i value=発行>",
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, NULL },
	{ "one button for all operations",
	    SELECT FILE_
	    "<input type=submit name=s value=発行・更新・失効申請>",
	    RA_IF_SERVER_APPLY, RA_OP_REVOKE, false, "op=9 f= s" },
	{ "a form of certificates for manager information", SELECT FILE_,
	    RA_IF_MANAGER_UPDATE, RA_OP_RENEW, false, NULL },
	{ "the confirmed form of certificates for manager information",
	    HIDDEN FILE_, RA_IF_MANAGER_UPDATE, RA_OP_RENEW, false, NULL },
	{ "stop on error by the text before",
	    SELECT "<p>全件処理を中断する<input type=radio name=e value=a>"
		   "スキップする<input type=radio name=e value=s></p>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, "op=7 e=a f=" },
	{ "skip by the text before",
	    SELECT "<p>全件処理を中断する<input type=radio name=e value=a>"
		   "スキップする<input type=radio name=e value=s></p>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, true, "op=7 e=s f=" },
	{ "a label of both modes says neither",
	    SELECT "<input type=radio name=e value=1>"
		   "全件処理を中断することなく続行する"
		   "<input type=radio name=e value=2>甲" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, NULL },
	{ "two options of one mode",
	    SELECT "<select name=e><option value=1>スキップする"
		   "<option value=2>エラーを無視する</select>" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, true, NULL },
	{ "the confirmed group goes before another one",
	    SELECT "<input type=radio name=x value=1>無視"
		   "<input type=radio name=x value=2>上書き"
		   "<input type=radio name=errorFlg value=a>全件処理を中断する"
		   "<input type=radio name=errorFlg value=s>スキップする" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, "op=7 errorFlg=a f=" },
	{ "of three the one after the known one is not guessed",
	    SELECT "<input type=radio name=e value=1>甲"
		   "<input type=radio name=e value=2>全件処理を中断する"
		   "<input type=radio name=e value=3>乙" FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, true, NULL },
	{ "two forms that would do",
	    SELECT FILE_ "</form><form method=post>" SELECT FILE_,
	    RA_IF_SERVER_APPLY, RA_OP_ISSUE, false, NULL },
	{ "another form that takes a file",
	    SELECT FILE_ "</form><form method=post>" FILE_, RA_IF_SERVER_APPLY,
	    RA_OP_ISSUE, false, "op=7 f=" },
};

static void
spell(const struct ra_submit *s, struct ra_buf *out)
{
	size_t i;

	for (i = 0; i < s->nchanges; i++)
		ra_buf_addf(out, "%s%s=%s", i > 0 ? " " : "", s->change[i].name,
		    s->change[i].value);
	if (s->press != NULL)
		ra_buf_addf(out, " %s",
		    *s->press->name != '\0' ? s->press->name : s->press->id);
}

static void
check(const struct ra_site *site, size_t i)
{
	const struct ra_upload_job job = { .iface = cases[i].iface,
		.op = cases[i].op,
		.skip = cases[i].skip,
		.file = "a.tsv",
		.bytes = RA_SPAN("x"),
		.records = 1 };
	struct ra_submit s = { 0 };
	struct ra_page p = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf text;
	int rc;

	ra_buf_init(&text, 65536);
	ra_buf_addf(&text, "<form method=post>%s</form>", cases[i].form);
	p.html = ra_html_parse("t", ra_buf_span(&text), &e);
	p.res.url = ra_strdup("https://localhost/x.do");
	assert_non_null(p.html);
	rc = ra_pick_form(site, &p, &job, &s, &e);
	ra_buf_reset(&text);
	spell(&s, &text);
	if ((rc == 0) != (cases[i].sent != NULL))
		fail_msg("%s: %s %s", cases[i].what, ra_buf_str(&text), e.msg);
	if (rc == 0 && strcmp(ra_buf_str(&text), cases[i].sent) != 0)
		fail_msg("%s: %s", cases[i].what, ra_buf_str(&text));
	if (rc == -1)
		assert_int_equal(e.code, RA_EPAGE);
	ra_buf_clear(&text);
	ra_page_clear(&p);
}

static void
the_form_is_filled_by_its_labels(void **state)
{
	struct ra_site *site = ra_site_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(site, i);
	ra_site_free(site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_is_filled_by_its_labels),
	};

	return cmocka_run_group_tests_name("pick", tests, NULL, NULL);
}
