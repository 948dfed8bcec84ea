/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* An archive or a refusal; what was read can be written and read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define WRITTEN_MAX 4

static void
again(const struct ra_zip *z)
{
	static char name[WRITTEN_MAX][2] = { "a", "b", "c", "d" };
	struct ra_zip_member plain[WRITTEN_MAX];
	struct ra_err e = { 0 };
	struct ra_zip *copy;
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, RA_ZIP_MAX);
	/* Its own names: one that ends in a backslash would be a folder. */
	for (i = 0; i < z->n; i++) {
		plain[i] = z->member[i];
		plain[i].name = name[i];
	}
	if (ra_zip_write(plain, z->n, &b, &e) == -1)
		abort();
	copy = ra_zip_read("again", ra_buf_span(&b), &e);
	if (copy == NULL || copy->n != z->n)
		abort();
	for (i = 0; i < z->n; i++)
		if (copy->member[i].n != z->member[i].n ||
		    memcmp(copy->member[i].data, z->member[i].data,
			z->member[i].n) != 0)
			abort();
	ra_zip_free(copy);
	ra_buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_zip *z;

	z = ra_zip_read("fuzz", in, &e);
	if ((z == NULL) != (e.code == RA_EINPUT))
		abort();
	if (z != NULL && z->n > 0 && z->n <= WRITTEN_MAX)
		again(z);
	ra_zip_free(z);
	return 0;
}
