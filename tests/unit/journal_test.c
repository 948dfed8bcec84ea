/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Journal and lock: what is written stays, and what was changed is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/fs.h"
#include "state/journal.h"
#include "state/lock.h"
#include "work/reconcile.h"

static char dir[] = "/tmp/journal_test.XXXXXX";
static char path[64];

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/%s", dir, RA_JOURNAL_FILE);
	return 0;
}

static int
clean(void **state)
{
	static const char *const name[] = { "journal.db", "journal.db-wal",
		"journal.db-shm", "lock" };
	char file[96];
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		snprintf(file, sizeof(file), "%s/%s", dir, name[i]);
		unlink(file);
	}
	return 0;
}

static int
tear_down(void **state)
{
	clean(state);
	return rmdir(dir);
}

static struct ra_journal *
opened(enum ra_store_mode mode)
{
	struct ra_err e = { 0 };
	struct ra_journal *j = ra_journal_open(dir, mode, &e);

	assert_string_equal(e.msg, "");
	assert_non_null(j);
	return j;
}

static void
write_batch(struct ra_journal *j, size_t n)
{
	struct ra_err e = { 0 };
	struct ra_journal_batch b = { .began = 1000,
		.verb = "issue",
		.profile = "good",
		.endpoint = "https://ra.example.ac.jp/",
		.officer = "国立 太郎" };
	struct ra_journal_file f = { .no = 1,
		.name = "a\n.tsv",
		.digest = "d",
		.kind = "server-issue",
		.records = (long)n };
	struct ra_journal_record r = { .kind = "server-issue",
		.target = "dn:CN=a",
		.cn = "a",
		.dn = "CN=a",
		.serial = "",
		.spki = "" };
	char digest[24];
	size_t i;

	assert_int_equal(ra_journal_begin(j, &e), 0);
	assert_int_equal(ra_journal_add_batch(j, &b, &e), 0);
	f.batch = r.batch = b.id;
	assert_int_equal(ra_journal_add_file(j, &f, &e), 0);
	r.file = f.id;
	for (i = 0; i < n; i++) {
		snprintf(digest, sizeof(digest), "r%zu", i);
		r.seq = r.no = r.line = (long)i + 1;
		r.digest = digest;
		assert_int_equal(ra_journal_add_record(j, &r, &e), 0);
	}
	assert_int_equal(ra_journal_commit(j, &e), 0);
}

static void
add(struct ra_journal *j, int64_t record, enum ra_event event,
    enum ra_fate fate, time_t at)
{
	struct ra_err e = { 0 };
	const struct ra_journal_entry n = { .at = at,
		.event = event,
		.batch = 1,
		.record = record,
		.state = (int)fate };

	assert_int_equal(ra_journal_begin(j, &e), 0);
	assert_int_equal(ra_journal_add(j, &n, &e), 0);
	assert_int_equal(ra_journal_commit(j, &e), 0);
}

static int
collect(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	char *out = arg;

	(void)e;
	snprintf(out + strlen(out), 256 - strlen(out), "%ld:%s:%ld ", r->seq,
	    ra_fate_name(r->state), (long)r->sent_at);
	return 0;
}

static const char *
fates(struct ra_journal *j, struct ra_journal_ask ask)
{
	static char out[256];
	struct ra_err e = { 0 };

	out[0] = '\0';
	assert_int_equal(ra_journal_records(j, &ask, collect, out, &e), 0);
	return out;
}

