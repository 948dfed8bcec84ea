/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Through the menu to what the service hands out. */
#include "lra/download.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lra/entry.h"
#include "lra/list.h"
#include "lra/menu.h"
#include "lra/session_in.h"

#define STEPS_MAX 3 /* pages with a button before the file */
#define GRID_CELLS_MAX 100000

/* A button or link that gives the file; the menu's own entries come last. */
static int
rank(const struct ra_site *site, const struct ra_entry *en)
{
	if (en->option != NULL || *en->text == '\0')
		return 0;
	if (en->control != NULL && en->control->kind == RA_CTL_RADIO)
		return 0;
	if (ra_site_is(site, RA_S_DOWNLOAD_BUTTON, en->text))
		return 3;
	if (!ra_site_in(site, RA_S_DOWNLOAD_BUTTON, en->text))
		return 0;
	if (!ra_menu_label(site, en->text))
		return 2;
	return en->control != NULL ? 1 : 0;
}

static int
best_rank(const struct ra_site *site, const struct ra_html *h)
{
	size_t n = 0, i;
	struct ra_entry *en = h == NULL ? NULL : ra_entry_all(h, &n);
	int best = 0, r;

	for (i = 0; i < n; i++)
		if ((r = rank(site, &en[i])) > best)
			best = r;
	free(en);
	return best;
}

/* For a struct ra_want: the file itself or a page with its button. */
static bool
leads_to_file(const struct ra_page *p, const void *arg)
{
	return p->res.streamed || best_rank(arg, p->html) > 0;
}

static int
press(struct ra_session *s, struct ra_page *p, const struct ra_want *want,
    struct ra_err *e)
{
	const struct ra_site *site = s->from.site;
	int best = best_rank(site, p->html), rc = 1;
	struct ra_entry *en;
	size_t n, i;

	if (best == 0)
		return 1;
	en = ra_entry_all(p->html, &n);
	for (i = 0; i < n && rc == 1; i++)
		if (rank(site, &en[i]) == best)
			rc = ra_entry_click(&s->from, p, &en[i], want, e);
	free(en);
	return rc;
}

/* To the file, past pages with a button. */
static int
fetch(struct ra_session *s, enum ra_iface_id iface, const struct ra_sink *sink,
    struct ra_page *p, struct ra_err *e)
{
	const struct ra_want want = { leads_to_file, s->from.site, sink,
		false };
	int step, rc;

	if (ra_menu_go(s, iface, &want, p, e) == -1)
		return -1;
	for (step = 0; step < STEPS_MAX && !p->res.streamed; step++) {
		rc = press(s, p, &want, e);
		if (rc == -1)
			return -1;
		if (rc == 1 || !ra_page_descend(&s->from, &want, p, e))
			break;
	}
	if (p->res.streamed)
		return 0;
	if (e->code == RA_OK)
		ra_page_refuse(&s->from, p, _("a file"), e);
	return -1;
}

/* Lists. */

struct stream {
	const struct ra_sink *out;
	struct ra_list_check check;
};

static int
add_list(void *arg, struct ra_span s, struct ra_err *e)
{
	struct stream *st = arg;

	if (ra_list_add(&st->check, s, e) == -1)
		return -1;
	return st->out->add(st->out->arg, s, e);
}

static void
keep_filename(char *out, size_t max, const struct ra_page *p)
{
	snprintf(
	    out, max, "%s", p->res.filename == NULL ? "" : p->res.filename);
}

int
ra_download_list(struct ra_session *s, enum ra_iface_id iface,
    const struct ra_sink *out, struct ra_list_facts *facts, struct ra_err *e)
{
	struct stream st = { .out = out };
	const struct ra_sink sink = { add_list, &st };
	struct ra_err cause = { 0 };
	struct ra_page p = { 0 };
	int rc;

	ra_list_init(&st.check);
	st.check.zip_allowed = iface == RA_IF_ALL_LIST;
	rc = fetch(s, iface, &sink, &p, &cause);
	if (rc == 0)
		rc = ra_list_end(&st.check, &cause);
	if (rc == 0) {
		*facts = st.check.f;
		keep_filename(facts->filename, sizeof(facts->filename), &p);
	} else {
		ra_fail(e, cause.code, "%s", cause.msg);
		if (*cause.next != '\0')
			ra_next(e, "%s", cause.next);
	}
	ra_list_clear(&st.check);
	ra_page_clear(&p);
	return rc;
}

