/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Inside of a session: what the menu, uploads and downloads share. */
#ifndef RA_SESSION_IN_H
#define RA_SESSION_IN_H

#include <stdbool.h>

#include "lra/page.h"
#include "lra/session.h"

struct ra_session {
	struct ra_pages from;
	struct ra_page menu;
	struct ra_page bye; /* with the logout, when the menu lacks it */
	bool has[RA_IF_COUNT];
	bool used; /* an entry was followed: tokens may be spent */
	bool resumed;
	bool open;
};

/* Log in anew and find the menu. */
int ra_session_login(struct ra_session *s, struct ra_err *e);

#endif
