/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fs.h"

/* A private folder, into which each test goes. */
static char home[] = "/tmp/ra-fs-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(home) == NULL || chdir(home) == -1 ? -1 : 0;
}

static int
tear_down(void **state)
{
	static const char *const left[] = { "a", "b", "private", "link", "new",
		"loop", "d/e/f", "d/e", "d" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		remove(left[i]);
	return chdir("/") == -1 || rmdir(home) == -1 ? -1 : 0;
}

static void
put(const char *path, const char *text, mode_t mode)
{
	struct ra_err e = { 0 };

	if (ra_fs_write(path, mode, ra_span_str(text), &e) == -1)
		fail_msg("%s", e.msg);
}

static size_t
files(void)
{
	struct dirent **entry;
	int n, i;

	n = scandir(".", &entry, NULL, NULL);
	assert_true(n >= 2);
	for (i = 0; i < n; i++)
		free(entry[i]);
	free(entry);
	return (size_t)n - 2;
}

static void
a_file_is_read_up_to_its_ceiling(void **state)
{
	static const struct {
		const char *path;
		size_t max;
		int rc;
		const char *msg;
	} rows[] = {
		{ "a", 5, 0, "" },
		{ "a", 99, 0, "" },
		{ "a", 4, -1, "a: 5 bytes, at most 4 are read" },
		{ "a", 0, -1, "a: 5 bytes, at most 0 are read" },
		{ "none", 99, -1, "none: no such file or directory" },
		{ "", 99, -1, ": no such file or directory" },
		{ "a/b", 99, -1, "a/b: not a directory" },
		{ "loop", 99, -1, "loop: too many levels of symbolic links" },
		{ ".", 99, -1, ".: a folder, a file was wanted" },
		{ "/dev/zero", 10, -1,
		    "/dev/zero: more than 10 bytes, at most 10 are read" },
	};
	struct ra_err e;
	struct ra_buf b;
	size_t i;

	(void)state;
	put("a", "12345", 0644);
	assert_int_equal(symlink("loop", "loop"), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&e, 0, sizeof(e));
		ra_buf_init(&b, rows[i].max);
		assert_int_equal(ra_fs_read(rows[i].path, &b, &e), rows[i].rc);
		assert_string_equal(e.msg, rows[i].msg);
		assert_int_equal(e.code, rows[i].rc == 0 ? RA_OK : RA_EINPUT);
		if (rows[i].rc == 0)
			assert_string_equal(ra_buf_str(&b), "12345");
		ra_buf_clear(&b);
	}
}

static void
a_pipe_on_standard_input_has_the_ceiling_too(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf b;
	int fd[2], in;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	in = dup(STDIN_FILENO);
	assert_int_equal(dup2(fd[0], STDIN_FILENO), STDIN_FILENO);
	assert_int_equal(write(fd[1], "123456", 6), 6);
	close(fd[1]);
	ra_buf_init(&b, 5);
	assert_int_equal(ra_fs_read("-", &b, &e), -1);
	assert_string_equal(
	    e.msg, "standard input: more than 5 bytes, at most 5 are read");
	ra_buf_clear(&b);
	close(fd[0]);
	dup2(in, STDIN_FILENO);
	close(in);
}

static void
a_private_file_has_no_rights_for_others(void **state)
{
	static const struct {
		mode_t mode;
		int rc;
	} rows[] = {
		{ 0600, 0 },
		{ 0400, 0 },
		{ 0640, -1 },
		{ 0604, -1 },
		{ 0620, -1 },
		{ 0601, -1 },
		{ 0666, -1 },
	};
	struct ra_err e;
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&e, 0, sizeof(e));
		put("private", "secret", rows[i].mode);
		ra_buf_init(&b, 100);
		assert_int_equal(
		    ra_fs_read_private("private", &b, &e), rows[i].rc);
		assert_int_equal(e.code, rows[i].rc == 0 ? RA_OK : RA_ECRED);
		assert_int_equal(b.n, rows[i].rc == 0 ? 6 : 0);
		ra_buf_clear(&b);
	}
	assert_string_equal(e.next, "take the rights away: chmod 600 private");
}