static int
add_small(void *arg, struct ra_span s, struct ra_err *e)
{
	struct ra_buf *b = arg;

	if (b->n + s.n > RA_DOWNLOAD_SMALL_MAX)
		return ra_fail(e, RA_EPAGE, _("a file of more than %u bytes"),
		    RA_DOWNLOAD_SMALL_MAX);
	ra_buf_add(b, s);
	return 0;
}

int
ra_download_small(struct ra_session *s, enum ra_iface_id iface,
    struct ra_buf *out, char *filename, struct ra_err *e)
{
	const struct ra_sink sink = { add_small, out };
	struct ra_err cause = { 0 };
	struct ra_page p = { 0 };
	int rc = fetch(s, iface, &sink, &p, &cause);

	if (rc == 0 && filename != NULL)
		keep_filename(filename, 256, &p);
	if (rc == -1) {
		ra_fail(e, cause.code, "%s", cause.msg);
		if (*cause.next != '\0')
			ra_next(e, "%s", cause.next);
	}
	ra_page_clear(&p);
	return rc;
}

/* Statistics. */

static size_t
width(const struct ra_html_table *t)
{
	size_t r, c, max = 0;

	for (r = 0; r < t->nrows; r++)
		for (c = 0; c < t->row[r].ncells; c++)
			if (t->row[r].cell[c].column + 1 > max)
				max = t->row[r].cell[c].column + 1;
	return max;
}

static bool
holds_number(const struct ra_html_table *t)
{
	size_t r, c;

	for (r = 1; r < t->nrows; r++)
		for (c = 0; c < t->row[r].ncells; c++)
			if (isdigit((unsigned char)t->row[r].cell[c].text[0]))
				return true;
	return false;
}

/* The table with most cells of those that look like one of figures. */
static const struct ra_html_table *
figures(const struct ra_html *h)
{
	const struct ra_html_table *best = NULL;
	size_t i, size, most = 0;

	for (i = 0; h != NULL && i < h->ntables; i++) {
		size = h->table[i].nrows * width(&h->table[i]);
		if (h->table[i].nrows >= 2 && width(&h->table[i]) >= 2 &&
		    holds_number(&h->table[i]) && size > most &&
		    size <= GRID_CELLS_MAX) {
			best = &h->table[i];
			most = size;
		}
	}
	return best;
}

/* A header and no rows: an institution that has no certificates yet. */
static bool
header_only(const struct ra_html_table *t)
{
	size_t c;

	if (t->nrows != 1 || t->row[0].ncells < 2)
		return false;
	for (c = 0; c < t->row[0].ncells; c++)
		if (!t->row[0].cell[c].header ||
		    *t->row[0].cell[c].text == '\0')
			return false;
	return true;
}

/* The first of them only, where no table holds a figure. */
static const struct ra_html_table *
figures_or_header(const struct ra_html *h)
{
	const struct ra_html_table *t = figures(h);
	size_t i;

	for (i = 0; t == NULL && h != NULL && i < h->ntables; i++)
		if (header_only(&h->table[i]))
			t = &h->table[i];
	return t;
}

static size_t
show_button(const struct ra_site *site, const struct ra_entry *en, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (en[i].control != NULL && en[i].option == NULL &&
		    ra_site_is(site, RA_S_SHOW_BUTTON, en[i].text))
			break;
	return i;
}

static bool
has_figures(const struct ra_page *p, const void *arg)
{
	size_t n = 0;
	struct ra_entry *en;
	bool yes;

	if (p->html == NULL)
		return false;
	if (figures_or_header(p->html) != NULL)
		return true;
	en = ra_entry_all(p->html, &n);
	yes = show_button(arg, en, n) < n;
	free(en);
	return yes;
}

/* A page that asks for a period first is sent as it stands. */
static int
show(struct ra_session *s, const struct ra_want *want, struct ra_page *p,
    struct ra_err *e)
{
	size_t n, i;
	struct ra_entry *en = ra_entry_all(p->html, &n);
	int rc = 1;

	i = show_button(s->from.site, en, n);
	if (i < n)
		rc = ra_entry_click(&s->from, p, &en[i], want, e);
	free(en);
	if (rc == 0)
		(void)ra_page_descend(&s->from, want, p, e);
	return rc == -1 ? -1 : 0;
}

