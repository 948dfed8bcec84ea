/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira report: the inventory as a page for a browser. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "work/report.h"

#include "app.h"
#include "say.h"
#include "stock.h"
#include "stop.h"

#define PAGE_FILE "index.html"

struct report_values {
	const char *output, *title;
	int lang;
	bool readable;
};

#define V(field) offsetof(struct report_values, field)

static const char *const langs[] = { "ja", "en", NULL };

static const struct opt options[] = {
	{ "output", 'o', "DIR", OPT_TEXT, OPT_FILL_DIR, V(output), NULL, 0, 0,
	    NULL, N_("the folder that the page is written into") },
	{ "lang", 0, "LANG", OPT_CHOICE, OPT_FILL_NONE, V(lang), langs, 0, 0,
	    NULL, N_("the language that is shown first: ja or en") },
	{ "title", 0, "TEXT", OPT_TEXT, OPT_FILL_NONE, V(title), NULL, 0, 0,
	    NULL, N_("name of the institution; unless said, subject.O") },
	{ "readable", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(readable), NULL, 0, 0,
	    NULL, N_("let everybody on this machine read the page") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static int
write_page(
    const struct report_values *v, const struct ra_buf *page, struct ra_err *e)
{
	char *path = ra_fs_join(v->output, PAGE_FILE);
	int rc = ra_fs_mkdirs(v->output, e);

	if (rc == 0 && v->readable && chmod(v->output, 0755) == -1)
		rc =
		    ra_fail(e, RA_ELOCAL, "%s: %s", v->output, strerror(errno));
	if (rc == 0)
		rc = ra_fs_write(
		    path, v->readable ? 0644 : 0600, ra_buf_span(page), e);
	if (rc == 0)
		say_note(_("%s: written"), path);
	free(path);
	return rc;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct report_values *v = values;
	const struct ra_report_look look = {
		v->title != NULL ? v->title : app->profile->o, v->lang == 0
	};
	struct ra_report r = { 0 };
	struct ra_inv *inv = NULL;
	struct ra_buf page;
	int rc = -1;

	stop_at_once();
	ra_buf_init(&page, RA_REPORT_PAGE_MAX);
	if (v->output == NULL || strcmp(v->output, "-") == 0) {
		ra_fail(e, RA_EUSAGE, _("report wants -o and a folder"));
		ra_next(e, _("name the folder that the page is written into"));
		goto out;
	}
	if ((inv = stock_open(app, true, e)) == NULL ||
	    ra_report_gather(&r, inv, ra_clock_now(), e) == -1 ||
	    ra_report_page(&r, &look, &page, e) == -1)
		goto out;
	rc = write_page(v, &page, e);
out:
	ra_report_clear(&r);
	ra_inv_close(inv);
	ra_buf_clear(&page);
	return rc;
}

const struct cmd cmd_report = { "report", "", NEED_PROFILE, options,
	sizeof(struct report_values), run, NULL, OPT_FILL_NONE,
	N_("write a page for managers: what ends when"), false };
