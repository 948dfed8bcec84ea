/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The officer's desk: credential, site profile, state folder and session put
 * together for one command, and cleared away after it on every way out.
 */
#ifndef RA_DESK_H
#define RA_DESK_H

#include <stdbool.h>

#include "base/err.h"
#include "lra/session.h"
#include "lra/site.h"
#include "work/config.h"
#include "work/credential.h"

/* All borrowed. */
struct ra_desk_config {
	const struct ra_config_profile *profile;
	const char *site;  /* file of --site, or NULL */
	const char *trace; /* folder of --trace, or NULL */
	/* Files are written nowhere else once the login has begun: the state
	 * folder, that of trace, that of this file, and new ones in drop. */
	const char *output;
	const char *const *drop; /* folders, NULL-ended, or NULL */
	bool ask;		 /* a pass phrase may be asked for */
	bool (*stop)(void);
	void (*progress)(void *arg, const struct ra_progress *p);
};

struct ra_desk {
	const struct ra_desk_config *conf;
	struct ra_credential cred;
	struct ra_site *site;
	char *state, *pages, *file; /* folders, and the kept session's file */
	struct ra_buf kept;	    /* its cookies; secret */
	struct ra_session_config wire; /* of the session, which borrows it */
	struct ra_session *session;
	bool keep; /* leave the session open and kept at the end */
};

/*
 * Open the credential and the site profile, and name the folders; no network
 * yet. d must be zeroed; ra_desk_close() it in any case.
 */
int ra_desk_prepare(
    struct ra_desk *d, const struct ra_desk_config *c, struct ra_err *e);
/*
 * The folder of the profile's state, yours. NULL and RA_EUSAGE when neither the
 * profile nor the environment names one.
 */
char *ra_desk_state(const struct ra_config_profile *p, struct ra_err *e);
/* A kept session's file is there. After prepare. */
bool ra_desk_kept(const struct ra_desk *d);
/*
 * Log in, or take up the kept session. From here on the process reaches only
 * the files that are named above, where the kernel can see to it.
 */
int ra_desk_login(struct ra_desk *d, struct ra_err *e);
/* prepare and login in one. */
int ra_desk_open(
    struct ra_desk *d, const struct ra_desk_config *c, struct ra_err *e);
/*
 * Keep the session: write its file now. -1 and RA_ELOCAL when that fails; the
 * session is then ended by ra_desk_close().
 */
int ra_desk_keep(struct ra_desk *d, struct ra_err *e);
/*
 * Log out, or keep the session in its file; then clear all. What goes wrong
 * here is logged as a warning: the work is done.
 */
void ra_desk_close(struct ra_desk *d);
/*
 * Log out of the kept session and remove its file. RA_ENET when the service
 * did not confirm.
 */
int ra_desk_leave(struct ra_desk *d, struct ra_err *e);

#endif
