/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The pieces that every page is made of. */
#include "page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/text.h"

#define PAGE_MAX (4u << 20) /* bytes of a page */
#define PIECE_MAX 2048	    /* bytes of one formatted piece of markup */
/* Confirmed for the pages after the menu. */
#define TITLE "国立情報学研究所 電子証明書自動発行支援システム"

/* Trusted markup only; whatever came from outside goes through sb_text(). */
void
sb_put(struct sb_page *p, const char *markup)
{
	ra_buf_adds(&p->html, markup);
}

void
sb_putf(struct sb_page *p, const char *fmt, ...)
{
	char piece[PIECE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(piece, sizeof(piece), fmt, ap);
	va_end(ap);
	ra_buf_adds(&p->html, piece);
}

void
sb_text(struct sb_page *p, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			sb_put(p, "&amp;");
			break;
		case '<':
			sb_put(p, "&lt;");
			break;
		case '>':
			sb_put(p, "&gt;");
			break;
		case '"':
			sb_put(p, "&quot;");
			break;
		/*
		 * Several errors in one cell are set under each other: a
		 * choice.
		 */
		case '\n':
			sb_put(p, "<br>\n");
			break;
		default:
			ra_buf_addc(&p->html, *text);
			break;
		}
	}
}

/* Recorded: HTML 4.01 Transitional. The title is that after the menu. */
void
sb_page_head(struct sb_page *p, const struct sb_variant *v, const char *extra)
{
	memset(p, 0, sizeof(*p));
	p->v = v;
	ra_buf_init(&p->html, PAGE_MAX);
	sb_put(p,
	    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 "
	    "Transitional//EN\">\n<html>\n<head>\n");
	if (v->declare == SB_DECLARE_META || v->declare == SB_DECLARE_BOTH)
		sb_put(p,
		    "<meta http-equiv=\"Content-Type\" "
		    "content=\"text/html; charset=EUC-JP\">\n");
	sb_put(p, "<title>" TITLE "</title>\n");
	sb_put(p, extra);
	sb_put(p, "</head>\n");
}

/* A search form and a table that mean nothing to any interface. */
static void
strangers(struct sb_page *p)
{
	sb_put(p,
	    "<form name=\"searchForm\" action=\"" SB_LRA "help.do\" "
	    "method=\"get\">\n<input type=\"text\" name=\"q\" size=\"20\">\n"
	    "<input type=\"hidden\" name=\"lang\" value=\"ja\">\n"
	    "<input type=\"submit\" value=\"ヘルプ検索\">\n</form>\n"
	    "<table border=\"0\"><tr><td>ご利用時間</td>"
	    "<td>24時間</td></tr></table>\n");
}

void
sb_page_begin(struct sb_page *p, const struct sb_variant *v)
{
	sb_page_head(p, v, "");
	sb_put(p, "<body bgcolor=\"#ffffff\">\n");
	if (v->strangers)
		strangers(p);
}

/* As recorded: bold, after an image. */
void
sb_page_heading(struct sb_page *p, const char *text)
{
	sb_put(p, "<img src=\"/img/submenu_dot.gif\" alt=\"\">\n<b>");
	sb_text(p, text);
	sb_put(p, "</b>\n<br>\n");
}

/*
 * Recorded: an outer table lays out the page. A client must not count tables.
 */
void
sb_page_box(struct sb_page *p)
{
	unsigned i, n = p->v->nested ? 3 : 1;

	for (i = 0; i < n; i++, p->boxes++)
		sb_put(p, "<table border=\"0\" width=\"100%\">\n<tr>\n<td>\n");
}

void
sb_page_unbox(struct sb_page *p)
{
	for (; p->boxes > 0; p->boxes--)
		sb_put(p, "</td>\n</tr>\n</table>\n");
}

/* As recorded: text in a smaller font, with white space around it. */
void
sb_page_cell(struct sb_page *p, const char *tag, const char *text)
{
	sb_putf(p, "<%s>\n\t<font size=\"-1\">\n\t\t", tag);
	if (text == NULL || text[0] == '\0')
		sb_put(p, "&nbsp;");
	else
		sb_text(p, text);
	sb_putf(p, "\n\t</font>\n</%s>\n", tag);
}

void
sb_page_row(
    struct sb_page *p, const char *tag, const char *const *text, size_t n)
{
	size_t i;

	sb_put(p, "<tr>\n");
	for (i = 0; i < n; i++)
		sb_page_cell(p, tag, text[i]);
	sb_put(p, "</tr>\n");
}

void
sb_page_hidden(struct sb_page *p, const char *name, const char *value)
{
	sb_putf(p, "<input type=\"hidden\" name=\"%s\" value=\"", name);
	sb_text(p, value);
	sb_put(p, "\">\n");
}

void
sb_page_end(struct sb_page *p, struct ra_buf *out)
{
	sb_page_unbox(p);
	sb_put(p, "</body>\n");
	sb_page_frames_end(p, out);
}

void
sb_page_frames_end(struct sb_page *p, struct ra_buf *out)
{
	sb_put(p, "</html>\n");
	sb_page_encode(ra_buf_span(&p->html), out);
	sb_page_clear(p);
}

void
sb_page_clear(struct sb_page *p)
{
	ra_buf_clear(&p->html);
}

const char *
sb_page_type(const struct sb_variant *v)
{
	return v->declare == SB_DECLARE_HEADER || v->declare == SB_DECLARE_BOTH
	    ? "text/html; charset=EUC-JP"
	    : "text/html";
}

/*
 * Plain Shift_JIS and plain EUC-JP hold the same characters, so the strict
 * encoder of the one tells what the other, which knows extensions, may take.
 */
void
sb_page_encode(struct ra_span utf8, struct ra_buf *out)
{
	struct ra_buf probe;
	struct ra_span good;
	size_t bad, n;

	ra_buf_init(&probe, 2 * PAGE_MAX);
	while (utf8.n > 0) {
		bad = utf8.n;
		ra_buf_reset(&probe);
		if (ra_text_encode(RA_SJIS, utf8, &probe, &bad) == 0)
			bad = utf8.n;
		good = (struct ra_span){ utf8.p, bad };
		ra_text_encode(RA_EUCJP, good, out, NULL);
		utf8 = ra_span_from(utf8, bad);
		if (utf8.n == 0)
			break;
		ra_buf_addc(out, '?');
		ra_text_rune(utf8, &n);
		utf8 = ra_span_from(utf8, n);
	}
	ra_buf_clear(&probe);
}

/* Where the opening tag of body ends, or the length when there is none. */
static size_t
body_at(struct ra_span s)
{
	size_t at = ra_span_find(s, RA_SPAN("<body"));

	while (at < s.n && s.p[at] != '>')
		at++;
	return at < s.n ? at + 1 : s.n;
}

void
sb_page_spoil(struct ra_buf *page, const char *bytes)
{
	struct ra_span s = ra_buf_span(page);
	size_t title = ra_span_find(s, RA_SPAN("</title>"));
	size_t body = body_at(s);
	struct ra_buf out;

	ra_buf_init(&out, page->max);
	ra_buf_add(&out, (struct ra_span){ s.p, title });
	ra_buf_adds(&out, bytes);
	if (body > title) {
		ra_buf_add(&out, (struct ra_span){ s.p + title, body - title });
		if (body < s.n)
			ra_buf_adds(&out, bytes);
		ra_buf_add(&out, ra_span_from(s, body));
	}
	ra_buf_clear(page);
	*page = out;
}
