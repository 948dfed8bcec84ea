/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The page model, built from tags and texts in document order. Text goes to
 * the page and to whatever is being captured: a link, a label, a cell.
 */
#include "codec/html_build.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

struct owner {
	char **s;
	size_t n;
};

const char *
ra_build_keep(struct ra_build *b, const struct ra_buf *buf)
{
	struct ra_span s = ra_span_trim(ra_buf_span(buf));

	return ra_html_own(b->h, s.p, s.n);
}

const char *
ra_build_attr(struct ra_build *b, const struct ra_tag *n, const char *name)
{
	struct ra_span s = ra_span_trim(ra_span_str(n->get(n->node, name)));

	return ra_html_own(b->h, s.p, s.n);
}

/* The value of a control: its blanks count. */
const char *
ra_build_raw(struct ra_build *b, const struct ra_tag *n, const char *name)
{
	struct ra_span s = ra_span_str(n->get(n->node, name));

	return ra_html_own(b->h, s.p, s.n);
}

bool
ra_build_has(const struct ra_tag *n, const char *name)
{
	return n->get(n->node, name) != NULL;
}

bool
ra_tag_is(const struct ra_tag *n, const char *name)
{
	return strcasecmp(n->name, name) == 0;
}

static bool
is_one_of(const struct ra_tag *n, const char *const *names)
{
	for (; *names != NULL; names++)
		if (ra_tag_is(n, *names))
			return true;
	return false;
}

/* Text. */

static void
put(struct ra_buf *to, char c)
{
	bool blank = c == ' ' || c == '\n';
	char last = to->n > 0 ? to->p[to->n - 1] : '\n';

	if (c == ' ' && (last == ' ' || last == '\n'))
		return;
	if (c == '\n' && last == '\n')
		return;
	if (blank && to->n == 0)
		return;
	ra_buf_addc(to, c);
}

static void
put_all(struct ra_build *b, char c)
{
	size_t i;

	put(&b->text, c);
	for (i = 0; i < b->ncaps; i++)
		put(&b->cap[i].buf, c);
	if (b->ncells > 0)
		put(&b->cell[b->ncells - 1].buf, c);
}

static void
put_text(struct ra_build *b, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\n' && b->pre > 0)
			put_all(b, '\n');
		else if (isspace((unsigned char)*s))
			put_all(b, ' ');
		else if (s[0] == '\xc2' && s[1] == '\xa0') {
			put_all(b, ' ');
			s++;
		} else
			put_all(b, *s);
}

/* Captures. */

static bool
capturing(const struct ra_build *b, enum ra_capture_kind kind)
{
	size_t i;

	for (i = 0; i < b->ncaps; i++)
		if (b->cap[i].kind == kind)
			return true;
	return false;
}

/* Script, option and the like are not text of the page. */
static bool
hidden_text(const struct ra_build *b)
{
	return capturing(b, RA_CAP_SCRIPT) || capturing(b, RA_CAP_STYLE) ||
	    capturing(b, RA_CAP_TITLE) || capturing(b, RA_CAP_OPTION) ||
	    capturing(b, RA_CAP_TEXTAREA);
}

struct ra_capture *
ra_build_capture(struct ra_build *b, enum ra_capture_kind kind)
{
	struct ra_capture *c;

	if (b->ncaps == RA_CAPTURES_MAX)
		return NULL;
	c = &b->cap[b->ncaps++];
	memset(c, 0, sizeof(*c));
	c->kind = kind;
	c->depth = b->depth;
	c->ncontrols = b->ncontrols;
	c->form = c->index = c->option = RA_HTML_NONE;
	c->target = "";
	ra_buf_init(&c->buf, RA_HTML_MAX);
	return c;
}

/* Links: also rows, images and spans that a script makes clickable. */

static void
add_link(struct ra_build *b, const struct ra_tag *n)
{
	struct ra_html *h = b->h;
	struct ra_html_link *l;
	struct ra_capture *c;

	h->link = ra_grow(h->link, h->nlinks, sizeof(*h->link));
	l = &h->link[h->nlinks];
	l->href = ra_build_attr(b, n, "href");
	l->onclick = ra_build_attr(b, n, "onclick");
	l->text = ra_build_attr(b, n,
	    ra_tag_is(n, "img") || ra_tag_is(n, "area") ? "alt" : "title");
	l->at = b->text.n;
	l->where = ra_build_where(b);
	if ((c = ra_build_capture(b, RA_CAP_LINK)) != NULL)
		c->index = h->nlinks;
	h->nlinks++;
}

