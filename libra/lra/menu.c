/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * An entry is known by its label and the heading over it; what it does is
 * told by the page, and by the site profile only where the page is silent.
 */
#include "lra/menu.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lra/entry.h"
#include "lra/session_in.h"

/*
 * Ceilings of the search. A heading stands near its entries; a page of a
 * hundred thousand links must not keep the officer waiting for hours.
 */
#define ENTRIES_MAX 1000
#define UP_MAX 40 /* lines or options above an entry; cells twice that */

/* Marks that pages set around labels; they tell nothing. */
static const char *const ornaments[] = { "-", "－", "—", "―", ":", "：", "/",
	"／", ">", "＞", "＜", "<", "|", "｜", "【", "】", "[", "]", "［", "］",
	"「", "」", "(", ")", "（", "）", "■", "□", "●", "○", "◆", "◇", "▼",
	"▽", "▲", "△", "▶", "※", "*", "＊", "#", "»", "›", "→", "." };

static size_t
ornament(struct ra_span s)
{
	unsigned char lead = s.n > 0 ? (unsigned char)s.p[0] : 'a';
	size_t i;

	/* Letters, kanji and the middle of a character begin none. */
	if ((lead >= 'A' && lead <= 'Z') || (lead >= 'a' && lead <= 'z') ||
	    (lead >= 0x80 && lead < 0xc2) || (lead >= 0xe4 && lead < 0xef))
		return 0;
	for (i = 0; i < sizeof(ornaments) / sizeof(ornaments[0]); i++)
		if (ra_span_starts(s, ra_span_str(ornaments[i])))
			return strlen(ornaments[i]);
	return 0;
}

/* A label without white space and ornaments. */
static void
bare(struct ra_span s, struct ra_buf *out)
{
	struct ra_buf first;
	size_t n;

	ra_buf_init(&first, 4 * (size_t)RA_HTML_MAX);
	ra_buf_init(out, 4 * (size_t)RA_HTML_MAX);
	ra_text_label(s, &first);
	for (s = ra_buf_span(&first); s.n > 0; s = ra_span_from(s, n)) {
		if ((n = ornament(s)) > 0)
			continue;
		n = 1;
		ra_buf_addc(out, s.p[0]);
	}
	ra_buf_clear(&first);
}

/* text, bare already, is one of the entry's values or ends in it. */
static bool
bare_is(const struct ra_site *site, size_t key, struct ra_span text, bool tail)
{
	const char *const *v = ra_site_values(site, key);
	struct ra_buf b;
	bool same = false;

	for (; *v != NULL && !same; v++) {
		bare(ra_span_str(*v), &b);
		same = b.n > 0 &&
		    (tail ? ra_span_ends(text, ra_buf_span(&b))
			  : ra_span_eq(text, ra_buf_span(&b)));
		ra_buf_clear(&b);
	}
	return same;
}

/* The interface whose heading the text is, or RA_IF_COUNT. */
static enum ra_iface_id
heading_at(const struct ra_site *site, struct ra_span text, bool tail)
{
	enum ra_iface_id f;
	struct ra_buf b;

	/* Longer than any heading: no need to look. */
	if (text.n > 2 * (size_t)RA_SITE_VALUE_MAX)
		return RA_IF_COUNT;
	bare(text, &b);
	for (f = 0; f < RA_IF_COUNT; f++)
		if (b.n > 0 &&
		    bare_is(site, RA_S_HEADING + f, ra_buf_span(&b), tail))
			break;
	ra_buf_clear(&b);
	return f;
}

/* Lists side by side have their headings in the row above them. */
static enum ra_iface_id
column_heading(const struct ra_site *site, const struct ra_html *h,
    const struct ra_html_where *w)
{
	enum ra_iface_id found = RA_IF_COUNT, f;
	const struct ra_html_row *r;
	size_t row, c, n, up = 0;

	if (w->table == RA_HTML_NOWHERE)
		return RA_IF_COUNT;
	for (row = w->row;
	     row-- > 0 && found == RA_IF_COUNT && up < 2 * UP_MAX;) {
		r = &h->table[w->table].row[row];
		for (c = n = 0; c < r->ncells && up++ < 2 * UP_MAX; c++) {
			f = heading_at(
			    site, ra_span_str(r->cell[c].text), false);
			n += f != RA_IF_COUNT;
			if (f != RA_IF_COUNT && r->cell[c].column == w->column)
				found = f;
		}
		if (n > 0 && n < 2) /* an ordinary heading row */
			return RA_IF_COUNT;
	}
	return found;
}

