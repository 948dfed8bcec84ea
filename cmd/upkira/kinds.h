/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of -k and -t, and the set of forms they leave. */
#ifndef CMD_KINDS_H
#define CMD_KINDS_H

/* Fill kind_words from the table of forms; call before the options. */
void kinds_init(void);

/* "auto" first: its index is what a zeroed option holds. */
extern const char *kind_words[];
extern const char *const type_words[];
/* server and client only, for what is sent. */
extern const char *const send_words[];

/* Indexes into the words, and an operation (0: any): a set of forms. */
unsigned kinds_of(int kind, int type, unsigned op);

#endif
