/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Single values, mended. */
#include "upki/mend_value.h"

#include <string.h>

#include "base/mem.h"
#include "pki/csr.h"
#include "pki/dn.h"

#define DASHES "-----"
#define BEGIN DASHES "BEGIN "
#define END DASHES "END "
#define REQUEST "CERTIFICATE REQUEST" DASHES
#define PREFIX "dNSName="
#define ROUNDS_MAX 4 /* quotation marks are taken away once */

/* ASCII alone: other letters are no part of host names. */
static void
add_lower(struct ra_buf *out, struct ra_span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		ra_buf_addc(out,
		    v.p[i] >= 'A' && v.p[i] <= 'Z' ? (char)(v.p[i] - 'A' + 'a')
						   : v.p[i]);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * The PEM of a request at the start of v (RFC 7468 7, with the label of old
 * programs too): its bytes with both lines, and what stands between them.
 */
static size_t
armoured(struct ra_span v, struct ra_span *inner)
{
	struct ra_span s = ra_span_from(v, strlen(BEGIN));
	size_t at;

	if (!ra_span_starts(v, RA_SPAN(BEGIN)))
		return 0;
	if (ra_span_starts(s, RA_SPAN("NEW ")))
		s = ra_span_from(s, strlen("NEW "));
	if (!ra_span_starts(s, RA_SPAN(REQUEST)))
		return 0;
	s = ra_span_from(s, strlen(REQUEST));
	s.n = s.n < RA_CSR_MAX ? s.n : RA_CSR_MAX;
	at = ra_span_find(s, RA_SPAN(DASHES));
	*inner = (struct ra_span){ s.p, at };
	s = ra_span_from(s, at);
	if (!ra_span_starts(s, RA_SPAN(END)))
		return 0;
	s = ra_span_from(s, strlen(END));
	if (ra_span_starts(s, RA_SPAN("NEW ")))
		s = ra_span_from(s, strlen("NEW "));
	if (!ra_span_starts(s, RA_SPAN(REQUEST)))
		return 0;
	return (size_t)(s.p - v.p) + strlen(REQUEST);
}

/* A PEM line that is left over says that something is lost: v as it is. */
static void
csr(struct ra_span v, struct ra_buf *out)
{
	struct ra_span t = ra_span_trim(v), inner;
	size_t i;

	if (armoured(t, &inner) == t.n && t.n > 0)
		t = inner;
	if (ra_span_has(t, RA_SPAN(DASHES))) {
		ra_buf_add(out, v);
		return;
	}
	for (i = 0; i < t.n; i++)
		if (!is_blank(t.p[i]))
			ra_buf_addc(out, t.p[i]);
}

/* One name of the list; blanks around it are never meant. */
static void
dnsname(struct ra_span v, struct ra_buf *out)
{
	struct ra_span one;
	size_t n = 0;

	while (v.n > 0) {
		one = ra_span_trim(ra_span_cut(&v, ','));
		if (one.n == 0)
			continue;
		if (n++ > 0)
			ra_buf_addc(out, ',');
		if (ra_span_starts(one, RA_SPAN(PREFIX))) {
			ra_buf_adds(out, PREFIX);
			one = ra_span_trim(ra_span_from(one, strlen(PREFIX)));
			add_lower(out, one);
		} else {
			ra_buf_add(out, one);
		}
	}
}

/* ACME (5-5-1) wants names in capitals; others are left as written. */
static void
dn(struct ra_span v, bool acme, struct ra_buf *out)
{
	struct ra_dn d = { 0 };
	const struct ra_rdn *r;
	bool askew = false;
	size_t i;

	if (ra_dn_parse("", v, &d, NULL) == -1)
		d.n = 0;
	for (i = 0; i < d.n; i++) {
		r = &d.rdn[i];
		askew |= r->spaced ||
		    (acme && r->attr != RA_ATTR_OTHER &&
			strcmp(r->name, ra_attr_name(r->attr)) != 0);
	}
	if (!askew)
		ra_buf_add(out, v);
	for (i = 0; askew && i < d.n; i++) {
		r = &d.rdn[i];
		ra_buf_addf(out, "%s%s=%s", i > 0 ? "," : "",
		    acme && r->attr != RA_ATTR_OTHER ? ra_attr_name(r->attr)
						     : r->name,
		    r->value);
	}
	ra_dn_clear(&d);
}

/* Marks inside may be the value's own. */
bool
ra_mend_quoted(struct ra_span v)
{
	struct ra_span inner;

	if (v.n < 2 || v.p[0] != '"' || v.p[v.n - 1] != '"')
		return false;
	inner = (struct ra_span){ v.p + 1, v.n - 2 };
	return !ra_span_has(inner, RA_SPAN("\""));
}

static void
once(const struct ra_form *f, const struct ra_column *c, struct ra_span v,
    struct ra_buf *out)
{
	if (ra_mend_quoted(v))
		v = (struct ra_span){ v.p + 1, v.n - 2 };
	if (c->field == RA_F_CSR)
		csr(v, out);
	else if (c->field == RA_F_FQDN)
		add_lower(out, v);
	else if (c->field == RA_F_DNSNAME)
		dnsname(v, out);
	else if (c->field == RA_F_DN)
		dn(v, f->iface == RA_IF_ACME, out);
	else
		ra_buf_add(out, v);
}

/* Again, for what stood between a blank and the value. */
void
ra_mend_value(const struct ra_form *f, const struct ra_column *c,
    struct ra_span v, struct ra_buf *out)
{
	struct ra_buf before;
	bool changed = c->field != RA_F_PIN;
	int n;

	ra_buf_init_secret(&before, RA_FORM_FILE_MAX * 3);
	ra_buf_add(out, v);
	for (n = 0; changed && n < ROUNDS_MAX; n++) {
		ra_buf_reset(&before);
		ra_buf_add(&before, ra_buf_span(out));
		ra_buf_reset(out);
		once(f, c, ra_buf_span(&before), out);
		changed = !ra_span_eq(ra_buf_span(&before), ra_buf_span(out));
	}
	ra_buf_clear(&before);
}

/* Line ends of a text, the one that ends the PEM line of a cell included. */
static size_t
add_joined(struct ra_span in, struct ra_buf *out)
{
	size_t i, lines = 0;

	for (i = 0; i < in.n; i++) {
		lines += in.p[i] == '\n';
		if (in.p[i] != '\n' && in.p[i] != '\r')
			ra_buf_addc(out, in.p[i]);
	}
	return lines;
}

/* A line that begins with a tab or ends a quotation is the rest of a cell. */
static size_t
tail(struct ra_span rest)
{
	size_t n = 0;

	if (ra_span_starts(rest, RA_SPAN("\r\n")))
		n = 2;
	else if (ra_span_starts(rest, RA_SPAN("\n")))
		n = 1;
	rest = ra_span_from(rest, n);
	return rest.n > 0 && (rest.p[0] == '\t' || rest.p[0] == '"') ? n : 0;
}

static void
add_line(size_t **line, size_t *n, size_t number)
{
	*line = ra_grow(*line, *n, sizeof(**line));
	(*line)[(*n)++] = number;
}

void
ra_mend_unfold(struct ra_span in, struct ra_buf *out, size_t **line, size_t *n)
{
	struct ra_span inner;
	size_t at, number = 1;

	*line = NULL;
	*n = 0;
	add_line(line, n, number);
	while (in.n > 0) {
		if (in.p[0] == '-' && (at = armoured(in, &inner)) > 0) {
			at += tail(ra_span_from(in, at));
			number += add_joined((struct ra_span){ in.p, at }, out);
			in = ra_span_from(in, at);
			continue;
		}
		ra_buf_addc(out, in.p[0]);
		if (in.p[0] == '\n')
			add_line(line, n, ++number);
		in = ra_span_from(in, 1);
	}
}
