/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lists: 46 columns in CP932, and what is counted from them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "codec/text.h"
#include "upki/record.h"

#include "issue.h"
#include "service.h"

#define CRLF "\r\n"

struct sb_list {
	struct sb_list_style style;
	struct sb_scan *scan;
	bool then_clients; /* client rows follow */
	struct ra_buf row; /* the fields of one in this style */
	struct ra_buf buf; /* a piece on its way out */
	size_t off;
	bool ended, broken;
};

static const char *
eol(const struct sb_list *l)
{
	return l->style.lf ? "\n" : CRLF;
}

/*
 * upki-facts 5.1: column 14 of the client file is the user's mail. What its
 * header says there, and at 12 and 13, is not known.
 */
static const char *
header(const struct sb_list *l, size_t i, bool client)
{
	static const char *const user[] = { "利用者氏名", "利用者所属",
		"利用者mail" };

	if (client && l->style.user && i >= SB_COL_NAME && i <= SB_COL_MAIL)
		return user[i - SB_COL_NAME];
	return ra_record_columns()[i].header;
}

static int
put_header(struct sb_list *l, bool client, struct ra_err *e)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(&l->buf, '\t');
		if (ra_text_encode(RA_CP932, ra_span_str(header(l, i, client)),
			&l->buf, NULL) == -1)
			return ra_fail(e, RA_ELOCAL,
			    "column %zu: header is not in CP932", i);
	}
	ra_buf_adds(&l->buf, eol(l));
	return 0;
}

struct sb_list *
sb_list_open(struct sb_service *s, enum ra_iface_id iface,
    const struct sb_list_style *style, struct ra_err *e)
{
	struct sb_list *l = ra_calloc(1, sizeof(*l));
	bool client = iface == RA_IF_CLIENT_LIST;

	l->style = *style;
	ra_buf_init(&l->row, RA_RECORD_ROW_MAX);
	ra_buf_init(&l->buf, RA_RECORD_ROW_MAX);
	l->then_clients = iface == RA_IF_ALL_LIST;
	l->scan = sb_scan_open(s->path, e);
	if (l->scan == NULL ||
	    sb_scan_start(
		l->scan, client ? SB_SCAN_CLIENT : SB_SCAN_SERVER, e) == -1 ||
	    put_header(l, client, e) == -1) {
		sb_list_close(l);
		return NULL;
	}
	return l;
}

static bool
is_time(size_t col)
{
	static const enum sb_col times[] = { SB_COL_APPLIED, SB_COL_DONE,
		SB_COL_NOT_BEFORE, SB_COL_NOT_AFTER, SB_COL_URL_END,
		SB_COL_R_APPLIED, SB_COL_R_DONE, SB_COL_UPDATED };
	size_t i;

	for (i = 0; i < sizeof(times) / sizeof(*times); i++)
		if (col == (size_t)times[i])
			return true;
	return false;
}

static bool
is_lead(unsigned char c)
{
	return (c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xfc);
}

/* NEC row 13, NEC's and IBM's extensions, what users define. */
static bool
is_extension(unsigned char c)
{
	return c == 0x87 || c == 0xed || c == 0xee || c >= 0xf0;
}

/*
 * The fields in the style of this list. One client is known to read lists as
 * plain Shift_JIS and to fail on more (wire-protocol 2), so that what CP932
 * has beyond it is a geta mark unless the style keeps it.
 */
static void
restyle(struct sb_list *l, struct ra_span row)
{
	size_t i, col = 0;
	unsigned char c;

	ra_buf_reset(&l->row);
	for (i = 0; i < row.n; i++) {
		c = (unsigned char)row.p[i];
		if (is_lead(c) && i + 1 < row.n) {
			if (is_extension(c) && !l->style.extended)
				ra_buf_adds(&l->row, "\x81\xac");
			else
				ra_buf_add(
				    &l->row, (struct ra_span){ row.p + i, 2 });
			i++;
			continue;
		}
		col += c == '\t';
		if (c == '-' && l->style.slashes && is_time(col))
			c = '/';
		ra_buf_addc(&l->row, (char)c);
	}
}

static void
put_pem(struct sb_list *l, struct ra_span b64, const char *what)
{
	if (l->style.pem && b64.n > 0)
		ra_buf_addf(&l->buf, "-----BEGIN %s-----", what);
	ra_buf_add(&l->buf, b64);
	if (l->style.pem && b64.n > 0)
		ra_buf_addf(&l->buf, "-----END %s-----", what);
}

