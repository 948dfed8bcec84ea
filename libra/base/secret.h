/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Secrets: a pass phrase has a type, comes from one of the sources below or a
 * prompt on /dev/tty, is never printed, and is wiped after use.
 */
#ifndef RA_SECRET_H
#define RA_SECRET_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define RA_SECRET_MAX 1024 /* bytes of one secret */

struct ra_secret {
	char *p;  /* NUL-ended, or NULL when there is none */
	size_t n; /* bytes without the NUL */
};

/*
 * Read a secret from spec: file:PATH (refused when others can read it, first
 * line), env:NAME (removed from the environment after reading), fd:N (up to
 * the first newline or end), cmd:PROGRAM ARGS (run without a shell, split at
 * blanks, first line of its output, a failing program is an error), cred:NAME
 * ($CREDENTIALS_DIRECTORY/NAME, systemd; its rights are systemd's affair). spec
 * NULL or "" asks on /dev/tty with prompt, no echo, when ask is true; without
 * ask or terminal it is RA_ECRED and the sources are named. Wrong spec:
 * RA_EUSAGE. Anything else: RA_ECRED. An empty secret is allowed; one carriage
 * return before the line end is dropped. Not for more than one thread.
 */
int ra_secret_read(struct ra_secret *s, const char *spec, const char *prompt,
    bool ask, struct ra_err *e);
/* A copy of bytes that become a secret, registered for masking. */
void ra_secret_set(struct ra_secret *s, struct ra_span bytes);
/* Wiped and empty. Takes a zeroed one too. */
void ra_secret_clear(struct ra_secret *s);
/*
 * Copy in to out with every live secret of four bytes or more replaced by
 * "********".
 */
void ra_secret_mask(struct ra_span in, struct ra_buf *out);
/* Best effort against a leak through a core or a debugger; call first. */
void ra_secret_harden(void);
/* Overwrite n bytes in a way the compiler does not drop. */
void ra_wipe(void *p, size_t n);

#endif
