/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira: the verb table, and from the command line to one call. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/secret.h"

#include "app.h"
#include "kinds.h"
#include "out.h"
#include "say.h"
#include "stop.h"

static const char *const formats[] = { "table", "tsv", "csv", "json", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };

#define G(field) offsetof(struct globals, field)

static const struct opt globals[] = {
	{ "config", 0, "FILE", OPT_TEXT, OPT_FILL_FILE, G(config), NULL, 0, 0,
	    "UPKIRA_CONFIG", N_("read this configuration too, last") },
	{ "profile", 0, "NAME", OPT_TEXT, OPT_FILL_NONE, G(profile), NULL, 0, 0,
	    "UPKIRA_PROFILE", N_("the profile of the configuration") },
	{ "site", 0, "FILE", OPT_TEXT, OPT_FILL_FILE, G(site), NULL, 0, 0, NULL,
	    N_("changes to the site profile, upkira-site(5)") },
	{ "format", 0, "FORMAT", OPT_CHOICE, OPT_FILL_NONE, G(format), formats,
	    0, 0, "UPKIRA_FORMAT",
	    N_("output: table, tsv, csv or json (JSON Lines)") },
	{ "color", 0, "WHEN", OPT_CHOICE, OPT_FILL_NONE, G(color), colors, 0, 0,
	    "UPKIRA_COLOR", N_("colour: auto, always or never") },
	{ "no-input", 0, NULL, OPT_FLAG, OPT_FILL_NONE, G(no_input), NULL, 0, 0,
	    NULL, N_("never ask, not even on a terminal") },
	{ "quiet", 'q', NULL, OPT_FLAG, OPT_FILL_NONE, G(quiet), NULL, 0, 0,
	    NULL, N_("errors only") },
	{ "verbose", 'v', NULL, OPT_COUNT, OPT_FILL_NONE, G(verbose), NULL, 0,
	    0, NULL, N_("tell the steps; twice: each exchange") },
	{ "trace", 0, "DIR", OPT_TEXT, OPT_FILL_DIR, G(trace), NULL, 0, 0, NULL,
	    N_("one file an exchange, secrets masked") },
	{ "help", 'h', NULL, OPT_FLAG, OPT_FILL_NONE, G(help), NULL, 0, 0, NULL,
	    N_("show this help") },
	{ "version", 0, NULL, OPT_FLAG, OPT_FILL_NONE, G(version), NULL, 0, 0,
	    NULL, N_("show the version") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

const struct opt *
global_options(void)
{
	return globals;
}

static const struct cmd *const cmds[] = {
	&cmd_login,
	&cmd_logout,
	&cmd_issue,
	&cmd_renew,
	&cmd_revoke,
	&cmd_acme,
	&cmd_check,
	&cmd_bulk_download,
	&cmd_snapshot,
	&cmd_inventory,
	&cmd_stats,
	&cmd_allowlist,
	&cmd_timestamp_url,
	&cmd_manager,
	&cmd_monitor,
	&cmd_journal,
	&cmd_reconcile,
	&cmd_csr,
	&cmd_serial,
	&cmd_expiring,
	&cmd_diff,
	&cmd_plan,
	&cmd_incident,
	&cmd_probe,
	&cmd_report,
	&cmd_completion,
	&cmd_help,
	NULL,
};

/* For those who build upkira; in no help and no completion. */
static const struct cmd *const hidden[] = { &cmd_tables, NULL };

const struct cmd *const *
cmd_table(void)
{
	return cmds;
}

static const struct cmd *
find(const char *name, struct ra_err *e)
{
	const struct cmd *const *c;
	struct ra_near near = { 0 };

	for (c = cmds; *c != NULL; c++) {
		if (strcmp((*c)->name, name) == 0)
			return *c;
		ra_near_offer(&near, name, (*c)->name);
	}
	for (c = hidden; *c != NULL; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	ra_fail(e, RA_EUSAGE, _("unknown verb \"%.60s\""), name);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	else
		ra_next(e, _("upkira --help lists the verbs"));
	return NULL;
}

static int
configure(struct app *app, struct ra_err *e)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	char *dir = NULL, *path = NULL;
	int rc = -1;

	if (xdg != NULL && xdg[0] == '/')
		dir = ra_strdup(xdg);
	else if (home != NULL && home[0] == '/')
		dir = ra_fs_join(home, ".config");
	if (dir != NULL)
		path = ra_fs_join(dir, "upkira/upkira.yaml");
	if (ra_config_read(&app->config, "/etc/upkira/upkira.yaml", false, e) ==
		-1 ||
	    (path != NULL &&
		ra_config_read(&app->config, path, false, e) == -1) ||
	    (app->g.config != NULL &&
		ra_config_read(&app->config, app->g.config, true, e) == -1))
		goto out;
	/* Where none is needed, none is chosen among several. */
	if (app->cmd->need == MAY_PROFILE && app->g.profile == NULL &&
	    app->config.n != 1 && app->config.fallback == NULL) {
		rc = 0;
		goto out;
	}
	app->profile = ra_config_choose(&app->config, app->g.profile, e);
	rc = app->profile == NULL ? -1 : 0;
out:
	free(dir);
	free(path);
	return rc;
}

/* The verb's own options are filled, then it runs. */
static int
run(struct app *app, char **argv, int at, struct ra_err *e)
{
	static const struct opt none[] = { { 0 } };
	void *values = ra_calloc(1, app->cmd->size + 1);
	const struct optsets sets = {
		{ { app->cmd->options != NULL ? app->cmd->options : none,
		      values },
		    { globals, &app->g } },
		2,
	};
	int rc = -1;

	if (opt_parse(&sets, argv, &at, &app->args, e) == -1)
		goto out;
	say_init(app);
	if (app->g.help) {
		help_print(app->cmd);
		rc = 0;
		goto out;
	}
	if (app->cmd->need != NEED_NOTHING && configure(app, e) == -1)
		goto out;
	if (app->args.n > 0 && app->cmd->operands[0] == '\0') {
		ra_fail(e, RA_EUSAGE, _("%s takes no operand, found \"%.60s\""),
		    app->cmd->name, app->args.v[0]);
		goto out;
	}
	rc = app->cmd->run(app, values, e);
out:
	free(values);
	return rc;
}

static int
start(struct app *app, char **argv, struct ra_err *e)
{
	const struct optsets sets = { { { globals, &app->g } }, 1 };
	int at = 1;

	if (opt_environment(&sets.set[0], e) == -1 ||
	    opt_parse(&sets, argv, &at, NULL, e) == -1)
		return -1;
	if (app->g.version) {
		printf("upkira %s\n", RA_VERSION);
		return 0;
	}
	if (argv[at] == NULL && app->g.help) {
		help_print(NULL);
		return 0;
	}
	if (argv[at] == NULL) {
		help_hint();
		return ra_fail(e, RA_EUSAGE, "%s", "");
	}
	if ((app->cmd = find(argv[at], e)) == NULL)
		return -1;
	return run(app, argv, at + 1, e);
}

/*
 * A stream that the caller closed would be taken by the next file or socket,
 * and rows meant for standard output would go to the service. What stands here
 * instead cannot be used in the stream's direction, so that its use fails.
 */
static void
hold_streams(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null",
			fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1)
			return;
}

int
main(int argc, char **argv)
{
	struct app app = { 0 };
	struct ra_err e = { 0 };

	(void)argc;
	hold_streams();
	ra_secret_harden();
	say_locale();
	stop_init();
	kinds_init();
	start(&app, argv, &e);
	say_progress_end();
	out_finish(&app, &e);
	if (stop_asked() && !app.sent) {
		/* Whatever failed then, it failed because of the signal. */
		ra_err_clear(&e);
		ra_fail(&e, (enum ra_code)(RA_ESIGNAL + stop_signal()),
		    _("interrupted; nothing was sent"));
	}
	say_init(&app);
	say_error(&e);
	free(app.args.v);
	ra_ledger_close(&app.ledger);
	free(app.state);
	ra_config_clear(&app.config);
	if (stop_asked())
		return RA_ESIGNAL + stop_signal();
	return (int)e.code;
}
