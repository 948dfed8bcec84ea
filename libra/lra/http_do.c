/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What stands around a single exchange: redirects by hand, the second try of
 * a GET, and what a failure means for an application.
 */
#include "lra/http_in.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/i18n.h"

#define GET_TRIES 3

/* After an application may have left, what failed is its outcome. */
static int
settle(const struct ra_http_request *q, const struct ra_http_response *r,
    const struct ra_err *cause, struct ra_err *e)
{
	if (!q->application || !r->sent || cause->code == RA_ESIGNAL)
		ra_fail(e, cause->code, "%s", cause->msg);
	else
		ra_fail(e, RA_EUNKNOWN, _("sent, but the answer is lost: %s"),
		    cause->msg);
	/* Of an application the advice is another: not to send it again. */
	if (*cause->next != '\0' && (!q->application || !r->sent))
		ra_next(e, "%s", cause->next);
	return -1;
}

static void
wait_a_moment(const struct ra_http *h, int attempt)
{
	/* Jitter from the clock: two clients must not step in time. */
	int64_t until = ra_clock_mono() + attempt * 300 + ra_clock_mono() % 251;
	const struct timespec nap = { 0, 50 * 1000000L };

	while (ra_clock_mono() < until && (h->c.stop == NULL || !h->c.stop()))
		(void)nanosleep(&nap, NULL);
}

/* A GET that found no connection is tried again; nothing else is. */
static int
attempt(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, char **location, struct ra_err *e)
{
	struct ra_err cause = { 0 };
	int i;

	for (i = 1;; i++) {
		ra_err_clear(&cause);
		if (ra_http_exchange(h, q, r, location, &cause) == 0)
			return 0;
		free(*location);
		*location = NULL;
		if (q->method != RA_GET || q->last || q->application ||
		    !h->refused || i == GET_TRIES)
			return settle(q, r, &cause, e);
		wait_a_moment(h, i);
	}
}

static int
follow(struct ra_http *h, struct ra_http_request *q, struct ra_http_response *r,
    const char *location, struct ra_err *e)
{
	struct ra_err cause = { 0 };
	char *next;

	if (r->status >= 307 && q->method != RA_GET) {
		ra_fail(&cause, RA_EPAGE,
		    _("%s: asks to send the form again elsewhere"), h->host);
		return settle(q, r, &cause, e);
	}
	next = ra_http_resolve(h, r->url, location, &cause);
	if (next == NULL)
		return settle(q, r, &cause, e);
	free(r->url);
	r->url = next;
	q->url = next;
	q->method = RA_GET;
	q->nfields = 0;
	return 0;
}

static bool
is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 ||
	    status == 307 || status == 308;
}

int
ra_http_do(struct ra_http *h, const struct ra_http_request *request,
    struct ra_http_response *r, struct ra_err *e)
{
	struct ra_http_request q = *request;
	struct ra_err cause = { 0 };
	char *location = NULL;
	int hops = 0, rc;

	ra_http_clear(r);
	if (q.nfields > RA_HTTP_FIELDS_MAX)
		return ra_fail(e, RA_EPAGE, _("%s: a form of %zu fields"),
		    h->host, q.nfields);
	if ((r->url = ra_http_resolve(h, h->origin, q.url, e)) == NULL)
		return -1;
	q.url = r->url;
	for (;;) {
		if (attempt(h, &q, r, &location, e) == -1)
			return -1;
		if (!is_redirect(r->status) || location == NULL)
			break;
		if (++hops > RA_HTTP_REDIRECTS_MAX) {
			ra_fail(&cause, RA_EPAGE,
			    _("%s: more than %d redirects"), h->host,
			    RA_HTTP_REDIRECTS_MAX);
			rc = settle(&q, r, &cause, e);
		} else
			rc = follow(h, &q, r, location, e);
		free(location);
		location = NULL;
		if (rc == -1)
			return -1;
	}
	free(location);
	return 0;
}

void
ra_http_clear(struct ra_http_response *r)
{
	free(r->url);
	free(r->type);
	free(r->charset);
	free(r->filename);
	ra_buf_clear(&r->body);
	memset(r, 0, sizeof(*r));
}
