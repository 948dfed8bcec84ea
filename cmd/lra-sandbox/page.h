/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * HTML 4.01 as the service writes it, in EUC-JP. A page is written in UTF-8
 * and encoded at its end; what JIS X 0208 lacks becomes "?", as a client is
 * known that fails on anything else.
 */
#ifndef SB_PAGE_H
#define SB_PAGE_H

#include "base/buf.h"
#include "base/span.h"

#include "variant.h"

struct sb_page {
	const struct sb_variant *v;
	struct ra_buf html;
	unsigned boxes; /* tables that sb_page_box() has opened */
};

/* A page with a body, up to and with its opening tag. */
void sb_page_begin(struct sb_page *p, const struct sb_variant *v);
/* The head alone, for a frameset. */
void sb_page_head(
    struct sb_page *p, const struct sb_variant *v, const char *extra);
/* Markup as it is; text with its special characters escaped. */
void sb_put(struct sb_page *p, const char *markup);
void sb_putf(struct sb_page *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void sb_text(struct sb_page *p, const char *text);
/* The heading in bold after its little image. */
void sb_page_heading(struct sb_page *p, const char *text);
/* Open and close the tables that lay out a page. */
void sb_page_box(struct sb_page *p);
void sb_page_unbox(struct sb_page *p);
/* A cell, "th" or "td", as the service pads them; NULL: a blank one. */
void sb_page_cell(struct sb_page *p, const char *tag, const char *text);
void sb_page_row(
    struct sb_page *p, const char *tag, const char *const *text, size_t n);
void sb_page_hidden(struct sb_page *p, const char *name, const char *value);
/* Close body and page and add its EUC-JP to out. */
void sb_page_end(struct sb_page *p, struct ra_buf *out);
/* The same for a frameset, which has no body. */
void sb_page_frames_end(struct sb_page *p, struct ra_buf *out);
void sb_page_clear(struct sb_page *p);

/* Content-Type of a page. */
const char *sb_page_type(const struct sb_variant *v);
/* UTF-8 to plain EUC-JP, "?" for what it lacks. */
void sb_page_encode(struct ra_span utf8, struct ra_buf *out);
/* Put bytes before the end of title and after the body's opening tag. */
void sb_page_spoil(struct ra_buf *page, const char *bytes);

#endif
