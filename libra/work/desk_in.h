/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inside of the desk. */
#ifndef RA_DESK_IN_H
#define RA_DESK_IN_H

#include "work/desk.h"

/* After prepare: all is read that the network is not asked for. */
void ra_desk_confine(const struct ra_desk *d);

#endif
