/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Exchanges with the one host. What libcurl would do on its own accord
 * (redirects, a second try of a POST, netrc) is switched off.
 */
#include "lra/http.h"

#include <ctype.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "lra/http_in.h"
#include "lra/trace.h"

#define COOKIES_MAX 100
#define BLANKS_MAX 4096 /* white space before a body shows what it is */

struct exchange {
	struct ra_http *h;
	const struct ra_http_request *q;
	struct ra_http_response *r;
	struct ra_err *e;
	struct curl_slist *header;
	curl_mime *mime;
	struct ra_buf form; /* url-encoded */
	struct part *part;
	enum ra_http_why why;
	bool decided;	/* whether the body is a page */
	size_t headers; /* bytes */
	char *location;
	struct ra_pace pace;
	curl_off_t up;
};

/* A part of a multipart body; it cannot be rewound, so never goes twice. */
struct part {
	struct exchange *x;
	struct ra_span rest;
};

/* Origin and URLs. */

static char *
url_part(CURLU *u, CURLUPart part, unsigned flags)
{
	char *v = NULL, *out;

	if (curl_url_get(u, part, &v, flags) != CURLUE_OK)
		return NULL;
	out = ra_strdup(v);
	curl_free(v);
	return out;
}

static char *
url_origin(CURLU *u, bool scheme)
{
	char *s = url_part(u, CURLUPART_SCHEME, 0);
	char *host = url_part(u, CURLUPART_HOST, 0);
	char *port = url_part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	char *user = url_part(u, CURLUPART_USER, 0), *p;
	struct ra_buf out;

	ra_buf_init(&out, RA_HTTP_URL_MAX);
	if (s != NULL && host != NULL && port != NULL && user == NULL) {
		for (p = host; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
		ra_buf_addf(&out, "%s%s%s:%s", scheme ? s : "",
		    scheme ? "://" : "", host, port);
	}
	free(s);
	free(host);
	free(port);
	free(user);
	return out.n == 0 ? NULL : ra_buf_take(&out);
}

static char *
resolved(const struct ra_http *h, CURLU *u, const char *base, const char *ref)
{
	char *origin = NULL, *out = NULL;

	if (strlen(base) + strlen(ref) > RA_HTTP_URL_MAX ||
	    curl_url_set(u, CURLUPART_URL, base, CURLU_URLENCODE) != CURLUE_OK)
		return NULL;
	if (*ref != '\0' && *ref != '#' &&
	    curl_url_set(u, CURLUPART_URL, ref, CURLU_URLENCODE) != CURLUE_OK)
		return NULL;
	if (curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK)
		origin = url_origin(u, true);
	if (origin != NULL && h->origin != NULL &&
	    strcmp(origin, h->origin) == 0)
		out = url_part(u, CURLUPART_URL, 0);
	free(origin);
	/* Three letters may stand for each that came. */
	if (out != NULL && strlen(out) > RA_HTTP_URL_MAX) {
		free(out);
		out = NULL;
	}
	return out;
}

char *
ra_http_resolve(const struct ra_http *h, const char *base, const char *ref,
    struct ra_err *e)
{
	CURLU *u = curl_url();
	char *out = u == NULL ? NULL : resolved(h, u, base, ref);
	char shown[RA_HTTP_SHOWN];

	curl_url_cleanup(u);
	if (out == NULL)
		ra_fail(e, RA_EPAGE,
		    _("%s: the page leads to %.200s, which is not on this "
		      "host"),
		    h->host, ra_http_shown(ref, shown));
	if (out == NULL)
		ra_next(e,
		    _("nothing was sent; if the service has moved, set "
		      "\"endpoint\" to its new address"));
	return out;
}

const char *
ra_http_endpoint(const struct ra_http *h)
{
	return h->c.endpoint;
}

unsigned
ra_http_port(const char *url)
{
	CURLU *u = curl_url();
	char *text = NULL;
	long port = 443;

	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK)
		text = url_part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	(void)ra_span_number(ra_span_str(text), 1, 65535, &port);
	free(text);
	curl_url_cleanup(u);
	return (unsigned)port;
}

/* Cookies. */

static void
forget_secrets(struct ra_http *h)
{
	while (h->ncookies > 0)
		ra_secret_clear(&h->cookie[--h->ncookies]);
}

