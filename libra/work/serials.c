/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Serial numbers: found, and read in all their notations. */
#include "work/serials.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/tsv.h"
#include "pki/cert.h"
#include "upki/form.h"
#include "upki/request.h"

#define PREFIX "serial=" /* openssl x509 -serial */
#define SOURCE_BYTES 4200
#define SUBJECT_BYTES 8192

/* All forms that have a serial have it in the same column. */
#define FORM RA_FORM_SERVER_REVOKE

/* A number and where it was found. */
struct found {
	const char *source;
	size_t column; /* from 1; 0: the source is the number itself */
	struct ra_span text, subject;
};

static bool
is_digit(char c, bool hex)
{
	return (c >= '0' && c <= '9') ||
	    (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

static bool
has_0x(struct ra_span t)
{
	return t.n > 1 && t.p[0] == '0' && (t.p[1] == 'x' || t.p[1] == 'X');
}

/* Without "serial="; true when it was there. */
static bool
cut_prefix(struct ra_span *t)
{
	size_t n = strlen(PREFIX);

	if (t->n < n || !ra_span_caseeqs((struct ra_span){ t->p, n }, PREFIX))
		return false;
	*t = ra_span_from(*t, n);
	return true;
}

/* A number is meant, be it a good one or not; else a file. */
static bool
looks_like_number(struct ra_span t)
{
	size_t i;

	if (cut_prefix(&t) || has_0x(t))
		return true;
	for (i = 0; i < t.n; i++)
		if (t.p[i] != ':' && !is_digit(t.p[i], true))
			return false;
	return t.n > 0;
}

/* Digits without their colons, each of which stands between two digits. */
static bool
without_colons(struct ra_span t, struct ra_buf *out)
{
	size_t i;

	for (i = 0; i < t.n; i++) {
		if (t.p[i] != ':') {
			ra_buf_addc(out, t.p[i]);
			continue;
		}
		if (i == 0 || i + 1 == t.n || t.p[i - 1] == ':')
			return false;
	}
	return true;
}

static bool
any_letter(struct ra_span t)
{
	size_t i;

	for (i = 0; i < t.n; i++)
		if (!is_digit(t.p[i], false))
			return true;
	return false;
}

int
ra_serials_number(struct ra_span text, struct ra_serial *out, struct ra_err *e)
{
	struct ra_span t = ra_span_trim(text);
	bool hex = cut_prefix(&t);
	struct ra_buf b;
	int rc;

	*out = (struct ra_serial){ 0 };
	if (has_0x(t) && !hex)
		return ra_serial_parse(t, out, e);
	/* More than any number has, so that too many are told as such. */
	ra_buf_init(&b, RA_SERIALS_FILE_MAX);
	if (hex || any_letter(t))
		ra_buf_adds(&b, "0x");
	if (without_colons(t, &b))
		rc = ra_serial_parse(ra_buf_span(&b), out, e);
	else
		rc = ra_fail(e, RA_EINPUT,
		    _("serial number: a colon that stands between no two "
		      "digits"));
	ra_buf_clear(&b);
	return rc;
}

static void
clear(struct ra_serial_row *r)
{
	free(r->source);
	free(r->subject);
	*r = (struct ra_serial_row){ 0 };
}

/* r moves into the list, or is cleared. */
static int
add(struct ra_serials *l, struct ra_serial_row *r, struct ra_err *e)
{
	if (l->n == RA_SERIALS_MAX) {
		ra_fail(e, RA_EINPUT,
		    _("%s: more than %d serial numbers in one call"), r->source,
		    RA_SERIALS_MAX);
		clear(r);
		return -1;
	}
	l->row = ra_grow(l->row, l->n, sizeof(*l->row));
	l->row[l->n++] = *r;
	return 0;
}

static int
add_number(struct ra_serials *l, const struct found *f, struct ra_err *e)
{
	struct ra_serial_row r = { .source = ra_strdup(f->source) };
	struct ra_err why = { 0 };

	if (ra_serials_number(f->text, &r.serial, &why) == -1) {
		clear(&r);
		if (f->column == 0)
			return ra_fail(
			    e, why.code, "%s: %s", f->source, why.msg);
		return ra_fail(
		    e, why.code, "%s:%zu: %s", f->source, f->column, why.msg);
	}
	if (f->subject.n > 0)
		r.subject = ra_strndup(f->subject.p, f->subject.n);
	return add(l, &r, e);
}

static char *
subject(const struct ra_cert *c)
{
	struct ra_buf b;

	ra_buf_init(&b, SUBJECT_BYTES);
	ra_dn_format_cn_first(ra_cert_subject(c), &b);
	return ra_buf_take(&b);
}

static int
add_cert(
    struct ra_serials *l, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_cert *c = ra_cert_parse(name, in, e);
	struct ra_serial_row r = { .dated = true };

	if (c == NULL)
		return -1;
	r.source = ra_strdup(name);
	r.serial = *ra_cert_serial(c);
	r.subject = subject(c);
	r.not_after = ra_cert_not_after(c);
	ra_cert_free(c);
	return add(l, &r, e);
}

/* A chain has more than one; what stands between them is not looked at. */
static int
add_pem(
    struct ra_serials *l, const char *name, struct ra_span in, struct ra_err *e)
{
	static const struct ra_span begin = { "-----BEGIN CERTIFICATE-----",
		27 };
	static const struct ra_span end = { "-----END CERTIFICATE-----", 25 };
	struct ra_span rest = ra_span_from(in, ra_span_find(in, begin)), one;
	size_t n;

	if (rest.n == 0) /* says what is there instead */
		return add_cert(l, name, in, e);
	while (rest.n > 0) {
		n = ra_span_find(rest, end);
		one = rest;
		if (n < rest.n)
			one.n = n + end.n;
		if (add_cert(l, name, one, e) == -1)
			return -1;
		rest = ra_span_from(rest, one.n);
		rest = ra_span_from(rest, ra_span_find(rest, begin));
	}
	return 0;
}

static size_t
serial_column(const struct ra_form *f)
{
	size_t i;

	for (i = 0; i + 1 < f->ncols; i++)
		if (f->col[i].field == RA_F_SERIAL)
			break;
	return i;
}

static int
add_record(struct ra_serials *l, const struct ra_request *r, size_t i,
    struct ra_err *e)
{
	const struct ra_request_record *rec = &r->rec[i];
	size_t k = serial_column(r->form);
	struct found f = { .column = rec->at[k],
		.text = rec->col[k],
		.subject = ra_request_get(r, i, "subject_dn") };
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, SOURCE_BYTES);
	ra_buf_addf(&b, "%s:%zu", r->name, rec->line);
	f.source = ra_buf_str(&b);
	if (f.text.n > 0)
		rc = add_number(l, &f, e);
	else
		rc = ra_fail(e, RA_EINPUT,
		    _("%s:%zu: no serial number in column %zu"), f.source,
		    f.column, k + 1);
	ra_buf_clear(&b);
	return rc;
}

static int
add_records(
    struct ra_serials *l, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_request *r = ra_request_parse(name, in, RA_FORM_BIT(FORM), e);
	size_t i;
	int rc = 0;

	if (r == NULL)
		return -1;
	for (i = 0; i < r->n && rc == 0; i++)
		rc = add_record(l, r, i, e);
	if (rc == 0 && r->total > r->n)
		rc = ra_fail(e, RA_EINPUT,
		    _("%s: %zu records, at most %d are read"), name, r->total,
		    RA_REQUEST_RECORDS_MAX);
	ra_request_free(r);
	return rc;
}

static int
add_lines(
    struct ra_serials *l, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_tsv walk = { in, 0, false };
	struct found f = { .column = 1 };
	size_t before = l->n;
	struct ra_buf b;
	int rc = 0;

	ra_buf_init(&b, SOURCE_BYTES);
	while (rc == 0 && ra_tsv_next(&walk, &f.text)) {
		f.text = ra_span_trim(f.text);
		if (f.text.n == 0)
			continue;
		ra_buf_reset(&b);
		ra_buf_addf(&b, "%s:%zu", name, walk.line);
		f.source = ra_buf_str(&b);
		rc = add_number(l, &f, e);
	}
	ra_buf_clear(&b);
	if (rc == 0 && l->n == before)
		return ra_fail(
		    e, RA_EINPUT, _("%s: empty, wanted serial numbers"), name);
	return rc;
}

/* Of the first line, the Base64 of a certificate apart. */
static bool
begins_with_number(struct ra_span in)
{
	struct ra_span rest = ra_span_trim(in);

	return looks_like_number(ra_span_trim(ra_span_cut(&rest, '\n')));
}

int
ra_serials_read(
    struct ra_serials *l, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_span text = ra_span_trim(in);

	if (in.n > 1 && in.p[0] == 0x30 && (in.p[1] & 0x80) != 0)
		return add_cert(l, name, in, e);
	if (ra_span_has(in, RA_SPAN("-----BEGIN ")))
		return add_pem(l, name, in, e);
	if (ra_span_has(text, RA_SPAN("\t")))
		return add_records(l, name, in, e);
	if (ra_span_starts(text, RA_SPAN("MII")))
		return add_cert(l, name, in, e);
	if (text.n == 0 || begins_with_number(in))
		return add_lines(l, name, in, e);
	ra_fail(e, RA_EINPUT,
	    _("%s:1:1: wanted a certificate, an application file or serial "
	      "numbers"),
	    name);
	return -1;
}

int
ra_serials_add(struct ra_serials *l, const char *operand, struct ra_err *e)
{
	struct found f = { .source = operand, .text = ra_span_str(operand) };
	struct ra_buf b;
	int rc = -1;

	if (looks_like_number(f.text))
		return add_number(l, &f, e);
	/* Application files may hold access PINs. */
	ra_buf_init_secret(&b, RA_SERIALS_FILE_MAX);
	if (ra_fs_read(operand, &b, e) == 0)
		rc = ra_serials_read(l, operand, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

void
ra_serials_clear(struct ra_serials *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		clear(&l->row[i]);
	free(l->row);
	*l = (struct ra_serials){ 0 };
}