static void
add_frame(struct ra_build *b, const struct ra_tag *n)
{
	struct ra_html *h = b->h;

	h->frame = ra_grow(h->frame, h->nframes, sizeof(*h->frame));
	h->frame[h->nframes].name = ra_build_attr(b, n, "name");
	h->frame[h->nframes++].src = ra_build_attr(b, n, "src");
}

static void
add_meta(struct ra_build *b, const struct ra_tag *n)
{
	const char *content = ra_build_attr(b, n, "content");
	struct ra_span rest = ra_span_str(content);

	if (strcasecmp(ra_build_attr(b, n, "http-equiv"), "refresh") != 0)
		return;
	(void)ra_span_cut(&rest, ';');
	rest = ra_span_trim(rest);
	if (rest.n > 4 && strncasecmp(rest.p, "url=", 4) == 0)
		rest = ra_span_trim(ra_span_from(rest, 4));
	if (rest.n > 1 && (rest.p[0] == '\'' || rest.p[0] == '"') &&
	    rest.p[rest.n - 1] == rest.p[0])
		rest = (struct ra_span){ rest.p + 1, rest.n - 2 };
	b->h->refresh = ra_html_own(b->h, rest.p, rest.n);
}

/* The walk. */

static const char *const blocks[] = { "p", "div", "br", "hr", "table", "tr",
	"td", "th", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4",
	"h5", "h6", "form", "center", "pre", "blockquote", "fieldset", "legend",
	"caption", "body", "noscript", "noframes", "address", "section",
	"article", "nav", "header", "footer", NULL };
static const char *const headings[] = { "h1", "h2", "h3", "h4", "h5", "h6",
	"th", "b", "strong", "caption", "legend", NULL };
static const char *const controls[] = { "input", "button", "select", "textarea",
	NULL };

static void
enter_structure(struct ra_build *b, const struct ra_tag *n)
{
	if (ra_tag_is(n, "form"))
		ra_build_form(b, n);
	else if (ra_tag_is(n, "table"))
		ra_build_open_table(b);
	else if (ra_tag_is(n, "tr"))
		ra_build_open_row(b);
	else if (ra_tag_is(n, "td") || ra_tag_is(n, "th"))
		ra_build_open_cell(b, n);
	else if (ra_tag_is(n, "frame") || ra_tag_is(n, "iframe"))
		add_frame(b, n);
	else if (ra_tag_is(n, "base") && *b->h->base == '\0')
		b->h->base = ra_build_attr(b, n, "href");
	else if (ra_tag_is(n, "meta"))
		add_meta(b, n);
	else if (ra_tag_is(n, "option"))
		ra_build_option(b, n);
	else if (ra_tag_is(n, "optgroup"))
		b->group = ra_build_attr(b, n, "label");
	else if (ra_tag_is(n, "pre"))
		b->pre++;
}

void
ra_build_enter(struct ra_build *b, const struct ra_tag *n)
{
	b->depth++;
	if (is_one_of(n, blocks))
		put_all(b, '\n');
	enter_structure(b, n);
	if (is_one_of(n, controls))
		ra_build_enter_control(b, n);
	else if ((ra_tag_is(n, "a") || ra_tag_is(n, "area")) ||
	    ra_build_has(n, "onclick"))
		add_link(b, n);
	if (ra_tag_is(n, "title"))
		(void)ra_build_capture(b, RA_CAP_TITLE);
	else if (ra_tag_is(n, "script"))
		(void)ra_build_capture(b, RA_CAP_SCRIPT);
	else if (ra_tag_is(n, "style"))
		(void)ra_build_capture(b, RA_CAP_STYLE);
	else if (ra_tag_is(n, "label") && !capturing(b, RA_CAP_LABEL))
		ra_build_open_label(b, n);
	else if (is_one_of(n, headings) && !capturing(b, RA_CAP_HEADING))
		(void)ra_build_capture(b, RA_CAP_HEADING);
	else if (ra_tag_is(n, "img") && capturing(b, RA_CAP_LINK))
		put_text(b, ra_build_attr(b, n, "alt"));
}

