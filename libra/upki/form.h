/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Application forms: the columns of every kind of file that is uploaded, as
 * tables. Parser, check, writer, manual page and sandbox read them.
 */
#ifndef RA_FORM_H
#define RA_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "upki/iface.h"

#define RA_FORM_COLUMNS_MAX 15
#define RA_FORM_RECORDS_MAX 99	    /* confirmed for server and ACME files */
#define RA_FORM_FILE_MAX (4u << 20) /* bytes of a file, our own ceiling */

enum ra_form_id {
	RA_FORM_SERVER_ISSUE,
	RA_FORM_SERVER_RENEW,
	RA_FORM_SERVER_REVOKE,
	RA_FORM_CLIENT_ISSUE,
	RA_FORM_CLIENT_RENEW,
	RA_FORM_CLIENT_REVOKE,
	RA_FORM_ACME_CREATE,
	RA_FORM_ACME_RENEW,
	RA_FORM_ACME_SUSPEND,
	RA_FORM_ACME_REVOKE,
	RA_FORM_COUNT,
};

/* What an upload form calls the operation: value of applyType and label. */
enum ra_op {
	RA_OP_ISSUE = 1,
	RA_OP_RENEW = 2,
	RA_OP_REVOKE = 3,
	RA_OP_SUSPEND = 4, /* ACME only; its value is not known */
};

/* What a column may hold; the check derives its tests from it. */
enum ra_field {
	RA_F_BLANK,   /* must be empty */
	RA_F_DN,      /* subject DN */
	RA_F_PROFILE, /* profile ID */
	RA_F_METHOD,  /* download method: 1, 2, 3 */
	RA_F_ACCOUNT, /* ACME account ID */
	RA_F_SERIAL,  /* decimal or 0x hex */
	RA_F_REASON,  /* revocation reason digit */
	RA_F_CSR,     /* Base64 of PKCS#10 in one line */
	RA_F_TEXT,    /* full-width and half-width text */
	RA_F_MAIL,
	RA_F_FQDN,
	RA_F_FILE,    /* file name of the PKCS#12 */
	RA_F_DNSNAME, /* dNSName=a,dNSName=b */
	RA_F_PIN,     /* access PIN: a secret */
};

enum ra_need {
	RA_NEED_NO,    /* forbidden: blank */
	RA_NEED_MAY,   /* optional */
	RA_NEED_MUST,  /* required, as surely as the mark says */
	RA_NEED_USUAL, /* filled by working code, not confirmed as required */
};

struct ra_column {
	const char *item; /* the service's own item name, Japanese */
	const char *key;  /* stable ASCII key for JSON */
	enum ra_field field;
	enum ra_need need;
	size_t max;	       /* characters; 0: no known limit */
	enum ra_mark mark;     /* of need */
	enum ra_mark max_mark; /* of max */
};

struct ra_form {
	enum ra_form_id id;
	const char *name;    /* "server-issue": option -k and JSON */
	const char *section; /* of the manual: "5-3-1" */
	enum ra_iface_id iface;
	enum ra_op op;
	size_t ncols;
	const struct ra_column *col; /* ncols of them */
	enum ra_mark limit_mark;     /* how sure the 99 records are */
};

/* All RA_FORM_COUNT rows in order of their id. */
const struct ra_form *ra_form_table(void);
const struct ra_form *ra_form_find(struct ra_span name);
/*
 * The forms of a type ("server", "client", "acme"; NULL: every type) and an
 * operation (0: every one) as a set of RA_FORM_BIT. 0: no such form.
 */
unsigned ra_form_set(const char *type, unsigned op);
#define RA_FORM_BIT(id) (1u << (unsigned)(id))
/* "issue", "renew", ... of an operation. */
const char *ra_op_name(enum ra_op op);
/* The label of an operation on a page: 発行, 更新, 失効, 停止. */
const char *ra_op_label(enum ra_op op);

#endif
