/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* issue, renew and revoke: one way of sending, three operations. */
#ifndef CMD_APPLY_H
#define CMD_APPLY_H

#include <stdbool.h>

#include "base/err.h"
#include "upki/form.h"
#include "work/submit.h"

#include "app.h"
#include "apply_sources.h"

/* The verb, for an operation. */
int apply_run(struct app *app, const struct apply_values *v, enum ra_op op,
    struct ra_err *e);
/* Log in, send, print the verdicts. */
int apply_send(
    struct app *app, struct ra_shipment *sh, bool skip, struct ra_err *e);
/* What would be sent: the rows of -n. */
void apply_show(const struct app *app, const struct ra_shipment *sh);

/* The verdict of each record. */
void apply_print(const struct app *app, const struct ra_shipment *sh);

#endif
