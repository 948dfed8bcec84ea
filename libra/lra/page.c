/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Pages: asked for, looked into, kept when they are not understood. */
#include "lra/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"

#define SAVE_TRIES 100
#define SAID_MAX 120 /* bytes of a page that a message quotes */

void
ra_page_clear(struct ra_page *p)
{
	ra_http_clear(&p->res);
	ra_buf_clear(&p->text);
	ra_html_free(p->html);
	memset(p, 0, sizeof(*p));
}

void
ra_page_copy(struct ra_page *to, const struct ra_page *from)
{
	struct ra_span t = ra_buf_span(&from->text);

	ra_page_clear(to);
	to->charset = from->charset;
	to->res.url = ra_strdup(from->res.url);
	to->res.status = from->res.status;
	ra_buf_init_secret(&to->text, 4 * (size_t)RA_HTTP_PAGE_MAX);
	ra_buf_add(&to->text, t);
	to->html = ra_html_parse(to->res.url, t, NULL);
}

static enum ra_charset
fallback(const struct ra_site *s)
{
	enum ra_charset cs = RA_EUCJP;

	(void)ra_charset_find(ra_span_str(ra_site_first(s, RA_S_CHARSET)), &cs);
	return cs;
}

int
ra_page_ask(const struct ra_pages *from, const struct ra_http_request *q,
    struct ra_page *p, struct ra_err *e)
{
	struct ra_http_response r = { 0 };

	if (ra_http_do(from->http, q, &r, e) == -1) {
		ra_page_clear(p);
		p->res = r;
		return -1;
	}
	ra_page_clear(p);
	p->res = r;
	if (r.streamed)
		return 0;
	ra_buf_init_secret(&p->text, 4 * (size_t)RA_HTTP_PAGE_MAX);
	p->charset = ra_html_decode(ra_buf_span(&p->res.body),
	    ra_span_str(p->res.charset), fallback(from->site), &p->text);
	/* What is no HTML has no model; who wants one asks for it. */
	p->html = ra_html_parse(p->res.url, ra_buf_span(&p->text), NULL);
	return 0;
}

int
ra_page_get(const struct ra_pages *from, const char *url,
    const struct ra_want *want, struct ra_page *p, struct ra_err *e)
{
	struct ra_http_request q = { .method = RA_GET,
		.url = url,
		.sink = want == NULL ? NULL : want->sink,
		.last = want != NULL && want->last };

	return ra_page_ask(from, &q, p, e);
}

const char *
ra_page_base(const struct ra_page *p)
{
	if (p->html != NULL && strncmp(p->html->base, "https://", 8) == 0)
		return p->html->base;
	return p->res.url;
}

bool
ra_page_says(
    const struct ra_pages *from, const struct ra_page *p, enum ra_site_key key)
{
	return p->html != NULL &&
	    (ra_site_in(from->site, key, p->html->text) ||
		ra_site_in(from->site, key, p->html->title));
}

/* What a page that was not wanted means, the surest sign first. */
static size_t
meaning(const struct ra_pages *from, const struct ra_page *p)
{
	long status = p->res.status;

	if (status == 503 || ra_page_says(from, p, RA_S_MAINTENANCE))
		return RA_S_MAINTENANCE;
	if (status < 500 && ra_page_says(from, p, RA_S_EXPIRED))
		return RA_S_EXPIRED;
	if (status == 401 || status == 403 ||
	    (status < 500 && ra_page_says(from, p, RA_S_NOT_OFFICER)))
		return RA_S_NOT_OFFICER;
	return RA_S_COUNT;
}

/* A way through frames. */
struct ra_walk {
	const struct ra_pages *from;
	const struct ra_want *want;
	struct ra_err cause; /* the first failure of network or service */
};

