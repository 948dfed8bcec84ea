/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What an officer asks of the inventory. */
#include "work/terms.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/span.h"
#include "upki/record.h"
#include "upki/rows.h"

#define DAY 86400

/* A point of time given by one word: its begin and end. */
struct period {
	int64_t from, to;
};

/* "2027-03" is a date too, of its first day, up to the next month's. */
static int
read_date(struct ra_span s, struct period *out)
{
	long year, month = 1;
	char text[48];
	time_t t;

	if ((s.n != 4 && s.n != 7 && s.n != 10) || (s.n > 4 && s.p[4] != '-') ||
	    ra_span_number((struct ra_span){ s.p, 4 }, 1970, 9998, &year) == -1)
		return -1;
	if (s.n > 4 &&
	    ra_span_number((struct ra_span){ s.p + 5, 2 }, 1, 12, &month) == -1)
		return -1;
	snprintf(text, sizeof(text), "%.*s%s", RA_FMT(s),
	    &"-01-01"[s.n == 4 ? 0
		    : s.n == 7 ? 3
			       : 6]);
	if (ra_clock_parse(ra_span_str(text), &t) == -1)
		return -1;
	out->from = t;
	out->to = out->from + DAY;
	if (s.n == 10)
		return 0;
	month = s.n == 4 ? 13 : month + 1;
	snprintf(text, sizeof(text), "%04ld-%02ld-01", year + month / 13,
	    month == 13 ? 1 : month);
	if (ra_clock_parse(ra_span_str(text), &t) == -1)
		return -1;
	out->to = t;
	return 0;
}

/* "30d": a point so far from now. */
static int
read_days(struct ra_span s, const struct ra_span_ask *a, struct period *out)
{
	long n, unit = 1;

	if (s.n < 2 || (s.p[s.n - 1] != 'd' && s.p[s.n - 1] != 'w'))
		return -1;
	if (s.p[s.n - 1] == 'w')
		unit = 7;
	s.n--;
	if (ra_span_number(s, 0, RA_TERMS_DAYS_MAX / unit, &n) == -1)
		return -1;
	n *= unit;
	out->from = out->to = a->now + (a->ahead ? n : -n) * DAY;
	return 0;
}

static int
read_side(struct ra_span s, const struct ra_span_ask *a, struct period *out)
{
	return read_days(s, a, out) == 0 ? 0 : read_date(s, out);
}

static int
no_span(const struct ra_span_ask *a, struct ra_err *e)
{
	return ra_fail(e, RA_EUSAGE,
	    _("%s: found \"%.60s\", wanted days (30d), weeks (6w), a date such "
	      "as 2027, 2027-03 or 2027-03-01, or two of them with .. between"),
	    a->option, a->text);
}

int
ra_terms_span(
    const struct ra_span_ask *a, int64_t *from, int64_t *to, struct ra_err *e)
{
	struct ra_span s = ra_span_str(a->text), last;
	size_t dots = ra_span_find(s, RA_SPAN(".."));
	struct period first = { 0, 0 }, end = { 0, 0 };

	if (dots == s.n) {
		if (read_days(s, a, &first) == 0) {
			*from = a->ahead ? a->now : first.from;
			*to = a->ahead ? first.to : a->now + 1;
			return 0;
		}
		if (read_date(s, &first) == -1)
			return no_span(a, e);
		*from = first.from;
		*to = first.to;
		return 0;
	}
	last = ra_span_from(s, dots + 2);
	s.n = dots;
	if ((s.n == 0 && last.n == 0) ||
	    (s.n > 0 && read_side(s, a, &first) == -1) ||
	    (last.n > 0 && read_side(last, a, &end) == -1))
		return no_span(a, e);
	*from = first.from;
	*to = end.to;
	if (*from != 0 && *to != 0 && *from >= *to)
		return ra_fail(e, RA_EUSAGE,
		    _("%s: \"%.60s\" ends before it begins"), a->option,
		    a->text);
	return 0;
}

static int
add_int(int *set, size_t *n, int v, const char *option, struct ra_err *e)
{
	if (*n == RA_INV_TERMS_MAX)
		return ra_fail(e, RA_EUSAGE, _("%s: more than %d of them"),
		    option, RA_INV_TERMS_MAX);
	set[(*n)++] = v;
	return 0;
}

static int
unknown_state(struct ra_span word, struct ra_err *e)
{
	struct ra_near near = { 0 };
	const struct ra_state *s;
	char text[40];

	snprintf(
	    text, sizeof(text), "%.*s", word.n < 39 ? (int)word.n : 39, word.p);
	for (s = ra_state_table(); s->name != NULL; s++)
		ra_near_offer(&near, text, s->name);
	ra_fail(e, RA_EUSAGE,
	    _("--state: found \"%s\", wanted words such as issued or live, or "
	      "numbers of 状態"),
	    text);
	if (near.word != NULL)
		ra_next(e, _("did you mean %s?"), near.word);
	return -1;
}

/* Every state that is live, or those of that name or number. */
static int
add_state(struct ra_inv_filter *f, struct ra_span word, struct ra_err *e)
{
	const bool live = ra_span_eqs(word, "live");
	const int code =
	    ra_rows_number(word, RA_ROWS_STATE_MAX, RA_INV_NO_STATE);
	const struct ra_state *s;
	size_t before = f->nstates;

	for (s = ra_state_table(); s->name != NULL; s++)
		if (((live && ra_inv_state_live(s->code)) ||
			ra_span_eqs(word, s->name)) &&
		    add_int(f->state, &f->nstates, s->code, "--state", e) == -1)
			return -1;
	if (f->nstates > before)
		return 0;
	/* A number may be one that nobody has named yet. */
	if (code == RA_INV_NO_STATE)
		return unknown_state(word, e);
	return add_int(f->state, &f->nstates, code, "--state", e);
}

