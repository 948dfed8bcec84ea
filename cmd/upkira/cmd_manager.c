/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira manager: change the manager's information of certificates. */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"

#include "app.h"
#include "apply.h"
#include "apply_sources.h"
#include "say.h"

#define V(field) offsetof(struct apply_values, field)

static const char *const modes[] = { "abort", "skip", NULL };

static const struct opt options[] = {
	{ "on-error", 0, "MODE", OPT_CHOICE, OPT_FILL_NONE, V(on_error), modes,
	    0, 0, NULL,
	    N_("a bad record makes the service abort the file, or skip it") },
	{ "dry-run", 'n', NULL, OPT_FLAG, OPT_FILL_NONE, V(dry), NULL, 0, 0,
	    NULL, N_("check, show what would be sent, and stop") },
	{ "yes", 'y', NULL, OPT_FLAG, OPT_FILL_NONE, V(yes), NULL, 0, 0, NULL,
	    N_("send without asking; a script must say it") },
	JOURNAL_OPTIONS(struct apply_values, resubmit, resume),
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

/* Nothing public tells the columns, so nobody but the officer has checked. */
static int
confirm(const struct app *app, const struct apply_values *v,
    const struct ra_shipment *sh, struct ra_err *e)
{
	char question[256], line[64];

	if (v->yes)
		return 0;
	if (!say_can_ask(app)) {
		ra_fail(
		    e, RA_EUSAGE, _("no terminal to ask on; nothing was sent"));
		ra_next(e, _("a script says --yes"));
		return -1;
	}
	snprintf(question, sizeof(question),
	    _("The columns of this file are not known to upkira and were not "
	      "checked. Send %zu records? [y/N]"),
	    sh->records);
	if (!say_ask(question, line, sizeof(line)) ||
	    (line[0] != 'y' && line[0] != 'Y'))
		return ra_fail(
		    e, RA_ELOCAL, _("not confirmed; nothing was sent"));
	return 0;
}

static int
update(struct app *app, const struct apply_values *v, const char *path,
    struct ra_err *e)
{
	struct ra_shipment sh = { 0 };
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_FORM_FILE_MAX);
	if (ra_fs_read(path, &b, e) == -1 ||
	    ra_shipment_pack_manager(&sh, path, ra_buf_span(&b), e) == -1 ||
	    apply_admit(app, v, &sh, e) == -1)
		goto out;
	if (v->dry || sh.n == 0) {
		apply_show(app, &sh);
		rc = 0;
		goto out;
	}
	if (confirm(app, v, &sh, e) == 0)
		rc = apply_send(app, v, &sh, e);
out:
	ra_shipment_clear(&sh);
	ra_buf_clear(&b);
	return rc;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	if (app->args.n == 2 && strcmp(app->args.v[0], "update") == 0)
		return update(app, values, app->args.v[1], e);
	ra_fail(e, RA_EUSAGE, _("manager wants \"update\" and one file"));
	ra_next(e, _("upkira manager update FILE"));
	return -1;
}

static const char *const args[] = { "update", NULL };

const struct cmd cmd_manager = { "manager", "update FILE", NEED_PROFILE,
	options, sizeof(struct apply_values), run, args, OPT_FILL_FILE,
	N_("change the manager's information of certificates"), false };
