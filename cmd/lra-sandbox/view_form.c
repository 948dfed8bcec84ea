/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The upload forms. That of (3) is confirmed: form SP1011, applyType 1 to 3
 * in a select, radio buttons errorFlg of which the first stops the whole
 * file, and file.
 */
#include "view.h"

#include <stdio.h>

static const char *
op_label(enum ra_iface_id iface, enum ra_op op)
{
	if (iface == RA_IF_ACME && op == RA_OP_ISSUE)
		return "作成";
	return ra_op_label(op);
}

void
sb_view_renamed(const struct sb_names *n, char *out, size_t size)
{
	snprintf(out, size, "%sNew", n->op);
}

/*
 * wire-protocol 1.4: applyType is text, hidden or a select; hidden, a button's
 * script must set it.
 */
static void
hidden_op(struct sb_page *p, const char *name, const struct sb_names *n,
    const enum ra_op *op)
{
	sb_page_hidden(p, name, "");
	for (; *op != 0; op++)
		sb_putf(p,
		    "<input type=\"button\" value=\"%s\" "
		    "onclick=\"this.form.%s.value='%s'; "
		    "this.form.submit();\">\n",
		    ra_op_label(*op), name, n->values[*op - 1]);
	sb_put(p, "</td>\n</tr>\n");
}

/* The confirmed form never has radio buttons here. */
static void
op_row(
    struct sb_page *p, const struct sb_names *n, const struct sb_upload_form *f)
{
	const enum ra_op *op = sb_variant_ops(f->iface);
	bool radios = p->v->radios && f->iface != RA_IF_CLIENT_APPLY;
	char name[64];

	snprintf(name, sizeof(name), "%s", n->op);
	if (f->renamed)
		sb_view_renamed(n, name, sizeof(name));
	sb_put(p, "<tr>\n<th>申請種別</th>\n<td>\n");
	if (p->v->op_hidden && f->iface == RA_IF_CLIENT_APPLY) {
		hidden_op(p, name, n, op);
		return;
	}
	if (!radios)
		sb_putf(p, "<select name=\"%s\">\n", name);
	for (; *op != 0; op++) {
		if (radios)
			sb_putf(p,
			    "<input type=\"radio\" name=\"%s\" "
			    "value=\"%s\">%s\n",
			    name, n->values[*op - 1], op_label(f->iface, *op));
		else
			sb_putf(p, "<option value=\"%s\">%s</option>\n",
			    n->values[*op - 1], op_label(f->iface, *op));
	}
	sb_put(p, radios ? "</td>\n</tr>\n" : "</select>\n</td>\n</tr>\n");
}

/* The first stops the whole file: confirmed by its order, not its value. */
static void
mode_row(struct sb_page *p, const struct sb_names *n)
{
	sb_putf(p,
	    "<tr>\n<th>エラー時の処理</th>\n<td>\n"
	    "<input type=\"radio\" name=\"%s\" value=\"%s\" checked>"
	    "全件処理を中断する<br>\n"
	    "<input type=\"radio\" name=\"%s\" value=\"%s\">"
	    "エラーのレコードを除いて処理する\n</td>\n</tr>\n",
	    n->err, n->modes[0], n->err, n->modes[1]);
}

/* multipart is inferred: otherwise the known client would send no file. */
void
sb_view_upload(struct sb_page *p, const struct sb_variant *v,
    const struct sb_upload_form *f)
{
	const struct ra_iface *iface = &ra_iface_table()[f->iface];
	const struct sb_names *n = &v->names[f->iface];
	char heading[128];

	snprintf(heading, sizeof(heading), "%s　%s", iface->heading,
	    f->iface == RA_IF_ACME ? "作成・更新・停止・失効" : iface->label);
	sb_page_begin(p, v);
	sb_page_box(p);
	sb_page_heading(p, heading);
	sb_putf(p,
	    "<form name=\"%s\" method=\"post\" action=\"" SB_LRA
	    "%s\" enctype=\"multipart/form-data\">\n",
	    n->form, n->path);
	if (f->token != NULL)
		sb_page_hidden(p, SB_TOKEN, f->token);
	sb_put(p, "<table border=\"1\">\n");
	if (n->op != NULL)
		op_row(p, n, f);
	if (n->err != NULL)
		mode_row(p, n);
	if (!f->no_file)
		sb_putf(p,
		    "<tr>\n<th>ファイル</th>\n<td><input type=\"file\" "
		    "name=\"%s\" size=\"50\"></td>\n</tr>\n",
		    n->file);
	sb_put(p,
	    "</table>\n<input type=\"submit\" value=\"アップロード\">\n"
	    "<input type=\"reset\" value=\"クリア\">\n</form>\n");
}

void
sb_view_confirm(struct sb_page *p, const struct sb_variant *v, enum ra_op op,
    const char *file, const char *token)
{
	sb_page_begin(p, v);
	sb_page_box(p);
	sb_page_heading(p, "サーバ証明書　発行・更新・失効申請確認画面");
	sb_put(p,
	    "以下の内容で申請します。よろしければ「申請する」ボタンを"
	    "押してください。<br>\n<table border=\"1\">\n"
	    "<tr><th>申請種別</th><td>");
	sb_text(p, ra_op_label(op));
	sb_put(p, "</td></tr>\n<tr><th>ファイル</th><td>");
	sb_text(p, file);
	sb_put(p,
	    "</td></tr>\n</table>\n<form name=\"kakuninForm\" "
	    "method=\"post\" action=\"" SB_LRA "kakunin.do\">\n");
	sb_page_hidden(p, "shinsei", token);
	sb_put(p, "<input type=\"submit\" value=\"申請する\">\n</form>\n");
}

void
sb_view_deliver(
    struct sb_page *p, const struct sb_variant *v, enum ra_iface_id iface)
{
	const struct ra_iface *i = &ra_iface_table()[iface];
	const char *path = v->names[iface].path;

	sb_page_begin(p, v);
	sb_page_box(p);
	sb_page_heading(p, i->label);
	if (v->deliver == SB_DELIVER_LINK) {
		sb_putf(p,
		    "以下のリンクよりダウンロードしてください。<br>\n"
		    "<a href=\"%s\">ダウンロード</a>\n",
		    path);
		return;
	}
	sb_putf(p,
	    "「ダウンロード」ボタンを押してください。<br>\n"
	    "<form name=\"downloadForm\" method=\"post\" action=\"" SB_LRA
	    "%s\">\n",
	    path);
	sb_page_hidden(p, "kubun", "tsv");
	sb_put(p,
	    "<input type=\"submit\" name=\"download\" "
	    "value=\"ダウンロード\">\n</form>\n");
}

void
sb_view_take(struct sb_page *p, const struct sb_variant *v, const char *action,
    const char *token)
{
	sb_page_begin(p, v);
	sb_page_box(p);
	sb_page_heading(p, "ダウンロード");
	sb_putf(p,
	    "<form name=\"takeForm\" method=\"post\" action=\"" SB_DOWNLOAD
	    "%s\">\n",
	    action);
	sb_page_hidden(p, "p1", token);
	sb_put(p, "<input type=\"submit\" value=\"ダウンロード\">\n</form>\n");
}
