/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Which changes the journal of this desk explains: an application of the same
 * kind, name or serial number was sent from here in time. What it does not
 * explain may have been done by another officer, by a browser, or by somebody
 * else.
 */
#ifndef RA_EXPLAIN_H
#define RA_EXPLAIN_H

#include "base/err.h"
#include "work/changes.h"

/* Between our clock and the time that the list gives an application. */
#define RA_EXPLAIN_SLACK 86400 /* seconds */

/*
 * Mark what is explained; dir is the state folder. A state folder without a
 * journal explains nothing. The rules:
 *
 * issued, renewed, applied, failed: issued or renewed here for the same list
 * and DN or CN, sent within a day of the list's time of application; or an
 * ACME account created or renewed here for the CN, sent before the change was
 * seen.
 * revoked, revoking: revoked here by the same serial number, sent before the
 * change was seen.
 * All others are not looked for: no application of ours makes them.
 *
 * An application that was refused explains what failed, one that is not known
 * to have arrived explains all; one that did not leave explains nothing.
 */
int ra_changes_explain(struct ra_changes *c, const char *dir, struct ra_err *e);
/* Such a change is one that applications make. */
bool ra_change_wants_reason(enum ra_change_kind k);

#endif
