/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of a refusal. */
#include "reject.h"

#include <string.h>

#include "base/span.h"
#include "upki/refusal.h"

struct row {
	int code;
	const char *key, *message;
};

/*
 * Choices. The service's codes for these are not known; its own are three
 * digits below 372, so these begin at 901. The wording of 901 to 903 is the
 * service's (upki-facts 4), that of 338 and of the others is ours.
 */
static const struct row choices[] = {
	{ 338, "dns", "{}の名前解決またはCAAレコードの確認に失敗しました。" },
	{ 901, "domain", "対象のドメインは許可されていないため発行できません" },
	{ 902, "l", "主体者DNのLが登録された値と一致しません" },
	{ 903, "st", "主体者DNのSTが登録された値と一致しません" },
	{ 904, "o", "主体者DNのOが登録された値と一致しません" },
	{ 905, "columns", "{}の項目数が不正です。{}項目で入力してください。" },
	{ 906, "charset", "{}にShift_JISで表せない文字が含まれています。" },
	{ 907, "form", "{}の形式が正しくありません。" },
	{ 908, "value", "{}に指定できない値が入力されています。" },
	{ 909, "blank", "{}は入力できない項目です。" },
	{ 910, "csr", "{}を解析できません。" },
	{ 911, "csr-key", "{}の鍵が証明書プロファイルIDと一致しません。" },
	{ 912, "csr-dn", "{}の主体者DNが申請の主体者DNと一致しません。" },
	{ 913, "key-used", "{}の鍵はすでに使用されています。" },
	{ 914, "fqdn", "{}が主体者DNのCNと一致しません。" },
	{ 915, "names", "{}は重複なく{}件以内で入力してください。" },
	{ 916, "no-serial", "{}に該当する証明書が存在しません。" },
	{ 917, "other-dn", "{}が対象証明書の主体者DNと一致しません。" },
	{ 918, "revoked", "{}の証明書はすでに失効しています。" },
	{ 919, "user-mail", "{}が主体者DNのCNと一致しません。" },
	{ 920, "no-account", "{}に該当するACMEアカウントが存在しません。" },
	{ 921, "stopped", "{}のACMEアカウントは停止しています。" },
	{ 0, NULL, NULL },
};

static struct row
find(const char *key)
{
	const struct ra_refusal *r;
	const struct row *c;

	for (c = choices; c->code != 0; c++)
		if (strcmp(c->key, key) == 0)
			return *c;
	r = ra_refusal_key(key);
	return (struct row){ r->code, r->key, r->message };
}

void
sb_reject(struct ra_buf *out, const char *key, size_t record, const char *item,
    size_t number)
{
	struct row r = find(key);
	struct ra_span rest = ra_span_str(r.message);
	size_t at;
	int nth;

	if (out->n > 0)
		ra_buf_addc(out, '\n');
	ra_buf_addf(out, "%d:%zu,%s,", r.code, record, item);
	for (nth = 0; rest.n > 0; nth++) {
		at = ra_span_find(rest, RA_SPAN("{}"));
		ra_buf_add(out, (struct ra_span){ rest.p, at });
		if (at < rest.n && nth == 0)
			ra_buf_adds(out, item);
		else if (at < rest.n)
			ra_buf_addf(out, "%zu", number);
		rest = ra_span_from(rest, at + strlen("{}"));
	}
}
