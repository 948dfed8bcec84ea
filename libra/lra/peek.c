/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The certificate in service: name, connection, handshake, end. */
#include "lra/peek.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "pki/peer.h"
#include "upki/host.h"
#include "upki/issuer.h"

#define HOST_MAX 253	   /* characters of a host name: RFC 1035 2.3.4 */
#define SLICE_MS 100	   /* between two looks at stop() */
#define OUT_MAX (64 << 10) /* bytes of ours in one step */

/* Where to go. */
struct place {
	char host[HOST_MAX + 1];
	long port;
	bool address; /* of IP, not a name: no SNI (RFC 6066 section 3) */
};

/* A connection, and until when it has time. */
struct line {
	const struct ra_peek_config *c;
	const char *place;
	int fd;
	int64_t end; /* of ra_clock_mono() */
};

static bool
is_address(int family, const char *text)
{
	struct in6_addr room;

	return inet_pton(family, text, &room) == 1;
}

static int
refuse(const char *target, struct ra_err *e)
{
	ra_fail(e, RA_EUSAGE,
	    _("\"%.300s\": not a host, HOST or HOST:PORT was wanted"), target);
	ra_next(e,
	    _("write a host name without https:// or a path; an IPv6 "
	      "address with a port stands in brackets, [2001:db8::1]:443"));
	return -1;
}

/* The host without brackets; what follows it, ":PORT" or nothing. */
static bool
split(struct ra_span t, struct ra_span *host, struct ra_span *tail)
{
	struct ra_span rest = t;
	size_t at;

	if (t.n > 0 && t.p[0] == '[') {
		at = ra_span_find(t, RA_SPAN("]"));
		*host = (struct ra_span){ t.p + 1, at - 1 };
		*tail = ra_span_from(t, at + 1);
		return at < t.n;
	}
	*host = ra_span_cut(&rest, ':');
	if (ra_span_has(rest, RA_SPAN(":")))
		*host = t;
	*tail = ra_span_from(t, host->n);
	return true;
}

static int
read_place(const char *target, struct place *p, struct ra_err *e)
{
	struct ra_span host, tail, name = ra_span_str(target);

	if (!split(name, &host, &tail) || host.n == 0 || host.n > HOST_MAX ||
	    memchr(host.p, '%', host.n) != NULL)
		return refuse(target, e);
	memcpy(p->host, host.p, host.n);
	p->host[host.n] = '\0';
	p->port = RA_PEEK_PORT;
	if (tail.n > 0 &&
	    (tail.p[0] != ':' ||
		ra_span_number(ra_span_from(tail, 1), 1, 65535, &p->port) ==
		    -1))
		return refuse(target, e);
	p->address =
	    is_address(AF_INET, p->host) || is_address(AF_INET6, p->host);
	if (target[0] == '[' ? !is_address(AF_INET6, p->host)
			     : !p->address &&
		    (!ra_host_is(host) || ra_host_is_numeric(host)))
		return refuse(target, e);
	return 0;
}

static void
name_place(const struct place *p, char *out)
{
	snprintf(out, RA_PEEK_PLACE_MAX,
	    strchr(p->host, ':') != NULL ? "[%s]:%ld" : "%s:%ld", p->host,
	    p->port);
}

static bool
stopped(const struct line *l, struct ra_err *e)
{
	if (l->c->stop == NULL || !l->c->stop())
		return false;
	ra_fail(e, RA_ESIGNAL, _("interrupted"));
	return true;
}

/* 1: ready; 0: no time is left; -1. */
static int
await(const struct line *l, short events, int64_t end, struct ra_err *e)
{
	struct pollfd fd = { .fd = l->fd, .events = events };
	char text[RA_ERRNO_TEXT];
	int64_t left;
	int rc;

	for (;;) {
		if (stopped(l, e))
			return -1;
		left = end - ra_clock_mono();
		if (left <= 0)
			return 0;
		rc = poll(&fd, 1, left < SLICE_MS ? (int)left : SLICE_MS);
		if (rc > 0)
			return 1;
		if (rc == -1 && errno != EINTR)
			return ra_fail(e, RA_ENET, "%s: %s", l->place,
			    ra_err_errno(errno, text));
	}
}

static int
no_time(const struct line *l, struct ra_err *e)
{
	return ra_fail(e, RA_ENET, _("%s: no certificate within %ld seconds"),
	    l->place, l->c->total);
}

/* 1: connected; 0: errno says why not; -1: it is all over. */
static int
reach(struct line *l, const struct addrinfo *a, struct ra_err *e)
{
	int64_t end = ra_clock_mono() + l->c->connect * 1000;
	int rc, why = 0;
	socklen_t n = sizeof(why);

	l->fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
	if (l->fd == -1 || fcntl(l->fd, F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(l->fd, F_SETFL, O_NONBLOCK) == -1)
		return 0;
	if (connect(l->fd, a->ai_addr, a->ai_addrlen) == 0)
		return 1;
	if (errno != EINPROGRESS && errno != EINTR)
		return 0;
	rc = await(l, POLLOUT, end < l->end ? end : l->end, e);
	if (rc == 1)
		(void)getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &why, &n);
	errno = rc == 0 ? ETIMEDOUT : why;
	return rc == 1 && why != 0 ? 0 : rc;
}

