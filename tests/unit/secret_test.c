/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* posix_openpt(3) and its kin are in X/Open, not in the base. */
#define _XOPEN_SOURCE 700
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fs.h"
#include "base/secret.h"

static char home[] = "/tmp/ra-secret-XXXXXX";

static void
put(const char *path, const char *text, mode_t mode)
{
	struct ra_err e = { 0 };

	if (ra_fs_write(path, mode, ra_span_str(text), &e) == -1)
		fail_msg("%s", e.msg);
}

static int
set_up(void **state)
{
	char wide[2000];

	(void)state;
	if (mkdtemp(home) == NULL || chdir(home) == -1)
		return -1;
	memset(wide, 'x', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	put("wide", wide, 0600);
	put("good", "open sesame\nsecond line\n", 0600);
	put("crlf", "windows\r\n", 0600);
	put("empty", "", 0600);
	put("shared", "x\n", 0644);
	put("nul", "x", 0600);
	return truncate("nul", 3) == -1 ? -1 : 0;
}

static int
tear_down(void **state)
{
	static const char *const left[] = { "wide", "good", "crlf", "empty",
		"shared", "nul" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		unlink(left[i]);
	return chdir("/") == -1 || rmdir(home) == -1 ? -1 : 0;
}

static void
a_secret_comes_from_its_source(void **state)
{
	static const struct {
		const char *spec, *out;
	} rows[] = {
		{ "file:good", "open sesame" },
		{ "file:crlf", "windows" },
		{ "file:empty", "" },
		{ "env:RA_TEST_PASS", "from env" },
		{ "cmd:echo  one\ttwo", "one two" },
		{ "cmd:true", "" },
		{ "cmd:cat good", "open sesame" },
		{ "cred:good", "open sesame" },
	};
	struct ra_secret s = { 0 };
	struct ra_err e = { 0 };
	size_t i;

	(void)state;
	setenv("RA_TEST_PASS", "from env", 1);
	setenv("CREDENTIALS_DIRECTORY", home, 1);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (ra_secret_read(&s, rows[i].spec, "", false, &e) == -1)
			fail_msg("%s: %s", rows[i].spec, e.msg);
		assert_string_equal(s.p, rows[i].out);
		assert_int_equal(s.n, strlen(rows[i].out));
		ra_secret_clear(&s);
	}
	assert_null(getenv("RA_TEST_PASS"));
	unsetenv("CREDENTIALS_DIRECTORY");
}

static void
a_secret_ends_at_its_ceiling(void **state)
{
	char text[RA_SECRET_MAX + 2];
	struct ra_secret s = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	text[RA_SECRET_MAX] = '\0';
	setenv("RA_TEST_PASS", text, 1);
	assert_int_equal(
	    ra_secret_read(&s, "env:RA_TEST_PASS", "", false, &e), 0);
	assert_int_equal(s.n, RA_SECRET_MAX);
	ra_secret_clear(&s);
	text[RA_SECRET_MAX] = 'x';
	text[RA_SECRET_MAX + 1] = '\0';
	setenv("RA_TEST_PASS", text, 1);
	assert_int_equal(
	    ra_secret_read(&s, "env:RA_TEST_PASS", "", false, &e), -1);
	assert_int_equal(e.code, RA_ECRED);
	assert_non_null(strstr(e.msg, "1025 bytes, a secret has at most 1024"));
	assert_null(s.p);
	/* Not one that was too long stays in sight either. */
	assert_null(getenv("RA_TEST_PASS"));
}

static void
a_source_that_fails_is_named(void **state)
{
	static const struct {
		const char *spec;
		enum ra_code code;
		const char *has;
	} rows[] = {
		{ NULL, RA_ECRED, "asking is not allowed" },
		{ "", RA_ECRED, "asking is not allowed" },
		{ "hunter2", RA_EUSAGE, "file: env: fd: cmd: cred:" },
		{ "FILE:x", RA_EUSAGE, "unknown source" },
		{ "file:", RA_EUSAGE, "file:PATH" },
		{ "file:none", RA_ECRED, "none: no such file" },
		{ "file:shared", RA_ECRED, "shared: mode 0644" },
		{ "file:.", RA_ECRED, "a folder" },
		{ "file:wide", RA_ECRED, "1999 bytes" },
		{ "file:nul", RA_ECRED, "NUL" },
		{ "file:/dev/zero", RA_ECRED, "more than 4096" },
		{ "env:", RA_EUSAGE, "env:NAME" },
		{ "env:A=B", RA_EUSAGE, "env:NAME" },
		{ "env:RA_TEST_UNSET", RA_ECRED, "not set" },
		{ "fd:", RA_EUSAGE, "fd:N" },
		{ "fd:-1", RA_EUSAGE, "fd:N" },
		{ "fd:x", RA_EUSAGE, "fd:N" },
		{ "fd:999", RA_ECRED, "bad file descriptor" },
		{ "cmd:", RA_EUSAGE, "no program" },
		{ "cmd:   ", RA_EUSAGE, "no program" },
		{ "cmd:false x", RA_ECRED, "cmd:false: failed with status 1" },
		{ "cmd:ra-no-such-program", RA_ECRED, "no such file" },
		{ "cmd:cat /dev/zero", RA_ECRED, "more than 4096" },
		{ "cmd:cat wide", RA_ECRED, "1999 bytes" },
		{ "cred:", RA_EUSAGE, "cred:NAME" },
		{ "cred:../x", RA_EUSAGE, "cred:NAME" },
		{ "cred:..", RA_EUSAGE, "cred:NAME" },
		{ "cred:x", RA_ECRED, "CREDENTIALS_DIRECTORY" },
	};
	struct ra_secret s = { 0 };
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&e, 0, sizeof(e));
		assert_int_equal(
		    ra_secret_read(&s, rows[i].spec, "", false, &e), -1);
		assert_null(s.p);
		assert_int_equal(e.code, rows[i].code);
		if (strstr(e.msg, rows[i].has) == NULL)
			fail_msg("\"%s\" has no \"%s\"", e.msg, rows[i].has);
		assert_null(strstr(e.msg, "hunter2"));
	}
}