/* Their values are masked in every output from here on. */
static void
learn_cookies(struct ra_http *h)
{
	struct curl_slist *list = NULL, *k;
	const char *v;

	forget_secrets(h);
	if (curl_easy_getinfo(h->easy, CURLINFO_COOKIELIST, &list) != CURLE_OK)
		return;
	for (k = list; k != NULL && h->ncookies < COOKIES_MAX; k = k->next) {
		v = strrchr(k->data, '\t');
		if (v == NULL || v[1] == '\0')
			continue;
		h->cookie = ra_grow(h->cookie, h->ncookies, sizeof(*h->cookie));
		h->cookie[h->ncookies] = (struct ra_secret){ NULL, 0 };
		ra_secret_set(&h->cookie[h->ncookies++], ra_span_str(v + 1));
	}
	curl_slist_free_all(list);
}

void
ra_http_cookies(struct ra_http *h, struct ra_buf *out)
{
	struct curl_slist *list = NULL, *k;

	if (curl_easy_getinfo(h->easy, CURLINFO_COOKIELIST, &list) != CURLE_OK)
		return;
	for (k = list; k != NULL; k = k->next) {
		ra_buf_adds(out, k->data);
		ra_buf_addc(out, '\n');
	}
	curl_slist_free_all(list);
}

void
ra_http_set_cookies(struct ra_http *h, struct ra_span text)
{
	struct ra_span line;
	char *copy;

	while (text.n > 0) {
		line = ra_span_trim(ra_span_cut(&text, '\n'));
		if (!ra_http_own_cookie(h->host, line))
			continue;
		copy = ra_strndup(line.p, line.n);
		(void)curl_easy_setopt(h->easy, CURLOPT_COOKIELIST, copy);
		ra_wipe(copy, line.n);
		free(copy);
	}
	learn_cookies(h);
}

void
ra_http_forget(struct ra_http *h)
{
	(void)curl_easy_setopt(h->easy, CURLOPT_COOKIELIST, "ALL");
	forget_secrets(h);
}

/* Callbacks. */

static CURLcode
on_tls(CURL *easy, void *ctx, void *arg)
{
	struct exchange *x = arg;

	(void)easy;
	if (x->h->c.p12 == NULL)
		return CURLE_OK;
	if (ra_p12_use(x->h->c.p12, ctx, &x->h->tls) == -1)
		return CURLE_ABORTED_BY_CALLBACK;
	return CURLE_OK;
}

static int
on_ready(void *arg, char *ip, char *local, int port, int local_port)
{
	struct exchange *x = arg;

	(void)ip;
	(void)local;
	(void)port;
	(void)local_port;
	ra_pace_ready(&x->pace);
	return CURL_PREREQFUNC_OK;
}

static bool
stop_asked(const struct exchange *x)
{
	return !x->q->last && x->h->c.stop != NULL && x->h->c.stop();
}

/* Called when a byte is about to leave: from here on the outcome may be open.
 */
static size_t
on_part(char *to, size_t size, size_t n, void *arg)
{
	struct part *p = arg;
	size_t take = p->rest.n < size * n ? p->rest.n : size * n;

	/* The last moment in which an interrupt leaves nothing sent. */
	if (!p->x->r->sent && stop_asked(p->x)) {
		p->x->why = RA_W_STOP;
		return CURL_READFUNC_ABORT;
	}
	p->x->r->sent = true;
	if (take > 0)
		memcpy(to, p->rest.p, take);
	p->rest = ra_span_from(p->rest, take);
	return take;
}

static int
on_progress(void *arg, curl_off_t dltotal, curl_off_t dlnow, curl_off_t ultotal,
    curl_off_t ulnow)
{
	struct exchange *x = arg;
	enum ra_phase phase = RA_WAITING;
	uint64_t done = 0, total = 0;
	struct ra_progress p;

	if (stop_asked(x)) {
		x->why = RA_W_STOP;
		return 1;
	}
	if (ulnow > x->up) {
		x->up = ulnow;
		x->pace.moved = ra_clock_mono();
	}
	if (dlnow > 0) {
		phase = RA_RECEIVING;
		done = (uint64_t)dlnow;
		total = dltotal > 0 ? (uint64_t)dltotal : 0;
	} else if (ultotal > 0 && ulnow < ultotal) {
		phase = RA_SENDING;
		done = (uint64_t)ulnow;
		total = (uint64_t)ultotal;
	}
	if (x->pace.ready == 0)
		return 0;
	p = (struct ra_progress){ phase, done, total, 0 };
	ra_pace_tell(&x->pace, &x->h->c, x->q, &p);
	if (x->why == RA_W_NONE)
		x->why = ra_pace_overdue(&x->pace, &x->h->c.limit, x->q, &p);
	return x->why != RA_W_NONE;
}

