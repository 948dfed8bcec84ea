/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Application files made of what people have: requests, batches, lists of
 * people, certificates, names and serials of the inventory. What comes out is
 * read and checked as a file would be.
 */
#ifndef RA_COMPOSE_H
#define RA_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "lra/peek.h"
#include "upki/draft.h"
#include "upki/form.h"
#include "upki/oracle.h"
#include "work/examine.h"

#define RA_COMPOSE_PARTS_MAX 200 /* files of one call */

/* What is asked for; strings borrowed, NULL: not said. */
struct ra_compose_ask {
	enum ra_op op;
	unsigned kinds; /* forms that come into question */
	struct ra_defaults defaults;
	/* Laid under what a record says itself. */
	const char *profile_id, *reason, *comment;
	bool key_compromised; /* reason 1 is meant */
	size_t expect;	      /* revocations; 0: not said */
	time_t now;
	/* Sources besides the operands. */
	const char *inventory, *people, *leavers, *from_cert, *from_host;
	bool names;	    /* what is no file is the name of a new host */
	const char *san;    /* further ones of the only name, by commas */
	bool write;	    /* for a file, not to be sent */
	const char *output; /* its name, ends in .tsv or .txt; or NULL */
	struct ra_peek_config peek;
};

/* Start zeroed. */
struct ra_composition {
	struct ra_drafts drafts; /* in the order of the parts */
	struct ra_batch batch;	 /* one exam a part */
	char **name;		 /* of the parts */
	struct ra_oracle *oracle;
};

/* An operand or option wants composing: not application files alone. */
bool ra_compose_wanted(
    const struct ra_compose_ask *ask, const char *const *operand, size_t n);
/*
 * Gather, fill, cut into parts of RA_FORM_RECORDS_MAX and check each. Operands
 * are application files (.tsv, .txt), certificate requests (.csr, .req, .pem,
 * .der) or folders of them, batches (.yaml, .yml), names of new hosts and,
 * with an inventory, names and serials. 0 when all could be looked at
 * (c->batch.errors tells the verdict). RA_EINPUT with the place for whatever is
 * wrong or was not said, RA_EUSAGE. When nobody has left there is no part. c is
 * cleared by the caller in any case.
 */
int ra_compose(struct ra_composition *c, const struct ra_compose_ask *ask,
    const char *const *operand, size_t n, struct ra_err *e);
/*
 * The same for drafts that are in c already: filled, cut and checked.
 */
int ra_compose_drafts(struct ra_composition *c,
    const struct ra_compose_ask *ask, struct ra_err *e);
/* Write the parts under their names, mode 0600: all or, on failure, none. */
int ra_compose_write(const struct ra_composition *c, struct ra_err *e);
/* Takes a zeroed one. */
void ra_compose_clear(struct ra_composition *c);

#endif
