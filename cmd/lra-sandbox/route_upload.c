/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Upload forms, uploads, and the lists. */
#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/zip.h"

#include "tls.h"
#include "view.h"

#define MISUSE(why)                                                            \
	{                                                                      \
		200, "refused form", "エラー", why                             \
	}
static const struct sb_notice stale =
    MISUSE("不正な画面遷移です。メニューからやり直してください。");
static const struct sb_notice no_op = MISUSE("申請種別を選択してください。");
static const struct sb_notice no_mode =
    MISUSE("エラー時の処理を選択してください。");
static const struct sb_notice no_file = MISUSE("ファイルを選択してください。");

void
sb_route_form(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	const struct sb_fault *f = sb_web_fault(w, SB_AT_FORM, q, r);
	struct sb_upload_form form = { .iface = q->iface->id };
	bool has_op = w->variant->names[form.iface].op != NULL;
	struct sb_page p;

	if (w->variant->tokens)
		form.token = sb_session_token(q->session);
	if (f != NULL && f->kind->id == SB_FAULT_FORM_NO_FILE)
		form.no_file = true;
	else if (f != NULL)
		form.renamed = has_op;
	sb_view_upload(&p, w->variant, &form);
	sb_reply_page(w, q, r, &p, "upload form");
}

/* Which operation was chosen, also by a renamed control; 0 for none. */
static enum ra_op
op_of(const struct sb_names *n, const struct sb_req *q)
{
	const enum ra_op *op = sb_variant_ops(q->iface->id);
	const char *value;
	char renamed[64];

	if (n->op == NULL)
		return *op;
	if ((value = sb_fields_get(&q->form, n->op)) == NULL) {
		sb_view_renamed(n, renamed, sizeof(renamed));
		value = sb_fields_get(&q->form, renamed);
	}
	for (; *op != 0; op++)
		if (value != NULL && strcmp(value, n->values[*op - 1]) == 0)
			return *op;
	return 0;
}

/* 0 stop, 1 skip, -1 when none was chosen. */
static int
mode_of(const struct sb_names *n, const struct sb_req *q)
{
	const char *value;

	if (n->err == NULL)
		return 0;
	if ((value = sb_fields_get(&q->form, n->err)) == NULL)
		return -1;
	if (strcmp(value, n->modes[0]) == 0)
		return 0;
	return strcmp(value, n->modes[1]) == 0 ? 1 : -1;
}

/* What the log tells of an upload. */
static void
tally(struct sb_reply *r, const struct sb_result *result)
{
	size_t i;

	r->ok = r->ng = 0;
	for (i = 0; i < result->n; i++)
		if (result->v[i].ok)
			r->ok++;
		else
			r->ng++;
}

/* The result page, at once or behind a redirect. */
static void
answer(struct sb_web *w, struct sb_req *q, struct sb_reply *r,
    struct sb_outcome *o)
{
	const struct sb_fault *f = sb_web_fault(w, SB_AT_RESULT, q, r);
	struct sb_page p;

	o->no_marker = f != NULL && f->kind->id == SB_FAULT_NO_MARKER;
	o->fewer = f != NULL && f->kind->id == SB_FAULT_FEWER_ROWS;
	sb_view_result(&p, w->variant, o);
	sb_reply_page(
	    w, q, r, &p, o->result->done ? "processed" : "not processed");
	/*
	 * POST, redirect, GET: reloading the result must not send the file
	 * again.
	 */
	if (!w->variant->redirect)
		return;
	ra_buf_clear(&q->session->result);
	q->session->result = r->body;
	ra_buf_init(&r->body, SB_PAGE_MAX);
	r->status = 302;
	snprintf(
	    r->location, sizeof(r->location), "%s%skekka.do", w->base, SB_LRA);
}

