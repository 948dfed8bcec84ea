/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira revoke: apply for the revocation of certificates. */
#include "base/i18n.h"

#include "app.h"
#include "apply.h"

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	return apply_run(app, values, RA_OP_REVOKE, e);
}

const struct cmd cmd_revoke = { "revoke", "[FILE...]", NEED_PROFILE,
	revoke_options, sizeof(struct apply_values), run, NULL, OPT_FILL_FILE,
	N_("apply for the revocation of certificates"), false };
