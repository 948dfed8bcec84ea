/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * External account bindings of ACME: shown once, on the page after the upload,
 * so kept in private files; and what an ACME client is told to do with them.
 */
#ifndef RA_EAB_H
#define RA_EAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/span.h"
#include "lra/upload.h"
#include "upki/request.h"

#define RA_EAB_FILE_MAX 16384 /* bytes of a file */
#define RA_EAB_OLD_MAX 1000   /* older files of one name */

struct ra_eab {
	char *name;    /* CN of the account */
	char *account; /* account ID, or "" */
	char *profile; /* certificate profile ID, or "" */
	char *names;   /* host names parted by commas, CN first */
	struct ra_secret kid, hmac;
};

/*
 * From a record and its verdict. False when the verdict has no EAB. x must be
 * zeroed.
 */
bool ra_eab_take(struct ra_eab *x, const struct ra_request *r, size_t k,
    const struct ra_verdict *v);
/*
 * Write DIR/NAME.eab (0600, synced; the folder is made, 0700) and tell its
 * path, yours. An older file of the name becomes NAME.eab.1, .2, ...: the
 * first that is free. RA_ELOCAL.
 */
int ra_eab_store(
    const struct ra_eab *x, const char *dir, char **path, struct ra_err *e);
/* DIR/NAME.eab, letters that a path may not hold replaced; yours. */
char *ra_eab_path(const char *dir, const char *name);
/* Read the file; RA_EINPUT, RA_ECRED when others may read it. */
int ra_eab_load(const char *path, struct ra_eab *x, struct ra_err *e);
/*
 * The same from bytes: one line a value, "KEY: VALUE". A key twice, one that
 * is missing or not known, and values that no client takes are RA_EINPUT with
 * the line and never with the value. x is cleared by the caller.
 */
int ra_eab_parse(
    const char *name, struct ra_span in, struct ra_eab *x, struct ra_err *e);
/* Takes a zeroed one; wiped. */
void ra_eab_clear(struct ra_eab *x);

/* Clients that there is a recipe for, in the order of their words. */
enum ra_acme_client {
	RA_CERTBOT,
	RA_LEGO,
	RA_UACME,
	RA_ACME_SH,
};
extern const char *const ra_acme_clients[]; /* ended by NULL */

struct ra_recipe {
	enum ra_acme_client client;
	const char *path;      /* of the stored EAB */
	const char *directory; /* of the ACME server, https */
	bool argv; /* the EAB may stand on the client's command line */
};

/* Lines for a shell; they name the file and hold no secret. */
int ra_recipe_write(const struct ra_recipe *r, const struct ra_eab *x,
    struct ra_buf *out, struct ra_err *e);

/* UPKI's ACME directory, as a single public source has it. */
extern const char ra_acme_directory[];

#endif
