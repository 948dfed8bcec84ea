/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Host names, as far as the service and the net know them. */
#ifndef RA_HOST_H
#define RA_HOST_H

#include <stdbool.h>

#include "base/span.h"

#define RA_HOST_LABEL_MAX 63 /* RFC 1035 2.3.4 */

/*
 * Labels of letters, digits and hyphens, none at an end of theirs, parted by
 * dots, without a dot at the end: RFC 1123 2.1. No wildcard.
 */
bool ra_host_is(struct ra_span v);
/* Digits and dots alone: an IPv4 address, or what looks like one. */
bool ra_host_is_numeric(struct ra_span v);
bool ra_host_has_capital(struct ra_span v);
/* The domain itself or a name below it, in any case. */
bool ra_host_is_within(struct ra_span v, const char *domain);

#endif