static void
hang_up(struct line *l)
{
	if (l->fd != -1)
		close(l->fd);
	l->fd = -1;
}

/* The addresses of a host one after the other, as the system orders them. */
static int
connect_any(struct line *l, const struct addrinfo *all, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];
	const struct addrinfo *a;
	int rc = 0, why = 0;

	for (a = all; a != NULL && rc == 0; a = a->ai_next) {
		rc = reach(l, a, e);
		why = errno;
		if (rc != 1)
			hang_up(l);
		if (rc == 0 && ra_clock_mono() >= l->end)
			return no_time(l, e);
	}
	if (rc == 0 && why == ETIMEDOUT)
		ra_fail(e, RA_ENET, _("%s: no connection within %ld seconds"),
		    l->place, l->c->connect);
	else if (rc == 0)
		ra_fail(e, RA_ENET, _("%s: not reached: %s"), l->place,
		    ra_err_errno(why, text));
	return rc == 1 ? 0 : -1;
}

/* The addresses of a place; freed by the caller, also after a failure. */
static int
resolve(const struct line *l, const struct place *p, struct addrinfo **all,
    struct ra_err *e)
{
	struct addrinfo hint = { .ai_socktype = SOCK_STREAM,
		.ai_flags =
		    AI_NUMERICSERV | (p->address ? AI_NUMERICHOST : 0) };
	char port[8];
	int rc;

	if (stopped(l, e))
		return -1;
	snprintf(port, sizeof(port), "%ld", p->port);
	rc = getaddrinfo(p->host, port, &hint, all);
	if (stopped(l, e))
		return -1;
	if (rc == 0)
		return 0;
	*all = NULL;
	return ra_fail(e, RA_ENET,
	    rc == EAI_NONAME ? _("%s: no such host")
			     : _("%s: the name cannot be looked up: "
				 "%s"),
	    l->place, gai_strerror(rc));
}

static int
send_all(struct line *l, struct ra_span s, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];
	ssize_t n;
	int rc;

	while (s.n > 0) {
		n = send(l->fd, s.p, s.n, MSG_NOSIGNAL);
		if (n >= 0) {
			s = ra_span_from(s, (size_t)n);
			continue;
		}
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			return ra_fail(e, RA_ENET, "%s: %s", l->place,
			    ra_err_errno(errno, text));
		rc = await(l, POLLOUT, l->end, e);
		if (rc != 1)
			return rc == 0 ? no_time(l, e) : -1;
	}
	return 0;
}

/* At least one byte, or -1. */
static ssize_t
receive(struct line *l, char *p, size_t size, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];
	ssize_t n;
	int rc;

	for (;;) {
		rc = await(l, POLLIN, l->end, e);
		if (rc != 1)
			return rc == 0 ? no_time(l, e) : -1;
		n = recv(l->fd, p, size, 0);
		if (n > 0)
			return n;
		if (n == 0)
			return ra_fail(e, RA_ENET,
			    _("%s: closed during the TLS handshake"), l->place);
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			return ra_fail(e, RA_ENET, "%s: %s", l->place,
			    ra_err_errno(errno, text));
	}
}

/* What goes out when all is known, or lost, is mere courtesy. */
static int
talk(struct line *l, struct ra_peer *peer, struct ra_err *e)
{
	struct ra_span in = { NULL, 0 };
	struct ra_buf out;
	char chunk[4096];
	ssize_t n;
	int rc;

	ra_buf_init(&out, OUT_MAX);
	for (;;) {
		ra_buf_reset(&out);
		rc = ra_peer_step(peer, in, &out, e);
		if (rc != 0) {
			(void)send(
			    l->fd, ra_buf_str(&out), out.n, MSG_NOSIGNAL);
			break;
		}
		rc = send_all(l, ra_buf_span(&out), e);
		if (rc == -1)
			break;
		n = receive(l, chunk, sizeof(chunk), e);
		if (n == -1) {
			rc = -1;
			break;
		}
		in = (struct ra_span){ chunk, (size_t)n };
	}
	ra_buf_clear(&out);
	return rc == 1 ? 0 : -1;
}

static void
judge(struct ra_peek *p)
{
	const char *cn = ra_dn_get(ra_cert_issuer(p->cert), RA_ATTR_CN, 0);

	p->issuer = cn != NULL ? cn : "";
	p->upki = ra_issuer_find(p->issuer) != NULL;
}

