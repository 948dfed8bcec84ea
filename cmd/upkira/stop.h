/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Signals: the first one asks the work to end (what is under way is marked,
 * the session is logged out), the second ends the program now. A second
 * SIGHUP, and any within a fifth of a second, counts as the first one.
 */
#ifndef CMD_STOP_H
#define CMD_STOP_H

#include <stdbool.h>

void stop_init(void);
/*
 * From here on the first signal ends the program where it stands: nothing is
 * sent, no session is open, and what is written takes its place as a whole.
 */
void stop_at_once(void);
/* A signal came: end soon. */
bool stop_asked(void);
/* Its number, or 0. */
int stop_signal(void);

#endif
