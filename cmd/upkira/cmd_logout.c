/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira logout: end the session that login --keep left. */
#include "base/i18n.h"

#include "app.h"
#include "desk.h"
#include "say.h"

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	int rc = -1;

	(void)values;
	if (ra_desk_prepare(&d, &c, e) == -1)
		goto out;
	if (!ra_desk_kept(&d)) {
		say_note(_("no session is kept"));
		rc = 0;
		goto out;
	}
	if (ra_desk_login(&d, e) == -1)
		goto out;
	rc = ra_desk_leave(&d, e);
	if (rc == 0)
		say_note(_("the session is ended"));
out:
	ra_desk_close(&d);
	return rc;
}

const struct cmd cmd_logout = { "logout", "", NEED_PROFILE, NULL, 0, run, NULL,
	OPT_FILL_NONE, N_("end the session that login --keep left"), false };
