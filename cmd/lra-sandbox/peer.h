/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Who is at the other end: the certificate that came with the connection. */
#ifndef SB_PEER_H
#define SB_PEER_H

#include "base/span.h"

#include "world.h"

enum sb_peer_kind {
	SB_PEER_NONE,	 /* no certificate */
	SB_PEER_OFFICER, /* valid, L=Academe-ops */
	SB_PEER_EXPIRED,
	SB_PEER_REVOKED,
	SB_PEER_OTHER, /* of the right CA, not an officer's */
};

struct sb_peer {
	enum sb_peer_kind kind;
	char subject[512]; /* text of its name, or empty */
	char cn[128];
	char print[65]; /* SHA-256 of the certificate */
};

/* der: the certificate, empty for none. */
void sb_peer_judge(
    const struct sb_world *w, struct ra_span der, struct sb_peer *out);
/* One word for the log. */
const char *sb_peer_word(enum sb_peer_kind kind);

#endif
