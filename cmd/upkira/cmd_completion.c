/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Completions for bash, zsh and fish, made from the tables. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#include "app.h"

static void
head(void)
{
	puts("# SPDX-License-Identifier: BSD-2-Clause\n"
	     "# Copyright (c) 2026 The upkira developers\n"
	     "# Made by upkira completion; do not edit.");
}

static void
words(const char *const *w)
{
	size_t i;

	for (i = 0; w != NULL && w[i] != NULL; i++)
		printf("%s%s", i > 0 ? " " : "", w[i]);
}

static void
long_names(const struct opt *o)
{
	for (; o != NULL && o->name != NULL; o++)
		printf(" --%s", o->name);
}

/* bash: what follows an option that takes an argument. */
static void
bash_argument(const struct opt *o)
{
	for (; o != NULL && o->name != NULL; o++) {
		if (o->arg == NULL)
			continue;
		printf("\t--%s", o->name);
		if (o->letter != '\0')
			printf(" | -%c", o->letter);
		printf(")\n\t\t");
		if (o->words != NULL) {
			printf("mapfile -t COMPREPLY < <(compgen -W \"");
			words(o->words);
			printf("\" -- \"$cur\")\n");
		} else if (o->fill != OPT_FILL_NONE) {
			printf("mapfile -t COMPREPLY < <(compgen -%c -- "
			       "\"$cur\")\n",
			    o->fill == OPT_FILL_DIR ? 'd' : 'f');
		} else {
			puts(":");
		}
		puts("\t\treturn");
		puts("\t\t;;");
	}
}

static void
verb_names(void)
{
	const struct cmd *const *c;

	for (c = cmd_table(); *c != NULL; c++)
		if (!(*c)->hidden)
			printf("%s%s", c != cmd_table() ? " " : "", (*c)->name);
}

static void
bash_verb(const struct cmd *c)
{
	printf("\t%s)\n", c->name);
	puts("\t\tcase \"$prev\" in");
	bash_argument(c->options);
	puts("\t\tesac");
	printf("\t\topts=\"");
	if (c == &cmd_help)
		verb_names();
	words(c->args);
	long_names(c->options);
	puts("\"");
	printf("\t\tfill=%c\n",
	    c->fill == OPT_FILL_FILE	  ? 'f'
		: c->fill == OPT_FILL_DIR ? 'd'
					  : '-');
	puts("\t\t;;");
}

static void
bash(void)
{
	const struct cmd *const *c;

	head();
	puts("# shellcheck shell=bash\n\n_upkira() {\n"
	     "\tlocal cur prev verb opts fill i\n"
	     "\tcur=${COMP_WORDS[COMP_CWORD]}\n"
	     "\tprev=${COMP_WORDS[COMP_CWORD - 1]}\n"
	     "\tverb=\n\topts=\n\tfill=-\n\tCOMPREPLY=()\n"
	     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	     "\t\tcase \"${COMP_WORDS[i]}\" in");
	for (c = cmd_table(); *c != NULL; c++)
		printf("\t\t%s%s", (*c)->name, c[1] != NULL ? " | \\\n" : "");
	puts(")\n\t\t\tverb=${COMP_WORDS[i]}\n\t\t\tbreak\n\t\t\t;;\n"
	     "\t\tesac\n\tdone\n\tcase \"$verb\" in");
	for (c = cmd_table(); *c != NULL; c++)
		bash_verb(*c);
	printf("\t*)\n\t\topts=\"");
	for (c = cmd_table(); *c != NULL; c++)
		printf("%s%s", c != cmd_table() ? " " : "", (*c)->name);
	puts("\"\n\t\t;;\n\tesac\n\tcase \"$prev\" in");
	/* A verb's option of the same name went before. */
	bash_argument(global_options());
	puts("\tesac");
	printf("\topts+=\"");
	long_names(global_options());
	puts("\"\n"
	     "\tmapfile -t COMPREPLY < <(compgen -W \"$opts\" -- \"$cur\")\n"
	     "\tif [[ $cur != -* && $fill != - ]]; then\n"
	     "\t\tmapfile -t -O ${#COMPREPLY[@]} COMPREPLY < "
	     "<(compgen -\"$fill\" -- \"$cur\")\n"
	     "\tfi\n}\n\n"
	     "complete -o filenames -F _upkira upkira");
}

