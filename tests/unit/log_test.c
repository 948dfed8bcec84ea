/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/log.h"
#include "base/secret.h"

static char last[20000];
static int count;

static void
keep(enum ra_log_level level, const char *msg)
{
	size_t n = strlen(msg);

	(void)level;
	assert_true(n < sizeof(last));
	memcpy(last, msg, n + 1);
	count++;
}

static void
messages_up_to_the_level_arrive(void **state)
{
	(void)state;
	count = 0;
	ra_log_set(keep, RA_LOG_INFO);
	ra_log(RA_LOG_WARN, "%d", 1);
	ra_log(RA_LOG_INFO, "two");
	ra_log(RA_LOG_DEBUG, "three");
	assert_int_equal(count, 2);
	assert_string_equal(last, "two");
	ra_log_set(NULL, RA_LOG_DEBUG);
	ra_log(RA_LOG_WARN, "nobody");
	assert_int_equal(count, 2);
}

static void
a_secret_in_a_message_is_masked(void **state)
{
	struct ra_secret s = { 0 };

	(void)state;
	ra_log_set(keep, RA_LOG_DEBUG);
	ra_secret_set(&s, RA_SPAN("hunter22"));
	ra_log(RA_LOG_DEBUG, "pass=%s&x=hunter2", s.p);
	assert_string_equal(last, "pass=********&x=hunter2");
	ra_secret_clear(&s);
	ra_log_set(NULL, RA_LOG_WARN);
}

static void
a_long_message_is_cut(void **state)
{
	char text[9000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ra_log_set(keep, RA_LOG_DEBUG);
	ra_log(RA_LOG_WARN, "%s", text);
	assert_true(strlen(last) > 1000);
	assert_true(strlen(last) < 9000);
	ra_log_set(NULL, RA_LOG_WARN);
}

static void
a_secret_where_a_message_is_cut_is_masked(void **state)
{
	static const char word[] = "hunter22hunter22";
	struct ra_secret s = { 0 };
	char text[9000];

	(void)state;
	ra_log_set(keep, RA_LOG_DEBUG);
	ra_secret_set(&s, ra_span_str(word));
	for (size_t at = 4000; at < 4200; at++) {
		memset(text, 'x', sizeof(text) - 1);
		memcpy(text + at, word, sizeof(word));
		ra_log(RA_LOG_DEBUG, "%s", text);
		if (strchr(last, 'h') != NULL)
			fail_msg("at %zu: %s", at, strchr(last, 'h'));
	}
	ra_secret_clear(&s);
	ra_log_set(NULL, RA_LOG_WARN);
}

static void
a_message_without_end_is_not_told(void **state)
{
	static char text[70000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	ra_log_set(keep, RA_LOG_DEBUG);
	count = 0;
	ra_log(RA_LOG_WARN, "%.65535s", text);
	assert_int_equal(count, 1);
	ra_log(RA_LOG_WARN, "%.65536s", text);
	assert_int_equal(count, 1);
	ra_log_set(NULL, RA_LOG_WARN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_up_to_the_level_arrive),
		cmocka_unit_test(a_secret_in_a_message_is_masked),
		cmocka_unit_test(a_long_message_is_cut),
		cmocka_unit_test(a_secret_where_a_message_is_cut_is_masked),
		cmocka_unit_test(a_message_without_end_is_not_told),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
