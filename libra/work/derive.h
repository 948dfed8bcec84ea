/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The derived form of a list: CP932 rows as they come, UTF-8 rows out as TSV,
 * CSV or JSON Lines, with constant memory.
 */
#ifndef RA_DERIVE_H
#define RA_DERIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "lra/http.h"
#include "upki/record.h"

enum ra_derived { RA_DERIVED_TSV, RA_DERIVED_CSV, RA_DERIVED_JSON };

#define RA_DERIVE_KEY_MAX 32 /* bytes of a key */

struct ra_derive {
	enum ra_derived form;
	bool pins; /* show access PINs */
	const struct ra_sink *out;
	struct ra_buf row;		/* bytes of a row not yet ended */
	struct ra_buf text;		/* a row in UTF-8 */
	struct ra_buf line;		/* a row as written */
	char (*key)[RA_DERIVE_KEY_MAX]; /* of each column */
	bool *secret;
	size_t ncols;	  /* of the header */
	uint64_t rows;	  /* without the header */
	uint64_t garbled; /* rows with bytes that are no CP932 */
	size_t by_place;  /* columns whose header is not known */
};

/* d is filled anew; out is borrowed. */
void ra_derive_init(struct ra_derive *d, enum ra_derived form, bool pins,
    const struct ra_sink *out);
/* The next bytes of the list. -1 when out failed or a row is too long. */
int ra_derive_add(struct ra_derive *d, struct ra_span s, struct ra_err *e);
/* The list ended. */
int ra_derive_end(struct ra_derive *d, struct ra_err *e);
void ra_derive_clear(struct ra_derive *d);

#endif
