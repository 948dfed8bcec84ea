/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira check: the verdict on application files, offline. */
#include <stdio.h>

#include "base/i18n.h"
#include "upki/form.h"
#include "work/examine.h"

#include "app.h"
#include "kinds.h"
#include "say.h"
#include "verdict.h"

struct values {
	int kind, type;
};

static const struct opt options[] = {
	{ "kind", 'k', "KIND", OPT_CHOICE, OPT_FILL_NONE,
	    offsetof(struct values, kind), kind_words, 0, 0, NULL,
	    N_("the kind of application, where the columns do not tell") },
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE,
	    offsetof(struct values, type), type_words, 0, 0, NULL,
	    N_("server, client or acme, where the columns do not tell") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static void
print(struct app *app, const struct ra_batch *b)
{
	if (app->g.format == FORMAT_JSON)
		verdict_json(b);
	else if (app->g.format == FORMAT_TABLE)
		verdict_lines(b, stdout, !app->g.quiet);
	else
		verdict_rows(b, app);
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	struct ra_batch b = { 0 };
	unsigned set;
	int rc = -1;

	if (app->args.n == 0) {
		ra_fail(e, RA_EUSAGE, _("check wants files"));
		goto out;
	}
	if (kinds_of(kind_words[v->kind], type_words[v->type], 0, &set, e) ==
		-1 ||
	    ra_batch_read(&b, app->args.v, app->args.n, set, e) == -1)
		goto out;
	print(app, &b);
	if (b.errors > 0) {
		ra_fail(e, b.usage ? RA_EUSAGE : RA_EINPUT,
		    ngettext("%zu error found", "%zu errors found",
			(unsigned long)b.errors),
		    b.errors);
		goto out;
	}
	say_note(
	    _("no error; warnings: %zu, records: %zu"), b.warnings, b.records);
	rc = 0;
out:
	ra_batch_clear(&b);
	return rc;
}

const struct cmd cmd_check = { "check", "FILE...", NEED_NOTHING, options,
	sizeof(struct values), run, NULL, OPT_FILL_FILE,
	N_("the verdict on application files, offline"), false };
