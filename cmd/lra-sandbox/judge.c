/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Judging a file and its records. */
#include "judge.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/tsv.h"

#include "reject.h"

/*
 * A choice: the columns of the manager's update are not known. These are
 * the candidates of upki-facts 1.6.
 */
static const struct ra_column manager_columns[] = {
	{ "主体者DN", "subject_dn", RA_F_DN, RA_NEED_MUST, 250, RA_CHOICE,
	    RA_CHOICE },
	{ "シリアル番号", "serial", RA_F_SERIAL, RA_NEED_MUST, 50, RA_CHOICE,
	    RA_CHOICE },
	{ "利用管理者氏名", "manager_name", RA_F_TEXT, RA_NEED_MAY, 64,
	    RA_CHOICE, RA_CHOICE },
	{ "利用管理者所属", "manager_unit", RA_F_TEXT, RA_NEED_MAY, 64,
	    RA_CHOICE, RA_CHOICE },
	{ "利用管理者mail", "manager_mail", RA_F_MAIL, RA_NEED_MUST, 78,
	    RA_CHOICE, RA_CHOICE },
	{ "利用管理者ソフトウェア名・バージョン", "software", RA_F_TEXT,
	    RA_NEED_MAY, 128, RA_CHOICE, RA_CHOICE },
};

static const struct ra_form manager_form = {
	.id = RA_FORM_COUNT,
	.name = "manager-update",
	.section = "",
	.iface = RA_IF_MANAGER_UPDATE,
	.op = RA_OP_RENEW,
	.ncols = sizeof(manager_columns) / sizeof(manager_columns[0]),
	.col = manager_columns,
	.limit_mark = RA_CHOICE,
};

/*
 * The tables of columns are the specification's and shared; the judgement is
 * not.
 */
const struct ra_form *
sb_judge_form(const struct sb_upload *u)
{
	const struct ra_form *f = ra_form_table();
	size_t i;

	if (u->iface == RA_IF_MANAGER_UPDATE)
		return &manager_form;
	for (i = 0; i < RA_FORM_COUNT; i++)
		if (f[i].iface == u->iface && f[i].op == u->op)
			return &f[i];
	return NULL;
}

/* A choice: DIR/institution-disabled stands for code 215. */
static bool
disabled(const struct sb_world *w)
{
	char *path = ra_fs_join(w->dir, "institution-disabled");
	bool yes = access(path, F_OK) == 0;

	free(path);
	return yes;
}

/* Confirmed by 209 alone; that case does not count is a choice. */
static bool
has_extension(struct ra_span name)
{
	struct ra_span ext = ra_span_from(name, name.n < 4 ? 0 : name.n - 4);

	return ra_span_caseeqs(ext, ".tsv") || ra_span_caseeqs(ext, ".txt");
}

/* The refusal key of a file as a whole, or NULL. Rows are cut on the way. */
static const char *
file_error(
    const struct sb_world *w, const struct sb_upload *u, struct sb_rows *rows)
{
	struct ra_tsv t = { u->bytes, 0, false };
	struct ra_span row;

	rows->n = 0;
	if (disabled(w))
		return "institution";
	if (u->name.n == 0)
		return "no-file";
	if (!has_extension(u->name))
		return "extension";
	if (ra_span_trim(u->bytes).n == 0)
		return "empty";
	while (ra_tsv_next(&t, &row)) {
		/*
		 * 99 for servers and ACME is confirmed, for clients inferred
		 * (upki-facts 1.0).
		 */
		if (rows->n == RA_FORM_RECORDS_MAX)
			return "too-many";
		rows->row[rows->n++] = row;
	}
	return NULL;
}

bool
sb_judge_file(const struct sb_world *w, const struct sb_upload *u,
    struct sb_rows *rows, struct ra_buf *error)
{
	const char *key = file_error(w, u, rows);

	if (key != NULL)
		sb_reject(error, key, 1, SB_ITEM_FILE, 0);
	return key == NULL;
}

