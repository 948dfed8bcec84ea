/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Options: one table a verb, from which parsing, --help and the completions
 * are derived. Long options are never abbreviated.
 */
#ifndef CMD_OPT_H
#define CMD_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define OPT_OPERANDS_MAX 10000 /* operands of one call */

enum opt_kind {
	OPT_FLAG,   /* bool: true */
	OPT_COUNT,  /* int: one more each time */
	OPT_TEXT,   /* const char * into argv */
	OPT_CHOICE, /* int: index into words, which end in NULL */
	OPT_NUMBER, /* long: lo to hi */
};

/* What a shell may offer for an argument. */
enum opt_fill { OPT_FILL_NONE, OPT_FILL_FILE, OPT_FILL_DIR };

struct opt {
	const char *name; /* long name without dashes */
	char letter;	  /* short one, or 0 */
	const char *arg;  /* name of the argument, or NULL for none */
	enum opt_kind kind;
	enum opt_fill fill;
	size_t offset;		  /* of the field in the verb's options */
	const char *const *words; /* OPT_CHOICE */
	long lo, hi;		  /* OPT_NUMBER */
	const char *env;	  /* variable used when not given, or NULL */
	const char *what;	  /* English, for gettext; one line */
};

/* A table, ended by a row whose name is NULL, and where its values go. */
struct optset {
	const struct opt *table;
	void *values;
};

struct optsets {
	struct optset set[2];
	size_t n;
};

struct operands {
	const char **v;
	size_t n;
};

/*
 * Parse argv from *at on against the sets, in order, and leave *at behind what
 * was read. Operands may stand anywhere and go to rest, "--" ends the
 * options; with rest NULL it stops before the first operand. RA_EUSAGE with
 * the nearest name.
 */
int opt_parse(const struct optsets *sets, char **argv, int *at,
    struct operands *rest, struct ra_err *e);
/* Fill what was not given from the environment; call before opt_parse. */
int opt_environment(const struct optset *set, struct ra_err *e);

#endif
