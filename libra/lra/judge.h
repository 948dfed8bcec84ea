/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the page after an upload says of each record. */
#ifndef RA_JUDGE_H
#define RA_JUDGE_H

#include <stdbool.h>

#include "codec/html.h"
#include "lra/site.h"
#include "lra/upload.h"

/*
 * Fill r (verdicts, loose errors, heading, code) from a page. r->v has
 * job->records rows afterwards, in any case. true: the page holds a marker
 * sentence and a table of verdicts that do not contradict each other; what is
 * not attributed even then stays RA_V_UNKNOWN.
 */
bool ra_judge(const struct ra_site *site, const struct ra_html *h,
    const struct ra_upload_job *job, struct ra_upload_result *r);
/* r->code from r->v. */
void ra_judge_sum(struct ra_upload_result *r);

/*
 * Read an error cell: one or several errors, parted by newlines or simply by
 * the next "NNN:n,". Added to *list of *n; row goes into each.
 */
void ra_reason_parse(
    const char *cell, size_t row, struct ra_reason **list, size_t *n);
void ra_reason_free(struct ra_reason *list, size_t n);
/* The code speaks of the file or institution, not of a record. */
bool ra_reason_of_file(int code);

#endif
