/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* CMS signatures. */
#include "pki/cms.h"

#include <openssl/cms.h>
#include <openssl/err.h>

#include "base/i18n.h"
#include "pki/ossl.h"

/* The content stays outside, byte for byte: no conversion of line ends. */
#define FLAGS (CMS_BINARY | CMS_DETACHED)

/*
 * Signed attributes are on by default, so that the time of signing is in it
 * (RFC 8551 section 2.5.1).
 */
static CMS_ContentInfo *
sign(BIO *content, const struct ra_cert *signer, const struct ra_key *key,
    const struct ra_cert *const *chain)
{
	CMS_ContentInfo *cms =
	    CMS_sign(NULL, NULL, NULL, NULL, FLAGS | CMS_PARTIAL);
	bool ok = cms != NULL &&
	    CMS_add1_signer(cms, signer->x, key->p, EVP_sha256(), FLAGS) !=
		NULL;

	for (; ok && chain != NULL && *chain != NULL; chain++)
		ok = CMS_add1_cert(cms, (*chain)->x) == 1;
	if (!ok || CMS_final(cms, content, NULL, FLAGS) != 1) {
		CMS_ContentInfo_free(cms);
		cms = NULL;
	}
	return cms;
}

int
/* NOLINTNEXTLINE(readability-function-size) */
ra_cms_sign(struct ra_span content, const struct ra_cert *signer,
    const struct ra_key *key, const struct ra_cert *const *chain,
    struct ra_buf *out, struct ra_err *e)
{
	CMS_ContentInfo *cms = NULL;
	unsigned char *p = NULL;
	BIO *in = NULL;
	int n = 0;

	ERR_clear_error();
	/* A BIO in memory counts in int. */
	if (content.n > RA_CMS_CONTENT_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("signature: %zu bytes to sign, at most %d"), content.n,
		    RA_CMS_CONTENT_MAX);
	in = BIO_new_mem_buf(content.n > 0 ? content.p : "", (int)content.n);
	if (in != NULL && (cms = sign(in, signer, key, chain)) != NULL)
		n = i2d_CMS_ContentInfo(cms, &p);
	if (n > 0)
		ra_buf_add(out, (struct ra_span){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	if (n <= 0)
		return ra_fail(e, RA_ELOCAL, _("signature: cannot be made: %s"),
		    ra_ossl_why());
	return ra_buf_done(out, _("signature"), e);
}
