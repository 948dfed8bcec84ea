/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The command line of lra-sandbox: one table for parser and help. */
#ifndef SB_OPTIONS_H
#define SB_OPTIONS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "upki/iface.h"

#include "fault.h"
#include "variant.h"

#define SB_CERTS_MAX 1000000

struct sb_options {
	const char *dir, *port_file;
	struct sockaddr_in at;
	long certs;
	bool rights[RA_IF_COUNT];
	const struct sb_variant *variant;
	struct sb_faults faults;
	bool help, version;
};

/* RA_EUSAGE. Strings are borrowed from argv. */
int sb_options_parse(
    struct sb_options *o, int argc, char **argv, struct ra_err *e);
/* Usage, options, variants and faults. */
void sb_options_help(FILE *to);

#endif
