/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira allowlist: the OUs that are allowed, per domain. */
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "work/allowlist.h"

#include "app.h"
#include "desk.h"
#include "grid.h"
#include "say.h"

struct values {
	const char *output;
};

static const struct opt options[] = {
	{ "output", 'o', "FILE", OPT_TEXT, OPT_FILL_FILE,
	    offsetof(struct values, output), NULL, 0, 0, NULL,
	    N_("write the bytes as they came to FILE") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static int
deliver(const struct app *app, const struct values *v, struct ra_span bytes,
    struct ra_err *e)
{
	struct ra_grid g = { 0 };
	int rc;

	if (v->output != NULL && strcmp(v->output, "-") != 0)
		return ra_fs_write(v->output, 0600, bytes, e);
	rc = ra_allowlist_grid(bytes, &g, e);
	if (rc == 0)
		grid_print(app, &g);
	ra_grid_clear(&g);
	return rc;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, RA_DOWNLOAD_SMALL_MAX);
	c.output = v->output;
	rc = ra_desk_open(&d, &c, e);
	if (rc == 0)
		rc = ra_download_small(d.session, RA_IF_ALLOWLIST, &b, NULL, e);
	if (rc == 0)
		rc = deliver(app, v, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	ra_desk_close(&d);
	return rc;
}

const struct cmd cmd_allowlist = { "allowlist", "", NEED_PROFILE, options,
	sizeof(struct values), run, NULL, OPT_FILL_NONE,
	N_("download the list of allowed OUs"), false };
