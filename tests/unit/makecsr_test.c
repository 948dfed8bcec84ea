/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/log.h"
#include "work/makecsr.h"

#define SECRET "correct horse battery staple"

static char org[] = "Example University", loc[] = "Chiyoda-ku",
	    state_name[] = "Tokyo", domain[] = "example.ac.jp",
	    profile_name[] = "example-u";
static char *domains[] = { domain, NULL };
static const struct ra_config_profile conf = {
	.name = profile_name,
	.o = org,
	.l = loc,
	.st = state_name,
	.domains = domains,
};
static char dir[64];
static char warned[1024];

static void
keep_warning(enum ra_log_level level, const char *msg)
{
	(void)level;
	snprintf(warned, sizeof(warned), "%s", msg);
}

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/makecsr.XXXXXX");
	warned[0] = '\0';
	ra_log_set(keep_warning, RA_LOG_WARN);
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static size_t
files(bool and_remove)
{
	DIR *d = opendir(dir);
	struct dirent *f;
	size_t n = 0;

	assert_non_null(d);
	while ((f = readdir(d)) != NULL) {
		if (f->d_name[0] == '.')
			continue;
		n++;
		if (and_remove)
			unlinkat(dirfd(d), f->d_name, 0);
	}
	closedir(d);
	return n;
}

static int
teardown(void **state)
{
	(void)state;
	ra_log_set(NULL, RA_LOG_WARN);
	(void)files(true);
	return rmdir(dir);
}

static struct ra_makecsr
job(const char *const *name, size_t n)
{
	return (struct ra_makecsr){ .conf = &conf,
		.profile = ra_profile_find(11),
		.name = name,
		.n = n,
		.dir = dir };
}

static void
slurp(const char *path, struct ra_buf *b)
{
	struct ra_err e = { 0 };

	ra_buf_init(b, 65536);
	assert_int_equal(ra_fs_read(path, b, &e), 0);
}

static void
private_file(const char *path)
{
	struct stat s;

	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 07777, 0600);
}

static void
the_pair_holds_the_institutions_name(void **state)
{
	static const struct {
		int id, bits;
		enum ra_key_type type;
		const char *sigalg;
	} rows[] = {
		{ 3, 2048, RA_KEY_RSA, "sha256WithRSAEncryption" },
		{ 11, 384, RA_KEY_EC, "ecdsa-with-SHA384" },
	};
	static const char *const name[] = { "www.example.ac.jp" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ra_makecsr c = job(name, 1);
		struct ra_made_list l = { 0 };
		struct ra_err e = { 0 };
		struct ra_dn dn = { 0 };
		struct ra_key_info k;
		struct ra_csr *csr;
		struct ra_key *key;
		struct ra_buf b;

		c.profile = ra_profile_find(rows[i].id);
		assert_int_equal(ra_makecsr_check(&c, &e), 0);
		assert_int_equal(ra_makecsr_run(&c, NULL, &l, &e), 0);
		OK(e);
		assert_int_equal(l.n, 1);
		assert_string_equal(l.m[0].name, name[0]);
		private_file(l.m[0].key);
		private_file(l.m[0].csr);
		slurp(l.m[0].csr, &b);
		csr = ra_csr_parse("csr", ra_buf_span(&b), &e);
		OK(e);
		/* Facts 3: C, ST, L, O, CN or exactly the reverse. */
		new_dn("C=JP,ST=Tokyo,L=Chiyoda-ku,O=Example University,"
		       "CN=www.example.ac.jp",
		    &dn);
		assert_true(ra_dn_same(&dn, ra_csr_subject(csr)));
		assert_int_equal(ra_csr_key(csr)->type, rows[i].type);
		assert_int_equal(ra_csr_key(csr)->bits, rows[i].bits);
		assert_string_equal(ra_csr_sigalg(csr), rows[i].sigalg);
		assert_null(ra_csr_dnsname(csr, 0));
		assert_string_equal(ra_csr_key(csr)->spki, l.m[0].spki);
		ra_buf_clear(&b);
		slurp(l.m[0].key, &b);
		key = ra_key_from_pem("key", ra_buf_span(&b), NULL, &e);
		OK(e);
		ra_key_describe(key, &k);
		assert_string_equal(k.spki, l.m[0].spki);
		ra_buf_clear(&b);
		ra_key_free(key);
		ra_csr_free(csr);
		ra_dn_clear(&dn);
		ra_made_clear(&l);
		(void)files(true);
	}
	assert_string_equal(warned, "");
}

