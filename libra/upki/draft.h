/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Records being written: values by column, from whatever people have (a
 * request, a batch file, a list of people, a certificate), with defaults laid
 * under them. A finished draft becomes text that is read and checked exactly
 * as a file would be.
 */
#ifndef RA_DRAFT_H
#define RA_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/cert.h"
#include "pki/csr.h"
#include "upki/form.h"

#define RA_DRAFTS_MAX 100000	 /* records of one call */
#define RA_DRAFT_VALUE_MAX 65536 /* bytes of one value */
#define RA_DRAFT_ORIGIN_MAX 512

/* What the institution always says; strings borrowed, NULL: not said. */
struct ra_defaults {
	const char *o, *l, *st;
	const char *manager_name, *manager_unit, *manager_mail, *software;
};

struct ra_draft {
	const struct ra_form *form;	  /* borrowed */
	char *value[RA_FORM_COLUMNS_MAX]; /* UTF-8, NULL: nobody has said */
	char origin[RA_DRAFT_ORIGIN_MAX]; /* "batch.yaml:12", for messages */
};

struct ra_drafts {
	struct ra_draft *d;
	size_t n;
};

/* One more draft of a form. Borrowed until the next one is added. */
struct ra_draft *ra_drafts_add(struct ra_drafts *l, const struct ra_form *form,
    const char *origin, struct ra_err *e);
/* Move all of more behind those of l; more is empty afterwards. */
int ra_drafts_join(
    struct ra_drafts *l, struct ra_drafts *more, struct ra_err *e);
/*
 * Say a column by its stable key. What was said before stays when keep; an
 * empty value says nothing and stays nothing. A control character or one that
 * CP932 lacks, a key the form has no use for: RA_EINPUT with the origin.
 */
int ra_draft_set(struct ra_draft *d, const char *key, struct ra_span value,
    bool keep, struct ra_err *e);
/* What was said, or NULL. Borrowed until it is said anew. */
const char *ra_draft_get(const struct ra_draft *d, const char *key);
/* The form has a use for the column. */
bool ra_draft_takes(const struct ra_draft *d, const char *key);
/*
 * Say the subject as a bare CN; what would read as more than one attribute is
 * RA_EINPUT.
 */
int ra_draft_cn(
    struct ra_draft *d, struct ra_span cn, bool keep, struct ra_err *e);
/* Say the reason of a revocation, by its digit or its name in any case. */
int ra_draft_reason(
    struct ra_draft *d, struct ra_span reason, bool keep, struct ra_err *e);
/* One more dNSName at the end of the list, unless it is there. */
int ra_draft_dns(struct ra_draft *d, struct ra_span name, struct ra_err *e);
/*
 * From a CSR: subject DN in the service's order, CSR line, profile by its key,
 * FQDN, dNSName list. Only what nobody has said, and what the form has a use
 * for. A key that no profile has: RA_EINPUT, unless a profile was said.
 */
int ra_draft_csr(
    struct ra_draft *d, const struct ra_csr *csr, struct ra_err *e);
/* From the old certificate: DN, serial, profile, FQDN, dNSName. */
int ra_draft_cert(
    struct ra_draft *d, const struct ra_cert *cert, struct ra_err *e);
/*
 * Lay the defaults under it: a DN of CN and OU alone gets O, L, ST and C=JP
 * (not where it names an old certificate of a person); manager and software
 * where something is applied for. FQDN from the CN. RA_EINPUT when the DN
 * wants what the defaults lack.
 */
int ra_draft_fill(
    struct ra_draft *d, const struct ra_defaults *defaults, struct ra_err *e);
/*
 * A required column that nobody has said: RA_EINPUT "origin: no KEY (ITEM)"
 * and where it can be said. Nothing is made up.
 */
int ra_draft_complete(const struct ra_draft *d, struct ra_err *e);
/*
 * Drafts from to from + n - 1, of one form, as UTF-8 lines with all their
 * tabs, added to out.
 */
void ra_drafts_text(
    const struct ra_drafts *l, size_t from, size_t n, struct ra_buf *out);
/* Takes a zeroed one. Values are wiped: some are PINs. */
void ra_drafts_clear(struct ra_drafts *l);

#endif
