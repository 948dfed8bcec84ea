/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Changes laid beside the journal. */
#include "work/explain.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "pki/serial.h"
#include "state/journal.h"

/* What the journal says was sent. */
struct sent {
	char *kind, *cn, *dn, *serial;
	time_t at;
	bool refused;
};

struct sent_list {
	struct sent *s;
	size_t n;
};

bool
ra_change_wants_reason(enum ra_change_kind k)
{
	switch (k) {
	case RA_CHANGE_ISSUED:
	case RA_CHANGE_RENEWED:
	case RA_CHANGE_APPLIED:
	case RA_CHANGE_FAILED:
	case RA_CHANGE_REVOKED:
	case RA_CHANGE_REVOKING:
		return true;
	default:
		return false;
	}
}

/* Decimal, however it was written in the file. */
static char *
decimal(const char *text)
{
	struct ra_serial s;

	if (ra_serial_parse(ra_span_str(text), &s, NULL) == -1)
		return ra_strdup(text);
	return ra_strdup(s.dec);
}

/* Nothing was done by what did not leave, or did not arrive. */
static bool
has_arrived(enum ra_fate f)
{
	return f == RA_FATE_SENT || f == RA_FATE_ACCEPTED ||
	    f == RA_FATE_REFUSED || f == RA_FATE_UNKNOWN;
}

static int
take(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct sent_list *l = arg;

	(void)e;
	if (r->sent_at == 0 || !has_arrived(r->state))
		return 0;
	l->s = ra_grow(l->s, l->n, sizeof(*l->s));
	l->s[l->n++] = (struct sent){ ra_strdup(r->kind), ra_strdup(r->cn),
		ra_strdup(r->dn), decimal(r->serial), r->sent_at,
		r->state == RA_FATE_REFUSED };
	return 0;
}

static bool
is_kind(const struct sent *s, const char *type, const char *op)
{
	struct ra_span rest = ra_span_str(s->kind), first;

	first = ra_span_cut(&rest, '-');
	return ra_span_eqs(first, type) && ra_span_eqs(rest, op);
}

static bool
same(const char *a, const char *b)
{
	return *a != '\0' && strcasecmp(a, b) == 0;
}

/* For the list's own kind an old serial number may come of either form. */
static bool
explains_issue(const struct sent *s, const struct ra_change *c,
    const struct ra_inv_row *row)
{
	const char *type = row->list == RA_INV_CLIENT ? "client" : "server";
	int64_t applied =
	    row->applied != RA_INV_NO_TIME ? row->applied : c->seen;

	if (!same(s->cn, row->cn) && !same(s->dn, row->dn))
		return false;
	if (is_kind(s, "acme", "create") || is_kind(s, "acme", "renew"))
		return row->list == RA_INV_SERVER && s->at <= c->seen;
	return (is_kind(s, type, "issue") || is_kind(s, type, "renew")) &&
	    s->at >= applied - RA_EXPLAIN_SLACK &&
	    s->at <= applied + RA_EXPLAIN_SLACK;
}

static bool
explains_revocation(const struct sent *s, const struct ra_change *c,
    const struct ra_inv_row *row)
{
	const char *type = row->list == RA_INV_CLIENT ? "client" : "server";

	return (is_kind(s, type, "revoke") ||
		   (row->list == RA_INV_SERVER &&
		       is_kind(s, "acme", "revoke"))) &&
	    same(s->serial, row->serial) && s->at <= c->seen;
}

static bool
explains(const struct sent *s, const struct ra_change *c)
{
	const struct ra_inv_row *row = ra_change_row(c);

	if (s->refused && c->kind != RA_CHANGE_FAILED)
		return false;
	if (c->kind == RA_CHANGE_REVOKED || c->kind == RA_CHANGE_REVOKING)
		return explains_revocation(s, c, row);
	return ra_change_wants_reason(c->kind) && explains_issue(s, c, row);
}

static void
judge(struct ra_changes *c, const struct sent_list *l)
{
	size_t i, k;

	for (i = 0; i < c->n; i++)
		for (k = 0; k < l->n && !c->change[i].explained; k++)
			c->change[i].explained =
			    explains(&l->s[k], &c->change[i]);
}

int
ra_changes_explain(struct ra_changes *c, const char *dir, struct ra_err *e)
{
	const struct ra_journal_ask all = { .batch = 0 };
	struct sent_list l = { .n = 0 };
	struct ra_journal *j = NULL;
	size_t i;
	int rc = 0;

	if (!ra_journal_there(dir))
		return 0;
	if ((j = ra_journal_open(dir, RA_STORE_READ, e)) == NULL)
		return -1;
	rc = ra_journal_records(j, &all, take, &l, e);
	if (rc != -1)
		judge(c, &l);
	for (i = 0; i < l.n; i++) {
		free(l.s[i].kind);
		free(l.s[i].cn);
		free(l.s[i].dn);
		free(l.s[i].serial);
	}
	free(l.s);
	ra_journal_close(j);
	return rc == -1 ? -1 : 0;
}