/* The nearest line above that is a heading, or the start of this line. */
static enum ra_iface_id
line_heading(const struct ra_site *site, const struct ra_html *h, size_t at)
{
	enum ra_iface_id f = RA_IF_COUNT;
	bool first = true;
	size_t end = at, from, up = 0;

	while (end > 0 && f == RA_IF_COUNT && up++ < UP_MAX) {
		for (from = end; from > 0 && h->text[from - 1] != '\n';)
			from--;
		f = heading_at(site,
		    (struct ra_span){ h->text + from, end - from }, first);
		first = false;
		end = from > 0 ? from - 1 : 0;
	}
	return f;
}

static enum ra_iface_id
option_heading(const struct ra_site *site, const struct ra_entry *en)
{
	const struct ra_html_option *o = en->option;
	enum ra_iface_id f = heading_at(site, ra_span_str(o->group), false);
	size_t up = 0;

	/* Without groups an option without value may stand as heading. */
	while (f == RA_IF_COUNT && up++ < UP_MAX && o-- > en->control->option)
		f = heading_at(site, ra_span_str(o->label), false);
	return f;
}

static enum ra_iface_id
entry_heading(const struct ra_site *site, const struct ra_html *h,
    const struct ra_entry *en)
{
	enum ra_iface_id f = RA_IF_COUNT;

	if (en->option != NULL)
		f = option_heading(site, en);
	if (f == RA_IF_COUNT)
		f = column_heading(site, h, &en->where);
	if (f == RA_IF_COUNT)
		f = line_heading(site, h, en->at);
	return f;
}

static bool
same_heading(const struct ra_site *site, enum ra_iface_id a, enum ra_iface_id b)
{
	return ra_site_same(ra_site_first(site, RA_S_HEADING + a),
	    ra_site_first(site, RA_S_HEADING + b));
}

/* Two interfaces share this label, so that only the heading tells. */
static bool
shared_label(const struct ra_site *site, enum ra_iface_id f)
{
	enum ra_iface_id k;
	const char *const *v;

	/* The shortest one stands inside of too many others. */
	if (f == RA_IF_MANAGER_UPDATE)
		return true;
	for (k = 0; k < RA_IF_COUNT; k++)
		for (v = ra_site_values(site, RA_S_LABEL + k);
		     k != f && *v != NULL; v++)
			if (ra_site_is(site, RA_S_LABEL + f, *v))
				return true;
	return false;
}

/* "サーバ証明書-発行・更新・失効": heading and label in one. */
static bool
full_label(const struct ra_site *site, enum ra_iface_id f, struct ra_span text)
{
	const char *const *head = ra_site_values(site, RA_S_HEADING + f);
	struct ra_buf b;
	bool yes = false;

	for (; *head != NULL && !yes; head++) {
		bare(ra_span_str(*head), &b);
		yes = b.n > 0 && ra_span_starts(text, ra_buf_span(&b)) &&
		    bare_is(
			site, RA_S_LABEL + f, ra_span_from(text, b.n), false);
		ra_buf_clear(&b);
	}
	return yes;
}

static bool
leads_to(const struct ra_site *site, const struct ra_html *h,
    const struct ra_entry *en, enum ra_iface_id f)
{
	enum ra_iface_id head;
	struct ra_buf b;
	bool yes;

	if (strlen(en->text) > 2 * (size_t)RA_SITE_VALUE_MAX)
		return false;
	bare(ra_span_str(en->text), &b);
	yes = full_label(site, f, ra_buf_span(&b));
	if (!yes && bare_is(site, RA_S_LABEL + f, ra_buf_span(&b), false)) {
		yes = !shared_label(site, f);
		head = yes ? RA_IF_COUNT : entry_heading(site, h, en);
		if (head != RA_IF_COUNT)
			yes = same_heading(site, head, f);
	}
	/* Nothing is known of this entry but what it must speak of. */
	if (!yes && f == RA_IF_ACME && b.n > 0) {
		head = entry_heading(site, h, en);
		yes = head == RA_IF_ACME ||
		    ra_site_in(site, RA_S_KIND_ACME, en->text);
	}
	ra_buf_clear(&b);
	return yes;
}

/* An option or radio that is only a heading leads nowhere. */
static bool
clickable(const struct ra_entry *en)
{
	return en->option == NULL || *en->option->value != '\0';
}

