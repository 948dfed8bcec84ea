/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The HTTPS server: everything that is asked of libmicrohttpd. A thread for
 * each connection, because faults wait and drip and must hold up nobody
 * else; one lock around all work of the desk, because the service behind it
 * is made for one caller. Waiting and sending happen outside the lock.
 */
#include "server.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "base/mem.h"

#include "flow.h"
#include "tls.h"

#define HEAD_MAX (64u << 10) /* bytes of a head and its parsing */
#define BLOCK (64u << 10)    /* bytes of a body sent at once */
#define POST_BLOCK (16u << 10)
/*
 * Seconds until a silent connection is closed: the other end of the ceiling
 * below, or as many that say nothing would keep everybody out for good.
 */
#define IDLE 60u
#define CONNECTIONS_MAX 256u

struct sb_server {
	struct MHD_Daemon *daemon;
	struct sb_web *web;
	char *cert, *key, *trust;
};

/* One request under way. */
struct exchange {
	struct sb_web *w;
	struct sb_req q;
	struct MHD_PostProcessor *post;
};

static enum MHD_Result
on_field(void *cls, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct exchange *x = cls;

	(void)kind;
	if (!sb_fields_add(
		&x->q.query, key, value, value != NULL ? strlen(value) : 0))
		x->q.too_big = true;
	return MHD_YES;
}

/* More of a field that came in pieces. */
static bool
extend(struct sb_fields *f, const char *data, size_t n)
{
	struct sb_field *last = &f->v[f->n - 1];
	size_t had = strlen(last->value);

	if (f->bytes + n > SB_FIELD_MAX)
		return false;
	f->bytes += n;
	last->value = ra_realloc(last->value, had + n + 1, 1);
	memcpy(last->value + had, data, n);
	last->value[had + n] = '\0';
	return true;
}

/* One file a form: no form of the service has two. */
static bool
on_file(struct sb_req *q, const char *key, const char *name,
    struct ra_span data, uint64_t off)
{
	if (strlen(key) > SB_NAME_MAX || strlen(name) > SB_NAME_MAX)
		return false;
	if (q->file.field == NULL) {
		q->file.field = ra_strdup(key);
		q->file.name = ra_strdup(name);
		ra_buf_init(&q->file.bytes, SB_FILE_MAX);
	} else if (off == 0) {
		q->broken = true;
		return true;
	}
	ra_buf_add(&q->file.bytes, data);
	return !q->file.bytes.over;
}

/* NOLINTBEGIN(readability-function-size): the library's signature */
static enum MHD_Result
on_part(void *cls, enum MHD_ValueKind kind, const char *key,
    const char *filename, const char *type, const char *encoding,
    const char *data, uint64_t off, size_t n)
/* NOLINTEND(readability-function-size) */
{
	struct exchange *x = cls;
	struct sb_req *q = &x->q;
	bool fits;

	(void)kind;
	(void)type;
	(void)encoding;
	if (key == NULL)
		return MHD_YES;
	if (filename == NULL && n > 0 && memchr(data, '\0', n) != NULL)
		q->broken = true; /* no value of a form has one */
	if (filename != NULL)
		fits =
		    on_file(q, key, filename, (struct ra_span){ data, n }, off);
	else if (off == 0 || q->form.n == 0)
		fits = sb_fields_add(&q->form, key, data, n);
	else
		fits = extend(&q->form, data, n);
	if (!fits)
		q->too_big = true;
	return MHD_YES;
}

/* Started with the head; the body comes in pieces later. */
static struct exchange *
exchange_new(struct sb_web *w, struct MHD_Connection *c, const char *url,
    const char *method)
{
	struct exchange *x = ra_calloc(1, sizeof(*x));
	const char *cookie;

	x->w = w;
	x->q.path = ra_strdup(url);
	x->q.method = ra_strdup(method);
	MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, on_field, x);
	cookie = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, "JSESSIONID");
	if (cookie != NULL)
		x->q.cookie = ra_strndup(cookie, 128);
	if (strcmp(method, "POST") == 0)
		x->post = MHD_create_post_processor(c, POST_BLOCK, on_part, x);
	return x;
}

/* The request is to be dropped unread. The lock is held. */
static bool
is_dropped(struct exchange *x)
{
	struct sb_reply r = { .ok = -1, .ng = -1 };

	if (sb_web_fault(x->w, SB_AT_HEAD, &x->q, &r) == NULL)
		return false;
	sb_web_log(x->w, &x->q, &r);
	return true;
}

/* Only the body of a menu form tells what is asked for. */
static bool
is_menu(const struct sb_req *q)
{
	return strcmp(q->method, "POST") == 0 &&
	    strcmp(q->path, SB_LRA "MainMenu.do") == 0;
}

