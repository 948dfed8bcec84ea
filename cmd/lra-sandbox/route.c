/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* From a request to what answers it. */
#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls.h"
#include "view.h"

static const struct sb_notice refused = { 200, "refusal", "クライアント認証",
	"クライアント認証に失敗しました。" };
static const struct sb_notice timed_out = { 200, "no session", "エラー",
	"セッションがタイムアウトしました。"
	"ログインからやり直してください。" };
static const struct sb_notice no_right = { 200, "no right", "エラー",
	"この機能を利用する権限がありません。" };
static const struct sb_notice bad_menu = { 200, "no such entry", "エラー",
	"不正な画面遷移です。" };
static const struct sb_notice absent = { 404, "not found", NULL,
	"指定されたページは存在しません。" };
static const struct sb_notice too_big = { 413, "too big", "エラー",
	"送信されたデータが大きすぎます。" };
static const struct sb_notice broken_form = { 400, "broken form", "エラー",
	"送信されたデータの形式が不正です。" };
static const struct sb_notice bad_method = { 405, "method", NULL,
	"このメソッドは使用できません。" };
static const struct sb_notice failed = { 500, "error page", "システムエラー",
	"システムエラーが発生しました。" };
#define MAINTENANCE                                                            \
	"maintenance", "メンテナンスのお知らせ",                               \
	    "ただいまシステムメンテナンスのため、サービスを停止しております。"
static const struct sb_notice maintenance_503 = { 503, MAINTENANCE };
static const struct sb_notice maintenance_200 = { 200, MAINTENANCE };
static const struct sb_notice bye = { 200, "logout", "ログアウト",
	"ログアウトしました。" };
static const struct sb_notice welcome = { 200, "top", "お知らせ",
	"左のメニューより処理を選択してください。" };
static const struct sb_notice banner = { 200, "banner", NULL,
	"電子証明書自動発行支援システム" };

void
sb_reply_page(struct sb_web *w, const struct sb_req *q, struct sb_reply *r,
    struct sb_page *p, const char *said)
{
	const struct sb_fault *f = sb_web_fault(w, SB_AT_PAGE, q, r);

	ra_buf_clear(&r->body);
	ra_buf_init(&r->body, SB_PAGE_MAX);
	r->type = sb_page_type(w->variant);
	snprintf(r->said, sizeof(r->said), "%s", said);
	sb_page_end(p, &r->body);
	if (f != NULL && f->kind->id == SB_FAULT_BAD_BYTES)
		sb_page_spoil(&r->body, "\xa4\xff\xc0 \x8f");
	else if (f != NULL) /* circled one and a company mark, NEC row 13 */
		sb_page_spoil(&r->body, "\xad\xa1\xad\xea");
}

void
sb_reply_notice(struct sb_web *w, const struct sb_req *q, struct sb_reply *r,
    const struct sb_notice *n)
{
	struct sb_page p;

	r->status = n->status;
	sb_view_notice(&p, w->variant, n->heading, n->sentence);
	sb_reply_page(w, q, r, &p, n->said);
}

void
sb_reply_broken(struct sb_web *w, const struct sb_req *q, struct sb_reply *r,
    const struct ra_err *e)
{
	fprintf(stderr, "lra-sandbox: %s: %s\n", q->path, e->msg);
	sb_reply_notice(w, q, r, &failed);
}

/* Each login is a session of its own, as parallel ones are not known of. */
static void
login(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_page p;

	q->session = sb_session_open(&w->sessions, &q->peer);
	snprintf(r->cookie, sizeof(r->cookie),
	    "JSESSIONID=%s; Path=/upki-odcert; Secure; HttpOnly",
	    q->session->id);
	sb_view_frames(&p, w->variant);
	ra_buf_init(&r->body, SB_PAGE_MAX);
	sb_page_frames_end(&p, &r->body);
	r->type = sb_page_type(w->variant);
	snprintf(r->said, sizeof(r->said), "login");
}

/* Confirmed: the page of the frame hidari, with MainMenuForm. */
static void
menu(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_page p;

	sb_view_menu(&p, w->variant, w->rights);
	sb_reply_page(w, q, r, &p, "menu");
}

/* help.do, where the strange form leads, answers the same. */
static void
top(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	sb_reply_notice(w, q, r, &welcome);
}