static void
the_last_entry_tells_what_became_of_a_record(void **state)
{
	struct ra_journal *j = opened(RA_STORE_WRITE);
	struct ra_journal_proof p;
	struct ra_err e = { 0 };

	(void)state;
	write_batch(j, 3);
	add(j, 1, RA_EV_SENT, RA_FATE_SENT, 2000);
	add(j, 2, RA_EV_SENT, RA_FATE_SENT, 2001);
	add(j, 2, RA_EV_VERDICT, RA_FATE_ACCEPTED, 2002);
	assert_string_equal(fates(j, (struct ra_journal_ask){ .batch = 1 }),
	    "1:sent:2000 2:accepted:2001 3:prepared:0 ");
	assert_string_equal(
	    fates(j, (struct ra_journal_ask){ .open = true }), "1:sent:2000 ");
	assert_string_equal(fates(j,
				(struct ra_journal_ask){ .digest = "r1",
				    .kind = "server-issue",
				    .endpoint = "https://ra.example.ac.jp/" }),
	    "2:accepted:2001 ");
	assert_string_equal(fates(j,
				(struct ra_journal_ask){ .digest = "r1",
				    .kind = "server-renew",
				    .endpoint = "https://ra.example.ac.jp/" }),
	    "");
	assert_int_equal(ra_journal_verify(j, NULL, &p, &e), 0);
	assert_int_equal(p.entries, 8);
	ra_journal_close(j);
}

