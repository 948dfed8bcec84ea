/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inventory asked. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "state/inventory_in.h"
#include "upki/profile.h"

#define SQL_MAX 16384
#define TEXTS_MAX 8

/* A question under way: its SQL, and the texts that are bound to it. */
struct ask {
	struct ra_buf sql;
	const char *text[TEXTS_MAX];
	int n;
};

/* A condition with one text. */
static void
where(struct ask *a, const char *condition, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	ra_buf_addf(&a->sql, " AND %s", condition);
	a->text[a->n++] = text;
}

/*
 * A name without a pattern is found by its index; for a pattern the index is
 * read through, not the rows. The + keeps the order's index.
 */
static void
where_cn(struct ask *a, const char *glob)
{
	if (glob == NULL || *glob == '\0')
		return;
	if (strpbrk(glob, "*?[") == NULL)
		where(a, "v.cn = ? COLLATE NOCASE", glob);
	else
		where(a,
		    "+v.id IN (SELECT c.id FROM version c"
		    " WHERE lower(c.cn) GLOB lower(?))",
		    glob);
}

/* Kept in small letters; without a pattern no function is called for it. */
static void
where_domain(struct ask *a, const char *glob)
{
	if (glob == NULL || *glob == '\0')
		return;
	where(a,
	    strpbrk(glob, "*?[") == NULL ? "v.domain = lower(?)"
					 : "v.domain GLOB lower(?)",
	    glob);
}

static void
where_range(struct ask *a, const char *column, int64_t from, int64_t to)
{
	if (from != 0)
		ra_buf_addf(
		    &a->sql, " AND v.%s >= %lld", column, (long long)from);
	if (to != 0)
		ra_buf_addf(&a->sql, " AND v.%s < %lld AND v.%s <> %lld",
		    column, (long long)to, column, (long long)RA_INV_NO_TIME);
}

static void
where_in(struct ask *a, const char *column, const int *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		ra_buf_addf(&a->sql, i == 0 ? " AND v.%s IN (%d" : "%s,%d",
		    i == 0 ? column : "", v[i]);
	if (n > 0)
		ra_buf_addc(&a->sql, ')');
}

static void
where_live(struct ask *a)
{
	const struct ra_state *s;
	int live[RA_INV_TERMS_MAX];
	size_t n = 0;

	for (s = ra_state_table(); s->name != NULL; s++)
		if (ra_inv_state_live(s->code))
			live[n++] = s->code;
	where_in(a, "state", live, n);
}

/* By the profile; where that is not known, by the list. */
static void
where_kind(struct ask *a, unsigned kinds)
{
	const struct ra_profile *p;

	if (kinds == 0)
		return;
	ra_buf_adds(&a->sql, " AND CASE v.profile");
	for (p = ra_profile_table(); p->id != 0; p++)
		ra_buf_addf(&a->sql, " WHEN %d THEN %d", p->id,
		    (kinds & 1u << p->use) != 0);
	ra_buf_addf(&a->sql,
	    " ELSE CASE v.list WHEN %d THEN %d ELSE %d END END", RA_INV_CLIENT,
	    (kinds & 1u << RA_USE_CLIENT) != 0,
	    (kinds & 1u << RA_USE_SERVER) != 0);
}

static void
where_version(struct ask *a, const struct ra_inv_filter *f)
{
	if (f->record != 0)
		ra_buf_addf(
		    &a->sql, " AND v.record = %lld", (long long)f->record);
	if (f->changed > 0)
		ra_buf_addf(
		    &a->sql, " AND v.since > %lld", (long long)f->changed);
	if (f->gone_by > 0)
		ra_buf_addf(&a->sql, " AND v.until > 0 AND v.until <= %lld",
		    (long long)f->gone_by);
	if (f->every)
		return;
	if (f->at == 0)
		ra_buf_adds(&a->sql, " AND v.until = 0");
	else
		ra_buf_addf(&a->sql,
		    " AND v.since <= %lld AND (v.until = 0 OR v.until > %lld)",
		    (long long)f->at, (long long)f->at);
}