static void
banner_page(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	sb_reply_notice(w, q, r, &banner);
}

/* What an institution without any certificate sees is not known. */
static const struct sb_stat zeros[] = {
	{ .domain = SB_DOMAIN, .kind = "サーバ証明書" },
	{ .domain = SB_DOMAIN2, .kind = "サーバ証明書" },
};

static void
stats(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct ra_err e = { 0 };
	struct sb_stat *rows;
	struct sb_page p;
	size_t n = 0;

	rows = sb_service_stats(w->service, &n, &e);
	if (rows == NULL && e.code != RA_OK) {
		sb_reply_broken(w, q, r, &e);
		return;
	}
	if (n > 0 || w->variant->no_zeros)
		sb_view_stats(&p, w->variant, rows, n);
	else
		sb_view_stats(
		    &p, w->variant, zeros, sizeof(zeros) / sizeof(*zeros));
	sb_reply_page(w, q, r, &p, "statistics");
	free(rows);
}

static void
timestamp(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_page p;

	sb_view_timestamp(&p, w->variant, sb_service_timestamp_url());
	sb_reply_page(w, q, r, &p, "time stamp URL");
}

/* The session stays readable for the log until the request is over. */
static void
logout(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	sb_reply_notice(w, q, r, &bye);
	q->ended = true;
}

static sb_handler *const opened[RA_IF_COUNT] = {
	[RA_IF_SERVER_APPLY] = sb_route_form,
	[RA_IF_SERVER_LIST] = sb_route_list_page,
	[RA_IF_CLIENT_APPLY] = sb_route_form,
	[RA_IF_CLIENT_LIST] = sb_route_list_page,
	[RA_IF_MANAGER_UPDATE] = sb_route_form,
	[RA_IF_ALL_LIST] = sb_route_list_page,
	[RA_IF_STATS] = stats,
	[RA_IF_ALLOWLIST] = sb_route_list_page,
	[RA_IF_TIMESTAMP] = timestamp,
	[RA_IF_LOGOUT] = logout,
	[RA_IF_ACME] = sb_route_form,
};

/*
 * wire-protocol 1.3: what else the menu form holds is not known, so where
 * tokens are asked for it holds something that must come back.
 */
static bool
is_whole(const struct sb_web *w, const struct sb_req *q)
{
	const char *back = sb_fields_get(&q->form, SB_MENU_FIELD);

	if (!w->variant->tokens ||
	    sb_fields_get(&q->form, "forwardName") == NULL)
		return true;
	return back != NULL && strcmp(back, SB_MENU_VALUE) == 0;
}

/* A menu entry was chosen. */
static void
open_entry(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	if (q->iface == NULL || !is_whole(w, q))
		sb_reply_notice(w, q, r, &bad_menu);
	else if (!w->rights[q->iface->id])
		sb_reply_notice(w, q, r, &no_right);
	else
		opened[q->iface->id](w, q, r);
}

static const struct route {
	const char *path; /* below SB_LRA */
	sb_handler *handle;
} routes[] = {
	{ "Menu.do", menu },
	{ "Top.do", top },
	{ "Banner.do", banner_page },
	{ "help.do", top },
	{ "MainMenu.do", open_entry },
	{ "kakunin.do", sb_route_confirmed },
	{ "kekka.do", sb_route_result },
};

/* A path of an interface's own: an upload, a list, or what the menu opens. */
static sb_handler *
own_path(const struct sb_web *w, const struct sb_req *q)
{
	const struct sb_names *n = &w->variant->names[q->iface->id];

	if (n->file != NULL && strcmp(q->method, "POST") == 0)
		return sb_route_upload;
	if (opened[q->iface->id] == sb_route_list_page)
		return sb_route_list;
	return open_entry;
}

/*
 * The menu form may come by POST or, where entries are links, by GET; both
 * name the entry in forwardName.
 */
static const struct ra_iface *
iface_of(const struct sb_web *w, const struct sb_req *q)
{
	const char *id = sb_fields_get(&q->form, "forwardName");
	const char *below;
	size_t i;

	if (strncmp(q->path, SB_LRA, strlen(SB_LRA)) != 0)
		return NULL;
	below = q->path + strlen(SB_LRA);
	if (id == NULL)
		id = sb_fields_get(&q->query, "forwardName");
	for (i = 0; i < RA_IF_COUNT; i++) {
		if (strcmp(below, w->variant->names[i].path) == 0)
			return &ra_iface_table()[i];
		if (id != NULL && strcmp(below, "MainMenu.do") == 0 &&
		    strcmp(id, w->variant->names[i].id) == 0)
			return &ra_iface_table()[i];
	}
	return NULL;
}

