/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira issue: apply for new certificates. */
#include "base/i18n.h"

#include "app.h"
#include "apply.h"

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	return apply_run(app, values, RA_OP_ISSUE, e);
}

const struct cmd cmd_issue = { "issue", "[FILE...]", NEED_PROFILE,
	apply_options, sizeof(struct apply_values), run, NULL, OPT_FILL_FILE,
	N_("apply for new certificates"), false };
