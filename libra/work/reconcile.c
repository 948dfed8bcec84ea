/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Records without a verdict, looked for in the lists. */
#include "work/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "pki/dn.h"
#include "pki/serial.h"
#include "pki/spki.h"
#include "upki/profile.h"

enum aim { AIM_NONE, AIM_ISSUE, AIM_RENEW, AIM_REVOKE };

static const struct {
	const char *kind;
	enum aim aim;
	bool client;
} aims[] = {
	{ "server-issue", AIM_ISSUE, false },
	{ "server-renew", AIM_RENEW, false },
	{ "server-revoke", AIM_REVOKE, false },
	{ "client-issue", AIM_ISSUE, true },
	{ "client-renew", AIM_RENEW, true },
	{ "client-revoke", AIM_REVOKE, true },
	{ "acme-revoke", AIM_REVOKE, false },
};

static enum aim
aim_of(const char *kind, bool *client)
{
	size_t i;

	*client = false;
	for (i = 0; i < sizeof(aims) / sizeof(aims[0]); i++)
		if (strcmp(kind, aims[i].kind) == 0) {
			*client = aims[i].client;
			return aims[i].aim;
		}
	return AIM_NONE; /* accounts and managers are in no list */
}

const char *
ra_found_name(enum ra_finding_of f)
{
	static const char *const name[] = {
		[RA_FOUND_ACCEPTED] = N_("accepted"),
		[RA_FOUND_ABSENT] = N_("absent"),
		[RA_FOUND_EARLY] = N_("too-early"),
		[RA_FOUND_AMBIGUOUS] = N_("ambiguous"),
	};

	return name[f];
}

static int
keep(void *arg, const struct ra_journal_record *rec, struct ra_err *e)
{
	struct ra_reconcile *r = arg;
	struct ra_suspect *s;

	if (r->n == RA_RECONCILE_MAX)
		return ra_fail(e, RA_ELOCAL,
		    _("more than %d records have no known outcome: name a "
		      "batch"),
		    RA_RECONCILE_MAX);
	r->v = ra_grow(r->v, r->n, sizeof(*r->v));
	s = &r->v[r->n++];
	*s = (struct ra_suspect){ .id = rec->id,
		.batch = rec->batch,
		.seq = rec->seq,
		.kind = ra_strdup(rec->kind),
		.cn = ra_strdup(rec->cn),
		.dn = ra_strdup(rec->dn),
		.serial = ra_strdup(rec->serial),
		.target = ra_strdup(rec->target),
		.endpoint = ra_strdup(rec->endpoint),
		.sent = rec->sent_at };
	strncpy(s->spki, rec->spki, sizeof(s->spki) - 1);
	return 0;
}

struct rivals {
	struct ra_suspect *s;
	time_t slack;
};

/* Another record of ours with the same aim: the row may be of that one. */
static int
rival(void *arg, const struct ra_journal_record *rec, struct ra_err *e)
{
	struct rivals *v = arg;

	(void)e;
	if (rec->id != v->s->id && rec->sent_at >= v->s->sent - v->slack &&
	    (rec->state == RA_FATE_ACCEPTED || ra_fate_open(rec->state)))
		v->s->others++;
	return 0;
}

int
ra_reconcile_load(struct ra_reconcile *r, int64_t batch, struct ra_err *e)
{
	struct ra_journal_ask ask = { .batch = batch, .open = true };
	size_t i;

	ra_buf_init(&r->text, RA_RECORD_ROW_MAX * 4);
	if (ra_journal_records(r->j, &ask, keep, r, e) == -1)
		return -1;
	ask = (struct ra_journal_ask){ 0 };
	for (i = 0; i < r->n; i++) {
		struct rivals v = { &r->v[i], r->slack };

		ask.target = r->v[i].target;
		ask.kind = r->v[i].kind;
		ask.endpoint = r->v[i].endpoint;
		if (ra_journal_records(r->j, &ask, rival, &v, e) == -1)
			return -1;
	}
	return 0;
}

/* A row of the list. */
struct sight {
	struct ra_reconcile *r;
	const struct ra_row *row;
	bool client;
	int state;
	time_t applied; /* 0: not read */
	char *target;	/* "dn:..." */
	char serial[RA_SERIAL_TEXT], old[RA_SERIAL_TEXT];
	char spki[RA_DIGEST_TEXT];
};

static time_t
when(struct ra_reconcile *r, struct ra_span cell)
{
	time_t t;

	if (cell.n == 0 || ra_clock_parse(cell, &t) == -1)
		return 0;
	if (t > r->newest)
		r->newest = t;
	return t;
}

