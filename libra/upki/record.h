/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The rows of the lists serverAll.tsv and clientAll.tsv: 46 columns, one
 * application each. upki-facts section 5.1.
 */
#ifndef RA_RECORD_H
#define RA_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "upki/iface.h"

#define RA_RECORD_COLUMNS 46
#define RA_RECORD_ROW_MAX (256u << 10) /* bytes of one row */

/* The columns that are asked for by name, by their place in the table. */
enum ra_record_at {
	RA_AT_APPLICATION = 0,
	RA_AT_DN = 3,
	RA_AT_APPLIED = 5,
	RA_AT_COMPLETED = 6,
	RA_AT_PROFILE = 10,
	RA_AT_STATE = 11,
	RA_AT_MANAGER = 12,
	RA_AT_UNIT = 13,
	RA_AT_MAIL = 14,
	RA_AT_FQDN = 15,
	RA_AT_CSR = 17,
	RA_AT_NAMES = 18,
	RA_AT_CERT = 22,
	RA_AT_SERIAL = 23,
	RA_AT_START = 25,
	RA_AT_ENDS = 26,
	RA_AT_URL_ENDS = 27,
	RA_AT_PIN = 28,
	RA_AT_REVOKE_APPLIED = 33,
	RA_AT_REVOKED = 34,
	RA_AT_REASON = 36,
	RA_AT_OLD_SERIAL = 42,
	RA_AT_UPDATED = 45,
};

struct ra_record_column {
	const char *header; /* Japanese, as the file has it */
	const char *key;    /* stable ASCII key for JSON */
	enum ra_mark mark;  /* of the header's spelling */
	bool secret;	    /* an access PIN: never shown unasked */
};

/* The RA_RECORD_COLUMNS columns in order. */
const struct ra_record_column *ra_record_columns(void);

struct ra_state { /* 状態 */
	int code;
	const char *name; /* stable ASCII word */
	const char *ja;
};

/* Ended by a row whose name is NULL. */
const struct ra_state *ra_state_table(void);
const struct ra_state *ra_state_find(long code);

#endif
