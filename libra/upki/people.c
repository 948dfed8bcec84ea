/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* From a list of people to applications for them. */
#include "upki/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "pki/dn.h"
#include "upki/profile.h"
#include "upki/roll.h"

/* What must stand there once only, and where it stands. */
struct mark {
	const char *text; /* borrowed from a draft */
	size_t line;
	bool made; /* by us, not given */
};

struct walk {
	struct ra_roll roll;
	const struct ra_people_ask *ask;
	struct mark *who, *file; /* one a person each */
	size_t n;
};

/* The cell is named and never quoted: beside it may stand an access PIN. */
static int
say(const struct walk *w, enum ra_roll_id id, const char *what,
    struct ra_err *e)
{
	const struct ra_csv_cell *cell = ra_roll_cell(&w->roll, id);

	return ra_fail(e, RA_EINPUT, "%s:%zu:%zu: %s", w->roll.csv.name,
	    cell->line, cell->column, what);
}

/*
 * Every column that an application has one for. What the list leaves empty is
 * for the option, then for the institution's defaults.
 */
static int
take_values(const struct walk *w, struct ra_draft *d, struct ra_err *e)
{
	const struct ra_roll_column *c = ra_roll_columns();
	struct ra_span v;
	size_t i;

	for (i = 0; i < RA_ROLL_COUNT; i++) {
		v = ra_roll_get(&w->roll, (enum ra_roll_id)i);
		if (v.n > 0 && c[i].column != NULL &&
		    ra_draft_set(d, c[i].column, v, false, e) == -1)
			return -1;
	}
	return ra_draft_set(
	    d, "profile_id", ra_span_str(w->ask->profile), true, e);
}

/* The profiles that people may have, as in "5, 7, 13". */
static void
add_profiles(struct ra_buf *b)
{
	const struct ra_profile *p;

	for (p = ra_profile_table(); p->id != 0; p++)
		if (p->use != RA_USE_SERVER && p->current)
			ra_buf_addf(b, "%s%d", b->n > 0 ? ", " : "", p->id);
}

static int
no_such_profile(const struct walk *w, struct ra_err *e)
{
	struct ra_buf b;

	ra_buf_init(&b, RA_ERR_MSG_MAX);
	add_profiles(&b);
	say(w, RA_ROLL_PROFILE,
	    _("no profile of client or S/MIME certificates"), e);
	ra_next(e, _("profiles for people: %s"), ra_buf_str(&b));
	ra_buf_clear(&b);
	return -1;
}

/* Before anything else, because it tells whose name the CN is. */
static int
find_use(const struct walk *w, const struct ra_draft *d, enum ra_use *use,
    struct ra_err *e)
{
	const char *said = ra_draft_get(d, "profile_id");
	const struct ra_profile *p;
	long id;

	if (said == NULL) {
		say(w, RA_ROLL_PROFILE, _("no profile"), e);
		ra_next(e, _("say --cert-profile ID, or add a column profile"));
		return -1;
	}
	if (ra_span_number(ra_span_str(said), 1, 99, &id) == -1 ||
	    (p = ra_profile_find(id)) == NULL || p->use == RA_USE_SERVER)
		return no_such_profile(w, e);
	*use = p->use;
	return 0;
}

/* UPKI since 2023-08: the CN of S/MIME is the user's mail address. */
static int
choose_cn(
    const struct walk *w, enum ra_use use, struct ra_span *cn, struct ra_err *e)
{
	struct ra_span mail = ra_roll_get(&w->roll, RA_ROLL_MAIL);

	*cn = ra_roll_get(&w->roll, RA_ROLL_CN);
	if (use != RA_USE_SMIME && cn->n > 0)
		return 0;
	if (use != RA_USE_SMIME) {
		say(w, RA_ROLL_CN, _("no CN for a client certificate"), e);
		ra_next(e, _("fill the column cn"));
		return -1;
	}
	if (mail.n == 0)
		return say(w, RA_ROLL_MAIL,
		    _("no mail address, which is the CN of an S/MIME "
		      "certificate"),
		    e);
	if (cn->n > 0 && !ra_span_eq(*cn, mail))
		return say(w, RA_ROLL_CN,
		    _("the CN of an S/MIME certificate is the mail address"),
		    e);
	*cn = mail;
	return 0;
}

/* A value with a comma and a known name would be more than one attribute. */
static bool
holds(struct ra_span dn, struct ra_span cn, struct ra_span ou)
{
	struct ra_dn parsed = { 0 };
	bool ok;

	ok = ra_dn_parse("DN", dn, &parsed, NULL) == 0 &&
	    parsed.n == (ou.n > 0 ? 2 : 1) &&
	    ra_span_eqs(cn, parsed.rdn[0].value) &&
	    (ou.n == 0 || ra_span_eqs(ou, parsed.rdn[1].value));
	ra_dn_clear(&parsed);
	return ok;
}

/* O, L, ST and C are the institution's and laid under it later. */
static int
set_subject(const struct walk *w, struct ra_draft *d, struct ra_span cn,
    struct ra_err *e)
{
	struct ra_span ou = ra_roll_get(&w->roll, RA_ROLL_OU);
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_DN_MAX);
	ra_buf_adds(&b, "CN=");
	ra_buf_add(&b, cn);
	ra_buf_adds(&b, ou.n > 0 ? ",OU=" : "");
	ra_buf_add(&b, ou);
	if (b.over || !holds(ra_buf_span(&b), cn, ou))
		say(w, RA_ROLL_CN,
		    _("CN and OU are longer than a name may be, or hold "
		      "another attribute"),
		    e);
	else
		rc = ra_draft_set(d, "subject_dn", ra_buf_span(&b), false, e);
	ra_buf_clear(&b);
	return rc;
}