static void
remember(struct ra_suspect *s, const struct sight *g)
{
	struct ra_span at = g->row->col[RA_AT_APPLIED];

	free(s->row_serial);
	free(s->row_at);
	s->row_serial = ra_strdup(g->serial);
	s->row_at = ra_strndup(at.p, at.n);
	s->row_state = g->state;
}

static void
doubt(struct ra_suspect *s, const char *why)
{
	s->odd = true;
	if (s->doubt == NULL)
		s->doubt = why;
}

/* The row is of this aim: is it of this record? */
static void
weigh(struct ra_suspect *s, const struct sight *g)
{
	bool keys = s->spki[0] != '\0' && g->spki[0] != '\0';
	bool same = keys && strcmp(s->spki, g->spki) == 0;

	if (g->applied != 0 && g->applied < s->sent - g->r->slack) {
		if (!same)
			return; /* an earlier application */
		doubt(s, N_("its key stands in an earlier application"));
	} else if (g->applied == 0)
		doubt(s, N_("a row has no time that can be read"));
	else if (keys && !same)
		doubt(s, N_("a later row has another key"));
	else if (g->state < 0)
		doubt(s, N_("its row ended in an error of the service"));
	else
		s->rows++;
	remember(s, g);
}

static void
meet_issue(struct ra_suspect *s, const struct sight *g)
{
	if (strcmp(s->target, g->target) == 0 ||
	    (s->spki[0] != '\0' && strcmp(s->spki, g->spki) == 0))
		weigh(s, g);
}

static void
meet_renew(struct ra_suspect *s, const struct sight *g)
{
	if (strcmp(s->serial, g->old) == 0 ||
	    (s->spki[0] != '\0' && strcmp(s->spki, g->spki) == 0))
		weigh(s, g);
	else if (strcmp(s->serial, g->serial) == 0 && g->state == 1)
		doubt(s, N_("the list has it as being renewed"));
}

static void
meet_revoke(struct ra_suspect *s, const struct sight *g)
{
	time_t t;

	if (strcmp(s->serial, g->serial) != 0)
		return;
	s->seen = true;
	remember(s, g);
	if (g->state != 2 && g->state != 7 && g->state != 10)
		return;
	t = when(g->r, g->row->col[RA_AT_REVOKE_APPLIED]);
	if (t == 0)
		doubt(s, N_("it is revoked, at a time that cannot be read"));
	else if (t < s->sent - g->r->slack)
		doubt(s, N_("it was revoked by an earlier application"));
	else
		s->rows++;
}

static char *
target_of(struct ra_reconcile *r, const struct ra_row *row)
{
	struct ra_span dn =
	    ra_rows_utf8(&r->rows, row->col[RA_AT_DN], &r->text);
	struct ra_dn d = { 0 };
	struct ra_buf b;

	ra_buf_init(&b, RA_RECORD_ROW_MAX * 4);
	ra_buf_adds(&b, "dn:");
	if (ra_dn_parse("", dn, &d, NULL) == 0)
		ra_dn_format(&d, &b);
	else
		ra_buf_add(&b, dn);
	ra_dn_clear(&d);
	return ra_buf_take(&b);
}

static void
serial_of(struct ra_span cell, char out[RA_SERIAL_TEXT])
{
	struct ra_serial s;

	out[0] = '\0';
	if (cell.n > 0 && ra_serial_parse(cell, &s, NULL) == 0)
		memcpy(out, s.dec, sizeof(s.dec));
}

static void
look(struct sight *g, const struct ra_row *row)
{
	struct ra_reconcile *r = g->r;
	const struct ra_profile *p = ra_profile_find(
	    ra_rows_number(row->col[RA_AT_PROFILE], RA_ROWS_PROFILE_MAX, 0));

	g->client = p != NULL && p->use != RA_USE_SERVER;
	r->saw_client = r->saw_client || g->client;
	r->saw_server = r->saw_server || !g->client;
	g->state = ra_rows_number(
	    row->col[RA_AT_STATE], RA_ROWS_STATE_MAX, -RA_ROWS_STATE_MAX);
	g->applied = when(r, row->col[RA_AT_APPLIED]);
	(void)when(r, row->col[RA_AT_REVOKE_APPLIED]);
	(void)when(r, row->col[RA_AT_UPDATED]);
	serial_of(row->col[RA_AT_SERIAL], g->serial);
	serial_of(row->col[RA_AT_OLD_SERIAL], g->old);
	if (!ra_spki_of_csr(row->col[RA_AT_CSR], g->spki))
		ra_spki_of_cert(row->col[RA_AT_CERT], g->spki);
	g->target = target_of(r, row);
}

