/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Bodies on their way, whole or harmed. */
#include "flow.h"

#include <string.h>

#define LIST_PART 1000 /* bytes of a list that is broken off */

/* The reply gives up body and list: they outlive the request that made them. */
void
sb_flow_init(struct sb_flow *f, struct sb_web *w, struct sb_reply *r)
{
	memset(f, 0, sizeof(*f));
	f->w = w;
	f->body = r->body;
	f->list = r->list;
	f->cut = r->cut;
	f->harm = r->harm;
	f->ms = r->harm_ms;
	ra_buf_init(&r->body, SB_PAGE_MAX);
	r->list = NULL;
}

int64_t
sb_flow_length(const struct sb_flow *f)
{
	if (f->harm == SB_FAULT_ENDLESS)
		return SB_FLOW_UNKNOWN;
	/* Lists are in chunks, so that 100,000 rows are never held at once. */
	if (f->list == NULL)
		return (int64_t)f->body.n;
	return f->harm == SB_FAULT_TRUNCATE ? SB_FLOW_LIE : SB_FLOW_UNKNOWN;
}

/* The whole body or list, piece by piece; 0 at its end. */
static long
source(struct sb_flow *f, char *p, size_t max)
{
	size_t n = f->body.n - f->at;

	if (f->list != NULL)
		return sb_list_read(f->list, p, max);
	if (n > max)
		n = max;
	if (n > 0)
		memcpy(p, f->body.p + f->at, n);
	f->at += n;
	return (long)n;
}

/*
 * The same without its last bytes, which are held back until more have come:
 * so a list of any length ends in its last row.
 */
static long
source_cut(struct sb_flow *f, char *p, size_t max)
{
	char all[4096 + SB_FLOW_HELD];
	size_t keep, total;
	long n;

	if (max > sizeof(all) - SB_FLOW_HELD)
		max = sizeof(all) - SB_FLOW_HELD;
	do {
		memcpy(all, f->held, f->nheld);
		if ((n = source(f, all + f->nheld, max)) <= 0)
			return n;
		total = f->nheld + (size_t)n;
		keep = total < SB_FLOW_HELD ? total : SB_FLOW_HELD;
		memcpy(f->held, all + total - keep, keep);
		f->nheld = keep;
	} while (total == keep);
	memcpy(p, all, total - keep);
	return (long)(total - keep);
}

/* How much of it still may go out before the harm. */
static size_t
room(const struct sb_flow *f, size_t max)
{
	size_t limit = f->body.n / 2, sent = (size_t)f->sent;

	/* Byte by byte, or a client would see no drip but a late block. */
	if (f->harm == SB_FAULT_SLOW_DRIP)
		return 1;
	if (f->harm != SB_FAULT_DROP_IN_ANSWER &&
	    (f->harm != SB_FAULT_TRUNCATE || f->list != NULL))
		return max;
	if (f->list != NULL)
		limit = LIST_PART;
	if (sent >= limit)
		return 0;
	return limit - sent < max ? limit - sent : max;
}

/* An endless body goes on with what neither HTML nor a list minds. */
static long
at_end(struct sb_flow *f, char *p, size_t max)
{
	if (f->harm != SB_FAULT_ENDLESS)
		return SB_FLOW_END;
	if (sb_web_wait(f->w, f->ms))
		return SB_FLOW_RESET;
	memset(p, '\n', max);
	return (long)max;
}

long
sb_flow_read(struct sb_flow *f, char *p, size_t max)
{
	size_t n = room(f, max);
	long got = 0;

	if (n == 0)
		return f->harm == SB_FAULT_DROP_IN_ANSWER ? SB_FLOW_RESET
							  : SB_FLOW_END;
	if (f->harm == SB_FAULT_SLOW_DRIP && sb_web_wait(f->w, f->ms))
		return SB_FLOW_RESET;
	if (!f->ended)
		got = f->cut ? source_cut(f, p, n) : source(f, p, n);
	if (got < 0)
		return SB_FLOW_RESET;
	if (got == 0) {
		f->ended = true;
		return at_end(f, p, max);
	}
	f->sent += got;
	return got;
}

void
sb_flow_clear(struct sb_flow *f)
{
	ra_buf_clear(&f->body);
	sb_list_close(f->list);
	memset(f, 0, sizeof(*f));
}
