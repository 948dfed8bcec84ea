/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira stats: the statistics page, its table as it stands. */
#include "base/i18n.h"

#include "app.h"
#include "desk.h"
#include "grid.h"

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	struct ra_grid g = { 0 };
	int rc;

	(void)values;
	rc = ra_desk_open(&d, &c, e);
	if (rc == 0)
		rc = ra_download_grid(d.session, RA_IF_STATS, &g, e);
	if (rc == 0)
		grid_print(app, &g);
	ra_grid_clear(&g);
	ra_desk_close(&d);
	return rc;
}

const struct cmd cmd_stats = { "stats", "", NEED_PROFILE, NULL, 0, run, NULL,
	OPT_FILL_NONE, N_("show the statistics of issued certificates"),
	false };
