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

/* A choice: line ends are not known. */
#define EOL "\r\n"

struct sb_list {
	struct sb_scan *scan;
	bool then_clients; /* client rows follow */
	struct ra_buf buf; /* a piece on its way out */
	size_t off;
	bool ended, broken;
};

/* The header line, CP932; the client's is the same, which is inferred. */
static int
put_header(struct ra_buf *out, struct ra_err *e)
{
	const struct ra_record_column *c = ra_record_columns();
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(out, '\t');
		if (ra_text_encode(
			RA_CP932, ra_span_str(c[i].header), out, NULL) == -1)
			return ra_fail(e, RA_ELOCAL,
			    "column %zu: header is not in CP932", i);
	}
	ra_buf_adds(out, EOL);
	return 0;
}

struct sb_list *
sb_list_open(struct sb_service *s, enum ra_iface_id iface, struct ra_err *e)
{
	struct sb_list *l = ra_calloc(1, sizeof(*l));

	ra_buf_init(&l->buf, RA_RECORD_ROW_MAX);
	l->then_clients = iface == RA_IF_ALL_LIST;
	l->scan = sb_scan_open(s->path, e);
	if (l->scan == NULL ||
	    sb_scan_start(l->scan,
		iface == RA_IF_CLIENT_LIST ? SB_SCAN_CLIENT : SB_SCAN_SERVER,
		e) == -1 ||
	    put_header(&l->buf, e) == -1) {
		sb_list_close(l);
		return NULL;
	}
	return l;
}

/* Request and certificate as one line of Base64 each: a choice. */
static void
put_row(struct ra_buf *out, struct ra_span row, struct ra_span csr,
    struct ra_span cert)
{
	struct ra_span head = row, mid, rest = row;
	size_t i;

	for (i = 0; i < SB_COL_CSR; i++)
		ra_span_cut(&rest, '\t');
	head.n = (size_t)(rest.p - row.p);
	mid.p = rest.p;
	for (; i < SB_COL_CERT; i++)
		ra_span_cut(&rest, '\t');
	mid.n = (size_t)(rest.p - mid.p);
	ra_buf_add(out, head);
	ra_buf_add(out, csr);
	ra_buf_add(out, mid);
	ra_buf_add(out, cert);
	ra_buf_add(out, rest);
	ra_buf_adds(out, EOL);
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
	if (rc == 1)
		put_row(&l->buf, row, csr, cert);
	l->ended = rc != 1;
	l->broken = rc == -1 || l->buf.over;
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
	ra_buf_clear(&l->buf);
	free(l);
}

/* A choice: domain and OU, one pair a line; the layout is not known. */
int
sb_service_allowlist(struct sb_service *s, struct ra_buf *out, struct ra_err *e)
{
	static const char text[] =
	    "ドメイン\tOU" EOL SB_DOMAIN "\tFaculty of Science" EOL SB_DOMAIN
	    "\tGraduate School of Informatics" EOL SB_DOMAIN
	    "\tInformation Technology Center" EOL SB_DOMAIN
	    "\tUniversity Library" EOL SB_DOMAIN2
	    "\tInformation Technology Center" EOL;

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
