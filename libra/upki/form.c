/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The columns of the application files. Marks: a source states it, or it is
 * our reading; upki-facts sections 1.1 to 1.5 and 9a.
 */
#include "upki/form.h"

/* A column of each name: item and key. */
#define SUBJECT "主体者DN", "subject_dn"
#define PROFILE "証明書プロファイルID", "profile_id"
#define METHOD "ダウンロード方法(種別)", "download_method"
#define ACCOUNT "更新対象ACMEアカウントID", "acme_account_id"
#define SERIAL "失効対象証明書シリアル番号", "serial"
#define ACME_SERIAL "シリアル番号", "serial"
#define REASON "失効理由", "reason"
#define COMMENT "失効理由コメント", "comment"
#define CSR "CSR", "csr"
#define M_NAME "利用管理者氏名", "manager_name"
#define M_UNIT "利用管理者所属", "manager_unit"
#define M_MAIL "利用管理者mail", "manager_mail"
#define M_FQDN "利用管理者FQDN", "fqdn"
#define SOFTWARE "利用管理者ソフトウェア名・バージョン", "software"
#define DNSNAME "dNSName", "dnsname"
#define U_NAME "利用者氏名", "user_name"
#define U_FILE "P12ダウンロードファイル名", "p12_file"
#define U_UNIT "利用者所属", "user_unit"
#define U_MAIL "利用者mail", "user_mail"
#define PIN "アクセスPIN", "access_pin"
#define NAMELESS "（空欄）", "blank_3"

/* How surely: need, then length. */
#define C RA_CONFIRMED, RA_CONFIRMED
#define CI RA_CONFIRMED, RA_INFERRED
#define I RA_INFERRED, RA_INFERRED
#define NO RA_F_BLANK, RA_NEED_NO, 0
#define MAY(max) RA_NEED_MAY, max
#define MUST(max) RA_NEED_MUST, max
#define USUAL(max) RA_NEED_USUAL, max

/* Manual 5-3-1. */
static const struct ra_column server_issue[] = {
	{ SUBJECT, RA_F_DN, MUST(250), C },
	{ PROFILE, RA_F_PROFILE, MUST(2), C },
	{ NAMELESS, NO, C },
	{ SERIAL, NO, C },
	{ REASON, NO, C },
	{ COMMENT, NO, C },
	{ CSR, RA_F_CSR, MUST(2048), C },
	{ M_NAME, RA_F_TEXT, MAY(64), C },
	{ M_UNIT, RA_F_TEXT, MAY(64), C },
	{ M_MAIL, RA_F_MAIL, MUST(78), C },
	{ M_FQDN, RA_F_FQDN, MUST(64), C },
	{ SOFTWARE, RA_F_TEXT, MUST(128), C },
	{ DNSNAME, RA_F_DNSNAME, MAY(250), C },
};

/* Manual 5-3-2. The source gives column 2 one digit; two are meant. */
static const struct ra_column server_renew[] = {
	{ SUBJECT, RA_F_DN, MUST(250), C },
	{ PROFILE, RA_F_PROFILE, MUST(2), CI },
	{ NAMELESS, NO, C },
	{ SERIAL, RA_F_SERIAL, MUST(50), C },
	{ REASON, NO, C },
	{ COMMENT, NO, C },
	{ CSR, RA_F_CSR, MUST(2048), C },
	{ M_NAME, RA_F_TEXT, MAY(64), C },
	{ M_UNIT, RA_F_TEXT, MAY(64), C },
	{ M_MAIL, RA_F_MAIL, MUST(78), C },
	{ M_FQDN, RA_F_FQDN, MUST(64), C },
	{ SOFTWARE, RA_F_TEXT, MUST(128), C },
	{ DNSNAME, RA_F_DNSNAME, MAY(250), C },
};

/* Manual 5-3-3. */
static const struct ra_column server_revoke[] = {
	{ SUBJECT, RA_F_DN, MUST(250), C },
	{ PROFILE, NO, C },
	{ NAMELESS, NO, C },
	{ SERIAL, RA_F_SERIAL, MUST(50), C },
	{ REASON, RA_F_REASON, MUST(1), C },
	{ COMMENT, RA_F_TEXT, MAY(128), C },
	{ CSR, NO, C },
	{ M_NAME, NO, C },
	{ M_UNIT, NO, C },
	{ M_MAIL, RA_F_MAIL, MAY(78), C },
	{ M_FQDN, NO, C },
	{ SOFTWARE, NO, C },
	{ DNSNAME, NO, C },
};

/*
 * Manual 5-4, client and S/MIME. Of columns 9 to 15 only the order is
 * confirmed, by working code; CTSV gives column 2 one digit, but 13 to 16
 * exist.
 */