static int
add_states(struct ra_inv_filter *f, const char *text, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(text);

	do {
		if (add_state(f, ra_span_trim(ra_span_cut(&rest, ',')), e) ==
		    -1)
			return -1;
	} while (rest.n > 0);
	return 0;
}

static int
add_profiles(struct ra_inv_filter *f, const char *text, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(text);
	int id;

	do {
		id = ra_rows_number(ra_span_trim(ra_span_cut(&rest, ',')),
		    RA_ROWS_PROFILE_MAX, -1);
		if (id < 0)
			return ra_fail(e, RA_EUSAGE,
			    _("--profile: found \"%.60s\", wanted numbers of "
			      "profiles such as 3,11"),
			    text);
		if (add_int(f->profile, &f->nprofiles, id, "--profile", e) ==
		    -1)
			return -1;
	} while (rest.n > 0);
	return 0;
}

static int
add_kinds(struct ra_inv_filter *f, const char *text, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(text), word;
	char one[16];
	unsigned bit;

	do {
		word = ra_span_trim(ra_span_cut(&rest, ','));
		snprintf(one, sizeof(one), "%.*s",
		    word.n < sizeof(one) ? (int)word.n : 0, word.p);
		bit = ra_inv_kind_find(one);
		if (bit == 0)
			return ra_fail(e, RA_EUSAGE,
			    _("--kind: found \"%.60s\", wanted server, client "
			      "or smime"),
			    text);
		f->kinds |= bit;
	} while (rest.n > 0);
	return 0;
}

static int
put_span(const char *option, const char *text, int64_t now, int64_t range[2],
    struct ra_err *e)
{
	const struct ra_span_ask a = { option, text, now,
		strcmp(option, "--expires") == 0 };

	return text == NULL ? 0 : ra_terms_span(&a, &range[0], &range[1], e);
}

static int
put_spans(const struct ra_terms *t, int64_t now, struct ra_inv_filter *f,
    struct ra_err *e)
{
	int64_t applied[2] = { 0, 0 }, issued[2] = { 0, 0 },
		expires[2] = { 0, 0 };

	if (put_span("--applied", t->applied, now, applied, e) == -1 ||
	    put_span("--issued", t->issued, now, issued, e) == -1 ||
	    put_span("--expires", t->expires, now, expires, e) == -1)
		return -1;
	f->applied_from = applied[0];
	f->applied_to = applied[1];
	f->issued_from = issued[0];
	f->issued_to = issued[1];
	f->ends_from = expires[0];
	f->ends_to = expires[1];
	return 0;
}

static int
put_serial(const char *option, const char *text, struct ra_serial *room,
    const char **out, struct ra_err *e)
{
	if (text == NULL)
		return 0;
	if (ra_serial_parse(ra_span_str(text), room, NULL) == -1)
		return ra_fail(e, RA_EUSAGE,
		    _("%s: found \"%.60s\", wanted a serial number, decimal or "
		      "0x and hexadecimal"),
		    option, text);
	*out = room->dec;
	return 0;
}

int
ra_terms_filter(const struct ra_terms *t, int64_t now, struct ra_inv_filter *f,
    struct ra_terms_room *room, struct ra_err *e)
{
	f->cn = t->cn;
	f->dn = t->dn;
	f->domain = t->domain;
	f->manager = t->manager;
	if ((t->state != NULL && add_states(f, t->state, e) == -1) ||
	    (t->profile != NULL && add_profiles(f, t->profile, e) == -1) ||
	    (t->kind != NULL && add_kinds(f, t->kind, e) == -1) ||
	    put_spans(t, now, f, e) == -1 ||
	    put_serial("--serial", t->serial, &room->serial, &f->serial, e) ==
		-1)
		return -1;
	return put_serial("--old-serial", t->old_serial, &room->old_serial,
	    &f->old_serial, e);
}

bool
ra_terms_any(const struct ra_terms *t)
{
	return t->cn != NULL || t->dn != NULL || t->domain != NULL ||
	    t->manager != NULL || t->state != NULL || t->profile != NULL ||
	    t->kind != NULL || t->applied != NULL || t->issued != NULL ||
	    t->expires != NULL || t->serial != NULL || t->old_serial != NULL;
}

int
ra_terms_snapshot(struct ra_inv *inv, const char *text, struct ra_snapshot *out,
    struct ra_err *e)
{
	struct period p;
	long id;
	int rc;

	if (strlen(text) != 10 && strlen(text) != 7 &&
	    ra_span_number(ra_span_str(text), 1, 1000000000, &id) == 0)
		rc = ra_inv_snapshot_id(inv, id, out, e);
	else if (read_date(ra_span_str(text), &p) == 0)
		rc = ra_inv_snapshot_at(inv, p.to - 1, out, e);
	else
		return ra_fail(e, RA_EUSAGE,
		    _("found \"%.60s\", wanted the number of a snapshot or a "
		      "date such as 2027-03-01"),
		    text);
	if (rc == 0)
		ra_fail(e, RA_EINPUT, _("%s: there is no such snapshot"), text);
	return rc == 1 ? 0 : -1;
}
