/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists, read row by row into the oracle. upki-facts section 5.1. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "pki/serial.h"
#include "pki/spki.h"
#include "upki/oracle_in.h"
#include "upki/profile.h"

/* The value as UTF-8, good until the next one. */
static struct ra_span
utf8(struct ra_oracle *o, struct ra_span v)
{
	return ra_rows_utf8(&o->list, v, &o->text);
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

/* Of the request; where that is not given or not read, of the certificate. */
static void
put_key(struct ra_oracle_row *r, const struct ra_span *col)
{
	char hex[RA_DIGEST_TEXT];

	if (ra_spki_of_csr(col[RA_AT_CSR], hex) ||
	    ra_spki_of_cert(col[RA_AT_CERT], hex))
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
	put_name(o, p, col[RA_AT_DN]);
	p->serial = "";
	if (ra_serial_parse(col[RA_AT_SERIAL], &serial, NULL) == 0)
		p->serial = ra_oracle_string(o, ra_span_str(serial.dec));
	p->mail = ra_oracle_string(o, utf8(o, col[RA_AT_MAIL]));
	p->until = ra_oracle_string(o, utf8(o, col[RA_AT_ENDS]));
	p->state = ra_rows_number(
	    col[RA_AT_STATE], RA_ROWS_STATE_MAX, RA_PAST_NO_STATE);
	p->profile = ra_rows_number(col[RA_AT_PROFILE], RA_ROWS_PROFILE_MAX, 0);
	profile = ra_profile_find(p->profile);
	p->client = profile != NULL && profile->use != RA_USE_SERVER;
	o->clients += p->client;
	r->applied = moment(col[RA_AT_APPLIED]);
	put_key(r, col);
}

/* A row of another width cannot be read: which tab is wrong is not known. */
static int
one_row(void *arg, const struct ra_row *row, struct ra_err *e)
{
	struct ra_oracle *o = arg;

	if (row->col == NULL) {
		o->ragged++;
		return 0;
	}
	if (o->n == RA_ORACLE_RECORDS_MAX)
		return ra_fail(e, RA_EINPUT, _("%s:%zu: more than %d records"),
		    o->list.name, (size_t)row->line, RA_ORACLE_RECORDS_MAX);
	keep(o, row->col);
	return 0;
}

static void
begin(struct ra_oracle *o, const char *name)
{
	if (o->list.row == NULL) {
		ra_rows_init(&o->list);
		o->list.row = one_row;
		o->list.arg = o;
	}
	o->list.name = name;
}

int
ra_oracle_add(struct ra_oracle *o, const char *name, struct ra_span piece,
    struct ra_err *e)
{
	begin(o, name);
	return ra_rows_add(&o->list, piece, e);
}

int
ra_oracle_end(struct ra_oracle *o, const char *name, struct ra_err *e)
{
	int rc;

	begin(o, name);
	rc = ra_rows_end(&o->list, e);
	ra_rows_clear(&o->list);
	if (rc == 0)
		ra_oracle_index(o);
	return rc;
}