void
sb_claim_init(struct sb_claim *c, const struct ra_form *form, size_t record)
{
	memset(c, 0, sizeof(*c));
	c->form = form;
	c->record = record;
	ra_buf_init(&c->errors, SB_ERRORS_MAX);
}

void
sb_claim_clear(struct sb_claim *c)
{
	size_t i;

	for (i = 0; i < RA_FORM_COLUMNS_MAX; i++)
		free(c->col[i]);
	for (i = 0; i < c->nnames; i++)
		free(c->name[i]);
	ra_dn_clear(&c->dn);
	free(c->dn_text);
	ra_csr_free(c->csr);
	sb_app_free(c->old);
	sb_account_free(c->account);
	ra_buf_clear(&c->errors);
	memset(c, 0, sizeof(*c));
}

const char *
sb_claim_get(const struct sb_claim *c, enum ra_field f)
{
	size_t i;

	for (i = 0; i < c->form->ncols; i++)
		if (c->form->col[i].field == f)
			return c->col[i] != NULL ? c->col[i] : "";
	return "";
}

const char *
sb_claim_key(const struct sb_claim *c, const char *key)
{
	size_t i;

	for (i = 0; i < c->form->ncols; i++)
		if (strcmp(c->form->col[i].key, key) == 0)
			return c->col[i] != NULL ? c->col[i] : "";
	return "";
}

void
sb_claim_refuse_item(
    struct sb_claim *c, const char *key, const char *item, size_t number)
{
	sb_reject(&c->errors, key, c->record, item, number);
}

void
sb_claim_refuse(struct sb_claim *c, const char *key, enum ra_field f)
{
	const char *item = SB_ITEM_FILE;
	size_t i;

	for (i = c->form->ncols; i-- > 0;)
		if (c->form->col[i].field == f)
			item = c->form->col[i].item;
	sb_claim_refuse_item(c, key, item, 0);
}

