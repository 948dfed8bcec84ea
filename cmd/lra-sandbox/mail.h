/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Mails, as files under DIR/mail: multipart/signed with a text in
 * ISO-2022-JP (wire-protocol 1.8). They are kept in the store by the same
 * transaction as what they tell of and leave it as files afterwards: neither
 * a crash nor a full disk parts the two for good.
 */
#ifndef SB_MAIL_H
#define SB_MAIL_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#include "store.h"
#include "world.h"

#define SB_MAIL_MAX (1u << 20) /* bytes of one mail */

struct sb_mail {
	char *to, *cc;	/* address; cc may be NULL */
	char *subject;	/* UTF-8 */
	char *body;	/* UTF-8, LF */
	char *file;	/* attached under this name, or NULL */
	char *attached; /* text/plain of CP932 */
};

struct sb_outbox {
	struct sb_mail *v;
	size_t n;
};

/* An empty mail in the outbox, to be filled at once. */
struct sb_mail *sb_mail_add(struct sb_outbox *o);
/* Sign all and keep them in the store; the outbox is empty afterwards. */
int sb_mail_keep(struct sb_outbox *o, const struct sb_world *w,
    struct sb_store *st, struct ra_err *e);
/* Write those kept in the store as DIR/mail/NNNN.eml. */
int sb_mail_deliver(
    const struct sb_world *w, struct sb_store *st, struct ra_err *e);
void sb_outbox_clear(struct sb_outbox *o);

#endif
