/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* One list on its way into a snapshot: read, kept, compared. */
#ifndef RA_INTAKE_H
#define RA_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "base/pump.h"
#include "base/span.h"
#include "codec/zstd.h"
#include "pki/digest.h"
#include "state/inventory.h"
#include "upki/rows.h"

/* Start zeroed; fill what is above the line. All borrowed. */
struct ra_intake {
	struct ra_inv_take *take;
	enum ra_inv_list list;
	const char *name; /* for messages */
	const char *dir;  /* where lists are kept */
	const char *file; /* its name there */
	/* The list as the snapshot before has it, or NULL. */
	const struct ra_inv_source *before;
	enum ra_code doubt; /* the code of what is doubtful */
	bool accept;

	/* Inside. */
	struct ra_rows rows;
	struct ra_digest *digest;
	uint64_t bytes, foreign; /* rows of the other list's profiles */
	struct ra_fs_out out;	 /* this and the next are the pump's */
	struct ra_zstd *zstd;
	struct ra_pump *pump;
	struct ra_buf pending;
	char *path;
};

int ra_intake_begin(struct ra_intake *k, struct ra_err *e);
/* The next bytes of the list. */
int ra_intake_add(struct ra_intake *k, struct ra_span s, struct ra_err *e);
/*
 * The list ended. Its file is ready to be committed, in k->out, unless the
 * list is that of the snapshot before: then that file stands for it too.
 */
int ra_intake_end(struct ra_intake *k, struct ra_err *e);
/* A list whose digest is that of the snapshot before, not read again. */
int ra_intake_same(struct ra_intake *k, struct ra_err *e);
/* Takes a zeroed one; what was not committed is removed. */
void ra_intake_clear(struct ra_intake *k);

#endif
