/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The tables of names and layouts. */
#include "variant.h"

static const char *const digits[] = { "1", "2", "3", "4" };
static const char *const letters[] = { "N", "U", "R", "S" };
static const char *const words[] = { "create", "update", "delete", "stop" };
static const char *const one_two[] = { "1", "2" };
static const char *const zero_one[] = { "0", "1" };
static const char *const all_skip[] = { "ALL", "SKIP" };

/* Confirmed but for the values of errorFlg: letter for letter everywhere. */
#define CLIENT_APPLY(modes)                                                    \
	{                                                                      \
		"SP1011", "SP1011.do", "SP1011", "applyType", "errorFlg",      \
		    "file", digits, modes                                      \
	}
/* The path is confirmed, the ID in the menu is not known. */
#define CLIENT_LIST(id)                                                        \
	{                                                                      \
		id, "syomeiDL_S_Cli.do", NULL, NULL, NULL, NULL, NULL, NULL    \
	}
#define PLAIN(id, path)                                                        \
	{                                                                      \
		id, path, NULL, NULL, NULL, NULL, NULL, NULL                   \
	}

static const struct sb_names names_alike[RA_IF_COUNT] = {
	[RA_IF_SERVER_APPLY] = { "SP1001", "SP1001.do", "SP1001", "applyType",
	    "errorFlg", "file", digits, one_two },
	[RA_IF_SERVER_LIST] = PLAIN("SP1002", "syomeiDL_S.do"),
	[RA_IF_CLIENT_APPLY] = CLIENT_APPLY(one_two),
	[RA_IF_CLIENT_LIST] = CLIENT_LIST("SP1012"),
	[RA_IF_MANAGER_UPDATE] = { "SP1021", "SP1021.do", "SP1021", NULL, NULL,
	    "file", NULL, NULL },
	[RA_IF_ALL_LIST] = PLAIN("SP1022", "riyouDL_S.do"),
	[RA_IF_STATS] = PLAIN("SP1023", "toukei_S.do"),
	[RA_IF_ALLOWLIST] = PLAIN("SP1024", "kyokaDL_S.do"),
	[RA_IF_TIMESTAMP] = PLAIN("SP1031", "timestamp_S.do"),
	[RA_IF_LOGOUT] = PLAIN("SP9001", "Logout.do"),
	[RA_IF_ACME] = { "SP1041", "SP1041.do", "SP1041", "acmeType",
	    "errorFlg", "file", digits, one_two },
};

static const struct sb_names names_words[RA_IF_COUNT] = {
	[RA_IF_SERVER_APPLY] = { "serverShinsei", "serverShinsei.do",
	    "shinseiForm", "shinseiSyubetsu", "errSyori", "uploadFile", letters,
	    zero_one },
	[RA_IF_SERVER_LIST] = PLAIN("serverIchiran", "serverIchiran.do"),
	[RA_IF_CLIENT_APPLY] = CLIENT_APPLY(zero_one),
	[RA_IF_CLIENT_LIST] = CLIENT_LIST("clientIchiran"),
	[RA_IF_MANAGER_UPDATE] = { "riyouKoushin", "riyouKoushin.do",
	    "riyouForm", NULL, NULL, "riyouFile", NULL, NULL },
	[RA_IF_ALL_LIST] = PLAIN("zenIchiran", "zenIchiran.do"),
	[RA_IF_STATS] = PLAIN("toukei", "toukei.do"),
	[RA_IF_ALLOWLIST] = PLAIN("kyokaList", "kyokaList.do"),
	[RA_IF_TIMESTAMP] = PLAIN("timestampUrl", "timestampUrl.do"),
	[RA_IF_LOGOUT] = PLAIN("logout", "sslLogout.do"),
	[RA_IF_ACME] = { "acmeRiyou", "acmeRiyou.do", "acmeForm", "syori",
	    "errSyori", "acmeFile", words, zero_one },
};

static const struct sb_names names_numbers[RA_IF_COUNT] = {
	[RA_IF_SERVER_APPLY] = { "0101", "exec0101.do", "f0101", "k1", "k2",
	    "k3", words, all_skip },
	[RA_IF_SERVER_LIST] = PLAIN("0102", "exec0102.do"),
	[RA_IF_CLIENT_APPLY] = CLIENT_APPLY(all_skip),
	[RA_IF_CLIENT_LIST] = CLIENT_LIST("0202"),
	[RA_IF_MANAGER_UPDATE] = { "0301", "exec0301.do", "f0301", NULL, NULL,
	    "k3", NULL, NULL },
	[RA_IF_ALL_LIST] = PLAIN("0302", "exec0302.do"),
	[RA_IF_STATS] = PLAIN("0303", "exec0303.do"),
	[RA_IF_ALLOWLIST] = PLAIN("0304", "exec0304.do"),
	[RA_IF_TIMESTAMP] = PLAIN("0401", "exec0401.do"),
	[RA_IF_LOGOUT] = PLAIN("0901", "exec0901.do"),
	[RA_IF_ACME] = { "0501", "exec0501.do", "f0501", "k1", "k2", "k3",
	    letters, all_skip },
};

