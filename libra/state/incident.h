/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Incidents: certificates that have to go, frozen as a snapshot had them, and
 * what their servers last said.
 */
#ifndef RA_INCIDENT_H
#define RA_INCIDENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "state/inventory.h"
#include "state/store.h"

#define RA_INCIDENT_FILE "incident.db"
#define RA_INCIDENT_NAME_MAX 64

struct ra_incidents;

/* Strings borrowed until the callback returns. */
struct ra_incident {
	int64_t id, opened, snapshot, items;
	const char *name, *where; /* where: the words it was frozen by */
};

struct ra_incident_item {
	int64_t record; /* of the inventory */
	int64_t start, ends;
	enum ra_inv_list list;
	int profile;
	const char *cn, *dn, *names, *serial, *manager, *unit, *mail;
	int64_t asked;	    /* when its servers were last asked; 0: never */
	const char *served; /* serial that they serve, "" for none or several */
	const char *why;    /* what was wrong, or "" */
};

/* In the state folder dir. Yours. RA_ELOCAL as ra_store_open(). */
struct ra_incidents *ra_incidents_open(
    const char *dir, enum ra_store_mode mode, struct ra_err *e);
bool ra_incidents_there(const char *dir);
void ra_incidents_close(struct ra_incidents *x); /* takes NULL */

/* Small letters, digits, "-", "_" and ".", not first. */
bool ra_incident_is_name(const char *name);
/*
 * Begin one: in a transaction, ended by ra_incident_end(). RA_EUSAGE for a
 * name that is none or is there already.
 */
int ra_incident_begin(struct ra_incidents *x, const struct ra_incident *in,
    int64_t *id, struct ra_err *e);
int ra_incident_add(struct ra_incidents *x, int64_t id,
    const struct ra_inv_row *row, struct ra_err *e);
int ra_incident_end(struct ra_incidents *x, struct ra_err *e);
/* What the servers of an item said; in or out of a transaction. */
int ra_incident_said(struct ra_incidents *x, int64_t id,
    const struct ra_incident_item *item, struct ra_err *e);

typedef int ra_incident_fn(
    void *arg, const struct ra_incident *in, struct ra_err *e);
typedef int ra_incident_item_fn(
    void *arg, const struct ra_incident_item *item, struct ra_err *e);
/* The one of that name or, for NULL, all, oldest first. */
int ra_incidents_each(struct ra_incidents *x, const char *name,
    ra_incident_fn *fn, void *arg, struct ra_err *e);
/* By manager and CN. */
int ra_incident_items(struct ra_incidents *x, int64_t id,
    ra_incident_item_fn *fn, void *arg, struct ra_err *e);

#endif
