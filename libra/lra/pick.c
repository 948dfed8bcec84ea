/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The upload form: what to choose on it is told by its labels. */
#include "lra/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lra/entry.h"
#include "lra/script.h"

#define OPS 4
#define TOLD_MAX 65536 /* bytes of what a button tells */

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

/* Of which operation or error mode a label speaks; 0: of none. */
static int
says_op(const struct pick *p, const char *label)
{
	return op_of(p->site, label);
}

static bool
same_group(const struct ra_html_control *a, const struct ra_html_control *b)
{
	return b->kind == a->kind && strcmp(a->name, b->name) == 0;
}

enum side { AFTER, BEFORE, NEITHER };

/* As many say something under either reading: only the ends can tell. */
static enum side
side_by_ends(
    const struct ra_html_control *first, const struct ra_html_control *last)
{
	if (*first->before == '\0' && *last->label != '\0')
		return AFTER;
	if (*first->before != '\0' && *last->label == '\0')
		return BEFORE;
	return NEITHER;
}

/*
 * Buttons without <label>: is what stands after each its label, or what stands
 * before? The reading under which more of them say something. A wrong guess
 * would tick the neighbour, so that a revocation goes out as a renewal.
 */
static enum side
side_of(const struct pick *p, const struct ra_html_control *group,
    int (*says)(const struct pick *p, const char *label))
{
	const struct ra_html_control *c, *first = NULL, *last = NULL;
	int after = 0, before = 0;
	size_t i;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (!same_group(group, c))
			continue;
		if (c->labelled)
			return AFTER;
		after += says(p, c->label) != 0;
		before += says(p, c->before) != 0;
		first = first == NULL ? c : first;
		last = c;
	}
	if (after != before)
		return before > after ? BEFORE : AFTER;
	return after == 0 || first == NULL ? AFTER : side_by_ends(first, last);
}

/* What stands on that side of a control. */
static const char *
beside(const struct ra_html_control *c, enum side side)
{
	return side == AFTER ? c->label : side == BEFORE ? c->before : "";
}

static bool
op_by_radio(struct pick *p)
{
	const struct ra_html_control *c, *hit = NULL, *group = NULL;
	enum side side = NEITHER;
	size_t i;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (c->kind != RA_CTL_RADIO || c->disabled)
			continue;
		if (group == NULL || !same_group(group, c))
			side = side_of(p, c, says_op);
		group = c;
		if (op_of(p->site, beside(c, side)) != (int)p->job->op)
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
button(const struct ra_html_control *c)
{
	return c->kind == RA_CTL_SUBMIT || c->kind == RA_CTL_BUTTON ||
	    c->kind == RA_CTL_IMAGE;
}

/*
 * What a press tells the service, as text to compare. false: its script calls
 * what the page does not define, so that nobody knows.
 */
static bool
told(const struct pick *p, const struct ra_html *h,
    const struct ra_html_control *c, struct ra_buf *out)
{
	struct ra_script *keep = ra_calloc(1, sizeof(*keep));
	struct ra_submit s = { .form = p->form };
	bool known;
	size_t i;

	ra_buf_init(out, TOLD_MAX);
	if (c->kind == RA_CTL_SUBMIT && *c->name != '\0')
		ra_buf_addf(out, "%s=%s\n", c->name, c->value);
	else if (c->kind == RA_CTL_IMAGE)
		ra_buf_addf(out, "%s.x\n", c->name);
	ra_entry_script(h, c, keep, &s);
	for (i = 0; i < s.nchanges; i++)
		ra_buf_addf(
		    out, "%s=%s\n", s.change[i].name, s.change[i].value);
	if (s.action != NULL)
		ra_buf_addf(out, "%s\n", s.action);
	known = keep->unknown == 0;
	free(keep);
	return known;
}

/* The service learns from the one button something else than from the other. */
static bool
differ(const struct pick *p, const struct ra_html *h,
    const struct ra_html_control *a, const struct ra_html_control *b)
{
	bool same_script = strcmp(a->onclick, b->onclick) == 0;
	struct ra_buf x, y;
	bool yes, known;

	known = told(p, h, a, &x);
	known = told(p, h, b, &y) && known;
	/* One script for both tells nothing: then their names do. */
	yes = (known || same_script) && x.n > 0 &&
	    !ra_span_eq(ra_buf_span(&x), ra_buf_span(&y));
	ra_buf_clear(&x);
	ra_buf_clear(&y);
	return yes;
}

/* A button an operation. A single "発行" is the button of a form, no choice. */
static bool
op_by_button(struct pick *p, const struct ra_html *h)
{
	const struct ra_html_control *c, *hit = NULL, *other[OPS + 1] = { 0 };
	size_t i;
	int n = 0, op;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (!button(c) || c->disabled ||
		    (op = op_of(p->site, c->label)) == 0)
			continue;
		if (op != (int)p->job->op)
			other[op] = c;
		else if (hit != NULL)
			return false;
		else
			hit = c;
	}
	if (hit == NULL)
		return false;
	for (op = 1; op <= OPS; op++) {
		if (other[op] == NULL)
			continue;
		if (!differ(p, h, hit, other[op]))
			return false;
		n++;
	}
	if (n > 0)
		p->s->press = hit;
	return n > 0;
}