static void
take_grid(const struct ra_html_table *t, struct ra_grid *g)
{
	const struct ra_html_cell *cell;
	size_t r, c, w = width(t);

	g->rows = t->nrows;
	g->columns = w;
	g->cell = ra_calloc(g->rows * w, sizeof(*g->cell));
	for (r = 0; r < t->nrows; r++)
		for (c = 0; c < t->row[r].ncells; c++) {
			cell = &t->row[r].cell[c];
			g->cell[r * w + cell->column] = ra_strdup(cell->text);
		}
	for (r = 0; r < g->rows * w; r++)
		if (g->cell[r] == NULL)
			g->cell[r] = ra_strdup("");
}

int
ra_download_grid(struct ra_session *s, enum ra_iface_id iface,
    struct ra_grid *g, struct ra_err *e)
{
	const struct ra_want want = { has_figures, s->from.site, NULL, false };
	const struct ra_html_table *t = NULL;
	struct ra_err cause = { 0 };
	struct ra_page p = { 0 };
	int rc = ra_menu_go(s, iface, &want, &p, &cause);

	if (rc == 0 && figures(p.html) == NULL)
		rc = show(s, &want, &p, &cause);
	if (rc == 0 && (t = figures_or_header(p.html)) == NULL &&
	    cause.code == RA_OK)
		rc = ra_page_refuse(
		    &s->from, &p, _("a table of figures"), &cause);
	if (rc == 0 && t != NULL)
		take_grid(t, g);
	else {
		rc = -1;
		ra_fail(e, cause.code, "%s", cause.msg);
		if (*cause.next != '\0')
			ra_next(e, "%s", cause.next);
	}
	ra_page_clear(&p);
	return rc;
}

void
ra_grid_clear(struct ra_grid *g)
{
	size_t i;

	for (i = 0; g->cell != NULL && i < g->rows * g->columns; i++)
		free(g->cell[i]);
	free(g->cell);
	memset(g, 0, sizeof(*g));
}

/* The time stamp URL. */

struct urls {
	struct ra_span first;
	bool several;
};

static bool
url_byte(char c)
{
	return isalnum((unsigned char)c) ||
	    (c != '\0' && strchr("-._~:/?#@!$&*+,;=%", c) != NULL);
}

static void
look(struct urls *u, const char *text)
{
	struct ra_span rest = ra_span_str(text), url;
	size_t at;

	for (;;) {
		at = ra_span_find(rest, RA_SPAN("http"));
		rest = ra_span_from(rest, at);
		if (rest.n == 0)
			return;
		url = (struct ra_span){ rest.p, 0 };
		while (url.n < rest.n && url_byte(rest.p[url.n]))
			url.n++;
		rest = ra_span_from(rest, url.n > 0 ? url.n : 1);
		if ((!ra_span_starts(url, RA_SPAN("https://")) &&
			!ra_span_starts(url, RA_SPAN("http://"))) ||
		    url.n < 12)
			continue;
		if (u->first.n > 0 && !ra_span_eq(u->first, url))
			u->several = true;
		else
			u->first = url;
	}
}

/* What a person sees first; where links lead only when there is no text. */
static struct urls
timestamp_urls(const struct ra_html *h)
{
	struct urls u = { 0 };
	size_t i, k;

	if (h == NULL)
		return u;
	look(&u, h->text);
	for (i = 0; i < h->nforms; i++)
		for (k = 0; k < h->form[i].ncontrols; k++)
			if (h->form[i].control[k].kind == RA_CTL_TEXT ||
			    h->form[i].control[k].kind == RA_CTL_TEXTAREA)
				look(&u, h->form[i].control[k].value);
	for (i = 0; u.first.n == 0 && i < h->nlinks; i++)
		look(&u, h->link[i].href);
	return u;
}

static bool
has_url(const struct ra_page *p, const void *arg)
{
	(void)arg;
	return timestamp_urls(p->html).first.n > 0;
}

char *
ra_download_timestamp(struct ra_session *s, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];
	const struct ra_want want = { has_url, NULL, NULL, false };
	struct ra_page p = { 0 };
	struct urls u;
	char *out = NULL;

	if (ra_menu_go(s, RA_IF_TIMESTAMP, &want, &p, e) == 0) {
		u = timestamp_urls(p.html);
		if (u.several) {
			ra_fail(e, RA_EPAGE,
			    _("%s: several URLs, one is wanted"),
			    ra_http_shown(p.res.url, shown));
			ra_page_keep(&s->from, &p, e);
		} else
			out = ra_strndup(u.first.p, u.first.n);
	}
	ra_page_clear(&p);
	return out;
}