/* Request and certificate as one line each: a choice. */
static void
put_row(struct sb_list *l, struct ra_span csr, struct ra_span cert)
{
	struct ra_span row = ra_buf_span(&l->row), head = row, mid, rest = row;
	size_t i;

	for (i = 0; i < SB_COL_CSR; i++)
		ra_span_cut(&rest, '\t');
	head.n = (size_t)(rest.p - row.p);
	mid.p = rest.p;
	for (; i < SB_COL_CERT; i++)
		ra_span_cut(&rest, '\t');
	mid.n = (size_t)(rest.p - mid.p);
	ra_buf_add(&l->buf, head);
	put_pem(l, csr, "CERTIFICATE REQUEST");
	ra_buf_add(&l->buf, mid);
	put_pem(l, cert, "CERTIFICATE");
	ra_buf_add(&l->buf, rest);
	ra_buf_adds(&l->buf, eol(l));
}

static void
next_row(struct sb_list *l)
{
	struct ra_span row, csr, cert;
	int rc = sb_scan_next(l->scan, &row, &csr, &cert);

	ra_buf_reset(&l->buf);
	l->off = 0;
	if (rc == 0 && l->then_clients) {
		l->then_clients = false;
		rc = sb_scan_start(l->scan, SB_SCAN_CLIENT, NULL);
		if (rc == 0)
			rc = sb_scan_next(l->scan, &row, &csr, &cert);
	}
	if (rc == 1) {
		restyle(l, row);
		put_row(l, csr, cert);
	}
	l->ended = rc != 1;
	l->broken = rc == -1 || l->row.over || l->buf.over;
}

long
sb_list_read(struct sb_list *l, char *p, size_t max)
{
	size_t got = 0, n;

	while (got < max && !l->broken) {
		n = l->buf.n - l->off;
		if (n == 0 && l->ended)
			break;
		if (n == 0) {
			next_row(l);
			continue;
		}
		if (n > max - got)
			n = max - got;
		memcpy(p + got, l->buf.p + l->off, n);
		l->off += n;
		got += n;
	}
	return l->broken ? -1 : (long)got;
}

void
sb_list_close(struct sb_list *l)
{
	if (l == NULL)
		return;
	sb_scan_close(l->scan);
	ra_buf_clear(&l->row);
	ra_buf_clear(&l->buf);
	free(l);
}

/* A choice: domain and OU, one pair a line; the layout is not known. */
int
sb_service_allowlist(struct sb_service *s, struct ra_buf *out, struct ra_err *e)
{
	static const char text[] =
	    "ドメイン\tOU" CRLF SB_DOMAIN "\tFaculty of Science" CRLF SB_DOMAIN
	    "\tGraduate School of Informatics" CRLF SB_DOMAIN
	    "\tInformation Technology Center" CRLF SB_DOMAIN
	    "\tUniversity Library" CRLF SB_DOMAIN2
	    "\tInformation Technology Center" CRLF;

	(void)s;
	if (ra_text_encode(RA_CP932, ra_span_str(text), out, NULL) == -1)
		return ra_fail(e, RA_ELOCAL, "allowlist: is not in CP932");
	return 0;
}

static const char *
kind_of(enum ra_use use)
{
	if (use == RA_USE_SERVER)
		return "サーバ証明書";
	return use == RA_USE_CLIENT ? "クライアント証明書" : "S/MIME証明書";
}

struct sb_stat *
sb_service_stats(struct sb_service *s, size_t *n, struct ra_err *e)
{
	struct sb_count *c;
	struct sb_stat *v;
	size_t i;

	if (sb_store_count(s->store, ra_clock_now(), &c, n, e) == -1)
		return NULL;
	v = ra_calloc(*n + 1, sizeof(*v));
	for (i = 0; i < *n; i++) {
		snprintf(v[i].domain, sizeof(v[i].domain), "%s",
		    sb_domain_name(c[i].domain));
		v[i].kind = kind_of(c[i].use);
		v[i].issued = c[i].issued;
		v[i].valid = c[i].valid;
		v[i].expired = c[i].expired;
		v[i].revoked = c[i].revoked;
	}
	free(c);
	return v;
}