static void
the_key_opens_with_its_pass_phrase_alone(void **state)
{
	static const char *const name[] = { "www.example.ac.jp" };
	struct ra_makecsr c = job(name, 1);
	struct ra_made_list l = { 0 };
	struct ra_secret pass = { 0 }, wrong = { 0 };
	struct ra_err e = { 0 };
	struct ra_key *key;
	struct ra_buf b;

	(void)state;
	ra_secret_set(&pass, RA_SPAN(SECRET));
	ra_secret_set(&wrong, RA_SPAN(SECRET "."));
	assert_int_equal(ra_makecsr_run(&c, &pass, &l, &e), 0);
	OK(e);
	slurp(l.m[0].key, &b);
	assert_true(ra_span_has(
	    ra_buf_span(&b), RA_SPAN("BEGIN ENCRYPTED PRIVATE KEY")));
	assert_null(ra_key_from_pem("key", ra_buf_span(&b), &wrong, &e));
	assert_int_equal(e.code, RA_ECRED);
	ra_err_clear(&e);
	assert_null(ra_key_from_pem("key", ra_buf_span(&b), NULL, &e));
	assert_int_equal(e.code, RA_ECRED);
	ra_err_clear(&e);
	key = ra_key_from_pem("key", ra_buf_span(&b), &pass, &e);
	OK(e);
	assert_non_null(key);
	ra_key_free(key);
	ra_buf_clear(&b);
	ra_made_clear(&l);
	ra_secret_clear(&pass);
	ra_secret_clear(&wrong);
}

static void
further_names_stand_behind_the_first(void **state)
{
	static const char *const name[] = { "www.example.ac.jp" };
	static const char *const san[] = { "a.example.ac.jp", "b.example.ac.jp",
		NULL };
	struct ra_makecsr c = job(name, 1);
	struct ra_made_list l = { 0 };
	struct ra_err e = { 0 };
	struct ra_csr *csr;
	struct ra_buf b;

	(void)state;
	c.san = san;
	assert_int_equal(ra_makecsr_check(&c, &e), 0);
	assert_int_equal(ra_makecsr_run(&c, NULL, &l, &e), 0);
	OK(e);
	slurp(l.m[0].csr, &b);
	csr = ra_csr_parse("csr", ra_buf_span(&b), &e);
	OK(e);
	assert_string_equal(ra_csr_dnsname(csr, 0), name[0]);
	assert_string_equal(ra_csr_dnsname(csr, 1), san[0]);
	assert_string_equal(ra_csr_dnsname(csr, 2), san[1]);
	assert_null(ra_csr_dnsname(csr, 3));
	ra_csr_free(csr);
	ra_buf_clear(&b);
	ra_made_clear(&l);
}

