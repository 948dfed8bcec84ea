/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The refusal codes that are known. A code between them has no row: what it
 * means is not known. Code 338 has no known wording.
 */
#include "upki/refusal.h"

#include <string.h>

#include "base/i18n.h"

/*
 * The wording is the service's, byte for byte: rows are found by it. Code 206
 * stands twice, because two checks share it.
 */
static const struct ra_refusal table[] = {
	{ 201, "required", "{}は入力必須項目です。",
	    N_("a required item is empty"),
	    N_("fill in the item that is named") },
	{ 202, "too-long", "{}は{}桁以内で入力してください。",
	    N_("an item is longer than its limit"),
	    N_("shorten the item that is named") },
	{ 204, "not-digits", "{}は半角数字以外の文字が含まれています。",
	    N_("an item holds more than half-width digits"),
	    N_("write half-width digits only") },
	{ 205, "comment", "失効理由コメントは不正な文字が含まれています。",
	    N_("the reason comment holds a character that is not allowed"),
	    N_("write the comment without special characters") },
	{ 206, "dn", "{}がDN情報のフォーマットに準じていません。",
	    N_("a name is not in the form of a DN"),
	    N_("write it as CN=...,O=...,L=...,ST=...,C=JP") },
	{ 206, "mail", "{}はメール形式ではありません。",
	    N_("an item is not a mail address"), N_("correct the address") },
	{ 208, "no-file", "指定したファイルは存在しません。",
	    N_("the service got no file"),
	    N_("check the path of the file and send it again") },
	{ 209, "extension", "指定したファイルの拡張子が不正です。",
	    N_("the file name ends neither in .tsv nor in .txt"),
	    N_("rename the file") },
	{ 212, "exists", "指定したDNはすでに存在しています。",
	    N_("an application for this DN exists; for server certificates the "
	       "CN alone is compared"),
	    N_("renew instead, naming the serial number of the earlier "
	       "certificate, even if it is expired or revoked") },
	{ 213, "empty", "申請ファイルに入力がありません。",
	    N_("the file holds no record"),
	    N_("put at least one record into the file") },
	{ 214, "too-many",
	    "ファイル内のレコードが指定件数を超えているため申請できません。",
	    N_("the file holds too many records"),
	    N_("split the file: at most 99 records each") },
	{ 215, "institution", "機関状態が無効なため申請できません。",
	    N_("the state of the institution does not allow applications"),
	    N_("ask the support desk of the service") },
	{ 338, "dns", "",
	    N_("as reported by others: the name does not resolve, or a CAA "
	       "record does not name secomtrust.net"),
	    N_("make the name resolve everywhere, and let its CAA records "
	       "allow secomtrust.net") },
	{ 371, "ou",
	    "主体者DNのOUが許可リストとして登録された値と一致しません。",
	    N_("the OU of the DN is not on the allowlist"),
	    N_("leave the OU out of a server certificate, or have it "
	       "registered") },
	{ 0, NULL, NULL, NULL, NULL },
};

/* The pattern's pieces stand in the text in their order, {} between them. */
static bool
fits(const char *pattern, struct ra_span text)
{
	struct ra_span rest = ra_span_str(pattern), piece;
	size_t at;

	/* Wording that is not known fits nothing, instead of everything. */
	if (rest.n == 0)
		return false;
	while (rest.n > 0) {
		at = ra_span_find(rest, RA_SPAN("{}"));
		piece = (struct ra_span){ rest.p, at };
		rest = ra_span_from(rest, at + strlen("{}"));
		if (!ra_span_has(text, piece))
			return false;
		text = ra_span_from(text, ra_span_find(text, piece) + piece.n);
	}
	return true;
}

const struct ra_refusal *
ra_refusal_table(void)
{
	return table;
}

const struct ra_refusal *
ra_refusal_find(int code, struct ra_span message)
{
	const struct ra_refusal *r, *first = NULL;

	if (code == 0)
		return NULL;
	for (r = table; r->code != 0; r++) {
		if (r->code != code)
			continue;
		if (fits(r->message, message))
			return r;
		/* The service may change its words; the code still tells. */
		if (first == NULL)
			first = r;
	}
	return first;
}

const struct ra_refusal *
ra_refusal_key(const char *key)
{
	const struct ra_refusal *r;

	for (r = table; r->code != 0; r++)
		if (strcmp(r->key, key) == 0)
			return r;
	return NULL;
}
