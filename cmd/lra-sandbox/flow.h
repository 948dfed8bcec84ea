/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A body on its way to the client: bytes or a list, and the harm that a fault
 * does to it. Reads may wait; none holds the lock of the desk.
 */
#ifndef SB_FLOW_H
#define SB_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web.h"

#define SB_FLOW_HELD 40	      /* bytes that a cut list lacks */
#define SB_FLOW_UNKNOWN (-1)  /* length: to be sent in chunks */
#define SB_FLOW_LIE (1 << 30) /* length of a list that ends before */

struct sb_flow {
	struct sb_web *w;
	struct ra_buf body;
	struct sb_list *list; /* in place of body */
	size_t at;	      /* of body */
	bool ended;	      /* nothing more to read */
	enum sb_fault_id harm;
	long ms;
	bool cut;
	char held[SB_FLOW_HELD];
	size_t nheld;
	long sent;
};

enum { SB_FLOW_END = -1, SB_FLOW_RESET = -2 };

/* Takes body and list of the answer. */
void sb_flow_init(struct sb_flow *f, struct sb_web *w, struct sb_reply *r);
/* What Content-Length is to say, or SB_FLOW_UNKNOWN. */
int64_t sb_flow_length(const struct sb_flow *f);
/* Bytes put into p, SB_FLOW_END, or SB_FLOW_RESET to break off. */
long sb_flow_read(struct sb_flow *f, char *p, size_t max);
void sb_flow_clear(struct sb_flow *f);

#endif