/* From here on the upload counts: a fault after it loses only the answer. */
static void
process(struct sb_web *w, struct sb_req *q, struct sb_reply *r,
    const struct sb_upload *u)
{
	struct sb_result result = { 0 };
	struct sb_outcome o = {
		.iface = u->iface, .op = u->op, .result = &result
	};
	struct ra_err e = { 0 };

	if (sb_service_upload(w->service, u, &result, &e) == -1) {
		sb_reply_broken(w, q, r, &e);
		goto out;
	}
	tally(r, &result);
	if (sb_web_fault(w, SB_AT_UPLOADED, q, r) != NULL) {
		snprintf(r->said, sizeof(r->said), "processed, dropped");
		r->type = NULL;
		goto out;
	}
	answer(w, q, r, &o);
out:
	sb_result_clear(&result);
}

/* Keep an upload until it is confirmed. */
static void
park(struct sb_web *w, struct sb_req *q, struct sb_reply *r,
    const struct sb_upload *u)
{
	struct sb_parked *k = &q->session->upload;
	struct sb_page p;

	sb_parked_clear(k);
	sb_random_hex(k->token, 16);
	k->op = u->op;
	k->skip = u->skip;
	k->name = ra_strndup(u->name.p, u->name.n);
	k->bytes = q->file.bytes;
	ra_buf_init(&q->file.bytes, SB_FILE_MAX);
	sb_view_confirm(&p, w->variant, k->op, k->name, k->token);
	sb_reply_page(w, q, r, &p, "confirmation");
}

/*
 * The form itself is judged here, the file by the service: a wrong form is
 * not answered by a table of records.
 */
static const struct sb_notice *
misuse(struct sb_web *w, struct sb_req *q, struct sb_upload *u)
{
	const struct sb_names *n = &w->variant->names[q->iface->id];
	int mode = mode_of(n, q);

	/* A token is used up even by a form that is refused after it. */
	if (w->variant->tokens &&
	    !sb_session_redeem(q->session, sb_fields_get(&q->form, SB_TOKEN)))
		return &stale;
	if ((u->op = op_of(n, q)) == 0)
		return &no_op;
	if (mode == -1)
		return &no_mode;
	if (q->file.field == NULL || strcmp(q->file.field, n->file) != 0)
		return &no_file;
	u->skip = mode == 1;
	return NULL;
}

void
sb_route_upload(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_upload u = { .iface = q->iface->id,
		.name = ra_span_str(q->file.name),
		.bytes = ra_buf_span(&q->file.bytes),
		.officer = q->session->officer.subject };
	const struct sb_notice *no = misuse(w, q, &u);

	if (no != NULL)
		sb_reply_notice(w, q, r, no);
	else if (w->variant->confirm && u.iface == RA_IF_SERVER_APPLY)
		park(w, q, r, &u);
	else
		process(w, q, r, &u);
}

/* The token of the page parts two confirmations; pressed twice, one counts. */
void
sb_route_confirmed(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_parked *k = &q->session->upload;
	const char *token = sb_fields_get(&q->form, "shinsei");
	struct sb_upload u = { .iface = RA_IF_SERVER_APPLY,
		.op = k->op,
		.skip = k->skip,
		.name = ra_span_str(k->name),
		.bytes = ra_buf_span(&k->bytes),
		.officer = q->session->officer.subject };

	if (k->name == NULL || token == NULL || strcmp(token, k->token) != 0) {
		sb_reply_notice(w, q, r, &stale);
		return;
	}
	q->iface = &ra_iface_table()[RA_IF_SERVER_APPLY];
	process(w, q, r, &u);
	sb_parked_clear(k);
}

void
sb_route_result(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct ra_span page = ra_buf_span(&q->session->result);

	if (page.n == 0) {
		sb_reply_notice(w, q, r, &stale);
		return;
	}
	ra_buf_init(&r->body, SB_PAGE_MAX);
	ra_buf_add(&r->body, page);
	r->type = sb_page_type(w->variant);
	snprintf(r->said, sizeof(r->said), "result");
}

