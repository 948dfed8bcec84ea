/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Archives of one file, as POSIX has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/tar.h"

static const struct {
	const char *name;
	uint64_t size;
	time_t at;
	const char *size_text, *time_text;
	size_t whole; /* bytes of the archive but for the file's own */
} archives[] = {
	{ "a", 0, 0, "00000000000", "00000000000", 1536 },
	{ "journal.jsonl", 1, 1, "00000000001", "00000000001", 2047 },
	{ "b", 512, -1, "00000001000", "00000000000", 1536 },
	{ "c", 513, 1764115200, "00000001001", "15111441400", 2047 },
	{ "d", RA_TAR_SIZE_MAX, 0, "77777777777", "00000000000", 1537 },
};

static unsigned
sum_of(const char *h)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < RA_TAR_BLOCK; i++)
		sum += i >= 148 && i < 156 ? ' ' : (unsigned char)h[i];
	return sum;
}

static void
a_header_is_of_the_standard(void **state)
{
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(archives) / sizeof(archives[0]); i++) {
		ra_buf_init(&b, 8192);
		ra_tar_head(
		    archives[i].name, archives[i].size, archives[i].at, &b);
		assert_int_equal(b.n, RA_TAR_BLOCK);
		assert_string_equal(b.p, archives[i].name);
		assert_string_equal(b.p + 100, "0000600");
		assert_string_equal(b.p + 124, archives[i].size_text);
		assert_string_equal(b.p + 136, archives[i].time_text);
		assert_string_equal(b.p + 257, "ustar");
		assert_int_equal(strtoul(b.p + 148, NULL, 8), sum_of(b.p));
		ra_tar_tail(archives[i].size, &b);
		assert_int_equal(b.n, archives[i].whole);
		ra_buf_clear(&b);
	}
}

static void
a_name_too_long_is_cut(void **state)
{
	char name[200];
	struct ra_buf b;

	(void)state;
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	ra_buf_init(&b, 8192);
	ra_tar_head(name, 1, 0, &b);
	assert_int_equal(strlen(b.p), 99);
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_of_the_standard),
		cmocka_unit_test(a_name_too_long_is_cut),
	};

	return cmocka_run_group_tests_name("tar", tests, NULL, NULL);
}
