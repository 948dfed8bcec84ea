/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Time. The service speaks Japan time without a zone; we print ISO 8601 with
 * +09:00. Japan has no summer time, so the offset is a constant.
 */
#ifndef RA_CLOCK_H
#define RA_CLOCK_H

#include <stdint.h>
#include <time.h>

#include "base/err.h"
#include "base/span.h"

#define RA_CLOCK_TEXT 32 /* bytes that the longest form needs */

/* Seconds since 1970 UTC. */
time_t ra_clock_now(void);
/* Milliseconds of a clock that is never set back; only differences mean. */
int64_t ra_clock_mono(void);
/* "2026-11-22T13:05:00+09:00"; returns out. */
const char *ra_clock_iso(time_t t, char out[RA_CLOCK_TEXT]);
/* "2026-11-22" in Japan time; returns out. */
const char *ra_clock_date(time_t t, char out[RA_CLOCK_TEXT]);
/* "2026-11-22 13:05:00" in Japan time, as the lists write it. */
const char *ra_clock_list(time_t t, char out[RA_CLOCK_TEXT]);
/*
 * A Japan time of a list: date parted by - or /, then optionally a blank or T
 * and h:m:s. 0 and *out, or -1.
 */
int ra_clock_parse(struct ra_span s, time_t *out);
/* Whole days from a to b, rounded towards the past. */
long ra_clock_days(time_t a, time_t b);

#endif
