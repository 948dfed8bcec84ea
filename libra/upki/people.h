/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Applications for the people of a list (upkira-people(5)): client and S/MIME
 * certificates, one a row.
 */
#ifndef RA_PEOPLE_H
#define RA_PEOPLE_H

#include "base/err.h"
#include "base/span.h"
#include "upki/draft.h"
#include "upki/form.h"

struct ra_people_ask {
	const struct ra_form *form; /* client-issue or client-renew */
	const char *profile;	    /* where a row says none; or NULL */
};

/*
 * A draft for each row, its origin "name:line", added to out. The subject is
 * the CN of the column cn, of an S/MIME profile the mail address, and the OU
 * where one is given; no other attribute. A file name that the list does not
 * give is made of CN and OU. RA_EINPUT "name:line:column: ..." for what is no
 * such list, a row whose CN or profile is missing, people who stand there
 * twice. out is cleared by the caller in any case.
 */
int ra_people_parse(const char *name, struct ra_span in,
    const struct ra_people_ask *ask, struct ra_drafts *out, struct ra_err *e);

#endif
