/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* stats from the inventory: counts, their comparison, the forecast. */
#ifndef CMD_STATS_LOCAL_H
#define CMD_STATS_LOCAL_H

#include <stdbool.h>

#include "app.h"

struct stats_values {
	bool local, compare, forecast;
	const char *by, *left;
};

/* One of the three. */
int stats_local(
    const struct app *app, const struct stats_values *v, struct ra_err *e);

#endif
