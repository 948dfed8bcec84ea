/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The pages that tell something: results of uploads (two of client uploads
 * are recorded by a public client, the others are made like them),
 * statistics, the time stamp URL, notices.
 */
#include "view.h"

#include <stdio.h>

#define MARKER "ファイルのアップロード処理が完了しました。"
#define PAGE_CELL_MAX 65536 /* bytes of a cell */
#define COLUMNS_OK 7
#define COLUMNS_NG 3

/* The words of an interface and operation. */
static const struct words {
	enum ra_iface_id iface;
	enum ra_op op;
	const char *done, *failed, *work;
} words[] = {
	{ RA_IF_SERVER_APPLY, RA_OP_ISSUE, "発行・更新申請完了画面",
	    "発行・更新・失効申請エラー画面", "発行処理" },
	{ RA_IF_SERVER_APPLY, RA_OP_RENEW, "発行・更新申請完了画面",
	    "発行・更新・失効申請エラー画面", "更新処理" },
	{ RA_IF_SERVER_APPLY, RA_OP_REVOKE, "失効申請完了画面",
	    "発行・更新・失効申請エラー画面", "失効処理" },
	{ RA_IF_CLIENT_APPLY, RA_OP_ISSUE, "発行・更新申請完了画面",
	    "発行・更新・失効申請エラー画面", "発行処理" },
	{ RA_IF_CLIENT_APPLY, RA_OP_RENEW, "発行・更新申請完了画面",
	    "発行・更新・失効申請エラー画面", "更新処理" },
	{ RA_IF_CLIENT_APPLY, RA_OP_REVOKE, "失効申請完了画面",
	    "発行・更新・失効申請エラー画面", "失効処理" },
	{ RA_IF_MANAGER_UPDATE, RA_OP_RENEW, "更新完了画面", "更新エラー画面",
	    "更新処理" },
	{ RA_IF_ACME, RA_OP_ISSUE, "作成・更新申請完了画面",
	    "作成・更新・停止・失効申請エラー画面", "作成処理" },
	{ RA_IF_ACME, RA_OP_RENEW, "作成・更新申請完了画面",
	    "作成・更新・停止・失効申請エラー画面", "更新処理" },
	{ RA_IF_ACME, RA_OP_SUSPEND, "停止・失効申請完了画面",
	    "作成・更新・停止・失効申請エラー画面", "停止処理" },
	{ RA_IF_ACME, RA_OP_REVOKE, "停止・失効申請完了画面",
	    "作成・更新・停止・失効申請エラー画面", "失効処理" },
};

/*
 * Every pair that a form offers has its row. wire-protocol 1.5: whether the
 * words change with the operation is not known; issue is an interface's first.
 */
static const struct words *
words_of(const struct sb_outcome *o, bool one_word)
{
	size_t i, n = sizeof(words) / sizeof(*words);

	for (i = 0; i + 1 < n; i++)
		if (words[i].iface == o->iface &&
		    (one_word || words[i].op == o->op))
			break;
	return &words[i];
}

static bool
any_refused(const struct sb_result *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (!r->v[i].ok)
			return true;
	return false;
}

/* Heading and sentence: by these a client is known to judge. */
static void
sentence(struct sb_page *p, const struct sb_outcome *o, bool success)
{
	const char *what = ra_iface_table()[o->iface].heading;
	const struct words *w = words_of(o, p->v->one_word);
	char text[256];

	if (o->no_marker)
		return;
	snprintf(
	    text, sizeof(text), "%s　%s", what, success ? w->done : w->failed);
	sb_page_heading(p, text);
	if (success) {
		sb_put(p, MARKER "<br>\n");
		return;
	}
	snprintf(text, sizeof(text),
	    "%s　%sが以下のエラーにより正常終了しませんでした。", what,
	    w->work);
	sb_text(p, text);
	sb_put(p, "<br>\n");
}

/*
 * wire-protocol 1.5: the number after an error's code was 1 in both public
 * examples, so it may be no record at all.
 */
static void
put_errors(struct ra_buf *out, const char *errors, bool level)
{
	struct ra_span rest = ra_span_str(errors), line;

	while (rest.n > 0) {
		line = ra_span_cut(&rest, '\n');
		if (out->n > 0)
			ra_buf_addc(out, '\n');
		if (!level) {
			ra_buf_add(out, line);
			continue;
		}
		ra_buf_add(out, ra_span_cut(&line, ':'));
		ra_buf_adds(out, ":1,");
		ra_span_cut(&line, ',');
		ra_buf_add(out, line);
	}
}

static void
row(struct sb_page *p, const struct sb_verdict *v, size_t nth, size_t ncols)
{
	struct ra_buf errors;
	char seq[24];

	ra_buf_init(&errors, PAGE_CELL_MAX);
	if (v->errors != NULL)
		put_errors(&errors, v->errors, p->v->level);
	snprintf(seq, sizeof(seq), "%zu", p->v->count ? nth : v->record);
	sb_page_row(p, "td",
	    (const char *const[]){ seq, v->ok ? "OK" : "NG",
		ra_buf_str(&errors), v->org, v->unit, v->name, v->mail },
	    ncols);
	ra_buf_clear(&errors);
}