static void
a_descriptor_is_read_up_to_its_first_line_end(void **state)
{
	struct ra_secret s = { 0 };
	struct ra_err e = { 0 };
	char spec[32], rest[8] = "";
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], "pass\nrest", 9), 9);
	close(fd[1]);
	snprintf(spec, sizeof(spec), "fd:%d", fd[0]);
	assert_int_equal(ra_secret_read(&s, spec, "", false, &e), 0);
	assert_string_equal(s.p, "pass");
	assert_int_equal(read(fd[0], rest, sizeof(rest)), 4);
	assert_memory_equal(rest, "rest", 4);
	close(fd[0]);
	ra_secret_clear(&s);
	ra_secret_clear(&s);
}

static void
live_secrets_are_masked_and_dead_ones_are_not(void **state)
{
	struct ra_secret s = { 0 }, longer = { 0 }, shorter = { 0 };
	struct ra_buf b;

	(void)state;
	ra_secret_set(&s, RA_SPAN("abcd"));
	ra_secret_set(&longer, RA_SPAN("abcdef"));
	ra_secret_set(&shorter, RA_SPAN("xyz"));
	ra_buf_init(&b, 1000);
	ra_secret_mask(RA_SPAN("-abcd-abcdefabc-xyz\0"), &b);
	assert_true(ra_span_eq(
	    ra_buf_span(&b), RA_SPAN("-********-********abc-xyz\0")));
	ra_secret_clear(&longer);
	ra_buf_reset(&b);
	ra_secret_mask(RA_SPAN("abcdef"), &b);
	assert_string_equal(ra_buf_str(&b), "********ef");
	ra_secret_set(&s, RA_SPAN("other"));
	ra_buf_reset(&b);
	ra_secret_mask(RA_SPAN("abcd other"), &b);
	assert_string_equal(ra_buf_str(&b), "abcd ********");
	ra_secret_clear(&s);
	ra_secret_clear(&shorter);
	ra_buf_clear(&b);
}

