/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Batches of files, and the parcels made of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "work/examine.h"
#include "work/submit.h"

/* A revocation of 13 columns; the tabs are all there. */
#define ROW(name, serial)                                                      \
	"CN=" name ".example.ac.jp,O=Example University,L=Chiyoda-ku,"         \
	"ST=Tokyo,C=JP\t\t\t" serial "\t4\t更新済み\t\t\t\t\t\t\t\n"

static char dir[] = "/tmp/upkira-submit.XXXXXX";
static const char *names[3] = { "a.tsv", "b.tsv", "c.tsv" };

static int
enter(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL || chdir(dir) == -1 ? -1 : 0;
}

static int
leave(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		unlink(names[i]);
	return rmdir(dir);
}

static void
put(size_t i, const char *text)
{
	struct ra_err e = { 0 };

	assert_int_equal(ra_fs_write(names[i], 0600, ra_span_str(text), &e), 0);
}

static const struct {
	const char *what, *a, *b;
	size_t records, errors;
} batches[] = {
	{ "two files of different records", ROW("a", "1"), ROW("b", "2"), 2,
	    0 },
	{ "the same record in both files", ROW("a", "1"), ROW("a", "1"), 2, 1 },
	{ "the same record twice in one file", ROW("a", "1") ROW("a", "1"),
	    ROW("b", "2"), 3, 1 },
	{ "three times the same", ROW("a", "1") ROW("a", "1"), ROW("a", "1"), 3,
	    2 },
	{ "the same name with another serial", ROW("a", "1"), ROW("a", "2"), 2,
	    0 },
	{ "a file that is no application", ROW("a", "1"), "nonsense\n", 1, 1 },
	{ "an empty file", ROW("a", "1"), "", 1, 1 },
	{ "a binary file", ROW("a", "1"), "\x01\xff\xfe\n", 1, 1 },
};

static void
records_are_sent_once(void **state)
{
	unsigned set = ra_form_set("server", RA_OP_REVOKE);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(batches) / sizeof(batches[0]); i++) {
		struct ra_batch b = { 0 };
		struct ra_err e = { 0 };

		put(0, batches[i].a);
		put(1, batches[i].b);
		assert_int_equal(ra_batch_read(&b, names, 2, set, &e), 0);
		if (b.records != batches[i].records)
			fail_msg("%s: %zu records", batches[i].what, b.records);
		if (b.errors != batches[i].errors)
			fail_msg("%s: %zu errors", batches[i].what, b.errors);
		ra_batch_clear(&b);
	}
}

static void
a_missing_file_is_an_error_of_the_batch(void **state)
{
	struct ra_batch b = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	put(0, ROW("a", "1"));
	unlink(names[2]);
	assert_int_equal(
	    ra_batch_read(
		&b, (const char *const[]){ names[0], names[2] }, 2, 0, &e),
	    0);
	/* Without a type the first file is ambiguous: a usage error. */
	assert_true(b.usage);
	assert_int_equal(b.errors, 2);
	ra_batch_clear(&b);
	ra_err_clear(&e);
	assert_int_equal(ra_batch_read(&b, &names[2], 1, 0, &e), 0);
	assert_int_equal(b.errors, 1);
	assert_int_equal(b.exam[0].err.code, RA_EINPUT);
	ra_batch_clear(&b);
}

static void
parcels_are_cp932_and_have_safe_names(void **state)
{
	static const char *odd[] = { "./a b\n;.tsv" };
	struct ra_batch b = { 0 };
	struct ra_shipment sh = { 0 }, again = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(
	    ra_fs_write(odd[0], 0600, ra_span_str(ROW("a", "1")), &e), 0);
	assert_int_equal(
	    ra_batch_read(&b, odd, 1, ra_form_set("server", RA_OP_REVOKE), &e),
	    0);
	unlink(odd[0]);
	assert_int_equal(ra_shipment_pack(&sh, &b, &e), 0);
	assert_string_equal(sh.parcel[0].name, "a_b__.tsv");
	assert_int_equal(sh.unsent, 1);
	/* "更" is 0x8d 0x58 in CP932; the row ends in CRLF. */
	assert_non_null(strstr(sh.parcel[0].bytes.p, "\x8d\x58\x90\x56"));
	assert_memory_equal(
	    sh.parcel[0].bytes.p + sh.parcel[0].bytes.n - 2, "\r\n", 2);
	assert_int_equal(ra_shipment_pack(&again, &b, &e), 0);
	assert_string_equal(sh.parcel[0].digest, again.parcel[0].digest);
	ra_shipment_clear(&sh);
	ra_shipment_clear(&again);
	ra_batch_clear(&b);
}

static const struct {
	const char *what, *in;
	size_t records; /* 0: refused */
	const char *says;
} managers[] = {
	{ "UTF-8 rows", "a\t国立\nb\t例示", 2, NULL },
	{ "blank lines are left out", "a\n\n \nb\n", 2, NULL },
	{ "a byte order mark is left out",
	    "\xef\xbb\xbf"
	    "a\n",
	    1, NULL },
	{ "CP932 rows", "a\t\x8d\x91\x97\xa7\r\n", 1, NULL },
	{ "nothing", "", 0, "empty" },
	{ "blank lines alone", "\n \n", 0, "empty" },
	{ "a character that CP932 lacks", "\xf0\x9f\x90\x88\n", 0, "CP932" },
	{ "bytes of no encoding", "a\x81\n\xff\xff\n", 0, "neither" },
};

static void
manager_files_are_encoded(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(managers) / sizeof(managers[0]); i++) {
		struct ra_shipment sh = { 0 };
		struct ra_err e = { 0 };
		int rc = ra_shipment_pack_manager(
		    &sh, "m.tsv", ra_span_str(managers[i].in), &e);

		if ((rc == 0) != (managers[i].records > 0))
			fail_msg("%s: %s", managers[i].what, e.msg);
		if (rc == 0)
			assert_int_equal(sh.records, managers[i].records);
		else if (strstr(e.msg, managers[i].says) == NULL)
			fail_msg("%s: %s", managers[i].what, e.msg);
		ra_shipment_clear(&sh);
	}
}

static void
a_nul_is_refused(void **state)
{
	struct ra_shipment sh = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(
	    ra_shipment_pack_manager(&sh, "m.tsv", RA_SPAN("a\0b\n"), &e), -1);
	assert_non_null(strstr(e.msg, "NUL"));
	ra_shipment_clear(&sh);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_sent_once),
		cmocka_unit_test(a_missing_file_is_an_error_of_the_batch),
		cmocka_unit_test(parcels_are_cp932_and_have_safe_names),
		cmocka_unit_test(manager_files_are_encoded),
		cmocka_unit_test(a_nul_is_refused),
	};

	return cmocka_run_group_tests_name("submit", tests, enter, leave);
}
