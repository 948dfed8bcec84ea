/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists, read row by row into the oracle. upki-facts section 5.1. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "codec/tsv.h"
#include "pki/serial.h"
#include "pki/spki.h"
#include "upki/oracle_in.h"
#include "upki/profile.h"
#include "upki/record.h"

#define COLUMNS_MAX 256 /* of a header */
#define PROFILE_MAX 999
#define STATE_MAX 99

static const char *const keys[RA_COL_COUNT] = {
	[RA_COL_DN] = "subject_dn",
	[RA_COL_STATE] = "state",
	[RA_COL_SERIAL] = "serial",
	[RA_COL_APPLIED] = "applied_at",
	[RA_COL_PROFILE] = "profile_id",
	[RA_COL_MAIL] = "manager_mail",
	[RA_COL_UNTIL] = "not_after",
	[RA_COL_CSR] = "csr",
	[RA_COL_CERT] = "certificate",
};

/*
 * The value as UTF-8, good until the next one. Most are ASCII, and decoding
 * them would take most of the time.
 */
static struct ra_span
utf8(struct ra_oracle *o, struct ra_span v)
{
	v = ra_span_trim(v);
	if (ra_text_is_ascii(v))
		return v;
	ra_buf_reset(&o->text);
	(void)ra_text_decode_lenient(o->charset, v, &o->text);
	return ra_buf_span(&o->text);
}

static const struct ra_record_column *
known(struct ra_span header, const char *key)
{
	const struct ra_record_column *c = ra_record_columns();
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		if (key == NULL ? ra_span_eqs(header, c[i].header)
				: strcmp(c[i].key, key) == 0)
			return &c[i];
	return NULL;
}

/*
 * By its name; else where it stood when the names were learnt, if the list is
 * as wide and something unknown stands there.
 */
static size_t
place(struct ra_oracle *o, const char *key, const struct ra_span *col, size_t n)
{
	const struct ra_record_column *c = known(RA_SPAN(""), key);
	size_t i;

	for (i = 0; i < n; i++)
		if (ra_span_eqs(utf8(o, col[i]), c->header))
			return i;
	i = (size_t)(c - ra_record_columns());
	if (n != RA_RECORD_COLUMNS || known(utf8(o, col[i]), NULL) != NULL) {
		ra_log(RA_LOG_INFO, _("the list has no column %s"), c->header);
		return SIZE_MAX;
	}
	ra_log(RA_LOG_INFO,
	    _("the list has no column %s; column %zu is taken for it"),
	    c->header, i + 1);
	return i;
}

static int
no_list(const struct ra_oracle *o, const char *name, struct ra_err *e)
{
	ra_fail(e, RA_EINPUT,
	    _("%s:%zu: not a list of the service: no header with the columns "
	      "%s, %s and %s"),
	    name, o->line, known(RA_SPAN(""), keys[RA_COL_DN])->header,
	    known(RA_SPAN(""), keys[RA_COL_STATE])->header,
	    known(RA_SPAN(""), keys[RA_COL_SERIAL])->header);
	ra_next(e,
	    _("give serverAll.tsv or clientAll.tsv as upkira bulk-download "
	      "keeps it"));
	return -1;
}

/* The spelling of the DN's header is confirmed: without it it is no list. */
static int
header(
    struct ra_oracle *o, const char *name, struct ra_span row, struct ra_err *e)
{
	struct ra_span col[COLUMNS_MAX];
	struct ra_span dn =
	    ra_span_str(known(RA_SPAN(""), keys[RA_COL_DN])->header);
	size_t i, n;

	ra_buf_add(&o->header, row);
	row = ra_span_from(row, ra_text_bom(row));
	o->charset = ra_text_is_utf8(row) ? RA_UTF8 : RA_CP932;
	n = ra_tsv_split(row, col, COLUMNS_MAX);
	if (n > COLUMNS_MAX)
		return no_list(o, name, e);
	for (i = 0; i < n && !ra_span_eq(utf8(o, col[i]), dn); i++)
		;
	if (i == n)
		return no_list(o, name, e);
	o->ncols = n;
	for (i = 0; i < RA_COL_COUNT; i++)
		o->at[i] = place(o, keys[i], col, n);
	if (o->at[RA_COL_STATE] == SIZE_MAX || o->at[RA_COL_SERIAL] == SIZE_MAX)
		return no_list(o, name, e);
	return 0;
}

/*
 * Year to second as one number, whatever stands between them: the form of a
 * date is inferred (upki-facts 5.1).
 */
static uint64_t
moment(struct ra_span v)
{
	static const unsigned base[] = { 10000, 13, 32, 25, 61, 61 };
	uint64_t out = 0;
	size_t i = 0, k;
	unsigned part;

	for (k = 0; k < sizeof(base) / sizeof(base[0]); k++) {
		while (i < v.n && (v.p[i] < '0' || v.p[i] > '9'))
			i++;
		for (part = 0; i < v.n && v.p[i] >= '0' && v.p[i] <= '9'; i++)
			if (part < base[k])
				part = part * 10 + (unsigned)(v.p[i] - '0');
		out = out * base[k] + (part < base[k] ? part : base[k] - 1);
	}
	return out;
}

static int
signed_number(struct ra_span v, long max, int otherwise)
{
	bool minus = v.n > 0 && v.p[0] == '-';
	long n;

	if (ra_span_number(ra_span_from(v, minus ? 1 : 0), 0, max, &n) == -1)
		return otherwise;
	return (int)(minus ? -n : n);
}

