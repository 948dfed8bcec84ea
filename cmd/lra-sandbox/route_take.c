/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The one-time pages: three steps, of which the paths of the client's PIN and
 * bulk ones are confirmed; those of SPEntranceCli and SPEntranceServer are
 * choices made like them.
 */
#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "view.h"

static const struct kind {
	enum sb_take what;
	const char *entrance, *get; /* after sb_take_page() */
	const char *type, *name;    /* of the body */
} kinds[] = {
	{ SB_TAKE_PIN, "spEntranceCliPin.do", "spDLCliPin.do",
	    "application/zip", "accessPin.zip" },
	{ SB_TAKE_ALL_PIN, "spEntranceCliAllPin.do", "spDLCliAllPin.do",
	    "application/zip", "accessPin.zip" },
	{ SB_TAKE_ALL_P12, "spEntranceCliAll.do", "spDLCliAll.do",
	    "application/zip", "client.zip" },
	{ SB_TAKE_CLI, "spEntranceCli.do", "spDLCli.do", "application/x-pkcs12",
	    "client.p12" },
	{ SB_TAKE_SERVER, "spEntranceServer.do", "spDLServer.do",
	    "application/x-pem-file", "server.cer" },
};

static const struct sb_notice unknown = { 404, "not found", NULL,
	"指定されたページは存在しません。" };
static const struct sb_notice early = { 200, "too early", "エラー",
	"このURLはまだ有効になっていません。"
	"アクセスPINの取得後に再度アクセスしてください。" };
/* A look at the URL, as by a mail scanner, must not use it up. */
static const struct sb_notice not_posted = { 405, "method", NULL,
	"このメソッドは使用できません。" };
static const struct sb_notice dead = { 200, "dead URL", "エラー",
	"このURLは無効です。" };

/* p1 in the query or a field; "+" of Base64 came as a blank. Yours. */
static char *
token_of(const struct sb_req *q)
{
	const char *p1 = sb_fields_get(&q->form, "p1");
	char *token, *at;

	if (p1 == NULL)
		p1 = sb_fields_get(&q->query, "p1");
	token = ra_strdup(p1 != NULL ? p1 : "");
	for (at = token; *at != '\0'; at++)
		if (*at == ' ')
			*at = '+';
	return token;
}

/* The body may hold PINs and keys: its buffer is wiped. */
static void
hand_over(struct sb_web *w, struct sb_req *q, struct sb_reply *r,
    const struct kind *k)
{
	char *token = token_of(q);
	struct ra_err e = { 0 };

	/*
	 * Used up before a byte is sent, so never given out twice: a lost
	 * answer loses the URL.
	 */
	ra_buf_init_secret(&r->body, SB_BODY_MAX);
	if (sb_service_take(
		w->service, k->what, ra_span_str(token), &r->body, &e) == -1) {
		sb_reply_broken(w, q, r, &e);
		goto out;
	}
	r->type = k->type;
	r->disposition = k->name;
	snprintf(r->said, sizeof(r->said), "taken");
out:
	free(token);
}

/* The token goes from page to page; the next step's action with it. */
static void
step(struct sb_web *w, struct sb_req *q, struct sb_reply *r, const char *action)
{
	char *token = token_of(q);
	struct sb_page p;

	sb_view_take(&p, w->variant, action, token);
	sb_reply_page(w, q, r, &p, "one-time page");
	free(token);
}

/* "view/jsp/SPEntranceCliPin.jsp": the page that a mail leads to. */
static bool
is_first(const struct kind *k, const char *below)
{
	struct ra_span s = ra_span_str(below), jsp = RA_SPAN("view/jsp/");
	struct ra_span page = ra_span_str(sb_take_page(k->what));

	return ra_span_starts(s, jsp) &&
	    ra_span_starts(ra_span_from(s, jsp.n), page) &&
	    ra_span_eqs(ra_span_from(s, jsp.n + page.n), ".jsp");
}

void
sb_route_take(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	const char *below = q->path + strlen(SB_DOWNLOAD);
	const struct kind *k = kinds, *end = k + sizeof(kinds) / sizeof(*k);
	bool last;
	enum sb_gate gate;
	char *token;

	while (k < end && !is_first(k, below) &&
	    strcmp(below, k->entrance) != 0 && strcmp(below, k->get) != 0)
		k++;
	if (k == end) {
		sb_reply_notice(w, q, r, &unknown);
		return;
	}
	last = strcmp(below, k->get) == 0;
	token = token_of(q);
	gate = sb_service_gate(w->service, k->what, ra_span_str(token));
	free(token);
	if (gate != SB_GATE_OPEN)
		sb_reply_notice(
		    w, q, r, gate == SB_GATE_EARLY ? &early : &dead);
	else if (last && strcmp(q->method, "POST") != 0)
		sb_reply_notice(w, q, r, &not_posted);
	else if (last)
		hand_over(w, q, r, k);
	else
		step(w, q, r, is_first(k, below) ? k->entrance : k->get);
}
