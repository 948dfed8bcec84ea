/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A secret asked on the terminal; ra_secret_read() is the way in. */
#ifndef RA_PROMPT_H
#define RA_PROMPT_H

#include "base/err.h"
#include "base/secret.h"

/*
 * Ask on /dev/tty without echo. The terminal is as before on every way out; a
 * signal is delivered again after that. 0, or -1 and RA_ECRED.
 */
int ra_prompt(struct ra_secret *s, const char *prompt, struct ra_err *e);

#endif
