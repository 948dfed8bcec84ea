/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira renew: apply for certificates in place of old ones. */
#include "base/i18n.h"

#include "app.h"
#include "apply.h"

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	return apply_run(app, values, RA_OP_RENEW, e);
}

const struct cmd cmd_renew = { "renew", "[FILE...]", NEED_PROFILE,
	apply_options, sizeof(struct apply_values), run, NULL, OPT_FILL_FILE,
	N_("apply for certificates in place of old ones"), false };