static void
end_capture(struct ra_build *b, struct ra_capture *c)
{
	struct ra_html *h = b->h;
	const char *text = ra_build_keep(b, &c->buf);

	if (c->kind == RA_CAP_TITLE && *h->title == '\0')
		h->title = text;
	else if (c->kind == RA_CAP_SCRIPT) {
		ra_buf_adds(&b->script, text);
		ra_buf_addc(&b->script, '\n');
	} else if (c->kind == RA_CAP_HEADING && *text != '\0') {
		h->heading =
		    ra_grow(h->heading, h->nheadings, sizeof(*h->heading));
		h->heading[h->nheadings++] = text;
	} else if (c->kind == RA_CAP_LINK && *text != '\0')
		h->link[c->index].text = text;
	else if (c->kind == RA_CAP_LABEL)
		ra_build_label(b, c, text);
	else if (c->kind == RA_CAP_BUTTON && c->index != RA_HTML_NONE)
		ra_build_control(b, c->form, c->index)->label = text;
	else if (c->kind == RA_CAP_OPTION)
		ra_build_option_text(b, c, text);
	else if (c->kind == RA_CAP_TEXTAREA && c->index != RA_HTML_NONE)
		ra_build_control(b, c->form, c->index)->value = text;
	ra_buf_clear(&c->buf);
}

void
ra_build_leave(struct ra_build *b, const struct ra_tag *n)
{
	while (b->ncaps > 0 && b->cap[b->ncaps - 1].depth == b->depth)
		end_capture(b, &b->cap[--b->ncaps]);
	if (ra_tag_is(n, "td") || ra_tag_is(n, "th"))
		ra_build_close_cell(b);
	else if (ra_tag_is(n, "table") && b->ntables > 0)
		b->ntables--;
	else if (ra_tag_is(n, "form") && b->nforms > 0)
		b->nforms--;
	else if (ra_tag_is(n, "optgroup"))
		b->group = "";
	else if (ra_tag_is(n, "pre") && b->pre > 0)
		b->pre--;
	if (is_one_of(n, blocks))
		put_all(b, '\n');
	b->depth--;
}

void
ra_build_text(struct ra_build *b, const char *text)
{
	if (hidden_text(b)) /* as it is: the newlines of a script count */
		ra_buf_adds(&b->cap[b->ncaps - 1].buf, text);
	else
		put_text(b, text);
}

void
ra_build_init(struct ra_build *b)
{
	memset(b, 0, sizeof(*b));
	b->h = ra_calloc(1, sizeof(*b->h));
	b->h->owner = ra_calloc(1, sizeof(struct owner));
	b->h->title = b->h->base = b->h->refresh = b->group = "";
	b->h->text = b->h->script = "";
	ra_buf_init(&b->text, RA_HTML_MAX);
	ra_buf_init(&b->script, RA_HTML_MAX);
}

struct ra_html *
ra_build_take(struct ra_build *b)
{
	struct ra_html *h = b->h;

	h->text = ra_html_own(h, b->text.p, b->text.n);
	h->script = ra_html_own(h, b->script.p, b->script.n);
	ra_place_labels(h, b->label, b->nlabels);
	ra_place_all(h);
	b->h = NULL;
	return h;
}

void
ra_build_clear(struct ra_build *b)
{
	ra_html_free(b->h);
	while (b->ncaps > 0)
		ra_buf_clear(&b->cap[--b->ncaps].buf);
	while (b->ncells > 0)
		ra_buf_clear(&b->cell[--b->ncells].buf);
	ra_buf_clear(&b->text);
	ra_buf_clear(&b->script);
	free(b->table);
	free(b->cell);
	free(b->label);
	free(b->form);
	free(b->slot);
	memset(b, 0, sizeof(*b));
}

/* The memory of a page. */

const char *
ra_html_own(struct ra_html *h, const char *s, size_t n)
{
	struct owner *o = h->owner;

	if (n == 0)
		return "";
	o->s = ra_grow(o->s, o->n, sizeof(*o->s));
	o->s[o->n] = ra_strndup(s, n);
	return o->s[o->n++];
}

static void
free_controls(struct ra_html_control *c, size_t n)
{
	while (n > 0)
		free(c[--n].option);
	free(c);
}

static void
free_table(struct ra_html_table *t)
{
	size_t i;

	for (i = 0; i < t->nrows; i++)
		free(t->row[i].cell);
	free(t->row);
}

void
ra_html_free(struct ra_html *h)
{
	struct owner *o;
	size_t i;

	if (h == NULL)
		return;
	for (i = 0; i < h->nforms; i++)
		free_controls(h->form[i].control, h->form[i].ncontrols);
	free_controls(h->loose, h->nloose);
	for (i = 0; i < h->ntables; i++)
		free_table(&h->table[i]);
	o = h->owner;
	for (i = 0; i < o->n; i++)
		free(o->s[i]);
	free(o->s);
	free(o);
	free(h->frame);
	free(h->form);
	free(h->link);
	free(h->table);
	free(h->heading);
	free(h);
}
