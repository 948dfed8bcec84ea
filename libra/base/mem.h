/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Memory. Running out of it ends the program here; every input has a named
 * ceiling, so that no input can bring that about.
 */
#ifndef RA_MEM_H
#define RA_MEM_H

#include <stddef.h>

/*
 * From here on a byte of an application may have left: an end without memory
 * has the status for an unknown outcome (8), no longer that for nothing sent.
 */
void ra_mem_sending(void);

/* Zeroed, n times size bytes; never NULL. Yours, end with free(). */
void *ra_calloc(size_t n, size_t size);

/* p grown or shrunk to n times size bytes; never NULL. */
void *ra_realloc(void *p, size_t n, size_t size);

/* Room for one more row in the array p of *n rows: grows by doubling. */
void *ra_grow(void *p, size_t n, size_t size);

/* Copies; never NULL. Yours, end with free(). */
char *ra_strdup(const char *s);
char *ra_strndup(const char *s, size_t n);

#endif
