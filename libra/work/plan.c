/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Who is planned for what. */
#include "work/plan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "upki/leavers.h"
#include "upki/oracle.h"
#include "upki/record.h"

#define WHY_BYTES 2048

const char *
ra_plan_step_name(enum ra_plan_step s)
{
	static const char *const names[RA_PLAN_STEPS] = {
		[RA_PLAN_RENEW] = N_("renew"),
		[RA_PLAN_CSR] = N_("csr"),
		[RA_PLAN_PEOPLE] = N_("people"),
		[RA_PLAN_REVOKE] = N_("revoke"),
		[RA_PLAN_HELD] = N_("held"),
	};

	return names[s];
}

/* The row is copied. */
static struct ra_plan_row *
add(struct ra_plan *p, const struct ra_inv_row *row, enum ra_plan_step step)
{
	struct ra_plan_row *r;

	p->row = ra_grow(p->row, p->n, sizeof(*p->row));
	r = &p->row[p->n++];
	*r = (struct ra_plan_row){ .step = step };
	ra_held_take(&r->held, row);
	return r;
}

static void
hold(struct ra_plan_row *r, const char *why)
{
	r->step = RA_PLAN_HELD;
	free(r->why);
	r->why = ra_strdup(why);
}

static void
count(struct ra_plan *p)
{
	size_t i;

	memset(p->count, 0, sizeof(p->count));
	for (i = 0; i < p->n; i++)
		p->count[p->row[i].step]++;
}

static bool
is_server(const struct ra_inv_row *r)
{
	return strcmp(ra_inv_kind(r), "server") == 0;
}

/* Requests are matched when the files are written. */
int
ra_plan_renew(struct ra_plan *p, struct ra_inv *inv,
    const struct ra_plan_ask *ask, struct ra_err *e)
{
	struct ra_expiring x = { 0 };
	struct ra_plan_row *r;
	size_t i;
	int rc = ra_expiring_find(inv, &ask->expiring, &x, e);

	for (i = 0; i < x.n && rc == 0; i++) {
		const struct ra_inv_row *row = &x.row[i].held.row;

		r = add(p, row, is_server(row) ? RA_PLAN_CSR : RA_PLAN_PEOPLE);
		if (x.row[i].applied)
			hold(r, _("an application is under way"));
	}
	ra_expiring_clear(&x);
	count(p);
	return rc;
}

/* A certificate that nobody has fetched yet replaces nothing. */
static bool
is_fetched(int state)
{
	return state == 5 || state == 6 || state == 8 || state == 9;
}

static void
judge_successor(struct ra_plan_row *r, const struct ra_expiring_row *x,
    const struct ra_plan_ask *ask)
{
	struct ra_buf b;

	r->successor = ra_strdup(x->successor);
	if (!is_fetched(x->successor_state)) {
		hold(r, _("what follows it has not been fetched yet"));
		return;
	}
	if (!is_server(&x->held.row) && !ask->without_probe) {
		hold(r, _("a person's certificate: nobody can be asked"));
		return;
	}
	ra_buf_init(&b, WHY_BYTES);
	ra_buf_addf(&b, _("replaced by %s"), x->successor);
	r->why = ra_buf_take(&b);
}

static int
find_replaced(struct ra_plan *p, struct ra_inv *inv,
    const struct ra_plan_ask *ask, struct ra_err *e)
{
	struct ra_expiring_ask all = ask->expiring;
	struct ra_expiring x = { 0 };
	size_t i;
	int rc;

	all.days = RA_EXPIRING_DAYS_MAX;
	all.left = 0;
	all.followed = true;
	rc = ra_expiring_find(inv, &all, &x, e);
	for (i = 0; i < x.n && rc == 0; i++)
		if (x.row[i].by != RA_SUCC_NONE)
			judge_successor(
			    add(p, &x.row[i].held.row, RA_PLAN_REVOKE),
			    &x.row[i], ask);
	ra_expiring_clear(&x);
	return rc;
}

/* What the servers' word means for a revocation. */
static void
heed(struct ra_plan_row *r, const struct ra_probe *q)
{
	const char *why = NULL;
	struct ra_buf b;
	size_t i;

	for (i = 0; i < q->n && why == NULL; i++)
		if (q->answer[i].verdict == q->verdict)
			why = q->answer[i].why;
	ra_buf_init(&b, WHY_BYTES);
	if (q->verdict == RA_PROBE_UNREACHABLE)
		ra_buf_addf(&b, _("not asked: %s"), why != NULL ? why : "");
	else if (q->verdict != RA_PROBE_SERVES)
		ra_buf_addf(
		    &b, _("%s does not serve what follows it"), q->place);
	if (b.n > 0)
		hold(r, ra_buf_str(&b));
	ra_buf_clear(&b);
}

/* The questions, and of which row each is. */
struct questions {
	long port;
	struct ra_probes l;
	size_t *row;
};

/* A name that is none, such as one with a star, is held at once. */
static void
add_question(
    struct questions *q, struct ra_plan *p, size_t row, struct ra_span name)
{
	struct ra_plan_row *r = &p->row[row];
	struct ra_buf host;
	struct ra_err why = { 0 };
	struct ra_serial want;

	ra_buf_init(&host, WHY_BYTES);
	ra_buf_add(&host, name);
	if (q->port != 0)
		ra_buf_addf(&host, ":%ld", q->port);
	if (ra_serial_parse(ra_span_str(r->successor), &want, &why) == -1 ||
	    ra_probes_add(&q->l, ra_buf_str(&host), &want, &why) == -1) {
		hold(r, why.msg);
	} else {
		q->row = ra_grow(q->row, q->l.n - 1, sizeof(*q->row));
		q->row[q->l.n - 1] = row;
	}
	ra_buf_clear(&host);
}

