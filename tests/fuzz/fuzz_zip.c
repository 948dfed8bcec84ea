/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * An archive below its ceilings or a refusal that names it; what was read can
 * be written and read again.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/zip.h"

#define WRITTEN_MAX 4
#define NAME_MAX_ZIP 1024
#define RATIO_FROM (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
look(const struct ra_zip *z, size_t packed)
{
	size_t i, total = 0, len;

	must(z->n <= RA_ZIP_MEMBERS_MAX);
	for (i = 0; i < z->n; i++) {
		len = strlen(z->member[i].name);
		must(len > 0 && len <= NAME_MAX_ZIP);
		must(z->member[i].n <= RA_ZIP_MEMBER_MAX);
		/* Callers may read a member as a string. */
		must(z->member[i].data[z->member[i].n] == '\0');
		total += z->member[i].n;
	}
	must(total <= RA_ZIP_TOTAL_MAX);
	must(total <= RATIO_FROM || total / RA_ZIP_RATIO_MAX <= packed);
}

static void
again(const struct ra_zip *z)
{
	static char name[WRITTEN_MAX][2] = { "a", "b", "c", "d" };
	struct ra_zip_member plain[WRITTEN_MAX];
	struct ra_err e = { 0 };
	struct ra_zip *copy;
	struct ra_buf b, twice;
	size_t i;

	ra_buf_init(&b, RA_ZIP_MAX);
	ra_buf_init(&twice, RA_ZIP_MAX);
	/* Its own names: one that ends in a backslash would be a folder. */
	for (i = 0; i < z->n; i++) {
		plain[i] = z->member[i];
		plain[i].name = name[i];
	}
	must(ra_zip_write(plain, z->n, &b, &e) == 0);
	copy = ra_zip_read("again", ra_buf_span(&b), &e);
	must(copy != NULL && copy->n == z->n);
	for (i = 0; i < z->n; i++) {
		must(strcmp(copy->member[i].name, name[i]) == 0);
		must(copy->member[i].n == z->member[i].n);
		must(memcmp(copy->member[i].data, z->member[i].data,
			 z->member[i].n) == 0);
	}
	must(ra_zip_write(copy->member, copy->n, &twice, &e) == 0);
	must(ra_span_eq(ra_buf_span(&b), ra_buf_span(&twice)));
	ra_zip_free(copy);
	ra_buf_clear(&twice);
	ra_buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_zip *z;

	z = ra_zip_read("fuzz", in, &e);
	must((z == NULL) == (e.code == RA_EINPUT));
	if (z == NULL) {
		must(strncmp(e.msg, "fuzz: ", 6) == 0);
		return 0;
	}
	look(z, n);
	if (z->n > 0 && z->n <= WRITTEN_MAX)
		again(z);
	ra_zip_free(z);
	return 0;
}
