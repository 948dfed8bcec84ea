/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* One application: to the form, sent once, judged. */
#include "lra/upload.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lra/entry.h"
#include "lra/judge.h"
#include "lra/menu.h"
#include "lra/pick.h"
#include "lra/session_in.h"

#define RECORDS_MAX 10000

static bool
anything(const struct ra_page *p, const void *arg)
{
	(void)p;
	(void)arg;
	return true;
}

static const struct ra_want any = { anything, NULL, NULL, false };

/* For the frames of an answer: the page that speaks of the result. */
static bool
says_result(const struct ra_page *p, const void *arg)
{
	const struct ra_site *site = arg;

	return p->html != NULL &&
	    (ra_site_in(site, RA_S_DONE, p->html->text) ||
		ra_site_in(site, RA_S_FAILED, p->html->text));
}

static int
post(struct ra_session *s, struct ra_page *p, struct ra_submit *sub,
    struct ra_upload_result *r, struct ra_err *e)
{
	struct ra_script *keep = ra_calloc(1, sizeof(*keep));
	int rc;

	if (sub->press != NULL && *sub->press->onclick != '\0')
		ra_entry_script(p->html, sub->press, keep, sub);
	/* The form itself may have come by a POST; of the file nothing has
	 * left so far, and may not, should the form turn out to be unusable. */
	p->res.sent = false;
	rc = ra_submit_send(&s->from, p, sub, &any, e);
	r->sent = r->sent || p->res.sent;
	free(keep);
	return rc;
}

static int
unknown(struct ra_session *s, const struct ra_page *p,
    struct ra_upload_result *r, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];

	ra_fail(e, RA_EUNKNOWN,
	    _("%s: sent, but the page does not say what became of each record"),
	    ra_http_shown(p->res.url, shown));
	r->saved = ra_page_save(&s->from, p);
	if (r->saved != NULL)
		ra_next(e,
		    _("do not send it again; the page was saved, "
		      "secrets masked: %s"),
		    r->saved);
	else
		ra_next(e, _("do not send it again"));
	return -1;
}

/* The answer to the file; at most one page that asks to confirm. */
static int
judge(struct ra_session *s, const struct ra_upload_job *job, struct ra_page *p,
    struct ra_upload_result *r, struct ra_err *e)
{
	const struct ra_want result = { says_result, s->from.site, NULL,
		false };
	struct ra_submit sub = { 0 };
	struct ra_err cause = { 0 };

	/* A question about a file that was not read is not answered. */
	if (!ra_page_descend(&s->from, &result, p, &cause) && r->sent &&
	    cause.code == RA_OK && ra_pick_confirm(&s->from, p, &sub)) {
		if (post(s, p, &sub, r, e) == -1)
			return -1;
		(void)ra_page_descend(&s->from, &result, p, &cause);
	}
	/* Nothing has left: whatever the page says is about the session. */
	if (!r->sent) {
		ra_page_refuse(&s->from, p, _("an answer to the file"), e);
		return -1;
	}
	if (p->html == NULL || p->res.status != 200 ||
	    ra_menu_astray(s->from.site, p->html, job->iface) ||
	    !ra_judge(s->from.site, p->html, job, r) || r->code == RA_EUNKNOWN)
		return unknown(s, p, r, e);
	return 0;
}

/* After a failure: once sent, it is unknown, unless we were interrupted. */
static void
settle(const struct ra_upload_job *job, struct ra_upload_result *r,
    const struct ra_err *cause, struct ra_err *e)
{
	enum ra_code code = cause->code;

	if (r->sent && code != RA_ESIGNAL)
		code = RA_EUNKNOWN;
	if (r->sent && r->v == NULL) {
		r->v = ra_calloc(job->records, sizeof(*r->v));
		r->n = job->records;
	}
	if (r->sent)
		ra_judge_sum(r);
	ra_fail(e, code, "%s", cause->msg);
	if (*cause->next != '\0')
		ra_next(e, "%s", cause->next);
	else if (r->sent)
		ra_next(e, _("do not send it again"));
}

int
ra_upload(struct ra_session *s, const struct ra_upload_job *job,
    struct ra_upload_result *r, struct ra_err *e)
{
	const struct ra_want form = { ra_pick_has_file, NULL, NULL, false };
	struct ra_submit sub = { 0 };
	struct ra_err cause = { 0 };
	struct ra_page p = { 0 };
	int rc = -1;

	if (job->records == 0 || job->records > RECORDS_MAX ||
	    job->bytes.n == 0)
		return ra_fail(e, RA_EINPUT, _("%s: no records"), job->file);
	if (ra_menu_go(s, job->iface, &form, &p, &cause) == -1)
		goto out;
	if (ra_pick_form(s->from.site, &p, job, &sub, &cause) == -1) {
		ra_page_keep(&s->from, &p, &cause);
		goto out;
	}
	if (job->leave != NULL && job->leave(job->arg, &cause) == -1)
		goto out;
	ra_mem_sending();
	if (post(s, &p, &sub, r, &cause) == 0)
		rc = judge(s, job, &p, r, &cause);
out:
	if (rc == -1)
		settle(job, r, &cause, e);
	ra_page_clear(&p);
	return rc;
}

void
ra_upload_clear(struct ra_upload_result *r)
{
	struct ra_verdict *v;
	size_t i;

	for (i = 0; r->v != NULL && i < r->n; i++) {
		v = &r->v[i];
		ra_reason_free(v->reason, v->nreasons);
		free(v->org);
		free(v->unit);
		free(v->name);
		free(v->mail);
		free(v->account);
		ra_secret_clear(&v->kid);
		ra_secret_clear(&v->hmac);
	}
	free(r->v);
	ra_reason_free(r->loose, r->nloose);
	free(r->heading);
	free(r->saved);
	memset(r, 0, sizeof(*r));
}
