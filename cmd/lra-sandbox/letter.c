/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The mails of the service in words of our own. */
#include "letter.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "pki/dn.h"

#include "codes.h"

#define LETTER_MAX 65536
#define RULE "\343\200\200---------------------------------------------\n"
#define BLANK "　"

/* Programs cut the Japanese half at the words that this begins with. */
static const char closing[] =
    "\nこのメールに心当たりがない場合や不明な点がある場合は、"
    "貴機関の登録担当者へお問い合わせください。\n";
static const char closing_en[] =
    "\nIf you do not know of this, please ask the registration officer "
    "of your institution.\n";

#define FETCH_JA "1か月以内に次のURLから取得してください。\n"
#define ONCE_JA "取得されるとURLは無効になります。\n"
#define ACCEPTED                                                               \
	"[UPKI] クライアント証明書発行受付通知 / "              \
	"[UPKI] client certificate issue acceptance notice"
#define ACCEPTED_JA                                                            \
	"クライアント証明書の申請を受け付けました。\n\n"  \
	"A. P12個別の場合\n" FETCH_JA                                          \
	"アクセスPINの取得後に有効になります。\n" ONCE_JA
#define ACCEPTED_EN                                                            \
	"\nYour application was accepted.\n\nA. A single PKCS#12\n"            \
	"Please fetch it within one month.\n"
#define BULK_JA                                                                \
	"\nB. P12一括の場合\n"                                            \
	"利用管理者が一括して取得し、各利用者へ配布されます。\n"
#define BULK_EN                                                                \
	"\nB. PKCS#12 in bulk\nThe manager fetches all and hands them out.\n"

/*
 * What each one-time URL is announced with, before and after it in each
 * language. wire-protocol 1.8: the notice to users has two blocks, and the
 * URL stands in block A even where B is meant. The server's is inferred.
 */
static const struct announcement {
	const char *subject, *ja, *after, *en, *after_en;
} announcements[] = {
	[SB_TAKE_PIN] = { "[UPKI] アクセスPIN発行通知",
	    "証明書のアクセスPINを発行しました。" FETCH_JA ONCE_JA, "",
	    "\nAn access PIN was issued. Please fetch it within one month.\n",
	    "" },
	[SB_TAKE_ALL_PIN] = { "[UPKI] アクセスPIN発行通知",
	    "証明書のアクセスPIN（一括）を発行しました。" FETCH_JA ONCE_JA, "",
	    "\nAccess PINs were issued. Please fetch them within one month.\n",
	    "" },
	[SB_TAKE_CLI] = { ACCEPTED, ACCEPTED_JA, BULK_JA, ACCEPTED_EN,
	    BULK_EN },
	[SB_TAKE_ALL_P12] = { ACCEPTED, ACCEPTED_JA, BULK_JA, ACCEPTED_EN,
	    BULK_EN },
	[SB_TAKE_SERVER] = { "[UPKI] サーバ証明書発行受付通知",
	    "サーバ証明書の申請を受け付けました。\n"
	    "30日以内に次のURLから取得してください。\n",
	    "", "\nPlease fetch your certificate within 30 days.\n", "" },
};

const char *
sb_take_page(enum sb_take what)
{
	static const char *const page[] = {
		[SB_TAKE_PIN] = "SPEntranceCliPin",
		[SB_TAKE_ALL_PIN] = "SPEntranceCliAllPin",
		[SB_TAKE_CLI] = "SPEntranceCli",
		[SB_TAKE_ALL_P12] = "SPEntranceCliAll",
		[SB_TAKE_SERVER] = "SPEntranceServer",
	};

	return page[what];
}

/* Hand body over to a new mail. */
static struct sb_mail *
send_to(struct sb_outbox *o, const char *subject, const char *to,
    struct ra_buf *body)
{
	struct sb_mail *m = sb_mail_add(o);

	m->to = ra_strdup(to);
	m->subject = ra_strdup(subject);
	m->body = ra_strdup(ra_buf_str(body));
	ra_buf_clear(body);
	return m;
}

void
sb_letter_url(struct sb_outbox *o, const char *base, enum sb_take what,
    const char *p1, const char *to)
{
	const struct announcement *a = &announcements[what];
	struct ra_buf url, b;

	ra_buf_init(&url, LETTER_MAX);
	ra_buf_addf(&url, "%s/upki-odcert/download/view/jsp/%s.jsp?p1=", base,
	    sb_take_page(what));
	sb_token_escape(p1, &url);
	ra_buf_init(&b, LETTER_MAX);
	ra_buf_addf(
	    &b, "%s\n%s\n%s%s", a->ja, ra_buf_str(&url), a->after, closing);
	ra_buf_addf(&b, "%s\n%s\n%s%s", a->en, ra_buf_str(&url), a->after_en,
	    closing_en);
	send_to(o, a->subject, to, &b);
	ra_buf_clear(&url);
}

/*
 * One attribute a line, CN first. Of an S/MIME certificate the CN alone,
 * which is all that its subject holds.
 */
static void
dn_block(struct ra_buf *b, const char *label, const struct sb_app *a)
{
	struct ra_dn dn = { 0 };
	size_t i, n;

	ra_buf_addf(b, "\n【%s】\n" RULE, label);
	if (ra_dn_parse("DN", ra_span_str(a->dn), &dn, NULL) == 0) {
		n = a->use == RA_USE_SMIME ? 1 : dn.n;
		for (i = 0; i < n; i++)
			ra_buf_addf(b, BLANK "%s=%s\n",
			    ra_attr_name(dn.rdn[i].attr), dn.rdn[i].value);
	}
	ra_buf_adds(b, RULE);
	ra_dn_clear(&dn);
}

