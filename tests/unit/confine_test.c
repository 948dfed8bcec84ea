/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What a confined process can still reach, seen from inside it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/confine.h"

static char dir[] = "/tmp/confine_test.XXXXXX";
static char in[64], out[64], drop[64], file[80], secret[80];

static void
touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd != -1);
	close(fd);
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(in, sizeof(in), "%s/in", dir);
	snprintf(out, sizeof(out), "%s/out", dir);
	snprintf(drop, sizeof(drop), "%s/drop", dir);
	snprintf(file, sizeof(file), "%s/file", in);
	snprintf(secret, sizeof(secret), "%s/secret", dir);
	if (mkdir(in, 0700) == -1 || mkdir(out, 0700) == -1 ||
	    mkdir(drop, 0700) == -1)
		return -1;
	touch(file);
	touch(secret);
	return 0;
}

static int
tear_down(void **state)
{
	char name[96];

	(void)state;
	unlink(file);
	unlink(secret);
	snprintf(name, sizeof(name), "%s/new", drop);
	unlink(name);
	return rmdir(in) + rmdir(out) + rmdir(drop) + rmdir(dir);
}

/* 0 when it could be opened. */
static int
try_open(const char *folder, const char *name, int flags)
{
	char path[160];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, flags, 0600);
	if (fd == -1)
		return errno;
	close(fd);
	return 0;
}

static int
try_connect(uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0), rc = 0;

	if (fd == -1)
		return -1;
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		rc = errno;
	close(fd);
	return rc;
}

/* The number of the first thing that is not as it should be, or 0. */
static int
look_around(bool ports)
{
	char to[160], from[160];

	snprintf(from, sizeof(from), "%s/a", out);
	snprintf(to, sizeof(to), "%s/b", out);
	if (try_open(in, "file", O_RDONLY) != 0)
		return 1;
	if (try_open(in, "file", O_WRONLY) != EACCES)
		return 2;
	if (try_open(in, "new", O_WRONLY | O_CREAT) != EACCES)
		return 3;
	if (try_open(dir, "secret", O_RDONLY) != EACCES)
		return 4;
	if (try_open("/etc", "passwd", O_RDONLY) != EACCES)
		return 5;
	if (try_open(out, "a", O_RDWR | O_CREAT | O_EXCL) != 0 ||
	    rename(from, to) == -1 || unlink(to) == -1)
		return 6;
	if (try_open(drop, "new", O_WRONLY | O_CREAT | O_EXCL) != 0)
		return 7;
	if (try_open(drop, "new", O_RDONLY) != EACCES)
		return 8;
	if (execl("/bin/true", "true", (char *)NULL) != -1 || errno != EACCES)
		return 9;
	/* Nobody listens at the first: it was at least allowed to ask. */
	if (ports &&
	    (try_connect(9) != ECONNREFUSED || try_connect(10) != EACCES))
		return 10;
	return 0;
}

static void
only_what_was_named_can_be_reached(void **state)
{
	const char *const read[] = { in, "/nowhere/at/all", NULL };
	const char *const write[] = { out, NULL };
	const char *const drops[] = { drop, NULL };
	const unsigned port[] = { 9, 0 };
	const struct ra_confine c = { read, write, drops, port };
	enum ra_confined done;
	int status;
	pid_t pid = fork();

	(void)state;
	assert_true(pid != -1);
	if (pid == 0) {
		done = ra_confine_self(&c);
		if (done == RA_CONFINED_NOT)
			_exit(77);
		_exit(look_around(done == RA_CONFINED_PORTS));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip(); /* a kernel without Landlock */
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
a_second_call_narrows_and_never_widens(void **state)
{
	const char *const both[] = { in, out, NULL };
	const char *const one[] = { in, NULL };
	const struct ra_confine first = { one, NULL, NULL, NULL };
	const struct ra_confine second = { both, both, NULL, NULL };
	int status;
	pid_t pid = fork();

	(void)state;
	assert_true(pid != -1);
	if (pid == 0) {
		if (ra_confine_self(&first) == RA_CONFINED_NOT)
			_exit(77);
		ra_confine_self(&second);
		if (try_open(in, "file", O_RDONLY) != 0)
			_exit(1);
		_exit(try_open(out, "x", O_WRONLY | O_CREAT) == EACCES ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_was_named_can_be_reached),
		cmocka_unit_test(a_second_call_narrows_and_never_widens),
	};

	return cmocka_run_group_tests_name("confine", tests, set_up, tear_down);
}
