/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira timestamp-url: the institution's time stamp URL. */
#include <stdlib.h>

#include "base/i18n.h"
#include "lra/download.h"

#include "app.h"
#include "desk.h"
#include "out.h"

static void
print(const struct app *app, const char *url)
{
	static const struct out_column col[] = { { "url", N_("URL"),
	    OUT_TEXT } };
	struct out o;

	out_begin(&o, app, col, 1);
	out_row(&o, &url);
	out_end(&o);
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	char *url = NULL;
	int rc;

	(void)values;
	rc = ra_desk_open(&d, &c, e);
	if (rc == 0 && (url = ra_download_timestamp(d.session, e)) == NULL)
		rc = -1;
	if (rc == 0)
		print(app, url);
	free(url);
	ra_desk_close(&d);
	return rc;
}

const struct cmd cmd_timestamp_url = { "timestamp-url", "", NEED_PROFILE, NULL,
	0, run, NULL, OPT_FILL_NONE,
	N_("show the time stamp URL, which is for subscribers only"), false };
