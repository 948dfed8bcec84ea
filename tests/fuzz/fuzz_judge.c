/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Result pages: however bent, never a verdict without marker and row. */
#include <stdint.h>
#include <stdlib.h>

#include "codec/html.h"
#include "lra/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
judge(const struct ra_site *site, const struct ra_html *h, bool skip,
    size_t records)
{
	const struct ra_upload_job job = { .iface = RA_IF_ACME,
		.op = RA_OP_ISSUE,
		.skip = skip,
		.records = records };
	struct ra_upload_result r = { 0 };
	bool marked = ra_site_in(site, RA_S_DONE, h->text) !=
	    ra_site_in(site, RA_S_FAILED, h->text);
	size_t i;

	(void)ra_judge(site, h, &job, &r);
	for (i = 0; i < r.n; i++)
		if (!marked && r.v[i].kind != RA_V_UNKNOWN)
			abort();
	ra_upload_clear(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_site *site = ra_site_new();
	struct ra_html *h = ra_html_parse("fuzz", in, &e);

	if (h != NULL) {
		judge(site, h, false, 1);
		judge(site, h, true, 2);
		judge(site, h, false, 3);
	}
	ra_html_free(h);
	ra_site_free(site);
	return 0;
}