/* An accepted record has four columns more; both recorded pages say so. */
static void
rows(struct sb_page *p, const struct sb_outcome *o, size_t ncols)
{
	static const char *const head[COLUMNS_OK] = { "SEQ", "処理結果",
		"エラー内容", "機関名", "所属名", "氏名", "メールアドレス" };
	const struct sb_result *r = o->result;
	size_t i, n = r->n - (o->fewer && r->n > 0 ? 1 : 0);

	sb_put(p, "<table border=\"1\">\n");
	sb_page_row(p, "th", head, ncols);
	for (i = 0; i < n; i++)
		row(p, &r->v[i], i + 1, ncols);
	sb_put(p, "</table>\n");
}

/* Recorded for an issue of client certificates only. */
static void
what_follows(struct sb_page *p)
{
	sb_put(p,
	    "<ul>\n<li>利用管理者へ、アクセスPINを取得するためのワンタイム"
	    "URLを記載したメールを送信します。</li>\n"
	    "<li>利用者へ、証明書を取得するためのワンタイムURLを記載した"
	    "メールを送信します。URLはアクセスPINの取得後に有効になります。"
	    "</li>\n<li>証明書のダウンロード後、登録担当者と利用管理者へ"
	    "完了メールを送信します。</li>\n</ul>\n");
}

/* The EAB is shown here and mailed to nobody; its layout is a choice. */
static void
accounts(struct sb_page *p, const struct sb_result *r)
{
	static const char *const head[] = { "SEQ", "アカウントID",
		"Key ID (KID)", "HMACキー" };
	const struct sb_verdict *v;
	char seq[24];
	size_t i;

	sb_put(p, "ACMEアカウントのEAB情報<br>\n<table border=\"1\">\n");
	sb_page_row(p, "th", head, 4);
	for (i = 0; i < r->n; i++) {
		v = &r->v[i];
		if (v->account == NULL)
			continue;
		snprintf(seq, sizeof(seq), "%zu", v->record);
		sb_page_row(p, "td",
		    (const char *const[]){ seq, v->account, v->kid, v->hmac },
		    4);
	}
	sb_put(p, "</table>\n");
}

static bool
has_accounts(const struct sb_result *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->v[i].account != NULL)
			return true;
	return false;
}

void
sb_view_result(
    struct sb_page *p, const struct sb_variant *v, const struct sb_outcome *o)
{
	bool done = o->result->done;
	bool success = done && !(v->partly_ng && any_refused(o->result));

	sb_page_begin(p, v);
	sb_page_box(p);
	if (!v->late)
		sentence(p, o, success);
	if (success && o->iface == RA_IF_CLIENT_APPLY && o->op == RA_OP_ISSUE)
		what_follows(p);
	/* wire-protocol 1.4: 213 to 215 as a row or otherwise is not known. */
	if (o->result->whole && v->file_page) {
		sb_text(p, o->result->v[0].errors);
		sb_put(p, "<br>\n");
	} else {
		rows(p, o, done ? COLUMNS_OK : COLUMNS_NG);
	}
	if (has_accounts(o->result))
		accounts(p, o->result);
	if (v->late)
		sentence(p, o, success);
}

void
sb_view_notice(struct sb_page *p, const struct sb_variant *v,
    const char *heading, const char *text)
{
	sb_page_begin(p, v);
	sb_page_box(p);
	if (heading != NULL)
		sb_page_heading(p, heading);
	sb_text(p, text);
	sb_put(p, "<br>\n");
}

void
sb_view_stats(struct sb_page *p, const struct sb_variant *v,
    const struct sb_stat *stat, size_t n)
{
	static const char *const head[] = { "ドメイン名", "証明書種別",
		"発行数", "有効数", "期限切れ数", "失効数" };
	char number[4][24];
	size_t i;

	sb_page_begin(p, v);
	sb_page_box(p);
	sb_page_heading(p, ra_iface_table()[RA_IF_STATS].label);
	sb_put(p, "<table border=\"1\">\n");
	sb_page_row(p, "th", head, 6);
	for (i = 0; i < n; i++) {
		snprintf(number[0], 24, "%ld", stat[i].issued);
		snprintf(number[1], 24, "%ld", stat[i].valid);
		snprintf(number[2], 24, "%ld", stat[i].expired);
		snprintf(number[3], 24, "%ld", stat[i].revoked);
		sb_page_row(p, "td",
		    (const char *const[]){ stat[i].domain, stat[i].kind,
			number[0], number[1], number[2], number[3] },
		    6);
	}
	sb_put(p, "</table>\n");
}

/* Real ones are for subscribers only and never in this program. */
void
sb_view_timestamp(
    struct sb_page *p, const struct sb_variant *v, const char *url)
{
	sb_page_begin(p, v);
	sb_page_box(p);
	sb_page_heading(p, ra_iface_table()[RA_IF_TIMESTAMP].label);
	sb_put(p, "<table border=\"1\">\n<tr>\n<th>タイムスタンプURL</th>\n");
	sb_page_cell(p, "td", url);
	sb_put(p, "</tr>\n</table>\n");
}
