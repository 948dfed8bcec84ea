/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The upload form: what to choose on it is told by its labels. */
#include "lra/pick.h"

#include <string.h>

#include "base/i18n.h"

#define OPS 4

struct pick {
	const struct ra_site *site;
	const struct ra_html_form *form;
	const struct ra_upload_job *job;
	struct ra_submit *s;
};

static const struct ra_html_control *
file_control(const struct ra_html_form *f)
{
	size_t i;

	for (i = 0; i < f->ncontrols; i++)
		if (f->control[i].kind == RA_CTL_FILE &&
		    !f->control[i].disabled)
			return &f->control[i];
	return NULL;
}

bool
ra_pick_has_file(const struct ra_page *p, const void *arg)
{
	size_t i;

	(void)arg;
	for (i = 0; p->html != NULL && i < p->html->nforms; i++)
		if (file_control(&p->html->form[i]) != NULL)
			return true;
	return false;
}

/* Operations. */

/* The one operation that a label names, or 0. */
static int
op_of(const struct ra_site *site, const char *label)
{
	int op, found = 0;

	for (op = 1; op <= OPS; op++)
		if (ra_site_is(site, RA_S_OP_LABEL + (size_t)op - 1, label))
			return op;
	/* Within longer words only the plain name of one operation counts. */
	for (op = 1; op <= OPS; op++) {
		const char *w =
		    ra_site_first(site, RA_S_OP_LABEL + (size_t)op - 1);

		if (w == NULL || strstr(label, w) == NULL)
			continue;
		if (found != 0)
			return 0;
		found = op;
	}
	return found;
}

static void
choose(struct pick *p, const struct ra_html_control *c, const char *value)
{
	ra_submit_change(
	    p->s, (struct ra_change){ .name = c->name, .value = value });
}

static bool
op_by_select(struct pick *p, const struct ra_html_control *c)
{
	const struct ra_html_option *hit = NULL;
	size_t i;

	for (i = 0; i < c->noptions; i++) {
		if (op_of(p->site, c->option[i].label) != (int)p->job->op)
			continue;
		if (hit != NULL)
			return false;
		hit = &c->option[i];
	}
	if (hit != NULL)
		choose(p, c, hit->value);
	return hit != NULL;
}

/*
 * Radio buttons without <label>: is what stands after each its label, or what
 * stands before? The reading under which more of them name an operation.
 */
static bool
label_before(const struct pick *p, const char *group)
{
	const struct ra_html_control *c;
	int after = 0, before = 0;
	size_t i;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (c->kind != RA_CTL_RADIO || strcmp(c->name, group) != 0)
			continue;
		if (c->labelled)
			return false;
		after += op_of(p->site, c->label) != 0;
		before += op_of(p->site, c->before) != 0;
	}
	return before > after;
}

static bool
op_by_radio(struct pick *p)
{
	const struct ra_html_control *c, *hit = NULL;
	size_t i;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (c->kind != RA_CTL_RADIO || c->disabled)
			continue;
		if (op_of(p->site,
			label_before(p, c->name) ? c->before : c->label) !=
		    (int)p->job->op)
			continue;
		if (hit != NULL)
			return false;
		hit = c;
	}
	if (hit != NULL)
		choose(p, hit, hit->value);
	return hit != NULL;
}

static bool
op_by_button(struct pick *p)
{
	const struct ra_html_control *c;
	size_t i;
	bool all[OPS + 1] = { false };
	int n = 0, op;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (c->kind != RA_CTL_SUBMIT && c->kind != RA_CTL_BUTTON &&
		    c->kind != RA_CTL_IMAGE)
			continue;
		op = op_of(p->site, c->label);
		if (op == (int)p->job->op)
			p->s->press = c;
		n += op != 0 && !all[op];
		all[op] = true;
	}
	/* A single "発行" is the button of a form, not a choice. */
	return n > 1 && p->s->press != NULL;
}

/* The confirmed field and value, where a page has no labels. */
static bool
op_by_value(struct pick *p)
{
	size_t key = RA_S_OP_VALUE + (size_t)p->job->op - 1, i;
	const char *value = ra_site_first(p->site, key);
	const struct ra_html_control *c;
	bool sure = ra_site_get(p->site, key).overridden ||
	    (p->job->iface == RA_IF_CLIENT_APPLY && ra_site_sure(p->site, key));

	for (i = 0; value != NULL && sure && i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (c->kind != RA_CTL_FILE && *c->name != '\0' &&
		    ra_site_is(p->site, RA_S_OP_FIELD, c->name)) {
			choose(p, c, value);
			return true;
		}
	}
	return false;
}