size_t
ra_menu_read(
    const struct ra_site *site, const struct ra_html *h, bool has[RA_IF_COUNT])
{
	struct ra_entry *en;
	enum ra_iface_id f;
	size_t n, i, count = 0;

	memset(has, 0, RA_IF_COUNT * sizeof(has[0]));
	if (h == NULL)
		return 0;
	en = ra_entry_all(h, &n);
	n = n > ENTRIES_MAX ? ENTRIES_MAX : n;
	for (f = 0; f < RA_IF_COUNT; f++) {
		for (i = 0; i < n && !has[f]; i++)
			has[f] =
			    clickable(&en[i]) && leads_to(site, h, &en[i], f);
		count += has[f];
	}
	free(en);
	return count;
}

bool
ra_menu_label(const struct ra_site *site, const char *text)
{
	enum ra_iface_id f;
	struct ra_buf b;
	bool yes = false;

	bare(ra_span_str(text), &b);
	for (f = 0; f < RA_IF_COUNT && !yes; f++)
		yes = bare_is(site, RA_S_LABEL + f, ra_buf_span(&b), false) ||
		    full_label(site, f, ra_buf_span(&b));
	ra_buf_clear(&b);
	return yes;
}

/* Kinds: a page about the wrong certificates must not get the file. */

static int
kind_of(enum ra_iface_id f)
{
	if (f == RA_IF_SERVER_APPLY || f == RA_IF_SERVER_LIST)
		return RA_S_KIND_SERVER;
	if (f == RA_IF_CLIENT_APPLY || f == RA_IF_CLIENT_LIST)
		return RA_S_KIND_CLIENT;
	return -1;
}

/* Headings of the menu itself stand on a page of every kind. */
static void
weigh(const struct ra_site *site, const char *text, int own, bool seen[2])
{
	static const int kinds[] = { RA_S_KIND_SERVER, RA_S_KIND_CLIENT };
	bool has[2];
	size_t i;

	for (i = 0; i < 2; i++)
		has[i] = ra_site_in(site, (size_t)kinds[i], text);
	/* A title of the whole system names both and tells nothing. */
	if (has[0] == has[1] ||
	    heading_at(site, ra_span_str(text), false) != RA_IF_COUNT)
		return;
	for (i = 0; i < 2; i++)
		if (has[i])
			seen[kinds[i] == own] = true;
}

bool
ra_menu_astray(
    const struct ra_site *site, const struct ra_html *h, enum ra_iface_id iface)
{
	bool seen[2] = { false, false }; /* the other kind, our own */
	int own = kind_of(iface);
	size_t i;

	if (own == -1 || h == NULL)
		return false;
	weigh(site, h->title, own, seen);
	for (i = 0; i < h->nheadings && !seen[1]; i++)
		weigh(site, h->heading[i], own, seen);
	if (!seen[0] && !seen[1])
		weigh(site, h->text, own, seen);
	return seen[0] && !seen[1];
}

/* Following an entry. */

/* The first entry for the interface whose click is understood. */
static int
click(struct ra_session *s, enum ra_iface_id f, const struct ra_want *want,
    struct ra_page *at, struct ra_err *e)
{
	size_t n, i;
	struct ra_entry *en = ra_entry_all(at->html, &n);
	int rc = 1;

	n = n > ENTRIES_MAX ? ENTRIES_MAX : n;
	for (i = 0; i < n && rc == 1; i++)
		if (clickable(&en[i]) &&
		    leads_to(s->from.site, at->html, &en[i], f))
			rc = ra_entry_click(&s->from, at, &en[i], want, e);
	free(en);
	return rc;
}

/* The ID or path that the site profile has, where it is sure. */
static int
by_profile(struct ra_session *s, enum ra_iface_id f, const struct ra_want *want,
    struct ra_page *at, struct ra_err *e)
{
	const struct ra_site *site = s->from.site;
	const char *id = ra_site_first(site, RA_S_MENU_ID + f);
	const char *path = ra_site_first(site, RA_S_PATH + f);
	const char *field = ra_site_first(site, RA_S_MENU_FIELD);
	struct ra_submit sub = { 0 };
	char *url;
	int rc;

	if (id != NULL && field != NULL && at->html != NULL &&
	    (sub.form = ra_form_with(at->html, field)) != NULL) {
		ra_submit_change(
		    &sub, (struct ra_change){ .name = field, .value = id });
		return ra_submit_send(&s->from, at, &sub, want, e);
	}
	if (path == NULL)
		return 1;
	url = ra_http_resolve(
	    s->from.http, ra_http_endpoint(s->from.http), path, e);
	rc = url == NULL ? -1 : ra_page_get(&s->from, url, want, at, e);
	free(url);
	return rc;
}

bool
ra_menu_is(const struct ra_page *p, const void *arg)
{
	const struct ra_site *site = arg;
	bool has[RA_IF_COUNT];
	size_t n = ra_menu_read(site, p->html, has);

	/* A page of refusal may offer a logout too. */
	return n > (size_t)has[RA_IF_LOGOUT] ||
	    (n > 0 &&
		ra_form_named(p->html, ra_site_first(site, RA_S_MENU_FORM)) !=
		    NULL);
}

