/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Time, in Japan time wherever it is text. */
#include <stdbool.h>

#include "base/clock.h"

/* The service names no zone; Japan has had one offset since 1951. */
#define JST (9 * 3600L)
#define DAY 86400L

time_t
ra_clock_now(void)
{
	return time(NULL);
}

/* For waiting: the other clock may be set back under way. */
int64_t
ra_clock_mono(void)
{
	struct timespec ts = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* The parts in Japan time; all zero for what no calendar holds. */
static struct tm
parts(time_t t)
{
	struct tm tm = { .tm_mday = 1 };

	/* A shifted gmtime, so that neither TZ nor a zone file matters. */
	t += JST;
	if (gmtime_r(&t, &tm) == NULL)
		tm = (struct tm){ .tm_mday = 1 };
	return tm;
}

/* RFC 3339 with the offset: readable without knowing where it was made. */
const char *
ra_clock_iso(time_t t, char out[RA_CLOCK_TEXT])
{
	struct tm tm = parts(t);

	if (strftime(out, RA_CLOCK_TEXT, "%Y-%m-%dT%H:%M:%S+09:00", &tm) == 0)
		out[0] = '\0';
	return out;
}

const char *
ra_clock_date(time_t t, char out[RA_CLOCK_TEXT])
{
	struct tm tm = parts(t);

	if (strftime(out, RA_CLOCK_TEXT, "%Y-%m-%d", &tm) == 0)
		out[0] = '\0';
	return out;
}

/*
 * As the lists of the service have it, which is our reading: upki-facts
 * section 5.1 knows no separator for sure.
 */
const char *
ra_clock_list(time_t t, char out[RA_CLOCK_TEXT])
{
	struct tm tm = parts(t);

	if (strftime(out, RA_CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		out[0] = '\0';
	return out;
}

static bool
leap(long y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static long
month_days(long y, long m)
{
	static const long days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* timegm(3) is not in POSIX; years 1970 to 9999 make this short. */
static time_t
utc_of(long y, long m, long d)
{
	long days = 0, i;

	days = (y - 1970) * 365 + (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400;
	/* Leap days before 1970 do not count. */
	days -= 1969 / 4 - 1969 / 100 + 1969 / 400;
	for (i = 1; i < m; i++)
		days += month_days(y, i);
	return (time_t)(days + d - 1) * DAY;
}

/* One or two digits up to sep, or to the end for NUL. */
static int
field(struct ra_span *s, char sep, long hi, long *out)
{
	struct ra_span part = *s;

	if (sep != '\0') {
		if (!ra_span_has(*s, (struct ra_span){ &sep, 1 }))
			return -1;
		part = ra_span_cut(s, sep);
	}
	if (part.n > 2)
		return -1;
	return ra_span_number(part, 0, hi, out);
}

static int
parse_date(struct ra_span s, time_t *out)
{
	long y, m, d;
	char sep;

	if (s.n < 8 || (s.p[4] != '-' && s.p[4] != '/'))
		return -1;
	sep = s.p[4];
	if (ra_span_number((struct ra_span){ s.p, 4 }, 1970, 9999, &y) == -1)
		return -1;
	s = ra_span_from(s, 5);
	if (field(&s, sep, 12, &m) == -1 || field(&s, '\0', 31, &d) == -1)
		return -1;
	/* A day that is not there would silently become another. */
	if (m < 1 || d < 1 || d > month_days(y, m))
		return -1;
	*out = utc_of(y, m, d);
	return 0;
}

static int
parse_time(struct ra_span s, long *out)
{
	long h, m, sec;

	if (field(&s, ':', 23, &h) == -1 || field(&s, ':', 59, &m) == -1 ||
	    field(&s, '\0', 59, &sec) == -1)
		return -1;
	*out = h * 3600 + m * 60 + sec;
	return 0;
}

/*
 * The separator of dates is not known for sure (upki-facts section 5.1):
 * hyphen and slash are read.
 */
int
ra_clock_parse(struct ra_span s, time_t *out)
{
	struct ra_span date = s;
	long secs = 0;
	time_t t;
	size_t i;

	for (i = 0; i < s.n && s.p[i] != ' ' && s.p[i] != 'T'; i++)
		;
	date.n = i;
	if (parse_date(date, &t) == -1)
		return -1;
	if (i < s.n && parse_time(ra_span_from(s, i + 1), &secs) == -1)
		return -1;
	*out = t + secs - JST;
	return 0;
}

/*
 * Rounded down also below zero: what ended an hour ago has -1 days left, not
 * 0, which would read as today.
 */
long
ra_clock_days(time_t a, time_t b)
{
	long d = (long)(b - a);

	return d >= 0 ? d / DAY : -((-d + DAY - 1) / DAY);
}
