/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The site profile: the table of what the walk goes by. */
#include "lra/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "codec/text.h"
#include "codec/yaml.h"

#define DEFAULTS_MAX 12
#define KEY_MAX 40
#define OPS 4

/* Sources: wire-protocol 1.3 to 1.5, upki-facts section 4. */
static const struct def {
	const char *key;
	const char *value[DEFAULTS_MAX]; /* NULL-ended */
	enum ra_mark mark;
	const char *what;
} defs[RA_S_HEADING] = {
	[RA_S_CHARSET] = { "charset", { "EUC-JP" }, RA_CONFIRMED,
	    N_("charset of pages that declare none") },
	[RA_S_MENU_FRAME] = { "menu.frame", { "hidari" }, RA_CONFIRMED,
	    N_("name of the frame that holds the menu") },
	[RA_S_MENU_FORM] = { "menu.form", { "MainMenuForm" }, RA_CONFIRMED,
	    N_("name of the form in the menu") },
	[RA_S_MENU_FIELD] = { "menu.field", { "forwardName" }, RA_CONFIRMED,
	    N_("control of that form that takes the ID of an entry") },
	[RA_S_KIND_SERVER] = { "kind.server", { "サーバ証明書" }, RA_CONFIRMED,
	    N_("words of a page about server certificates") },
	[RA_S_KIND_CLIENT] = { "kind.client", { "クライアント証明書" },
	    RA_CONFIRMED, N_("words of a page about client certificates") },
	[RA_S_KIND_ACME] = { "kind.acme", { "ACME" }, RA_INFERRED,
	    N_("words of a page about ACME accounts") },
	[RA_S_OP_FIELD] = { "upload.operation", { "applyType" }, RA_CONFIRMED,
	    N_("control that takes the operation") },
	[RA_S_ERROR_FIELD] = { "upload.error-mode", { "errorFlg" },
	    RA_CONFIRMED, N_("radio group of what to do on an error") },
	[RA_S_ERROR_ABORT] = { "upload.error-mode.abort",
	    { "全件処理を中断する", "全件処理を中断", "処理を中断する" },
	    RA_CONFIRMED, N_("label: an error stops the whole file") },
	[RA_S_ERROR_SKIP] = { "upload.error-mode.skip",
	    { "エラーレコードを読み飛ばして処理を続行する",
		"エラーのレコードを除いて処理する", "スキップ", "読み飛ば",
		"続行", "除いて", "除外", "継続", "無視" },
	    RA_CHOICE, N_("label: bad records are skipped") },
	[RA_S_DONE] = { "result.done",
	    { "ファイルのアップロード処理が完了しました。" }, RA_CONFIRMED,
	    N_("sentence of an upload that was processed") },
	[RA_S_FAILED] = { "result.failed",
	    { "以下のエラーにより正常終了しませんでした。" }, RA_CONFIRMED,
	    N_("sentence of an upload that was refused") },
	[RA_S_COLUMN_SEQ] = { "result.column.seq", { "SEQ" }, RA_CONFIRMED,
	    N_("column of a result: number of the record") },
	[RA_S_COLUMN_VERDICT] = { "result.column.verdict", { "処理結果" },
	    RA_CONFIRMED, N_("column of a result: the verdict") },
	[RA_S_COLUMN_ERROR] = { "result.column.error", { "エラー内容" },
	    RA_CONFIRMED, N_("column of a result: the errors") },
	[RA_S_COLUMN_ORG] = { "result.column.org", { "機関名" }, RA_CONFIRMED,
	    N_("column of a result: the institution") },
	[RA_S_COLUMN_UNIT] = { "result.column.unit", { "所属名" }, RA_CONFIRMED,
	    N_("column of a result: the unit") },
	[RA_S_COLUMN_NAME] = { "result.column.name", { "氏名" }, RA_CONFIRMED,
	    N_("column of a result: the person") },
	[RA_S_COLUMN_MAIL] = { "result.column.mail", { "メールアドレス" },
	    RA_CONFIRMED, N_("column of a result: the mail address") },
	[RA_S_COLUMN_ACCOUNT] = { "result.column.account",
	    { "アカウントID", "ACMEアカウントID", "Account ID" }, RA_CHOICE,
	    N_("column of a result: the ACME account ID") },
	[RA_S_COLUMN_KID] = { "result.column.kid",
	    { "KID", "Key ID", "KeyID", "EAB KID", "キーID", "EABキーID",
		"EAB Key ID" },
	    RA_CHOICE, N_("column of a result: the EAB key ID") },
	[RA_S_COLUMN_HMAC] = { "result.column.hmac",
	    { "HMAC", "HMAC Key", "HMAC鍵", "HMACキー", "EAB HMAC",
		"EAB HMAC Key", "EAB HMACキー", "EAB HMAC鍵" },
	    RA_CHOICE, N_("column of a result: the EAB HMAC key") },
	[RA_S_VERDICT_OK] = { "result.ok", { "OK" }, RA_CONFIRMED,
	    N_("verdict on a record that was accepted") },
	[RA_S_VERDICT_NG] = { "result.ng", { "NG" }, RA_CONFIRMED,
	    N_("verdict on a record that was refused") },
	[RA_S_SECRET_COLUMN] = { "secret.column",
	    { "PIN", "KID", "Key ID", "キーID", "HMAC", "EAB", "パスワード",
		"暗証番号" },
	    RA_CHOICE, N_("headers over cells that are masked") },
	[RA_S_CONFIRM_TEXT] = { "confirm.text",
	    { "よろしいですか", "よろしければ", "確認画面", "内容を確認",
		"内容をご確認" },
	    RA_CHOICE, N_("words of a page that asks for confirmation") },
	[RA_S_CONFIRM_BUTTON] = { "confirm.button",
	    { "申請", "申請する", "実行", "実行する", "OK", "確定", "はい",
		"登録", "登録する", "送信", "送信する" },
	    RA_CHOICE, N_("button that confirms") },
	[RA_S_DOWNLOAD_BUTTON] = { "download.button", { "ダウンロード" },
	    RA_INFERRED, N_("button or link that gives a file") },
	[RA_S_SHOW_BUTTON] = { "stats.button",
	    { "照会", "表示", "検索", "照会する", "表示する" }, RA_CHOICE,
	    N_("button that shows statistics") },
	[RA_S_NOT_OFFICER] = { "page.not-officer",
	    { "認証に失敗", "認証エラー", "登録担当者ではありません",
		"登録担当者用証明書", "権限がありません", "証明書が失効",
		"失効しています", "有効期限が切れ", "有効期限切れ",
		"ログインできません", "アクセスできません" },
	    RA_CHOICE, N_("words of a page that refuses the login") },
	[RA_S_EXPIRED] = { "page.expired",
	    { "セッションが", "セッションタイムアウト", "再度ログイン",
		"再ログイン", "ログインしなおして", "ログインし直して",
		"タイムアウトしました" },
	    RA_CHOICE, N_("words of a page after the session has ended") },
	[RA_S_MAINTENANCE] = { "page.maintenance",
	    { "メンテナンス", "サービスを停止", "サービス停止", "保守作業",
		"計画停止", "停止しております" },
	    RA_CHOICE, N_("words of a page during maintenance") },
	[RA_S_LOGGED_OUT] = { "page.logged-out",
	    { "ログアウトしました", "ログアウトが完了", "ログアウト完了",
		"ログアウト処理が完了", "終了しました" },
	    RA_CHOICE, N_("words of a page after logout") },
	[RA_S_OP_LABEL] = { "operation.label.issue",
	    { "発行", "新規発行", "発行申請", "新規", "作成", "新規作成" },
	    RA_CONFIRMED, N_("label of the operation") },
	{ "operation.label.renew", { "更新", "更新申請" }, RA_CONFIRMED,
	    N_("label of the operation") },
	{ "operation.label.revoke", { "失効", "失効申請" }, RA_CONFIRMED,
	    N_("label of the operation") },
	{ "operation.label.suspend", { "停止", "停止申請", "利用停止" },
	    RA_INFERRED, N_("label of the operation") },
	[RA_S_OP_VALUE] = { "operation.value.issue", { "1" }, RA_CONFIRMED,
	    N_("value of the operation for client certificates") },
	{ "operation.value.renew", { "2" }, RA_CONFIRMED,
	    N_("value of the operation for client certificates") },
	{ "operation.value.revoke", { "3" }, RA_CONFIRMED,
	    N_("value of the operation for client certificates") },
	{ "operation.value.suspend", { NULL }, RA_CHOICE,
	    N_("value of the operation") },
};