static int
on_row(void *arg, const struct ra_row *row, struct ra_err *e)
{
	struct ra_reconcile *r = arg;
	struct sight g = { .r = r, .row = row };
	bool client;
	size_t i;

	(void)e;
	if (row->col == NULL)
		return 0;
	look(&g, row);
	for (i = 0; i < r->n; i++) {
		enum aim aim = aim_of(r->v[i].kind, &client);

		if (client != g.client)
			continue;
		if (aim == AIM_ISSUE)
			meet_issue(&r->v[i], &g);
		else if (aim == AIM_RENEW)
			meet_renew(&r->v[i], &g);
		else if (aim == AIM_REVOKE)
			meet_revoke(&r->v[i], &g);
	}
	free(g.target);
	return 0;
}

void
ra_reconcile_begin(struct ra_reconcile *r, const char *name)
{
	ra_rows_clear(&r->rows);
	ra_rows_init(&r->rows);
	r->rows.name = name;
	r->rows.row = on_row;
	r->rows.arg = r;
	r->saw_server = r->saw_client = false;
	r->newest = 0;
}

int
ra_reconcile_add(void *arg, struct ra_span piece, struct ra_err *e)
{
	struct ra_reconcile *r = arg;

	return ra_rows_add(&r->rows, piece, e);
}

/* A row that cannot be read may be the very one that is looked for. */
static void
all_odd(struct ra_reconcile *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->v[i].rows == 0)
			doubt(&r->v[i],
			    N_("the list has rows that cannot be "
			       "read"));
}

int
ra_reconcile_end(struct ra_reconcile *r, time_t taken, struct ra_err *e)
{
	time_t as_of = taken != 0 ? taken : r->newest;

	if (ra_rows_end(&r->rows, e) == -1)
		return -1;
	if (taken == 0)
		as_of = r->newest;
	if (r->as_of == 0 || as_of < r->as_of)
		r->as_of = as_of;
	r->server = r->server || r->saw_server;
	r->client = r->client || r->saw_client;
	if (r->rows.ragged > 0)
		all_odd(r);
	return 0;
}

static void
found(struct ra_suspect *s, enum ra_finding_of f, const char *why)
{
	s->found = f;
	s->why = why;
}

static void
judge(const struct ra_reconcile *r, struct ra_suspect *s)
{
	bool client;
	enum aim aim = aim_of(s->kind, &client);

	if (aim == AIM_NONE)
		found(s, RA_FOUND_AMBIGUOUS, N_("no list tells of it"));
	else if (client ? !r->client : !r->server)
		found(s, RA_FOUND_AMBIGUOUS, N_("its list was not there"));
	else if (s->odd)
		found(s, RA_FOUND_AMBIGUOUS, s->doubt);
	else if (s->rows == 1 && s->others == 0)
		found(s, RA_FOUND_ACCEPTED,
		    N_("the list has it, with a later time"));
	else if (s->rows > 0)
		found(s, RA_FOUND_AMBIGUOUS,
		    N_("several records or rows may belong together"));
	else if (r->as_of < s->sent + r->wait)
		found(s, RA_FOUND_EARLY,
		    N_("not in the list, which may be too early a one"));
	else if (aim == AIM_REVOKE && !s->seen)
		found(s, RA_FOUND_AMBIGUOUS,
		    N_("the list has no certificate of this serial"));
	else
		found(s, RA_FOUND_ABSENT, N_("not in the list"));
}

void
ra_reconcile_judge(struct ra_reconcile *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		judge(r, &r->v[i]);
}

static int
settle_one(struct ra_reconcile *r, const struct ra_suspect *s, struct ra_err *e)
{
	struct ra_journal_entry n = { .event = RA_EV_SETTLED,
		.batch = s->batch,
		.record = s->id,
		.by = "list",
		.text = s->why };

	if (s->found == RA_FOUND_ACCEPTED)
		n.state = RA_FATE_ACCEPTED;
	else if (s->found == RA_FOUND_ABSENT)
		n.state = RA_FATE_ABSENT;
	else
		return 0;
	return ra_journal_add(r->j, &n, e);
}

int
ra_reconcile_settle(struct ra_reconcile *r, struct ra_err *e)
{
	size_t i;
	int rc = ra_journal_begin(r->j, e);

	for (i = 0; rc == 0 && i < r->n; i++)
		rc = settle_one(r, &r->v[i], e);
	if (rc == 0)
		rc = ra_journal_commit(r->j, e);
	ra_journal_rollback(r->j);
	return rc;
}

void
ra_reconcile_clear(struct ra_reconcile *r)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		free(r->v[i].kind);
		free(r->v[i].cn);
		free(r->v[i].dn);
		free(r->v[i].serial);
		free(r->v[i].target);
		free(r->v[i].endpoint);
		free(r->v[i].row_serial);
		free(r->v[i].row_at);
	}
	free(r->v);
	ra_buf_clear(&r->text);
	ra_rows_clear(&r->rows);
	memset(r, 0, sizeof(*r));
}
