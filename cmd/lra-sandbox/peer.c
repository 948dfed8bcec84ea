/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Judges the certificate of a connection. */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"

#define REVOKED_MAX 65536 /* bytes of the list of revoked serials */
#define OFFICER_L "Academe-ops"

/* DIR/ca/revoked holds one decimal serial a line; read anew each time. */
static bool
is_revoked(const struct sb_world *w, const struct ra_serial *serial)
{
	struct ra_buf text;
	struct ra_span rest;
	char *path = ra_fs_join(w->dir, "ca/revoked");
	bool found = false;

	ra_buf_init(&text, REVOKED_MAX);
	if (ra_fs_read(path, &text, NULL) == 0) {
		rest = ra_buf_span(&text);
		while (rest.n > 0 && !found)
			found =
			    ra_span_eqs(ra_span_trim(ra_span_cut(&rest, '\n')),
				serial->dec);
	}
	ra_buf_clear(&text);
	free(path);
	return found;
}

/*
 * The signer is asked again, because the handshake would let any certificate
 * pass that the library trusts for other reasons.
 */
static enum sb_peer_kind
judge(const struct sb_world *w, const struct ra_cert *c)
{
	const struct ra_dn *dn = ra_cert_subject(c);
	const char *l = ra_dn_get(dn, RA_ATTR_L, 0);
	time_t now = ra_clock_now();

	if (!ra_cert_signed_by(c, w->ca[SB_CA_MEMBER].cert) || l == NULL ||
	    strcmp(l, OFFICER_L) != 0)
		/*
		 * L=Academe-ops parts officers from users of the same CA
		 * (upki-facts 6).
		 */
		return SB_PEER_OTHER;
	if (now < ra_cert_not_before(c) || now > ra_cert_not_after(c))
		return SB_PEER_EXPIRED;
	return is_revoked(w, ra_cert_serial(c)) ? SB_PEER_REVOKED
						: SB_PEER_OFFICER;
}

void
sb_peer_judge(const struct sb_world *w, struct ra_span der, struct sb_peer *out)
{
	struct ra_cert *c = NULL;
	struct ra_buf text;
	const char *cn;

	memset(out, 0, sizeof(*out));
	if (der.n == 0)
		return;
	out->kind = SB_PEER_OTHER;
	if ((c = ra_cert_parse("client certificate", der, NULL)) == NULL)
		return;
	ra_buf_init(&text, RA_DN_MAX);
	ra_dn_format(ra_cert_subject(c), &text);
	snprintf(out->subject, sizeof(out->subject), "%s", ra_buf_str(&text));
	ra_buf_clear(&text);
	if ((cn = ra_dn_get(ra_cert_subject(c), RA_ATTR_CN, 0)) != NULL)
		snprintf(out->cn, sizeof(out->cn), "%s", cn);
	ra_cert_fingerprint(c, out->print);
	out->kind = judge(w, c);
	ra_cert_free(c);
}

const char *
sb_peer_word(enum sb_peer_kind kind)
{
	static const char *const words[] = {
		[SB_PEER_NONE] = "none",
		[SB_PEER_OFFICER] = "officer",
		[SB_PEER_EXPIRED] = "expired",
		[SB_PEER_REVOKED] = "revoked",
		[SB_PEER_OTHER] = "not an officer's",
	};

	return words[kind];
}
