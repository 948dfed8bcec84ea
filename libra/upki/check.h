/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The verdict on an application file, offline. What a source confirms is an
 * error, with the service's code where that is known; what is our reading is
 * a warning that says "not confirmed".
 */
#ifndef RA_CHECK_H
#define RA_CHECK_H

#include <stdbool.h>

#include "upki/allow.h"
#include "upki/finding.h"
#include "upki/oracle.h"
#include "upki/request.h"

/* What the institution has registered; what is NULL is not compared. */
struct ra_institution {
	const char *o, *l, *st;
	char *const *domains; /* NULL-ended */
};

/* Start zeroed. */
struct ra_check_options {
	bool any_name;	      /* the file's name is not sent: its end is free */
	bool key_compromised; /* reason 1 is meant */
	const struct ra_institution *institution; /* or NULL */
	const struct ra_oracle *oracle;		  /* what was issued, or NULL */
	const struct ra_allowlist *allow; /* OUs that are allowed, or NULL */
};

/*
 * Look at all of a request and add what was found, in order of place. opt may
 * be NULL. The file may be sent when found->errors stays 0.
 */
void ra_check(const struct ra_request *r, const struct ra_check_options *opt,
    struct ra_findings *found);
/*
 * A value that is or may be an access PIN: it must not be shown. Column from
 * 0 of the form.
 */
bool ra_check_hides(const struct ra_request *r, size_t record, size_t col);

#endif
