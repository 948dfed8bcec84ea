/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Packed and unpacked again; what is no whole stream is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "codec/zstd.h"

#define MOST (4u << 20)

static int
to_buf(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)e;
	ra_buf_add(arg, s);
	return 0;
}

static int
to_nowhere(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)arg;
	(void)s;
	return ra_fail(e, RA_ELOCAL, "no room");
}

static void
pack(struct ra_span in, size_t piece, struct ra_buf *out)
{
	struct ra_err e = { 0 };
	struct ra_zstd *z = ra_zstd_new(to_buf, out, &e);
	size_t n;

	assert_non_null(z);
	while (in.n > 0) {
		n = in.n < piece ? in.n : piece;
		assert_int_equal(
		    ra_zstd_add(z, (struct ra_span){ in.p, n }, &e), 0);
		in = ra_span_from(in, n);
	}
	assert_int_equal(ra_zstd_end(z, &e), 0);
	ra_zstd_free(z);
}

/* A stream read in pieces of so many bytes. */
struct from {
	struct ra_span rest;
	size_t piece;
	struct ra_buf out;
};

static int
give(void *arg, struct ra_span *s, struct ra_err *e)
{
	struct from *f = arg;
	size_t n = f->rest.n < f->piece ? f->rest.n : f->piece;

	(void)e;
	*s = (struct ra_span){ f->rest.p, n };
	f->rest = ra_span_from(f->rest, n);
	return 0;
}

static int
take(void *arg, struct ra_span s, struct ra_err *e)
{
	struct from *f = arg;

	return to_buf(&f->out, s, e);
}

static int
unpack(
    struct ra_span packed, size_t piece, struct ra_buf *out, struct ra_err *e)
{
	struct from f = { packed, piece, { 0 } };
	const struct ra_unzstd u = { "t", give, take, &f };
	int rc;

	ra_buf_init(&f.out, MOST);
	rc = ra_unzstd(&u, e);
	*out = f.out;
	return rc;
}

/* Words that repeat, and bytes that do not. */
static char *
sample(size_t n)
{
	uint32_t x = 1;
	char *p = ra_calloc(n + 1, 1);
	size_t i;

	for (i = 0; i < n; i++) {
		x = x * 1664525u + 1013904223u;
		p[i] = i % 3000 < 1500 ? "upkira "[i % 7] : (char)(x >> 24);
	}
	return p;
}

static void
bytes_come_back_whatever_the_pieces(void **state)
{
	static const size_t sizes[] = { 1, 100, 65536, 1000000 };
	static const size_t pieces[] = { 1, 1000, 300000 };
	struct ra_err e = { 0 };
	struct ra_buf packed, out;
	size_t i, k;
	char *p;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		p = sample(sizes[i]);
		for (k = i > 2 ? 1 : 0; k < 3; k++) {
			ra_buf_init(&packed, MOST);
			pack((struct ra_span){ p, sizes[i] }, pieces[k],
			    &packed);
			assert_int_equal(
			    unpack(ra_buf_span(&packed), pieces[k], &out, &e),
			    0);
			assert_true(ra_span_eq(ra_buf_span(&out),
			    (struct ra_span){ p, sizes[i] }));
			ra_buf_clear(&packed);
			ra_buf_clear(&out);
		}
		free(p);
	}
}

static void
refused(struct ra_span in)
{
	struct ra_err e = { 0 };
	struct ra_buf out;

	assert_int_equal(unpack(in, 4096, &out, &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	assert_non_null(strstr(e.msg, "t: "));
	ra_buf_clear(&out);
}

static void
what_is_no_whole_stream_is_refused(void **state)
{
	struct ra_buf packed;
	char *p = sample(100000);
	size_t cut;

	(void)state;
	refused(RA_SPAN(""));
	refused(RA_SPAN("plain text, and no stream at all"));
	refused(RA_SPAN("\x1f\x8b\x08\0\0\0\0\0\0\0")); /* gzip */
	refused(RA_SPAN("\x28\xb5\x2f\xfd"));		/* a magic alone */
	ra_buf_init(&packed, MOST);
	pack((struct ra_span){ p, 100000 }, 100000, &packed);
	for (cut = 5; cut < packed.n; cut += packed.n / 7)
		refused((struct ra_span){ packed.p, cut });
	packed.p[packed.n / 2] = (char)~packed.p[packed.n / 2];
	packed.p[4] = (char)0xff;
	refused(ra_buf_span(&packed));
	ra_buf_clear(&packed);
	free(p);
}

static void
a_reader_that_fails_ends_it(void **state)
{
	struct ra_err e = { 0 };
	struct ra_zstd *z = ra_zstd_new(to_nowhere, NULL, &e);
	char *p = sample(1000000);

	(void)state;
	assert_non_null(z);
	if (ra_zstd_add(z, (struct ra_span){ p, 1000000 }, &e) == 0)
		assert_int_equal(ra_zstd_end(z, &e), -1);
	assert_string_equal(e.msg, "no room");
	ra_zstd_free(z);
	ra_zstd_free(NULL);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_come_back_whatever_the_pieces),
		cmocka_unit_test(what_is_no_whole_stream_is_refused),
		cmocka_unit_test(a_reader_that_fails_ends_it),
	};

	return cmocka_run_group_tests_name("zstd", tests, NULL, NULL);
}
