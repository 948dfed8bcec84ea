/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Serial numbers from whatever has one; each must read as itself again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "work/serials.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
again(const char *text, const struct ra_serial *want)
{
	struct ra_serial s;

	/* Above the field's width it is shown, but not read. */
	if (strlen(text) > RA_SERIAL_DIGITS_MAX || strcmp(want->dec, "0") == 0)
		return;
	if (ra_serials_number(ra_span_str(text), &s, NULL) != 0 ||
	    strcmp(s.dec, want->dec) != 0 || strcmp(s.hex, want->hex) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_serials l = { 0 };
	struct ra_err e = { 0 };
	size_t i;

	(void)ra_serials_read(&l, "fuzz", in, &e);
	for (i = 0; i < l.n; i++) {
		again(l.row[i].serial.dec, &l.row[i].serial);
		again(l.row[i].serial.hex, &l.row[i].serial);
	}
	ra_serials_clear(&l);
	return 0;
}