static size_t
on_header(char *p, size_t size, size_t n, void *arg)
{
	struct exchange *x = arg;
	struct ra_span v = { p, size * n }, name;

	x->headers += size * n;
	if (x->headers > RA_HTTP_HEADERS_MAX) {
		x->why = RA_W_HEADERS;
		return 0;
	}
	ra_trace_header(&x->h->trace, "< ", v);
	ra_http_take_header(x->r, v);
	name = ra_span_cut(&v, ':');
	v = ra_span_trim(v);
	if (ra_span_caseeqs(name, "location")) {
		free(x->location);
		x->location = ra_strndup(v.p, v.n);
	}
	return size * n;
}

static int
to_sink(struct exchange *x, struct ra_span s)
{
	ra_trace_stream(&x->h->trace, s);
	if (x->q->sink->add(x->q->sink->arg, s, x->e) == 0)
		return 0;
	x->why = RA_W_SINK;
	return -1;
}

/* A page begins with "<"; anything else of status 200 is for the sink. */
static int
decide(struct exchange *x)
{
	struct ra_span s = ra_buf_span(&x->r->body);
	long status = 0;

	(void)curl_easy_getinfo(x->h->easy, CURLINFO_RESPONSE_CODE, &status);
	if (x->q->sink == NULL || status != 200) {
		x->decided = true;
		return 0;
	}
	if (ra_span_starts(s, RA_SPAN("\xef\xbb\xbf")))
		s = ra_span_from(s, 3);
	s = ra_span_trim(s);
	if (s.n == 0 && x->r->body.n < BLANKS_MAX)
		return 0;
	x->decided = true;
	x->pace.stream = x->r->streamed = s.n == 0 || s.p[0] != '<';
	if (!x->r->streamed)
		return 0;
	if (to_sink(x, ra_buf_span(&x->r->body)) == -1)
		return -1;
	ra_buf_reset(&x->r->body);
	return 0;
}

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct exchange *x = arg;
	struct ra_span s = { p, size * n };

	x->r->bytes += s.n;
	if (x->r->streamed && x->r->bytes <= RA_HTTP_LIST_MAX)
		return to_sink(x, s) == 0 ? s.n : 0;
	ra_buf_add(&x->r->body, s);
	if (x->r->body.over || x->r->bytes > RA_HTTP_LIST_MAX) {
		x->why = RA_W_SIZE;
		return 0;
	}
	if (!x->decided && decide(x) == -1)
		return 0;
	return s.n;
}

static int
on_debug(CURL *easy, curl_infotype type, char *p, size_t n, void *arg)
{
	struct exchange *x = arg;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT)
		ra_trace_header(&x->h->trace, "> ", (struct ra_span){ p, n });
	return 0;
}

/* Requests. */

static void
put_parts(struct exchange *x)
{
	const struct ra_http_field *f;
	curl_mimepart *p;
	size_t i;

	x->mime = curl_mime_init(x->h->easy);
	x->part = ra_calloc(x->q->nfields, sizeof(*x->part));
	for (i = 0; i < x->q->nfields; i++) {
		f = &x->q->field[i];
		p = curl_mime_addpart(x->mime);
		x->part[i] = (struct part){ x, f->value };
		(void)curl_mime_name(p, f->name);
		(void)curl_mime_data_cb(p, (curl_off_t)f->value.n, on_part,
		    NULL, NULL, &x->part[i]);
		if (f->filename == NULL)
			continue;
		(void)curl_mime_filename(p, f->filename);
		/* What the service is known to take: wire-protocol 1.4. */
		(void)curl_mime_type(p, "application/force-download");
		(void)curl_mime_encoder(p, "binary");
	}
}

static void
set_callbacks(CURL *c, struct exchange *x)
{
	curl_easy_setopt(c, CURLOPT_SSL_CTX_FUNCTION, on_tls);
	curl_easy_setopt(c, CURLOPT_SSL_CTX_DATA, x);
	curl_easy_setopt(c, CURLOPT_PREREQFUNCTION, on_ready);
	curl_easy_setopt(c, CURLOPT_PREREQDATA, x);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, x);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(c, CURLOPT_DEBUGDATA, x);
	curl_easy_setopt(c, CURLOPT_VERBOSE, x->h->trace.dir != NULL ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, x->h->errbuf);
}

