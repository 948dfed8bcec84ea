/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* EAB files and recipes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "work/eab.h"

#define GOOD                                                                   \
	"kid: k-1\nhmac: aGVsbG8_-\naccount: a.7\nprofile: 3\n"                \
	"names: www.example.ac.jp,a.example.ac.jp\n"

static int
parse(const char *text, struct ra_eab *x, struct ra_err *e)
{
	memset(x, 0, sizeof(*x));
	return ra_eab_parse("t", ra_span_str(text), x, e);
}

static void
a_file_is_read_back(void **state)
{
	struct ra_err e = { 0 };
	struct ra_eab x;

	(void)state;
	assert_int_equal(parse(GOOD, &x, &e), 0);
	assert_string_equal(x.kid.p, "k-1");
	assert_string_equal(x.hmac.p, "aGVsbG8_-");
	assert_string_equal(x.account, "a.7");
	assert_string_equal(x.profile, "3");
	assert_string_equal(x.name, "www.example.ac.jp");
	assert_string_equal(x.names, "www.example.ac.jp,a.example.ac.jp");
	ra_eab_clear(&x);
}

static void
bad_files_are_refused_without_their_values(void **state)
{
	static const struct {
		const char *what, *in, *err;
	} cases[] = {
		{ "an empty file", "", "t: no kid in it" },
		{ "a key that is not known", "secret: S3\n",
		    "t:1: not a line of an EAB file" },
		{ "a line without a colon", "kid\n", "t: no kid in it" },
		{ "no HMAC key", "kid: S3\nprofile: 3\nnames: a\n",
		    "t: no hmac in it" },
		{ "an empty HMAC key", "kid: S3\nhmac:\nprofile: 3\n",
		    "t: no hmac in it" },
		{ "no profile", "kid: S3\nhmac: S3\nnames: a\n",
		    "t: no profile in it" },
		{ "no names", "kid: S3\nhmac: S3\nprofile: 3\n",
		    "t: no names in it" },
		{ "a key twice", "kid: S3\nkid: S3\n",
		    "t:2: kid stands there twice" },
		{ "a quote in the key ID", "kid: S3'\n",
		    "t:1: kid: a character that does not belong there" },
		{ "a command in the HMAC key", "kid: k\nhmac: $(S3)\n",
		    "t:2: hmac: a character that does not belong there" },
		{ "a blank inside the HMAC key", "hmac: S3 S3\n",
		    "t:1: hmac: a character that does not belong there" },
		{ "a control character", "kid: S3\033[m\n",
		    "t:1: kid: a character that does not belong there" },
		{ "a slash in a name", "names: ../S3\n",
		    "t:1: names: a character that does not belong there" },
		{ "a comment", "# S3\n" GOOD,
		    "t:1: not a line of an EAB file" },
	};
	struct ra_err e;
	struct ra_eab x;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&e, 0, sizeof(e));
		assert_int_equal(parse(cases[i].in, &x, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		assert_string_equal(e.msg, cases[i].err);
		assert_null(strstr(e.msg, "S3"));
		ra_eab_clear(&x);
	}
}

static void
no_name_leads_out_of_the_folder(void **state)
{
	static const struct {
		const char *name, *path;
	} cases[] = {
		{ "www.example.ac.jp", "d/www.example.ac.jp.eab" },
		{ "../../etc/passwd", "d/_._.._etc_passwd.eab" },
		{ ".hidden", "d/_hidden.eab" },
		{ "*.example.ac.jp", "d/_.example.ac.jp.eab" },
		{ "a\nb\033", "d/a_b_.eab" },
		{ "/", "d/_.eab" },
		{ "", "d/_.eab" },
	};
	char *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		path = ra_eab_path("d", cases[i].name);
		assert_string_equal(path, cases[i].path);
		free(path);
	}
}