static void
names_that_the_service_would_not_take_are_refused(void **state)
{
	static const char *const rows[] = { "", "www", "localhost",
		"www.example.ac.jp.", ".example.ac.jp", "www..ac.jp",
		"-www.example.ac.jp", "www-.example.ac.jp", "*.example.ac.jp",
		"WWW.example.ac.jp", "www.Example.ac.jp", "192.0.2.1",
		"2001:db8::1", "www.example.ac.jp ", "www_1.example.ac.jp",
		"../www.example.ac.jp", "www/example.ac.jp", "a\nb.ac.jp",
		"a\tb.ac.jp", "=cmd.ac.jp", "大学.example.ac.jp" };
	struct ra_makecsr c;
	struct ra_err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *both[] = { "www.example.ac.jp", rows[i] };
		const char *san[] = { rows[i], NULL };

		c = job(both, 2);
		ra_err_clear(&e);
		assert_int_equal(ra_makecsr_check(&c, &e), -1);
		if (e.code != RA_EINPUT)
			fail_msg("\"%s\": %s", rows[i], e.msg);
		c = job(both, 1);
		c.san = san;
		ra_err_clear(&e);
		assert_int_equal(ra_makecsr_check(&c, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
	}
	assert_int_equal(files(false), 0);
}

/* A label has at most 63 characters, the whole column 64. */
static void
the_length_of_a_name_is_held(void **state)
{
	static const struct {
		int digits; /* of the first label */
		const char *rest;
		const char *says; /* NULL: good */
	} rows[] = {
		{ 50, ".example.ac.jp", NULL },
		{ 51, ".example.ac.jp", "65 characters, at most 64" },
		{ 63, ".jp", "66 characters, at most 64" },
		{ 64, ".jp", "not a full host name" },
		{ 99, ".example.ac.jp", "not a full host name" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *one[1];
		struct ra_makecsr c = job(one, 1);
		struct ra_err e = { 0 };
		char name[200];

		snprintf(name, sizeof(name), "%0*d%s", rows[i].digits, 1,
		    rows[i].rest);
		one[0] = name;
		assert_int_equal(
		    ra_makecsr_check(&c, &e), rows[i].says == NULL ? 0 : -1);
		if (rows[i].says != NULL)
			SAYS(e, rows[i].says);
	}
}

static void
names_are_named_once_and_not_too_many(void **state)
{
	static const char *const twice[] = { "b.example.ac.jp",
		"a.example.ac.jp", "b.example.ac.jp" };
	static const char *const eight[] = { "1.example.ac.jp",
		"2.example.ac.jp", "3.example.ac.jp", "4.example.ac.jp",
		"5.example.ac.jp", "6.example.ac.jp", "7.example.ac.jp",
		"8.example.ac.jp", NULL };
	static const char *const same[] = { "c.example.ac.jp",
		"c.example.ac.jp", NULL };
	static const char *const own[] = { "b.example.ac.jp", NULL };
	const struct {
		const char *const *name;
		size_t n;
		const char *const *san;
		enum ra_code code;
		const char *says;
	} rows[] = {
		{ twice, 0, NULL, RA_EUSAGE, "0 names, wanted 1 to 1000" },
		{ twice, 1001, NULL, RA_EUSAGE, "1001 names" },
		{ twice, 3, NULL, RA_EINPUT, "named twice" },
		{ twice, 1, eight, RA_EINPUT, "more than 7 names" },
		{ twice, 1, same, RA_EINPUT, "named twice" },
		{ twice, 1, own, RA_EINPUT, "named twice" },
		{ twice, 2, same, RA_EUSAGE, "belong to one request" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_makecsr c = job(rows[i].name, rows[i].n);
		struct ra_err e = { 0 };

		c.san = rows[i].san;
		assert_int_equal(ra_makecsr_check(&c, &e), -1);
		assert_int_equal(e.code, rows[i].code);
		SAYS(e, rows[i].says);
	}
}

static void
a_subject_that_nobody_configured_is_told(void **state)
{
	static const char *const name[] = { "www.example.ac.jp" };
	static char wide[] = "国立大学";
	const struct {
		char *o, *l, *st;
		const char *says;
	} rows[] = {
		{ NULL, loc, state_name, "no subject.O" },
		{ org, NULL, state_name, "no subject.L" },
		{ org, loc, NULL, "no subject.ST" },
		{ NULL, NULL, NULL, "no subject." },
		{ wide, loc, state_name, "subject.O is not in half-width" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_config_profile p = { .name = profile_name,
			.o = rows[i].o,
			.l = rows[i].l,
			.st = rows[i].st };
		struct ra_makecsr c = job(name, 1);
		struct ra_err e = { 0 };

		c.conf = &p;
		assert_int_equal(ra_makecsr_check(&c, &e), -1);
		assert_int_equal(e.code, RA_EUSAGE);
		SAYS(e, rows[i].says);
	}
}

static void
a_name_of_no_registered_domain_is_a_warning(void **state)
{
	static const char *const name[] = { "www.example.com" };
	struct ra_makecsr c = job(name, 1);
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_makecsr_check(&c, &e), 0);
	assert_non_null(strstr(warned, "www.example.com: in none of"));
}

/* Something of that name, a link to nowhere too, stops all of it. */
static void
what_is_there_is_left_alone_and_nothing_is_made(void **state)
{
	static const char *const name[] = { "a.example.ac.jp",
		"b.example.ac.jp" };
	static const char *const ending[] = { ".key", ".csr" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct ra_makecsr c = job(name, 2);
		struct ra_err e = { 0 };
		char path[128];
		struct stat s;

		snprintf(path, sizeof(path), "%s/b.example.ac.jp%s", dir,
		    ending[i % 2]);
		if (i < 2)
			assert_int_equal(
			    ra_fs_write(path, 0600, RA_SPAN("old"), &e), 0);
		else
			assert_int_equal(symlink("nowhere", path), 0);
		assert_int_equal(ra_makecsr_check(&c, &e), -1);
		assert_int_equal(e.code, RA_ELOCAL);
		SAYS(e, path);
		assert_int_equal(files(false), 1);
		assert_int_equal(lstat(path, &s), 0);
		assert_int_equal(unlink(path), 0);
	}
}

/* It came between the check and the work. */
static void
a_pair_is_never_left_half_made(void **state)
{
	static const char *const name[] = { "a.example.ac.jp",
		"b.example.ac.jp", "c.example.ac.jp" };
	static const char *const ending[] = { ".key", ".csr" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ra_makecsr c = job(name, 3);
		struct ra_made_list l = { 0 };
		struct ra_err e = { 0 };
		char path[128];
		struct ra_buf b;

		assert_int_equal(ra_makecsr_check(&c, &e), 0);
		snprintf(
		    path, sizeof(path), "%s/b.example.ac.jp%s", dir, ending[i]);
		assert_int_equal(
		    ra_fs_write(path, 0600, RA_SPAN("old"), &e), 0);
		assert_int_equal(ra_makecsr_run(&c, NULL, &l, &e), -1);
		assert_int_equal(e.code, RA_ELOCAL);
		SAYS(e, path);
		/* The first pair is whole, the strange file as it was. */
		assert_int_equal(l.n, 1);
		assert_string_equal(l.m[0].name, name[0]);
		assert_int_equal(files(false), 3);
		slurp(path, &b);
		assert_string_equal(ra_buf_str(&b), "old");
		ra_buf_clear(&b);
		ra_made_clear(&l);
		(void)files(true);
	}
}

static void
a_folder_that_is_none_is_told_first(void **state)
{
	static const char *const name[] = { "www.example.ac.jp" };
	struct ra_makecsr c = job(name, 1);
	struct ra_err e = { 0 };

	(void)state;
	c.dir = "/nonexistent/folder";
	assert_int_equal(ra_makecsr_check(&c, &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	SAYS(e, "/nonexistent/folder: not a folder");
}

static int looks;

static bool
at_the_second_look(void)
{
	return ++looks == 2;
}

static void
an_interrupt_leaves_whole_pairs(void **state)
{
	static const char *const name[] = { "a.example.ac.jp",
		"b.example.ac.jp" };
	struct ra_makecsr c = job(name, 2);
	struct ra_made_list l = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	c.stop = at_the_second_look;
	assert_int_equal(ra_makecsr_run(&c, NULL, &l, &e), -1);
	assert_int_equal(e.code, RA_ESIGNAL);
	assert_int_equal(l.n, 1);
	assert_int_equal(files(false), 2);
	ra_made_clear(&l);
	ra_made_clear(&l);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(the_pair_holds_the_institutions_name),
		TEST(the_key_opens_with_its_pass_phrase_alone),
		TEST(further_names_stand_behind_the_first),
		TEST(names_that_the_service_would_not_take_are_refused),
		TEST(the_length_of_a_name_is_held),
		TEST(names_are_named_once_and_not_too_many),
		TEST(a_subject_that_nobody_configured_is_told),
		TEST(a_name_of_no_registered_domain_is_a_warning),
		TEST(what_is_there_is_left_alone_and_nothing_is_made),
		TEST(a_pair_is_never_left_half_made),
		TEST(a_folder_that_is_none_is_told_first),
		TEST(an_interrupt_leaves_whole_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
