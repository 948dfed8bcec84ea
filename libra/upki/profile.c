/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Profiles, download methods and revocation reasons. The IDs 2, 8 to 10 and
 * 12 have no row: what they are is not known.
 */
#include "upki/profile.h"

#include "base/i18n.h"

#define RSA256 "sha256WithRSAEncryption"
#define P384 "secp384r1"

/*
 * Validity as it was last told (upki-facts 2.1, 2.4); whether it still holds
 * for client and S/MIME certificates is not known. IDs 1, 4 and 6 stay, so
 * that old records can be named.
 */
static const struct ra_profile profiles[] = {
	{ 1, RA_USE_SERVER, N_("server certificate of the project before 2015"),
	    RA_KEY_RSA, 0, NULL, "", 0, 0, false, RA_CONFIRMED },
	{ 3, RA_USE_SERVER, N_("server certificate, RSA 2048"), RA_KEY_RSA,
	    2048, NULL, RSA256, 0, 198, true, RA_CONFIRMED },
	{ 4, RA_USE_CLIENT, N_("client certificate, SHA-1 (ended)"), RA_KEY_RSA,
	    0, NULL, "sha1WithRSAEncryption", 0, 0, false, RA_CONFIRMED },
	{ 5, RA_USE_CLIENT, N_("client certificate"), RA_KEY_RSA, 0, NULL,
	    RSA256, 48, 0, true, RA_CONFIRMED },
	{ 6, RA_USE_SMIME, N_("S/MIME certificate, SHA-1 (ended)"), RA_KEY_RSA,
	    0, NULL, "sha1WithRSAEncryption", 0, 0, false, RA_CONFIRMED },
	{ 7, RA_USE_SMIME, N_("S/MIME certificate"), RA_KEY_RSA, 0, NULL,
	    RSA256, 0, 823, true, RA_CONFIRMED },
	{ 11, RA_USE_SERVER, N_("server certificate, ECDSA P-384"), RA_KEY_EC,
	    384, P384, "ecdsa-with-SHA384", 0, 198, true, RA_CONFIRMED },
	{ 13, RA_USE_CLIENT, N_("client certificate, 13 months"), RA_KEY_RSA, 0,
	    NULL, RSA256, 13, 0, true, RA_CONFIRMED },
	{ 14, RA_USE_CLIENT, N_("client certificate, 25 months"), RA_KEY_RSA, 0,
	    NULL, RSA256, 25, 0, true, RA_CONFIRMED },
	{ 15, RA_USE_SMIME, N_("S/MIME certificate, 13 months"), RA_KEY_RSA, 0,
	    NULL, RSA256, 13, 0, true, RA_CONFIRMED },
	{ 16, RA_USE_SMIME, N_("S/MIME certificate, 25 months"), RA_KEY_RSA, 0,
	    NULL, RSA256, 25, 0, true, RA_CONFIRMED },
	{ 0, RA_USE_SERVER, NULL, RA_KEY_OTHER, 0, NULL, NULL, 0, 0, false,
	    RA_CHOICE },
};

/*
 * Five of the codes of RFC 5280 5.3.1: 2 and from 6 on are not offered
 * (upki-facts 2.3), so that the numbers have a gap.
 */
static const struct ra_word reasons[] = {
	{ 0, "unspecified", "未定義" },
	{ 1, "keyCompromise", "鍵の危殆化" },
	{ 3, "affiliationChanged", "主体DNの変更" },
	{ 4, "superseded", "更新・記載内容変更" },
	{ 5, "cessationOfOperation", "利用終了" },
	{ 0, NULL, NULL },
};

/* upki-facts 2.2. */
static const struct ra_word methods[] = {
	{ 1, "p12-single", "P12個別" },
	{ 2, "p12-batch", "P12一括" },
	{ 3, "browser-single", "ブラウザ個別" },
	{ 0, NULL, NULL },
};

const struct ra_profile *
ra_profile_table(void)
{
	return profiles;
}

const struct ra_profile *
ra_profile_find(long id)
{
	const struct ra_profile *p;

	for (p = profiles; p->id != 0; p++)
		if (p->id == id)
			return p;
	return NULL;
}

const struct ra_word *
ra_reason_table(void)
{
	return reasons;
}

const struct ra_word *
ra_method_table(void)
{
	return methods;
}

const struct ra_word *
ra_word_find(const struct ra_word *w, long code)
{
	for (; w->name != NULL; w++)
		if (w->code == code)
			return w;
	return NULL;
}
