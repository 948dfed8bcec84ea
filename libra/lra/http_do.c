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
#include "base/log.h"
#include "base/mem.h"

#define TRIES 4 /* when nobody says */

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

/* Nanoseconds of the clock: two clients are never in step to the last one. */
static unsigned long
some_number(void)
{
	struct timespec ts = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (unsigned long)ts.tv_nsec;
}

static bool
stopped(const struct ra_http *h)
{
	return h->c.stop != NULL && h->c.stop();
}

static void
wait_a_moment(const struct ra_http *h, long next, const struct ra_err *cause)
{
	const struct timespec nap = { 0, 50 * 1000000L };
	long ms = ra_pace_back_off(next, some_number());
	int64_t until = ra_clock_mono() + ms;

	ra_log(RA_LOG_INFO, _("%s; try %ld follows in %ld ms"), cause->msg,
	    next, ms);
	while (ra_clock_mono() < until && !stopped(h))
		(void)nanosleep(&nap, NULL);
}

/* What may pass by itself; a limit that was met has been waited for. */
static bool
passing(enum ra_http_why why)
{
	switch (why) {
	case RA_W_HOST:
	case RA_W_CONNECT:
	case RA_W_SLOW:
	case RA_W_TLS:
	case RA_W_CUT:
	case RA_W_CLOSED:
		return true;
	default:
		return false;
	}
}

/*
 * To ask again does no harm: of a GET nothing was handed on, of a body no byte
 * has left. A logout has no time for it.
 */
static bool
may_repeat(const struct ra_http_request *q, const struct ra_http_response *r)
{
	if (q->last || r->sent)
		return false;
	return q->method != RA_GET || q->sink == NULL || r->bytes == 0;
}

/* As before the first answer; what has left, has left. */
static void
fresh(struct ra_http_response *r)
{
	bool sent = r->sent;
	char *url = r->url;

	r->url = NULL;
	ra_http_clear(r);
	r->sent = sent;
	r->url = url;
	r->type = ra_strdup("");
	r->charset = ra_strdup("");
	r->filename = ra_strdup("");
	ra_buf_init_secret(&r->body, RA_HTTP_PAGE_MAX);
}

static int
attempt(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, char **location, struct ra_err *e)
{
	struct ra_err cause = { 0 };
	const long tries = h->c.limit.tries > 0 ? h->c.limit.tries : TRIES;
	long i;

	for (i = 1;; i++) {
		ra_err_clear(&cause);
		fresh(r);
		if (ra_http_exchange(h, q, r, location, &cause) == 0)
			return 0;
		free(*location);
		*location = NULL;
		if (i >= tries || cause.code != RA_ENET || !passing(h->why) ||
		    !may_repeat(q, r) || stopped(h))
			return settle(q, r, &cause, e);
		wait_a_moment(h, i + 1, &cause);
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
