/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the verbs that talk to the service share. */
#ifndef CMD_DESK_H
#define CMD_DESK_H

#include "base/err.h"
#include "work/desk.h"

#include "app.h"

/* The configuration of a desk from the global options. */
struct ra_desk_config desk_config(const struct app *app);
/* Warnings about the credential that do not stop it. */
void desk_warn(const struct ra_desk *d, const struct app *app);

#endif
