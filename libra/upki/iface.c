/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The interfaces of the service's menu. */
#include "upki/iface.h"

#include <stddef.h>

#include "base/i18n.h"

#define SERVER "サーバ証明書"
#define CLIENT "クライアント証明書"
#define MANAGER "利用管理者情報"

static const struct ra_iface table[RA_IF_COUNT] = {
	{ RA_IF_SERVER_APPLY, "server-apply", 1, SERVER, "発行・更新・失効",
	    NULL, N_("server certificates: issue, renew, revoke"),
	    RA_CONFIRMED },
	{ RA_IF_SERVER_LIST, "server-list", 2, SERVER,
	    "証明書情報一括ダウンロード", "証明書一括ダウンロード",
	    N_("server certificates: bulk download"), RA_CONFIRMED },
	{ RA_IF_CLIENT_APPLY, "client-apply", 3, CLIENT, "発行・更新・失効",
	    NULL, N_("client certificates: issue, renew, revoke"),
	    RA_CONFIRMED },
	{ RA_IF_CLIENT_LIST, "client-list", 4, CLIENT,
	    "証明書情報一括ダウンロード", "証明書一括ダウンロード",
	    N_("client certificates: bulk download"), RA_CONFIRMED },
	{ RA_IF_MANAGER_UPDATE, "manager-update", 5, MANAGER, "更新", NULL,
	    N_("manager information: update"), RA_CONFIRMED },
	{ RA_IF_ALL_LIST, "all-list", 6, MANAGER,
	    "全証明書情報一括ダウンロード", NULL,
	    N_("manager information: all certificates"), RA_CONFIRMED },
	{ RA_IF_STATS, "stats", 7, MANAGER, "発行証明書統計照会", NULL,
	    N_("manager information: statistics"), RA_CONFIRMED },
	{ RA_IF_ALLOWLIST, "allowlist", 8, MANAGER,
	    "許可リスト一括ダウンロード", NULL,
	    N_("manager information: allowlist"), RA_CONFIRMED },
	{ RA_IF_TIMESTAMP, "timestamp-url", 9, "タイムスタンプ利用情報",
	    "タイムスタンプURL", NULL, N_("time stamp URL"), RA_CONFIRMED },
	{ RA_IF_LOGOUT, "logout", 10, "ログアウト", "ログアウト", NULL,
	    N_("logout"), RA_CONFIRMED },
	{ RA_IF_ACME, "acme", 0, "ACME利用情報", "ACME利用情報", NULL,
	    N_("ACME: create, renew, suspend, revoke"), RA_CHOICE },
};

const struct ra_iface *
ra_iface_table(void)
{
	return table;
}

const struct ra_iface *
ra_iface_find(struct ra_span name)
{
	size_t i;

	for (i = 0; i < RA_IF_COUNT; i++)
		if (ra_span_eqs(name, table[i].name))
			return &table[i];
	return NULL;
}