static const struct sb_variant table[] = {
	{ .what = "script sets the menu's hidden control; all like (3)",
	    .menu = SB_MENU_ONCLICK,
	    .declare = SB_DECLARE_HEADER,
	    .deliver = SB_DELIVER_DIRECT,
	    .names = names_alike },
	{ .what = "links with a query; meta charset; tokens; a download "
		  "button; radios; SEQ counts rows",
	    .menu = SB_MENU_LINKS,
	    .declare = SB_DECLARE_META,
	    .deliver = SB_DELIVER_BUTTON,
	    .names = names_words,
	    .radios = true,
	    .tokens = true,
	    .count = true,
	    .no_zeros = true,
	    .file_page = true,
	    .list = { .lf = true },
	    .list_type = "text/plain; charset=Shift_JIS" },
	{ .what = "menu by a select; charset nowhere; nested tables and "
		  "frames; a download link; other forms about",
	    .menu = SB_MENU_SELECT,
	    .declare = SB_DECLARE_NOWHERE,
	    .deliver = SB_DELIVER_LINK,
	    .names = names_numbers,
	    .nested = true,
	    .strangers = true,
	    .one_word = true,
	    .list = { .slashes = true, .user = true },
	    .list_unnamed = true },
	{ .what = "menu by buttons; both charsets; tokens; uploads redirect "
		  "to their result; a part refused is a failure page",
	    .menu = SB_MENU_BUTTONS,
	    .declare = SB_DECLARE_BOTH,
	    .deliver = SB_DELIVER_BUTTON,
	    .names = names_words,
	    .tokens = true,
	    .redirect = true,
	    .partly_ng = true,
	    .no_zeros = true,
	    .level = true,
	    .list = { .pem = true, .extended = true } },
	{ .what = "javascript: links; nested; (6) is a ZIP; sentence after "
		  "the table; other forms about",
	    .menu = SB_MENU_HREF,
	    .declare = SB_DECLARE_HEADER,
	    .deliver = SB_DELIVER_DIRECT,
	    .names = names_alike,
	    .nested = true,
	    .strangers = true,
	    .zip = true,
	    .late = true,
	    .op_hidden = true,
	    .file_page = true,
	    .list = { .slashes = true } },
	{ .what = "links to paths; charset nowhere; tokens, radios, nested, "
		  "redirect, SEQ counts, part is failure",
	    .menu = SB_MENU_PATHS,
	    .declare = SB_DECLARE_NOWHERE,
	    .deliver = SB_DELIVER_DIRECT,
	    .names = names_numbers,
	    .radios = true,
	    .nested = true,
	    .tokens = true,
	    .strangers = true,
	    .redirect = true,
	    .count = true,
	    .partly_ng = true,
	    .no_zeros = true,
	    .one_word = true,
	    .list = { .lf = true, .user = true },
	    .list_type = "text/tab-separated-values" },
	{ .what = "labels in images; meta charset; a page to confirm the "
		  "upload of (1)",
	    .menu = SB_MENU_IMAGES,
	    .declare = SB_DECLARE_META,
	    .deliver = SB_DELIVER_DIRECT,
	    .names = names_words,
	    .confirm = true,
	    .level = true,
	    .list = { .extended = true } },
};

const struct sb_variant *
sb_variant_get(size_t n)
{
	return n < sb_variant_count() ? &table[n] : NULL;
}

size_t
sb_variant_count(void)
{
	return sizeof(table) / sizeof(*table);
}

/*
 * ACME alone can suspend (5-5-3); the manager's form has one operation,
 * unnamed.
 */
const enum ra_op *
sb_variant_ops(enum ra_iface_id iface)
{
	static const enum ra_op three[] = { RA_OP_ISSUE, RA_OP_RENEW,
		RA_OP_REVOKE, 0 };
	static const enum ra_op four[] = { RA_OP_ISSUE, RA_OP_RENEW,
		RA_OP_SUSPEND, RA_OP_REVOKE, 0 };
	static const enum ra_op one[] = { RA_OP_RENEW, 0 };

	if (iface == RA_IF_ACME)
		return four;
	return iface == RA_IF_MANAGER_UPDATE ? one : three;
}