static int
follow(const struct ra_page *p, const char *ref, struct ra_walk *w,
    struct ra_page *out)
{
	struct ra_http_request q = { .method = RA_GET,
		.referer = p->res.url,
		.sink = w->want->sink,
		.last = w->want->last };
	struct ra_err e = { 0 };
	char *url = ra_http_resolve(w->from->http, ra_page_base(p), ref, &e);
	int rc = -1;

	if (url != NULL) {
		q.url = url;
		rc = ra_page_ask(w->from, &q, out, &e);
	}
	free(url);
	/* A frame that leads astray is none of ours. */
	if (rc == -1 && e.code != RA_EPAGE)
		ra_fail(&w->cause, e.code, "%s", e.msg);
	return rc;
}

static bool
is_menu_frame(const struct ra_pages *from, const struct ra_html_frame *f)
{
	return ra_site_is(from->site, RA_S_MENU_FRAME, f->name);
}

/* The frame that the site profile names goes first. */
static size_t
frame_order(const struct ra_pages *from, const struct ra_html *h, size_t k)
{
	size_t i, first = h->nframes;

	for (i = 0; i < h->nframes && first == h->nframes; i++)
		if (is_menu_frame(from, &h->frame[i]))
			first = i;
	if (first == h->nframes)
		return k;
	if (k == 0)
		return first;
	return k <= first ? k - 1 : k;
}

static bool descend(struct ra_walk *w, struct ra_page *p, int depth);

/*
 * A frame of which the service says that it cannot be had is why nothing was
 * found. A frame beside the menu may speak of maintenance that is to come.
 */
static void
note_refusal(struct ra_walk *w, const struct ra_page *p, bool only)
{
	if (p->res.status >= 500 || (only && meaning(w->from, p) != RA_S_COUNT))
		ra_page_refuse(w->from, p, "", &w->cause);
}

/* only: nothing else leads to what is wanted. */
static bool
try_ref(
    struct ra_walk *w, struct ra_page *p, const char *ref, bool only, int depth)
{
	struct ra_page next = { 0 };
	bool ok = false;

	if (*ref != '\0' && w->cause.code != RA_ESIGNAL &&
	    follow(p, ref, w, &next) == 0)
		ok = descend(w, &next, depth + 1);
	if (ok) {
		ra_page_clear(p);
		*p = next;
	} else {
		note_refusal(w, &next, only);
		ra_page_clear(&next);
	}
	return ok;
}

static bool
descend(struct ra_walk *w, struct ra_page *p, int depth)
{
	const struct ra_html *h = p->html;
	size_t k, n, i;

	if (w->want->ok(p, w->want->arg))
		return true;
	if (h == NULL || depth >= RA_PAGE_FRAMES_DEPTH)
		return false;
	n = h->nframes < RA_PAGE_FRAMES_MAX ? h->nframes : RA_PAGE_FRAMES_MAX;
	for (k = 0; k < n; k++) {
		i = frame_order(w->from, h, k);
		if (try_ref(w, p, h->frame[i].src,
			n == 1 || is_menu_frame(w->from, &h->frame[i]), depth))
			return true;
	}
	if (h->nforms == 0 && *h->refresh != '\0')
		return try_ref(w, p, h->refresh, true, depth);
	return false;
}

bool
ra_page_descend(const struct ra_pages *from, const struct ra_want *want,
    struct ra_page *p, struct ra_err *e)
{
	struct ra_walk w = { from, want, { 0 } };

	if (descend(&w, p, 0))
		return true;
	if (w.cause.code != RA_OK)
		ra_fail(e, w.cause.code, "%s", w.cause.msg);
	if (*w.cause.next != '\0')
		ra_next(e, "%s", w.cause.next);
	return false;
}

/* The line of a page that says why, else its first; fit for a message. */
static void
quote(const struct ra_pages *from, const struct ra_page *p, size_t key,
    struct ra_buf *out)
{
	struct ra_span rest, line, first = { "", 0 };
	size_t n = 0, len;
	char *text;
	bool hit = false;

