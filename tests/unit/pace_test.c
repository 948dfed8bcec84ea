/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* How long an exchange waits, and how long before it is tried again. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lra/http_in.h"

static void
waits_double_up_to_a_bound(void **state)
{
	static const struct {
		long next, most;
	} cases[] = {
		{ 2, 500 },
		{ 3, 1000 },
		{ 4, 2000 },
		{ 5, 4000 },
		{ 7, 16000 },
		{ 8, 30000 },
		{ 10, 30000 },
		{ 1000, 30000 },
		{ LONG_MAX, 30000 },
		{ 0, 500 },
	};
	size_t i;
	unsigned long r;
	long ms;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    ra_pace_back_off(cases[i].next, 0), cases[i].most / 2);
		assert_int_equal(ra_pace_back_off(cases[i].next,
				     (unsigned long)cases[i].most / 2),
		    cases[i].most);
		for (r = 1; r < ULONG_MAX / 3; r = r * 3 + 1) {
			ms = ra_pace_back_off(cases[i].next, r);
			assert_in_range(ms, cases[i].most / 2, cases[i].most);
		}
	}
}

/* A pace as if its clock had been started so long ago. */
static struct ra_pace
since(int64_t ms, bool stream)
{
	struct ra_pace p = { .stream = stream };

	ra_pace_ready(&p);
	p.ready -= ms;
	p.moved -= ms;
	p.mark -= ms;
	p.begun = p.ready;
	return p;
}

static enum ra_http_why
overdue(int64_t ms, const struct ra_http_request *q, enum ra_phase phase,
    uint64_t done)
{
	static const struct ra_http_limits l = {
		.stall = 10, .page = 20, .download = 100, .upload = 50
	};
	const struct ra_progress now = { .phase = phase, .done = done };
	struct ra_pace p = since(ms, phase == RA_RECEIVING && !q->application);

	p.phase = phase;
	return ra_pace_overdue(&p, &l, q, &now);
}

static void
each_wait_has_its_own_limit(void **state)
{
	const struct ra_http_request page = { .method = RA_GET };
	const struct ra_http_request file = { .method = RA_POST_MULTIPART,
		.application = true };
	const struct ra_http_request bye = { .last = true };

	(void)state;
	assert_int_equal(overdue(9000, &page, RA_SENDING, 0), RA_W_NONE);
	assert_int_equal(overdue(11000, &page, RA_SENDING, 0), RA_W_STALL);
	assert_int_equal(overdue(11000, &page, RA_SENDING, 99999), RA_W_NONE);
	assert_int_equal(overdue(19000, &page, RA_WAITING, 0), RA_W_NONE);
	assert_int_equal(overdue(21000, &page, RA_WAITING, 0), RA_W_PAGE);
	/* The answer to an upload has its own, and silence is no stall. */
	assert_int_equal(overdue(49000, &file, RA_WAITING, 0), RA_W_NONE);
	assert_int_equal(overdue(51000, &file, RA_WAITING, 0), RA_W_ANSWER);
	/* A list may take longer than a page, but not for ever. */
	assert_int_equal(overdue(99000, &page, RA_RECEIVING, 99999), RA_W_NONE);
	assert_int_equal(
	    overdue(101000, &page, RA_RECEIVING, 99999), RA_W_DOWNLOAD);
	assert_int_equal(overdue(11000, &page, RA_RECEIVING, 100), RA_W_STALL);
	/* A logout runs by libcurl's clock. */
	assert_int_equal(overdue(999000, &bye, RA_WAITING, 0), RA_W_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_double_up_to_a_bound),
		cmocka_unit_test(each_wait_has_its_own_limit),
	};

	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