/* At each name of the old certificate: it may be in service at any of them. */
static void
add_questions(struct questions *q, struct ra_plan *p, size_t row)
{
	static const struct ra_span mark = { "dNSName=", 8 };
	const struct ra_inv_row *r = &p->row[row].held.row;
	struct ra_span rest = ra_span_str(r->names), name;

	add_question(q, p, row, ra_span_str(r->cn));
	while (rest.n > 0 && p->row[row].step == RA_PLAN_REVOKE) {
		name = ra_span_trim(ra_span_cut(&rest, ','));
		if (ra_span_starts(name, mark))
			name = ra_span_from(name, mark.n);
		if (name.n > 0 && !ra_span_caseeqs(name, r->cn))
			add_question(q, p, row, name);
	}
}

static int
ask_servers(struct ra_plan *p, const struct ra_plan_ask *ask, struct ra_err *e)
{
	struct questions q = { .port = ask->port };
	size_t i;
	int rc;

	for (i = 0; i < p->n; i++)
		if (p->row[i].step == RA_PLAN_REVOKE)
			add_questions(&q, p, i);
	rc = ra_probes_ask(&q.l, &ask->probe, e);
	for (i = 0; i < q.l.n && rc == 0; i++)
		if (p->row[q.row[i]].step == RA_PLAN_REVOKE)
			heed(&p->row[q.row[i]], &q.l.p[i]);
	ra_probes_clear(&q.l);
	free(q.row);
	return rc;
}

/* The rows again as a list, for what reads lists. */
struct relist {
	struct ra_oracle *o;
	struct ra_buf row;
};

static int
tell(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct relist *l = arg;

	ra_buf_reset(&l->row);
	ra_buf_add(&l->row, row->line);
	ra_buf_addc(&l->row, '\n');
	return ra_oracle_add(l->o, "inventory", ra_buf_span(&l->row), e);
}

static struct ra_oracle *
oracle_of(struct ra_inv *inv, struct ra_err *e)
{
	const struct ra_inv_filter all = {
		.client = true, .line = true, .order = RA_INV_BY_PLACE
	};
	const struct ra_record_column *col = ra_record_columns();
	struct relist l = { .o = ra_oracle_new() };
	size_t i;
	int rc;

	ra_buf_init(&l.row, 4 * RA_RECORD_ROW_MAX);
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(&l.row, "%s%c", col[i].header,
		    i + 1 < RA_RECORD_COLUMNS ? '\t' : '\n');
	rc = ra_oracle_add(l.o, "inventory", ra_buf_span(&l.row), e);
	if (rc == 0)
		rc = ra_inv_each(inv, &all, tell, &l, e);
	if (rc == 0)
		rc = ra_oracle_end(l.o, "inventory", e);
	ra_buf_clear(&l.row);
	if (rc == 0)
		return l.o;
	ra_oracle_free(l.o);
	return NULL;
}

static int
keep_leaver(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct ra_plan *p = arg;

	(void)e;
	add(p, row, RA_PLAN_REVOKE)->why =
	    ra_strdup(_("not in the list of people"));
	return 1;
}

static int
find_rows(struct ra_plan *p, struct ra_inv *inv, const struct ra_leavers *left,
    struct ra_err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < left->drafts.n && rc == 0; i++) {
		struct ra_inv_filter one = { .client = true,
			.live = true,
			.serial = ra_draft_get(&left->drafts.d[i], "serial") };

		rc = ra_inv_each(inv, &one, keep_leaver, p, e);
	}
	return rc;
}

static int
find_leavers(struct ra_plan *p, struct ra_inv *inv,
    const struct ra_plan_ask *ask, struct ra_err *e)
{
	const struct ra_leavers_ask how = { .expect = ask->expect,
		.now = ask->now };
	struct ra_stayers *s =
	    ra_stayers_parse(ask->stayers_name, ask->stayers, e);
	struct ra_oracle *o = s != NULL ? oracle_of(inv, e) : NULL;
	struct ra_leavers left = { 0 };
	int rc = -1;

	if (o != NULL && ra_leavers_find(s, o, &how, &left, e) == 0)
		rc = find_rows(p, inv, &left, e);
	ra_leavers_clear(&left);
	ra_oracle_free(o);
	ra_stayers_free(s);
	return rc;
}

static int
by_manager(const void *a, const void *b)
{
	const struct ra_inv_row *x = &((const struct ra_plan_row *)a)->held.row;
	const struct ra_inv_row *y = &((const struct ra_plan_row *)b)->held.row;
	int c = strcasecmp(x->mail, y->mail);

	if (c == 0)
		c = strcasecmp(x->cn, y->cn);
	if (c == 0)
		c = (x->record > y->record) - (x->record < y->record);
	return c;
}

int
ra_plan_revoke(struct ra_plan *p, struct ra_inv *inv,
    const struct ra_plan_ask *ask, struct ra_err *e)
{
	int rc = ask->replaced ? find_replaced(p, inv, ask, e)
			       : find_leavers(p, inv, ask, e);

	if (rc == 0 && ask->replaced && !ask->without_probe)
		rc = ask_servers(p, ask, e);
	if (p->n > 0)
		qsort(p->row, p->n, sizeof(*p->row), by_manager);
	count(p);
	return rc;
}

void
ra_plan_clear(struct ra_plan *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		ra_held_clear(&p->row[i].held);
		free(p->row[i].why);
		free(p->row[i].successor);
	}
	free(p->row);
	*p = (struct ra_plan){ 0 };
}
