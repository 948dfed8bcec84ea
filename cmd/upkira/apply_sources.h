/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* issue, renew and revoke: their options, and what applications are made of. */
#ifndef CMD_APPLY_SOURCES_H
#define CMD_APPLY_SOURCES_H

#include <stdbool.h>

#include "base/err.h"
#include "upki/form.h"
#include "work/compose.h"

#include "app.h"
#include "opt.h"

struct apply_values {
	int type, on_error;
	bool dry, yes, compromised;
	bool acme, show_eab; /* of the verb acme alone */
	long expect, resubmit, resume;
	const char *output, *people, *leavers, *inventory, *from_cert,
	    *from_host, *cert_profile, *reason, *comment, *san;
};

/* The two options by which the journal is told what is meant. */
#define JOURNAL_OPTIONS(type, again, on)                                       \
	{ "resubmit", 0, "BATCH", OPT_NUMBER, OPT_FILL_NONE,                   \
		offsetof(type, again), NULL, 1, 1000000000, NULL,              \
		N_("send again what that batch has sent already") },           \
	{                                                                      \
		"resume", 0, "BATCH", OPT_NUMBER, OPT_FILL_NONE,               \
		    offsetof(type, on), NULL, 1, 1000000000, NULL,             \
		    N_("send what that batch has not sent, of the same "       \
		       "files")                                                \
	}

extern const struct opt apply_options[];
extern const struct opt revoke_options[];

/* What the verb was asked for, for an operation and its kinds. */
struct ra_compose_ask sources_ask(const struct app *app,
    const struct apply_values *v, enum ra_op op, unsigned kinds);
/* There is something to apply for, and it goes together. RA_EUSAGE. */
int sources_check(
    const struct app *app, const struct apply_values *v, struct ra_err *e);
/* -o: the parts to their files, or the only one to standard output. */
int sources_write(const struct apply_values *v, const struct ra_composition *c,
    struct ra_err *e);

#endif
