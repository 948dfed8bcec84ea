/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A list checked as its bytes go by: known header, whole last row. */
#ifndef RA_LIST_H
#define RA_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "lra/download.h"

#define RA_LIST_HEADER_MAX (64u << 10) /* bytes of the header line */

struct ra_list_check {
	struct ra_list_facts f;
	struct ra_buf header; /* until its newline */
	bool zip_allowed;     /* set after ra_list_init() */
	char tail[22];	      /* of a ZIP archive: its last bytes */
	bool headed;	      /* the header line is read */
	size_t tabs;	      /* of the row under way */
	size_t bytes;	      /* of it */
	uint64_t line;	      /* of it, from 1 */
};

void ra_list_init(struct ra_list_check *c);
/* -1 and RA_EPAGE for a header that is not of a list. */
int ra_list_add(struct ra_list_check *c, struct ra_span s, struct ra_err *e);
/* All bytes are there: -1 and RA_EPAGE when the list is cut. */
int ra_list_end(struct ra_list_check *c, struct ra_err *e);
void ra_list_clear(struct ra_list_check *c);

#endif
