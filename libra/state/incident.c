/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Incidents in a database of their own. */
#include "state/incident.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"

#define APPLICATION_ID 0x75706963 /* "upic" */

struct ra_incidents {
	struct ra_store *s;
};

static const char *const steps[] = {
	"CREATE TABLE incident (id INTEGER PRIMARY KEY, name TEXT NOT NULL"
	" UNIQUE, opened INTEGER NOT NULL, snapshot INTEGER NOT NULL,"
	" terms TEXT NOT NULL);"
	"CREATE TABLE item (incident INTEGER NOT NULL REFERENCES incident,"
	" record INTEGER NOT NULL, start INTEGER, ends INTEGER,"
	" list INTEGER NOT NULL, profile INTEGER, cn TEXT, dn TEXT, names TEXT,"
	" serial TEXT, manager TEXT, unit TEXT, mail TEXT,"
	" asked INTEGER NOT NULL DEFAULT 0, served TEXT NOT NULL DEFAULT '',"
	" why TEXT NOT NULL DEFAULT '', PRIMARY KEY (incident, record))"
	" WITHOUT ROWID;",
	NULL,
};

static const struct ra_store_layout layout = { "incidents", APPLICATION_ID, 1,
	steps, true };

bool
ra_incidents_there(const char *dir)
{
	char *path = ra_fs_join(dir, RA_INCIDENT_FILE);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

struct ra_incidents *
ra_incidents_open(const char *dir, enum ra_store_mode mode, struct ra_err *e)
{
	char *path = ra_fs_join(dir, RA_INCIDENT_FILE);
	struct ra_incidents *x = NULL;
	struct ra_store *s = ra_store_open(path, &layout, mode, e);

	if (s != NULL) {
		x = ra_calloc(1, sizeof(*x));
		x->s = s;
	}
	free(path);
	return x;
}

void
ra_incidents_close(struct ra_incidents *x)
{
	if (x == NULL)
		return;
	ra_store_close(x->s);
	free(x);
}

bool
ra_incident_is_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
	size_t n = strlen(name);

	return n > 0 && n <= RA_INCIDENT_NAME_MAX &&
	    strspn(name, letters) == n && strchr("-_.", name[0]) == NULL;
}

/* One statement with values and no rows. */
static int
check_free(struct ra_incidents *x, const char *name, struct ra_err *e)
{
	struct ra_query *q =
	    ra_query_new(x->s, "SELECT 1 FROM incident WHERE name = ?", e);
	int rc = -1;

	if (q != NULL && ra_query_bind(q, e, "t", name) == 0)
		rc = ra_query_step(q, e);
	ra_query_free(q);
	if (rc == 1)
		return ra_fail(
		    e, RA_EUSAGE, _("incident \"%s\" is there already"), name);
	return rc;
}

int
ra_incident_begin(struct ra_incidents *x, const struct ra_incident *in,
    int64_t *id, struct ra_err *e)
{
	struct ra_query *q = NULL;
	int rc = -1;

	if (!ra_incident_is_name(in->name))
		return ra_fail(e, RA_EUSAGE,
		    _("\"%.60s\": no name of an incident, wanted small "
		      "letters, "
		      "digits, - _ or ."),
		    in->name);
	if (ra_store_begin(x->s, e) == -1)
		return -1;
	if (check_free(x, in->name, e) == 0 &&
	    (q = ra_query_new(x->s,
		 "INSERT INTO incident (name, opened, snapshot, terms)"
		 " VALUES (?, ?, ?, ?)",
		 e)) != NULL)
		rc = ra_query_run(q, e, "tiit", in->name, in->opened,
		    in->snapshot, in->where);
	ra_query_free(q);
	if (rc == 0)
		*id = ra_store_last(x->s);
	else
		ra_store_rollback(x->s);
	return rc;
}

int
ra_incident_add(struct ra_incidents *x, int64_t id,
    const struct ra_inv_row *row, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(x->s,
	    "INSERT INTO item (incident, record, start, ends, list, profile,"
	    " cn, dn, names, serial, manager, unit, mail)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    e);
	int rc = -1;

	if (q != NULL)
		rc = ra_query_run(q, e, "iiiiiittttttt", id, row->record,
		    row->start, row->ends, (int64_t)row->list,
		    (int64_t)row->profile, row->cn, row->dn, row->names,
		    row->serial, row->manager, row->unit, row->mail);
	ra_query_free(q);
	return rc;
}

int
ra_incident_end(struct ra_incidents *x, struct ra_err *e)
{
	int rc = ra_store_commit(x->s, e);

	ra_store_rollback(x->s);
	return rc;
}

int
ra_incident_said(struct ra_incidents *x, int64_t id,
    const struct ra_incident_item *item, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(x->s,
	    "UPDATE item SET asked = ?, served = ?, why = ?"
	    " WHERE incident = ? AND record = ?",
	    e);
	int rc = -1;

	if (q != NULL)
		rc = ra_query_run(q, e, "ittii", item->asked, item->served,
		    item->why, id, item->record);
	ra_query_free(q);
	return rc;
}

int
ra_incidents_each(struct ra_incidents *x, const char *name, ra_incident_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(x->s,
	    "SELECT id, opened, snapshot, name, terms, (SELECT count(*) FROM"
	    " item WHERE incident = id) FROM incident"
	    " WHERE ?1 IS NULL OR name = ?1 ORDER BY id",
	    e);
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "t", name) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		struct ra_incident in = { ra_query_int(q, 0),
			ra_query_int(q, 1), ra_query_int(q, 2),
			ra_query_int(q, 5), ra_query_text(q, 3),
			ra_query_text(q, 4) };

		rc = fn(arg, &in, e);
		if (rc != 0)
			break;
	}
out:
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}

int
ra_incident_items(struct ra_incidents *x, int64_t id, ra_incident_item_fn *fn,
    void *arg, struct ra_err *e)
{
	struct ra_query *q = ra_query_new(x->s,
	    "SELECT record, start, ends, list, profile, cn, dn, names, serial,"
	    " manager, unit, mail, asked, served, why FROM item"
	    " WHERE incident = ? ORDER BY mail COLLATE NOCASE,"
	    " cn COLLATE NOCASE, record",
	    e);
	int rc = -1;

	if (q == NULL || ra_query_bind(q, e, "i", id) == -1)
		goto out;
	while ((rc = ra_query_step(q, e)) == 1) {
		struct ra_incident_item i = { .record = ra_query_int(q, 0),
			.start = ra_query_int(q, 1),
			.ends = ra_query_int(q, 2),
			.list = ra_query_int(q, 3) == RA_INV_CLIENT
			    ? RA_INV_CLIENT
			    : RA_INV_SERVER,
			.profile = (int)ra_query_int(q, 4),
			.cn = ra_query_text(q, 5),
			.dn = ra_query_text(q, 6),
			.names = ra_query_text(q, 7),
			.serial = ra_query_text(q, 8),
			.manager = ra_query_text(q, 9),
			.unit = ra_query_text(q, 10),
			.mail = ra_query_text(q, 11),
			.asked = ra_query_int(q, 12),
			.served = ra_query_text(q, 13),
			.why = ra_query_text(q, 14) };

		rc = fn(arg, &i, e);
		if (rc != 0)
			break;
	}
out:
	ra_query_free(q);
	return rc == -1 ? -1 : 0;
}
