/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists of names to be asked: places, or a refusal that says where. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "work/probe.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };
	size_t i;

	if (ra_probes_read(&l, "fuzz", in, &e) == -1) {
		if (e.code != RA_EINPUT || strncmp(e.msg, "fuzz:", 5) != 0)
			abort();
	} else if (l.n == 0) {
		abort();
	}
	for (i = 0; i < l.n; i++)
		if (strrchr(l.p[i].place, ':') == NULL ||
		    strpbrk(l.p[i].place, " \t\r\n*%") != NULL)
			abort();
	ra_probes_clear(&l);
	return 0;
}
