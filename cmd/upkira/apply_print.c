/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is sent and what became of it, printed. */
#include "apply.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "codec/json.h"
#include "upki/refusal.h"

#include "out.h"
#include "say.h"

#define TEXT_MAX_BYTES 65536

void
apply_show(const struct app *app, const struct ra_shipment *sh)
{
	static const struct out_column col[] = {
		{ "file", N_("FILE"), OUT_TEXT },
		{ "kind", N_("KIND"), OUT_TEXT },
		{ "records", N_("RECORDS"), OUT_INT },
		{ "bytes", N_("BYTES"), OUT_INT },
		{ "sha256", N_("SHA-256 OF WHAT IS SENT"), OUT_TEXT },
	};
	const struct ra_parcel *p;
	struct out o;
	char records[24], bytes[24];
	size_t i;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < sh->n; i++) {
		p = &sh->parcel[i];
		snprintf(records, sizeof(records), "%zu", p->records);
		snprintf(bytes, sizeof(bytes), "%zu", p->bytes.n);
		const char *cell[] = { p->path, ra_parcel_kind(p), records,
			bytes, p->digest };

		out_row(&o, cell);
	}
	out_end(&o);
	say_note(_("nothing was sent"));
}

/* A record without an answer of its own: sent or not. */
static const char *
word(const struct ra_parcel *p, size_t k)
{
	if (!p->result.sent)
		return N_("unsent");
	return k < p->result.n ? ra_verdict_name(p->result.v[k].kind)
			       : "unknown";
}

static const struct ra_verdict *
verdict(const struct ra_parcel *p, size_t k)
{
	return k < p->result.n ? &p->result.v[k] : NULL;
}

static size_t
source_line(const struct ra_parcel *p, size_t k)
{
	return ra_parcel_line(p, p->docket[k].place);
}

static struct ra_span
subject(const struct ra_parcel *p, size_t k)
{
	return ra_span_str(p->docket[k].dn);
}

static void
reason_text(const struct ra_reason *r, struct ra_buf *b)
{
	if (r->code != 0)
		ra_buf_addf(b, "%d ", r->code);
	ra_buf_adds(b, r->item);
	if (r->item[0] != '\0')
		ra_buf_adds(b, ": ");
	ra_buf_adds(b, r->message);
}

static void
reasons_text(const struct ra_verdict *v, struct ra_buf *b)
{
	size_t i;

	for (i = 0; v != NULL && i < v->nreasons; i++) {
		if (i > 0)
			ra_buf_adds(b, "; ");
		reason_text(&v->reason[i], b);
	}
}

static void
row(struct out *o, const struct ra_shipment *sh, const struct ra_parcel *p,
    size_t k)
{
	char batch[24], record[24], line[24], code[24];
	const struct ra_verdict *v = verdict(p, k);
	struct ra_span s = subject(p, k);
	struct ra_buf dn, text;

	ra_buf_init(&dn, TEXT_MAX_BYTES);
	ra_buf_init(&text, TEXT_MAX_BYTES);
	ra_buf_add(&dn, s);
	reasons_text(v, &text);
	snprintf(record, sizeof(record), "%zu", p->docket[k].place + 1);
	snprintf(batch, sizeof(batch), "%" PRId64, sh->ledger->batch);
	snprintf(line, sizeof(line), "%zu", source_line(p, k));
	snprintf(code, sizeof(code), "%d",
	    v != NULL && v->nreasons > 0 ? v->reason[0].code : 0);
	const char *cell[] = { p->path, record, line,
		p->docket[k].cn[0] != '\0' ? p->docket[k].cn : NULL,
		ra_buf_str(&dn),
		o->format == FORMAT_TABLE ? _(word(p, k)) : word(p, k),
		strcmp(code, "0") != 0 ? code : NULL, ra_buf_str(&text),
		batch };

	out_row(o, cell);
	ra_buf_clear(&dn);
	ra_buf_clear(&text);
}

static void
json_reason(struct ra_json *j, const struct ra_reason *r)
{
	const struct ra_refusal *known;

	known = ra_refusal_find(r->code, ra_span_str(r->message));
	ra_json_object(j, NULL);
	if (r->code != 0)
		ra_json_int(j, "code", r->code);
	else
		ra_json_null(j, "code");
	ra_json_str(j, "item", r->item);
	ra_json_str(j, "message", r->message);
	ra_json_str(j, "cause", known != NULL ? _(known->cause) : NULL);
	ra_json_str(j, "action", known != NULL ? _(known->action) : NULL);
	ra_json_end_object(j);
}

