/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The words of the report. Both languages stand in one page, so that they are
 * a table here and not in the catalogue, which gives one at a time.
 */
#include "codec/text.h"
#include "work/report_in.h"

static const struct {
	const char *en, *ja;
} words[RA_RW_COUNT] = {
	[RA_RW_TITLE] = { "Certificates", "電子証明書の状況" },
	[RA_RW_AS_OF] = { "List of the service as of",
	    "サービスの一覧の取得日時" },
	[RA_RW_MADE] = { "Page made", "ページの作成日時" },
	[RA_RW_LIVE] = { "in force", "有効" },
	[RA_RW_WEEK] = { "end within 7 days, nothing follows",
	    "7 日以内に期限切れ・後継なし" },
	[RA_RW_SOON] = { "end within 30 days, nothing follows",
	    "30 日以内に期限切れ・後継なし" },
	[RA_RW_URGENT] = { "to act on", "要対応" },
	[RA_RW_GROUPS_TEXT] = { "To act on: ends within 30 days, nothing "
				"follows.",
	    "「要対応」は、30 日以内に期限が切れ、後継のないものです。" },
	[RA_RW_APPLICATIONS] = { "applications", "申請" },
	[RA_RW_WHEN] = { "What ends when", "期限の見通し" },
	[RA_RW_WHEN_TEXT] = { "Certificates in force by the week in which "
			      "they end.",
	    "有効な証明書の枚数を、期限が切れる週ごとに示します。" },
	[RA_RW_UNFOLLOWED] = { "nothing follows yet", "後継なし" },
	[RA_RW_FOLLOWED] = { "a successor is there", "後継あり" },
	[RA_RW_LATER] = { "end later", "これより後に期限切れ" },
	[RA_RW_RAGGED] = { "rows of the lists could not be read and are "
			   "missing here",
	    "一覧のうち読み取れず、ここに含まれない行" },
	[RA_RW_UNDATED] = { "have no end in the list", "一覧に期限の記載なし" },
	[RA_RW_AS_TABLE] = { "The same as a table", "同じ内容を表で見る" },
	[RA_RW_FROM] = { "week from", "週の初日" },
	[RA_RW_DOMAINS] = { "By domain", "ドメイン別" },
	[RA_RW_OWNERS] = { "By owner", "利用管理者別" },
	[RA_RW_DOMAIN] = { "domain", "ドメイン" },
	[RA_RW_OWNER] = { "owner", "利用管理者" },
	[RA_RW_NEXT] = { "next end", "次の期限" },
	[RA_RW_NONE] = { "not told", "記載なし" },
	[RA_RW_STATES] = { "States", "状態" },
	[RA_RW_STATES_TEXT] = { "All applications ever made, by the state "
				"that the service tells.",
	    "これまでのすべての申請を、サービス上の状態ごとに数えたものです"
	    "。" },
	[RA_RW_STATE] = { "state", "状態" },
	[RA_RW_CODE] = { "code", "コード" },
	[RA_RW_NUMBER] = { "number", "件数" },
	[RA_RW_MONTHS] = { "Applications by month", "月別の申請" },
	[RA_RW_MONTH] = { "month", "月" },
	[RA_RW_PENDING] = { "pending", "処理中" },
	[RA_RW_ENDED] = { "ended", "期限切れ" },
	[RA_RW_REVOKED] = { "revoked", "失効" },
	[RA_RW_FAILED] = { "failed", "エラー" },
	[RA_RW_OTHER] = { "other", "その他" },
	[RA_RW_FORECAST] = { "Forecast", "今後の申請数" },
	[RA_RW_FORECAST_TEXT] = { "Applications a month for the server names "
				  "in service, when certificates last so many "
				  "days and are renewed with a third of it "
				  "left.",
	    "現在使われているサーバ名について、有効日数が短くなったときに必要と"
	    "なる月あたりの申請数です。残りが有効日数の 3 分の 1 "
	    "になった時点で更新するものとして計算しています。" },
	[RA_RW_NAMES] = { "names", "サーバ名" },
	[RA_RW_DAYS_OF] = { "days", "日" },
	[RA_RW_ALL] = { "all", "合計" },
	[RA_RW_CERTS] = { "Certificates in force", "有効な証明書" },
	[RA_RW_SEARCH] = { "Search", "検索" },
	[RA_RW_SHOWN] = { "are shown here, of",
	    "件を表示しています。全体の件数:" },
	[RA_RW_ENDS] = { "ends", "期限" },
	[RA_RW_DAYS] = { "days left", "残り日数" },
	[RA_RW_NAME] = { "name", "名前" },
	[RA_RW_KIND] = { "kind", "種別" },
	[RA_RW_SUCCESSOR] = { "successor", "後継" },
	[RA_RW_APPLIED] = { "applied for", "申請中" },
	[RA_RW_SERVER] = { "server", "サーバ" },
	[RA_RW_CLIENT] = { "client", "クライアント" },
	[RA_RW_SMIME] = { "S/MIME", "S/MIME" },
};

void
ra_report_both(struct ra_buf *b, const char *en, const char *ja)
{
	ra_buf_addf(b, "<span lang=\"ja\">%s</span><span lang=\"en\">%s</span>",
	    ja, en);
}

void
ra_report_say(struct ra_buf *b, enum ra_report_word w)
{
	ra_report_both(b, words[w].en, words[w].ja);
}

void
ra_report_text(struct ra_buf *b, const char *text)
{
	struct ra_buf shown;
	size_t i;

	ra_buf_init(&shown, RA_REPORT_PAGE_MAX);
	ra_text_show(ra_span_str(text), &shown);
	for (i = 0; i < shown.n; i++)
		switch (shown.p[i]) {
		case '<':
			ra_buf_adds(b, "&lt;");
			break;
		case '>':
			ra_buf_adds(b, "&gt;");
			break;
		case '&':
			ra_buf_adds(b, "&amp;");
			break;
		case '"':
			ra_buf_adds(b, "&quot;");
			break;
		case '\'':
			ra_buf_adds(b, "&#39;");
			break;
		default:
			ra_buf_addc(b, shown.p[i]);
		}
	ra_buf_clear(&shown);
}

void
ra_report_value(struct ra_buf *b, const char *text)
{
	ra_buf_adds(b, "<bdi>");
	ra_report_text(b, text);
	ra_buf_adds(b, "</bdi>");
}