static bool
has_op_labels(const struct pick *p, const struct ra_html_control *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->noptions; i++)
		n += op_of(p->site, c->option[i].label) != 0;
	return c->kind == RA_CTL_SELECT && n > 0;
}

static int
pick_op(struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	const struct ra_html_control *c;
	size_t i;

	if (p->job->iface == RA_IF_MANAGER_UPDATE)
		return 0;
	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (!c->disabled && has_op_labels(p, c) && op_by_select(p, c))
			return 0;
	}
	if (op_by_radio(p) || op_by_button(p) || op_by_value(p))
		return 0;
	return ra_fail(e, RA_EPAGE,
	    _("%s: no choice of the operation \"%s\" on the form (site keys "
	      "operation.label.%s, operation.value.%s)"),
	    page->res.url, ra_op_label(p->job->op), ra_op_name(p->job->op),
	    ra_op_name(p->job->op));
}

/* The error mode. */

enum mode { M_NONE, M_ABORT, M_SKIP };

static enum mode
mode_of(const struct pick *p, const char *label)
{
	if (ra_site_in(p->site, RA_S_ERROR_ABORT, label))
		return M_ABORT;
	if (ra_site_in(p->site, RA_S_ERROR_SKIP, label))
		return M_SKIP;
	return M_NONE;
}

static bool
same_group(const struct ra_html_control *a, const struct ra_html_control *b)
{
	return b->kind == RA_CTL_RADIO && strcmp(a->name, b->name) == 0;
}

/*
 * A radio of the group at c: by its label, else as the other one of two whose
 * first is known.
 */
static const struct ra_html_control *
mode_radio(const struct pick *p, const struct ra_html_control *c)
{
	enum mode want = p->job->skip ? M_SKIP : M_ABORT;
	const struct ra_html_control *k, *hit = NULL, *other = NULL;
	const struct ra_html_control *end =
	    p->form->control + p->form->ncontrols;
	size_t n = 0, known = 0;
	enum mode m;

	for (k = c; k < end; k++) {
		if (!same_group(c, k))
			continue;
		n++;
		m = mode_of(p, k->label);
		known += m != M_NONE;
		if (m == want && hit == NULL)
			hit = k;
		else if (m == M_NONE)
			other = k;
	}
	if (hit == NULL && known == 1 && n == 2)
		hit = other;
	/* Of client certificates the first is confirmed: it stops all. */
	if (hit == NULL && known == 0 && p->job->iface == RA_IF_CLIENT_APPLY &&
	    ra_site_is(p->site, RA_S_ERROR_FIELD, c->name))
		for (k = c, n = 0; k < end && hit == NULL; k++)
			if (same_group(c, k) && n++ == (p->job->skip ? 1 : 0))
				hit = k;
	return hit;
}

static const struct ra_html_option *
mode_option(const struct pick *p, const struct ra_html_control *c)
{
	enum mode want = p->job->skip ? M_SKIP : M_ABORT;
	size_t i;

	for (i = 0; i < c->noptions; i++)
		if (mode_of(p, c->option[i].label) == want)
			return &c->option[i];
	return NULL;
}

static bool
mode_by(struct pick *p, const struct ra_html_control *c)
{
	const struct ra_html_control *radio;
	const struct ra_html_option *o;
	enum mode m;

	if (c->disabled || *c->name == '\0')
		return false;
	if (c->kind == RA_CTL_RADIO && (radio = mode_radio(p, c)) != NULL) {
		choose(p, radio, radio->value);
		return true;
	}
	if (c->kind == RA_CTL_SELECT && (o = mode_option(p, c)) != NULL) {
		choose(p, c, o->value);
		return true;
	}
	m = c->kind == RA_CTL_CHECKBOX ? mode_of(p, c->label) : M_NONE;
	if (m == M_NONE)
		return false;
	ra_submit_change(p->s,
	    (struct ra_change){ .name = c->name,
		.value = c->value,
		.off = (m == M_SKIP) != p->job->skip });
	return true;
}

/* Something on the form is left to choose that we have not understood. */
static bool
open_choice(const struct pick *p)
{
	const struct ra_html_control *c;
	size_t i, k;
	bool ours;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (c->kind != RA_CTL_RADIO && c->kind != RA_CTL_CHECKBOX)
			continue;
		for (k = 0, ours = false; k < p->s->nchanges; k++)
			ours =
			    ours || strcmp(p->s->change[k].name, c->name) == 0;
		if (!ours && !c->disabled)
			return true;
	}
	return false;
}

