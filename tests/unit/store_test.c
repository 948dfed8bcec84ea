/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The database: what it takes back, and what it refuses to open. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/fs.h"
#include "state/store.h"

static char dir[] = "/tmp/store_test.XXXXXX";
static char path[64], other[64];

static const char *const steps[] = {
	"CREATE TABLE t (i INTEGER, t TEXT, s TEXT, b BLOB, n TEXT)",
	"ALTER TABLE t ADD COLUMN later INTEGER",
	NULL,
};
static const struct ra_store_layout v1 = { "diary", 0x75706b31, 1, steps,
	true };
static const struct ra_store_layout v2 = { "diary", 0x75706b31, 2, steps,
	false };
static const struct ra_store_layout stranger = { "shelf", 0x75706b32, 1, steps,
	true };

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/a.db", dir);
	snprintf(other, sizeof(other), "%s/b.db", dir);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

static int
clean(void **state)
{
	static const char *const end[] = { "", "-wal", "-shm" };
	char name[80];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, end[i]);
		unlink(name);
		snprintf(name, sizeof(name), "%s%s", other, end[i]);
		unlink(name);
	}
	return 0;
}

static struct ra_store *
opened(const struct ra_store_layout *l, enum ra_store_mode mode)
{
	struct ra_err e = { 0 };
	struct ra_store *s = ra_store_open(path, l, mode, &e);

	assert_string_equal(e.msg, "");
	assert_non_null(s);
	return s;
}

static void
refused(const struct ra_store_layout *l, enum ra_store_mode mode,
    enum ra_code code, const char *why)
{
	struct ra_err e = { 0 };

	assert_null(ra_store_open(path, l, mode, &e));
	assert_int_equal(e.code, code);
	assert_non_null(strstr(e.msg, path));
	if (strstr(e.msg, why) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", e.msg, why);
}

static void
values_come_back_as_they_went(void **state)
{
	struct ra_store *s = opened(&v1, RA_STORE_WRITE);
	struct ra_err e = { 0 };
	struct ra_query *put =
	    ra_query_new(s, "INSERT INTO t VALUES (?,?,?,?,?)", &e);
	struct ra_query *get = ra_query_new(s, "SELECT * FROM t", &e);

	(void)state;
	assert_int_equal(
	    ra_query_run(put, &e, "itsbn", (int64_t)INT64_MIN, "it's",
		RA_SPAN("a\0b"), (struct ra_span){ NULL, 0 }),
	    0);
	assert_int_equal(ra_store_last(s), 1);
	assert_int_equal(ra_store_changes(s), 1);
	assert_int_equal(ra_query_step(get, &e), 1);
	assert_true(ra_query_int(get, 0) == INT64_MIN);
	assert_string_equal(ra_query_text(get, 1), "it's");
	assert_true(ra_span_eq(ra_query_span(get, 2), RA_SPAN("a\0b")));
	assert_int_equal(ra_query_span(get, 3).n, 0);
	assert_false(ra_query_null(get, 3));
	assert_true(ra_query_null(get, 4));
	assert_string_equal(ra_query_text(get, 4), "");
	assert_int_equal(ra_query_step(get, &e), 0);
	assert_int_equal(e.code, RA_OK);
	ra_query_free(put);
	ra_query_free(get);
	ra_store_close(s);
}

static void
a_statement_with_the_wrong_values_is_not_run(void **state)
{
	static const char *const fmt[] = { "", "i", "iii", "x", "ix" };
	struct ra_store *s = opened(&v1, RA_STORE_WRITE);
	struct ra_err e = { 0 };
	struct ra_query *q =
	    ra_query_new(s, "INSERT INTO t (i, t) VALUES (?, ?)", &e);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(fmt) / sizeof(fmt[0]); i++) {
		ra_err_clear(&e);
		assert_int_equal(ra_query_run(q, &e, fmt[i], (int64_t)1,
				     (int64_t)1, (int64_t)1),
		    -1);
		assert_int_equal(e.code, RA_ELOCAL);
	}
	ra_err_clear(&e);
	assert_null(ra_query_new(s, "SELEC 1", &e));
	assert_non_null(strstr(e.msg, "syntax error"));
	ra_query_free(q);
	ra_store_close(s);
}

static void
a_new_file_and_its_log_are_private(void **state)
{
	struct ra_store *s;
	struct ra_err e = { 0 };
	struct stat st;
	char wal[80];
	mode_t was = umask(0);

	(void)state;
	s = opened(&v1, RA_STORE_WRITE);
	assert_int_equal(
	    ra_store_exec(s, "INSERT INTO t (i) VALUES (1)", &e), 0);
	umask(was);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	ra_store_close(s);
}