/* A tab parts columns; nothing else below blank is text (upki-facts 1.0). */
static bool
has_control(struct ra_span s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

/* Cut and decode the row. */
static void
read_columns(struct sb_claim *c, struct ra_span row)
{
	struct ra_span col[RA_FORM_COLUMNS_MAX];
	size_t i, n = ra_tsv_split(row, col, RA_FORM_COLUMNS_MAX);
	struct ra_buf b;

	/* A choice: fewer tabs than columns are not forgiven. */
	if (n != c->form->ncols) {
		sb_claim_refuse_item(c, "columns", "レコード", c->form->ncols);
		return;
	}
	for (i = 0; i < n; i++) {
		ra_buf_init(&b, RA_FORM_FILE_MAX * 3);
		if (has_control(col[i]) ||
		    ra_text_decode(RA_CP932, col[i], &b, NULL) == -1)
			sb_claim_refuse_item(
			    c, "charset", c->form->col[i].item, 0);
		c->col[i] = ra_strdup(ra_buf_str(&b));
		ra_buf_clear(&b);
	}
}

/* The old certificate of a renewal, revocation or update. */
static int
judge_old(struct sb_store *s, struct sb_claim *c, struct ra_err *e)
{
	bool server = c->form->iface == RA_IF_SERVER_APPLY ||
	    c->form->iface == RA_IF_ACME;
	bool any = c->form->iface == RA_IF_MANAGER_UPDATE;

	if (sb_store_by_serial(s, c->serial.dec, &c->old, e) == -1)
		return -1;
	if (c->old == NULL ||
	    (!any && (c->old->use == RA_USE_SERVER) != server)) {
		sb_claim_refuse(c, "no-serial", RA_F_SERIAL);
		return 0;
	}
	/* A loose DN of ACME may lack L or ST, so its CN is compared. */
	if (c->form->iface == RA_IF_ACME
		? strcmp(c->old->cn, ra_dn_get(&c->dn, RA_ATTR_CN, 0)) != 0
		: strcmp(c->old->dn, c->dn_text) != 0)
		sb_claim_refuse(c, "other-dn", RA_F_DN);
	/*
	 * A revoked certificate can be renewed, and must be, for its CN is
	 * never free again (upki-facts 3); it cannot be revoked again.
	 */
	if (c->form->op == RA_OP_REVOKE && sb_app_revoked(c->old))
		sb_claim_refuse(c, "revoked", RA_F_SERIAL);
	return 0;
}

static int
judge_account(struct sb_store *s, struct sb_claim *c, struct ra_err *e)
{
	const char *cn = ra_dn_get(&c->dn, RA_ATTR_CN, 0);

	if (sb_store_account_get(
		s, sb_claim_get(c, RA_F_ACCOUNT), &c->account, e) == -1)
		return -1;
	if (c->account == NULL)
		sb_claim_refuse(c, "no-account", RA_F_ACCOUNT);
	else if (!c->account->active)
		sb_claim_refuse(c, "stopped", RA_F_ACCOUNT);
	else if (cn != NULL && strcmp(cn, c->account->cn) != 0)
		sb_claim_refuse(c, "other-dn", RA_F_DN);
	return 0;
}

/* 212: what was ever issued is renewed, not issued. */
static int
judge_new(struct sb_store *s, struct sb_claim *c, struct ra_err *e)
{
	bool server = c->form->iface == RA_IF_SERVER_APPLY, seen;
	const char *value =
	    server ? ra_dn_get(&c->dn, RA_ATTR_CN, 0) : c->dn_text;

	if (sb_store_seen(
		s, server ? SB_SEEN_CN : SB_SEEN_DN, value, &seen, e) == -1)
		return -1;
	if (seen)
		sb_claim_refuse(c, "exists", RA_F_DN);
	return 0;
}

/* No key twice, for renewals confirmed (upki-facts 3), else inferred. */
static int
judge_key(struct sb_store *s, struct sb_claim *c, struct ra_err *e)
{
	bool seen;

	if (sb_store_seen(s, SB_SEEN_KEY, ra_csr_key(c->csr)->spki, &seen, e) ==
	    -1)
		return -1;
	if (seen)
		sb_claim_refuse(c, "key-used", RA_F_CSR);
	return 0;
}

/* What only the store can tell. */
static int
judge_store(struct sb_store *s, struct sb_claim *c, struct ra_err *e)
{
	int rc = 0;

	if (c->serial.dec[0] != '\0')
		rc = judge_old(s, c, e);
	else if (sb_claim_get(c, RA_F_ACCOUNT)[0] != '\0')
		rc = judge_account(s, c, e);
	else if (c->form->op == RA_OP_ISSUE && c->form->iface != RA_IF_ACME)
		rc = judge_new(s, c, e);
	/* What was sent twice is told so by 212 alone. */
	if (rc == 0 && c->errors.n == 0 && c->csr != NULL)
		rc = judge_key(s, c, e);
	return rc;
}

int
sb_judge(struct sb_store *s, struct sb_claim *c, struct ra_span row,
    struct ra_err *e)
{
	bool fresh = c->form->op == RA_OP_ISSUE || c->form->op == RA_OP_RENEW;
	size_t i;

	read_columns(c, row);
	if (c->errors.n > 0)
		return 0;
	for (i = 0; i < c->form->ncols; i++)
		sb_judge_column(c, &c->form->col[i], c->col[i]);
	if (c->errors.n > 0)
		return 0;
	/* A revocation may name what was issued under former rules. */
	if (fresh && c->form->iface != RA_IF_MANAGER_UPDATE) {
		sb_judge_registered(c);
		if (c->form->iface == RA_IF_CLIENT_APPLY)
			sb_judge_user_mail(c);
		else
			sb_judge_names(c);
		sb_judge_csr(c);
	}
	return c->errors.n > 0 ? 0 : judge_store(s, c, e);
}
