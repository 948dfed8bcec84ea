/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * How long an exchange may take, by what it is waiting for. The service takes
 * half an hour over 99 records, so the wait for an upload's answer has a limit
 * of its own, and silence during it is no stall.
 */
#include "lra/http_in.h"

#include "base/clock.h"

#define DRIP 1024	   /* bytes a second that are wanted of a stream */
#define PROGRESS_EVERY 200 /* milliseconds */
#define BACK_OFF 500	   /* milliseconds before the second try */
#define BACK_OFF_MAX 30000

long
ra_pace_back_off(long next, unsigned long random)
{
	long ms = BACK_OFF;

	while (--next > 1 && ms < BACK_OFF_MAX)
		ms *= 2;
	if (ms > BACK_OFF_MAX)
		ms = BACK_OFF_MAX;
	return ms / 2 + (long)(random % (unsigned long)(ms / 2 + 1));
}

void
ra_pace_ready(struct ra_pace *p)
{
	p->ready = p->moved = p->mark = ra_clock_mono();
}

void
ra_pace_tell(struct ra_pace *p, const struct ra_http_config *c,
    const struct ra_http_request *q, struct ra_progress *now)
{
	int64_t t = ra_clock_mono();

	if (c->progress == NULL || q->last || t - p->told < PROGRESS_EVERY)
		return;
	p->told = t;
	now->elapsed = t - p->begun;
	c->progress(c->arg, now);
}

/* Less than a KiB a second over a whole window. */
static bool
stalled(struct ra_pace *p, long seconds, uint64_t bytes)
{
	int64_t now = ra_clock_mono();

	if (now - p->mark < seconds * 1000)
		return false;
	if (bytes - p->mark_bytes < (uint64_t)seconds * DRIP)
		return true;
	p->mark = now;
	p->mark_bytes = bytes;
	return false;
}

enum ra_http_why
ra_pace_overdue(struct ra_pace *p, const struct ra_http_limits *l,
    const struct ra_http_request *q, const struct ra_progress *now)
{
	long stall = ra_http_limit(l, RA_W_STALL);
	int64_t t = ra_clock_mono();

	if (q->last) /* the library's own clock runs */
		return RA_W_NONE;
	/* A long wait before the first byte is none of the stream's. */
	if (now->phase != p->phase) {
		p->phase = now->phase;
		p->mark = t;
		p->mark_bytes = now->done;
	}
	if (now->phase == RA_SENDING)
		return stalled(p, stall, now->done) ? RA_W_STALL : RA_W_NONE;
	if (q->application)
		return t - p->moved > ra_http_limit(l, RA_W_ANSWER) * 1000
		    ? RA_W_ANSWER
		    : RA_W_NONE;
	if (now->phase == RA_RECEIVING && p->stream) {
		if (t - p->ready > ra_http_limit(l, RA_W_DOWNLOAD) * 1000)
			return RA_W_DOWNLOAD;
		return stalled(p, stall, now->done) ? RA_W_STALL : RA_W_NONE;
	}
	return t - p->ready > ra_http_limit(l, RA_W_PAGE) * 1000 ? RA_W_PAGE
								 : RA_W_NONE;
}
