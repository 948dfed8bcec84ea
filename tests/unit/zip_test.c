/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "codec/zip.h"

static void
pack(const struct ra_zip_member *m, size_t n, struct ra_buf *b)
{
	struct ra_err e = { 0 };

	ra_buf_init(b, RA_ZIP_MAX + 1);
	if (ra_zip_write(m, n, b, &e) == -1)
		fail_msg("%s", e.msg);
}

/* Where a signature begins, to change the record behind it. */
static char *
record(struct ra_buf *b, const char *sig)
{
	size_t at;

	at = ra_span_find(ra_buf_span(b), (struct ra_span){ sig, 4 });
	assert_true(at < b->n);
	return b->p + at;
}

static void
refused(struct ra_span in, const char *has)
{
	struct ra_err e = { 0 };

	assert_null(ra_zip_read("x.zip", in, &e));
	assert_int_equal(e.code, RA_EINPUT);
	if (strncmp(e.msg, "x.zip: ", 7) != 0 || strstr(e.msg, has) == NULL)
		fail_msg("\"%s\" has no \"%s\"", e.msg, has);
}

static void
what_is_written_is_read_again(void **state)
{
	static char name[][16] = { "a.txt", "証明書.pem", "\x8f.p12" };
	static char data[] = "hello\0world";
	struct ra_zip_member m[] = {
		{ name[0], data, sizeof(data) },
		{ name[1], data, 0 },
		{ name[2], data, 5 },
	};
	struct ra_err e = { 0 };
	struct ra_zip *z;
	struct ra_buf b;
	size_t i;

	(void)state;
	pack(m, 3, &b);
	z = ra_zip_read("x.zip", ra_buf_span(&b), &e);
	if (z == NULL)
		fail_msg("%s", e.msg);
	assert_int_equal(z != NULL ? z->n : 0, 3);
	for (i = 0; z != NULL && i < 3; i++) {
		assert_string_equal(z->member[i].name, m[i].name);
		assert_int_equal(z->member[i].n, m[i].n);
		if (m[i].n > 0)
			assert_memory_equal(z->member[i].data, data, m[i].n);
		assert_int_equal(z->member[i].data[m[i].n], 0);
	}
	ra_zip_free(z);
	ra_zip_free(NULL);
	ra_buf_clear(&b);
}

static void
the_same_members_give_the_same_bytes_anywhere(void **state)
{
	static char name[] = "a", data[] = "hello";
	struct ra_zip_member m = { name, data, 5 };
	struct ra_buf here, there;

	(void)state;
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	pack(&m, 1, &here);
	setenv("TZ", "America/New_York", 1);
	tzset();
	pack(&m, 1, &there);
	unsetenv("TZ");
	assert_true(ra_span_eq(ra_buf_span(&here), ra_buf_span(&there)));
	ra_buf_clear(&here);
	ra_buf_clear(&there);
}

static void
what_is_no_whole_zip_is_refused(void **state)
{
	static char name[] = "a", data[] = "hello";
	struct ra_zip_member m = { name, data, 5 };
	struct ra_buf b;
	char *p;

	(void)state;
	refused(RA_SPAN(""), "not a ZIP");
	refused(RA_SPAN("PK"), "not a ZIP");
	refused(RA_SPAN("PK\3\4"), "not a ZIP");
	refused(RA_SPAN("<html></html>"), "not a ZIP");
	refused(RA_SPAN("\x1f\x8b\x08"), "not a ZIP");
	pack(&m, 1, &b);
	refused((struct ra_span){ b.p, b.n - 1 }, "cut short");
	refused((struct ra_span){ b.p, b.n / 2 }, "cut short");
	ra_buf_addc(&b, 'x');
	refused(ra_buf_span(&b), "bytes after its end");
	ra_buf_clear(&b);
	pack(&m, 1, &b);
	p = record(&b, "PK\1\2");
	p[16] ^= 1; /* APPNOTE 4.3.12: crc-32 */
	refused(ra_buf_span(&b), "not a readable ZIP");
	ra_buf_clear(&b);
}

static void
members_that_are_no_plain_files_are_refused(void **state)
{
	static char name[] = "a", data[] = "hello";
	struct ra_zip_member m = { name, data, 5 };
	struct ra_buf b;
	char *p;

	(void)state;
	pack(&m, 1, &b);
	p = record(&b, "PK\1\2");
	p[41] = (char)0xa1; /* 4.4.15: mode of a symbolic link */
	p[40] = (char)0xff;
	refused(ra_buf_span(&b), "member 1: not a regular file");
	ra_buf_clear(&b);
	pack(&m, 1, &b);
	p = record(&b, "PK\1\2");
	p[8] |= 1; /* 4.4.4: bit 0, encrypted */
	p = record(&b, "PK\3\4");
	p[6] |= 1;
	refused(ra_buf_span(&b), "encrypted");
	ra_buf_clear(&b);
}

