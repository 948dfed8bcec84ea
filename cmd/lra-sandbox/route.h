/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the handlers of requests share. The lock is held in all of them. */
#ifndef SB_ROUTE_H
#define SB_ROUTE_H

#include "page.h"
#include "web.h"

typedef void sb_handler(struct sb_web *w, struct sb_req *q, struct sb_reply *r);

/* Pages under SB_DOWNLOAD. */
sb_handler sb_route_take;
/* An upload form, the upload itself, and the two pages that may follow. */
sb_handler sb_route_form;
sb_handler sb_route_upload;
sb_handler sb_route_confirmed;
sb_handler sb_route_result;
/* The menu entry of a list, and the list. */
sb_handler sb_route_list_page;
sb_handler sb_route_list;

/* Finish a page as the answer; said goes to the log. p is cleared. */
void sb_reply_page(struct sb_web *w, const struct sb_req *q, struct sb_reply *r,
    struct sb_page *p, const char *said);
/* A page of one sentence as the answer. */
struct sb_notice {
	unsigned status;
	const char *said, *heading, *sentence;
};
void sb_reply_notice(struct sb_web *w, const struct sb_req *q,
    struct sb_reply *r, const struct sb_notice *n);
/* Something of the sandbox itself failed: told on standard error. */
void sb_reply_broken(struct sb_web *w, const struct sb_req *q,
    struct sb_reply *r, const struct ra_err *e);

#endif
