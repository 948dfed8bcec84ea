/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Distinguished names in the text form of the service. */
#include "pki/dn.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* What begins an attribute after a comma; of RFC 4519 and PKCS#9. */
static const struct {
	const char *name;
	enum ra_attr attr;
} known[] = {
	{ "CN", RA_ATTR_CN },
	{ "OU", RA_ATTR_OU },
	{ "O", RA_ATTR_O },
	{ "L", RA_ATTR_L },
	{ "ST", RA_ATTR_ST },
	{ "S", RA_ATTR_ST },
	{ "C", RA_ATTR_C },
	{ "emailAddress", RA_ATTR_EMAIL },
	{ "Email", RA_ATTR_EMAIL },
	{ "E", RA_ATTR_EMAIL },
	{ "DC", RA_ATTR_OTHER },
	{ "UID", RA_ATTR_OTHER },
	{ "serialNumber", RA_ATTR_OTHER },
	{ "givenName", RA_ATTR_OTHER },
	{ "GN", RA_ATTR_OTHER },
	{ "SN", RA_ATTR_OTHER },
	{ "title", RA_ATTR_OTHER },
	{ "street", RA_ATTR_OTHER },
	{ "postalCode", RA_ATTR_OTHER },
	{ "organizationIdentifier", RA_ATTR_OTHER },
	{ "businessCategory", RA_ATTR_OTHER },
};
#define NKNOWN (sizeof(known) / sizeof(known[0]))

static bool
attr_find(struct ra_span name, enum ra_attr *out)
{
	for (size_t i = 0; i < NKNOWN; i++) {
		if (ra_span_caseeqs(name, known[i].name)) {
			*out = known[i].attr;
			return true;
		}
	}
	*out = RA_ATTR_OTHER;
	return false;
}

/* The first row of an attribute is its usual spelling. */
const char *
ra_attr_name(enum ra_attr a)
{
	for (size_t i = 0; i < NKNOWN; i++) {
		if (known[i].attr == a && a != RA_ATTR_OTHER)
			return known[i].name;
	}
	return "other";
}

/* The text begins with a known name and "=". */
static bool
begins_attr(struct ra_span s)
{
	size_t eq = ra_span_find(s, RA_SPAN("="));
	enum ra_attr a;

	return eq < s.n &&
	    attr_find(ra_span_trim((struct ra_span){ s.p, eq }), &a);
}

/*
 * Where the first attribute of s ends: at its comma or the end. A comma that
 * no known name follows belongs to the value ("O=Example, Inc.").
 */
static size_t
attr_end(struct ra_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' && begins_attr(ra_span_from(s, i + 1)))
			return i;
	}
	return s.n;
}

static int
parse_one(const char *name, struct ra_span s, size_t at, struct ra_rdn *r,
    struct ra_err *e)
{
	size_t eq = ra_span_find(s, RA_SPAN("="));
	struct ra_span key = { s.p, eq }, val = ra_span_from(s, eq + 1);
	struct ra_span k = ra_span_trim(key), v = ra_span_trim(val);

	if (eq == s.n)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: no \"=\", wanted attributes such as CN=..."),
		    name, at);
	if (k.n == 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: no attribute name before \"=\""), name, at);
	/* An unknown name is kept: which attributes are wanted is for the
	 * check. */
	(void)attr_find(k, &r->attr);
	r->name = ra_strndup(k.p, k.n);
	r->value = ra_strndup(v.n > 0 ? v.p : "", v.n);
	r->column = at + (size_t)(k.p - s.p);
	r->spaced = k.n != key.n || v.n != val.n;
	return 0;
}

int
ra_dn_parse(
    const char *name, struct ra_span text, struct ra_dn *dn, struct ra_err *e)
{
	size_t at = 0;

	*dn = (struct ra_dn){ 0 };
	if (text.n == 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s:1: empty, wanted attributes such as CN=..."), name);
	if (text.n > RA_DN_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s:1: %zu bytes, a name has at most %d"), name, text.n,
		    RA_DN_MAX);
	/* Values are C strings from here on. */
	if (memchr(text.p, '\0', text.n) != NULL)
		return ra_fail(e, RA_EINPUT,
		    _("%s:1: a NUL byte stands in the name"), name);
	while (at < text.n) {
		struct ra_span s = ra_span_from(text, at);

		s.n = attr_end(s);
		if (dn->n == RA_DN_RDN_MAX)
			return ra_fail(e, RA_EINPUT,
			    _("%s:%zu: more than %d attributes"), name, at + 1,
			    RA_DN_RDN_MAX);
		if (parse_one(name, s, at + 1, &dn->rdn[dn->n], e) == -1)
			return -1;
		dn->n++;
		at += s.n + 1;
	}
	return 0;
}

void
ra_dn_clear(struct ra_dn *dn)
{
	for (size_t i = 0; i < dn->n; i++) {
		free(dn->rdn[i].name);
		free(dn->rdn[i].value);
	}
	*dn = (struct ra_dn){ 0 };
}

void
ra_dn_format(const struct ra_dn *dn, struct ra_buf *out)
{
	for (size_t i = 0; i < dn->n; i++) {
		const struct ra_rdn *r = &dn->rdn[i];

		if (i > 0)
			ra_buf_addc(out, ',');
		ra_buf_adds(out,
		    r->attr == RA_ATTR_OTHER ? r->name : ra_attr_name(r->attr));
		ra_buf_addc(out, '=');
		ra_buf_adds(out, r->value);
	}
}

void
ra_dn_format_cn_first(const struct ra_dn *dn, struct ra_buf *out)
{
	struct ra_dn turned = { .n = dn->n }; /* borrows the values */
	size_t i;

	for (i = 0; i < dn->n; i++)
		turned.rdn[i] = dn->rdn[dn->n - 1 - i];
	ra_dn_format(
	    dn->n > 0 && dn->rdn[0].attr == RA_ATTR_C ? &turned : dn, out);
}

const char *
ra_dn_get(const struct ra_dn *dn, enum ra_attr a, size_t n)
{
	for (size_t i = 0; i < dn->n; i++) {
		if (dn->rdn[i].attr == a && n-- == 0)
			return dn->rdn[i].value;
	}
	return NULL;
}

size_t
ra_dn_count(const struct ra_dn *dn, enum ra_attr a)
{
	size_t n = 0;

	for (size_t i = 0; i < dn->n; i++)
		n += dn->rdn[i].attr == a;
	return n;
}

/* What has no constant of its own is told apart by its name. */
static bool
rdn_same(const struct ra_rdn *a, const struct ra_rdn *b)
{
	if (a->attr != b->attr || strcmp(a->value, b->value) != 0)
		return false;
	return a->attr != RA_ATTR_OTHER ||
	    ra_span_caseeqs(ra_span_str(a->name), b->name);
}

/*
 * Byte for byte: how the service compares case and blanks is not known
 * (upki-facts section 9a), so nothing is called the same that might not be.
 */
bool
ra_dn_same(const struct ra_dn *a, const struct ra_dn *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (!rdn_same(&a->rdn[i], &b->rdn[i]))
			return false;
	}
	return true;
}

/* Requests have C first or CN first, the TSV CN: upki-facts section 3. */
bool
ra_dn_same_either_way(const struct ra_dn *a, const struct ra_dn *b)
{
	if (ra_dn_same(a, b))
		return true;
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (!rdn_same(&a->rdn[i], &b->rdn[b->n - 1 - i]))
			return false;
	}
	return true;
}
