/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The verdict of a batch, printed: for check and for what is sent. */
#ifndef CMD_VERDICT_H
#define CMD_VERDICT_H

#include <stddef.h>
#include <stdio.h>

#include "work/examine.h"

#include "app.h"

/*
 * Findings as lines "file:line:column: error 206: text" on to; what could not
 * be read likewise. Notes only when all.
 */
void verdict_lines(const struct ra_batch *b, FILE *to, bool all);
/* One JSON object a file on standard output. */
void verdict_json(const struct ra_batch *b);
/* Findings as rows in the format of the call. */
void verdict_rows(const struct ra_batch *b, const struct app *app);
/* A failed batch as the error of the call: RA_EINPUT with the counts. */
int verdict_fail(const struct ra_batch *b, struct ra_err *e);

#endif