static void
line_block(struct ra_buf *b, const char *label, const char *text)
{
	ra_buf_addf(b, "\n【%s】\n" BLANK "%s\n", label, text);
}

/* The manager's address: of a client it is among the others. */
static enum sb_col
manager_col(const struct sb_app *a)
{
	return a->use == RA_USE_SERVER ? SB_COL_MAIL : SB_COL_OTHER;
}

static void
to_manager(struct sb_outbox *o, const struct sb_app *a, const char *subject,
    struct ra_buf *body)
{
	char *to = sb_app_get(a, manager_col(a));
	struct sb_mail *m =
	    send_to(o, subject, to[0] != '\0' ? to : SB_OFFICER_MAIL, body);

	m->cc = ra_strdup(SB_OFFICER_MAIL);
	free(to);
}

/* wire-protocol 1.8: to officer and manager, by the result page. */
void
sb_letter_taken(struct sb_outbox *o, const struct sb_app *a)
{
	bool server = a->use == RA_USE_SERVER;
	struct ra_buf b;

	ra_buf_init(&b, LETTER_MAX);
	ra_buf_adds(&b, "次の証明書が取得されました。\n");
	dn_block(&b, "対象証明書DN", a);
	line_block(&b, "対象証明書シリアル番号", a->serial);
	ra_buf_adds(&b, closing);
	to_manager(o, a,
	    server ? "[UPKI] サーバ証明書ダウンロード完了通知"
		   : "[UPKI] クライアント証明書取得通知",
	    &b);
}

/* The application that revokes the old certificate: 13 columns. */
static void
attach_revocation(struct sb_mail *m, const struct sb_app *a, const char *old)
{
	struct ra_buf b;

	ra_buf_init(&b, LETTER_MAX);
	ra_buf_addf(&b, "%s\t\t\t%s\t4\t\t\t\t\t\t\t\t\r\n", a->dn, old);
	m->file = ra_strdup("revoke.tsv");
	m->attached = ra_strdup(ra_buf_str(&b));
	ra_buf_clear(&b);
}

void
sb_letter_renewed(struct sb_outbox *o, const struct sb_app *a)
{
	bool server = a->use == RA_USE_SERVER;
	char *old = sb_app_get(a, SB_COL_OLD);
	struct ra_buf b;

	ra_buf_init(&b, LETTER_MAX);
	ra_buf_adds(&b, "更新された次の証明書が取得されました。\n");
	dn_block(&b, "対象証明書DN", a);
	line_block(&b, "新証明書シリアル番号", a->serial);
	line_block(&b, "旧証明書のシリアル番号", old);
	if (server)
		ra_buf_adds(&b,
		    "\n証明書の置き換えが済みましたら、"
		    "添付の失効申請TSVで旧証明書を失効してください。\n");
	ra_buf_adds(&b, closing);
	to_manager(o, a,
	    server ? "[UPKI] サーバ証明書ダウンロード完了通知"
		   : "[UPKI] クライアント証明書更新通知",
	    &b);
	if (server)
		attach_revocation(&o->v[o->n - 1], a, old);
	free(old);
}

/* Reason 0 is told as "other" (upki-facts 2.3). */
static void
reason(const struct sb_app *a, const char **ja, const char **en)
{
	const struct ra_word *w;
	char *digit = sb_app_get(a, SB_COL_R_REASON);

	w = ra_word_find(ra_reason_table(), strtol(digit, NULL, 10));
	*ja = w == NULL || w->code == 0 ? "その他" : w->ja;
	*en = w == NULL ? "unspecified" : w->name;
	free(digit);
}

/* Officer, manager and, of a client, the user. */
static void
copy_user(struct sb_outbox *o, const struct sb_app *a)
{
	struct sb_mail *m = &o->v[o->n - 1];
	char *user = sb_app_get(a, SB_COL_MAIL);
	struct ra_buf b;

	if (a->use != RA_USE_SERVER && user[0] != '\0') {
		ra_buf_init(&b, LETTER_MAX);
		ra_buf_addf(&b, "%s, %s", m->cc, user);
		free(m->cc);
		m->cc = ra_strdup(ra_buf_str(&b));
		ra_buf_clear(&b);
	}
	free(user);
}

/*
 * wire-protocol 1.8: the English half repeats the block under English labels; a
 * greedy match would run into it, which a client has to stand.
 */
void
sb_letter_revoked(struct sb_outbox *o, const struct sb_app *a)
{
	const char *ja, *en;
	struct ra_buf b;

	reason(a, &ja, &en);
	ra_buf_init(&b, LETTER_MAX);
	ra_buf_adds(&b, "次の証明書の失効が完了しました。\n");
	dn_block(&b, "失効証明書DN", a);
	line_block(&b, "失効証明書シリアル番号", a->serial);
	line_block(&b, "失効理由", ja);
	ra_buf_addf(&b, "%s\nThis certificate was revoked.\n", closing);
	dn_block(&b, "revoked certificate DN", a);
	line_block(&b, "revoked certificate serial number", a->serial);
	line_block(&b, "revocation reason", en);
	ra_buf_adds(&b, closing_en);
	to_manager(o, a,
	    a->use == RA_USE_SERVER
		? "[UPKI] サーバ証明書失効完了通知"
		: "[UPKI] クライアント証明書失効完了通知 / "
		  "[UPKI] client certificate revocation completion "
		  "notification",
	    &b);
	copy_user(o, a);
}
