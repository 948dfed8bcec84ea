/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The columns of the lists and the codes of their state. Confirmed headers
 * are those that programs find by name; the others are a viewer's labels.
 */
#include "upki/record.h"

#include "base/i18n.h"

/*
 * Of the client's list other texts are likely at 12 to 18, 29 and 30:
 * upki-facts 5.1 has index 14 as the user's address there.
 */
static const struct ra_record_column columns[RA_RECORD_COLUMNS] = {
	{ "発行・更新申請-申請ID", "application_id", RA_CONFIRMED, false },
	{ "発行・更新申請-操作ID", "operation_id", RA_INFERRED, false },
	{ "ignoreInvalidRecordフラグ", "ignore_invalid", RA_INFERRED, false },
	{ "主体者DN", "subject_dn", RA_CONFIRMED, false },
	{ "ドメインID", "domain_id", RA_INFERRED, false },
	{ "発行・更新申請-日時", "applied_at", RA_CONFIRMED, false },
	{ "発行・更新申請-処理完了日時", "completed_at", RA_INFERRED, false },
	{ "発行・更新申請-登録担当者ID", "officer_id", RA_INFERRED, false },
	{ "申請種別", "application_type", RA_INFERRED, false },
	{ "業務モデル", "business_model", RA_INFERRED, false },
	{ "証明書プロファイルID", "profile_id", RA_CONFIRMED, false },
	{ "状態", "state", RA_CONFIRMED, false },
	{ "利用管理者氏名", "manager_name", RA_INFERRED, false },
	{ "利用管理者所属", "manager_unit", RA_INFERRED, false },
	{ "利用管理者mail", "manager_mail", RA_CONFIRMED, false },
	{ "利用管理者FQDN", "fqdn", RA_INFERRED, false },
	{ "利用管理者ソフトウェア名・バージョン", "software", RA_INFERRED,
	    false },
	{ "CSR", "csr", RA_INFERRED, false },
	{ "dNSName", "dnsname", RA_INFERRED, false },
	{ "発行・更新申請-確認項目フラグ", "confirmation_flag", RA_INFERRED,
	    false },
	{ "発行・更新申請-トランザクションID", "transaction_id", RA_INFERRED,
	    false },
	{ "発行・更新申請-認証局連携APIエラーコード", "ca_error_code",
	    RA_CONFIRMED, false },
	{ "発行・更新申請-証明書", "certificate", RA_INFERRED, false },
	{ "発行・更新申請-シリアル番号", "serial", RA_CONFIRMED, false },
	{ "発行・更新申請-FingerPrint", "fingerprint", RA_INFERRED, false },
	{ "発行・更新申請-証明書有効開始", "not_before", RA_CONFIRMED, false },
	{ "発行・更新申請-証明書有効期限", "not_after", RA_CONFIRMED, false },
	{ "URL期限", "url_expires_at", RA_INFERRED, false },
	{ "アクセスPIN", "access_pin", RA_INFERRED, true },
	{ "その他送信先アドレス", "other_mail", RA_INFERRED, false },
	{ "その他送信先アドレス2", "other_mail_2", RA_INFERRED, false },
	{ "失効申請-申請ID", "revocation_application_id", RA_INFERRED, false },
	{ "失効申請-操作ID", "revocation_operation_id", RA_INFERRED, false },
	{ "失効申請-日時", "revocation_applied_at", RA_INFERRED, false },
	{ "失効申請-処理完了日時", "revocation_completed_at", RA_INFERRED,
	    false },
	{ "失効申請-登録担当者ID", "revocation_officer_id", RA_INFERRED,
	    false },
	{ "失効申請-失効理由コード", "revocation_reason", RA_INFERRED, false },
	{ "失効申請-失効理由コメント", "revocation_comment", RA_INFERRED,
	    false },
	{ "失効申請-確認項目フラグ", "revocation_confirmation_flag",
	    RA_INFERRED, false },
	{ "失効申請-トランザクションID", "revocation_transaction_id",
	    RA_INFERRED, false },
	{ "失効申請-認証局連携APIエラーコード", "revocation_ca_error_code",
	    RA_INFERRED, false },
	{ "失効申請-利用管理者mail", "revocation_manager_mail", RA_INFERRED,
	    false },
	{ "旧証明書シリアル番号", "old_serial", RA_CONFIRMED, false },
	{ "証明書リプレース依頼メール送信フラグ", "replace_mail_flag",
	    RA_INFERRED, false },
	{ "ダウンロード方法", "download_method", RA_INFERRED, false },
	{ "最終更新日", "updated_at", RA_CONFIRMED, false },
};

/* upki-facts 5.1; the negative ones are failures. */
static const struct ra_state states[] = {
	{ 0, N_("issuing"), "証明書発行処理中" },
	{ 1, N_("renewing"), "証明書更新処理中" },
	{ 2, N_("revoking"), "証明書失効処理中" },
	{ 3, N_("notice-pending"), "発行案内メール送信待ち" },
	{ 4, N_("notice-sent"), "発行案内メール送信済み" },
	{ 5, N_("issued"), "証明書発行処理完了" },
	{ 6, N_("renewed"), "証明書更新処理完了" },
	{ 7, N_("revoked"), "証明書失効処理完了" },
	{ 8, N_("replacement-pending"), "新証明書への置き換え待ち" },
	{ 9, N_("completion-mail-pending"), "発行・更新完了メール送信待ち" },
	{ 10, N_("revocation-mail-pending"), "失効完了メール送信待ち" },
	{ -1, N_("format-error"), "フォーマットエラー" },
	{ -2, N_("ca-error"), "認証局連携API処理エラー" },
	{ -3, N_("system-error"), "支援システム実行エラー" },
	{ 0, NULL, NULL },
};

const struct ra_record_column *
ra_record_columns(void)
{
	return columns;
}

const struct ra_state *
ra_state_table(void)
{
	return states;
}

const struct ra_state *
ra_state_find(long code)
{
	const struct ra_state *s;

	for (s = states; s->name != NULL; s++)
		if (s->code == code)
			return s;
	return NULL;
}
