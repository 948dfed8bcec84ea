/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A batch of application files, sent in one session. */
#include "work/submit.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/tsv.h"
#include "pki/digest.h"
#include "upki/form.h"

#define NAME_MAX_BYTES 100 /* of the name that is sent; it is free */

const char *
ra_verdict_name(enum ra_verdict_kind k)
{
	static const char *const name[] = {
		[RA_V_UNKNOWN] = N_("unknown"),
		[RA_V_ACCEPTED] = N_("accepted"),
		[RA_V_REFUSED] = N_("refused"),
		[RA_V_ABORTED] = N_("aborted"),
	};

	return name[k];
}

/*
 * The name that is sent: the service looks at its end only (error 209), so
 * whatever is not a plain letter becomes an underscore.
 */
static char *
safe_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *p;
	char *name, *q;
	size_t n;

	p = slash != NULL ? slash + 1 : path;
	if (strcmp(p, "-") == 0 || *p == '\0')
		p = "upkira.tsv";
	n = strlen(p);
	if (n > NAME_MAX_BYTES)
		p += n - NAME_MAX_BYTES;
	name = ra_strdup(p);
	for (q = name; *q != '\0'; q++)
		if (!isalnum((unsigned char)*q) && strchr("._-", *q) == NULL)
			*q = '_';
	return name;
}

static struct ra_parcel *
parcel_new(struct ra_shipment *sh, const char *path)
{
	struct ra_parcel *p;

	sh->parcel = ra_grow(sh->parcel, sh->n, sizeof(*p));
	p = &sh->parcel[sh->n++];
	memset(p, 0, sizeof(*p));
	p->path = path;
	p->name = safe_name(path);
	ra_buf_init_secret(&p->bytes, RA_REQUEST_ENCODED_MAX);
	return p;
}

const char *
ra_parcel_kind(const struct ra_parcel *p)
{
	return p->req != NULL ? p->req->form->name : "manager-update";
}

size_t
ra_parcel_line(const struct ra_parcel *p, size_t place)
{
	return p->req != NULL && place < p->req->n ? p->req->rec[place].line
						   : 0;
}

/* What the file is known by. */
static int
label(struct ra_parcel *p, struct ra_err *e)
{
	ra_digest_sha256(ra_buf_span(&p->bytes), p->digest);
	p->docket = ra_dockets_new(
	    p->req, ra_buf_span(&p->bytes), p->records, p->known, e);
	return p->docket == NULL ? -1 : 0;
}

int
ra_shipment_pack(
    struct ra_shipment *sh, const struct ra_batch *b, struct ra_err *e)
{
	const struct ra_request *r;
	struct ra_parcel *p;
	size_t i;

	for (i = 0; i < b->n; i++) {
		r = b->exam[i].req;
		p = parcel_new(sh, b->exam[i].path);
		p->req = r;
		p->records = r->n;
		p->iface = r->form->iface;
		p->op = r->form->op;
		if (ra_request_encode(r, &p->bytes, e) == -1 ||
		    label(p, e) == -1)
			return -1;
		sh->records += p->records;
	}
	sh->unsent = sh->records;
	return 0;
}

/* Lines of a manager file as UTF-8, each ended by CRLF; returns how many. */
static size_t
lines(struct ra_span utf8, struct ra_buf *out)
{
	struct ra_tsv t = { utf8, 0, false };
	struct ra_span row;
	size_t n = 0;

	while (ra_tsv_next(&t, &row)) {
		if (ra_span_trim(row).n == 0)
			continue;
		ra_buf_add(out, row);
		ra_buf_adds(out, "\r\n");
		n++;
	}
	return n;
}

static int
to_utf8(
    const char *path, struct ra_span in, struct ra_buf *out, struct ra_err *e)
{
	size_t bad;

	in = ra_span_from(in, ra_text_bom(in));
	if (memchr(in.p, '\0', in.n) != NULL)
		return ra_fail(
		    e, RA_EINPUT, _("%s: not text: it holds a NUL byte"), path);
	if (ra_text_is_utf8(in)) {
		ra_buf_add(out, in);
		return 0;
	}
	if (ra_text_decode(RA_CP932, in, out, &bad) == -1)
		return ra_fail(e, RA_EINPUT,
		    _("%s: neither UTF-8 nor CP932 (byte %zu)"), path, bad + 1);
	return 0;
}