static void
json_row(const struct ra_shipment *sh, const struct ra_parcel *p, size_t k)
{
	const struct ra_verdict *v = verdict(p, k);
	struct ra_json j;
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, TEXT_MAX_BYTES * 4);
	ra_json_init(&j, &b);
	ra_json_object(&j, NULL);
	ra_json_str(&j, "file", p->path);
	ra_json_int(&j, "record", (long long)p->docket[k].place + 1);
	ra_json_int(&j, "line", (long long)source_line(p, k));
	ra_json_str(&j, "kind", ra_parcel_kind(p));
	ra_json_span(&j, "subject_dn", subject(p, k));
	ra_json_str(&j, "verdict", word(p, k));
	ra_json_array(&j, "errors");
	for (i = 0; v != NULL && i < v->nreasons; i++)
		json_reason(&j, &v->reason[i]);
	ra_json_end_array(&j);
	ra_json_str(&j, "org", v != NULL ? v->org : NULL);
	ra_json_str(&j, "unit", v != NULL ? v->unit : NULL);
	ra_json_str(&j, "name", v != NULL ? v->name : NULL);
	ra_json_str(&j, "mail", v != NULL ? v->mail : NULL);
	ra_json_int(&j, "batch", sh->ledger->batch);
	ra_json_end_object(&j);
	ra_buf_addc(&b, '\n');
	out_bytes(ra_buf_str(&b), b.n);
	ra_buf_clear(&b);
}

/* What the officer can do about a refusal, where that is known. */
static void
advise(const char *where, const struct ra_reason *r)
{
	const struct ra_refusal *known;
	struct ra_buf b;

	known = ra_refusal_find(r->code, ra_span_str(r->message));
	ra_buf_init(&b, TEXT_MAX_BYTES);
	reason_text(r, &b);
	say_warn(_("%s: refused: %s"), where, ra_buf_str(&b));
	if (known != NULL)
		say_warn(_("  %s; %s"), _(known->cause), _(known->action));
	else
		say_warn(_("  the meaning of this code is not known; the "
			   "service desk can tell"));
	ra_buf_clear(&b);
}

static void
advise_parcel(const struct ra_parcel *p)
{
	const struct ra_verdict *v;
	char where[512];
	size_t i, k;

	for (k = 0; k < p->result.n; k++) {
		v = &p->result.v[k];
		/* The form of a manager's file is not known: no lines. */
		if (source_line(p, k) != 0)
			snprintf(where, sizeof(where), "%s:%zu", p->path,
			    source_line(p, k));
		else
			snprintf(where, sizeof(where), _("%s: record %zu"),
			    p->path, p->docket[k].place + 1);
		for (i = 0; i < v->nreasons; i++)
			advise(where, &v->reason[i]);
	}
	for (i = 0; i < p->result.nloose; i++)
		advise(p->path, &p->result.loose[i]);
	if (p->result.saved != NULL)
		say_warn(_("%s: the answer was saved as %s"), p->path,
		    p->result.saved);
}

void
apply_print(const struct app *app, const struct ra_shipment *sh)
{
	static const struct out_column col[] = {
		{ "file", N_("FILE"), OUT_TEXT },
		{ "record", N_("RECORD"), OUT_INT },
		{ "line", NULL, OUT_INT },
		{ "cn", N_("CN"), OUT_TEXT },
		{ "subject_dn", NULL, OUT_TEXT },
		{ "verdict", N_("VERDICT"), OUT_TEXT },
		{ "code", NULL, OUT_INT },
		{ "errors", N_("ERRORS"), OUT_TEXT },
		{ "batch", NULL, OUT_INT },
	};
	struct out o;
	size_t i, k;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < sh->n; i++) {
		for (k = 0; k < sh->parcel[i].records; k++) {
			if (app->g.format == FORMAT_JSON)
				json_row(sh, &sh->parcel[i], k);
			else
				row(&o, sh, &sh->parcel[i], k);
		}
	}
	out_end(&o);
	out_flush();
	for (i = 0; i < sh->n; i++)
		advise_parcel(&sh->parcel[i]);
	if (sh->ledger->batch != 0)
		say_note(_("batch %" PRId64 ": upkira journal show %" PRId64),
		    sh->ledger->batch, sh->ledger->batch);
}