static const struct ra_column client_issue[] = {
	{ SUBJECT, RA_F_DN, MUST(250), C },
	{ PROFILE, RA_F_PROFILE, MUST(2), CI },
	{ METHOD, RA_F_METHOD, MUST(1), C },
	{ SERIAL, NO, C },
	{ REASON, NO, C },
	{ COMMENT, NO, C },
	{ CSR, NO, C },
	{ M_NAME, RA_F_TEXT, MUST(64), C },
	{ M_UNIT, RA_F_TEXT, USUAL(64), I },
	{ M_MAIL, RA_F_MAIL, USUAL(78), I },
	{ U_NAME, RA_F_TEXT, USUAL(0), I },
	{ U_FILE, RA_F_FILE, USUAL(0), I },
	{ U_UNIT, RA_F_TEXT, USUAL(0), I },
	{ U_MAIL, RA_F_MAIL, USUAL(0), I },
	{ PIN, RA_F_PIN, MAY(0), I },
};

/* Manual 5-4: what working code sends. */
static const struct ra_column client_renew[] = {
	{ SUBJECT, RA_F_DN, MUST(250), I },
	{ PROFILE, RA_F_PROFILE, MUST(2), I },
	{ METHOD, RA_F_METHOD, MUST(1), I },
	{ SERIAL, RA_F_SERIAL, MUST(50), I },
	{ REASON, NO, I },
	{ COMMENT, NO, I },
	{ CSR, NO, I },
	{ M_NAME, RA_F_TEXT, USUAL(64), I },
	{ M_UNIT, RA_F_TEXT, USUAL(64), I },
	{ M_MAIL, RA_F_MAIL, USUAL(78), I },
	{ U_NAME, RA_F_TEXT, USUAL(0), I },
	{ U_FILE, RA_F_FILE, USUAL(0), I },
	{ U_UNIT, RA_F_TEXT, USUAL(0), I },
	{ U_MAIL, RA_F_MAIL, USUAL(0), I },
	{ PIN, RA_F_PIN, MAY(0), I },
};

/* Manual 5-4: what working code sends. */
static const struct ra_column client_revoke[] = {
	{ SUBJECT, RA_F_DN, MUST(250), I },
	{ PROFILE, NO, I },
	{ METHOD, NO, I },
	{ SERIAL, RA_F_SERIAL, MUST(50), I },
	{ REASON, RA_F_REASON, MUST(1), I },
	{ COMMENT, RA_F_TEXT, MAY(128), I },
	{ CSR, NO, I },
	{ M_NAME, NO, I },
	{ M_UNIT, NO, I },
	{ M_MAIL, RA_F_MAIL, MAY(78), I },
	{ U_NAME, NO, I },
	{ U_FILE, NO, I },
	{ U_UNIT, NO, I },
	{ U_MAIL, RA_F_MAIL, MAY(0), I },
	{ PIN, NO, I },
};

/* Manual 5-5-1. */
static const struct ra_column acme_create[] = {
	{ SUBJECT, RA_F_DN, MUST(250), C },
	{ PROFILE, RA_F_PROFILE, MUST(2), CI },
	{ ACCOUNT, NO, C },
	{ ACME_SERIAL, NO, C },
	{ REASON, NO, C },
	{ COMMENT, NO, C },
	{ CSR, NO, C },
	{ M_NAME, RA_F_TEXT, MAY(64), C },
	{ M_UNIT, RA_F_TEXT, MAY(64), C },
	{ M_MAIL, RA_F_MAIL, MUST(78), C },
	{ M_FQDN, RA_F_FQDN, MUST(64), C },
	{ SOFTWARE, RA_F_TEXT, MUST(128), C },
	{ DNSNAME, RA_F_DNSNAME, MAY(250), C },
};

/* Manual 5-5-2. Lengths not repeated there are those of the creation. */
static const struct ra_column acme_renew[] = {
	{ SUBJECT, RA_F_DN, MUST(250), C },
	{ PROFILE, RA_F_PROFILE, MUST(2), CI },
	{ ACCOUNT, RA_F_ACCOUNT, MUST(128), C },
	{ ACME_SERIAL, NO, C },
	{ REASON, NO, C },
	{ COMMENT, NO, C },
	{ CSR, NO, C },
	{ M_NAME, RA_F_TEXT, MAY(64), CI },
	{ M_UNIT, RA_F_TEXT, MAY(64), CI },
	{ M_MAIL, RA_F_MAIL, MUST(78), C },
	{ M_FQDN, RA_F_FQDN, MUST(64), CI },
	{ SOFTWARE, RA_F_TEXT, MUST(128), CI },
	{ DNSNAME, RA_F_DNSNAME, MAY(250), CI },
};

