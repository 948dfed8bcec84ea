/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Entries of a page, found and clicked. */
#include "lra/entry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "lra/script.h"

struct found {
	struct ra_entry *e;
	size_t n;
};

static void
add(struct found *f, struct ra_entry e)
{
	if (*e.text == '\0')
		return;
	f->e = ra_grow(f->e, f->n, sizeof(*f->e));
	f->e[f->n++] = e;
}

static void
add_control(struct found *f, const struct ra_html_form *form,
    const struct ra_html_control *c)
{
	struct ra_entry e = { .text = c->label,
		.form = form,
		.control = c,
		.at = c->at,
		.where = c->where };
	size_t i;

	if (c->disabled)
		return;
	switch (c->kind) {
	case RA_CTL_SUBMIT:
	case RA_CTL_IMAGE:
	case RA_CTL_BUTTON:
	case RA_CTL_RADIO:
		add(f, e);
		break;
	case RA_CTL_SELECT:
		for (i = 0; i < c->noptions; i++) {
			e.option = &c->option[i];
			e.text = e.option->label;
			add(f, e);
		}
		break;
	case RA_CTL_TEXT:
	case RA_CTL_HIDDEN:
	case RA_CTL_FILE:
	case RA_CTL_CHECKBOX:
	case RA_CTL_RESET:
	case RA_CTL_TEXTAREA:
		break;
	}
}

struct ra_entry *
ra_entry_all(const struct ra_html *h, size_t *n)
{
	struct found f = { NULL, 0 };
	size_t i, k;

	for (i = 0; i < h->nlinks; i++)
		add(&f,
		    (struct ra_entry){ .text = h->link[i].text,
			.link = &h->link[i],
			.at = h->link[i].at,
			.where = h->link[i].where });
	for (i = 0; i < h->nforms; i++)
		for (k = 0; k < h->form[i].ncontrols; k++)
			add_control(&f, &h->form[i], &h->form[i].control[k]);
	for (i = 0; i < h->nloose; i++)
		add_control(&f, NULL, &h->loose[i]);
	*n = f.n;
	return f.e;
}

const struct ra_html_form *
ra_form_named(const struct ra_html *h, const char *name)
{
	size_t i;

	for (i = 0; *name != '\0' && i < h->nforms; i++)
		if (strcmp(h->form[i].name, name) == 0 ||
		    strcmp(h->form[i].id, name) == 0)
			return &h->form[i];
	return NULL;
}

static bool
has_control(const struct ra_html_form *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->ncontrols; i++)
		if (strcmp(f->control[i].name, name) == 0 ||
		    (*name != '\0' && strcmp(f->control[i].id, name) == 0))
			return true;
	return false;
}

const struct ra_html_form *
ra_form_with(const struct ra_html *h, const char *control)
{
	size_t i;

	for (i = 0; *control != '\0' && i < h->nforms; i++)
		if (has_control(&h->form[i], control))
			return &h->form[i];
	return NULL;
}

/* A control that a script names by its id is sent by its name. */
static const char *
sent_name(const struct ra_html_form *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->ncontrols; i++)
		if (strcmp(f->control[i].name, name) == 0 ||
		    strcmp(f->control[i].id, name) == 0)
			return f->control[i].name;
	return NULL;
}

/* The strings of a submit that outlive the reading of a script. */
struct plan {
	struct ra_script script;
	struct ra_submit submit;
};

static bool
changed(const struct ra_submit *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nchanges; i++)
		if (strcmp(s->change[i].name, name) == 0)
			return true;
	return false;
}

static void
apply(const struct ra_script *script, bool over, struct ra_submit *s)
{
	const char *name;
	size_t i;

	for (i = 0; i < script->nsets; i++) {
		name = sent_name(s->form, script->set[i].control);
		if (name != NULL && (over || !changed(s, name)))
			ra_submit_change(s,
			    (struct ra_change){
				.name = name, .value = script->set[i].value });
	}
	if (*script->action != '\0')
		s->action = script->action;
}

void
ra_entry_script(const struct ra_html *h, const struct ra_html_control *c,
    struct ra_script *keep, struct ra_submit *s)
{
	ra_script_read(c->onclick, h->script, NULL, keep);
	apply(keep, false, s);
}

static const char *
handler(const struct ra_entry *en)
{
	if (en->control != NULL)
		return en->control->onclick;
	if (*en->link->onclick != '\0')
		return en->link->onclick;
	if (strncasecmp(en->link->href, "javascript:", 11) == 0)
		return en->link->href;
	return "";
}

