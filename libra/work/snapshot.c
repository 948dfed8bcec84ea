/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Snapshots taken. */
#include "work/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "lra/download.h"
#include "upki/profile.h"
#include "work/intake.h"

#define FILE_BYTES 64 /* of the name of a kept list */

static const char *const words[RA_INV_LISTS] = { "server", "client" };

/* A snapshot under way. */
struct shot {
	const struct ra_snapshot_ask *ask;
	struct ra_inv *inv;
	struct ra_inv_take *take;
	char *lists; /* the folder */
	/* The newest that each list is in. */
	struct ra_snapshot before[RA_INV_LISTS];
	struct ra_intake in[RA_INV_LISTS];
	char file[RA_INV_LISTS][FILE_BYTES];
	enum ra_code doubt;
};

/* The newest snapshot that has a list; id 0: none has it. */
static int
find_before(struct shot *s, enum ra_inv_list list, struct ra_err *e)
{
	struct ra_snapshot *b = &s->before[list];
	size_t k;
	int rc;

	for (k = 0; (rc = ra_inv_snapshot(s->inv, k, b, e)) == 1; k++)
		if (b->source[list].taken)
			return 0;
	memset(b, 0, sizeof(*b));
	return rc;
}

static int
open_shot(struct shot *s, bool imported, struct ra_err *e)
{
	s->lists = ra_fs_join(s->ask->dir, "lists");
	s->doubt = imported ? RA_EINPUT : RA_EPAGE;
	s->inv = ra_inv_open(s->ask->dir, RA_STORE_WRITE, e);
	if (s->inv == NULL || ra_fs_mkdirs(s->lists, e) == -1)
		return -1;
	s->take = ra_inv_begin(s->inv, (int64_t)s->ask->now, imported, e);
	/* Asked inside, so that no other run comes between. */
	if (s->take == NULL || find_before(s, RA_INV_SERVER, e) == -1 ||
	    find_before(s, RA_INV_CLIENT, e) == -1)
		return -1;
	return 0;
}

static void
close_shot(struct shot *s)
{
	size_t i;

	for (i = 0; i < RA_INV_LISTS; i++)
		ra_intake_clear(&s->in[i]);
	ra_inv_abort(s->take);
	ra_inv_close(s->inv);
	free(s->lists);
}

static struct ra_intake *
prepare(struct shot *s, enum ra_inv_list list, const char *name)
{
	struct ra_intake *k = &s->in[list];

	snprintf(s->file[list], FILE_BYTES, "%06lld-%s.tsv.zst",
	    (long long)ra_inv_take_id(s->take), words[list]);
	k->take = s->take;
	k->list = list;
	k->name = name;
	k->dir = s->lists;
	k->file = s->file[list];
	k->before =
	    s->before[list].id == 0 ? NULL : &s->before[list].source[list];
	k->doubt = s->doubt;
	k->accept = s->ask->accept;
	return k;
}

/* The files first: a row of the database never names one that is not there. */
static int
commit(struct shot *s, struct ra_snapshot *out, struct ra_err *e)
{
	struct ra_inv_take *take = s->take;
	struct ra_fs_out *o;
	int64_t id;
	size_t i;

	for (i = 0; i < RA_INV_LISTS; i++) {
		o = &s->in[i].out;
		if (s->in[i].path != NULL && o->tmp != NULL &&
		    ra_fs_commit(o, e) == -1)
			return -1;
	}
	s->take = NULL; /* gone in any case */
	if (ra_inv_end(take, &id, e) == -1)
		return -1;
	return ra_inv_snapshot_id(s->inv, id, out, e) == 1 ? 0 : -1;
}

static int
to_intake(void *arg, struct ra_span piece, struct ra_err *e)
{
	return ra_intake_add(arg, piece, e);
}

static int
fetch_list(struct shot *s, struct ra_session *session, enum ra_inv_list list,
    struct ra_err *e)
{
	static const enum ra_iface_id iface[] = { RA_IF_SERVER_LIST,
		RA_IF_CLIENT_LIST };
	static const char *const name[] = { "serverAll.tsv", "clientAll.tsv" };
	struct ra_intake *k = prepare(s, list, name[list]);
	const struct ra_sink sink = { to_intake, k };
	struct ra_list_facts facts = { 0 };