static void
begin(
    const struct ra_peek_config *c, struct ra_peek_config *conf, struct line *l)
{
	*conf = *c;
	if (conf->connect == 0)
		conf->connect = RA_PEEK_CONNECT_SECONDS;
	if (conf->total == 0)
		conf->total = RA_PEEK_TOTAL_SECONDS;
	l->c = conf;
	l->end = ra_clock_mono() + conf->total * 1000;
}

/* Of the first address of a chain that can be reached. */
static int
fetch(struct line *l, const struct place *at, const struct addrinfo *a,
    struct ra_peek *p, struct ra_err *e)
{
	struct ra_peer *peer;
	int rc = -1;

	peer = ra_peer_new(l->place, at->address ? NULL : at->host, e);
	if (peer != NULL && connect_any(l, a, e) == 0 &&
	    talk(l, peer, e) == 0 &&
	    (p->cert = ra_peer_cert(peer, e)) != NULL) {
		judge(p);
		rc = 0;
	}
	hang_up(l);
	ra_peer_free(peer);
	return rc;
}

int
ra_peek(const char *target, const struct ra_peek_config *c, struct ra_peek *p,
    struct ra_err *e)
{
	struct ra_peek_config conf;
	struct line l = { .place = p->place, .fd = -1 };
	struct addrinfo *all = NULL;
	struct place at;
	int rc = -1;

	begin(c, &conf, &l);
	if (read_place(target, &at, e) == -1)
		return -1;
	name_place(&at, p->place);
	ra_log(RA_LOG_INFO, _("reading the certificate of %s"), p->place);
	if (resolve(&l, &at, &all, e) == 0)
		rc = fetch(&l, &at, all, p, e);
	if (all != NULL)
		freeaddrinfo(all);
	return rc;
}

/* One address, and nothing behind it. -1 only when all of it is over. */
static int
ask_one(struct line *l, const struct place *at, const struct addrinfo *a,
    struct ra_peek *p, struct ra_err *why)
{
	struct addrinfo one = *a;

	one.ai_next = NULL;
	if (getnameinfo(a->ai_addr, a->ai_addrlen, p->address,
		sizeof(p->address), NULL, 0, NI_NUMERICHOST) != 0)
		p->address[0] = '\0';
	(void)fetch(l, at, &one, p, why);
	return why->code == RA_ESIGNAL ? -1 : 0;
}

int
ra_peek_each(const char *target, const struct ra_peek_config *c,
    ra_peek_fn *each, void *arg, struct ra_err *e)
{
	struct ra_peek_config conf;
	struct ra_peek p = { 0 };
	struct line l = { .place = p.place, .fd = -1 };
	struct addrinfo *all = NULL, *a;
	struct place at;
	int rc = -1, n = 0;

	begin(c, &conf, &l);
	if (read_place(target, &at, e) == -1)
		return -1;
	name_place(&at, p.place);
	rc = resolve(&l, &at, &all, e);
	for (a = all; a != NULL && rc == 0; a = a->ai_next) {
		struct ra_err why = { 0 };

		if (n++ == RA_PEEK_ADDRESSES_MAX) {
			p.address[0] = '\0';
			ra_fail(&why, RA_ENET,
			    _("%s: more than %d addresses, the others were "
			      "not asked"),
			    p.place, RA_PEEK_ADDRESSES_MAX);
			each(arg, &p, &why);
			break;
		}
		rc = ask_one(&l, &at, a, &p, &why);
		if (rc == 0)
			each(arg, &p, &why);
		else
			ra_fail(e, why.code, "%s", why.msg);
		ra_cert_free(p.cert);
		p.cert = NULL;
	}
	if (all != NULL)
		freeaddrinfo(all);
	return rc;
}

int
ra_peek_place(
    const char *target, char place[RA_PEEK_PLACE_MAX], struct ra_err *e)
{
	struct place at;

	if (read_place(target, &at, e) == -1)
		return -1;
	name_place(&at, place);
	return 0;
}

/* A star stands for one label, and never for all of a name. */
static bool
names(const char *pattern, struct ra_span host)
{
	size_t dot;

	if (ra_span_caseeqs(host, pattern))
		return true;
	if (pattern[0] != '*' || pattern[1] != '.')
		return false;
	dot = ra_span_find(host, RA_SPAN("."));
	return dot > 0 && dot < host.n && strchr(pattern + 2, '.') != NULL &&
	    ra_span_caseeqs(ra_span_from(host, dot), pattern + 1);
}

bool
ra_peek_covers(const struct ra_cert *cert, const char *host)
{
	const char *name;
	size_t i;

	for (i = 0; (name = ra_cert_dnsname(cert, i)) != NULL; i++)
		if (names(name, ra_span_str(host)))
			return true;
	return false;
}

void
ra_peek_clear(struct ra_peek *p)
{
	ra_cert_free(p->cert);
	*p = (struct ra_peek){ 0 };
}
