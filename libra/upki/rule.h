/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The rules of the check: each looks at one value and says what it finds.
 * Only for the check and its parts.
 */
#ifndef RA_RULE_H
#define RA_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "pki/csr.h"
#include "pki/dn.h"
#include "upki/check.h"
#include "upki/finding.h"
#include "upki/form.h"
#include "upki/profile.h"
#include "upki/request.h"

#define RA_LOOK_CUT_MAX (4 * RA_FINDING_SHOW_MAX + 4) /* bytes */

/* Where the check stands, and what it has learnt of the record so far. */
struct ra_look {
	const struct ra_request *r;
	const struct ra_check_options *opt; /* or NULL */
	struct ra_findings *found;
	size_t rec, col; /* from 0 */
	const struct ra_column *c;
	struct ra_span v;   /* the value */
	size_t chars;	    /* of it */
	size_t lead;	    /* characters of the column before it */
	size_t off;	    /* characters into it, for the next finding */
	struct ra_dn dn;    /* of column 1; empty when it does not parse */
	struct ra_csr *csr; /* or NULL */
	const struct ra_profile *profile; /* or NULL */
	char (*spki)[65];		  /* the key's digest of each record */
	char **who;	  /* what each record applies for, or NULL */
	unsigned reasons; /* those that were spelled, a bit each */
	char cut[2][RA_LOOK_CUT_MAX];
	size_t cuts;
};

struct ra_verdict {
	enum ra_severity severity;
	int code;
};

/* Confirmed, with the service's code or 0; our reading; a remark. */
#define RA_REFUSED(code) ((struct ra_verdict){ RA_SEV_ERROR, code })
#define RA_DOUBT ((struct ra_verdict){ RA_SEV_WARNING, 0 })
#define RA_REMARK ((struct ra_verdict){ RA_SEV_NOTE, 0 })

/* Add a finding at the place where the check stands. */
void ra_look_say(struct ra_look *x, struct ra_verdict v, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/*
 * A value for a message, cut at RA_FINDING_SHOW_MAX characters; what is or
 * may be an access PIN as asterisks. Good until the next but one call.
 */
const char *ra_look_cut(struct ra_look *x, struct ra_span v);
/* A server or ACME form: the fields' rules are confirmed for these. */
bool ra_look_server(const struct ra_look *x);
bool ra_look_acme(const struct ra_look *x);

void ra_rule_dn(struct ra_look *x);
void ra_rule_mail(struct ra_look *x);
void ra_rule_fqdn(struct ra_look *x);
void ra_rule_dnsname(struct ra_look *x);
void ra_rule_profile(struct ra_look *x);
void ra_rule_method(struct ra_look *x);
void ra_rule_reason(struct ra_look *x);
void ra_rule_serial(struct ra_look *x);
void ra_rule_csr(struct ra_look *x);
void ra_rule_pin(struct ra_look *x);
/* Of a DN that parses: its values, and whether it stood in the file before. */
void ra_rule_values(struct ra_look *x);
void ra_rule_twice(struct ra_look *x);
/* Of a host name wherever it stands; false when it is none. */
bool ra_rule_host(struct ra_look *x, struct ra_span v);
void ra_rule_capitals(struct ra_look *x, struct ra_span v);
void ra_rule_domain(struct ra_look *x, struct ra_span name);
/* Of a whole record, when its DN, key and serial are known. */
void ra_rule_past(struct ra_look *x);

#endif