static bool
names_part(const struct ra_html *h, const char *s)
{
	return ra_form_named(h, s) != NULL || ra_form_with(h, s) != NULL ||
	    *s == '_' || *s == '\0';
}

/*
 * A function that the page does not define: its one string that names no
 * part of the page is what the menu's form takes.
 */
static bool
guess(const struct ra_pages *from, const struct ra_html *h, struct plan *p)
{
	const char *const *field = ra_site_values(from->site, RA_S_MENU_FIELD);
	const char *id = NULL;
	size_t i;

	for (i = 0; i < p->script.nliterals; i++) {
		if (names_part(h, p->script.literal[i]))
			continue;
		if (id != NULL)
			return false;
		id = p->script.literal[i];
	}
	for (; id != NULL && *field != NULL; field++)
		if ((p->submit.form = ra_form_with(h, *field)) != NULL) {
			ra_submit_change(&p->submit,
			    (struct ra_change){ .name = *field, .value = id });
			return true;
		}
	return false;
}

static const struct ra_html_control *
first_button(const struct ra_html_form *f)
{
	size_t i;

	for (i = 0; i < f->ncontrols; i++)
		if (f->control[i].kind == RA_CTL_SUBMIT ||
		    f->control[i].kind == RA_CTL_IMAGE)
			return &f->control[i];
	return NULL;
}

static const struct ra_html_form *
form_of(const struct ra_html *h, const struct ra_entry *en,
    const struct ra_script *s)
{
	const struct ra_html_form *f = ra_form_named(h, s->form);

	if (f == NULL && s->nsets > 0)
		f = ra_form_with(h, s->set[0].control);
	if (f == NULL)
		f = en->form;
	if (f == NULL && h->nforms == 1)
		f = &h->form[0];
	return f;
}

/* What a click on a control does by itself, without its script. */
static bool
by_itself(struct plan *p, const struct ra_entry *en)
{
	const struct ra_html_control *c = en->control;

	if (c == NULL || en->form == NULL)
		return false;
	if (c->kind == RA_CTL_SUBMIT || c->kind == RA_CTL_IMAGE) {
		p->submit.press = p->submit.form == en->form ? c : NULL;
		return true;
	}
	if (c->kind != RA_CTL_SELECT && c->kind != RA_CTL_RADIO)
		return false;
	ra_submit_change(&p->submit,
	    (struct ra_change){ .name = c->name,
		.value = en->option != NULL ? en->option->value : c->value });
	if (!p->script.submit)
		p->submit.press = first_button(en->form);
	return p->script.submit || p->submit.press != NULL;
}

/* true: the plan says what to send. */
static bool
make_plan(const struct ra_pages *from, const struct ra_html *h,
    const struct ra_entry *en, struct plan *p)
{
	const char *self = en->option != NULL ? en->option->value : NULL;
	bool known;

	ra_script_read(handler(en), h->script, self, &p->script);
	p->submit.form = form_of(h, en, &p->script);
	if (p->submit.form == NULL || *p->script.url != '\0')
		return false;
	known = by_itself(p, en) || p->script.submit;
	if (!known)
		return guess(from, h, p);
	apply(&p->script, true, &p->submit);
	return true;
}

static int
go_to(const struct ra_pages *from, struct ra_page *at, const char *ref,
    const struct ra_want *want, struct ra_err *e)
{
	struct ra_http_request q = { .method = RA_GET,
		.referer = at->res.url,
		.sink = want->sink,
		.last = want->last };
	char *url = ra_http_resolve(from->http, ra_page_base(at), ref, e);
	char *referer = ra_strdup(at->res.url);
	int rc = -1;

	if (url != NULL) {
		q.url = url;
		q.referer = referer;
		rc = ra_page_ask(from, &q, at, e);
	}
	free(referer);
	free(url);
	return rc;
}

static bool
plain_href(const struct ra_entry *en)
{
	return en->link != NULL && *en->link->href != '\0' &&
	    *en->link->href != '#' &&
	    strncasecmp(en->link->href, "javascript:", 11) != 0;
}

int
ra_entry_click(const struct ra_pages *from, struct ra_page *at,
    const struct ra_entry *en, const struct ra_want *want, struct ra_err *e)
{
	struct plan *p = ra_calloc(1, sizeof(*p));
	int rc = 1;

	if (make_plan(from, at->html, en, p))
		rc = ra_submit_send(from, at, &p->submit, want, e);
	else if (*p->script.url != '\0')
		rc = go_to(from, at, p->script.url, want, e);
	else if (plain_href(en))
		rc = go_to(from, at, en->link->href, want, e);
	free(p);
	return rc;
}