static void
what_is_not_committed_is_not_there(void **state)
{
	struct ra_journal *j = opened(RA_STORE_WRITE);
	const struct ra_journal_entry n = { .event = RA_EV_SENT, .state = -1 };
	struct ra_journal_proof p;
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_journal_add(j, &n, &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	ra_err_clear(&e);
	assert_int_equal(ra_journal_begin(j, &e), 0);
	assert_int_equal(ra_journal_add(j, &n, &e), 0);
	ra_journal_rollback(j);
	assert_int_equal(ra_journal_verify(j, NULL, &p, &e), 0);
	assert_int_equal(p.entries, 0);
	ra_journal_close(j);
}

static const struct {
	const char *what, *sql, *says;
} changes[] = {
	{ "a fate",
	    "DROP TRIGGER entry_keep;UPDATE entry SET state='refused'"
	    " WHERE n=4",
	    "entry 4" },
	{ "a time", "DROP TRIGGER entry_keep;UPDATE entry SET at=1 WHERE n=5",
	    "entry 5" },
	{ "a hash",
	    "DROP TRIGGER entry_keep;UPDATE entry SET hash='x' WHERE "
	    "n=2",
	    "entry 2" },
	{ "a link",
	    "DROP TRIGGER entry_keep;UPDATE entry SET prev='x' WHERE "
	    "n=2",
	    "entry 2" },
	{ "an entry gone",
	    "DROP TRIGGER entry_stay;DELETE FROM entry WHERE "
	    "n=3",
	    "entry 3" },
	{ "the first entry gone",
	    "DROP TRIGGER entry_stay;DELETE FROM entry WHERE n=1", "entry 1" },
	{ "a name in a row",
	    "DROP TRIGGER record_keep;UPDATE record SET "
	    "cn='b'",
	    "entry 3" },
	{ "a file's name", "DROP TRIGGER file_keep;UPDATE file SET name='b'",
	    "entry 2" },
	{ "the officer", "DROP TRIGGER batch_keep;UPDATE batch SET officer=''",
	    "entry 1" },
	{ "a row put in", "INSERT INTO batch VALUES(7,1,'','','','')",
	    "batch 7" },
	{ "a word",
	    "DROP TRIGGER entry_keep;UPDATE entry SET event='x' WHERE "
	    "n=2",
	    "damaged" },
};

static void
change(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
every_change_from_outside_is_found(void **state)
{
	struct ra_journal_proof p;
	struct ra_journal *j;
	size_t i;

	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct ra_err e = { 0 };

		clean(state);
		j = opened(RA_STORE_WRITE);
		write_batch(j, 1);
		add(j, 1, RA_EV_SENT, RA_FATE_SENT, 2000);
		add(j, 1, RA_EV_VERDICT, RA_FATE_ACCEPTED, 2001);
		ra_journal_close(j);
		change(changes[i].sql);
		j = opened(RA_STORE_READ);
		assert_int_equal(ra_journal_verify(j, NULL, &p, &e), -1);
		if (strstr(e.msg, changes[i].says) == NULL)
			fail_msg("%s: %s", changes[i].what, e.msg);
		ra_journal_close(j);
	}
}

static void
sql_itself_may_change_nothing(void **state)
{
	static const char *const sql[] = { "UPDATE entry SET at=1",
		"DELETE FROM entry", "UPDATE record SET cn=''",
		"DELETE FROM record", "UPDATE file SET name=''",
		"DELETE FROM batch" };
	struct ra_journal *j = opened(RA_STORE_WRITE);
	sqlite3 *db;
	size_t i;

	(void)state;
	write_batch(j, 1);
	ra_journal_close(j);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (i = 0; i < sizeof(sql) / sizeof(sql[0]); i++)
		if (sqlite3_exec(db, sql[i], NULL, NULL, NULL) == SQLITE_OK)
			fail_msg("%s went through", sql[i]);
	sqlite3_close(db);
}

static void
a_journal_never_laid_out_is_none(void **state)
{
	struct ra_err e = { 0 };

	(void)state;
	assert_false(ra_journal_there(dir));
	assert_int_equal(ra_fs_write(path, 0600, RA_SPAN(""), &e), 0);
	assert_false(ra_journal_there(dir));
	ra_journal_close(opened(RA_STORE_WRITE));
	assert_true(ra_journal_there(dir));
}

static void
one_at_a_time_holds_the_lock(void **state)
{
	struct ra_err e = { 0 };
	struct ra_lock *l = ra_lock_take(dir, "issue", &e), *other;
	char who[64];
	int ended;
	pid_t child;

	(void)state;
	assert_non_null(l);
	other = ra_lock_take(dir, "revoke", &e);
	assert_null(other);
	assert_int_equal(e.code, RA_ELOCKED);
	snprintf(who, sizeof(who), "process %ld (upkira issue) since 20",
	    (long)getpid());
	assert_non_null(strstr(e.msg, who));
	ra_lock_free(l);
	/* One that ended without letting go holds nothing. */
	child = fork();
	if (child == 0)
		_exit(ra_lock_take(dir, "renew", NULL) == NULL);
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_int_equal(ended, 0);
	ra_err_clear(&e);
	l = ra_lock_take(dir, "issue", &e);
	assert_non_null(l);
	ra_lock_free(l);
	assert_null(ra_lock_take("/nonexistent", "issue", &e));
	assert_int_equal(e.code, RA_ELOCAL);
}

static const struct {
	const char *in;
	size_t n; /* 0: refused */
} words[] = {
	{ "1.1=accepted", 1 },
	{ "12.3=absent,12.5-12.9=accepted", 2 },
	{ "1.2-1.2=absent", 1 },
	{ "", 0 },
	{ "1.1", 0 },
	{ "1=absent", 0 },
	{ "1.1=", 0 },
	{ "1.1=maybe", 0 },
	{ "1.0=absent", 0 },
	{ "0.1=absent", 0 },
	{ "1.2-1.1=absent", 0 },
	{ "1.1-2.1=absent", 0 },
	{ "1.1=absent,,", 0 },
	{ "-1.1=absent", 0 },
	{ "1.99999999999=absent", 0 },
};

static void
the_officers_words_are_read(void **state)
{
	struct ra_word_on w[RA_WORDS_MAX];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct ra_err e = { 0 };
		int rc = ra_words_parse(ra_span_str(words[i].in), w, &n, &e);

		if ((rc == 0) != (words[i].n > 0) ||
		    (rc == 0 && n != words[i].n))
			fail_msg("%s: %s", words[i].in, e.msg);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    the_last_entry_tells_what_became_of_a_record, clean),
		cmocka_unit_test_teardown(
		    what_is_not_committed_is_not_there, clean),
		cmocka_unit_test_teardown(
		    every_change_from_outside_is_found, clean),
		cmocka_unit_test_teardown(sql_itself_may_change_nothing, clean),
		cmocka_unit_test_teardown(
		    a_journal_never_laid_out_is_none, clean),
		cmocka_unit_test_teardown(one_at_a_time_holds_the_lock, clean),
		cmocka_unit_test(the_officers_words_are_read),
	};

	return cmocka_run_group_tests_name("journal", tests, set_up, tear_down);
}