/* Manual 5-5-3. */
static const struct ra_column acme_suspend[] = {
	{ SUBJECT, RA_F_DN, MAY(250), CI },
	{ PROFILE, NO, C },
	{ ACCOUNT, RA_F_ACCOUNT, MUST(128), C },
	{ ACME_SERIAL, NO, C },
	{ REASON, RA_F_REASON, MUST(1), C },
	{ COMMENT, RA_F_TEXT, MAY(128), C },
	{ CSR, NO, C },
	{ M_NAME, NO, C },
	{ M_UNIT, NO, C },
	{ M_MAIL, RA_F_MAIL, MAY(78), C },
	{ M_FQDN, NO, C },
	{ SOFTWARE, NO, C },
	{ DNSNAME, NO, C },
};

/* Manual 5-5-4. */
static const struct ra_column acme_revoke[] = {
	{ SUBJECT, RA_F_DN, MUST(250), CI },
	{ PROFILE, NO, C },
	{ ACCOUNT, NO, C },
	{ ACME_SERIAL, RA_F_SERIAL, MUST(50), C },
	{ REASON, RA_F_REASON, MUST(1), C },
	{ COMMENT, RA_F_TEXT, MAY(128), C },
	{ CSR, NO, C },
	{ M_NAME, NO, C },
	{ M_UNIT, NO, C },
	{ M_MAIL, RA_F_MAIL, MAY(78), C },
	{ M_FQDN, NO, C },
	{ SOFTWARE, NO, C },
	{ DNSNAME, NO, C },
};

static const struct ra_form table[RA_FORM_COUNT] = {
	{ RA_FORM_SERVER_ISSUE, "server-issue", "5-3-1", RA_IF_SERVER_APPLY,
	    RA_OP_ISSUE, 13, server_issue, RA_CONFIRMED },
	{ RA_FORM_SERVER_RENEW, "server-renew", "5-3-2", RA_IF_SERVER_APPLY,
	    RA_OP_RENEW, 13, server_renew, RA_CONFIRMED },
	{ RA_FORM_SERVER_REVOKE, "server-revoke", "5-3-3", RA_IF_SERVER_APPLY,
	    RA_OP_REVOKE, 13, server_revoke, RA_CONFIRMED },
	{ RA_FORM_CLIENT_ISSUE, "client-issue", "5-4", RA_IF_CLIENT_APPLY,
	    RA_OP_ISSUE, 15, client_issue, RA_INFERRED },
	{ RA_FORM_CLIENT_RENEW, "client-renew", "5-4", RA_IF_CLIENT_APPLY,
	    RA_OP_RENEW, 15, client_renew, RA_INFERRED },
	{ RA_FORM_CLIENT_REVOKE, "client-revoke", "5-4", RA_IF_CLIENT_APPLY,
	    RA_OP_REVOKE, 15, client_revoke, RA_INFERRED },
	{ RA_FORM_ACME_CREATE, "acme-create", "5-5-1", RA_IF_ACME, RA_OP_ISSUE,
	    13, acme_create, RA_CONFIRMED },
	{ RA_FORM_ACME_RENEW, "acme-renew", "5-5-2", RA_IF_ACME, RA_OP_RENEW,
	    13, acme_renew, RA_CONFIRMED },
	{ RA_FORM_ACME_SUSPEND, "acme-suspend", "5-5-3", RA_IF_ACME,
	    RA_OP_SUSPEND, 13, acme_suspend, RA_CONFIRMED },
	{ RA_FORM_ACME_REVOKE, "acme-revoke", "5-5-4", RA_IF_ACME, RA_OP_REVOKE,
	    13, acme_revoke, RA_CONFIRMED },
};

/* The labels of the upload screens and of the menu: upki-facts 4. */
static const struct {
	const char *name, *label;
} ops[] = {
	[RA_OP_ISSUE] = { "issue", "発行" },
	[RA_OP_RENEW] = { "renew", "更新" },
	[RA_OP_REVOKE] = { "revoke", "失効" },
	[RA_OP_SUSPEND] = { "suspend", "停止" },
};

const struct ra_form *
ra_form_table(void)
{
	return table;
}

/* Exactly: a name that scripts give is never completed. */
const struct ra_form *
ra_form_find(struct ra_span name)
{
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		if (ra_span_eqs(name, table[i].name))
			return &table[i];
	return NULL;
}

/* The first word of a form's name is its type, so no column repeats it. */
unsigned
ra_form_set(const char *type, unsigned op)
{
	struct ra_span rest, first;
	unsigned set = 0;
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++) {
		rest = ra_span_str(table[i].name);
		first = ra_span_cut(&rest, '-');
		if ((type == NULL || ra_span_eqs(first, type)) &&
		    (op == 0 || (unsigned)table[i].op == op))
			set |= RA_FORM_BIT(table[i].id);
	}
	return set;
}

const char *
ra_op_name(enum ra_op op)
{
	return ops[op].name;
}

const char *
ra_op_label(enum ra_op op)
{
	return ops[op].label;
}
