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

#define RA_ORACLE_RECORDS_MAX 2000000 /* rows of all lists */

#define RA_PAST_NO_STATE (-99)

struct ra_oracle;

/* One application of the past. Strings borrowed from the oracle. */
struct ra_past {
	const char *dn; /* UTF-8 */
	const char *cn;
	const char *serial; /* decimal, "" when there is none */
	const char *mail;   /* column 15: of the manager or the user */
	const char *until;  /* end of validity as the list has it */
	int state;	    /* 状態; RA_PAST_NO_STATE: no number */
	int profile;	    /* 0: no number */
	bool client;	    /* of a client or S/MIME profile */
};

struct ra_oracle *ra_oracle_new(void);
/*
 * Read a list (its header line first) piece by piece: serverAll.tsv,
 * clientAll.tsv or the one that holds both, CP932 or UTF-8. Columns are found
 * by header name, by position as a fallback that is logged. RA_EINPUT
 * "name:line: ..." for what is no list; a ragged row is counted, not fatal,
 * and not kept. After a failure the oracle can only be freed.
 */
int ra_oracle_add(struct ra_oracle *o, const char *name, struct ra_span piece,
    struct ra_err *e);
/* The list that was being read has ended; from now on it can be asked. */
int ra_oracle_end(struct ra_oracle *o, const char *name, struct ra_err *e);
size_t ra_oracle_ragged(const struct ra_oracle *o);

/* The k-th past application with this CN (any case), or NULL: newest first. */
const struct ra_past *ra_oracle_cn(
    const struct ra_oracle *o, const char *cn, size_t k);
/* What is known of a CN, of the rows of server or client certificates. */
struct ra_named {
	const struct ra_past *newest;	 /* application, or NULL */
	const struct ra_past *last;	 /* newest with a serial, or NULL */
	const struct ra_past *last_live; /* newest that is live, or NULL */
	size_t issued, live;		 /* how many have a serial, are live */
};
void ra_oracle_name(const struct ra_oracle *o, const char *cn, bool client,
    struct ra_named *out);
/* With this DN; order and blanks between attributes as they are usual. */
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
/* How many rows there are of server, or of client and S/MIME certificates. */
size_t ra_oracle_count(const struct ra_oracle *o, bool client);
/* The certificate behind it is issued and neither revoked nor in error. */
bool ra_past_live(const struct ra_past *p);
void ra_oracle_free(struct ra_oracle *o);

#endif
