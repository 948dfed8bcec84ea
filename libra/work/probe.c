/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Names asked by a few threads, told in their order by one. */
#include "work/probe.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/plain.h"
#include "codec/tsv.h"
#include "work/serials.h"

#define SUBJECT_BYTES 8192

/* What the threads share. */
struct work {
	struct ra_probes *l;
	const struct ra_probe_config *c;
	struct ra_peek_config peek;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t ready;
	size_t next;
	bool *done; /* of each name */
	struct ra_err err;
};

const char *
ra_probe_name(enum ra_probe_verdict v)
{
	static const char *const names[] = {
		[RA_PROBE_SERVES] = N_("serves"),
		[RA_PROBE_OTHER] = N_("other"),
		[RA_PROBE_FOREIGN] = N_("foreign"),
		[RA_PROBE_UNREACHABLE] = N_("unreachable"),
	};

	return names[v];
}

static bool
is_address(const char *place)
{
	struct in_addr room;
	char host[RA_PEEK_PLACE_MAX];

	memcpy(host, place, sizeof(host));
	if (strrchr(host, ':') != NULL)
		*strrchr(host, ':') = '\0';
	return host[0] == '[' || inet_pton(AF_INET, host, &room) == 1;
}

int
ra_probes_add(struct ra_probes *l, const char *target,
    const struct ra_serial *want, struct ra_err *e)
{
	struct ra_probe p = { 0 };

	if (ra_peek_place(target, p.place, e) == -1)
		return -1;
	if (l->n == RA_PROBE_NAMES_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s: more than %d names in one call"), p.place,
		    RA_PROBE_NAMES_MAX);
	p.address = is_address(p.place);
	p.target = ra_strdup(target);
	if (want != NULL)
		p.want = *want;
	l->p = ra_grow(l->p, l->n, sizeof(*l->p));
	l->p[l->n++] = p;
	return 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next word of a line, and what is left. */
static struct ra_span
word(struct ra_span *rest)
{
	struct ra_span w;

	while (rest->n > 0 && is_blank(rest->p[0]))
		*rest = ra_span_from(*rest, 1);
	w = *rest;
	for (w.n = 0; w.n < rest->n && !is_blank(rest->p[w.n]); w.n++)
		;
	*rest = ra_span_from(*rest, w.n);
	return w;
}

/* What was wrong with a word stands at its place. */
static int
at(const char *name, size_t line, size_t column, const struct ra_err *why,
    struct ra_err *e)
{
	ra_fail(e, RA_EINPUT, "%s:%zu:%zu: %s", name, line, column, why->msg);
	ra_next(e, "%s", why->next);
	return -1;
}

static int
read_line(struct ra_probes *l, const char *name, size_t line,
    struct ra_span text, struct ra_err *e)
{
	struct ra_span rest = text, host, serial, more;
	struct ra_serial want = { 0 };
	struct ra_err why = { 0 };
	char *target;
	int rc;

	rest = ra_span_cut(&rest, '#');
	host = word(&rest);
	serial = word(&rest);
	more = word(&rest);
	if (host.n == 0)
		return 0;
	if (more.n > 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: a third word, a host and a serial number "
		      "at most were wanted"),
		    name, line, (size_t)(more.p - text.p) + 1);
	if (serial.n > 0 && ra_serials_number(serial, &want, &why) == -1)
		return at(name, line, (size_t)(serial.p - text.p) + 1, &why, e);
	target = ra_strndup(host.p, host.n);
	rc = ra_probes_add(l, target, &want, &why);
	free(target);
	if (rc == -1)
		return at(name, line, (size_t)(host.p - text.p) + 1, &why, e);
	return 0;
}

int
ra_probes_read(
    struct ra_probes *l, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_plain plain = { 0 };
	struct ra_tsv walk = { 0 };
	struct ra_span line;
	size_t before = l->n;
	int rc;

	rc = ra_plain_decode(&plain, name, in, RA_PROBE_FILE_MAX, e);
	walk.rest = plain.text;
	while (rc == 0 && ra_tsv_next(&walk, &line))
		rc = read_line(l, name, walk.line, line, e);
	ra_plain_clear(&plain);
	if (rc == 0 && l->n == before)
		return ra_fail(
		    e, RA_EINPUT, _("%s: empty, wanted host names"), name);
	return rc;
}

static enum ra_probe_verdict
judge(const struct ra_probe *p, const struct ra_peek *found)
{
	if (found->cert == NULL)
		return RA_PROBE_UNREACHABLE;
	if (p->want.dec[0] != '\0')
		return strcmp(ra_cert_serial(found->cert)->dec, p->want.dec) ==
			0
		    ? RA_PROBE_SERVES
		    : found->upki ? RA_PROBE_OTHER
				  : RA_PROBE_FOREIGN;
	return found->upki ? RA_PROBE_SERVES : RA_PROBE_FOREIGN;
}

static void
describe(const struct ra_probe *p, const struct ra_peek *found,
    struct ra_probe_answer *a)
{
	char host[RA_PEEK_PLACE_MAX];
	struct ra_buf b;

