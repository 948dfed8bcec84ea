/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A thread and one piece at a time. */
#include "base/pump.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"

struct ra_pump {
	ra_pump_fn *fn;
	void *arg;
	pthread_t thread;
	bool beside;	      /* there is a thread */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	struct ra_buf piece; /* the thread's while it is full */
	bool full, stop;
	int rc; /* of the pieces so far */
	struct ra_err why;
};

static void *
work(void *arg)
{
	struct ra_pump *p = arg;
	int rc;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (!p->full && !p->stop)
			pthread_cond_wait(&p->changed, &p->lock);
		if (!p->full)
			break;
		rc = p->rc;
		pthread_mutex_unlock(&p->lock);
		if (rc == 0)
			rc = p->fn(p->arg, ra_buf_span(&p->piece), &p->why);
		pthread_mutex_lock(&p->lock);
		ra_buf_reset(&p->piece);
		p->rc = rc;
		p->full = false;
		pthread_cond_signal(&p->changed);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Signals are the business of the thread that was there first. */
static void
start(struct ra_pump *p)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	p->beside = pthread_create(&p->thread, NULL, work, p) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct ra_pump *
ra_pump_new(size_t max, ra_pump_fn *fn, void *arg)
{
	struct ra_pump *p = ra_calloc(1, sizeof(*p));

	p->fn = fn;
	p->arg = arg;
	ra_buf_init(&p->piece, max);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	start(p);
	return p;
}

static int
result(const struct ra_pump *p, struct ra_err *e)
{
	if (p->rc == -1 && e != NULL)
		*e = p->why;
	return p->rc;
}

int
ra_pump_add(struct ra_pump *p, struct ra_buf *b, struct ra_err *e)
{
	struct ra_buf empty;
	int rc;

	if (!p->beside) {
		if (p->rc == 0)
			p->rc = p->fn(p->arg, ra_buf_span(b), &p->why);
		ra_buf_reset(b);
		return result(p, e);
	}
	pthread_mutex_lock(&p->lock);
	while (p->full)
		pthread_cond_wait(&p->changed, &p->lock);
	empty = p->piece;
	p->piece = *b;
	*b = empty;
	p->full = true;
	pthread_cond_signal(&p->changed);
	rc = result(p, e);
	pthread_mutex_unlock(&p->lock);
	return rc;
}

int
ra_pump_end(struct ra_pump *p, struct ra_err *e)
{
	if (p->beside) {
		pthread_mutex_lock(&p->lock);
		p->stop = true;
		pthread_cond_signal(&p->changed);
		pthread_mutex_unlock(&p->lock);
		pthread_join(p->thread, NULL);
		p->beside = false;
	}
	return result(p, e);
}

void
ra_pump_free(struct ra_pump *p)
{
	if (p == NULL)
		return;
	(void)ra_pump_end(p, NULL);
	pthread_cond_destroy(&p->changed);
	pthread_mutex_destroy(&p->lock);
	ra_buf_clear(&p->piece);
	free(p);
}
