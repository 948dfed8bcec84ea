/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* issue, renew, revoke and acme: one way of sending. */
#ifndef CMD_APPLY_H
#define CMD_APPLY_H

#include "base/err.h"
#include "upki/form.h"
#include "work/submit.h"

#include "app.h"
#include "apply_sources.h"

/* The verb, for an operation. */
int apply_run(struct app *app, const struct apply_values *v, enum ra_op op,
    struct ra_err *e);
/*
 * The lock, the journal (for -n a look at it alone), and whether it lets these
 * records pass. What was sent already of a batch gone on with is taken out.
 */
int apply_admit(struct app *app, const struct apply_values *v,
    struct ra_shipment *sh, struct ra_err *e);
/* After it: log in, send, keep what is shown only once, print the verdicts. */
int apply_send(struct app *app, const struct apply_values *v,
    struct ra_shipment *sh, struct ra_err *e);
/* What would be sent: the rows of -n. */
void apply_show(const struct app *app, const struct ra_shipment *sh);

/* The verdict of each record. */
void apply_print(const struct app *app, const struct ra_shipment *sh);

#endif