static struct ra_span
get(const struct ra_oracle *o, const struct ra_span *col, enum ra_oracle_col c)
{
	return o->at[c] == SIZE_MAX ? RA_SPAN("") : ra_span_trim(col[o->at[c]]);
}

/* Of the request; where that is not given or not read, of the certificate. */
static void
put_key(struct ra_oracle *o, struct ra_oracle_row *r, const struct ra_span *col)
{
	char hex[RA_DIGEST_TEXT];

	if (ra_spki_of_csr(get(o, col, RA_COL_CSR), hex) ||
	    ra_spki_of_cert(get(o, col, RA_COL_CERT), hex))
		r->has_key = ra_oracle_key_bytes(hex, r->key);
}

static void
put_name(struct ra_oracle *o, struct ra_past *p, struct ra_span dn)
{
	struct ra_buf text, cn;

	ra_buf_init(&text, RA_RECORD_ROW_MAX * 3);
	ra_buf_init(&cn, RA_RECORD_ROW_MAX * 3);
	ra_oracle_dn_text(utf8(o, dn), &text, &cn);
	p->dn = ra_oracle_string(o, ra_buf_span(&text));
	p->cn = ra_oracle_string(o, ra_buf_span(&cn));
	ra_buf_clear(&text);
	ra_buf_clear(&cn);
}

static void
keep(struct ra_oracle *o, const struct ra_span *col)
{
	const struct ra_profile *profile;
	struct ra_oracle_row *r;
	struct ra_serial serial;
	struct ra_past *p;

	o->row = ra_grow(o->row, o->n, sizeof(*o->row));
	r = &o->row[o->n++];
	*r = (struct ra_oracle_row){ 0 };
	p = &r->past;
	put_name(o, p, get(o, col, RA_COL_DN));
	p->serial = "";
	if (ra_serial_parse(get(o, col, RA_COL_SERIAL), &serial, NULL) == 0)
		p->serial = ra_oracle_string(o, ra_span_str(serial.dec));
	p->mail = ra_oracle_string(o, utf8(o, get(o, col, RA_COL_MAIL)));
	p->until = ra_oracle_string(o, utf8(o, get(o, col, RA_COL_UNTIL)));
	p->state = signed_number(
	    get(o, col, RA_COL_STATE), STATE_MAX, RA_PAST_NO_STATE);
	p->profile = signed_number(get(o, col, RA_COL_PROFILE), PROFILE_MAX, 0);
	profile = ra_profile_find(p->profile);
	p->client = profile != NULL && profile->use != RA_USE_SERVER;
	o->clients += p->client;
	r->applied = moment(get(o, col, RA_COL_APPLIED));
	put_key(o, r, col);
}

/* A row of another width cannot be read: which tab is wrong is not known. */
static int
one_row(
    struct ra_oracle *o, const char *name, struct ra_span row, struct ra_err *e)
{
	struct ra_span col[COLUMNS_MAX];

	o->line++;
	if (row.n > 0 && row.p[row.n - 1] == '\r')
		row.n--;
	if (o->header.n == 0)
		return header(o, name, row, e);
	/* Two lists that were put together have two headers. */
	if (row.n == 0 || ra_span_eq(row, ra_buf_span(&o->header)))
		return 0;
	if (memchr(row.p, '\0', row.n) != NULL ||
	    ra_tsv_split(row, col, COLUMNS_MAX) != o->ncols) {
		o->ragged++;
		return 0;
	}
	if (o->n == RA_ORACLE_RECORDS_MAX)
		return ra_fail(e, RA_EINPUT, _("%s:%zu: more than %d records"),
		    name, o->line, RA_ORACLE_RECORDS_MAX);
	keep(o, col);
	return 0;
}

static int
hold(struct ra_oracle *o, const char *name, struct ra_span s, struct ra_err *e)
{
	ra_buf_add(&o->part, s);
	if (!o->part.over)
		return 0;
	if (o->header.n == 0) {
		o->line++;
		return no_list(o, name, e);
	}
	return ra_fail(e, RA_EINPUT, _("%s:%zu: a row of more than %u bytes"),
	    name, o->line + 1, RA_RECORD_ROW_MAX);
}

int
ra_oracle_add(struct ra_oracle *o, const char *name, struct ra_span piece,
    struct ra_err *e)
{
	struct ra_span row;
	const char *nl;

	while (piece.n > 0 && (nl = memchr(piece.p, '\n', piece.n)) != NULL) {
		row = (struct ra_span){ piece.p, (size_t)(nl - piece.p) };
		piece = ra_span_from(piece, row.n + 1);
		if (o->part.n > 0) {
			if (hold(o, name, row, e) == -1)
				return -1;
			row = ra_buf_span(&o->part);
		}
		if (row.n > RA_RECORD_ROW_MAX)
			return hold(o, name, row, e);
		if (one_row(o, name, row, e) == -1)
			return -1;
		if (o->part.n > 0)
			ra_buf_reset(&o->part);
	}
	return hold(o, name, piece, e);
}

int
ra_oracle_end(struct ra_oracle *o, const char *name, struct ra_err *e)
{
	int rc = 0;

	if (o->part.n > 0)
		rc = one_row(o, name, ra_buf_span(&o->part), e);
	if (rc == 0 && o->header.n == 0) {
		o->line++;
		rc = no_list(o, name, e);
	}
	ra_buf_reset(&o->part);
	ra_buf_reset(&o->header);
	o->line = 0;
	if (rc == 0)
		ra_oracle_index(o);
	return rc;
}
