/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The lifetimes to come, and what they mean in applications. */
#include "work/forecast.h"

#define MONTH (365.2425 / 12) /* days of a mean Gregorian one */

/*
 * 198 days are the service's since 2026-03-04 (upki-facts section 8); of
 * the later ones it has said neither days nor date.
 */
static const struct ra_forecast_step steps[RA_FORECAST_STEPS] = {
	{ 198, 200, "2026-03-15", RA_CONFIRMED },
	{ 100, 100, "2027-03-15", RA_CHOICE },
	{ 47, 47, "2029-03-15", RA_CHOICE },
};

const struct ra_forecast_step *
ra_forecast_steps(void)
{
	return steps;
}

double
ra_forecast_month(size_t names, int days, int left)
{
	return (double)names * MONTH * 100 / ((double)days * (100 - left));
}