int
ra_shipment_pack_manager(struct ra_shipment *sh, const char *path,
    struct ra_span in, struct ra_err *e)
{
	struct ra_parcel *p = parcel_new(sh, path);
	struct ra_buf text, rows;
	size_t bad;
	int rc = -1;

	ra_buf_init(&text, RA_FORM_FILE_MAX * 3);
	ra_buf_init(&rows, RA_FORM_FILE_MAX * 3);
	p->iface = RA_IF_MANAGER_UPDATE;
	p->op = RA_OP_RENEW;
	if (in.n == 0 || to_utf8(path, in, &text, e) == -1 ||
	    (p->records = lines(ra_buf_span(&text), &rows)) == 0) {
		ra_fail(e, RA_EINPUT, _("%s: the file is empty"), path);
		goto out;
	}
	if (ra_text_encode(RA_CP932, ra_buf_span(&rows), &p->bytes, &bad) ==
	    -1) {
		ra_fail(e, RA_EINPUT,
		    _("%s: a character that CP932 lacks (byte %zu of the "
		      "UTF-8 text)"),
		    path, bad + 1);
		goto out;
	}
	sh->records = sh->unsent = p->records;
	rc = label(p, e);
out:
	ra_buf_clear(&text);
	ra_buf_clear(&rows);
	return rc;
}

static void
count(struct ra_shipment *sh, const struct ra_parcel *p)
{
	size_t i;

	if (!p->result.sent)
		return;
	sh->unsent -= p->records;
	for (i = 0; i < p->result.n; i++) {
		switch (p->result.v[i].kind) {
		case RA_V_UNKNOWN:
			sh->unknown++;
			break;
		case RA_V_ACCEPTED:
			sh->accepted++;
			break;
		case RA_V_REFUSED:
			sh->refused++;
			break;
		case RA_V_ABORTED:
			sh->aborted++;
			break;
		}
	}
}

/* Nothing was accepted, and all was sent. */
static void
refused_whole(const struct ra_shipment *sh, struct ra_err *e)
{
	if (sh->aborted == 0) {
		ra_fail(e, RA_EREFUSED,
		    ngettext("the service refused %zu record",
			"the service refused all %zu records",
			(unsigned long)sh->refused),
		    sh->refused);
		ra_next(e, _("mend what was refused and send it again"));
		return;
	}
	ra_fail(e, RA_EREFUSED,
	    _("refused: %zu, not processed because of them: %zu; none was "
	      "accepted"),
	    sh->refused, sh->aborted);
	ra_next(e,
	    _("mend the refused records and send the whole file "
	      "again"));
}

/* Every record that was sent has a verdict, and not all are good. */
static void
refused(
    const struct ra_shipment *sh, const struct ra_err *why, struct ra_err *e)
{
	if (sh->accepted == 0 && sh->unsent == 0) {
		refused_whole(sh, e);
		return;
	}
	if (why->msg[0] != '\0')
		ra_fail(e, RA_EPARTLY,
		    _("accepted: %zu, refused: %zu, not processed: %zu, not "
		      "sent: %zu: %s"),
		    sh->accepted, sh->refused, sh->aborted, sh->unsent,
		    why->msg);
	else
		ra_fail(e, RA_EPARTLY,
		    _("accepted: %zu, refused: %zu, not processed: %zu"),
		    sh->accepted, sh->refused, sh->aborted);
	ra_next(e,
	    _("the accepted records must not be sent again; mend the "
	      "refused ones and send what is left"));
}

/* The file whose records have no verdict: there is one, sending stopped. */
static const char *
doubtful(const struct ra_shipment *sh)
{
	size_t i, k;

	for (i = 0; i < sh->n; i++)
		for (k = 0; k < sh->parcel[i].result.n; k++)
			if (sh->parcel[i].result.v[k].kind == RA_V_UNKNOWN)
				return sh->parcel[i].path;
	return "";
}