/* Four entries for each interface. */
enum group { HEADING, LABEL, MENU_ID, PATH, GROUPS };

static const struct {
	const char *prefix, *what;
} groups[GROUPS] = {
	[HEADING] = { "menu.heading", N_("heading over the entry") },
	[LABEL] = { "menu.label", N_("label of the entry") },
	[MENU_ID] = { "menu.id", N_("ID that the menu form takes") },
	[PATH] = { "menu.path", N_("page behind the entry, asked directly") },
};

/* The only two that working code relies on: wire-protocol 1.1. */
static const struct {
	size_t key;
	const char *value;
} wire[] = {
	{ RA_S_MENU_ID + RA_IF_CLIENT_APPLY, "SP1011" },
	{ RA_S_PATH + RA_IF_CLIENT_LIST, "syomeiDL_S_Cli.do" },
};

struct entry {
	char key[KEY_MAX];
	const char **value; /* NULL-ended */
	char **own;	    /* the same, when a file gave them */
	enum ra_mark mark;
	bool overridden;
	const char *what;
};

struct ra_site {
	struct entry entry[RA_S_COUNT];
};

static void
add_default(struct entry *n, const char *value)
{
	size_t k = 0;

	while (n->value[k] != NULL)
		k++;
	n->value[k] = value;
}

