/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What the service has already issued, from its lists: enough to foretell
 * its refusals and to find what a renewal or revocation names. Bytes in, an
 * index out; the lists themselves are not kept.
 */
#ifndef RA_ORACLE_H
#define RA_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "pki/serial.h"

#define RA_ORACLE_RECORDS_MAX 2000000 /* rows of all lists */

struct ra_oracle;

/* One application of the past. Strings borrowed from the oracle. */
struct ra_past {
	const char *dn; /* UTF-8 */
	const char *cn;
	const char *serial; /* decimal, "" when there is none */
	const char *mail;   /* column 15: of the manager or the user */
	const char *until;  /* end of validity as the list has it */
	int state;	    /* 状態 */
	int profile;
	bool client; /* from the client list */
};

struct ra_oracle *ra_oracle_new(void);
/*
 * Read a list (its header line first) piece by piece: serverAll.tsv,
 * clientAll.tsv or the one that holds both. Columns are found by header name,
 * by position as a fallback that is logged. RA_EINPUT "name:line: ..." for
 * what is no list; a ragged row is counted, not fatal.
 */
int ra_oracle_add(struct ra_oracle *o, const char *name, struct ra_span piece,
    struct ra_err *e);
/* The list that was being read has ended. */
int ra_oracle_end(struct ra_oracle *o, const char *name, struct ra_err *e);
size_t ra_oracle_ragged(const struct ra_oracle *o);

/* The k-th past application with this CN (any case), or NULL: newest first. */
const struct ra_past *ra_oracle_cn(
    const struct ra_oracle *o, const char *cn, size_t k);
/* With this very DN. */
const struct ra_past *ra_oracle_dn(
    const struct ra_oracle *o, const char *dn, size_t k);
/* With this serial, decimal. */
const struct ra_past *ra_oracle_serial(
    const struct ra_oracle *o, const char *decimal);
/* A row whose CSR or certificate has this key (SHA-256 of the SPKI, hex). */
const struct ra_past *ra_oracle_key(
    const struct ra_oracle *o, const char *spki);
/* The k-th of all rows, in the order of the lists, or NULL. */
const struct ra_past *ra_oracle_row(const struct ra_oracle *o, size_t k);
/* The certificate behind it is issued and neither revoked nor in error. */
bool ra_past_live(const struct ra_past *p);
void ra_oracle_free(struct ra_oracle *o);

/* The allowed OUs per domain (interface 8), CP932 or UTF-8 rows. */
struct ra_allowlist;
struct ra_allowlist *ra_allowlist_parse(
    const char *name, struct ra_span in, struct ra_err *e);
bool ra_allowlist_has(const struct ra_allowlist *a, const char *ou);
void ra_allowlist_free(struct ra_allowlist *a);

#endif
