/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The officers' certificate. */
#include "upki/officer.h"

#include <stddef.h>

static const struct ra_officer_ca cas[] = {
	{ "SECOM Passport for Member RSA CA16", "from 2023-12-14",
	    RA_CONFIRMED },
	{ "NII Operating CA - G2", "before 2023-12-14", RA_CONFIRMED },
	{ NULL, NULL, RA_CHOICE },
};

const struct ra_officer_ca *
ra_officer_cas(void)
{
	return cas;
}
