/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira check: the verdict on application files, offline. */
#include <stdio.h>

#include "base/i18n.h"
#include "upki/form.h"
#include "work/examine.h"
#include "work/lists.h"

#include "app.h"
#include "kinds.h"
#include "say.h"
#include "stop.h"
#include "verdict.h"

struct lists {
	struct ra_oracle *oracle;
	struct ra_allowlist *allow;
};

struct values {
	int kind, type;
	const char *inventory, *allowlist, *output;
	bool fix, strict, compromised;
};

static const struct opt options[] = {
	{ "kind", 'k', "KIND", OPT_CHOICE, OPT_FILL_NONE,
	    offsetof(struct values, kind), kind_words, 0, 0, NULL,
	    N_("the kind of application, where the columns do not tell") },
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE,
	    offsetof(struct values, type), type_words, 0, 0, NULL,
	    N_("server, client or acme, where the columns do not tell") },
	{ "inventory", 0, "FILE", OPT_TEXT, OPT_FILL_FILE,
	    offsetof(struct values, inventory), NULL, 0, 0, NULL,
	    N_("a list of what was issued, to foretell refusals by") },
	{ "allowlist", 0, "FILE", OPT_TEXT, OPT_FILL_FILE,
	    offsetof(struct values, allowlist), NULL, 0, 0, NULL,
	    N_("the list of OUs that are allowed") },
	{ "fix", 0, NULL, OPT_FLAG, OPT_FILL_NONE, offsetof(struct values, fix),
	    NULL, 0, 0, NULL,
	    N_("mend what has just one answer; with -o, of one file") },
	{ "strict", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct values, strict), NULL, 0, 0, NULL,
	    N_("let warnings count as errors for the exit status") },
	{ "yes-key-compromised", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct values, compromised), NULL, 0, 0, NULL,
	    N_("reason 1 is meant: the private keys are known to others") },
	{ "output", 'o', "FILE", OPT_TEXT, OPT_FILL_FILE,
	    offsetof(struct values, output), NULL, 0, 0, NULL,
	    N_("write what --fix has mended to FILE") },
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

/* What is known besides the files. */
static int
read_lists(const struct values *v, struct lists *l, struct ra_err *e)
{
	if (v->inventory != NULL &&
	    (l->oracle = ra_lists_read(v->inventory, e)) == NULL)
		return -1;
	if (v->allowlist != NULL &&
	    (l->allow = ra_lists_allowlist(v->allowlist, e)) == NULL)
		return -1;
	return 0;
}

static int
usage(const struct app *app, const struct values *v, struct ra_err *e)
{
	if (app->args.n == 0) {
		ra_fail(e, RA_EUSAGE, _("check wants files"));
		ra_next(e, _("upkira check FILE.tsv"));
		return -1;
	}
	if (v->fix && (v->output == NULL || app->args.n != 1))
		return ra_fail(
		    e, RA_EUSAGE, _("--fix wants one file, and -o FILE"));
	if (!v->fix && v->output != NULL)
		return ra_fail(e, RA_EUSAGE, _("-o wants --fix"));
	return 0;
}

/* Errors, or with --strict warnings too, as the failure of the call. */
static int
verdict(const struct values *v, const struct ra_batch *b, struct ra_err *e)
{
	if (b->errors > 0)
		ra_fail(e, b->usage ? RA_EUSAGE : RA_EINPUT,
		    ngettext("%zu error found", "%zu errors found",
			(unsigned long)b->errors),
		    b->errors);
	else if (v->strict && b->warnings > 0)
		ra_fail(e, RA_EINPUT,
		    ngettext("%zu warning found", "%zu warnings found",
			(unsigned long)b->warnings),
		    b->warnings);
	else
		return 0;
	if (v->fix)
		ra_next(e, _("correct what is left; %s was not written"),
		    v->output);
	return -1;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	struct ra_batch b = { 0 };
	struct lists l = { 0 };
	const struct ra_config_profile *p = app->profile;
	struct ra_institution ours = { 0 };
	unsigned set;
	int rc = -1;

	stop_at_once();
	if (usage(app, v, e) == -1 || read_lists(v, &l, e) == -1)
		goto out;
	b.opt.oracle = l.oracle;
	b.opt.allow = l.allow;
	b.opt.key_compromised = v->compromised;
	if (p != NULL) {
		ours = (struct ra_institution){ p->o, p->l, p->st, p->domains };
		b.opt.institution = &ours;
	}
	b.mend = v->fix;
	if (kinds_of(kind_words[v->kind], type_words[v->type], 0, &set, e) ==
		-1 ||
	    ra_batch_read(&b, app->args.v, app->args.n, set, e) == -1)
		goto out;
	print(app, &b);
	if (verdict(v, &b, e) == -1)
		goto out;
	if (v->fix && ra_exam_save(&b.exam[0], v->output, e) == -1)
		goto out;
	say_note(
	    _("no error; warnings: %zu, records: %zu"), b.warnings, b.records);
	rc = 0;
out:
	ra_batch_clear(&b);
	ra_oracle_free(l.oracle);
	ra_allowlist_free(l.allow);
	return rc;
}

const struct cmd cmd_check = { "check", "FILE...", MAY_PROFILE, options,
	sizeof(struct values), run, NULL, OPT_FILL_FILE,
	N_("the verdict on application files, offline"), false };