static void
a_file_changes_at_once_and_leaves_nothing_beside(void **state)
{
	struct ra_err e = { 0 };
	struct ra_fs_out o;
	struct ra_buf b;
	struct stat st;
	size_t before;

	(void)state;
	put("b", "old", 0644);
	before = files();
	assert_int_equal(ra_fs_begin(&o, "b", 0600, &e), 0);
	assert_int_equal(ra_fs_add(&o, RA_SPAN("ne"), &e), 0);
	assert_int_equal(ra_fs_add(&o, RA_SPAN("w"), &e), 0);
	assert_int_equal(files(), before + 1);
	ra_buf_init(&b, 100);
	assert_int_equal(ra_fs_read("b", &b, &e), 0);
	assert_string_equal(ra_buf_str(&b), "old");
	assert_int_equal(ra_fs_commit(&o, &e), 0);
	assert_int_equal(o.fd, -1);
	ra_fs_abort(&o);
	ra_buf_reset(&b);
	assert_int_equal(ra_fs_read("b", &b, &e), 0);
	assert_string_equal(ra_buf_str(&b), "new");
	assert_int_equal(stat("b", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(files(), before);
	ra_buf_clear(&b);
}

static void
what_is_given_up_disappears(void **state)
{
	struct ra_fs_out o, zero = { 0 };
	struct ra_err e = { 0 };
	size_t before = files();

	(void)state;
	assert_int_equal(ra_fs_begin(&o, "new", 0600, &e), 0);
	ra_fs_abort(&o);
	assert_int_equal(files(), before);
	assert_int_equal(ra_fs_begin(&o, "new", 0600, &e), 0);
	ra_fs_abort_all();
	assert_int_equal(files(), before);
	/* The file under way is gone, so it cannot be given its name. */
	assert_int_equal(ra_fs_commit(&o, &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	ra_fs_abort(&zero);
	assert_int_equal(fcntl(STDIN_FILENO, F_GETFD) == -1, 0);
}

static void
a_target_that_is_no_file_is_left_alone(void **state)
{
	static const char *const rows[] = { ".", "/", "/dev/null", "none/x",
		"/dev/stdin/x", "a/x" };
	struct ra_err e;
	struct ra_fs_out o;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&e, 0, sizeof(e));
		assert_int_equal(ra_fs_begin(&o, rows[i], 0600, &e), -1);
		assert_int_equal(e.code, RA_ELOCAL);
		assert_int_equal(o.fd, -1);
		ra_fs_abort(&o);
	}
}

static void
more_files_than_the_list_holds_are_refused(void **state)
{
	struct ra_err e = { 0 };
	struct ra_fs_out o[257];
	size_t i;

	(void)state;
	for (i = 0; i < 256; i++)
		assert_int_equal(ra_fs_begin(&o[i], "new", 0600, &e), 0);
	assert_int_equal(ra_fs_begin(&o[256], "new", 0600, &e), -1);
	assert_string_equal(e.msg, "new: more than 256 files under way");
	for (i = 0; i < 257; i++)
		ra_fs_abort(&o[i]);
}

static void
many_files_get_their_names_together(void **state)
{
	static const char *const name[] = { "many1", "many2", "many3" };
	struct ra_err e = { 0 };
	struct ra_fs_out o[3];
	size_t i, before = files();

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_int_equal(ra_fs_begin(&o[i], name[i], 0600, &e), 0);
		assert_int_equal(ra_fs_add(&o[i], RA_SPAN("x"), &e), 0);
		assert_int_equal(access(name[i], F_OK), -1);
	}
	assert_int_equal(ra_fs_commit_all(o, 3, &e), 0);
	assert_int_equal(files(), before + 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(unlink(name[i]), 0);
		assert_int_equal(ra_fs_begin(&o[i], name[i], 0600, &e), 0);
	}
	/* One that cannot be synced keeps the names from all. */
	assert_int_equal(close(o[1].fd), 0);
	assert_int_equal(ra_fs_commit_all(o, 3, &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	assert_int_equal(files(), before);
}

static void
a_new_file_must_be_new(void **state)
{
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_fs_create("new", 0600, RA_SPAN("x"), &e), 0);
	assert_int_equal(ra_fs_create("new", 0600, RA_SPAN("x"), &e), -1);
	assert_string_equal(e.msg, "new: exists already");
	assert_int_equal(symlink("nowhere", "link"), 0);
	ra_err_clear(&e);
	assert_int_equal(ra_fs_create("link", 0600, RA_SPAN("x"), &e), -1);
	assert_int_equal(access("nowhere", F_OK), -1);
}

static void
folders_are_made_with_their_parents(void **state)
{
	struct ra_err e = { 0 };
	struct stat st;

	(void)state;
	assert_int_equal(ra_fs_mkdirs("d/e//f/", &e), 0);
	assert_int_equal(ra_fs_mkdirs("d/e/f", &e), 0);
	assert_int_equal(stat("d/e", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(ra_fs_mkdirs("/", &e), 0);
	assert_int_equal(ra_fs_mkdirs("new/x", &e), -1);
	assert_string_equal(e.msg, "new: not a folder, a folder was wanted");
	ra_err_clear(&e);
	assert_int_equal(ra_fs_mkdirs("", &e), -1);
}

static void
paths_are_joined_with_one_slash(void **state)
{
	static const struct {
		const char *a, *b, *out;
	} rows[] = {
		{ "a", "b", "a/b" },
		{ "a/", "b", "a/b" },
		{ "/", "b", "/b" },
		{ "", "b", "b" },
	};
	size_t i;
	char *p;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		p = ra_fs_join(rows[i].a, rows[i].b);
		assert_string_equal(p, rows[i].out);
		free(p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_up_to_its_ceiling),
		cmocka_unit_test(a_pipe_on_standard_input_has_the_ceiling_too),
		cmocka_unit_test(a_private_file_has_no_rights_for_others),
		cmocka_unit_test(
		    a_file_changes_at_once_and_leaves_nothing_beside),
		cmocka_unit_test(what_is_given_up_disappears),
		cmocka_unit_test(a_target_that_is_no_file_is_left_alone),
		cmocka_unit_test(more_files_than_the_list_holds_are_refused),
		cmocka_unit_test(many_files_get_their_names_together),
		cmocka_unit_test(a_new_file_must_be_new),
		cmocka_unit_test(folders_are_made_with_their_parents),
		cmocka_unit_test(paths_are_joined_with_one_slash),
	};

	return cmocka_run_group_tests_name("fs", tests, set_up, tear_down);
}
