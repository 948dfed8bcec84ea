/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inside of composing, for its parts: files, lists, cutting. */
#ifndef RA_COMPOSE_IN_H
#define RA_COMPOSE_IN_H

#include <stdbool.h>

#include "pki/cert.h"
#include "pki/csr.h"
#include "work/compose.h"

struct ra_composer {
	const struct ra_compose_ask *ask;
	struct ra_composition *c;
	struct ra_err *e;
};

/* Of the forms in question the one for servers or for people, or NULL. */
const struct ra_form *ra_compose_form(const struct ra_composer *x, bool people);
/* A draft with what the options say for all. */
struct ra_draft *ra_compose_draft(const struct ra_composer *x,
    const struct ra_form *form, const char *origin);
/* What the options say, laid under it. */
int ra_compose_seed(const struct ra_composer *x, struct ra_draft *d);
/* The CN of its subject equals cn, in any case of letters. */
bool ra_compose_same_cn(const struct ra_draft *d, const char *cn);

/* Files: read, never with a private key in them. */
struct ra_csr *ra_compose_load_csr(const char *path, struct ra_err *e);
struct ra_cert *ra_compose_load_cert(const char *path, struct ra_err *e);
int ra_compose_csr(const struct ra_composer *x, const char *path);
int ra_compose_folder(const struct ra_composer *x, const char *path);
int ra_compose_tsv(const struct ra_composer *x, const char *path);
int ra_compose_batch(const struct ra_composer *x, const char *path);

/* Lists and certificates. */
int ra_compose_inventory(const struct ra_composer *x);
int ra_compose_lookup(const struct ra_composer *x, const char *operand);
int ra_compose_people(const struct ra_composer *x);
int ra_compose_leavers(const struct ra_composer *x);
/* The certificate that a draft renews or revokes, laid under it. */
int ra_compose_old(const struct ra_composer *x, struct ra_draft *d,
    const struct ra_cert *cert);
int ra_compose_from_cert(const struct ra_composer *x);
int ra_compose_from_host(const struct ra_composer *x);
/* What the inventory knows of the certificate that a draft names. */
int ra_compose_past(const struct ra_composer *x, struct ra_draft *d);

#endif