/* A menu that was used may hold spent tokens: get it again. */
static int
renew_menu(struct ra_session *s, const struct ra_want *want,
    struct ra_page *out, struct ra_err *e)
{
	struct ra_want menu = { ra_menu_is, s->from.site, NULL, want->last };

	if (!s->used || want->last) {
		s->used = true;
		return 0;
	}
	if (ra_page_get(&s->from, s->menu.res.url, &menu, out, e) == -1)
		return -1;
	if (!ra_page_descend(&s->from, &menu, out, e)) {
		if (e->code == RA_OK)
			ra_page_refuse(&s->from, out, _("the menu"), e);
		return -1;
	}
	ra_page_clear(&s->menu);
	s->menu = *out;
	memset(out, 0, sizeof(*out));
	return 0;
}

static int
walk(struct ra_session *s, enum ra_iface_id f, const struct ra_want *want,
    struct ra_page *out, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];
	const struct ra_iface *i = &ra_iface_table()[f];
	int rc;

	if (renew_menu(s, want, out, e) == -1)
		return -1;
	ra_page_copy(out, &s->menu);
	/* A path that the officer gives goes before what the page says. */
	rc = ra_site_get(s->from.site, RA_S_PATH + f).overridden
	    ? 1
	    : click(s, f, want, out, e);
	if (rc == 1)
		rc = by_profile(s, f, want, out, e);
	if (rc == 1) {
		ra_fail(e, RA_EPAGE,
		    _("%s: the entry %s - %s is there, but what it does is "
		      "not understood (site key menu.id.%s)"),
		    ra_http_shown(s->menu.res.url, shown), i->heading, i->label,
		    i->name);
		ra_page_keep(&s->from, &s->menu, e);
	}
	return rc == 0 ? 0 : -1;
}

/* What came in place of the page may mean that the session is over. */
static bool
ended(const struct ra_session *s, const struct ra_page *p)
{
	return ra_page_says(&s->from, p, RA_S_EXPIRED) ||
	    ra_page_says(&s->from, p, RA_S_NOT_OFFICER) ||
	    p->res.status == 401 || p->res.status == 403;
}

static int
arrive(struct ra_session *s, enum ra_iface_id f, const struct ra_want *want,
    struct ra_page *out, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];

	if (!ra_page_descend(&s->from, want, out, e)) {
		if (e->code == RA_OK)
			ra_page_refuse(
			    &s->from, out, _(ra_iface_table()[f].what), e);
		return -1;
	}
	if (!out->res.streamed && ra_menu_astray(s->from.site, out->html, f)) {
		ra_fail(e, RA_EPAGE,
		    _("%s: the page is about other certificates, wanted: %s"),
		    ra_http_shown(out->res.url, shown),
		    _(ra_iface_table()[f].what));
		ra_page_keep(&s->from, out, e);
		return -1;
	}
	return 0;
}

static int
once(struct ra_session *s, enum ra_iface_id f, const struct ra_want *want,
    struct ra_page *out, struct ra_err *e)
{
	const struct ra_iface *i = &ra_iface_table()[f];

	if (!s->has[f] &&
	    !ra_site_get(s->from.site, RA_S_PATH + f).overridden) {
		ra_fail(e, RA_ECRED,
		    _("the menu shows no entry %s - %s to this officer (%s)"),
		    i->heading, i->label, i->name);
		ra_next(
		    e, _("\"upkira login\" lists what this officer may use"));
		return -1;
	}
	if (walk(s, f, want, out, e) == -1)
		return -1;
	return arrive(s, f, want, out, e);
}

int
ra_menu_go(struct ra_session *s, enum ra_iface_id f, const struct ra_want *want,
    struct ra_page *out, struct ra_err *e)
{
	struct ra_err cause = { 0 };

	if (once(s, f, want, out, &cause) == 0)
		return 0;
	/* A session may end between two uploads of half an hour. To log out of
	 * one that has ended no new one is opened. */
	if (!want->last && (cause.code == RA_ENET || cause.code == RA_ECRED) &&
	    ended(s, out)) {
		ra_err_clear(&cause);
		if (ra_session_login(s, &cause) == 0 &&
		    once(s, f, want, out, &cause) == 0)
			return 0;
	}
	ra_fail(e, cause.code, "%s", cause.msg);
	if (*cause.next != '\0')
		ra_next(e, "%s", cause.next);
	return -1;
}
