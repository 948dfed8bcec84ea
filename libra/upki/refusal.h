/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The service's refusal codes: upki-facts section 4. */
#ifndef RA_REFUSAL_H
#define RA_REFUSAL_H

#include <stddef.h>

#include "base/span.h"

struct ra_refusal {
	int code;
	const char *key;     /* tells two rows of one code apart, ASCII */
	const char *message; /* Japanese as shown, {} where a value goes */
	const char *cause;   /* English, for gettext */
	const char *action;  /* what to do, English, for gettext */
};

/* Ended by a row whose code is 0. */
const struct ra_refusal *ra_refusal_table(void);
/*
 * The row for a code, preferring one whose message fits (either may repeat).
 * NULL for a code that is not known.
 */
const struct ra_refusal *ra_refusal_find(int code, struct ra_span message);
/* By key, for those who write messages. Never NULL for a key in the table. */
const struct ra_refusal *ra_refusal_key(const char *key);

#endif