/* Sent with that value, and no label says that it means something else. */
static bool
takes(const struct pick *p, const struct ra_html_control *c, const char *value)
{
	int op = 0;
	size_t i;

	if (c->disabled || *c->name == '\0')
		return false;
	if (c->kind == RA_CTL_HIDDEN || c->kind == RA_CTL_TEXT ||
	    c->kind == RA_CTL_TEXTAREA)
		return true;
	if (c->kind == RA_CTL_RADIO)
		return strcmp(c->value, value) == 0;
	for (i = 0; c->kind == RA_CTL_SELECT && i < c->noptions; i++)
		if (strcmp(c->option[i].value, value) == 0) {
			op = op_of(p->site, c->option[i].label);
			return op == 0 || op == (int)p->job->op;
		}
	return false;
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
		if (ra_site_is(p->site, RA_S_OP_FIELD, c->name) &&
		    takes(p, c, value)) {
			choose(p, c, value);
			return true;
		}
	}
	return false;
}

static size_t
op_labels(const struct pick *p, const struct ra_html_control *c)
{
	size_t i, n = 0;

	for (i = 0; c->kind == RA_CTL_SELECT && i < c->noptions; i++)
		n += op_of(p->site, c->option[i].label) != 0;
	return n;
}

/* A form that applies for certificates would take any file as an issue. */
static bool
applies(const struct pick *p)
{
	const struct ra_html_control *c;
	size_t i, radios = 0;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (ra_site_is(p->site, RA_S_OP_FIELD, c->name) ||
		    op_labels(p, c) > 1)
			return true;
		radios += c->kind == RA_CTL_RADIO &&
		    (op_of(p->site, c->label) != 0 ||
			op_of(p->site, c->before) != 0);
	}
	return radios > 1;
}

static int
no_op(const struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];

	return ra_fail(e, RA_EPAGE,
	    _("%s: no choice of the operation \"%s\" on the form (site keys "
	      "operation.label.%s, operation.value.%s)"),
	    ra_http_shown(page->res.url, shown), ra_op_label(p->job->op),
	    ra_op_name(p->job->op), ra_op_name(p->job->op));
}

static int
pick_op(struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];
	const struct ra_html_control *c;
	size_t i;

	if (p->job->iface == RA_IF_MANAGER_UPDATE && applies(p))
		return ra_fail(e, RA_EPAGE,
		    _("%s: the page is about other certificates, wanted: %s"),
		    ra_http_shown(page->res.url, shown),
		    _(ra_iface_table()[p->job->iface].what));
	if (p->job->iface == RA_IF_MANAGER_UPDATE)
		return 0;
	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (!c->disabled && op_labels(p, c) > 0 && op_by_select(p, c))
			return 0;
	}
	if (op_by_radio(p) || op_by_button(p, page->html) || op_by_value(p))
		return 0;
	return no_op(p, page, e);
}

/* The error mode. */

enum mode { M_NONE, M_ABORT, M_SKIP };

/* A label that speaks of both ("stop", "do not skip") tells neither. */
static enum mode
mode_of(const struct pick *p, const char *label)
{
	bool stops = ra_site_in(p->site, RA_S_ERROR_ABORT, label);
	bool skips = ra_site_in(p->site, RA_S_ERROR_SKIP, label);

	if (stops == skips)
		return M_NONE;
	return stops ? M_ABORT : M_SKIP;
}

static int
says_mode(const struct pick *p, const char *label)
{
	return (int)mode_of(p, label);
}

/* Of client certificates the first is confirmed to stop all: wire 1.4. */
static const struct ra_html_control *
confirmed_mode(const struct pick *p, const struct ra_html_control *group)
{
	size_t i, n = 0;

	if (p->job->iface != RA_IF_CLIENT_APPLY ||
	    !ra_site_is(p->site, RA_S_ERROR_FIELD, group->name))
		return NULL;
	for (i = 0; i < p->form->ncontrols; i++)
		if (same_group(group, &p->form->control[i]) &&
		    n++ == (p->job->skip ? 1 : 0))
			return &p->form->control[i];
	return NULL;
}

