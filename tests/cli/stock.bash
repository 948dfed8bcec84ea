# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# An inventory for the command line tests: lists of the service made of a few
# columns, and imported.

# One moment for all lists of a test: what did not change reads the same.
STOCK_NOW=$(date +%s)

# stocked: a profile whose inventory is empty yet.
stocked() {
	mkdir -p "$XDG_CONFIG_HOME/upkira"
	cat >"$XDG_CONFIG_HOME/upkira/upkira.yaml" <<-E
	profiles:
	  example-u:
	    endpoint: https://localhost/
	    state: $T/state
	    subject: { O: Example University, L: Chiyoda-ku, ST: Tokyo }
	    domains: [example.ac.jp]
	    manager:
	      name: 国立　太郎
	      unit: 情報基盤センター
	      mail: pki@example.ac.jp
	      software: nginx 1.24
	E
}

# ago DAYS: a time of the list so many days before now, Japan time; after now
# for a negative number.
ago() {
	TZ=Asia/Tokyo date -d "@$((STOCK_NOW - $1 * 86400))" '+%F %T'
}

# list FILE: standard input has lines of
#   application CN state profile serial old_serial start ends applied mail
# parted by blanks, "-" for nothing, times as days before now; the file is the
# list of them as the service writes it.
list() {
	{
		header
		awk -v now="$STOCK_NOW" '
		function blank(x) { return x == "-" ? "" : x }
		# Days since 1970 to year, month, day: no strftime in all awks.
		function when(days,   t, z, era, doe, yoe, y, doy, mp, d, m, s) {
			if (days == "-") return ""
			t = now - days * 86400 + 9 * 3600
			z = int(t / 86400); s = t - z * 86400; z += 719468
			era = int(z / 146097); doe = z - era * 146097
			yoe = int((doe - int(doe / 1460) + int(doe / 36524) \
			    - int(doe / 146096)) / 365)
			y = yoe + era * 400
			doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
			mp = int((5 * doy + 2) / 153)
			d = doy - int((153 * mp + 2) / 5) + 1
			m = mp < 10 ? mp + 3 : mp - 9
			if (m <= 2) y++
			return sprintf("%04d-%02d-%02d %02d:%02d:%02d", y, m, d,
			    int(s / 3600), int(s % 3600 / 60), s % 60)
		}
		NF == 0 { next }
		{
			for (i = 0; i < 46; i++) c[i] = ""
			c[0] = $1
			c[3] = "CN=" $2 ",O=Example University,L=Chiyoda-ku," \
			    "ST=Tokyo,C=JP"
			c[5] = when($9); c[10] = blank($4); c[11] = $3
			c[12] = "国立　太郎"; c[13] = "情報基盤センター"
			c[14] = blank($10); c[15] = $2; c[16] = "nginx 1.24"
			c[18] = "dNSName=" $2; c[23] = blank($5)
			c[25] = when($7); c[26] = when($8); c[42] = blank($6)
			line = c[0]
			for (i = 1; i < 46; i++) line = line "\t" c[i]
			printf "%s\r\n", line
		}'
	} | iconv -f UTF-8 -t CP932 >"$1"
}

# The header line: the names in upkira-tsv(5) are those of the tables.
header() {
	cat <<-'E' | tr '\n' '\t' | sed 's/\t$/\r\n/'
	発行・更新申請-申請ID
	発行・更新申請-操作ID
	ignoreInvalidRecordフラグ
	主体者DN
	ドメインID
	発行・更新申請-日時
	発行・更新申請-処理完了日時
	発行・更新申請-登録担当者ID
	申請種別
	業務モデル
	証明書プロファイルID
	状態
	利用管理者氏名
	利用管理者所属
	利用管理者mail
	利用管理者FQDN
	利用管理者ソフトウェア名・バージョン
	CSR
	dNSName
	発行・更新申請-確認項目フラグ
	発行・更新申請-トランザクションID
	発行・更新申請-認証局連携APIエラーコード
	発行・更新申請-証明書
	発行・更新申請-シリアル番号
	発行・更新申請-FingerPrint
	発行・更新申請-証明書有効開始
	発行・更新申請-証明書有効期限
	URL期限
	アクセスPIN
	その他送信先アドレス
	その他送信先アドレス2
	失効申請-申請ID
	失効申請-操作ID
	失効申請-日時
	失効申請-処理完了日時
	失効申請-登録担当者ID
	失効申請-失効理由コード
	失効申請-失効理由コメント
	失効申請-確認項目フラグ
	失効申請-トランザクションID
	失効申請-認証局連携APIエラーコード
	失効申請-利用管理者mail
	旧証明書シリアル番号
	証明書リプレース依頼メール送信フラグ
	ダウンロード方法
	最終更新日
	E
}

# night FILE...: a snapshot of these lists.
night() {
	run_upkira snapshot --import --accept "$@"
	expect_status 0
}