static void
an_older_layout_rises_and_keeps_its_rows(void **state)
{
	struct ra_store *s = opened(&v1, RA_STORE_WRITE);
	struct ra_err e = { 0 };
	struct ra_query *q;

	(void)state;
	assert_int_equal(
	    ra_store_exec(s, "INSERT INTO t (i) VALUES (7)", &e), 0);
	ra_store_close(s);
	refused(&v2, RA_STORE_READ, RA_ELOCAL, "layout 1, 2 was wanted");
	s = opened(&v2, RA_STORE_WRITE);
	q = ra_query_new(s, "SELECT i, later FROM t", &e);
	assert_int_equal(ra_query_step(q, &e), 1);
	assert_int_equal(ra_query_int(q, 0), 7);
	assert_true(ra_query_null(q, 1));
	ra_query_free(q);
	ra_store_close(s);
	refused(&v1, RA_STORE_WRITE, RA_ELOCAL, "layout 2, at most 1");
	refused(&v1, RA_STORE_READ, RA_ELOCAL, "layout 2, at most 1");
}

static void
what_is_no_such_database_is_refused(void **state)
{
	struct ra_err e = { 0 };
	sqlite3 *db;

	(void)state;
	refused(&v1, RA_STORE_READ, RA_ELOCAL, "no such file");
	ra_store_close(opened(&v1, RA_STORE_WRITE));
	refused(&stranger, RA_STORE_WRITE, RA_ELOCAL, "not of upkira's shelf");
	clean(state);
	assert_int_equal(ra_fs_write(path, 0600,
			     RA_SPAN("no database at all, but text"), &e),
	    0);
	refused(&v1, RA_STORE_WRITE, RA_ELOCAL, "not a database");
	clean(state);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "CREATE TABLE x (y)", NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	refused(&v1, RA_STORE_WRITE, RA_ELOCAL, "not of upkira's diary");
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	refused(&v1, RA_STORE_WRITE, RA_ELOCAL, "");
	clean(state);
	assert_int_equal(mkdir(path, 0700), 0);
	refused(&v1, RA_STORE_WRITE, RA_ELOCAL, "");
	assert_int_equal(rmdir(path), 0);
}

static void
a_reader_writes_nothing(void **state)
{
	struct ra_store *s;
	struct ra_err e = { 0 };

	(void)state;
	ra_store_close(opened(&v1, RA_STORE_WRITE));
	s = opened(&v1, RA_STORE_READ);
	assert_int_equal(
	    ra_store_exec(s, "INSERT INTO t (i) VALUES (1)", &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	ra_store_close(s);
}

static void
a_rolled_back_row_was_never_there(void **state)
{
	struct ra_store *s = opened(&v1, RA_STORE_WRITE);
	struct ra_err e = { 0 };
	struct ra_query *q = ra_query_new(s, "SELECT count(*) FROM t", &e);

	(void)state;
	assert_int_equal(ra_store_begin(s, &e), 0);
	assert_int_equal(
	    ra_store_exec(s, "INSERT INTO t (i) VALUES (1)", &e), 0);
	ra_store_rollback(s);
	ra_store_rollback(s); /* none is open: no failure */
	assert_int_equal(ra_store_begin(s, &e), 0);
	assert_int_equal(
	    ra_store_exec(s, "INSERT INTO t (i) VALUES (2)", &e), 0);
	assert_int_equal(ra_store_commit(s, &e), 0);
	assert_int_equal(ra_query_step(q, &e), 1);
	assert_int_equal(ra_query_int(q, 0), 1);
	ra_query_free(q);
	assert_int_equal(ra_store_verify(s, &e), 0);
	ra_store_close(s);
}

static void
a_damaged_page_is_found(void **state)
{
	struct ra_store *s = opened(&v1, RA_STORE_WRITE);
	struct ra_err e = { 0 };
	char junk[64];
	int fd;

	(void)state;
	assert_int_equal(ra_store_exec(s,
			     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
			     " SELECT i + 1 FROM n WHERE i < 5000)"
			     " INSERT INTO t (i, t) SELECT i, 'row' FROM n",
			     &e),
	    0);
	ra_store_close(s);
	memset(junk, 0xa5, sizeof(junk));
	fd = open(path, O_WRONLY);
	assert_true(fd != -1);
	assert_int_equal(pwrite(fd, junk, sizeof(junk), 3 * 4096), 64);
	close(fd);
	s = opened(&v1, RA_STORE_READ);
	assert_int_equal(ra_store_verify(s, &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	ra_store_close(s);
}

int
main(void)
{
#define EACH(f) cmocka_unit_test_teardown(f, clean)
	const struct CMUnitTest tests[] = {
		EACH(values_come_back_as_they_went),
		EACH(a_statement_with_the_wrong_values_is_not_run),
		EACH(a_new_file_and_its_log_are_private),
		EACH(an_older_layout_rises_and_keeps_its_rows),
		EACH(what_is_no_such_database_is_refused),
		EACH(a_reader_writes_nothing),
		EACH(a_rolled_back_row_was_never_there),
		EACH(a_damaged_page_is_found),
	};

	return cmocka_run_group_tests_name("store", tests, set_up, tear_down);
}
