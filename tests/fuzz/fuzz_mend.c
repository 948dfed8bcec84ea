/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is mended has nothing left to mend, and every mending is a note. */
#include <stdint.h>
#include <stdlib.h>

#include "upki/mend.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
mend_again(const struct ra_form *f, struct ra_span in)
{
	const struct ra_mend how = { "again", RA_FORM_BIT(f->id), NULL };
	struct ra_findings found = { 0 };
	struct ra_request *r = ra_mend(&how, in, &found, NULL);
	struct ra_buf b;

	if (r == NULL || found.n > 0)
		abort();
	ra_buf_init_secret(&b, RA_REQUEST_ENCODED_MAX);
	if (ra_request_encode(r, &b, NULL) == -1 ||
	    !ra_span_eq(ra_buf_span(&b), in))
		abort();
	ra_buf_clear(&b);
	ra_request_free(r);
	ra_findings_clear(&found);
}

/* The first byte chooses the kind, as an option would. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_mend how = { "fuzz", 0, NULL };
	struct ra_findings found = { 0 };
	struct ra_request *r;
	struct ra_buf b;
	size_t i;

	if (n == 0)
		return 0;
	if (p[0] < RA_FORM_COUNT)
		how.kinds = RA_FORM_BIT(p[0]);
	r = ra_mend(
	    &how, (struct ra_span){ (const char *)p + 1, n - 1 }, &found, NULL);
	for (i = 0; i < found.n; i++)
		if (found.f[i].severity != RA_SEV_NOTE)
			abort();
	ra_buf_init_secret(&b, RA_REQUEST_ENCODED_MAX);
	if (r != NULL && ra_request_encode(r, &b, NULL) == 0)
		mend_again(r->form, ra_buf_span(&b));
	ra_buf_clear(&b);
	ra_request_free(r);
	ra_findings_clear(&found);
	return 0;
}
