/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira stats: the statistics page, or our own counts. */
#include "base/i18n.h"

#include "app.h"
#include "desk.h"
#include "grid.h"
#include "stats_local.h"

#define V(field) offsetof(struct stats_values, field)

static const struct opt options[] = {
	{ "local", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(local), NULL, 0, 0, NULL,
	    N_("our own counts, from the newest snapshot") },
	{ "by", 0, "KEYS", OPT_TEXT, OPT_FILL_NONE, V(by), NULL, 0, 0, NULL,
	    N_("group them by domain, kind, month, state, profile, end, "
	       "manager") },
	{ "compare", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(compare), NULL, 0, 0,
	    NULL, N_("our own counts beside those of the page") },
	{ "forecast", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(forecast), NULL, 0, 0,
	    NULL, N_("applications a month at 198, 100 and 47 days") },
	{ "left", 0, "PERCENT", OPT_TEXT, OPT_FILL_NONE, V(left), NULL, 0, 0,
	    NULL, N_("with --forecast: renewed with that share left") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static int
print_page(struct app *app, struct ra_err *e)
{
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	struct ra_grid g = { 0 };
	int rc;

	rc = ra_desk_open(&d, &c, e);
	if (rc == 0)
		rc = ra_download_grid(d.session, RA_IF_STATS, &g, e);
	if (rc == 0)
		grid_print(app, &g);
	ra_grid_clear(&g);
	ra_desk_close(&d);
	return rc;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct stats_values *v = values;

	if (v->local + v->compare + v->forecast > 1)
		return ra_fail(e, RA_EUSAGE,
		    _("--local, --compare or --forecast: one of them"));
	if ((v->by != NULL && !v->local) || (v->left != NULL && !v->forecast))
		return ra_fail(e, RA_EUSAGE,
		    _("--by goes with --local, --left with --forecast"));
	if (v->local || v->compare || v->forecast)
		return stats_local(app, v, e);
	return print_page(app, e);
}

const struct cmd cmd_stats = { "stats", "", NEED_PROFILE, options,
	sizeof(struct stats_values), run, NULL, OPT_FILL_NONE,
	N_("show the statistics of issued certificates"), false };
