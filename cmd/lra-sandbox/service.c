/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The service behind the pages. */
#include "service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/secret.h"

#include "issue.h"

struct sb_service *
sb_service_open(const struct sb_world *w, struct ra_err *e)
{
	struct sb_service *s = ra_calloc(1, sizeof(*s));

	s->w = w;
	s->path = ra_fs_join(w->dir, "sandbox.db");
	s->base = ra_strdup("https://localhost");
	s->store = sb_store_open(s->path, e);
	if (s->store == NULL) {
		sb_service_close(s);
		return NULL;
	}
	sb_service_deliver(s); /* what a former run had no time for */
	return s;
}

void
sb_service_close(struct sb_service *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < SB_POOL; i++)
		ra_key_free(s->pool[i]);
	sb_store_close(s->store);
	free(s->path);
	free(s->base);
	free(s);
}

void
sb_service_set_base(struct sb_service *s, const char *url)
{
	free(s->base);
	s->base = ra_strdup(url);
}

const char *
sb_service_timestamp_url(void)
{
	/* A choice: the service's own is for subscribers only. */
	return "https://tsa.example.jp/upki/rfc3161";
}

/* A choice: the officer's ID in the lists is the CN of the credential. */
static char *
officer_of(const struct sb_upload *u)
{
	const char *text = u->officer != NULL ? u->officer : "";
	struct ra_dn dn = { 0 };
	const char *cn = NULL;
	char *id;

	if (ra_dn_parse("officer", ra_span_str(text), &dn, NULL) == 0)
		cn = ra_dn_get(&dn, RA_ATTR_CN, 0);
	id = ra_strdup(cn != NULL ? cn : text);
	ra_dn_clear(&dn);
	return id;
}

static struct sb_verdict *
add_verdict(struct sb_result *r, size_t record)
{
	struct sb_verdict *v;

	r->v = ra_grow(r->v, r->n, sizeof(*r->v));
	v = &r->v[r->n++];
	memset(v, 0, sizeof(*v));
	v->record = record;
	return v;
}

static void
verdict_clear(struct sb_verdict *v)
{
	if (v->hmac != NULL)
		ra_wipe(v->hmac, strlen(v->hmac));
	free(v->errors);
	free(v->org);
	free(v->unit);
	free(v->name);
	free(v->mail);
	free(v->account);
	free(v->kid);
	free(v->hmac);
}

void
sb_result_clear(struct sb_result *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		verdict_clear(&r->v[i]);
	free(r->v);
	memset(r, 0, sizeof(*r));
}

/* Nothing was processed: keep the refused records alone. */
static void
drop_accepted(struct sb_result *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->n; i++) {
		if (r->v[i].ok)
			verdict_clear(&r->v[i]);
		else
			r->v[n++] = r->v[i];
	}
	r->n = n;
}

static int
one_record(struct sb_run *run, struct sb_claim *c, struct ra_span row,
    struct sb_result *r, struct ra_err *e)
{
	struct sb_verdict *v = add_verdict(r, c->record);

	if (sb_judge(run->s->store, c, row, e) == -1)
		return -1;
	v->ok = c->errors.n == 0;
	if (v->ok)
		return sb_issue(run, c, v, e);
	v->errors = ra_strdup(ra_buf_str(&c->errors));
	return 0;
}

/*
 * Each record is carried out before the next is judged, so that a name or
 * key that comes twice in a file is refused the second time.
 */
static int
all_records(struct sb_run *run, const struct sb_rows *rows, struct sb_result *r,
    struct ra_err *e)
{
	const struct ra_form *form = sb_judge_form(run->u);
	struct sb_claim c;
	size_t i;
	int rc = 0;

	for (i = 0; i < rows->n && rc == 0; i++) {
		sb_claim_init(&c, form, i + 1);
		rc = one_record(run, &c, rows->row[i], r, e);
		r->done = r->done && (run->u->skip || r->v[i].ok);
		sb_claim_clear(&c);
	}
	return rc;
}

static int
keep_mails(struct sb_run *run, struct ra_err *e)
{
	sb_issue_end(run);
	return sb_mail_keep(&run->out, run->s->w, run->s->store, e);
}

void
sb_service_deliver(struct sb_service *s)
{
	struct ra_err e = { 0 };

	if (sb_mail_deliver(s->w, s->store, &e) == -1)
		fprintf(stderr, "lra-sandbox: %s; the mail waits\n", e.msg);
}

static int
process(struct sb_run *run, const struct sb_rows *rows, struct sb_result *r,
    struct ra_err *e)
{
	struct sb_store *st = run->s->store;

	/* Making keys takes seconds, which no transaction is to last. */
	if (run->u->iface == RA_IF_CLIENT_APPLY && run->u->op != RA_OP_REVOKE &&
	    sb_pool_fill(run->s, e) == -1)
		return -1;
	if (sb_store_begin(st, e) == -1)
		return -1;
	r->done = true;
	if (sb_store_upload(
		st, run->officer, run->u->name, &run->operation, e) == -1 ||
	    all_records(run, rows, r, e) == -1 ||
	    (r->done && keep_mails(run, e) == -1)) {
		sb_store_rollback(st);
		return -1;
	}
	/* "Stop the file": what went well so far is undone with the rest. */
	if (!r->done) {
		sb_store_rollback(st);
		drop_accepted(r);
		return 0;
	}
	if (sb_store_commit(st, e) == -1)
		return -1;
	sb_service_deliver(run->s);
	return 0;
}

int
sb_service_upload(struct sb_service *s, const struct sb_upload *u,
    struct sb_result *r, struct ra_err *e)
{
	struct sb_run run = { .s = s, .u = u, .now = ra_clock_now() };
	struct sb_rows rows;
	struct ra_buf error;
	int rc = 0;

	memset(r, 0, sizeof(*r));
	if (sb_judge_form(u) == NULL)
		return ra_fail(e, RA_ELOCAL, "%s: no such operation here: %d",
		    ra_iface_table()[u->iface].name, (int)u->op);
	ra_buf_init(&error, SB_ERRORS_MAX);
	run.officer = officer_of(u);
	r->whole = !sb_judge_file(s->w, u, &rows, &error);
	if (!r->whole)
		rc = process(&run, &rows, r, e);
	else
		add_verdict(r, 1)->errors = ra_strdup(ra_buf_str(&error));
	if (rc == -1)
		sb_result_clear(r);
	sb_outbox_clear(&run.out);
	ra_buf_clear(&error);
	free(run.officer);
	free(run.bulk_mail);
	return rc;
}
