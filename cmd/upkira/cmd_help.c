/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* --help, made from the tables of verbs and options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"

#include "app.h"

#define LINE_MAX_BYTES 4096

/* Column where the explanations begin. */
enum { LEFT = 26 };

static void
line(const char *left, const char *right)
{
	size_t w = ra_text_width(ra_span_str(left));

	if (w + 2 > LEFT)
		printf("%s\n%*s%s\n", left, LEFT, "", right);
	else
		printf("%s%*s%s\n", left, (int)(LEFT - w), "", right);
}

static void
option(const struct opt *o)
{
	struct ra_buf b;

	ra_buf_init(&b, LINE_MAX_BYTES);
	ra_buf_adds(&b, "  ");
	if (o->letter != '\0')
		ra_buf_addf(&b, "-%c, ", o->letter);
	ra_buf_addf(&b, "--%s", o->name);
	if (o->arg != NULL)
		ra_buf_addf(&b, " %s", o->arg);
	line(ra_buf_str(&b), _(o->what));
	ra_buf_clear(&b);
}

static void
options(const char *title, const struct opt *o)
{
	if (o == NULL || o->name == NULL)
		return;
	printf("\n%s:\n", title);
	for (; o->name != NULL; o++)
		option(o);
}

static void
verbs(void)
{
	const struct cmd *const *c;
	char left[LEFT + 1];

	printf("\n%s:\n", _("Verbs"));
	for (c = cmd_table(); *c != NULL; c++) {
		snprintf(left, sizeof(left), "  %s", (*c)->name);
		line(left, _((*c)->what));
	}
}

static void
statuses(void)
{
	const struct ra_status *s;
	char left[32];

	printf("\n%s:\n", _("Exit status"));
	for (s = ra_status_table(); s->name != NULL; s++) {
		snprintf(left, sizeof(left),
		    s->code == RA_ESIGNAL ? "  %d+n" : "  %d", (int)s->code);
		line(left, _(s->what));
	}
}

void
help_print(const struct cmd *cmd)
{
	if (cmd == NULL) {
		printf(_("usage: upkira [OPTIONS] VERB [OPTIONS] [OPERANDS]\n"
			 "The registration officer's tool for the UPKI "
			 "certificate service.\n"));
		verbs();
		options(_("Options of every verb"), global_options());
		statuses();
		printf(_("\nEach verb has its page: man upkira-login, and "
			 "upkira VERB --help.\n"));
		return;
	}
	printf(_("usage: upkira %s [OPTIONS]%s%s\n"), cmd->name,
	    cmd->operands[0] != '\0' ? " " : "", cmd->operands);
	printf("%s\n", _(cmd->what));
	options(_("Options"), cmd->options);
	options(_("Options of every verb"), global_options());
	printf(_("\nMore: man upkira-%s\n"), cmd->name);
}

void
help_hint(void)
{
	fputs(_("usage: upkira [OPTIONS] VERB [OPTIONS] [OPERANDS]\n"
		"  upkira login                  is the credential good, what "
		"may this officer do?\n"
		"  upkira check apply.tsv        what would the service say?\n"
		"upkira --help lists the verbs.\n"),
	    stderr);
}

static int
run_help(struct app *app, const void *values, struct ra_err *e)
{
	const struct cmd *const *c;

	(void)values;
	if (app->args.n == 0) {
		help_print(NULL);
		return 0;
	}
	for (c = cmd_table(); *c != NULL; c++) {
		if (strcmp((*c)->name, app->args.v[0]) == 0) {
			help_print(*c);
			return 0;
		}
	}
	ra_fail(e, RA_EUSAGE, _("unknown verb \"%.60s\""), app->args.v[0]);
	ra_next(e, _("upkira --help lists the verbs"));
	return -1;
}

const struct cmd cmd_help = { "help", "[VERB]", NEED_NOTHING, NULL, 0, run_help,
	NULL, OPT_FILL_NONE, N_("show the help of a verb"), false };