/* An explanation inside single quotes and brackets. */
static void
quoted(const char *s, const char *escape)
{
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (strchr(escape, *s) != NULL)
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void
zsh_form(const struct opt *o, const char *dashes, const char *name)
{
	printf("'%s%s", o->kind == OPT_COUNT ? "*" : "", dashes);
	printf("%s[", name);
	quoted(o->what, "[]:\\");
	printf("]");
	if (o->arg != NULL)
		printf(":%s:", o->arg);
	if (o->words != NULL) {
		printf("(");
		words(o->words);
		printf(")");
	} else if (o->fill != OPT_FILL_NONE) {
		printf("%s", o->fill == OPT_FILL_DIR ? "_files -/" : "_files");
	}
	printf("'");
}

static void
zsh_options(const struct opt *o)
{
	char letter[2] = "";

	for (; o != NULL && o->name != NULL; o++) {
		printf(" \\\n\t\t\t");
		zsh_form(o, "--", o->name);
		if (o->letter == '\0')
			continue;
		letter[0] = o->letter;
		printf(" \\\n\t\t\t");
		zsh_form(o, "-", letter);
	}
}

static void
zsh_verb(const struct cmd *c)
{
	printf("\t%s)\n\t\t_arguments", c->name);
	zsh_options(c->options);
	if (c->args != NULL) {
		printf(" \\\n\t\t\t'1:operand:(");
		words(c->args);
		printf(")'");
	}
	if (c->fill != OPT_FILL_NONE)
		printf(" \\\n\t\t\t'*:file:%s'",
		    c->fill == OPT_FILL_DIR ? "_files -/" : "_files");
	puts(" \\\n\t\t\t$globals\n\t\t;;");
}

static void
zsh(void)
{
	const struct cmd *const *c;

	puts("#compdef upkira");
	head();
	printf("\nlocal -a globals verbs\nlocal context state line\n"
	       "globals=(");
	zsh_options(global_options());
	puts("\n)\nverbs=(");
	for (c = cmd_table(); *c != NULL; c++) {
		printf("\t'%s:", (*c)->name);
		quoted((*c)->what, ":\\");
		puts("'");
	}
	puts(")\n_arguments -C $globals '1: :->verb' '*:: :->args'\n"
	     "case $state in\nverb)\n\t_describe verb verbs\n\t;;\nargs)\n"
	     "\tcase $line[1] in");
	for (c = cmd_table(); *c != NULL; c++)
		zsh_verb(*c);
	puts("\tesac\n\t;;\nesac");
}

static void
fish_options(const struct opt *o, const char *verb)
{
	for (; o != NULL && o->name != NULL; o++) {
		printf("complete -c upkira");
		if (verb != NULL)
			printf(" -n '__fish_seen_subcommand_from %s'", verb);
		printf(" -l %s", o->name);
		if (o->letter != '\0')
			printf(" -s %c", o->letter);
		if (o->words != NULL) {
			printf(" -x -a '");
			words(o->words);
			printf("'");
		} else if (o->arg != NULL) {
			printf("%s", o->fill == OPT_FILL_NONE ? " -x" : " -rF");
		}
		printf(" -d '");
		quoted(o->what, "");
		puts("'");
	}
}

static void
fish(void)
{
	const struct cmd *const *c;

	head();
	printf("\nset -l verbs");
	for (c = cmd_table(); *c != NULL; c++)
		printf(" %s", (*c)->name);
	puts("\ncomplete -c upkira -f");
	fish_options(global_options(), NULL);
	for (c = cmd_table(); *c != NULL; c++) {
		printf("complete -c upkira -n \"not __fish_seen_subcommand_from"
		       " $verbs\" -a %s -d '",
		    (*c)->name);
		quoted((*c)->what, "");
		puts("'");
		fish_options((*c)->options, (*c)->name);
		if ((*c)->args != NULL) {
			printf("complete -c upkira -n "
			       "'__fish_seen_subcommand_from %s' -a '",
			    (*c)->name);
			words((*c)->args);
			puts("'");
		}
		if ((*c)->fill != OPT_FILL_NONE)
			printf("complete -c upkira -n "
			       "'__fish_seen_subcommand_from %s' -F\n",
			    (*c)->name);
	}
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
	size_t i;

	(void)values;
	for (i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (app->args.n == 1 &&
		    strcmp(app->args.v[0], shells[i].name) == 0) {
			shells[i].print();
			return 0;
		}
	}
	return ra_fail(
	    e, RA_EUSAGE, _("completion wants one of: %s"), "bash zsh fish");
}

static const char *const args[] = { "bash", "zsh", "fish", NULL };

const struct cmd cmd_completion = { "completion", "SHELL", NEED_NOTHING, NULL,
	0, run, args, OPT_FILL_NONE,
	N_("print the completion script of a shell"), false };
