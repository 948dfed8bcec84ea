/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira inventory show: one application, its history, its certificate. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "codec/json.h"
#include "pki/cert.h"
#include "work/chain.h"
#include "work/history.h"
#include "work/snapshot.h"

#include "inventory.h"
#include "out.h"
#include "say.h"

#define TEXT_BYTES (1u << 20)

/* A showing under way. */
struct showing {
	struct inventory_ask *a;
	struct ra_inv *again; /* for questions inside a walk */
	size_t found;
	struct out out;
	struct ra_buf text; /* of a cell, or the JSON object */
	struct ra_json json;
};

static const char *
when(int64_t t, char text[RA_CLOCK_TEXT])
{
	return t == RA_INV_NO_TIME ? NULL : ra_clock_iso((time_t)t, text);
}

static int
json_step(void *arg, const struct ra_history_step *s, struct ra_err *e)
{
	struct showing *k = arg;
	struct ra_json *j = &k->json;
	char text[RA_CLOCK_TEXT];
	size_t i;

	(void)e;
	ra_json_object(j, NULL);
	ra_json_str(j, "what", ra_history_name(s->what));
	ra_json_str(j, "before", when(s->before, text));
	ra_json_str(j, "after", when(s->after, text));
	ra_json_array(j, "changes");
	for (i = 0; i < s->n; i++) {
		ra_json_object(j, NULL);
		ra_json_str(j, "column", ra_column_key(s->column[i]));
		ra_json_span(j, "from", s->old[s->column[i]]);
		ra_json_span(j, "to", s->now[s->column[i]]);
		ra_json_end_object(j);
	}
	ra_json_end_array(j);
	ra_json_end_object(j);
	return 0;
}

static void
put_cell(struct showing *k, const struct ra_sheet_row *row, size_t at)
{
	ra_buf_reset(&k->text);
	ra_sheet_cell(row, at, &k->text);
}

static int
show_json(struct showing *k, const struct ra_sheet_row *row, int64_t record,
    struct ra_err *e)
{
	struct ra_buf line, cell;
	size_t i;
	int rc;

	ra_buf_init(&line, TEXT_BYTES * 8);
	ra_buf_init(&cell, TEXT_BYTES);
	ra_json_init(&k->json, &line);
	ra_json_object(&k->json, NULL);
	for (i = 0; i < k->a->ncolumns; i++) {
		ra_buf_reset(&cell);
		ra_sheet_cell(row, k->a->column[i], &cell);
		ra_json_span(&k->json, ra_column_key(k->a->column[i]),
		    ra_buf_span(&cell));
	}
	ra_json_array(&k->json, "history");
	rc = ra_history(k->again, record, json_step, k, e);
	ra_json_end_array(&k->json);
	ra_json_end_object(&k->json);
	ra_buf_addc(&line, '\n');
	if (rc == 0 && (rc = ra_buf_done(&line, _("a record"), e)) == 0)
		out_bytes(ra_buf_str(&line), line.n);
	ra_buf_clear(&cell);
	ra_buf_clear(&line);
	return rc;
}

/* "changed 2026-11-20T…: state 5 -> 7". */
static int
text_step(void *arg, const struct ra_history_step *s, struct ra_err *e)
{
	struct showing *k = arg;
	char text[RA_CLOCK_TEXT];
	const char *after = when(s->after, text);
	size_t i;

	ra_buf_reset(&k->text);
	ra_buf_adds(&k->text, after == NULL ? "" : after);
	for (i = 0; i < s->n; i++)
		ra_buf_addf(&k->text, "%s %s: \"%.*s\" -> \"%.*s\"",
		    i == 0 ? "" : ",", ra_column_key(s->column[i]),
		    RA_FMT(s->old[s->column[i]]), RA_FMT(s->now[s->column[i]]));
	if (ra_buf_done(&k->text, _("a change"), e) == -1)
		return -1;
	out_row(&k->out,
	    (const char *const[]){
		ra_history_name(s->what), ra_buf_str(&k->text) });
	return 0;
}

static int
show_text(struct showing *k, const struct ra_sheet_row *row, int64_t record,
    struct ra_err *e)
{
	static const struct out_column columns[] = {
		{ "key", N_("key"), OUT_TEXT },
		{ "value", N_("value"), OUT_TEXT },
	};
	size_t i, at;
	int rc;

	out_begin(&k->out, k->a->app, columns, 2);
	for (i = 0; i < k->a->ncolumns; i++) {
		at = k->a->column[i];
		put_cell(k, row, at);
		if (k->text.n > 0)
			out_row(&k->out,
			    (const char *const[]){ k->a->values->headers
				    ? ra_column_header(at)
				    : ra_column_key(at),
				ra_buf_str(&k->text) });
	}
	rc = ra_history(k->again, record, text_step, k, e);
	out_end(&k->out);
	return rc;
}

