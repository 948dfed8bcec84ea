/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * How many applications a month the live server certificates will take as
 * their lifetimes get shorter.
 *
 * Each name in service is applied for once in every lifetime less what is left
 * of it at the renewal:
 *
 *	a month = names x (365.2425 / 12) / (days x (1 - left))
 *
 * Names that come or go, revocations, and certificates that ACME clients renew
 * by themselves are not in it.
 */
#ifndef RA_FORECAST_H
#define RA_FORECAST_H

#include <stddef.h>

#include "upki/iface.h"

#define RA_FORECAST_LEFT 33 /* per cent of a lifetime, if nobody says */
#define RA_FORECAST_LEFT_MAX 90
#define RA_FORECAST_STEPS 3

/*
 * A lifetime of server certificates. The limit is that of the CA/Browser
 * Forum's ballot SC-081v3, which every public CA must keep to from that day
 * on; when and with how many days the service follows is another matter.
 */
struct ra_forecast_step {
	int days;	   /* that are reckoned with */
	int limit;	   /* days that the ballot allows */
	const char *from;  /* day of the ballot, "2026-03-15" */
	enum ra_mark mark; /* of days, as the service's own */
};

/* RA_FORECAST_STEPS rows, the longest lifetime first. */
const struct ra_forecast_step *ra_forecast_steps(void);
/*
 * Applications a month for so many names of that lifetime, renewed with left
 * per cent of it left, 0 to RA_FORECAST_LEFT_MAX.
 */
double ra_forecast_month(size_t names, int days, int left);

#endif
