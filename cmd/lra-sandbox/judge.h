/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Judging what is applied for, by the facts of the service; where they are
 * silent, by choices that stand beside the rules. Decided apart from the
 * client: nothing of its checks is called here.
 */
#ifndef SB_JUDGE_H
#define SB_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/csr.h"
#include "pki/dn.h"
#include "pki/serial.h"
#include "upki/form.h"
#include "upki/profile.h"

#include "service.h"
#include "store.h"

#define SB_NAMES_MAX 8	    /* dNSName of one application: manual 5-3-1 */
#define SB_VALUE_MAX 64	    /* characters of a CN or O: upki-facts 3 */
#define SB_ERRORS_MAX 16384 /* bytes of one record's refusals */

/* One record of a file: what it says, and what became of it so far. */
struct sb_claim {
	const struct ra_form *form;
	size_t record;
	char *col[RA_FORM_COLUMNS_MAX]; /* UTF-8 */
	struct ra_dn dn;		/* a server's CN in lower case */
	char *dn_text;
	const struct ra_profile *profile;
	struct ra_csr *csr;
	char *name[SB_NAMES_MAX + 2]; /* of the certificate, NULL-ended */
	size_t nnames;
	struct ra_serial serial;
	struct sb_app *old;	    /* the certificate that it names */
	struct sb_account *account; /* the ACME account that it names */
	struct ra_buf errors;	    /* empty: accepted */
};

/* The form of an upload, or NULL when the operation does not exist there. */
const struct ra_form *sb_judge_form(const struct sb_upload *u);

struct sb_rows {
	struct ra_span row[RA_FORM_RECORDS_MAX];
	size_t n;
};
/* Cut the file into rows; true, or false and the refusal in error. */
bool sb_judge_file(const struct sb_world *w, const struct sb_upload *u,
    struct sb_rows *rows, struct ra_buf *error);

/* Start a claim; to be cleared in any case. */
void sb_claim_init(
    struct sb_claim *c, const struct ra_form *form, size_t record);
void sb_claim_clear(struct sb_claim *c);
/* 0 (see c->errors), -1 when the store is broken. */
int sb_judge(struct sb_store *s, struct sb_claim *c, struct ra_span row,
    struct ra_err *e);

/* The column of this kind, "" when the form has none or it is empty. */
const char *sb_claim_get(const struct sb_claim *c, enum ra_field f);
/* The column by its stable key, the same. */
const char *sb_claim_key(const struct sb_claim *c, const char *key);
/* Refuse, naming the item of the column of this kind. */
void sb_claim_refuse(struct sb_claim *c, const char *key, enum ra_field f);
void sb_claim_refuse_item(
    struct sb_claim *c, const char *key, const char *item, size_t number);

/* The steps, each adding to c->errors. */
void sb_judge_column(
    struct sb_claim *c, const struct ra_column *col, const char *text);
void sb_judge_dn(struct sb_claim *c, const char *text);
/* O, L and ST against what is registered. */
void sb_judge_registered(struct sb_claim *c);
/* CN, FQDN and dNSName; fills c->name. */
void sb_judge_names(struct sb_claim *c);
void sb_judge_user_mail(struct sb_claim *c);
void sb_judge_csr(struct sb_claim *c);

bool sb_is_mail(struct ra_span s);
bool sb_is_host(struct ra_span s);
/* Number from 1 of the registered domain that it is under; 0: none. */
int sb_domain_of(struct ra_span host);
/* The domain by its number. */
const char *sb_domain_name(int domain);
/* ASCII letters of s made lower case, in place. */
void sb_lower(char *s);

#endif