void
sb_route_list_page(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	struct sb_page p;

	if (w->variant->deliver == SB_DELIVER_DIRECT) {
		sb_route_list(w, q, r);
		return;
	}
	sb_view_deliver(&p, w->variant, q->iface->id);
	sb_reply_page(w, q, r, &p, "download page");
}

static int
read_whole(struct sb_web *w, enum ra_iface_id iface, struct ra_buf *out,
    struct ra_err *e)
{
	struct sb_list *list =
	    sb_list_open(w->service, iface, &w->variant->list, e);
	char block[16384];
	long n = -1;

	if (list == NULL)
		return -1;
	while ((n = sb_list_read(list, block, sizeof(block))) > 0)
		ra_buf_add(out, (struct ra_span){ block, (size_t)n });
	sb_list_close(list);
	if (n == -1)
		return ra_fail(e, RA_ELOCAL, "list: broken");
	return ra_buf_done(out, "list", e);
}

/* For the variant in which (6) is not one list but an archive. */
static int
zip_of_both(struct sb_web *w, struct ra_buf *out, struct ra_err *e)
{
	struct ra_buf server, client;
	char names[2][16] = { "serverAll.tsv", "clientAll.tsv" };
	struct ra_zip_member m[2];
	int rc = -1;

	ra_buf_init(&server, RA_ZIP_MEMBER_MAX);
	ra_buf_init(&client, RA_ZIP_MEMBER_MAX);
	if (read_whole(w, RA_IF_SERVER_LIST, &server, e) == -1 ||
	    read_whole(w, RA_IF_CLIENT_LIST, &client, e) == -1)
		goto out;
	m[0] = (struct ra_zip_member){ names[0], server.p, server.n };
	m[1] = (struct ra_zip_member){ names[1], client.p, client.n };
	rc = ra_zip_write(m, 2, out, e);
out:
	ra_buf_clear(&server);
	ra_buf_clear(&client);
	return rc;
}

/* Only the two lists that grow are streamed; the rest is small. */
static int
list_body(struct sb_web *w, const struct sb_req *q, struct sb_reply *r,
    struct ra_err *e)
{
	bool zip = w->variant->zip && q->iface->id == RA_IF_ALL_LIST;

	r->type = zip ? "application/zip" : w->variant->list_type;
	if (r->type == NULL)
		r->type = "application/octet-stream";
	if (zip || q->iface->id == RA_IF_ALLOWLIST) {
		ra_buf_init(&r->body, SB_BODY_MAX);
		return zip ? zip_of_both(w, &r->body, e)
			   : sb_service_allowlist(w->service, &r->body, e);
	}
	r->list = sb_list_open(w->service, q->iface->id, &w->variant->list, e);
	return r->list != NULL ? 0 : -1;
}

void
sb_route_list(struct sb_web *w, struct sb_req *q, struct sb_reply *r)
{
	static const struct sb_notice instead = { 200, "page for a list",
		"お知らせ", "左のメニューより処理を選択してください。" };
	static const char *const names[RA_IF_COUNT] = {
		[RA_IF_SERVER_LIST] = "serverAll.tsv",
		[RA_IF_CLIENT_LIST] = "clientAll.tsv",
		[RA_IF_ALL_LIST] = "serverAll.tsv",
		[RA_IF_ALLOWLIST] = "kyokaList.tsv",
	};
	const struct sb_fault *f = sb_web_fault(w, SB_AT_LIST, q, r);
	struct ra_err e = { 0 };

	if (f != NULL && f->kind->id == SB_FAULT_HTML_LIST) {
		sb_reply_notice(w, q, r, &instead);
		return;
	}
	if (list_body(w, q, r, &e) == -1) {
		sb_reply_broken(w, q, r, &e);
		return;
	}
	r->cut = f != NULL && f->kind->id == SB_FAULT_CUT_LIST;
	if (!w->variant->list_unnamed)
		r->disposition = names[q->iface->id];
	if (strcmp(r->type, "application/zip") == 0)
		r->disposition = "all.zip";
	snprintf(r->said, sizeof(r->said), "list");
}
