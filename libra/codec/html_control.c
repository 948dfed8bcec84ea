/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Forms and their controls in the page model. */
#include "codec/html_build.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define SLOTS_FIRST 16 /* a power of two */

/* Forms and controls. */

struct ra_html_control *
ra_build_control(struct ra_build *b, size_t form, size_t i)
{
	return form == RA_HTML_NONE ? &b->h->loose[i]
				    : &b->h->form[form].control[i];
}

/*
 * Where the form of that id is, or would be: FNV-1a, and the next free one.
 * Where b lies is not known to a page that would have all ids meet.
 */
static size_t
slot_of(const struct ra_build *b, const char *id)
{
	uint32_t hash = 2166136261u ^ (uint32_t)(uintptr_t)b;
	const char *c;
	size_t at;

	for (c = id; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	at = hash & (b->nslots - 1);
	while (
	    b->slot[at] != 0 && strcmp(b->h->form[b->slot[at] - 1].id, id) != 0)
		at = (at + 1) & (b->nslots - 1);
	return at;
}

/* At most half of them are taken. */
static void
grow_slots(struct ra_build *b)
{
	size_t *old = b->slot, n = b->nslots, i;

	if (2 * (b->nids + 1) <= n)
		return;
	b->nslots = n == 0 ? SLOTS_FIRST : 2 * n;
	b->slot = ra_calloc(b->nslots, sizeof(*b->slot));
	for (i = 0; i < n; i++)
		if (old[i] != 0)
			b->slot[slot_of(b, b->h->form[old[i] - 1].id)] = old[i];
	free(old);
}

/* Of forms with the same id the first is meant. */
static void
index_form(struct ra_build *b, size_t form)
{
	const char *id = b->h->form[form].id;
	size_t at;

	if (*id == '\0')
		return;
	grow_slots(b);
	at = slot_of(b, id);
	if (b->slot[at] != 0)
		return;
	b->slot[at] = form + 1;
	b->nids++;
}

static size_t
form_by_id(const struct ra_build *b, const char *id)
{
	size_t n = b->nslots == 0 ? 0 : b->slot[slot_of(b, id)];

	return n == 0 ? RA_HTML_NONE : n - 1;
}

static size_t
form_of(struct ra_build *b, const struct ra_tag *n)
{
	size_t f = ra_build_has(n, "form")
	    ? form_by_id(b, ra_build_attr(b, n, "form"))
	    : RA_HTML_NONE;

	if (f == RA_HTML_NONE && b->nforms > 0)
		f = b->form[b->nforms - 1];
	return f;
}

void
ra_build_form(struct ra_build *b, const struct ra_tag *n)
{
	struct ra_html *h = b->h;
	struct ra_html_form *f;

	h->form = ra_grow(h->form, h->nforms, sizeof(*h->form));
	f = &h->form[h->nforms];
	memset(f, 0, sizeof(*f));
	f->name = ra_build_attr(b, n, "name");
	f->id = ra_build_attr(b, n, "id");
	f->action = ra_build_attr(b, n, "action");
	f->method = ra_build_attr(b, n, "method");
	f->enctype = ra_build_attr(b, n, "enctype");
	f->charset = ra_build_attr(b, n, "accept-charset");
	f->onsubmit = ra_build_attr(b, n, "onsubmit");
	f->at = b->text.n;
	b->form = ra_grow(b->form, b->nforms, sizeof(*b->form));
	index_form(b, h->nforms);
	b->form[b->nforms++] = h->nforms++;
}

static const struct {
	const char *type;
	enum ra_control_kind kind;
} input_kinds[] = {
	{ "hidden", RA_CTL_HIDDEN },
	{ "file", RA_CTL_FILE },
	{ "radio", RA_CTL_RADIO },
	{ "checkbox", RA_CTL_CHECKBOX },
	{ "submit", RA_CTL_SUBMIT },
	{ "image", RA_CTL_IMAGE },
	{ "button", RA_CTL_BUTTON },
	{ "reset", RA_CTL_RESET },
};

static enum ra_control_kind
control_kind(struct ra_build *b, const struct ra_tag *n)
{
	const char *type = ra_build_attr(b, n, "type");
	size_t i;

	if (ra_tag_is(n, "select"))
		return RA_CTL_SELECT;
	if (ra_tag_is(n, "textarea"))
		return RA_CTL_TEXTAREA;
	for (i = 0; i < sizeof(input_kinds) / sizeof(input_kinds[0]); i++)
		if (strcasecmp(type, input_kinds[i].type) == 0)
			return input_kinds[i].kind;
	return ra_tag_is(n, "button") ? RA_CTL_SUBMIT : RA_CTL_TEXT;
}

/* What a person reads on a button. */
static const char *
face(
    struct ra_build *b, const struct ra_tag *n, const struct ra_html_control *c)
{
	if (c->kind == RA_CTL_SUBMIT || c->kind == RA_CTL_BUTTON ||
	    c->kind == RA_CTL_RESET)
		return c->value;
	if (c->kind == RA_CTL_IMAGE)
		return ra_build_attr(b, n, "alt");
	return "";
}

static size_t
ra_build_add_control(struct ra_build *b, const struct ra_tag *n, size_t *form)
{
	struct ra_html *h = b->h;
	struct ra_html_control **list, *c;
	size_t *count;

	*form = form_of(b, n);
	list = *form == RA_HTML_NONE ? &h->loose : &h->form[*form].control;
	count = *form == RA_HTML_NONE ? &h->nloose : &h->form[*form].ncontrols;
	*list = ra_grow(*list, *count, sizeof(**list));
	c = &(*list)[*count];
	memset(c, 0, sizeof(*c));
	c->kind = control_kind(b, n);
	c->name = ra_build_raw(b, n, "name");
	c->value = ra_build_raw(b, n, "value");
	c->id = ra_build_attr(b, n, "id");
	c->onclick = ra_build_attr(
	    b, n, ra_tag_is(n, "select") ? "onchange" : "onclick");
	/* A browser sends "on" for a ticked box that has no value. */
	if ((c->kind == RA_CTL_CHECKBOX || c->kind == RA_CTL_RADIO) &&
	    !ra_build_has(n, "value"))
		c->value = "on";
	c->label = face(b, n, c);
	c->before = "";
	c->checked = ra_build_has(n, "checked");
	c->disabled = ra_build_has(n, "disabled");
	c->multiple = ra_build_has(n, "multiple");
	c->at = b->text.n;
	c->where = ra_build_where(b);
	b->last_form = *form;
	b->last_control = *count;
	b->ncontrols++;
	return (*count)++;
}

static void
capture_control(
    struct ra_build *b, enum ra_capture_kind kind, const struct ra_tag *n)
{
	size_t form, i = ra_build_add_control(b, n, &form);
	struct ra_capture *c = ra_build_capture(b, kind);

	if (c == NULL)
		return;
	c->form = form;
	c->index = i;
}

void
ra_build_option(struct ra_build *b, const struct ra_tag *n)
{
	const struct ra_capture *sel = NULL;
	struct ra_html_control *c;
	struct ra_html_option *o;
	struct ra_capture *text;
	size_t i;

	for (i = 0; i < b->ncaps; i++)
		if (b->cap[i].kind == RA_CAP_OPTION &&
		    b->cap[i].option == RA_HTML_NONE)
			sel = &b->cap[i];
	if (sel == NULL)
		return;
	c = ra_build_control(b, sel->form, sel->index);
	c->option = ra_grow(c->option, c->noptions, sizeof(*c->option));
	o = &c->option[c->noptions];
	o->value = ra_build_raw(b, n, "value");
	o->label = ra_build_attr(b, n, "label");
	o->group = b->group;
	o->selected = ra_build_has(n, "selected");
	if ((text = ra_build_capture(b, RA_CAP_OPTION)) != NULL) {
		text->form = sel->form;
		text->index = sel->index;
		text->option = c->noptions;
		text->keep = !ra_build_has(n, "value");
	}
	c->noptions++;
}

/* Labels and options get their text when it has ended. */

/* Without "for" it is of the last control that it is wrapped around. */
void
ra_build_label(struct ra_build *b, const struct ra_capture *c, const char *text)
{
	struct ra_html_control *in;

	if (*c->target != '\0') {
		b->label = ra_grow(b->label, b->nlabels, sizeof(*b->label));
		b->label[b->nlabels++] = (struct ra_label){ c->target, text };
	} else if (b->ncontrols > c->ncontrols) {
		in = ra_build_control(b, b->last_form, b->last_control);
		in->label = text;
		in->labelled = true;
	}
}

void
ra_build_option_text(
    struct ra_build *b, const struct ra_capture *c, const char *text)
{
	struct ra_html_option *o;

	if (c->option == RA_HTML_NONE)
		return;
	o = &ra_build_control(b, c->form, c->index)->option[c->option];
	if (*o->label == '\0')
		o->label = text;
	if (c->keep)
		o->value = text;
}

void
ra_build_open_label(struct ra_build *b, const struct ra_tag *n)
{
	struct ra_capture *c = ra_build_capture(b, RA_CAP_LABEL);

	if (c != NULL)
		c->target = ra_build_attr(b, n, "for");
}

void
ra_build_enter_control(struct ra_build *b, const struct ra_tag *n)
{
	size_t form;

	if (ra_tag_is(n, "input"))
		(void)ra_build_add_control(b, n, &form);
	else if (ra_tag_is(n, "button"))
		capture_control(b, RA_CAP_BUTTON, n);
	else if (ra_tag_is(n, "select"))
		capture_control(b, RA_CAP_OPTION, n);
	else
		capture_control(b, RA_CAP_TEXTAREA, n);
}
