/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Distinguished names (X.501) in the text form of the service: attributes
 * such as "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,ST=Tokyo,
 * C=JP". A comma may stand inside a value, so a new attribute begins only at
 * a comma that is followed by a known attribute name and "=".
 */
#ifndef RA_DN_H
#define RA_DN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define RA_DN_MAX 1024	 /* bytes of the text */
#define RA_DN_RDN_MAX 32 /* attributes */

/* RFC 4519 short names; the order here is no order of a name. */
enum ra_attr {
	RA_ATTR_CN,
	RA_ATTR_OU,
	RA_ATTR_O,
	RA_ATTR_L,
	RA_ATTR_ST,
	RA_ATTR_C,
	RA_ATTR_EMAIL, /* emailAddress of PKCS#9; "Email" and "E" too */
	RA_ATTR_OTHER, /* DC, UID, SERIALNUMBER and whatever else */
};

struct ra_rdn {
	enum ra_attr attr;
	char *name;    /* as written, e.g. "cn" */
	char *value;   /* UTF-8, blanks at both ends dropped */
	size_t column; /* of its name in the text, in bytes from 1; else 0 */
	bool spaced;   /* blanks stood around name or "=" or at the ends */
};

struct ra_dn {
	struct ra_rdn rdn[RA_DN_RDN_MAX];
	size_t n;
};

/*
 * Parse the text form. Attribute names in any case. -1 and RA_EINPUT
 * ("name:column: ...") for no "=", an empty name, above the ceilings; an
 * empty value is kept. dn is cleared by the caller in any case.
 */
int ra_dn_parse(
    const char *name, struct ra_span text, struct ra_dn *dn, struct ra_err *e);
/* Takes a zeroed one. */
void ra_dn_clear(struct ra_dn *dn);
/* "CN=...,O=..." in the order kept, known names in their usual spelling. */
void ra_dn_format(const struct ra_dn *dn, struct ra_buf *out);
/*
 * The same as the service writes it: turned round when C stands first, as
 * requests and certificates have it.
 */
void ra_dn_format_cn_first(const struct ra_dn *dn, struct ra_buf *out);
/* The n-th (from 0) value of an attribute, or NULL. Borrowed. */
const char *ra_dn_get(const struct ra_dn *dn, enum ra_attr a, size_t n);
size_t ra_dn_count(const struct ra_dn *dn, enum ra_attr a);
/* Same attributes and values, byte for byte, in the same order. */
bool ra_dn_same(const struct ra_dn *a, const struct ra_dn *b);
/* The same, or b is exactly a reversed (C first). */
bool ra_dn_same_either_way(const struct ra_dn *a, const struct ra_dn *b);
/* "CN", "OU", ..., "emailAddress" of an attribute; "other". */
const char *ra_attr_name(enum ra_attr a);

#endif
