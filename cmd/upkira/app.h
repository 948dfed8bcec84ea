/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What every verb shares: the global options, the configuration, the streams.
 * A verb is one file, one symbol, one row of the table.
 */
#ifndef CMD_APP_H
#define CMD_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "work/config.h"
#include "work/ledger.h"

#include "opt.h"

enum format { FORMAT_TABLE, FORMAT_TSV, FORMAT_CSV, FORMAT_JSON };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct globals {
	const char *config, *profile, *site, *trace;
	int format, color, verbose;
	bool no_input, quiet, help, version;
};

struct app {
	struct globals g;
	struct ra_config config;
	const struct ra_config_profile *profile; /* if the verb needs it */
	const struct cmd *cmd;
	struct operands args;
	char *state;		 /* of a verb that sends; its folder */
	struct ra_ledger ledger; /* of such a verb, held to the end */
	bool sent;		 /* bytes of an application may have left */
};

enum cmd_need {
	NEED_NOTHING = 0,
	NEED_PROFILE = 1, /* a profile of the configuration */
	MAY_PROFILE = 2,  /* the same, if there is one */
};

struct cmd {
	const char *name;
	const char *operands; /* for the synopsis, "" for none */
	unsigned need;
	const struct opt *options; /* may be NULL */
	size_t size;		   /* of the struct the options fill */
	/* values: filled options. Returns the exit status through e. */
	int (*run)(struct app *app, const void *values, struct ra_err *e);
	const char *const *args; /* words an operand may be, or NULL */
	enum opt_fill fill;	 /* what operands are, for completion */
	const char *what;	 /* English, for gettext */
	bool hidden;		 /* not of the table below */
};

/* The verbs in the order of --help, ended by NULL; no hidden ones. */
const struct cmd *const *cmd_table(void);
const struct opt *global_options(void);

/* One per verb. */
extern const struct cmd cmd_journal, cmd_reconcile;
extern const struct cmd cmd_login, cmd_logout, cmd_issue, cmd_renew, cmd_revoke,
    cmd_check, cmd_bulk_download, cmd_stats, cmd_allowlist, cmd_timestamp_url,
    cmd_manager, cmd_monitor, cmd_acme, cmd_csr, cmd_serial, cmd_probe,
    cmd_report, cmd_expiring, cmd_diff, cmd_plan, cmd_incident, cmd_completion,
    cmd_help, cmd_snapshot, cmd_inventory, cmd_tables;

/* --help of a verb, or of the program for NULL, on standard output. */
void help_print(const struct cmd *cmd);
/* The short text for a call without a verb. */
void help_hint(void);

#endif