static void
wiping_leaves_zeroes(void **state)
{
	char p[16];
	size_t i;

	(void)state;
	memset(p, 'x', sizeof(p));
	ra_wipe(p, sizeof(p));
	for (i = 0; i < sizeof(p); i++)
		assert_int_equal(p[i], 0);
}

/* The child's own terminal: it asks there and reports by its status. */
static void
ask_in_child(const char *terminal)
{
	struct ra_secret s = { 0 };
	struct ra_err e = { 0 };
	int rc;

	setsid();
	if (open(terminal, O_RDWR) == -1) /* becomes the controlling one */
		_exit(70);
	signal(SIGTERM, SIG_DFL);
	rc = ra_secret_read(&s, NULL, "Pass phrase: ", true, &e);
	if (rc == -1)
		_exit(e.code);
	rc = strcmp(s.p, "typed in") == 0 ? 0 : 71;
	ra_secret_clear(&s);
	_exit(rc);
}

static pid_t
start_asking(int *master)
{
	const char *name;
	pid_t pid;

	*master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(*master != -1);
	assert_int_equal(grantpt(*master), 0);
	assert_int_equal(unlockpt(*master), 0);
	name = ptsname(*master);
	assert_non_null(name);
	pid = fork();
	assert_true(pid != -1);
	if (pid == 0)
		ask_in_child(name);
	return pid;
}

/*
 * The terminal stays alive when the child ends: a last close would let what
 * the child wrote be lost (EIO), and its settings with it.
 */
static int
hold(int master)
{
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);

	assert_true(slave != -1);
	return slave;
}

/* What the terminal shows, up to the text that is waited for. */
static void
wait_for(int master, const char *text)
{
	char seen[256] = "";
	size_t n = 0;
	ssize_t got;

	while (strstr(seen, text) == NULL && n < sizeof(seen) - 1) {
		got = read(master, seen + n, sizeof(seen) - 1 - n);
		assert_true(got > 0);
		n += (size_t)got;
		seen[n] = '\0';
		assert_null(strstr(seen, "typed"));
	}
}

static bool
echoes(int master)
{
	struct termios t;

	assert_int_equal(tcgetattr(master, &t), 0);
	return (t.c_lflag & ECHO) != 0;
}

static void
a_prompt_reads_without_echo_and_restores_it(void **state)
{
	int master, slave, status;
	pid_t pid;

	(void)state;
	pid = start_asking(&master);
	slave = hold(master);
	wait_for(master, "Pass phrase: ");
	assert_false(echoes(master));
	assert_int_equal(write(master, "typed in\n", 9), 9);
	wait_for(master, "\n");
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(echoes(slave));
	close(slave);
	close(master);
}

static void
a_signal_at_the_prompt_restores_the_echo(void **state)
{
	int master, status, slave;
	pid_t pid;

	(void)state;
	pid = start_asking(&master);
	slave = hold(master);
	wait_for(master, "Pass phrase: ");
	assert_false(echoes(master));
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	assert_true(echoes(slave));
	close(slave);
	close(master);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_comes_from_its_source),
		cmocka_unit_test(a_secret_ends_at_its_ceiling),
		cmocka_unit_test(a_source_that_fails_is_named),
		cmocka_unit_test(a_descriptor_is_read_up_to_its_first_line_end),
		cmocka_unit_test(live_secrets_are_masked_and_dead_ones_are_not),
		cmocka_unit_test(wiping_leaves_zeroes),
		cmocka_unit_test(a_prompt_reads_without_echo_and_restores_it),
		cmocka_unit_test(a_signal_at_the_prompt_restores_the_echo),
	};

	return cmocka_run_group_tests_name("secret", tests, set_up, tear_down);
}
