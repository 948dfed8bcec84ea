/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of -k and -t, and the set of forms they leave. */
#ifndef CMD_KINDS_H
#define CMD_KINDS_H

#include "base/err.h"

/* Fill kind_words from the table of forms; call before the options. */
void kinds_init(void);

/* "auto" first: its index is what a zeroed option holds. */
extern const char *kind_words[];
extern const char *const type_words[];
/* server and client only, for what is sent. */
extern const char *const send_words[];

/*
 * The forms that a kind and a type (words of these lists, NULL or "auto" for
 * any) and an operation (0: any) leave, as a set. RA_EUSAGE when none is left.
 */
int kinds_of(const char *kind, const char *type, unsigned op, unsigned *set,
    struct ra_err *e);

#endif
