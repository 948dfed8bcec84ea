/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "tls_help.h"

#include "base/clock.h"
#include "lra/peek.h"
#include "upki/host.h"
#include "upki/issuer.h"

static struct ra_key *key;

static int
setup(void **state)
{
	(void)state;
	key = new_key(RA_KEY_EC, 384);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_key_free(key);
	return 0;
}

static bool
at_once(void)
{
	return true;
}

static void
a_target_that_is_none_is_refused_before_the_network(void **state)
{
	static const char *const rows[] = { "", ":", ":443",
		"www.example.ac.jp:", "www.example.ac.jp:0",
		"www.example.ac.jp:65536", "www.example.ac.jp:-1",
		"www.example.ac.jp:+443", "www.example.ac.jp:443x",
		"www.example.ac.jp:https", "www.example.ac.jp:443:443",
		"https://www.example.ac.jp/", "www.example.ac.jp/",
		"www.example.ac.jp.", ".example.ac.jp", "www..example.ac.jp",
		"-www.example.ac.jp", "www-.example.ac.jp",
		"www.example.ac.jp ", " www", "a b", "*.example.ac.jp",
		"user@www.example.ac.jp", "大学.example.ac.jp", "www\nexample",
		"www\x1b[31m", "1.2.3", "1.2.3.4.5", "256.1.1.1", "[", "[]",
		"[]:443", "[::1", "[::1]443", "[::1]:", "[::1]:0", "[::1]:x",
		"[www.example.ac.jp]:443", "[1.2.3.4]",
		"::1::", "12345::", "fe80::1%lo", "[fe80::1%lo]:443" };
	struct ra_peek_config c = { .stop = at_once };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_peek p = { 0 };

		assert_int_equal(ra_peek(rows[i], &c, &p, &e), -1);
		if (e.code != RA_EUSAGE)
			fail_msg("\"%s\": %s", rows[i], e.msg);
		assert_string_not_equal(e.next, "");
		ra_peek_clear(&p);
	}
}

static void
a_target_too_long_for_a_name_is_refused(void **state)
{
	struct ra_peek_config c = { .stop = at_once };
	struct ra_err e = { 0 };
	struct ra_peek p = { 0 };
	char name[400];

	(void)state;
	for (size_t i = 0; i < sizeof(name); i++)
		name[i] = i % 50 == 49 ? '.' : 'a';
	name[254] = '\0';
	assert_int_equal(ra_peek(name, &c, &p, &e), -1);
	assert_int_equal(e.code, RA_EUSAGE);
}

static void
hosts_and_ports_are_understood(void **state)
{
	static const char *const rows[][2] = {
		{ "www.example.ac.jp", "www.example.ac.jp:443" },
		{ "www.example.ac.jp:8443", "www.example.ac.jp:8443" },
		{ "localhost:1", "localhost:1" },
		{ "127.0.0.1", "127.0.0.1:443" },
		{ "127.0.0.1:65535", "127.0.0.1:65535" },
		{ "::1", "[::1]:443" },
		{ "2001:db8::1:2", "[2001:db8::1:2]:443" },
		{ "[::1]", "[::1]:443" },
		{ "[2001:db8::1]:8443", "[2001:db8::1]:8443" },
	};
	struct ra_peek_config c = { .stop = at_once };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_peek p = { 0 };

		/* Interrupted before the name is looked up. */
		assert_int_equal(ra_peek(rows[i][0], &c, &p, &e), -1);
		assert_int_equal(e.code, RA_ESIGNAL);
		assert_string_equal(p.place, rows[i][1]);
		ra_peek_clear(&p);
	}
}

static struct ra_cert *
cert_from(const char *issuer)
{
	struct ra_cert_spec ca = { .kind = RA_CERT_CA, .key = key };
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER, .key = key };
	struct ra_cert *root = new_cert(&ca, issuer, NULL, key), *c;

	c = new_cert(&s, SUBJECT, root, key);
	ra_cert_free(root);
	return c;
}