	if (ra_intake_begin(k, e) == -1 ||
	    ra_download_list(session, iface[list], &sink, &facts, e) == -1)
		return -1;
	return ra_intake_end(k, e);
}

/* The table of the statistics, as TSV. */
static int
fetch_stats(struct shot *s, struct ra_session *session, struct ra_err *e)
{
	struct ra_grid g = { 0 };
	struct ra_buf b;
	size_t i;
	int rc = -1;

	ra_buf_init(&b, RA_SNAPSHOT_EXTRA_MAX);
	if (ra_download_grid(session, RA_IF_STATS, &g, e) == -1)
		goto out;
	for (i = 0; i < g.rows * g.columns; i++)
		ra_buf_addf(&b, "%s%c", g.cell[i],
		    (i + 1) % g.columns == 0 ? '\n' : '\t');
	if (ra_buf_done(&b, "stats", e) == 0)
		rc = ra_inv_extra_put(s->take, "stats", ra_buf_span(&b), e);
out:
	ra_grid_clear(&g);
	ra_buf_clear(&b);
	return rc;
}

static int
fetch_allowlist(struct shot *s, struct ra_session *session, struct ra_err *e)
{
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_SNAPSHOT_EXTRA_MAX);
	if (ra_download_small(session, RA_IF_ALLOWLIST, &b, NULL, e) == 0)
		rc = ra_inv_extra_put(s->take, "allowlist", ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

/*
 * Statistics and allowlist are read by layouts that nobody knows: what is not
 * understood there is told, and does not spoil the lists.
 */
static int
fetch_extra(struct shot *s, struct ra_session *session, enum ra_iface_id iface,
    struct ra_err *e)
{
	struct ra_err why = { 0 };
	int rc;

	if (!ra_session_has(session, iface))
		return 0;
	rc = iface == RA_IF_STATS ? fetch_stats(s, session, &why)
				  : fetch_allowlist(s, session, &why);
	if (rc == 0)
		return 0;
	if (why.code == RA_EPAGE) {
		ra_log(RA_LOG_WARN, _("%s is left out of the snapshot: %s"),
		    ra_iface_table()[iface].name, why.msg);
		return 0;
	}
	*e = why;
	return -1;
}

static int
fetch_all(struct shot *s, struct ra_session *session, struct ra_err *e)
{
	bool server = ra_session_has(session, RA_IF_SERVER_LIST);
	bool client = ra_session_has(session, RA_IF_CLIENT_LIST);

	if (!server && !client) {
		ra_fail(e, RA_ECRED,
		    _("the menu shows this officer neither of the lists (%s, "
		      "%s)"),
		    ra_iface_table()[RA_IF_SERVER_LIST].label,
		    ra_iface_table()[RA_IF_CLIENT_LIST].label);
		return -1;
	}
	if ((server && fetch_list(s, session, RA_INV_SERVER, e) == -1) ||
	    (client && fetch_list(s, session, RA_INV_CLIENT, e) == -1) ||
	    fetch_extra(s, session, RA_IF_STATS, e) == -1)
		return -1;
	return fetch_extra(s, session, RA_IF_ALLOWLIST, e);
}

int
ra_snapshot_take(const struct ra_snapshot_ask *ask, struct ra_session *session,
    struct ra_snapshot *out, struct ra_err *e)
{
	struct shot s = { .ask = ask };
	int rc = -1;

	if (open_shot(&s, false, e) == 0 && fetch_all(&s, session, e) == 0)
		rc = commit(&s, out, e);
	close_shot(&s);
	return rc;
}

/* A first look at a file: its digest, and which list it is. */
struct glance {
	struct ra_digest *digest;
	struct ra_rows rows;
	bool whole; /* the digest is wanted; else the list is enough */
	bool known;
	uint64_t ragged_line; /* of the first row that cannot tell, or 0 */
	enum ra_inv_list list;
};

static int
glance_row(void *arg, const struct ra_row *r, struct ra_err *e)
{
	struct glance *g = arg;
	const struct ra_profile *p;

	(void)e;
	if (r->col == NULL || g->known)
		return 0;
	p = ra_profile_find(
	    ra_rows_number(r->col[RA_AT_PROFILE], RA_ROWS_PROFILE_MAX, 0));
	if (p == NULL)
		return 0;
	g->known = true;
	g->list = p->use == RA_USE_SERVER ? RA_INV_SERVER : RA_INV_CLIENT;
	return 0;
}

static int
glance_add(void *arg, struct ra_span piece, struct ra_err *e)
{
	struct glance *g = arg;

	if (g->known && !g->whole)
		return 1;
	ra_digest_add(g->digest, piece);
	return g->known ? 0 : ra_rows_add(&g->rows, piece, e);
}

static int
glance_at(const char *path, struct glance *g, char digest[RA_DIGEST_TEXT],
    struct ra_err *e)
{
	int rc;

	g->digest = ra_digest_new();
	ra_rows_init(&g->rows);
	g->rows.name = path;
	g->rows.row = glance_row;
	g->rows.arg = g;
	rc = ra_fs_each(path, RA_SNAPSHOT_LIST_MAX, glance_add, g, e);
	if (rc == 0 && !g->known)
		rc = ra_rows_end(&g->rows, e);
	g->ragged_line = g->rows.ragged_line;
	ra_digest_end(g->digest, digest);
	ra_digest_free(g->digest);
	ra_rows_clear(&g->rows);
	return rc == 1 ? 0 : rc;
}

static int
choose(const char *path, const struct glance *g, enum ra_snapshot_type type,
    enum ra_inv_list *out, struct ra_err *e)
{
	if (type != RA_SNAPSHOT_BY_ROWS) {
		*out =
		    type == RA_SNAPSHOT_SERVER ? RA_INV_SERVER : RA_INV_CLIENT;
		return 0;
	}
	if (g->known) {
		*out = g->list;
		return 0;
	}
	if (strcmp(path, "-") == 0)
		ra_fail(e, RA_EUSAGE,
		    _("standard input can be read once: nothing says which "
		      "list it is"));
	else if (g->ragged_line != 0)
		ra_fail(e, RA_EUSAGE,
		    _("%s:%llu: another number of columns than the header; no "
		      "whole row tells which list this is"),
		    path, (unsigned long long)g->ragged_line);
	else
		ra_fail(e, RA_EUSAGE,
		    _("%s: no row tells by its profile which list this is"),
		    path);
	ra_next(e, _("say -t server or -t client"));
	return -1;
}

static int
import_one(struct shot *s, const char *path, struct ra_err *e)
{
	char digest[RA_DIGEST_TEXT] = "";
	/* Only a list that was there before can be the same again. */
	struct glance g = { .whole = s->before[RA_INV_SERVER].id != 0 ||
		    s->before[RA_INV_CLIENT].id != 0 };
	enum ra_inv_list list;
	struct ra_intake *k;

	if ((strcmp(path, "-") != 0 && glance_at(path, &g, digest, e) == -1) ||
	    choose(path, &g, s->ask->type, &list, e) == -1)
		return -1;
	if (s->in[list].take != NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("%s and %s are both lists of %s certificates"),
		    s->in[list].name, path, words[list]);
	k = prepare(s, list, path);
	if (k->before != NULL && strcmp(k->before->digest, digest) == 0)
		return ra_intake_same(k, e);
	if (ra_intake_begin(k, e) == -1 ||
	    ra_fs_each(path, RA_SNAPSHOT_LIST_MAX, to_intake, k, e) == -1)
		return -1;
	return ra_intake_end(k, e);
}

int
ra_snapshot_import(const struct ra_snapshot_ask *ask, const char *const *file,
    size_t n, struct ra_snapshot *out, struct ra_err *e)
{
	struct shot s = { .ask = ask };
	size_t i;
	int rc = open_shot(&s, true, e);

	for (i = 0; i < n && rc == 0; i++)
		rc = import_one(&s, file[i], e);
	if (rc == 0)
		rc = commit(&s, out, e);
	close_shot(&s);
	return rc;
}

void
ra_snapshot_warn(const struct ra_snapshot *s)
{
	const uint64_t n = ra_snapshot_ragged(s);
	char when[RA_CLOCK_TEXT];

	if (n > 0)
		ra_log(RA_LOG_WARN,
		    ngettext("snapshot %lld of %s: %llu row could not be read; "
			     "its certificate is missing here: "
			     "upkira inventory ragged --at %lld",
			"snapshot %lld of %s: %llu rows could not be read; "
			"their certificates are missing here: "
			"upkira inventory ragged --at %lld",
			(unsigned long)n),
		    (long long)s->id, ra_clock_iso((time_t)s->taken, when),
		    (unsigned long long)n, (long long)s->id);
}