	memcpy(host, p->place, sizeof(host));
	if (strrchr(host, ':') != NULL)
		*strrchr(host, ':') = '\0';
	ra_buf_init(&b, SUBJECT_BYTES);
	ra_dn_format_cn_first(ra_cert_subject(found->cert), &b);
	a->subject = ra_strdup(ra_buf_str(&b));
	ra_buf_clear(&b);
	a->issuer = ra_strdup(found->issuer);
	a->serial = *ra_cert_serial(found->cert);
	a->not_before = ra_cert_not_before(found->cert);
	a->not_after = ra_cert_not_after(found->cert);
	a->covers = !p->address && ra_peek_covers(found->cert, host);
}

static void
take(void *arg, const struct ra_peek *found, const struct ra_err *why)
{
	struct ra_probe *p = arg;
	struct ra_probe_answer a = { .verdict = judge(p, found) };

	memcpy(a.address, found->address, sizeof(a.address));
	if (found->cert != NULL)
		describe(p, found, &a);
	else
		a.why = ra_strdup(why->msg);
	if (a.verdict > p->verdict)
		p->verdict = a.verdict;
	p->answer = ra_grow(p->answer, p->n, sizeof(*p->answer));
	p->answer[p->n++] = a;
}

/* One name. A signal leaves it without an answer. */
static int
ask(struct ra_probe *p, const struct ra_peek_config *c, struct ra_err *e)
{
	static const struct ra_peek none;
	struct ra_err why = { 0 };

	if (ra_peek_each(p->target, c, take, p, &why) == 0)
		return 0;
	if (why.code == RA_ESIGNAL)
		return ra_fail(e, RA_ESIGNAL, "%s", why.msg);
	take(p, &none, &why);
	return 0;
}

static void *
worker(void *arg)
{
	struct work *w = arg;
	struct ra_err why = { 0 };
	size_t i;

	pthread_mutex_lock(&w->lock);
	while (w->next < w->l->n && w->err.code == RA_OK) {
		i = w->next++;
		pthread_mutex_unlock(&w->lock);
		(void)ask(&w->l->p[i], &w->peek, &why);
		pthread_mutex_lock(&w->lock);
		w->done[i] = true;
		if (why.code != RA_OK)
			ra_fail(&w->err, why.code, "%s", why.msg);
		pthread_cond_signal(&w->ready);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* In order of the list, each as soon as it and those before it are there. */
static void
tell(struct work *w)
{
	size_t i;

	for (i = 0; i < w->l->n; i++) {
		pthread_mutex_lock(&w->lock);
		while (!w->done[i] && w->err.code == RA_OK)
			pthread_cond_wait(&w->ready, &w->lock);
		if (w->err.code != RA_OK)
			i = w->l->n;
		pthread_mutex_unlock(&w->lock);
		if (i < w->l->n && w->c->done != NULL)
			w->c->done(w->c->arg, &w->l->p[i]);
	}
}

/* Signals stay with the caller's thread, whose handlers know what to do. */
static size_t
start(struct work *w, pthread_t *thread, size_t n)
{
	sigset_t all, before;
	size_t i;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (i = 0; i < n; i++)
		if (pthread_create(&thread[i], NULL, worker, w) != 0)
			break;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return i;
}

static size_t
threads(const struct ra_probe_config *c, size_t names)
{
	size_t n = c->jobs > 0 ? (size_t)c->jobs : RA_PROBE_JOBS;

	if (n > RA_PROBE_JOBS_MAX)
		n = RA_PROBE_JOBS_MAX;
	return n < names ? n : names;
}

int
ra_probes_ask(
    struct ra_probes *l, const struct ra_probe_config *c, struct ra_err *e)
{
	struct work w = { .l = l, .c = c };
	pthread_t thread[RA_PROBE_JOBS_MAX];
	size_t i, n;

	if (l->n == 0)
		return 0;
	w.peek.stop = c->stop;
	w.peek.total = c->seconds > 0 ? c->seconds : RA_PROBE_SECONDS;
	w.peek.connect = RA_PROBE_CONNECT_SECONDS < w.peek.total
	    ? RA_PROBE_CONNECT_SECONDS
	    : w.peek.total;
	w.done = ra_calloc(l->n, sizeof(*w.done));
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.ready, NULL);
	n = start(&w, thread, threads(c, l->n));
	if (n > 0)
		tell(&w);
	else
		ra_fail(&w.err, RA_ELOCAL, _("no thread could be started"));
	for (i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	pthread_cond_destroy(&w.ready);
	pthread_mutex_destroy(&w.lock);
	free(w.done);
	return w.err.code == RA_OK ? 0
				   : ra_fail(e, w.err.code, "%s", w.err.msg);
}

void
ra_probes_clear(struct ra_probes *l)
{
	size_t i, k;

	for (i = 0; i < l->n; i++) {
		for (k = 0; k < l->p[i].n; k++) {
			free(l->p[i].answer[k].issuer);
			free(l->p[i].answer[k].subject);
			free(l->p[i].answer[k].why);
		}
		free(l->p[i].answer);
		free(l->p[i].target);
	}
	free(l->p);
	*l = (struct ra_probes){ 0 };
}