static void
put_sql(struct ask *a, const struct ra_inv_filter *f)
{
	static const char *const order[] = {
		[RA_INV_BY_PLACE] = " ORDER BY v.list, v.record, v.id",
		[RA_INV_BY_END] = " ORDER BY v.ends, v.list, v.record, v.id",
		[RA_INV_BY_NAME] = " ORDER BY v.cn COLLATE NOCASE, v.list,"
				   " v.record, v.id",
		[RA_INV_ANYHOW] = "",
	};

	ra_buf_adds(&a->sql, "SELECT " RA_INV_COLUMNS);
	ra_buf_adds(&a->sql,
	    f->line ? ", text FROM version v JOIN line l ON l.version = v.id"
		    : " FROM version v");
	ra_buf_adds(&a->sql, " WHERE 1");
	where_version(a, f);
	if (f->server != f->client)
		ra_buf_addf(&a->sql, " AND v.list = %d",
		    f->server ? RA_INV_SERVER : RA_INV_CLIENT);
	where_in(a, "state", f->state, f->nstates);
	where_in(a, "profile", f->profile, f->nprofiles);
	where_kind(a, f->kinds);
	if (f->live)
		where_live(a);
	where_range(a, "applied", f->applied_from, f->applied_to);
	where_range(a, "start", f->issued_from, f->issued_to);
	where_range(a, "ends", f->ends_from, f->ends_to);
	if (f->undated)
		ra_buf_addf(
		    &a->sql, " AND v.ends = %lld", (long long)RA_INV_NO_TIME);
	where_cn(a, f->cn);
	where(a, "lower(v.dn) GLOB lower(?)", f->dn);
	where_domain(a, f->domain);
	if (f->manager != NULL && *f->manager != '\0') {
		where(a, "(lower(v.manager) GLOB lower(?)", f->manager);
		ra_buf_addf(&a->sql,
		    " OR lower(v.mail) GLOB lower(?%d)"
		    " OR lower(v.unit) GLOB lower(?%d))",
		    a->n, a->n);
	}
	where(a, "v.serial = ? AND v.serial <> ''", f->serial);
	where(a, "v.old_serial = ? AND v.old_serial <> ''", f->old_serial);
	ra_buf_adds(&a->sql, order[f->order]);
}

static void
read_row(const struct ra_query *q, bool line, struct ra_inv_row *r)
{
	const char **const text[] = { &r->application, &r->dn, &r->cn,
		&r->domain, &r->names, &r->serial, &r->old_serial, &r->manager,
		&r->unit, &r->mail };
	int64_t *const number[] = { &r->id, &r->record, &r->since, &r->until };
	int64_t *const time[] = { &r->applied, &r->start, &r->ends,
		&r->revoked };
	int i, at = 0;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < 4; i++)
		*number[i] = ra_query_int(q, at++);
	r->list = ra_query_int(q, at++) == RA_INV_CLIENT ? RA_INV_CLIENT
							 : RA_INV_SERVER;
	r->state = (int)ra_query_int(q, at++);
	r->profile = (int)ra_query_int(q, at++);
	r->reason = (int)ra_query_int(q, at++);
	for (i = 0; i < 4; i++)
		*time[i] = ra_query_int(q, at++);
	for (i = 0; i < 10; i++)
		*text[i] = ra_query_text(q, at++);
	r->line = line ? ra_query_span(q, at) : ra_span_str("");
}

int
ra_inv_each(struct ra_inv *inv, const struct ra_inv_filter *f, ra_inv_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ask a = { .n = 0 };
	struct ra_query *q = NULL;
	struct ra_inv_row row;
	int i, rc = -1;

	ra_buf_init(&a.sql, SQL_MAX);
	put_sql(&a, f);
	if (ra_buf_done(&a.sql, _("the filter"), e) == -1 ||
	    (q = ra_query_new(inv->s, ra_buf_str(&a.sql), e)) == NULL)
		goto out;
	for (i = 0; i < a.n; i++)
		if (ra_query_bind_at(q, i + 1, a.text[i], e) == -1)
			goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		read_row(q, f->line, &row);
		rc = fn(arg, &row, e);
		if (rc != 0)
			break;
	}
out:
	ra_query_free(q);
	ra_buf_clear(&a.sql);
	return rc == -1 ? -1 : 0;
}

int
ra_inv_ragged(struct ra_inv *inv, int64_t snapshot, ra_inv_ragged_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(inv->s,
	    "SELECT list, line, raw FROM ragged WHERE snapshot = ?"
	    " ORDER BY list, line",
	    e);
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", snapshot) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		rc = fn(arg,
		    ra_query_int(q, 0) == RA_INV_CLIENT ? RA_INV_CLIENT
							: RA_INV_SERVER,
		    (uint64_t)ra_query_int(q, 1), ra_query_span(q, 2), e);
		if (rc != 0)
			break;
	}
out:
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}
