/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A page of the service: its answer, its text, its model. */
#ifndef RA_PAGE_H
#define RA_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "codec/html.h"
#include "codec/text.h"
#include "lra/http.h"
#include "lra/site.h"

#define RA_PAGE_FRAMES_MAX 10 /* frames of one frameset that are looked at */
#define RA_PAGE_FRAMES_DEPTH 4

/* Start zeroed, end with ra_page_clear(). */
struct ra_page {
	struct ra_http_response res;
	enum ra_charset charset;
	struct ra_buf text;   /* the HTML, UTF-8 */
	struct ra_html *html; /* NULL when streamed or not HTML */
};

/* Where pages come from and where those not understood are put. */
struct ra_pages {
	struct ra_http *http;
	const struct ra_site *site;
	const char *dir; /* or NULL */
};

/* What is looked for: the page itself or, in a frameset, one of its frames. */
struct ra_want {
	bool (*ok)(const struct ra_page *p, const void *arg);
	const void *arg;
	const struct ra_sink *sink; /* for what is not a page; or NULL */
	bool last;		    /* the logout */
};

void ra_page_clear(struct ra_page *p);
/* to, zeroed or used, becomes a page like from, to walk away from. */
void ra_page_copy(struct ra_page *to, const struct ra_page *from);
/* One request; whatever was in p is dropped. */
int ra_page_ask(const struct ra_pages *from, const struct ra_http_request *q,
    struct ra_page *p, struct ra_err *e);
/* GET url, absolute. */
int ra_page_get(const struct ra_pages *from, const char *url,
    const struct ra_want *want, struct ra_page *p, struct ra_err *e);
/*
 * If p is not what is wanted but leads there by frames or a refresh, p
 * becomes that page. true: it is what is wanted now. A failure of the network
 * is in e.
 */
bool ra_page_descend(const struct ra_pages *from, const struct ra_want *want,
    struct ra_page *p, struct ra_err *e);
/* Where references of the page are resolved against. */
const char *ra_page_base(const struct ra_page *p);
/* The page's text holds one of the entry's values. */
bool ra_page_says(
    const struct ra_pages *from, const struct ra_page *p, enum ra_site_key key);
/*
 * Why a page is not the one that was wanted, by status and markers:
 * maintenance and the like RA_ENET, refusal RA_ECRED, else RA_EPAGE naming
 * what; the page is saved. Always -1.
 */
int ra_page_refuse(const struct ra_pages *from, const struct ra_page *p,
    const char *what, struct ra_err *e);
/* Save the page, masked, mode 0600; its path, yours, or NULL. */
char *ra_page_save(const struct ra_pages *from, const struct ra_page *p);
/* Save it and tell its path in what to do next. */
void ra_page_keep(
    const struct ra_pages *from, const struct ra_page *p, struct ra_err *e);

#endif
