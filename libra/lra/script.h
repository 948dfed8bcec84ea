/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The little that a menu's scripts do: set a field, submit a form, open a
 * page. Nothing is run; what is not of these shapes stays not understood.
 */
#ifndef RA_SCRIPT_H
#define RA_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#define RA_SCRIPT_TEXT 512 /* bytes of one name or value */
#define RA_SCRIPT_SETS_MAX 8
#define RA_SCRIPT_LITERALS_MAX 8
#define RA_SCRIPT_DEPTH_MAX 4 /* calls within calls */
#define RA_SCRIPT_TOKENS_MAX 4000

struct ra_script_set {
	char control[RA_SCRIPT_TEXT], value[RA_SCRIPT_TEXT];
};

struct ra_script {
	struct ra_script_set set[RA_SCRIPT_SETS_MAX];
	size_t nsets;
	bool submit;
	char form[RA_SCRIPT_TEXT];   /* "" when the script does not name it */
	char action[RA_SCRIPT_TEXT]; /* "" when not changed */
	char url[RA_SCRIPT_TEXT];    /* where it goes, or "" */
	/* Strings given to functions that the page does not define. */
	char literal[RA_SCRIPT_LITERALS_MAX][RA_SCRIPT_TEXT];
	size_t nliterals;
	size_t unknown; /* calls and values that nobody here understands */
};

/*
 * Read a handler (with or without "javascript:"). functions is the page's
 * script text; self stands for this.value.
 */
void ra_script_read(const char *handler, const char *functions,
    const char *self, struct ra_script *out);

#endif