static void
set_body(CURL *c, struct exchange *x)
{
	/*
	 * A request that fails on a reused connection before any answer is sent
	 * again by libcurl itself, POST or not. An application may be
	 * confirmed by a GET, so that is none of its business either.
	 */
	if (x->q->method != RA_GET || x->q->application)
		curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
	if (x->q->method == RA_GET) {
		curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);
		return;
	}
	if (x->q->method == RA_POST_MULTIPART) {
		put_parts(x);
		curl_easy_setopt(c, CURLOPT_MIMEPOST, x->mime);
		/*
		 * No byte of an application leaves before the server nods, or
		 * has been silent for a second (RFC 9110 section 10.1.1). To
		 * a 417 libcurl sends the request anew, which is safe: none
		 * of the body had left, else the parts could not be rewound.
		 */
		x->header =
		    curl_slist_append(x->header, "Expect: 100-continue");
	} else {
		ra_http_urlencode(x->q->field, x->q->nfields, &x->form);
		curl_easy_setopt(
		    c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)x->form.n);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, ra_buf_str(&x->form));
		x->header = curl_slist_append(x->header, "Expect:");
	}
}

/* Every option of every exchange. */
static void
set_options(struct exchange *x)
{
	const struct ra_http_config *h = &x->h->c;
	CURL *c = x->h->easy;
	long connect = ra_http_limit(&h->limit, RA_W_SLOW);
	long logout = ra_http_limit(&h->limit, RA_W_LOGOUT);

	curl_easy_reset(c); /* cookies and connections stay */
	set_callbacks(c, x);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_URL, x->q->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	/* What a proxy answers to CONNECT is not the service speaking. */
	curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (h->cafile != NULL) {
		curl_easy_setopt(c, CURLOPT_CAINFO, h->cafile);
		curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
	    x->q->last && logout < connect ? logout : connect);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, x->q->last ? logout : 0L);
	curl_easy_setopt(c, CURLOPT_BUFFERSIZE, 256L << 10);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "upkira/" RA_VERSION);
	curl_easy_setopt(c, CURLOPT_REFERER, x->q->referer);
	x->header =
	    curl_slist_append(x->header, "Accept: text/html, */*;q=0.8");
	x->header =
	    curl_slist_append(x->header, "Accept-Language: ja, en;q=0.5");
	set_body(c, x);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, x->header);
}

/* Failures: libcurl's codes become ours here, and nowhere else. */

static const struct {
	CURLcode code;
	enum ra_http_why why;
} codes[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, RA_W_HOST },
	{ CURLE_COULDNT_RESOLVE_PROXY, RA_W_PROXY },
	{ CURLE_COULDNT_CONNECT, RA_W_CONNECT },
	{ CURLE_OPERATION_TIMEDOUT, RA_W_SLOW },
	{ CURLE_PEER_FAILED_VERIFICATION, RA_W_UNTRUSTED },
	{ CURLE_SSL_CACERT_BADFILE, RA_W_CAFILE },
	{ CURLE_SSL_CONNECT_ERROR, RA_W_TLS },
	/* A reset, or the alert with which TLS 1.3 refuses a certificate. */
	{ CURLE_SEND_ERROR, RA_W_TLS },
	{ CURLE_RECV_ERROR, RA_W_TLS },
	{ CURLE_PARTIAL_FILE, RA_W_CUT },
	{ CURLE_GOT_NOTHING, RA_W_CLOSED },
};

static const char *
words(const struct exchange *x, CURLcode rc)
{
	long os = 0;

	(void)curl_easy_getinfo(x->h->easy, CURLINFO_OS_ERRNO, &os);
	if (rc == CURLE_COULDNT_CONNECT && os != 0)
		return strerror((int)os);
	return *x->h->errbuf != '\0' ? x->h->errbuf : curl_easy_strerror(rc);
}

static int
say(struct exchange *x, CURLcode rc, struct ra_err *e)
{
	struct ra_http_fault f = { x->why, x->h->host, x->h->c.cafile,
		words(x, rc), 0 };
	size_t i;

	if (x->h->tls.code != RA_OK)
		return ra_fail(e, x->h->tls.code, "%s", x->h->tls.msg);
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (f.why == RA_W_NONE && codes[i].code == rc)
			f.why = codes[i].why;
	if (f.why == RA_W_SLOW && x->q->last)
		f.why = RA_W_LOGOUT;
	x->h->why = f.why;
	f.seconds = ra_http_limit(&x->h->c.limit, f.why);
	return ra_http_say(&f, e);
}

