/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The mended form of single values. Only for mending and its parts. */
#ifndef RA_MEND_VALUE_H
#define RA_MEND_VALUE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"
#include "upki/form.h"

/*
 * The one value that was meant, in out, which is empty: v itself where there is
 * nothing to mend, or nothing that is sure.
 */
void ra_mend_value(const struct ra_form *f, const struct ra_column *c,
    struct ra_span v, struct ra_buf *out);
/* Wrapped in one pair of quotation marks. */
bool ra_mend_quoted(struct ra_span v);
/*
 * Lines that are one cell are joined: from a PEM line that begins a request
 * to the one that ends it. Each line that is left is counted in *n, and its
 * number in the file told in *line (yours).
 */
void ra_mend_unfold(
    struct ra_span in, struct ra_buf *out, size_t **line, size_t *n);

#endif
