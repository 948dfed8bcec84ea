/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The fields that a form sends (HTML 4.01 section 17.13). */
#include "lra/submit.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lra/http_in.h"

#define VALUE_MAX (4u << 20)
#define TOKEN_MIN 8 /* bytes of a hidden value that may be a token */

struct fields {
	struct ra_http_field *f;
	size_t n;
	char **own;
	size_t nown;
	enum ra_charset charset;
	bool file; /* a file part is among them */
};

void
ra_submit_change(struct ra_submit *s, struct ra_change c)
{
	size_t i;

	for (i = 0; i < s->nchanges; i++)
		if (strcmp(s->change[i].name, c.name) == 0) {
			s->change[i] = c;
			return;
		}
	if (s->nchanges < RA_CHANGES_MAX)
		s->change[s->nchanges++] = c;
}

/* Bytes for the wire; what the charset lacks goes as UTF-8. */
static const char *
wire(struct fields *f, const char *s, size_t *n)
{
	struct ra_buf b;

	ra_buf_init(&b, VALUE_MAX);
	if (ra_text_encode(f->charset, ra_span_str(s), &b, NULL) == -1) {
		ra_buf_reset(&b);
		ra_buf_adds(&b, s);
	}
	*n = b.n;
	f->own = ra_grow(f->own, f->nown, sizeof(*f->own));
	f->own[f->nown] = b.n == 0 ? ra_strdup("") : ra_buf_take(&b);
	ra_buf_clear(&b);
	return f->own[f->nown++];
}

static struct ra_http_field *
add(struct fields *f, const char *name, const char *value)
{
	struct ra_http_field *h;
	size_t n;

	f->f = ra_grow(f->f, f->n, sizeof(*f->f));
	h = &f->f[f->n++];
	memset(h, 0, sizeof(*h));
	h->name = wire(f, name, &n);
	h->value.p = wire(f, value, &n);
	h->value.n = n;
	return h;
}

static const struct ra_change *
changed(const struct ra_submit *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nchanges; i++)
		if (strcmp(s->change[i].name, name) == 0)
			return &s->change[i];
	return NULL;
}

static void
add_select(struct fields *f, const struct ra_html_control *c,
    const struct ra_change *ch)
{
	bool any = false;
	size_t i;

	if (ch != NULL) {
		add(f, c->name, ch->value);
		return;
	}
	for (i = 0; i < c->noptions; i++)
		if (c->option[i].selected && (c->multiple || !any)) {
			add(f, c->name, c->option[i].value);
			any = true;
		}
	if (!any && !c->multiple && c->noptions > 0)
		add(f, c->name, c->option[0].value);
}

static void
add_tick(struct fields *f, const struct ra_html_control *c,
    const struct ra_change *ch)
{
	bool on = c->checked;

	if (ch != NULL && ch->off)
		on = false;
	else if (ch != NULL)
		on = strcmp(ch->value, c->value) == 0;
	if (on)
		add(f, c->name, c->value);
}

static void
add_file(struct fields *f, const struct ra_html_control *c,
    const struct ra_change *ch)
{
	struct ra_http_field *h;
	size_t n;

	if (ch == NULL || ch->filename == NULL)
		return;
	h = add(f, c->name, "");
	h->filename = wire(f, ch->filename, &n);
	h->value = ch->bytes;
	f->file = true;
}

static void
add_image(struct fields *f, const char *name)
{
	struct ra_buf b;

	ra_buf_init(&b, VALUE_MAX);
	ra_buf_addf(&b, "%s%sx", name, *name == '\0' ? "" : ".");
	add(f, ra_buf_str(&b), "1");
	ra_buf_reset(&b);
	ra_buf_addf(&b, "%s%sy", name, *name == '\0' ? "" : ".");
	add(f, ra_buf_str(&b), "1");
	ra_buf_clear(&b);
}

static void
add_control(struct fields *f, const struct ra_submit *s,
    const struct ra_html_control *c)
{
	const struct ra_change *ch = changed(s, c->name);

	if (c->kind == RA_CTL_IMAGE && c == s->press)
		add_image(f, c->name);
	if (c->disabled || *c->name == '\0')
		return;
	switch (c->kind) {
	case RA_CTL_TEXT:
	case RA_CTL_TEXTAREA:
		add(f, c->name, ch == NULL ? c->value : ch->value);
		break;
	case RA_CTL_HIDDEN:
		add(f, c->name, ch == NULL ? c->value : ch->value)->secret =
		    ch == NULL && strlen(c->value) >= TOKEN_MIN;
		break;
	case RA_CTL_SELECT:
		add_select(f, c, ch);
		break;
	case RA_CTL_RADIO:
	case RA_CTL_CHECKBOX:
		add_tick(f, c, ch);
		break;
	case RA_CTL_FILE:
		add_file(f, c, ch);
		break;
	case RA_CTL_SUBMIT:
		if (c == s->press)
			add(f, c->name, c->value);
		break;
	case RA_CTL_IMAGE:
	case RA_CTL_BUTTON:
	case RA_CTL_RESET:
		break;
	}
}

static void
fill(struct fields *f, const struct ra_submit *s, enum ra_charset page)
{
	size_t i;

	if (ra_charset_find(ra_span_str(s->form->charset), &f->charset) == -1)
		f->charset = page;
	for (i = 0; i < s->form->ncontrols; i++)
		add_control(f, s, &s->form->control[i]);
}

static void
clear(struct fields *f)
{
	size_t i;

	for (i = 0; i < f->nown; i++)
		free(f->own[i]);
	free(f->own);
	free(f->f);
}

/* Of a GET form the fields are the query, whatever its action had. */
static char *
with_query(char *url, const struct fields *f)
{
	struct ra_buf b;

	ra_buf_init(&b, RA_HTTP_URL_MAX * 4);
	ra_buf_add(&b, (struct ra_span){ url, strcspn(url, "?#") });
	ra_buf_addc(&b, '?');
	ra_http_urlencode(f->f, f->n, &b);
	free(url);
	return ra_buf_take(&b);
}

/* Method, address and fields of the request, or -1. */
static int
shape(struct ra_http_request *q, struct fields *f, const struct ra_submit *s,
    char **url, struct ra_err *e)
{
	bool post = strcasecmp(s->form->method, "post") == 0;
	bool parts = strcasecmp(s->form->enctype, "multipart/form-data") == 0;

	if (f->file && (!post || !parts))
		return ra_fail(e, RA_EPAGE,
		    _("%s: the form with the file would not send it"), *url);
	if (!post)
		*url = with_query(*url, f);
	else {
		q->field = f->f;
		q->nfields = f->n;
	}
	q->method = !post ? RA_GET : parts ? RA_POST_MULTIPART : RA_POST;
	q->url = *url;
	return 0;
}

int
ra_submit_send(const struct ra_pages *from, struct ra_page *at,
    const struct ra_submit *s, const struct ra_want *want, struct ra_err *e)
{
	struct ra_http_request q = { .application = s->application,
		.referer = at->res.url,
		.sink = want == NULL ? NULL : want->sink,
		.last = want != NULL && want->last };
	const char *action = s->action != NULL ? s->action : s->form->action;
	char *url = ra_http_resolve(from->http, ra_page_base(at), action, e);
	struct fields f = { 0 };
	int rc = -1;

	fill(&f, s, at->charset);
	if (url != NULL && shape(&q, &f, s, &url, e) == 0)
		rc = ra_page_ask(from, &q, at, e);
	clear(&f);
	free(url);
	return rc;
}
