/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Records as the journal knows them. */
#include "work/docket.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "pki/dn.h"
#include "pki/serial.h"
#include "pki/spki.h"

#define TEXT_MAX 65536

static bool
secret(const struct ra_request *req, size_t column)
{
	return req != NULL && column < req->form->ncols &&
	    req->form->col[column].field == RA_F_PIN;
}

/*
 * The row without what is secret: whoever knows the rest could find a short
 * PIN from a digest over all of it.
 */
static void
without_secrets(
    const struct ra_request *req, struct ra_span row, struct ra_buf *out)
{
	struct ra_span cell;
	size_t i;

	for (i = 0; row.n > 0; i++) {
		cell = (struct ra_span){ row.p, 0 };
		while (cell.n < row.n && row.p[cell.n] != '\t' &&
		    row.p[cell.n] != '\r')
			cell.n++;
		if (!secret(req, i))
			ra_buf_add(out, cell);
		row = ra_span_from(row, cell.n);
		if (row.n > 0 && row.p[0] == '\r') {
			ra_buf_add(out, row);
			return;
		}
		if (row.n > 0)
			ra_buf_addc(out, '\t');
		row = ra_span_from(row, 1);
	}
}

static char *
prefixed(const char *what, const char *value)
{
	struct ra_buf b;

	ra_buf_init(&b, TEXT_MAX);
	ra_buf_addf(&b, "%s:%s", what, value);
	return ra_buf_take(&b);
}

/* The DN in one spelling, so that blanks and case of types do not matter. */
static char *
plain_dn(const struct ra_dn *dn, struct ra_span raw)
{
	struct ra_buf b;

	ra_buf_init(&b, TEXT_MAX);
	if (dn != NULL)
		ra_dn_format(dn, &b);
	else
		ra_buf_add(&b, raw);
	ra_buf_addc(&b, '\0');
	return ra_buf_take(&b);
}

static void
aim(struct ra_docket *d, const struct ra_request *req)
{
	struct ra_span dn = ra_request_get(req, d->place, "subject_dn");
	struct ra_span account =
	    ra_request_get(req, d->place, "acme_account_id");
	struct ra_span serial = ra_request_get(req, d->place, "serial");
	struct ra_dn name = { 0 };
	struct ra_serial s;
	char *text;
	bool read = ra_dn_parse("", dn, &name, NULL) == 0;
	const char *cn = read ? ra_dn_get(&name, RA_ATTR_CN, 0) : NULL;

	d->dn = ra_strndup(dn.p, dn.n);
	d->cn = ra_strdup(cn != NULL ? cn : "");
	if (serial.n > 0 && ra_serial_parse(serial, &s, NULL) == 0) {
		d->serial = ra_strdup(s.dec);
		d->target = prefixed("serial", s.dec);
	} else if (account.n > 0) {
		text = ra_strndup(account.p, account.n);
		d->target = prefixed("account", text);
		free(text);
	} else {
		text = plain_dn(read ? &name : NULL, dn);
		d->target = prefixed("dn", text);
		free(text);
	}
	ra_spki_of_csr(ra_request_get(req, d->place, "csr"), d->spki);
	ra_dn_clear(&name);
}

static void
fill(struct ra_docket *d, const struct ra_request *req)
{
	if (req != NULL)
		aim(d, req);
	else
		d->target = prefixed("row", d->digest);
	if (d->serial == NULL)
		d->serial = ra_strdup("");
	if (d->cn == NULL)
		d->cn = ra_strdup("");
	if (d->dn == NULL)
		d->dn = ra_strdup("");
}

struct ra_docket *
ra_dockets_new(const struct ra_request *req, struct ra_span bytes, size_t n,
    char digest[RA_DIGEST_TEXT], struct ra_err *e)
{
	struct ra_docket *d = ra_calloc(n, sizeof(*d));
	struct ra_digest *all = ra_digest_new();
	struct ra_span rest = bytes, row;
	struct ra_buf plain;
	const char *nl;
	size_t i;

	ra_buf_init(&plain, RA_REQUEST_ENCODED_MAX);
	for (i = 0; i < n; i++) {
		nl = rest.n == 0 ? NULL : memchr(rest.p, '\n', rest.n);
		if (nl == NULL)
			break;
		row = (struct ra_span){ rest.p, (size_t)(nl - rest.p) + 1 };
		d[i].place = i;
		d[i].at = (size_t)(row.p - bytes.p);
		d[i].n = row.n;
		rest = ra_span_from(rest, row.n);
		ra_buf_reset(&plain);
		without_secrets(req, row, &plain);
		ra_digest_add(all, ra_buf_span(&plain));
		ra_digest_sha256(ra_buf_span(&plain), d[i].digest);
		fill(&d[i], req);
	}
	ra_digest_end(all, digest);
	ra_digest_free(all);
	ra_buf_clear(&plain);
	if (i == n && rest.n == 0)
		return d;
	ra_fail(e, RA_EINPUT, _("%zu rows were to be sent, found others"), n);
	ra_dockets_free(d, n);
	return NULL;
}

void
ra_dockets_free(struct ra_docket *d, size_t n)
{
	size_t i;

	for (i = 0; d != NULL && i < n; i++) {
		free(d[i].target);
		free(d[i].cn);
		free(d[i].dn);
		free(d[i].serial);
	}
	free(d);
}