/* The head is read: is the body to be? */
static enum MHD_Result
begin(struct exchange *x)
{
	bool drop;

	if (is_menu(&x->q))
		return MHD_YES;
	pthread_mutex_lock(&x->w->lock);
	drop = is_dropped(x);
	pthread_mutex_unlock(&x->w->lock);
	return drop ? MHD_NO : MHD_YES;
}

/* Called outside the lock, by the thread of the connection alone. */
static ssize_t
read_flow(void *cls, uint64_t pos, char *p, size_t max)
{
	long n = sb_flow_read(cls, p, max);

	(void)pos;
	if (n == SB_FLOW_END)
		return MHD_CONTENT_READER_END_OF_STREAM;
	return n < 0 ? MHD_CONTENT_READER_END_WITH_ERROR : (ssize_t)n;
}

static void
free_flow(void *cls)
{
	sb_flow_clear(cls);
	free(cls);
}

static void
add_headers(struct MHD_Response *res, const struct sb_reply *r)
{
	char text[128];

	MHD_add_response_header(res, "Content-Type", r->type);
	MHD_add_response_header(res, "Cache-Control", "no-store");
	if (r->location[0] != '\0')
		MHD_add_response_header(res, "Location", r->location);
	if (r->cookie[0] != '\0')
		MHD_add_response_header(res, "Set-Cookie", r->cookie);
	if (r->disposition != NULL) {
		snprintf(text, sizeof(text), "attachment; filename=\"%s\"",
		    r->disposition);
		MHD_add_response_header(res, "Content-Disposition", text);
	}
	if (r->status == 503)
		MHD_add_response_header(res, "Retry-After", "3600");
	if (r->status == 405)
		MHD_add_response_header(res, "Allow", "GET, HEAD, POST");
}

static enum MHD_Result
send_reply(struct sb_web *w, struct MHD_Connection *c, struct sb_reply *r)
{
	struct sb_flow *f = ra_calloc(1, sizeof(*f));
	struct MHD_Response *res;
	enum MHD_Result rc;
	int64_t length;

	sb_flow_init(f, w, r);
	/* The lock is free: others are served while this one waits. */
	if (f->harm == SB_FAULT_SLOW_ANSWER && sb_web_wait(w, f->ms)) {
		free_flow(f);
		return MHD_NO;
	}
	length = sb_flow_length(f);
	res = MHD_create_response_from_callback(
	    length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)length, BLOCK, read_flow,
	    f, free_flow);
	add_headers(res, r);
	rc = MHD_queue_response(c, r->status, res);
	MHD_destroy_response(res);
	return rc;
}

/* For each request, as a certificate may be revoked while connected. */
static void
judge_peer(struct exchange *x, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	struct ra_buf der;

	ra_buf_init(&der, RA_CERT_MAX);
	if (info != NULL)
		sb_tls_peer(info->tls_session, &der);
	sb_peer_judge(x->w->world, ra_buf_span(&der), &x->q.peer);
	ra_buf_clear(&der);
}

/* All is there: answer it, log it, and only then send. */
static enum MHD_Result
finish(struct exchange *x, struct MHD_Connection *c)
{
	struct sb_reply r = { .ok = -1, .ng = -1 };
	struct sb_web *w = x->w;
	enum MHD_Result rc = MHD_NO;

	if (x->post != NULL) {
		if (MHD_destroy_post_processor(x->post) == MHD_NO)
			x->q.broken = true;
		x->post = NULL;
	}
	pthread_mutex_lock(&w->lock);
	judge_peer(x, c);
	sb_route_name(w, &x->q);
	if (!is_menu(&x->q) || !is_dropped(x)) {
		sb_route(w, &x->q, &r);
		sb_web_log(w, &x->q, &r);
	}
	if (x->q.ended)
		sb_session_close(&w->sessions, x->q.session);
	pthread_mutex_unlock(&w->lock);
	if (r.type != NULL)
		rc = send_reply(w, c, &r);
	sb_reply_clear(&r);
	return rc;
}

/* NOLINTBEGIN(readability-function-size): the library's signature */
static enum MHD_Result
on_request(void *cls, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *n,
    void **state)
/* NOLINTEND(readability-function-size) */
{
	struct exchange *x = *state;

	(void)version;
	if (x == NULL) {
		*state = x = exchange_new(cls, c, url, method);
		return begin(x);
	}
	if (*n == 0)
		return finish(x, c);
	if (x->post != NULL)
		MHD_post_process(x->post, data, *n);
	else if (strcmp(method, "POST") == 0)
		x->q.broken = true; /* not of a form's media type */
	*n = 0;
	return MHD_YES;
}

static void
on_done(void *cls, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *state;

	(void)cls;
	(void)c;
	(void)why;
	if (x == NULL)
		return;
	if (x->post != NULL)
		MHD_destroy_post_processor(x->post);
	sb_req_clear(&x->q);
	free(x);
	*state = NULL;
}

