/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What somebody who watches wants to know, from what is kept alone: nothing
 * here logs in or asks for a pass phrase.
 */
#ifndef RA_MONITOR_H
#define RA_MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "state/inventory.h"
#include "work/credential.h"
#include "work/expiring.h"
#include "work/figures.h"

#define RA_OFFICER_FILE_MAX 4096 /* bytes */
#define RA_OFFICER_NAME 256	 /* bytes of the officer's name */

/* What was last seen of the officer's credential. */
struct ra_officer_note {
	bool known;
	int64_t end; /* of the certificate, seconds since 1970 UTC */
	char name[RA_OFFICER_NAME];
};

/*
 * Note it in the state folder, so that its end can be told without a pass
 * phrase. Best effort: a failure is in e and harms nothing.
 */
int ra_officer_note_save(
    const char *dir, const struct ra_credential *c, struct ra_err *e);
/* What is noted; known is false when there is nothing or it is no such text. */
void ra_officer_note_load(const char *dir, struct ra_officer_note *out);
/* The same from bytes. */
void ra_officer_note_parse(struct ra_span in, struct ra_officer_note *out);

/* From where on something is bad; days, but for the hours of stale. */
struct ra_monitor_limits {
	long warning, critical; /* before the end of a certificate */
	long officer_warning, officer_critical;
	long stale, very_stale; /* age of the snapshot */
};

struct ra_monitor {
	int64_t now;
	struct ra_monitor_limits limit;
	struct ra_snapshot snapshot; /* the newest */
	struct ra_expiring due;	     /* within the warning */
	size_t critical;	     /* of them, within the critical days */
	const struct ra_expiring_row *next; /* of due: the soonest; or NULL */
	struct ra_figures figures;	    /* by kind and state */
	struct ra_officer_note officer;
	int64_t unknown; /* records without a known outcome; -1: no journal */
};

enum ra_monitor_level {
	RA_MONITOR_OK,
	RA_MONITOR_WARNING,
	RA_MONITOR_CRITICAL,
	RA_MONITOR_UNKNOWN,
};

/*
 * Look at the state folder. now and limit are set by the caller; the rest is
 * filled. RA_EINPUT when there is no snapshot. ra_monitor_clear() it in any
 * case.
 */
int ra_monitor_look(struct ra_monitor *m, const char *dir, struct ra_err *e);
void ra_monitor_clear(struct ra_monitor *m);

/* "OK", "WARNING", "CRITICAL", "UNKNOWN". */
const char *ra_monitor_level_name(enum ra_monitor_level l);
/* How bad it is; the reasons are added to out as text, parted by "; ". */
enum ra_monitor_level ra_monitor_judge(
    const struct ra_monitor *m, struct ra_buf *out);
/*
 * A line for Nagios (plug-in guidelines): the level, the reasons, and after
 * "|" the figures with their ranges. Returns the level.
 */
enum ra_monitor_level ra_monitor_nagios(
    const struct ra_monitor *m, struct ra_buf *out);
/* Prometheus text format 0.0.4; profile is a label of every metric. */
void ra_monitor_prometheus(
    const struct ra_monitor *m, const char *profile, struct ra_buf *out);

#endif
