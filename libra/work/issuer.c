/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The CA of each certificate of the kept lists. */
#include "work/issuer.h"

#include <string.h>

#include "base/buf.h"
#include "base/glob.h"
#include "pki/cert.h"
#include "pki/serial.h"
#include "work/kept.h"

#define KEY_BYTES 2048

/* The list, the application number and the serial number tell a row. */
static void
put_key(struct ra_buf *b, enum ra_inv_list list, struct ra_span application,
    const char *serial)
{
	ra_buf_reset(b);
	ra_buf_addf(b, "%d\t%s\t", (int)list, serial);
	ra_buf_add(b, application);
}

static bool
is_of(const struct ra_issued *x, const struct ra_dn *issuer)
{
	const char *cn = ra_dn_get(issuer, RA_ATTR_CN, 0);

	return cn != NULL && ra_glob(ra_span_str(x->glob), ra_span_str(cn));
}

struct look {
	struct ra_issued *x;
	enum ra_inv_list list;
};

static int
look_at(void *arg, const struct ra_rows *rows, const struct ra_row *r,
    struct ra_err *e)
{
	struct look *l = arg;
	struct ra_serial serial;
	struct ra_dn issuer = { 0 };
	struct ra_buf key;

	(void)rows;
	(void)e;
	if (r->col == NULL || r->col[RA_AT_CERT].n == 0 ||
	    ra_serial_parse(r->col[RA_AT_SERIAL], &serial, NULL) == -1)
		return 0;
	l->x->looked++;
	if (ra_cert_issuer_only("", r->col[RA_AT_CERT], &issuer, NULL) == -1) {
		l->x->broken++;
		return 0;
	}
	if (is_of(l->x, &issuer)) {
		ra_buf_init(&key, KEY_BYTES);
		put_key(&key, l->list, r->col[RA_AT_APPLICATION], serial.dec);
		(void)ra_map_put(&l->x->seen, ra_buf_str(&key), 1);
		ra_buf_clear(&key);
	}
	ra_dn_clear(&issuer);
	return 0;
}

int
ra_issued_read(
    struct ra_issued *x, struct ra_inv *inv, const char *dir, struct ra_err *e)
{
	struct ra_snapshot s;
	bool done[RA_INV_LISTS] = { false };
	struct look l = { x, RA_INV_SERVER };
	size_t k, i;
	int rc;

	for (k = 0; (rc = ra_inv_snapshot(inv, k, &s, e)) == 1; k++) {
		for (i = 0; i < RA_INV_LISTS; i++) {
			if (done[i] || !s.source[i].taken)
				continue;
			done[i] = true;
			l.list = (enum ra_inv_list)i;
			if (ra_kept_each(
				dir, s.source[i].file, look_at, &l, e) == -1)
				return -1;
		}
		if (done[RA_INV_SERVER] && done[RA_INV_CLIENT])
			return 0;
	}
	return rc;
}

bool
ra_issued_has(const struct ra_issued *x, const struct ra_inv_row *row)
{
	struct ra_buf key;
	bool has;

	ra_buf_init(&key, KEY_BYTES);
	put_key(&key, row->list, ra_span_str(row->application), row->serial);
	has = ra_map_get(&x->seen, ra_buf_str(&key)) != RA_MAP_NONE;
	ra_buf_clear(&key);
	return has;
}

void
ra_issued_clear(struct ra_issued *x)
{
	ra_map_clear(&x->seen);
	memset(x, 0, sizeof(*x));
}