static void
by_iface(struct ra_site *s, size_t k)
{
	size_t at = k - RA_S_HEADING, g = at / RA_IF_COUNT, i;
	const struct ra_iface *f = &ra_iface_table()[at % RA_IF_COUNT];
	struct entry *n = &s->entry[k];

	snprintf(n->key, sizeof(n->key), "%s.%s", groups[g].prefix, f->name);
	n->what = groups[g].what;
	n->mark = g == HEADING || g == LABEL ? f->mark : RA_CHOICE;
	if (g == HEADING)
		add_default(n, f->heading);
	if (g == LABEL)
		add_default(n, f->label);
	if (g == LABEL && f->label2 != NULL)
		add_default(n, f->label2);
	for (i = 0; i < sizeof(wire) / sizeof(wire[0]); i++)
		if (wire[i].key == k) {
			add_default(n, wire[i].value);
			n->mark = RA_CONFIRMED;
		}
}

struct ra_site *
ra_site_new(void)
{
	struct ra_site *s = ra_calloc(1, sizeof(*s));
	const struct def *d;
	size_t k, i;

	for (k = 0; k < RA_S_COUNT; k++) {
		s->entry[k].value =
		    ra_calloc(DEFAULTS_MAX + 1, sizeof(*s->entry[k].value));
		if (k >= RA_S_HEADING) {
			by_iface(s, k);
			continue;
		}
		d = &defs[k];
		snprintf(s->entry[k].key, KEY_MAX, "%s", d->key);
		s->entry[k].mark = d->mark;
		s->entry[k].what = d->what;
		for (i = 0; i < DEFAULTS_MAX && d->value[i] != NULL; i++)
			s->entry[k].value[i] = d->value[i];
	}
	return s;
}

static void
forget(struct entry *n)
{
	size_t i;

	for (i = 0; n->own != NULL && n->own[i] != NULL; i++)
		free(n->own[i]);
	free(n->own);
	free(n->value);
	n->own = NULL;
	n->value = NULL;
}

void
ra_site_free(struct ra_site *s)
{
	size_t k;

	if (s == NULL)
		return;
	for (k = 0; k < RA_S_COUNT; k++)
		forget(&s->entry[k]);
	free(s);
}

/* The file. */

static int
take_value(struct entry *n, size_t k, const char *name, const struct ra_yaml *y,
    struct ra_err *e)
{
	if (y->kind != RA_YAML_SCALAR || *y->value == '\0' ||
	    strlen(y->value) > RA_SITE_VALUE_MAX)
		return ra_fail(e, RA_EUSAGE,
		    _("%s:%zu:%zu: %s: a text of 1 to %d bytes is wanted"),
		    name, y->line, y->column, n->key, RA_SITE_VALUE_MAX);
	n->own[k] = ra_strdup(y->value);
	n->value[k] = n->own[k];
	return 0;
}

static int
take_entry(struct entry *n, const char *name, const struct ra_yaml *y,
    struct ra_err *e)
{
	const struct ra_yaml *v = y->kind == RA_YAML_LIST ? y->child : y;
	size_t k = 0;

	forget(n);
	n->own = ra_calloc(RA_SITE_VALUES_MAX + 1, sizeof(*n->own));
	n->value = ra_calloc(RA_SITE_VALUES_MAX + 1, sizeof(*n->value));
	n->overridden = true;
	for (; v != NULL; v = v == y ? NULL : v->next) {
		if (k == RA_SITE_VALUES_MAX)
			return ra_fail(e, RA_EUSAGE,
			    _("%s:%zu:%zu: %s: more than %d values"), name,
			    v->line, v->column, n->key, RA_SITE_VALUES_MAX);
		if (take_value(n, k++, name, v, e) == -1)
			return -1;
	}
	return 0;
}

