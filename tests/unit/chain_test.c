/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A root, two intermediates one above the other, a third one, a leaf. */
#include "pki_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "work/chain.h"

enum { ROOT, HIGH, LOW, FOREIGN, TWIN, N };

static struct ra_cert *ca[N], *leaf, *bare;
static char dir[] = "/tmp/chain_test.XXXXXX";
static const char *const names[] = { "one.pem", "two.pem", "note.txt" };
static char path[sizeof(names) / sizeof(names[0])][64];

static int
set_up(void **state)
{
	struct ra_key *k[N], *own = new_key(RA_KEY_EC, 384);
	size_t i;

	(void)state;
	for (i = 0; i < N; i++)
		k[i] = new_key(RA_KEY_EC, 384);
	ca[ROOT] = new_ca(k[ROOT]);
	ca[HIGH] = new_leaf(RA_CERT_CA, "CN=High", k[HIGH], ca[ROOT], k[ROOT]);
	ca[LOW] = new_leaf(RA_CERT_CA, "CN=Low", k[LOW], ca[HIGH], k[HIGH]);
	ca[FOREIGN] = new_ca(k[FOREIGN]);
	/* The name of the right one, and another key. */
	ca[TWIN] = new_leaf(RA_CERT_CA, "CN=Low", k[TWIN], ca[HIGH], k[HIGH]);
	leaf = new_leaf(RA_CERT_SERVER, SUBJECT, own, ca[LOW], k[LOW]);
	bare = new_leaf(RA_CERT_SERVER, SUBJECT, own, ca[FOREIGN], k[FOREIGN]);
	for (i = 0; i < N; i++)
		ra_key_free(k[i]);
	ra_key_free(own);
	if (mkdtemp(dir) == NULL)
		return -1;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", dir, names[i]);
	return 0;
}

static int
tear_down(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N; i++)
		ra_cert_free(ca[i]);
	ra_cert_free(leaf);
	ra_cert_free(bare);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(path[i]);
	return rmdir(dir);
}

static void
write_file(const char *to, const char *head, const struct ra_cert *const *c)
{
	FILE *f = fopen(to, "w");
	struct ra_buf b;

	assert_non_null(f);
	ra_buf_init(&b, 1u << 20);
	ra_buf_adds(&b, head);
	for (; *c != NULL; c++)
		ra_cert_to_pem(*c, &b);
	assert_int_equal(fwrite(ra_buf_str(&b), 1, b.n, f), b.n);
	assert_int_equal(fclose(f), 0);
	ra_buf_clear(&b);
}

/* What is found are these, in order. */
static void
finds(
    const char *where, const struct ra_cert *c, const struct ra_cert *const *w)
{
	struct ra_err e = { 0 };
	struct ra_buf want, have;
	size_t n, k;

	ra_buf_init(&want, 1u << 20);
	ra_buf_init(&have, 1u << 20);
	for (k = 0; w[k] != NULL; k++)
		ra_cert_to_pem(w[k], &want);
	assert_int_equal(ra_chain_find(where, c, &have, &n, &e), 0);
	OK(e);
	assert_int_equal(n, k);
	assert_string_equal(ra_buf_str(&have), ra_buf_str(&want));
	ra_buf_clear(&want);
	ra_buf_clear(&have);
}

#define CERTS(...) ((const struct ra_cert *const[]){ __VA_ARGS__, NULL })
#define NONE ((const struct ra_cert *const[]){ NULL })

static void
a_bundle_gives_what_stands_above_without_the_root(void **state)
{
	(void)state;
	write_file(path[0], "# our chain\n",
	    CERTS(ca[ROOT], ca[TWIN], ca[FOREIGN], ca[HIGH], ca[LOW]));
	finds(path[0], leaf, CERTS(ca[LOW], ca[HIGH]));
	/* A root stands above it, and roots are not sent. */
	finds(path[0], bare, NONE);
	finds(path[0], ca[HIGH], NONE);
}

static void
a_folder_gives_the_same(void **state)
{
	(void)state;
	write_file(path[0], "", CERTS(ca[LOW]));
	write_file(path[1], "", CERTS(ca[HIGH], ca[ROOT]));
	write_file(path[2], "no certificate\n", NONE);
	finds(dir, leaf, CERTS(ca[LOW], ca[HIGH]));
}

static void
nothing_is_invented(void **state)
{
	(void)state;
	write_file(path[0], "", CERTS(ca[TWIN], ca[FOREIGN]));
	finds(path[0], leaf, NONE);
	write_file(path[0], "", CERTS(leaf));
	finds(path[0], leaf, NONE);
	write_file(path[0], "-----BEGIN CERTIFICATE-----\nAAAA\n", NONE);
	finds(path[0], leaf, NONE);
	write_file(path[0], "", NONE);
	finds(path[0], leaf, NONE);
}

static void
a_place_that_cannot_be_read_is_told(void **state)
{
	struct ra_err e = { 0 };
	struct ra_buf out;
	size_t n;

	(void)state;
	ra_buf_init(&out, 1000);
	assert_int_equal(
	    ra_chain_find("/nonexistent/chain.pem", leaf, &out, &n, &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, "/nonexistent/chain.pem");
	ra_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_bundle_gives_what_stands_above_without_the_root),
		cmocka_unit_test(a_folder_gives_the_same),
		cmocka_unit_test(nothing_is_invented),
		cmocka_unit_test(a_place_that_cannot_be_read_is_told),
	};

	return cmocka_run_group_tests_name("chain", tests, set_up, tear_down);
}