/* Store it, and give back what the file of that path then holds. */
static void
stored(struct ra_eab *x, const char *dir, char **path)
{
	struct ra_err e = { 0 };
	struct ra_eab back = { 0 };
	struct stat st;

	assert_int_equal(ra_eab_store(x, dir, path, &e), 0);
	assert_int_equal(stat(*path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(ra_eab_load(*path, &back, &e), 0);
	assert_string_equal(back.hmac.p, x->hmac.p);
	assert_string_equal(back.names, x->names);
	ra_eab_clear(&back);
}

static void
an_older_file_is_kept(void **state)
{
	char dir[] = "/tmp/eab_test.XXXXXX", *path = NULL, *again = NULL, *sub,
	     *old;
	struct ra_err e = { 0 };
	struct ra_eab x, back = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	sub = ra_fs_join(dir, "acme");
	assert_int_equal(parse(GOOD, &x, &e), 0);
	stored(&x, sub, &path);
	ra_secret_clear(&x.hmac);
	ra_secret_set(&x.hmac, RA_SPAN("second"));
	stored(&x, sub, &again);
	assert_string_equal(path, again);
	old = ra_fs_join(sub, "www.example.ac.jp.eab.1");
	assert_int_equal(ra_eab_load(old, &back, &e), 0);
	assert_string_equal(back.hmac.p, "aGVsbG8_-");
	assert_int_equal(chmod(old, 0644), 0);
	ra_eab_clear(&back);
	assert_int_equal(ra_eab_load(old, &back, &e), -1);
	assert_int_equal(e.code, RA_ECRED);
	unlink(old);
	unlink(path);
	rmdir(sub);
	rmdir(dir);
	ra_eab_clear(&back);
	ra_eab_clear(&x);
	free(old);
	free(sub);
	free(path);
	free(again);
}

static void
a_folder_that_is_a_file_stores_nothing(void **state)
{
	struct ra_err e = { 0 };
	struct ra_eab x;
	char *path = NULL;

	(void)state;
	assert_int_equal(parse(GOOD, &x, &e), 0);
	assert_int_equal(ra_eab_store(&x, "/dev/null/acme", &path, &e), -1);
	assert_int_equal(e.code, RA_ELOCAL);
	assert_null(path);
	ra_eab_clear(&x);
}

static void
recipes_are_refused_or_hold_no_secret(void **state)
{
	static const struct {
		const char *what, *profile, *directory, *path;
		enum ra_acme_client client;
		bool argv;
		enum ra_code code;
	} cases[] = {
		{ "certbot", "3", "https://a/", "p", RA_CERTBOT, false, RA_OK },
		{ "lego", "11", "https://a/", "p", RA_LEGO, false, RA_OK },
		{ "acme.sh", "3", "https://a/", "p", RA_ACME_SH, false, RA_OK },
		{ "uacme, meant", "3", "https://a/", "p", RA_UACME, true,
		    RA_OK },
		{ "uacme", "3", "https://a/", "p", RA_UACME, false, RA_EUSAGE },
		{ "no TLS", "3", "http://a/", "p", RA_LEGO, false, RA_EUSAGE },
		{ "no host", "3", "https://", "p", RA_LEGO, false, RA_EUSAGE },
		{ "a blank", "3", "https://a/ b", "p", RA_LEGO, false,
		    RA_EUSAGE },
		{ "a line break", "3", "https://a/\n", "p", RA_LEGO, false,
		    RA_EUSAGE },
		{ "a path of two lines", "3", "https://a/", "p\nq", RA_LEGO,
		    false, RA_EUSAGE },
		{ "a client profile", "5", "https://a/", "p", RA_LEGO, false,
		    RA_EINPUT },
		{ "no profile", "", "https://a/", "p", RA_CERTBOT, false,
		    RA_EINPUT },
	};
	struct ra_err e;
	struct ra_eab x;
	struct ra_buf b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct ra_recipe r = { cases[i].client, cases[i].path,
			cases[i].directory, cases[i].argv };

		memset(&e, 0, sizeof(e));
		ra_buf_init(&b, RA_EAB_FILE_MAX);
		assert_int_equal(parse(GOOD, &x, &e), 0);
		free(x.profile);
		x.profile = strdup(cases[i].profile);
		assert_int_equal(ra_recipe_write(&r, &x, &b, &e),
		    cases[i].code == RA_OK ? 0 : -1);
		assert_int_equal(e.code, cases[i].code);
		assert_int_equal(b.n > 0, cases[i].code == RA_OK);
		assert_null(strstr(ra_buf_str(&b), x.hmac.p));
		assert_null(strstr(ra_buf_str(&b), x.kid.p));
		ra_buf_clear(&b);
		ra_eab_clear(&x);
	}
}

static void
a_quote_in_a_path_ends_no_quotation(void **state)
{
	const struct ra_recipe r = { RA_LEGO, "it's", "https://a/", false };
	struct ra_err e = { 0 };
	struct ra_eab x;
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, RA_EAB_FILE_MAX);
	assert_int_equal(parse(GOOD, &x, &e), 0);
	assert_int_equal(ra_recipe_write(&r, &x, &b, &e), 0);
	assert_non_null(strstr(ra_buf_str(&b), " 'it'\\''s')"));
	ra_buf_clear(&b);
	ra_eab_clear(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_back),
		cmocka_unit_test(bad_files_are_refused_without_their_values),
		cmocka_unit_test(no_name_leads_out_of_the_folder),
		cmocka_unit_test(an_older_file_is_kept),
		cmocka_unit_test(a_folder_that_is_a_file_stores_nothing),
		cmocka_unit_test(recipes_are_refused_or_hold_no_secret),
		cmocka_unit_test(a_quote_in_a_path_ends_no_quotation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