/* Letters and digits; what stands between them becomes one "-". */
static void
add_safe(struct ra_span s, struct ra_buf *out)
{
	size_t i;
	char c;

	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9'))
			ra_buf_addc(out, c);
		else if (out->n > 0 && out->p[out->n - 1] != '-')
			ra_buf_addc(out, '-');
	}
}

/* The name of a file is ours to choose, but the same list gives the same. */
static int
make_file(const struct walk *w, struct ra_draft *d, struct ra_span cn,
    struct ra_err *e)
{
	struct ra_span name;
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, RA_DN_MAX);
	add_safe(cn, &b);
	add_safe(RA_SPAN("-"), &b);
	add_safe(ra_roll_get(&w->roll, RA_ROLL_OU), &b);
	name = ra_buf_span(&b);
	if (name.n > 0 && name.p[name.n - 1] == '-')
		name.n--;
	if (name.n > 0)
		rc = ra_draft_set(d, "p12_file", name, true, e);
	else
		rc = say(w, RA_ROLL_FILE,
		    _("no file name, and none can be made of the CN"), e);
	ra_buf_clear(&b);
	return rc;
}

/* By line: drafts know where they come from as text alone. */
static void
remember(struct walk *w, const struct ra_draft *d, bool made)
{
	size_t line = w->roll.csv.cell[0].line;

	w->who = ra_grow(w->who, w->n, sizeof(*w->who));
	w->file = ra_grow(w->file, w->n, sizeof(*w->file));
	w->who[w->n] =
	    (struct mark){ ra_draft_get(d, "subject_dn"), line, false };
	w->file[w->n] =
	    (struct mark){ ra_draft_get(d, "p12_file"), line, made };
	w->n++;
}

/* Its origin is what every later message about it begins with. */
static int
one_person(struct walk *w, struct ra_drafts *out, struct ra_err *e)
{
	char origin[RA_DRAFT_ORIGIN_MAX];
	struct ra_draft *d;
	struct ra_span cn;
	enum ra_use use;
	bool made;

	snprintf(origin, sizeof(origin), "%s:%zu", w->roll.csv.name,
	    w->roll.csv.cell[0].line);
	if ((d = ra_drafts_add(out, w->ask->form, origin, e)) == NULL ||
	    take_values(w, d, e) == -1 || find_use(w, d, &use, e) == -1 ||
	    choose_cn(w, use, &cn, e) == -1 || set_subject(w, d, cn, e) == -1)
		return -1;
	made = ra_draft_get(d, "p12_file") == NULL;
	if (made && make_file(w, d, cn, e) == -1)
		return -1;
	remember(w, d, made);
	return 0;
}

/*
 * In any case of letters: whether the service tells them apart is not known,
 * and one person written in two ways is likelier than two people.
 */
static int
by_text(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	int rc = strcasecmp(x->text, y->text);

	if (rc != 0)
		return rc;
	return x->line < y->line ? -1 : x->line > y->line;
}

/*
 * The first line whose text stands before too, and that one's line in *first;
 * 0: none. Names that were all given are the officer's affair.
 */
static size_t
find_twice(struct mark *m, size_t n, bool made, size_t *first)
{
	size_t i, line = 0;

	if (n > 1)
		qsort(m, n, sizeof(*m), by_text);
	for (i = 1; i < n; i++) {
		if (strcasecmp(m[i - 1].text, m[i].text) != 0 ||
		    (made && !m[i - 1].made && !m[i].made) ||
		    (line != 0 && m[i].line >= line))
			continue;
		line = m[i].line;
		*first = m[i - 1].line;
	}
	return line;
}

/*
 * Two applications with one DN may be refused by the service (212), or give
 * one person two certificates that nobody can tell apart.
 */
static int
refuse_twice(struct walk *w, struct ra_err *e)
{
	size_t line, first = 0;

	if ((line = find_twice(w->who, w->n, false, &first)) != 0) {
		ra_fail(e, RA_EINPUT,
		    _("%s:%zu: the same CN and OU as in line %zu"),
		    w->roll.csv.name, line, first);
		ra_next(e,
		    _("leave out one of the lines, or tell the people apart by "
		      "the column ou"));
		return -1;
	}
	if ((line = find_twice(w->file, w->n, true, &first)) != 0) {
		ra_fail(e, RA_EINPUT,
		    _("%s:%zu: the file would have the same name as that of "
		      "line %zu"),
		    w->roll.csv.name, line, first);
		ra_next(e, _("give the names in a column file"));
		return -1;
	}
	return 0;
}

static int
walk_rows(struct walk *w, struct ra_drafts *out, struct ra_err *e)
{
	bool more = true;

	while (more) {
		if (ra_roll_next(&w->roll, &more, e) == -1 ||
		    (more && one_person(w, out, e) == -1))
			return -1;
	}
	if (w->n == 0)
		return ra_fail(e, RA_EINPUT, _("%s: nobody stands in the list"),
		    w->roll.csv.name);
	return refuse_twice(w, e);
}

int
ra_people_parse(const char *name, struct ra_span in,
    const struct ra_people_ask *ask, struct ra_drafts *out, struct ra_err *e)
{
	struct walk *w = ra_calloc(1, sizeof(*w));
	int rc = -1;

	w->ask = ask;
	if (ra_roll_open(&w->roll, name, in, true, e) == 0)
		rc = walk_rows(w, out, e);
	ra_roll_clear(&w->roll);
	free(w->who);
	free(w->file);
	free(w);
	return rc;
}