static int
unknown(const struct ra_site *s, const char *key, const char *name,
    const struct ra_yaml *y, struct ra_err *e)
{
	struct ra_near near = { 0 };
	size_t k;

	for (k = 0; k < RA_S_COUNT; k++)
		ra_near_offer(&near, key, s->entry[k].key);
	ra_fail(e, RA_EUSAGE, _("%s:%zu:%zu: no such key: %s"), name,
	    y->key_line, y->key_column, key);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	else
		ra_next(e, _("the keys are in upkira-site(5)"));
	return -1;
}

static struct entry *
find(struct ra_site *s, const char *key)
{
	size_t k;

	for (k = 0; k < RA_S_COUNT; k++)
		if (strcmp(s->entry[k].key, key) == 0)
			return &s->entry[k];
	return NULL;
}

/* A key of the file may name an entry in one piece or by nested maps. */
static int
take_map(struct ra_site *s, const char *prefix, const char *name,
    const struct ra_yaml *map, struct ra_err *e)
{
	const struct ra_yaml *y;
	struct entry *n;
	struct ra_buf key;
	int rc = 0;

	for (y = map->child; y != NULL && rc == 0; y = y->next) {
		ra_buf_init(&key, RA_SITE_FILE_MAX);
		ra_buf_addf(
		    &key, "%s%s%s", prefix, *prefix == '\0' ? "" : ".", y->key);
		n = find(s, ra_buf_str(&key));
		if (y->kind == RA_YAML_MAP)
			rc = take_map(s, ra_buf_str(&key), name, y, e);
		else if (n == NULL)
			rc = unknown(s, ra_buf_str(&key), name, y, e);
		else
			rc = take_entry(n, name, y, e);
		ra_buf_clear(&key);
	}
	return rc;
}

int
ra_site_parse(
    struct ra_site *s, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_yaml *y = ra_yaml_parse(name, in, RA_EUSAGE, e);
	int rc = -1;

	if (y == NULL)
		return -1;
	if (y->kind != RA_YAML_MAP)
		ra_fail(
		    e, RA_EUSAGE, _("%s:1:1: a map of keys is wanted"), name);
	else
		rc = take_map(s, "", name, y, e);
	ra_yaml_free(y);
	return rc;
}

int
ra_site_read(struct ra_site *s, const char *path, struct ra_err *e)
{
	struct ra_err cause = { 0 };
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, RA_SITE_FILE_MAX);
	if ((rc = ra_fs_read(path, &b, &cause)) == -1)
		ra_fail(e, RA_EUSAGE, "%s", cause.msg);
	else
		rc = ra_site_parse(s, path, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

/* Asking. */

struct ra_site_entry
ra_site_get(const struct ra_site *s, size_t k)
{
	const struct entry *n = &s->entry[k];

	return (struct ra_site_entry){ n->key, n->value, n->mark, n->overridden,
		n->what };
}

const char *const *
ra_site_values(const struct ra_site *s, size_t k)
{
	return s->entry[k].value;
}

const char *
ra_site_first(const struct ra_site *s, size_t k)
{
	return s->entry[k].value[0];
}

bool
ra_site_sure(const struct ra_site *s, size_t k)
{
	return s->entry[k].overridden || s->entry[k].mark == RA_CONFIRMED;
}

static void
label(struct ra_buf *b, const char *s)
{
	ra_buf_init(b, 4 * (size_t)RA_SITE_FILE_MAX * 4);
	ra_text_label(ra_span_str(s), b);
}

bool
ra_site_same(const char *a, const char *b)
{
	struct ra_buf x, y;
	bool same;

	label(&x, a);
	label(&y, b);
	same = ra_span_eq(ra_buf_span(&x), ra_buf_span(&y));
	ra_buf_clear(&x);
	ra_buf_clear(&y);
	return same;
}

static bool
matches(const struct ra_site *s, size_t k, const char *text, bool whole)
{
	const char *const *v = s->entry[k].value;
	struct ra_buf t, w;
	bool found = false;

	label(&t, text);
	for (; *v != NULL && !found; v++) {
		label(&w, *v);
		if (w.n > 0)
			found = whole
			    ? ra_span_eq(ra_buf_span(&t), ra_buf_span(&w))
			    : ra_span_has(ra_buf_span(&t), ra_buf_span(&w));
		ra_buf_clear(&w);
	}
	ra_buf_clear(&t);
	return found;
}

bool
ra_site_is(const struct ra_site *s, size_t k, const char *text)
{
	return matches(s, k, text, true);
}

bool
ra_site_in(const struct ra_site *s, size_t k, const char *text)
{
	return matches(s, k, text, false);
}
