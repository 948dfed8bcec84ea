/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * An application as the lists show it: 46 fields in CP932, and beside them
 * what is looked for (serial number, name, key). Request and certificate,
 * the two long fields, are kept apart as the body.
 */
#ifndef SB_APP_H
#define SB_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "upki/profile.h"
#include "upki/record.h"

/* Columns of the list, from 0. */
enum sb_col {
	SB_COL_ID,
	SB_COL_OPERATION,
	SB_COL_SKIP,
	SB_COL_DN,
	SB_COL_DOMAIN,
	SB_COL_APPLIED,
	SB_COL_DONE,
	SB_COL_OFFICER,
	SB_COL_TYPE,
	SB_COL_MODEL,
	SB_COL_PROFILE,
	SB_COL_STATE,
	SB_COL_NAME,
	SB_COL_UNIT,
	SB_COL_MAIL,
	SB_COL_FQDN,
	SB_COL_SOFTWARE,
	SB_COL_CSR,
	SB_COL_DNSNAME,
	SB_COL_FLAG,
	SB_COL_TRANSACTION,
	SB_COL_ERROR,
	SB_COL_CERT,
	SB_COL_SERIAL,
	SB_COL_FINGERPRINT,
	SB_COL_NOT_BEFORE,
	SB_COL_NOT_AFTER,
	SB_COL_URL_END,
	SB_COL_PIN,
	SB_COL_OTHER,
	SB_COL_OTHER2,
	SB_COL_R_ID,
	SB_COL_R_OPERATION,
	SB_COL_R_APPLIED,
	SB_COL_R_DONE,
	SB_COL_R_OFFICER,
	SB_COL_R_REASON,
	SB_COL_R_COMMENT,
	SB_COL_R_FLAG,
	SB_COL_R_TRANSACTION,
	SB_COL_R_ERROR,
	SB_COL_R_MAIL,
	SB_COL_OLD,
	SB_COL_REPLACE,
	SB_COL_METHOD,
	SB_COL_UPDATED,
};

enum sb_state { /* upki-facts 5.1 */
	SB_ST_ISSUING = 0,
	SB_ST_RENEWING = 1,
	SB_ST_REVOKING = 2,
	SB_ST_MAIL_WAIT = 3,
	SB_ST_MAILED = 4,
	SB_ST_ISSUED = 5,
	SB_ST_RENEWED = 6,
	SB_ST_REVOKED = 7,
	SB_ST_REPLACE_WAIT = 8,
	SB_ST_DONE_WAIT = 9,
	SB_ST_REVOKED_WAIT = 10,
	SB_ST_FORMAT_ERROR = -1,
	SB_ST_CA_ERROR = -2,
	SB_ST_SYSTEM_ERROR = -3,
};

struct sb_app {
	long long id, body; /* body 0: none */
	enum ra_use use;
	int state, domain; /* domain: from 1, in the order of world.h */
	char *cn, *dn;	   /* as compared; dn as applied for */
	char *serial;	   /* decimal, NULL until there is a certificate */
	char *spki;	   /* of the applicant's own key, or NULL */
	time_t not_before, not_after;
	char *f[RA_RECORD_COLUMNS]; /* CP932; NULL: empty */
};

/* Set a field from UTF-8; what CP932 lacks becomes a question mark. */
void sb_app_set(struct sb_app *a, enum sb_col col, const char *utf8);
void sb_app_set_number(struct sb_app *a, enum sb_col col, long long n);
/* As the lists write a time. */
void sb_app_set_time(struct sb_app *a, enum sb_col col, time_t t);
/* A field in UTF-8, "" when empty; yours. */
char *sb_app_get(const struct sb_app *a, enum sb_col col);
/* The row without line end; the fields of the body stay empty. */
void sb_app_row(const struct sb_app *a, struct ra_buf *out);
/* Revoked, or on its way there: not to be revoked again. */
bool sb_app_revoked(const struct sb_app *a);
/* Read back what sb_app_row wrote. */
void sb_app_parse(struct sb_app *a, struct ra_span row);
void sb_app_free(struct sb_app *a);

#endif
