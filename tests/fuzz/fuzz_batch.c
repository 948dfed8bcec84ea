/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A batch is refused with its place, or its drafts are text that is read
 * again as the same values.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "upki/batchfile.h"
#include "upki/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
compare(const struct ra_draft *d, const struct ra_request_record *rec)
{
	size_t i;

	for (i = 0; i < d->form->ncols; i++)
		if (!ra_span_eq(ra_span_str(d->value[i]), rec->col[i]))
			abort();
}

static void
read_again(const struct ra_batchfile *b)
{
	struct ra_request *r;
	struct ra_err e = { 0 };
	struct ra_buf text;
	size_t i;

	ra_buf_init(&text, RA_FORM_FILE_MAX);
	ra_drafts_text(&b->drafts, 0, RA_FORM_RECORDS_MAX, &text);
	r = ra_request_parse(
	    "again.tsv", ra_buf_span(&text), RA_FORM_BIT(b->form->id), &e);
	if (r == NULL && !text.over)
		abort();
	for (i = 0; r != NULL && !text.over && i < r->n; i++)
		compare(&b->drafts.d[i], &r->rec[i]);
	ra_request_free(r);
	ra_buf_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_batchfile b = { 0 };
	struct ra_err e = { 0 };

	if (ra_batchfile_parse("fuzz", in, &b, &e) == 0)
		read_again(&b);
	else if (e.code != RA_EINPUT || strncmp(e.msg, "fuzz:", 5) != 0)
		abort();
	ra_batchfile_clear(&b);
	return 0;
}
