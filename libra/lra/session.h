/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A session with the service: login by the officer's certificate, the menu
 * and what it shows, logout.
 */
#ifndef RA_SESSION_H
#define RA_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "lra/http.h"
#include "lra/site.h"
#include "upki/iface.h"

#define RA_SESSION_KEPT_MAX (64u << 10) /* bytes of a kept session */

/* All borrowed; they must live as long as the session. */
struct ra_session_config {
	struct ra_http_config http; /* secret_columns is filled in here */
	const struct ra_site *site;
	const char
	    *pages; /* folder for pages that are not understood, or NULL */
	struct ra_span kept; /* text of ra_session_keep(), or empty */
};

struct ra_session;

/*
 * Log in and find the menu, or take up a kept session (one that has ended is
 * replaced by a fresh login). RA_ECRED: refused; RA_ENET: not reached,
 * maintenance; RA_EPAGE: no menu found; RA_ESIGNAL.
 */
struct ra_session *ra_session_open(
    const struct ra_session_config *c, struct ra_err *e);
/* The menu shows this interface to this officer. */
bool ra_session_has(const struct ra_session *s, enum ra_iface_id iface);
/* The kept session was still alive: no new login took place. */
bool ra_session_resumed(const struct ra_session *s);
/* The session as text for a file of mode 0600; out holds secrets. */
void ra_session_keep(struct ra_session *s, struct ra_buf *out);
/*
 * Log out (interface 10): short, also after an interrupt. -1 when the service
 * did not confirm it; the session is no longer usable in any case.
 */
int ra_session_close(struct ra_session *s, struct ra_err *e);
/* Memory only: no logout. Takes NULL. */
void ra_session_free(struct ra_session *s);

#endif
