/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The built-in texts of drafts. */
#include "work/letter.h"

#include <string.h>

static const char renew_ja[] =
    "Subject: 証明書の更新のお願い({{count}} 件、最初の期限 {{first_end}})\n"
    "\n"
    "{{unit}}\n"
    "{{manager}} 様\n"
    "\n"
    "{{institution}} の UPKI 電子証明書の登録担当です。\n"
    "次の証明書は有効期限が近づいていますが、後継の証明書がまだありません。\n"
    "\n"
    "{{each}}\n"
    "■ {{cn}}\n"
    "  有効期限      {{not_after}} (残り {{days}} 日)\n"
    "  シリアル番号  {{serial}} ({{serial_hex}})\n"
    "  主体者DN      {{dn}}\n"
    "  dNSName       {{names}}\n"
    "\n"
    "{{end}}\n"
    "引き続きお使いになる場合は、{{sender_mail}} までご連絡ください。\n"
    "サーバ証明書のときは、新しい鍵で CSR を作り、CSR だけをお送りください。\n"
    "一度使った鍵では更新できません。鍵そのものは送らないでください。\n"
    "\n"
    "お使いにならない場合も、その旨をお知らせください。\n"
    "\n"
    "{{sender}}\n"
    "{{sender_unit}}\n"
    "{{sender_mail}}\n";

static const char renew_en[] =
    "Subject: Certificates to be renewed: {{count}}, the first ends "
    "{{first_end}}\n"
    "\n"
    "{{manager}}\n"
    "{{unit}}\n"
    "\n"
    "These certificates of {{institution}} end soon, and nothing has\n"
    "replaced them yet:\n"
    "\n"
    "{{each}}\n"
    "* {{cn}}\n"
    "  ends           {{not_after}} (in {{days}} days)\n"
    "  serial number  {{serial}} ({{serial_hex}})\n"
    "  subject DN     {{dn}}\n"
    "  dNSName        {{names}}\n"
    "\n"
    "{{end}}\n"
    "If you go on using them, please write to {{sender_mail}}. For a\n"
    "server, make a new key and send the CSR alone: a key that was used\n"
    "before is refused, and a key is never sent by mail.\n"
    "\n"
    "If you no longer use them, please tell us that, too.\n"
    "\n"
    "{{sender}}\n"
    "{{sender_unit}}\n"
    "{{sender_mail}}\n";

static const char revoke_ja[] =
    "Subject: 証明書の失効の予定について({{count}} 件)\n"
    "\n"
    "{{unit}}\n"
    "{{manager}} 様\n"
    "\n"
    "{{institution}} の UPKI 電子証明書の登録担当です。\n"
    "次の証明書の失効を予定しています。失効は取り消せません。\n"
    "\n"
    "{{each}}\n"
    "■ {{cn}}\n"
    "  理由          {{note}}\n"
    "  有効期限      {{not_after}}\n"
    "  シリアル番号  {{serial}} ({{serial_hex}})\n"
    "  主体者DN      {{dn}}\n"
    "\n"
    "{{end}}\n"
    "まだお使いのものがあれば、至急 {{sender_mail}} までご連絡ください。\n"
    "\n"
    "{{sender}}\n"
    "{{sender_unit}}\n"
    "{{sender_mail}}\n";

static const char revoke_en[] =
    "Subject: Certificates to be revoked: {{count}}\n"
    "\n"
    "{{manager}}\n"
    "{{unit}}\n"
    "\n"
    "These certificates of {{institution}} are going to be revoked, which\n"
    "cannot be undone:\n"
    "\n"
    "{{each}}\n"
    "* {{cn}}\n"
    "  why            {{note}}\n"
    "  ends           {{not_after}}\n"
    "  serial number  {{serial}} ({{serial_hex}})\n"
    "  subject DN     {{dn}}\n"
    "\n"
    "{{end}}\n"
    "If one of them is still in use, please write to {{sender_mail}} at\n"
    "once.\n"
    "\n"
    "{{sender}}\n"
    "{{sender_unit}}\n"
    "{{sender_mail}}\n";

const char *
ra_letter_text(enum ra_letter_about about, const char *lang)
{
	bool renew = about == RA_LETTER_RENEW;

	if (strcmp(lang, "ja") == 0)
		return renew ? renew_ja : revoke_ja;
	if (strcmp(lang, "en") == 0)
		return renew ? renew_en : revoke_en;
	return NULL;
}
