/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Drafts of mail to the managers of certificates (RFC 5322): built-in texts or
 * the officer's own, filled with what a list says. They are written and never
 * sent. No value can add a header or an address.
 */
#ifndef RA_LETTER_H
#define RA_LETTER_H

#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "codec/template.h"

#define RA_LETTER_MAX (16u << 20) /* bytes of one draft */

enum ra_letter_about { RA_LETTER_RENEW, RA_LETTER_REVOKE };

/* A certificate. Strings borrowed, UTF-8 from outside; NULL is "". */
struct ra_letter_item {
	const char *cn, *dn, *names;
	const char *serial, *serial_hex;
	const char *software;
	const char *note; /* why it stands here */
	time_t not_after; /* 0: not known */
};

/* Strings borrowed, UTF-8 from outside; NULL is "". */
struct ra_letter {
	const char *to, *to_name, *to_unit; /* to: the address */
	const char *from, *from_name, *from_unit, *institution;
	time_t now;
	const struct ra_letter_item *item;
	size_t n;
};

/* The text of a draft, looked at. Borrows its bytes. */
struct ra_letter_form {
	struct ra_template subject, body;
};

/* The names that a text may have, ended by a row whose name is NULL. */
const struct ra_template_name *ra_letter_names(void);
/* A built-in text; lang "ja" or "en", NULL for another one. */
const char *ra_letter_text(enum ra_letter_about about, const char *lang);
/*
 * A text: "Subject: ..." in the first line, an empty one, the body. RA_EINPUT
 * "name:line: ..." for what is none, and as ra_template_parse().
 */
int ra_letter_parse(struct ra_letter_form *f, const char *name,
    struct ra_span in, struct ra_err *e);
/*
 * The draft, lines ending in CRLF, added to out. Without a To header when the
 * address is none: that is for the officer to fill. RA_EUSAGE for a From that
 * is no address; RA_EINPUT above RA_LETTER_MAX.
 */
int ra_letter_write(const struct ra_letter_form *f, const struct ra_letter *l,
    struct ra_buf *out, struct ra_err *e);

#endif
