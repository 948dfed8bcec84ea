/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Application files, read and judged offline: what check and apply begin with.
 */
#ifndef RA_EXAMINE_H
#define RA_EXAMINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "upki/check.h"
#include "upki/draft.h"
#include "upki/finding.h"
#include "upki/request.h"

#define RA_BATCH_FILES_MAX 200 /* files of one call */

/* One file: either req, or err says why it could not be read. */
struct ra_exam {
	const char *path;	     /* borrowed */
	const struct ra_draft *from; /* of its records, borrowed, or NULL */
	struct ra_request *req;
	struct ra_findings found;
	struct ra_err err;
};

/* Files of one call, in their order. Start zeroed but for what is said. */
struct ra_batch {
	struct ra_exam *exam;
	size_t n;
	size_t records;	 /* in all that could be read */
	size_t errors;	 /* findings, and files that could not be read */
	size_t warnings; /* findings */
	bool usage;	 /* a file's kind was ambiguous: a usage error */
	/* Said by the caller: what to check by; mend what has one answer. */
	struct ra_check_options opt;
	bool mend;
};

/*
 * Read and check n files against the kinds that come into question (a set as
 * ra_form_set gives it, 0 for all). The same record twice in the batch is an
 * error of the later one. Returns 0 when all could be looked at (b->errors
 * tells the verdict), -1 and RA_EUSAGE when there are too many.
 */
int ra_batch_read(struct ra_batch *b, const char *const *path, size_t n,
    unsigned kinds, struct ra_err *e);
/*
 * Text that was composed, under the path it will have, borrowed as from is:
 * the drafts of its records. After the last one ra_batch_close() counts.
 */
struct ra_composed {
	const char *path;
	struct ra_span text;
	const struct ra_draft *from;
};
void ra_batch_add(struct ra_batch *b, const struct ra_composed *in);
void ra_batch_close(struct ra_batch *b);
/*
 * Write a file anew as it would be sent, private, whole or not at all. The
 * path ends in .tsv or .txt, else RA_EUSAGE.
 */
int ra_exam_save(const struct ra_exam *x, const char *path, struct ra_err *e);
/* Takes a zeroed one. */
void ra_batch_clear(struct ra_batch *b);

#endif
