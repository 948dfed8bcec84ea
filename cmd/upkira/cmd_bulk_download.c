/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira bulk-download: the lists, as they came or in a derived form. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "work/fetch.h"

#include "app.h"
#include "desk.h"
#include "say.h"
#include "stream.h"

struct values {
	int type;
	const char *output;
	bool pins;
};

static const char *const types[] = { "server", "client", "all", NULL };

static const struct opt options[] = {
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE,
	    offsetof(struct values, type), types, 0, 0, NULL,
	    N_("server (default), client or all") },
	{ "output", 'o', "FILE", OPT_TEXT, OPT_FILL_FILE,
	    offsetof(struct values, output), NULL, 0, 0, NULL,
	    N_("write to FILE, whole or not at all") },
	{ "show-pins", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct values, pins), NULL, 0, 0, NULL,
	    N_("do not mask access PINs in a derived form") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static enum ra_derived
derived(const struct app *app)
{
	switch ((enum format)app->g.format) {
	case FORMAT_JSON:
		return RA_DERIVED_JSON;
	case FORMAT_CSV:
		return RA_DERIVED_CSV;
	case FORMAT_TSV:
	case FORMAT_TABLE:
		break;
	}
	return RA_DERIVED_TSV;
}

static void
report(const struct ra_list_facts *f, const char *path)
{
	if (f->ragged > 0)
		say_warn(_("%llu rows have another number of columns than the "
			   "header; the first is line %llu with %zu"),
		    (unsigned long long)f->ragged,
		    (unsigned long long)f->ragged_line, f->ragged_columns);
	say_note(_("%s: %llu records, %llu bytes"),
	    path != NULL ? path : _("standard output"),
	    (unsigned long long)f->rows, (unsigned long long)f->bytes);
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	static const enum ra_iface_id iface[] = { RA_IF_SERVER_LIST,
		RA_IF_CLIENT_LIST, RA_IF_ALL_LIST };
	const struct values *v = values;
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	struct ra_list_facts facts = { 0 };
	bool to_stdout = v->output == NULL || strcmp(v->output, "-") == 0;
	const struct ra_fetch f = {
		.iface = iface[v->type],
		.path = to_stdout ? NULL : v->output,
		.stream = stream_stdout(),
		.raw = app->g.format == FORMAT_TABLE,
		.form = derived(app),
		.pins = v->pins,
	};
	int rc = -1;

	if (to_stdout && f.raw && isatty(STDOUT_FILENO) == 1) {
		ra_fail(e, RA_EUSAGE,
		    _("a list is too long for a terminal, and is no UTF-8"));
		ra_next(e, _("say -o FILE, or --format json"));
		goto out;
	}
	c.output = f.path;
	if (ra_desk_prepare(&d, &c, e) == -1)
		goto out;
	desk_warn(&d, app);
	if (ra_desk_login(&d, e) == -1)
		goto out;
	rc = ra_fetch_list(d.session, &f, &facts, e);
	say_progress_end();
	if (rc == 0)
		report(&facts, f.path);
out:
	ra_desk_close(&d);
	return rc;
}

const struct cmd cmd_bulk_download = { "bulk-download", "", NEED_PROFILE,
	options, sizeof(struct values), run, NULL, OPT_FILL_NONE,
	N_("download the list of server, client or all certificates"), false };
