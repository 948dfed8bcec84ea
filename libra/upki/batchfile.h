/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A batch of applications written by hand, in YAML: a kind, defaults, records
 * (upkira-batch(5)). Bytes in, drafts out; the files a record names are for
 * the caller to load.
 */
#ifndef RA_BATCHFILE_H
#define RA_BATCHFILE_H

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "upki/draft.h"
#include "upki/form.h"

#define RA_BATCHFILE_RECORDS_MAX 10000
#define RA_BATCHFILE_NAMES_MAX 100 /* names of one record */

/* The files of a record as they are written there, or NULL. */
struct ra_batchfile_files {
	char *csr, *cert;
};

struct ra_batchfile {
	const struct ra_form *form;
	struct ra_drafts drafts;	  /* may be moved away */
	struct ra_batchfile_files *files; /* of each record */
	size_t n;			  /* records */
};

/* A key of a record or of the defaults that is no column. */
struct ra_batchfile_key {
	const char *name;
	bool shared;	  /* may stand in the defaults */
	const char *what; /* English, for gettext */
};

/* Ended by a row whose name is NULL. */
const struct ra_batchfile_key *ra_batchfile_keys(void);

/*
 * Parse. What a record says stays, the defaults are laid under it. Everything
 * wrong is RA_EINPUT "name:line:column: ...", an unknown key with the nearest
 * name. out is cleared by the caller in any case.
 */
int ra_batchfile_parse(const char *name, struct ra_span in,
    struct ra_batchfile *out, struct ra_err *e);
/* Takes a zeroed one. */
void ra_batchfile_clear(struct ra_batchfile *b);

#endif