static void
what_is_served_is_read_and_its_issuer_named(void **state)
{
	static const struct {
		const char *issuer, *cn;
		bool upki;
	} rows[] = {
		{ "C=JP,CN=NII Open Domain CA - G8 RSA",
		    "NII Open Domain CA - G8 RSA", true },
		{ "C=JP,CN=NII Open Domain CA - G9 ECC",
		    "NII Open Domain CA - G9 ECC", true },
		{ "C=JP,CN=Campus Proxy CA", "Campus Proxy CA", false },
		{ "C=JP,CN=nii open domain ca", "nii open domain ca", false },
		{ "C=JP,CN=NII Open Domain CAT", "NII Open Domain CAT", false },
		{ "C=JP,CN=x NII Open Domain CA", "x NII Open Domain CA",
		    false },
		{ "C=JP,O=NII Open Domain CA", "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_cert *cert = cert_from(rows[i].issuer);
		struct ra_peek_config c = { .total = 20 };
		struct ra_err e = { 0 };
		struct ra_peek p = { 0 };
		char target[32], want[65], have[65];
		pid_t pid = serve(listen_somewhere(target, sizeof(target)),
		    speak_tls, &(struct tls_speaker){ cert, key });

		assert_int_equal(ra_peek(target, &c, &p, &e), 0);
		OK(e);
		assert_string_equal(p.place, target);
		ra_cert_fingerprint(cert, want);
		ra_cert_fingerprint(p.cert, have);
		assert_string_equal(have, want);
		assert_string_equal(p.issuer, rows[i].cn);
		assert_int_equal(p.upki, rows[i].upki);
		ra_peek_clear(&p);
		ra_cert_free(cert);
		waitpid(pid, NULL, 0);
	}
}

static void
what_is_no_tls_server_is_refused(void **state)
{
	static const struct {
		struct ra_span bytes;
		const char *says;
	} rows[] = {
		{ RA_SPAN(""), "closed during the TLS handshake" },
		{ RA_SPAN("\x16\x03"), "closed during the TLS handshake" },
		{ RA_SPAN("HTTP/1.1 400 Bad Request\r\n\r\n"),
		    "the TLS handshake failed" },
		{ RA_SPAN("SSH-2.0-OpenSSH_9.2\r\n"),
		    "the TLS handshake failed" },
		{ RA_SPAN("\x15\x03\x03\x00\x02\x02\x28"),
		    "the TLS handshake failed" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_peek_config c = { .total = 20 };
		struct ra_err e = { 0 };
		struct ra_peek p = { 0 };
		char target[32];
		pid_t pid = serve(listen_somewhere(target, sizeof(target)),
		    say_bytes, &rows[i].bytes);

		assert_int_equal(ra_peek(target, &c, &p, &e), -1);
		assert_int_equal(e.code, RA_ENET);
		SAYS(e, target);
		SAYS(e, rows[i].says);
		assert_null(p.cert);
		ra_peek_clear(&p);
		waitpid(pid, NULL, 0);
	}
}

static void
a_server_that_says_nothing_meets_the_limit(void **state)
{
	struct ra_peek_config c = { .total = 1 };
	struct ra_err e = { 0 };
	struct ra_peek p = { 0 };
	char target[32];
	int fd = listen_somewhere(target, sizeof(target));
	int64_t begun = ra_clock_mono();

	(void)state;
	assert_int_equal(ra_peek(target, &c, &p, &e), -1);
	assert_int_equal(e.code, RA_ENET);
	SAYS(e, "no certificate within 1 seconds");
	assert_true(ra_clock_mono() - begun >= 1000);
	assert_true(ra_clock_mono() - begun < 10000);
	close(fd);
}

static int looks;

static bool
at_the_third_look(void)
{
	return ++looks == 3;
}

static void
an_interrupt_ends_the_wait(void **state)
{
	struct ra_peek_config c = { .stop = at_the_third_look };
	struct ra_err e = { 0 };
	struct ra_peek p = { 0 };
	char target[32];
	int fd = listen_somewhere(target, sizeof(target));

	(void)state;
	assert_int_equal(ra_peek(target, &c, &p, &e), -1);
	assert_int_equal(e.code, RA_ESIGNAL);
	close(fd);
}

static void
a_port_where_nobody_listens_is_told(void **state)
{
	struct ra_peek_config c = { 0 };
	struct ra_err e = { 0 };
	struct ra_peek p = { 0 };
	char target[32];

	(void)state;
	close(listen_somewhere(target, sizeof(target)));
	assert_int_equal(ra_peek(target, &c, &p, &e), -1);
	assert_int_equal(e.code, RA_ENET);
	SAYS(e, "not reached");
	ra_peek_clear(&p);
}

static void
issuers_say_how_surely_they_are_known(void **state)
{
	(void)state;
	assert_int_equal(
	    ra_issuer_find("NII Open Domain CA - G8 RSA")->mark, RA_CONFIRMED);
	assert_int_equal(
	    ra_issuer_find("NII Open Domain CA - G9 RSA")->mark, RA_INFERRED);
	assert_null(ra_issuer_find(""));
	assert_null(ra_issuer_find("NII Open Domain"));
}

static void
names_within_a_domain_are_told_from_others(void **state)
{
	static const struct {
		const char *name, *domain;
		bool within;
	} rows[] = {
		{ "www.example.ac.jp", "example.ac.jp", true },
		{ "example.ac.jp", "example.ac.jp", true },
		{ "a.b.EXAMPLE.ac.jp", "Example.AC.jp", true },
		{ "wwwexample.ac.jp", "example.ac.jp", false },
		{ "www.example.ac.jp.example.com", "example.ac.jp", false },
		{ "ac.jp", "example.ac.jp", false },
		{ "www.example.ac.jp", "", false },
		{ "", "example.ac.jp", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ra_host_is_within(ra_span_str(rows[i].name),
			rows[i].domain) != rows[i].within)
			fail_msg("%s in %s", rows[i].name, rows[i].domain);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_target_that_is_none_is_refused_before_the_network),
		cmocka_unit_test(a_target_too_long_for_a_name_is_refused),
		cmocka_unit_test(hosts_and_ports_are_understood),
		cmocka_unit_test(what_is_served_is_read_and_its_issuer_named),
		cmocka_unit_test(what_is_no_tls_server_is_refused),
		cmocka_unit_test(a_server_that_says_nothing_meets_the_limit),
		cmocka_unit_test(an_interrupt_ends_the_wait),
		cmocka_unit_test(a_port_where_nobody_listens_is_told),
		cmocka_unit_test(issuers_say_how_surely_they_are_known),
		cmocka_unit_test(names_within_a_domain_are_told_from_others),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