static int
show_row(void *arg, const struct ra_sheet_row *row, struct ra_err *e)
{
	struct showing *k = arg;
	char number[24] = "";
	struct ra_span s = row->own[RA_COL_RECORD - RA_COL_LIST];
	int64_t record;

	if (s.n < sizeof(number))
		memcpy(number, s.p, s.n);
	record = strtoll(number, NULL, 10);
	k->found++;
	if (k->a->app->g.format == FORMAT_JSON)
		return show_json(k, row, record, e);
	return show_text(k, row, record, e);
}

/* Certificate, then what stands above it: the order that servers want. */
static int
put_pem(struct showing *k, const struct ra_cert *c, struct ra_err *e)
{
	const char *chain = k->a->values->chain != NULL
	    ? k->a->values->chain
	    : k->a->app->profile->chain;
	struct ra_buf pem;
	size_t n = 0;
	int rc = 0;

	ra_buf_init(&pem, TEXT_BYTES);
	ra_cert_to_pem(c, &pem);
	if (chain == NULL)
		say_note(_("no --chain and no \"chain\" in the configuration: "
			   "no intermediate certificate follows"));
	else
		rc = ra_chain_find(chain, c, &pem, &n, e);
	if (rc == 0 && chain != NULL && n == 0)
		say_warn(_("%s: no certificate there has the key identifier "
			   "of the issuer; none follows"),
		    chain);
	if (rc == 0)
		rc = ra_buf_done(&pem, "PEM", e);
	if (rc == 0)
		out_bytes(ra_buf_str(&pem), pem.n);
	ra_buf_clear(&pem);
	return rc;
}

static int
pem_row(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct showing *k = arg;
	struct ra_buf csr, body;
	struct ra_cert *c = NULL;
	int rc;

	k->found++;
	ra_buf_init(&csr, RA_RECORD_ROW_MAX);
	ra_buf_init(&body, RA_RECORD_ROW_MAX);
	rc = ra_snapshot_body(k->a->dir, row, &csr, &body, e);
	if (rc == 0 && body.n == 0)
		rc = ra_fail(e, RA_EINPUT,
		    _("%s: the list has no certificate there"), row->cn);
	if (rc == 0)
		c = ra_cert_parse(row->cn, ra_buf_span(&body), e);
	if (c == NULL)
		rc = -1;
	else if (strcmp(ra_cert_serial(c)->dec, row->serial) != 0)
		rc = ra_fail(e, RA_EINPUT,
		    _("%s: the certificate has the serial number %s, the list "
		      "says %s"),
		    row->cn, ra_cert_serial(c)->dec, row->serial);
	if (rc == 0)
		rc = put_pem(k, c, e);
	ra_cert_free(c);
	ra_buf_clear(&csr);
	ra_buf_clear(&body);
	return rc;
}

/* The operand is a serial number or a common name. */
static int
name_it(struct inventory_ask *a, struct ra_err *e)
{
	const struct operands *args = &a->app->args;

	if (args->n != 2 || *args->v[1] == '\0') {
		ra_fail(
		    e, RA_EUSAGE, _("show wants one serial number or name"));
		ra_next(e, _("upkira inventory list finds them"));
		return -1;
	}
	if (ra_serial_parse(ra_span_str(args->v[1]), &a->room.serial, NULL) ==
	    0)
		a->filter.serial = a->room.serial.dec;
	else
		a->filter.cn = args->v[1];
	return 0;
}

static int
show_columns(struct inventory_ask *a, struct ra_err *e)
{
	size_t i;

	if (a->values->columns != NULL)
		return ra_columns_parse(
		    a->values->columns, a->column, &a->ncolumns, e);
	for (i = 0; i < RA_COLUMNS; i++)
		if (i != RA_AT_PIN && i != RA_AT_CSR && i != RA_AT_CERT)
			a->column[a->ncolumns++] = i;
	return 0;
}

int
inventory_show(struct inventory_ask *a, struct ra_err *e)
{
	struct showing k = { .a = a };
	int rc = -1;

	if (name_it(a, e) == -1 || show_columns(a, e) == -1 ||
	    inventory_open(a, e) == -1)
		return -1;
	ra_buf_init(&k.text, TEXT_BYTES);
	k.again = ra_inv_open(a->dir, RA_STORE_READ, e);
	if (k.again != NULL && a->values->pem)
		rc = ra_inv_each(a->inv, &a->filter, pem_row, &k, e);
	else if (k.again != NULL)
		rc = ra_export_each(a->inv, &a->filter, show_row, &k, e);
	if (rc == 0 && k.found == 0)
		ra_snapshot_warn(&a->snapshot);
	if (rc == 0 && k.found == 0)
		rc = ra_fail(e, RA_EINPUT,
		    _("\"%.60s\": no record of the inventory has this serial "
		      "number or name"),
		    a->app->args.v[1]);
	ra_inv_close(k.again);
	ra_buf_clear(&k.text);
	return rc;
}