static int
hex(char c)
{
	static const char digits[] = "0123456789abcdef";

	return isxdigit((unsigned char)c)
	    ? (int)(strchr(digits, c | 0x20) - digits)
	    : -1;
}

/*
 * %XX as the library does, but %00 stays as it is: else a path would end
 * there and be that of another page.
 */
static size_t
unescape(void *cls, struct MHD_Connection *c, char *s)
{
	char *out = s;
	const char *in = s;
	int v, high, low;

	(void)cls;
	(void)c;
	while (*in != '\0') {
		v = 0;
		high = *in == '%' ? hex(in[1]) : -1;
		low = high != -1 ? hex(in[2]) : -1;
		if (high >= 0 && low >= 0)
			v = high * 16 + low;
		*out++ = v != 0 ? (char)v : *in;
		in += v != 0 ? 3 : 1;
	}
	*out = '\0';
	return (size_t)(out - s);
}

/* The handshake has not begun yet. */
static void
on_connection(void *cls, struct MHD_Connection *c, void **state,
    enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info;

	(void)cls;
	(void)state;
	if (what != MHD_CONNECTION_NOTIFY_STARTED)
		return;
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	if (info != NULL)
		sb_tls_guard(info->tls_session);
}

/* Refused here, a client sees its connection closed before TLS. */
static enum MHD_Result
on_accept(void *cls, const struct sockaddr *from, socklen_t n)
{
	struct sb_web *w = cls;
	bool drop;

	(void)from;
	(void)n;
	pthread_mutex_lock(&w->lock);
	drop = sb_web_fault(w, SB_AT_CONNECT, NULL, NULL) != NULL;
	pthread_mutex_unlock(&w->lock);
	return drop ? MHD_NO : MHD_YES;
}

static char *
pem_of(const struct ra_cert *c)
{
	struct ra_buf b;

	ra_buf_init(&b, RA_CERT_MAX);
	ra_cert_to_pem(c, &b);
	return ra_buf_take(&b);
}

/*
 * Only the authority of officers and members is trusted: whoever it has not
 * certified gets no further than the handshake.
 */
static int
read_credentials(struct sb_server *s, struct ra_err *e)
{
	const struct sb_world *world = s->web->world;
	struct ra_buf key;

	ra_buf_init_secret(&key, RA_CERT_MAX);
	if (ra_key_to_pem(world->tls.key, NULL, &key, e) == -1) {
		ra_buf_clear(&key);
		return -1;
	}
	s->key = ra_buf_take(&key);
	s->cert = pem_of(world->tls.cert);
	s->trust = pem_of(world->ca[SB_CA_MEMBER].cert);
	return 0;
}

static int
listen_at(struct sb_server *s, struct sockaddr_in *at, struct ra_err *e)
{
	const union MHD_DaemonInfo *info;

	s->daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION |
		MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_TLS,
	    ntohs(at->sin_port), on_accept, s->web, on_request, s->web,
	    MHD_OPTION_SOCK_ADDR, (struct sockaddr *)at,
	    MHD_OPTION_HTTPS_MEM_KEY, s->key, MHD_OPTION_HTTPS_MEM_CERT,
	    s->cert, MHD_OPTION_HTTPS_MEM_TRUST, s->trust,
	    MHD_OPTION_HTTPS_PRIORITIES, SB_TLS_PRIORITIES,
	    MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, NULL,
	    MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_MAX * 4,
	    MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
	    MHD_OPTION_CONNECTION_TIMEOUT, IDLE, MHD_OPTION_END);
	if (s->daemon == NULL)
		return ra_fail(e, RA_ELOCAL, "port %u: not free to listen on",
		    (unsigned)ntohs(at->sin_port));
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	if (info == NULL)
		return ra_fail(e, RA_ELOCAL, "the port is not known");
	at->sin_port = htons(info->port);
	return 0;
}

static void
server_free(struct sb_server *s)
{
	if (s->daemon != NULL)
		MHD_stop_daemon(s->daemon);
	free(s->cert);
	if (s->key != NULL)
		ra_wipe(s->key, strlen(s->key));
	free(s->key);
	free(s->trust);
	free(s);
}

struct sb_server *
sb_server_start(struct sb_web *w, struct sockaddr_in *at, struct ra_err *e)
{
	struct sb_server *s = ra_calloc(1, sizeof(*s));

	s->web = w;
	if (read_credentials(s, e) == 0 && listen_at(s, at, e) == 0)
		return s;
	server_free(s);
	return NULL;
}

void
sb_server_stop(struct sb_server *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&s->web->lock);
	s->web->stopping = true;
	pthread_cond_broadcast(&s->web->wake);
	pthread_mutex_unlock(&s->web->lock);
	server_free(s);
}
