/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists of people: applications or a refusal that says where. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "upki/leavers.h"
#include "upki/people.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_refusal(bool refused, const struct ra_err *e)
{
	if (refused != (e->code == RA_EINPUT) ||
	    (refused && strncmp(e->msg, "fuzz:", 5) != 0))
		abort();
}

/* A record holds what its line can hold, and always a name. */
static void
check_draft(const struct ra_draft *d)
{
	const char *dn = ra_draft_get(d, "subject_dn");
	size_t i;

	if (dn == NULL || strncmp(dn, "CN=", 3) != 0 || dn[3] == '\0')
		abort();
	for (i = 0; i < d->form->ncols; i++)
		if (d->value[i] != NULL &&
		    strpbrk(d->value[i], "\t\r\n") != NULL)
			abort();
}

static void
apply(struct ra_span in, enum ra_form_id form)
{
	struct ra_people_ask ask = { &ra_form_table()[form], "15" };
	struct ra_drafts drafts = { 0 };
	struct ra_err e = { 0 };
	size_t i;
	int rc;

	rc = ra_people_parse("fuzz", in, &ask, &drafts, &e);
	check_refusal(rc == -1, &e);
	for (i = 0; rc == 0 && i < drafts.n; i++)
		check_draft(&drafts.d[i]);
	if (rc == 0 && drafts.n == 0)
		abort();
	ra_drafts_clear(&drafts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_stayers *s;

	apply(in, RA_FORM_CLIENT_ISSUE);
	apply(in, RA_FORM_CLIENT_RENEW);
	s = ra_stayers_parse("fuzz", in, &e);
	check_refusal(s == NULL, &e);
	ra_stayers_free(s);
	return 0;
}
