/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The filter of the inventory on rows of a file. */
#include "work/match.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/glob.h"
#include "upki/naming.h"
#include "upki/profile.h"
#include "upki/rows.h"

#define TEXT_BYTES (RA_RECORD_ROW_MAX * 3)

void
ra_match_init(struct ra_match *m)
{
	struct ra_buf *const b[] = { &m->dn, &m->cn, &m->domain, &m->manager,
		&m->unit, &m->mail };
	size_t i;

	memset(m, 0, sizeof(*m));
	for (i = 0; i < sizeof(b) / sizeof(b[0]); i++)
		ra_buf_init(b[i], TEXT_BYTES);
}

void
ra_match_clear(struct ra_match *m)
{
	struct ra_buf *const b[] = { &m->dn, &m->cn, &m->domain, &m->manager,
		&m->unit, &m->mail };
	size_t i;

	for (i = 0; i < sizeof(b) / sizeof(b[0]); i++)
		ra_buf_clear(b[i]);
}

static void
decode(enum ra_charset charset, struct ra_span s, struct ra_buf *out)
{
	ra_buf_reset(out);
	(void)ra_text_decode_lenient(charset, s, out);
}

static int64_t
when(struct ra_span cell)
{
	time_t t;

	return ra_clock_parse(cell, &t) == -1 ? RA_INV_NO_TIME : (int64_t)t;
}

static struct ra_span
decimal(struct ra_span cell, struct ra_serial *room)
{
	if (cell.n == 0 || ra_serial_parse(cell, room, NULL) == -1)
		return cell;
	return ra_span_str(room->dec);
}

void
ra_match_read(
    struct ra_match *m, const struct ra_span *col, enum ra_charset charset)
{
	const struct ra_profile *p;

	decode(charset, col[RA_AT_DN], &m->dn);
	decode(charset, col[RA_AT_MANAGER], &m->manager);
	decode(charset, col[RA_AT_UNIT], &m->unit);
	decode(charset, col[RA_AT_MAIL], &m->mail);
	ra_naming_cn(ra_buf_span(&m->dn), &m->cn);
	ra_naming_domain(
	    ra_buf_span(&m->cn), ra_buf_span(&m->mail), &m->domain);
	m->row.state = ra_rows_number(
	    col[RA_AT_STATE], RA_ROWS_STATE_MAX, RA_INV_NO_STATE);
	m->row.profile =
	    ra_rows_number(col[RA_AT_PROFILE], RA_ROWS_PROFILE_MAX, 0);
	/* A file does not say which list it is; the profile does. */
	p = ra_profile_find(m->row.profile);
	m->row.list = p != NULL && p->use != RA_USE_SERVER ? RA_INV_CLIENT
							   : RA_INV_SERVER;
	m->row.applied = when(col[RA_AT_APPLIED]);
	m->row.start = when(col[RA_AT_START]);
	m->row.ends = when(col[RA_AT_ENDS]);
	m->serial = decimal(col[RA_AT_SERIAL], &m->room[0]);
	m->old_serial = decimal(col[RA_AT_OLD_SERIAL], &m->room[1]);
}

static bool
wanted(const char *glob)
{
	return glob != NULL && *glob != '\0';
}

static bool
globs(const char *glob, const struct ra_buf *text)
{
	return !wanted(glob) || ra_glob(ra_span_str(glob), ra_buf_span(text));
}

static bool
among(int v, const int *set, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (set[i] == v)
			return true;
	return n == 0;
}

static bool
within(int64_t t, int64_t from, int64_t to)
{
	if (from == 0 && to == 0)
		return true;
	return t != RA_INV_NO_TIME && t >= from && (to == 0 || t < to);
}

static bool
is_serial(const char *want, struct ra_span have)
{
	return !wanted(want) || ra_span_eqs(have, want);
}

static bool
of_kind(const struct ra_inv_row *row, unsigned kinds)
{
	return kinds == 0 || (kinds & ra_inv_kind_bit(row)) != 0;
}

static bool
numbers(const struct ra_inv_row *r, const struct ra_inv_filter *f)
{
	return (f->server == f->client ||
		   f->server == (r->list == RA_INV_SERVER)) &&
	    among(r->state, f->state, f->nstates) &&
	    among(r->profile, f->profile, f->nprofiles) &&
	    of_kind(r, f->kinds) && (!f->live || ra_inv_state_live(r->state)) &&
	    (!f->undated || r->ends == RA_INV_NO_TIME) &&
	    within(r->applied, f->applied_from, f->applied_to) &&
	    within(r->start, f->issued_from, f->issued_to) &&
	    within(r->ends, f->ends_from, f->ends_to);
}

bool
ra_match(const struct ra_match *m, const struct ra_inv_filter *f)
{
	return numbers(&m->row, f) && globs(f->cn, &m->cn) &&
	    globs(f->dn, &m->dn) && globs(f->domain, &m->domain) &&
	    (globs(f->manager, &m->manager) || globs(f->manager, &m->mail) ||
		globs(f->manager, &m->unit)) &&
	    is_serial(f->serial, m->serial) &&
	    is_serial(f->old_serial, m->old_serial);
}

const char *
ra_match_state(int state, char room[16])
{
	const struct ra_state *s = ra_state_find(state);

	if (s != NULL)
		return s->name;
	room[0] = '\0';
	if (state != RA_INV_NO_STATE)
		snprintf(room, 16, "%d", state);
	return room;
}

void
ra_match_own(struct ra_match *m, struct ra_span own[RA_COL_OWN])
{
	own[0] =
	    ra_span_str(m->row.list == RA_INV_SERVER ? "server" : "client");
	own[RA_COL_KIND - RA_COL_LIST] = ra_span_str(ra_inv_kind(&m->row));
	own[RA_COL_CN - RA_COL_LIST] = ra_buf_span(&m->cn);
	own[RA_COL_DOMAIN - RA_COL_LIST] = ra_buf_span(&m->domain);
	own[RA_COL_STATE_NAME - RA_COL_LIST] =
	    ra_span_str(ra_match_state(m->row.state, m->state));
}