/*
 * A radio of the group: by its label, else as the other one of two of which
 * one is known.
 */
static const struct ra_html_control *
mode_radio(const struct pick *p, const struct ra_html_control *group)
{
	enum mode want = p->job->skip ? M_SKIP : M_ABORT, m;
	enum side side = side_of(p, group, says_mode);
	const struct ra_html_control *k, *hit = NULL, *other = NULL;
	size_t i, n = 0, known = 0, hits = 0;

	if (side == NEITHER)
		return NULL;
	for (i = 0; i < p->form->ncontrols; i++) {
		k = &p->form->control[i];
		if (!same_group(group, k))
			continue;
		n++;
		m = mode_of(p, beside(k, side));
		known += m != M_NONE;
		hits += m == want;
		hit = m == want ? k : hit;
		other = m == M_NONE ? k : other;
	}
	if (known == 0)
		return confirmed_mode(p, group);
	if (hits == 0 && known == 1 && n == 2)
		return other;
	return hits == 1 ? hit : NULL;
}

static const struct ra_html_option *
mode_option(const struct pick *p, const struct ra_html_control *c)
{
	enum mode want = p->job->skip ? M_SKIP : M_ABORT;
	const struct ra_html_option *hit = NULL;
	size_t i;

	for (i = 0; i < c->noptions; i++) {
		if (mode_of(p, c->option[i].label) != want)
			continue;
		if (hit != NULL)
			return NULL;
		hit = &c->option[i];
	}
	return hit;
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
	if (c->kind != RA_CTL_CHECKBOX)
		return false;
	m = mode_of(p, beside(c, side_of(p, c, says_mode)));
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

/* The first group that is understood, of those with the confirmed name or not.
 */
static bool
mode_among(struct pick *p, bool confirmed, const char *op)
{
	const struct ra_html_control *c, *last = NULL;
	size_t i;

	for (i = 0; i < p->form->ncontrols; i++) {
		c = &p->form->control[i];
		if (ra_site_is(p->site, RA_S_ERROR_FIELD, c->name) != confirmed)
			continue;
		/* What already took the operation is not asked again. */
		if (op != NULL && strcmp(op, c->name) == 0)
			continue;
		/* Nor a group that was looked at as a whole. */
		if (c->kind == RA_CTL_RADIO && last != NULL &&
		    same_group(last, c))
			continue;
		if (mode_by(p, c))
			return true;
		last = c;
	}
	return false;
}

static int
pick_mode(struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];
	const char *op = p->s->nchanges > 0 ? p->s->change[0].name : NULL;

	if (mode_among(p, true, op) || mode_among(p, false, op))
		return 0;
	if (!p->job->skip && !open_choice(p))
		return 0;
	return ra_fail(e, RA_EPAGE,
	    _("%s: no choice of what an error in a record does on the form "
	      "(site key upload.error-mode.%s)"),
	    ra_http_shown(page->res.url, shown),
	    p->job->skip ? "skip" : "abort");
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

/* The first that sends and does not speak of another operation. */
static int
pick_button(struct pick *p, const struct ra_page *page, struct ra_err *e)
{
	const struct ra_html_control *c;
	bool others = false;
	size_t i;
	int op;

	for (i = 0; i < p->form->ncontrols && p->s->press == NULL; i++) {
		c = &p->form->control[i];
		if (!sends(c) || turns_back(c->label))
			continue;
		op = op_of(p->site, c->label);
		if (op == 0 || op == (int)p->job->op)
			p->s->press = c;
		else
			others = true;
	}
	return p->s->press == NULL && others ? no_op(p, page, e) : 0;
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
	return pick_button(p, page, e);
}

int
ra_pick_form(const struct ra_site *site, const struct ra_page *page,
    const struct ra_upload_job *job, struct ra_submit *s, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];
	const struct ra_html_form *form = NULL;
	struct ra_err cause = { 0 };
	struct pick p = { site, NULL, job, s };
	size_t i, n = 0;

	for (i = 0; i < page->html->nforms; i++) {
		p.form = &page->html->form[i];
		/* More could not be sent, and the groups are walked often. */
		if (file_control(p.form) == NULL ||
		    p.form->ncontrols > RA_HTTP_FIELDS_MAX)
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
		    ra_http_shown(page->res.url, shown), n);
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