/* The outcome of the whole call, when not everything was accepted. */
static int
outcome(
    const struct ra_shipment *sh, const struct ra_err *why, struct ra_err *e)
{
	if (sh->unknown > 0) {
		ra_fail(e, why->code >= RA_ESIGNAL ? why->code : RA_EUNKNOWN,
		    _("%s: outcome not known for %zu of %zu records: %s"),
		    doubtful(sh), sh->unknown, sh->records, why->msg);
		ra_next(e,
		    _("do not send them again: upkira reconcile %" PRId64
		      " finds out whether they arrived"),
		    sh->ledger->batch);
		return -1;
	}
	if (sh->unsent == sh->records) {
		*e = *why;
		return -1;
	}
	if (why->code >= RA_ESIGNAL)
		ra_fail(e, why->code, "%s", why->msg);
	refused(sh, why, e);
	ra_next(e,
	    _("mend the refused records and send only those; the "
	      "accepted ones must not be sent again"));
	return -1;
}

/* The last word of a parcel's way: the outcome, or what hides it. */
static int
ending(const struct ra_shipment *sh, const struct ra_err *why, struct ra_err *e)
{
	const struct ra_ledger *l = sh->ledger;

	if (l->why.code != RA_OK && sh->unsent < sh->records) {
		ra_fail(e, why->code >= RA_ESIGNAL ? why->code : RA_EUNKNOWN,
		    _("sent, but what became of it could not be written down: "
		      "%s"),
		    l->why.msg);
		ra_next(e, _("upkira reconcile %" PRId64), l->batch);
		return -1;
	}
	if (sh->accepted < sh->records)
		return outcome(sh, why, e);
	if (l->left == 0)
		return 0;
	ra_fail(e, RA_EUNKNOWN,
	    _("sent and accepted: %zu; of %zu earlier records of batch "
	      "%" PRId64 " the outcome is not known"),
	    sh->accepted, l->left, l->batch);
	ra_next(e, _("upkira reconcile %" PRId64), l->batch);
	return -1;
}

struct leaver {
	struct ra_ledger *ledger;
	struct ra_parcel *p;
};

static int
leave(void *arg, struct ra_err *e)
{
	struct leaver *v = arg;

	if (!v->p->left && ra_ledger_leave(v->ledger, v->p, e) == -1)
		return -1;
	v->p->left = true;
	return 0;
}

static void
send_one(struct ra_shipment *sh, struct ra_session *s, bool skip,
    struct ra_parcel *p)
{
	struct leaver v = { sh->ledger, p };
	const struct ra_upload_job job = {
		.iface = p->iface,
		.op = p->op,
		.skip = skip,
		.file = p->name,
		.bytes = ra_buf_span(&p->bytes),
		.records = p->records,
		.leave = leave,
		.arg = &v,
	};

	ra_log(RA_LOG_INFO,
	    ngettext("sending %s: %zu record, %zu bytes",
		"sending %s: %zu records, %zu bytes",
		(unsigned long)p->records),
	    p->path, p->records, p->bytes.n);
	p->tried = true;
	(void)ra_upload(s, &job, &p->result, &p->err);
	/* What is shown only once is kept first, then the verdicts. */
	if (sh->answered != NULL)
		sh->answered(sh->arg, p);
	(void)ra_ledger_answer(sh->ledger, p);
	count(sh, p);
}

int
ra_shipment_send(
    struct ra_shipment *sh, struct ra_session *s, bool skip, struct ra_err *e)
{
	struct ra_err why = { 0 };
	size_t i;

	if (sh->ledger == NULL || sh->ledger->j == NULL)
		return ra_fail(
		    e, RA_ELOCAL, _("there is no journal; nothing was sent"));
	if (ra_ledger_begin(sh->ledger, sh, e) == -1)
		return -1;
	for (i = 0; i < sh->n; i++) {
		send_one(sh, s, skip, &sh->parcel[i]);
		why = sh->parcel[i].err;
		if (why.code != RA_OK || sh->ledger->why.code != RA_OK)
			break;
	}
	return ending(sh, &why, e);
}

void
ra_parcel_clear(struct ra_parcel *p)
{
	free(p->name);
	ra_buf_clear(&p->bytes);
	ra_upload_clear(&p->result);
	ra_dockets_free(p->docket, p->records);
	memset(p, 0, sizeof(*p));
}

void
ra_shipment_clear(struct ra_shipment *sh)
{
	size_t i;

	for (i = 0; i < sh->n; i++)
		ra_parcel_clear(&sh->parcel[i]);
	free(sh->parcel);
	memset(sh, 0, sizeof(*sh));
}