/* No callback tells when it leaves: out as soon as the connection stands. */
static bool
leaves_with_head(const struct ra_http_request *q)
{
	return q->method == RA_POST || (q->method == RA_GET && q->application);
}

static void
end_exchange(struct exchange *x)
{
	curl_off_t up = 0;

	(void)curl_easy_getinfo(x->h->easy, CURLINFO_SIZE_UPLOAD_T, &up);
	if (up > 0 || (x->pace.ready != 0 && leaves_with_head(x->q)))
		x->r->sent = true;
	(void)curl_easy_getinfo(
	    x->h->easy, CURLINFO_RESPONSE_CODE, &x->r->status);
	/* Nothing of the exchange may stay behind in the handle. */
	curl_easy_reset(x->h->easy);
	curl_slist_free_all(x->header);
	curl_mime_free(x->mime);
	free(x->part);
	ra_buf_clear(&x->form);
	learn_cookies(x->h);
}

int
ra_http_exchange(struct ra_http *h, const struct ra_http_request *q,
    struct ra_http_response *r, char **location, struct ra_err *e)
{
	struct exchange x = { .h = h, .q = q, .r = r, .e = e };
	char shown[RA_HTTP_SHOWN];
	CURLcode rc;

	ra_buf_init_secret(&x.form, RA_HTTP_PAGE_MAX);
	ra_err_clear(&h->tls);
	h->errbuf[0] = '\0';
	x.pace.begun = ra_clock_mono();
	ra_trace_begin(&h->trace, q);
	set_options(&x);
	rc = curl_easy_perform(h->easy);
	if (rc == CURLE_OK && !x.decided && r->body.over)
		rc = CURLE_WRITE_ERROR;
	h->why = RA_W_NONE;
	if (rc != CURLE_OK)
		(void)say(&x, rc, e);
	end_exchange(&x);
	if (rc != CURLE_OK && e->code != RA_OK)
		ra_trace_note(&h->trace, e->msg);
	ra_trace_end(&h->trace, q, r);
	*location = x.location;
	ra_log(RA_LOG_DEBUG, "%s %s: %ld, %llu bytes",
	    q->method == RA_GET ? "GET" : "POST", ra_http_shown(r->url, shown),
	    r->status, (unsigned long long)r->bytes);
	return rc == CURLE_OK ? 0 : -1;
}

static int
take_endpoint(struct ra_http *h, struct ra_err *e)
{
	CURLU *u = curl_url();
	char *scheme = NULL;

	if (u != NULL && strlen(h->c.endpoint) <= RA_HTTP_URL_MAX &&
	    curl_url_set(u, CURLUPART_URL, h->c.endpoint, 0) == CURLUE_OK)
		scheme = url_part(u, CURLUPART_SCHEME, 0);
	if (scheme != NULL && strcmp(scheme, "https") == 0) {
		h->origin = url_origin(u, true);
		h->host = url_origin(u, false);
	}
	free(scheme);
	curl_url_cleanup(u);
	if (h->origin != NULL)
		return 0;
	return ra_fail(
	    e, RA_EUSAGE, _("%s: not an https:// address"), h->c.endpoint);
}

struct ra_http *
ra_http_new(const struct ra_http_config *c, struct ra_err *e)
{
	struct ra_http *h = ra_calloc(1, sizeof(*h));

	h->c = *c;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (h->easy = curl_easy_init()) == NULL) {
		ra_fail(e, RA_ELOCAL, _("the network library does not start"));
		goto fail;
	}
	if (take_endpoint(h, e) == -1 ||
	    ra_trace_init(&h->trace, c->trace, c->secret_columns, e) == -1)
		goto fail;
	/* A cookie that is past already switches the engine on for good. */
	curl_easy_setopt(h->easy, CURLOPT_COOKIELIST,
	    "localhost\tFALSE\t/\tTRUE\t1\tupkira\tx");
	curl_easy_setopt(h->easy, CURLOPT_COOKIELIST, "ALL");
	return h;
fail:
	ra_http_free(h);
	return NULL;
}

void
ra_http_free(struct ra_http *h)
{
	if (h == NULL)
		return;
	forget_secrets(h);
	free(h->cookie);
	curl_easy_cleanup(h->easy);
	curl_global_cleanup();
	ra_trace_clear(&h->trace);
	free(h->origin);
	free(h->host);
	free(h);
}
