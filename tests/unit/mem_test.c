/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"

static void
an_array_grows_and_keeps_its_rows(void **state)
{
	size_t *p = NULL, i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		p = ra_grow(p, i, sizeof(*p));
		p[i] = i;
	}
	for (i = 0; i < 1000; i++)
		assert_int_equal(p[i], i);
	free(p);
}

static void
nothing_asked_for_is_something_given(void **state)
{
	void *p;

	(void)state;
	p = ra_calloc(0, 8);
	assert_non_null(p);
	p = ra_realloc(p, 0, 0);
	assert_non_null(p);
	free(p);
}

static void
copies_end_at_the_length_or_the_nul(void **state)
{
	static const struct {
		const char *in;
		size_t n;
		const char *out;
	} rows[] = {
		{ "abc", 2, "ab" },
		{ "abc", 3, "abc" },
		{ "abc", 99, "abc" },
		{ "abc", 0, "" },
		{ "", 0, "" },
		{ "a\0b", 3, "a" },
	};
	size_t i;
	char *s;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		s = ra_strndup(rows[i].in, rows[i].n);
		assert_string_equal(s, rows[i].out);
		free(s);
	}
}

static void
realloc_too_much(void)
{
	free(ra_realloc(NULL, SIZE_MAX / 2, 3));
}

static void
grow_too_much(void)
{
	free(ra_grow(NULL, SIZE_MAX / 2 + 1, 1));
}

static void
realloc_while_sending(void)
{
	ra_mem_sending();
	realloc_too_much();
}

/* What a child writes to standard error; returns its exit status. */
static int
run_child(void (*fn)(void), char *said, size_t size)
{
	int fd[2], status;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		dup2(fd[1], STDERR_FILENO);
		fn();
		_exit(77);
	}
	close(fd[1]);
	got = read(fd[0], said, size - 1);
	close(fd[0]);
	assert_true(got >= 0);
	said[got] = '\0';
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
sizes_that_overflow_end_the_program_with_one_line(void **state)
{
	static void (*const rows[])(void) = { realloc_too_much, grow_too_much };
	char said[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(run_child(rows[i], said, sizeof(said)), 1);
		assert_string_equal(said, "upkira: out of memory\n");
	}
	assert_int_equal(
	    run_child(realloc_while_sending, said, sizeof(said)), 8);
	assert_string_equal(said,
	    "upkira: out of memory; what was sent stands in upkira journal\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_array_grows_and_keeps_its_rows),
		cmocka_unit_test(nothing_asked_for_is_something_given),
		cmocka_unit_test(copies_end_at_the_length_or_the_nul),
		cmocka_unit_test(
		    sizes_that_overflow_end_the_program_with_one_line),
	};

	return cmocka_run_group_tests_name("mem", tests, NULL, NULL);
}