static void
a_member_packed_by_a_rare_method_is_refused(void **state)
{
	/* APPNOTE 4.4.5: bzip2, LZMA, zstd, xz, PPMd, and none that exists. */
	static const char methods[] = { 12, 14, 93, 95, 98, 77 };
	static char name[] = "a", data[] = "hello";
	const struct ra_zip_member m = { name, data, sizeof(data) };
	struct ra_buf b;
	size_t i;

	(void)state;
	pack(&m, 1, &b);
	for (i = 0; i < sizeof(methods); i++) {
		record(&b, "PK\3\4")[8] = methods[i];
		record(&b, "PK\1\2")[10] = methods[i];
		refused(ra_buf_span(&b),
		    "member 1: packed by another method than deflate");
	}
	ra_buf_clear(&b);
}

static void
members_have_their_ceilings(void **state)
{
	static char name[] = "a";
	struct ra_zip_member *m, big = { name, NULL, 0 };
	struct ra_err e = { 0 };
	struct ra_zip *z;
	struct ra_buf b;
	size_t i;

	(void)state;
	m = calloc(RA_ZIP_MEMBERS_MAX + 1, sizeof(*m));
	assert_non_null(m);
	for (i = 0; i <= RA_ZIP_MEMBERS_MAX; i++)
		m[i].name = name;
	pack(m, RA_ZIP_MEMBERS_MAX, &b);
	z = ra_zip_read("x.zip", ra_buf_span(&b), &e);
	assert_non_null(z);
	assert_int_equal(z->n, RA_ZIP_MEMBERS_MAX);
	ra_zip_free(z);
	ra_buf_clear(&b);
	pack(m, RA_ZIP_MEMBERS_MAX + 1, &b);
	refused(ra_buf_span(&b), "more than 2000 members");
	ra_buf_clear(&b);
	free(m);

	/* Zeroes pack a thousandfold: stopped by the ratio. */
	big.n = 2u << 20;
	big.data = calloc(big.n, 1);
	assert_non_null(big.data);
	pack(&big, 1, &b);
	refused(ra_buf_span(&b), "more than 200 times");
	ra_buf_clear(&b);
	free(big.data);
}

/* Bytes that pack a little, so that the ratio is not what stops them. */
static void
a_member_has_its_ceiling_in_bytes(void **state)
{
	static char name[] = "a";
	struct ra_zip_member m = { name, NULL, RA_ZIP_MEMBER_MAX };
	struct ra_err e = { 0 };
	uint32_t seed = 1;
	struct ra_zip *z;
	struct ra_buf b;
	size_t i;

	(void)state;
	m.data = calloc(m.n + 1, 1);
	assert_non_null(m.data);
	for (i = 0; i < m.n; i += 64) {
		seed = seed * 1103515245u + 12345u;
		memcpy(m.data + i, &seed, sizeof(seed));
	}
	pack(&m, 1, &b);
	z = ra_zip_read("x.zip", ra_buf_span(&b), &e);
	if (z == NULL)
		fail_msg("%s", e.msg);
	assert_int_equal(z->member[0].n, RA_ZIP_MEMBER_MAX);
	ra_zip_free(z);
	ra_buf_clear(&b);
	m.n++;
	pack(&m, 1, &b);
	refused(ra_buf_span(&b), "member 1: more than 16777216 bytes");
	ra_buf_clear(&b);
	free(m.data);
}

static void
an_archive_has_its_ceiling_in_bytes(void **state)
{
	struct ra_span in = { NULL, RA_ZIP_MAX + 1 };

	(void)state;
	refused(in, "67108865 bytes, at most 67108864 are taken");
}

static void
a_buffer_too_small_fails_the_writer(void **state)
{
	static char name[] = "a", data[] = "hello";
	struct ra_zip_member m = { name, data, 5 };
	struct ra_err e = { 0 };
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 20);
	assert_int_equal(ra_zip_write(&m, 1, &b, &e), -1);
	assert_string_equal(
	    e.msg, "archive: too large, at most 20 bytes are taken");
	ra_buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(the_same_members_give_the_same_bytes_anywhere),
		cmocka_unit_test(what_is_no_whole_zip_is_refused),
		cmocka_unit_test(members_that_are_no_plain_files_are_refused),
		cmocka_unit_test(a_member_packed_by_a_rare_method_is_refused),
		cmocka_unit_test(members_have_their_ceilings),
		cmocka_unit_test(a_member_has_its_ceiling_in_bytes),
		cmocka_unit_test(an_archive_has_its_ceiling_in_bytes),
		cmocka_unit_test(a_buffer_too_small_fails_the_writer),
	};

	return cmocka_run_group_tests_name("zip", tests, NULL, NULL);
}