	ra_buf_init(out, 8 * SAID_MAX);
	rest = ra_span_str(p->html == NULL ? "" : p->html->text);
	while (rest.n > 0 && !hit) {
		line = ra_span_trim(ra_span_cut(&rest, '\n'));
		text = ra_strndup(line.p, line.n);
		hit = key < RA_S_COUNT && ra_site_in(from->site, key, text);
		free(text);
		if (hit || first.n == 0)
			first = line;
	}
	while (n < first.n && n < SAID_MAX) {
		(void)ra_text_rune(ra_span_from(first, n), &len);
		n += len;
	}
	if (n > first.n)
		n = first.n;
	ra_text_show((struct ra_span){ first.p, n }, out);
}

int
ra_page_refuse(const struct ra_pages *from, const struct ra_page *p,
    const char *what, struct ra_err *e)
{
	size_t key = meaning(from, p);
	char shown[RA_HTTP_SHOWN];
	const char *url = ra_http_shown(p->res.url, shown);
	struct ra_buf said;

	quote(from, p, key, &said);
	if (key == RA_S_MAINTENANCE)
		ra_fail(e, RA_ENET, _("%s: the service is not available: %s"),
		    url, ra_buf_str(&said));
	else if (key == RA_S_EXPIRED)
		ra_fail(e, RA_ENET, _("%s: the session has ended: %s"), url,
		    ra_buf_str(&said));
	else if (key == RA_S_NOT_OFFICER) {
		ra_fail(e, RA_ECRED,
		    _("%s: the service refuses this officer: %s"), url,
		    ra_buf_str(&said));
		ra_next(e,
		    _("see with upkira login --offline which certificate this "
		      "is; if it is the right one, it may be revoked: ask the "
		      "service desk"));
	} else if (p->res.status >= 500)
		ra_fail(e, RA_ENET, _("%s: the service failed with status %ld"),
		    url, p->res.status);
	else if (p->res.status != 200)
		ra_fail(e, RA_EPAGE, _("%s: status %ld, wanted: %s"), url,
		    p->res.status, what);
	else
		ra_fail(e, RA_EPAGE, _("%s: not found on this page: %s"), url,
		    what);
	ra_buf_clear(&said);
	ra_page_keep(from, p, e);
	return -1;
}

static char *
save_as(const struct ra_pages *from, struct ra_span text)
{
	char stamp[RA_CLOCK_TEXT], name[80], *path;
	int i;

	ra_clock_iso(ra_clock_now(), stamp);
	stamp[19] = '\0';
	for (i = 0; i < SAVE_TRIES; i++) {
		snprintf(name, sizeof(name), "page-%s-%02d.html", stamp, i);
		path = ra_fs_join(from->dir, name);
		if (ra_fs_create(path, 0600, text, NULL) == 0)
			return path;
		free(path);
	}
	return NULL;
}

char *
ra_page_save(const struct ra_pages *from, const struct ra_page *p)
{
	const char *const *names =
	    ra_site_values(from->site, RA_S_SECRET_COLUMN);
	struct ra_buf masked;
	char *path;

	if (from->dir == NULL || p->text.n == 0 ||
	    ra_fs_mkdirs(from->dir, NULL) == -1)
		return NULL;
	ra_buf_init_secret(&masked, 8 * (size_t)RA_HTTP_PAGE_MAX);
	/* The file is UTF-8 whatever its markup declares. */
	ra_buf_adds(&masked, "\xef\xbb\xbf");
	ra_html_mask(ra_buf_span(&p->text), names, &masked);
	path = save_as(from, ra_buf_span(&masked));
	ra_buf_clear(&masked);
	return path;
}

void
ra_page_keep(
    const struct ra_pages *from, const struct ra_page *p, struct ra_err *e)
{
	char *path;

	if (e == NULL || *e->next != '\0' || e->code != RA_EPAGE)
		return;
	path = ra_page_save(from, p);
	if (path != NULL)
		ra_next(e, _("the page was saved, secrets masked: %s"), path);
	free(path);
}