/* What is not the frame pages' is an interface's own path, or nothing. */
static void
inside(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	const char *below = q->path + strlen(SB_LRA);
	sb_handler *h = NULL;
	size_t i;

	for (i = 0; i < sizeof(routes) / sizeof(*routes); i++)
		if (strcmp(below, routes[i].path) == 0)
			h = routes[i].handle;
	/* A path typed by hand is refused like its menu entry would be. */
	if (h == NULL && q->iface != NULL && !w->rights[q->iface->id])
		sb_reply_notice(w, q, r, &no_right);
	else if (h == NULL && q->iface != NULL)
		own_path(w, q)(w, q, r);
	else if (h != NULL)
		h(w, q, r);
	else
		sb_reply_notice(w, q, r, &absent);
}

/* Under /upki-odcert/lra/: certificate first, then session, then rights. */
static void
desk(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	if (q->peer.kind != SB_PEER_OFFICER) {
		sb_reply_notice(w, q, r, &refused);
		return;
	}
	/* The certificate is the whole login (wire-protocol 1.2). */
	if (strcmp(q->path, SB_LRA "SSLLogin.do") == 0) {
		login(w, q, r);
		return;
	}
	/*
	 * The list is had right after the login, without menu or frames:
	 * confirmed.
	 */
	q->session = sb_session_find(&w->sessions, q->cookie, &q->peer);
	if (q->session != NULL &&
	    sb_web_fault(w, SB_AT_SESSION, q, r) != NULL) {
		sb_session_close(&w->sessions, q->session);
		q->session = NULL;
	}
	if (q->session == NULL)
		sb_reply_notice(w, q, r, &timed_out);
	else
		inside(w, q, r);
}

/* The other host is this one by its number: a test can see who followed. */
static void
elsewhere(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_page p;

	snprintf(r->location, sizeof(r->location), "https://127.0.0.1:%u%s",
	    w->port, q->path);
	sb_view_notice(&p, w->variant, NULL, "移転しました。");
	r->status = 302;
	sb_reply_page(w, q, r, &p, "redirect");
}

/* Faults that answer in place of the service, before it does anything. */
static bool
spoilt(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	const struct sb_fault *f = sb_web_fault(w, SB_AT_ROUTE, q, r);

	if (f == NULL)
		return false;
	if (f->kind->id == SB_FAULT_REDIRECT)
		elsewhere(w, q, r);
	else if (f->kind->id == SB_FAULT_ERROR_500)
		sb_reply_notice(w, q, r, &failed);
	else
		sb_reply_notice(w, q, r,
		    f->kind->id == SB_FAULT_ERROR_503 ? &maintenance_503
						      : &maintenance_200);
	return true;
}

void
sb_route_name(const struct sb_web *w, struct sb_req *q)
{
	q->iface = iface_of(w, q);
}

void
sb_route(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	const struct sb_fault *f;
	bool get =
	    strcmp(q->method, "GET") == 0 || strcmp(q->method, "HEAD") == 0;

	r->status = 200;
	r->ok = r->ng = -1;
	if (spoilt(w, q, r))
		return;
	if (!get && strcmp(q->method, "POST") != 0)
		sb_reply_notice(w, q, r, &bad_method);
	else if (q->too_big)
		sb_reply_notice(w, q, r, &too_big);
	else if (q->broken)
		sb_reply_notice(w, q, r, &broken_form);
	else if (strncmp(q->path, SB_LRA, strlen(SB_LRA)) == 0)
		desk(w, q, r);
	else if (strncmp(q->path, SB_DOWNLOAD, strlen(SB_DOWNLOAD)) == 0)
		sb_route_take(w, q, r);
	else
		sb_reply_notice(w, q, r, &absent);
	/* Copied: the fault may be gone when the lock is. */
	if (r->type != NULL &&
	    (f = sb_web_fault(w, SB_AT_SEND, q, r)) != NULL) {
		r->harm = f->kind->id;
		r->harm_ms = f->ms;
	}
}
