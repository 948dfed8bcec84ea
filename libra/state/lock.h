/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * One run at a time a state directory. The lock is the kernel's, on a file:
 * it ends with its process, so that a file left over is no lock.
 */
#ifndef RA_LOCK_H
#define RA_LOCK_H

#include "base/err.h"

#define RA_LOCK_FILE "lock"
#define RA_LOCK_TEXT_MAX 256 /* bytes of the file */

struct ra_lock;

/*
 * Take the lock of a directory, which must be there, for a verb. RA_ELOCKED
 * naming process, verb and time of the one who holds it; RA_ELOCAL when the
 * file cannot be opened. Yours.
 */
struct ra_lock *ra_lock_take(
    const char *dir, const char *verb, struct ra_err *e);
/* Let go; the file stays, empty. Takes NULL. */
void ra_lock_free(struct ra_lock *l);

#endif
