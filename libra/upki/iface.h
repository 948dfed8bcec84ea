/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The interfaces of the service's menu, as the officers' manual lists them:
 * "Hajimeni" V.2.10, 3-3. The ACME entry is later than that chapter; its
 * place and label in the menu are not known.
 */
#ifndef RA_IFACE_H
#define RA_IFACE_H

#include "base/span.h"

/* How surely a fact of the service is known. */
enum ra_mark {
	RA_CONFIRMED, /* a source states it or working code relies on it */
	RA_INFERRED,  /* our reading */
	RA_CHOICE,    /* nothing is known */
};

enum ra_iface_id {
	RA_IF_SERVER_APPLY, /* (1) server certificates: issue, renew, revoke */
	RA_IF_SERVER_LIST,  /* (2) server certificates: bulk download */
	RA_IF_CLIENT_APPLY, /* (3) client certificates: issue, renew, revoke */
	RA_IF_CLIENT_LIST,  /* (4) client certificates: bulk download */
	RA_IF_MANAGER_UPDATE, /* (5) manager information: update */
	RA_IF_ALL_LIST,	      /* (6) all certificate information */
	RA_IF_STATS,	      /* (7) statistics of issued certificates */
	RA_IF_ALLOWLIST,      /* (8) allowlist */
	RA_IF_TIMESTAMP,      /* (9) time stamp URL */
	RA_IF_LOGOUT,	      /* (10) logout */
	RA_IF_ACME,	      /* ACME: later than the chapter */
	RA_IF_COUNT,
};

struct ra_iface {
	enum ra_iface_id id;
	const char *name;    /* stable ASCII key for JSON and --rights */
	int number;	     /* of the manual, 1 to 10; 0 for ACME */
	const char *heading; /* Japanese heading in the menu */
	const char *label;   /* Japanese label of the entry */
	const char *label2;  /* another spelling the manual uses, or NULL */
	const char *what;    /* English, for gettext */
	enum ra_mark mark;   /* of heading and label */
};

/* All RA_IF_COUNT rows, in order of their id. */
const struct ra_iface *ra_iface_table(void);
/* By its stable key, or NULL. */
const struct ra_iface *ra_iface_find(struct ra_span name);

#endif
