/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What becomes of an accepted record: certificates, accounts, states.
 *
 * The states are choices where upki-facts 5.1 only names them. What is issued
 * or renewed is signed at once and stands in 4 with its certificate; fetching
 * it makes that 5, or 6 for a renewal. The renewed certificate goes to 8 until
 * it is revoked, which is 7; a revoked one stays in 7 when it is renewed. The
 * states that pass quickly (0 to 3, 9, 10) and errors are only ever seeded.
 * ACME accounts have no row in the lists, for nothing tells of one there.
 */
#ifndef SB_ISSUE_H
#define SB_ISSUE_H

#include <stdbool.h>
#include <time.h>

#include "base/err.h"
#include "pki/cert.h"
#include "pki/key.h"

#include "judge.h"
#include "mail.h"
#include "service.h"
#include "store.h"

/*
 * A choice: the key pairs of users are drawn from a small pool, so that a
 * full file takes no minute. They are for trying things out only.
 */
#define SB_POOL 4
/* A choice: both kinds of one-time URL live as long as "one month". */
#define SB_URL_DAYS 30
#define SB_DAY 86400
#define SB_SERIAL_BITS 128

struct sb_service {
	const struct sb_world *w;
	char *path; /* of the store */
	char *base; /* of the one-time URLs */
	struct sb_store *store;
	struct ra_key *pool[SB_POOL];
};

/* An upload under way. */
struct sb_run {
	struct sb_service *s;
	const struct sb_upload *u;
	long long operation;
	char *officer; /* CN of who is logged in */
	time_t now;
	bool bulk; /* the tokens of the bulk download exist */
	struct sb_token bulk_pin, bulk_p12;
	char *bulk_mail;
	struct sb_outbox out;
};

/* Make or load the pool of users' keys; not inside a transaction. */
int sb_pool_fill(struct sb_service *s, struct ra_err *e);
/* Carry out an accepted claim and fill the verdict. */
int sb_issue(struct sb_run *r, struct sb_claim *c, struct sb_verdict *v,
    struct ra_err *e);
/*
 * The mails kept in the store become files. What they tell of is committed,
 * so a failure is told on standard error and changes no answer; the next
 * delivery tries again.
 */
void sb_service_deliver(struct sb_service *s);
/* The mails of a bulk download, once all records are in. */
void sb_issue_end(struct sb_run *r);

/* The CA of a use; by the key type for servers. */
enum sb_ca sb_issue_ca(enum ra_use use, enum ra_key_type key);
/* A certificate of that CA for dn, which is CN first. */
struct ra_cert *sb_issue_sign(struct sb_service *s, enum ra_use use,
    const struct ra_cert_spec *spec, const struct ra_dn *dn, struct ra_err *e);
/* The seconds that a profile lasts. */
long sb_issue_life(const struct ra_profile *p);

#endif