static int
pick_mode(struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	size_t i, before = p->s->nchanges;

	for (i = 0; i < p->form->ncontrols && p->s->nchanges == before; i++) {
		const struct ra_html_control *c = &p->form->control[i];

		/* What already took the operation is not asked again. */
		if (before > 0 && *c->name != '\0' &&
		    strcmp(p->s->change[0].name, c->name) == 0)
			continue;
		if (mode_by(p, c))
			return 0;
	}
	if (!p->job->skip && !open_choice(p))
		return 0;
	return ra_fail(e, RA_EPAGE,
	    _("%s: no choice of what an error in a record does on the form "
	      "(site key upload.error-mode.%s)"),
	    page->res.url, p->job->skip ? "skip" : "abort");
}

/* File and button. */

static bool
sends(const struct ra_html_control *c)
{
	return !c->disabled &&
	    (c->kind == RA_CTL_SUBMIT || c->kind == RA_CTL_IMAGE ||
		(c->kind == RA_CTL_BUTTON && *c->onclick != '\0'));
}

/* Buttons that do the contrary of sending. */
static bool
turns_back(const char *label)
{
	static const char *const words[] = { "戻る", "もどる", "キャンセル",
		"クリア", "リセット", "取消", "取り消", "中止", "閉じる",
		"参照", "ヘルプ", NULL };
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (strstr(label, words[i]) != NULL)
			return true;
	return false;
}

static void
pick_button(struct pick *p)
{
	const struct ra_html_control *c;
	size_t i;

	for (i = 0; i < p->form->ncontrols && p->s->press == NULL; i++) {
		c = &p->form->control[i];
		if (sends(c) && !turns_back(c->label))
			p->s->press = c;
	}
}

static int
fill(struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	const struct ra_html_control *file = file_control(p->form);

	p->s->form = p->form;
	p->s->application = true;
	if (pick_op(p, page, e) == -1 || pick_mode(p, page, e) == -1)
		return -1;
	ra_submit_change(p->s,
	    (struct ra_change){ .name = file->name,
		.value = "",
		.filename = p->job->file,
		.bytes = p->job->bytes });
	pick_button(p);
	return 0;
}

int
ra_pick_form(const struct ra_site *site, const struct ra_page *page,
    const struct ra_upload_job *job, struct ra_submit *s, struct ra_err *e)
{
	const struct ra_html_form *form = NULL;
	struct ra_err cause = { 0 };
	struct pick p = { site, NULL, job, s };
	size_t i, n = 0;

	for (i = 0; i < page->html->nforms; i++) {
		p.form = &page->html->form[i];
		if (file_control(p.form) == NULL)
			continue;
		memset(s, 0, sizeof(*s));
		if (fill(&p, page, &cause) == 0) {
			form = p.form;
			n++;
		}
	}
	if (n == 1) {
		/* Filled last by another form, perhaps. */
		p.form = form;
		memset(s, 0, sizeof(*s));
		return fill(&p, page, e);
	}
	if (n > 1)
		return ra_fail(e, RA_EPAGE,
		    _("%s: %zu forms take a file, one is wanted"),
		    page->res.url, n);
	return ra_fail(
	    e, cause.code == RA_OK ? RA_EPAGE : cause.code, "%s", cause.msg);
}

bool
ra_pick_confirm(const struct ra_pages *from, const struct ra_page *page,
    struct ra_submit *s)
{
	const struct ra_html *h = page->html;
	const struct ra_html_control *c;
	size_t i, k, n = 0;

	if (h == NULL || page->res.status != 200 ||
	    ra_pick_has_file(page, NULL) ||
	    !ra_page_says(from, page, RA_S_CONFIRM_TEXT) ||
	    ra_page_says(from, page, RA_S_EXPIRED) ||
	    ra_page_says(from, page, RA_S_MAINTENANCE))
		return false;
	for (i = 0; i < h->nforms; i++)
		for (k = 0; k < h->form[i].ncontrols; k++) {
			c = &h->form[i].control[k];
			if (!sends(c) ||
			    !ra_site_is(
				from->site, RA_S_CONFIRM_BUTTON, c->label))
				continue;
			memset(s, 0, sizeof(*s));
			s->form = &h->form[i];
			s->press = c;
			s->application = true;
			n++;
		}
	return n == 1;
}
