/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Patterns of names, as a shell has them; the same that the inventory's SQL
 * understands. */
#ifndef RA_GLOB_H
#define RA_GLOB_H

#include <stdbool.h>

#include "base/span.h"

/*
 * All of text (UTF-8) matches: * is any number of characters, ? is one, and
 * [a-z] or [^a-z] one of a set of ASCII characters. ASCII letters are compared
 * without case. An open [ matches nothing.
 */
bool ra_glob(struct ra_span pattern, struct ra_span text);

#endif
