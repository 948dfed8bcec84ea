/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists fetched to a file or a stream, as they came or in a derived form. */
#ifndef RA_FETCH_H
#define RA_FETCH_H

#include <stdbool.h>

#include "base/err.h"
#include "lra/download.h"
#include "lra/session.h"
#include "work/derive.h"

struct ra_fetch {
	enum ra_iface_id iface;
	const char *path; /* file, or NULL for the stream */
	const struct ra_sink *stream;
	bool raw; /* the bytes as they came; else derived */
	enum ra_derived form;
	bool pins; /* derived form: show access PINs */
};

/*
 * Fetch a list. A file is written atomically with mode 0600 and only when the
 * list is whole; what a stream got before a failure cannot be taken back.
 * Errors as ra_download_list(); RA_ELOCAL for the file.
 */
int ra_fetch_list(struct ra_session *s, const struct ra_fetch *f,
    struct ra_list_facts *facts, struct ra_err *e);

#endif
