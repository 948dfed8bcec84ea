/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "tls_help.h"

#include <poll.h>

#include "base/clock.h"
#include "work/probe.h"

#define HOSTS 12

static struct ra_key *key;
static struct ra_cert *upki, *foreign;

static struct ra_cert *
cert_from(const char *issuer, const char *serial)
{
	struct ra_cert_spec ca = { .kind = RA_CERT_CA, .key = key };
	static const char *const dns[] = { "localhost", "*.example.ac.jp",
		NULL };
	struct ra_cert_spec s = {
		.kind = RA_CERT_SERVER, .key = key, .dns = dns
	};
	struct ra_cert *root = new_cert(&ca, issuer, NULL, key), *c;
	struct ra_err e = { 0 };

	assert_int_equal(
	    ra_serial_parse(ra_span_str(serial), &s.serial, &e), 0);
	c = new_cert(&s, SUBJECT, root, key);
	ra_cert_free(root);
	return c;
}

static int
setup(void **state)
{
	(void)state;
	key = new_key(RA_KEY_EC, 384);
	upki = cert_from("C=JP,CN=NII Open Domain CA - G8 RSA", "7982");
	foreign = cert_from("C=JP,CN=Campus Proxy CA", "119");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_cert_free(upki);
	ra_cert_free(foreign);
	ra_key_free(key);
	return 0;
}

/* Takes the call and says nothing, for as long as the caller waits. */
static void
be_silent(int fd, const void *arg)
{
	char byte;

	(void)arg;
	while (recv(fd, &byte, 1, 0) > 0)
		;
}

/* The head of a TLS record that never ends, a byte now and then. */
static void
drip(int fd, const void *arg)
{
	static const char head[] = "\x16\x03\x03\x40\x00\x02\x00\x3f\xf0";
	size_t i;

	(void)arg;
	for (i = 0;; i++) {
		if (send(fd, i < 9 ? &head[i] : "", 1, MSG_NOSIGNAL) != 1)
			break;
		poll(NULL, 0, 50);
	}
}

/* A whole record after the other, for ever. */
static void
flood(int fd, const void *arg)
{
	char chunk[16384 + 5] = "\x16\x03\x03\x40\x00\x02\xff\xff\xff";

	(void)arg;
	while (send(fd, chunk, sizeof(chunk), MSG_NOSIGNAL) > 0)
		;
}

static void
want(struct ra_probes *l, const char *target, const char *serial)
{
	struct ra_serial s = { 0 };
	struct ra_err e = { 0 };

	if (serial != NULL)
		assert_int_equal(
		    ra_serial_parse(ra_span_str(serial), &s, &e), 0);
	assert_int_equal(
	    ra_probes_add(l, target, serial != NULL ? &s : NULL, &e), 0);
	OK(e);
}

struct told {
	char order[HOSTS][RA_PEEK_PLACE_MAX];
	size_t n;
};

static void
tell(void *arg, const struct ra_probe *p)
{
	struct told *t = arg;

	assert_true(t->n < HOSTS);
	memcpy(t->order[t->n++], p->place, sizeof(p->place));
}

static void
each_kind_of_server_has_its_verdict(void **state)
{
	static const struct ra_span http =
	    RA_SPAN("HTTP/1.1 400 Bad Request\r\n\r\n");
	static const struct ra_span nothing = RA_SPAN("");
	const struct tls_speaker ours = { upki, key }, other = { foreign, key };
	const struct {
		void (*visit)(int fd, const void *arg);
		const void *arg;
		const char *serial;
		enum ra_probe_verdict verdict;
		const char *says;
	} rows[] = {
		{ be_silent, NULL, NULL, RA_PROBE_UNREACHABLE,
		    "no certificate within 4 seconds" },
		{ speak_tls, &ours, "7982", RA_PROBE_SERVES, NULL },
		{ speak_tls, &ours, NULL, RA_PROBE_SERVES, NULL },
		{ speak_tls, &ours, "7983", RA_PROBE_OTHER, NULL },
		{ speak_tls, &other, NULL, RA_PROBE_FOREIGN, NULL },
		{ speak_tls, &other, "7982", RA_PROBE_FOREIGN, NULL },
		{ speak_tls, &other, "119", RA_PROBE_SERVES, NULL },
		{ say_bytes, &http, "7982", RA_PROBE_UNREACHABLE,
		    "the TLS handshake failed" },
		{ say_bytes, &nothing, NULL, RA_PROBE_UNREACHABLE,
		    "closed during the TLS handshake" },
		{ drip, NULL, NULL, RA_PROBE_UNREACHABLE,
		    "no certificate within 4 seconds" },
		{ flood, NULL, NULL, RA_PROBE_UNREACHABLE, "handshake" },
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	struct told told = { .n = 0 };
	struct ra_probe_config c = {
		.jobs = HOSTS, .seconds = 4, .done = tell, .arg = &told
	};
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };
	char target[HOSTS][32];
	pid_t pid[HOSTS];

	(void)state;
	for (size_t i = 0; i < n; i++) {
		pid[i] = serve(listen_somewhere(target[i], sizeof(target[i])),
		    rows[i].visit, rows[i].arg);
		want(&l, target[i], rows[i].serial);
	}
	assert_int_equal(ra_probes_ask(&l, &c, &e), 0);
	OK(e);
	assert_int_equal(told.n, n);
	for (size_t i = 0; i < n; i++) {
		const struct ra_probe *p = &l.p[i];

		assert_string_equal(told.order[i], target[i]);
		assert_int_equal(p->n, 1);
		assert_string_equal(p->answer[0].address, "127.0.0.1");
		assert_int_equal(p->verdict, rows[i].verdict);
		assert_int_equal(p->answer[0].verdict, rows[i].verdict);
		if (rows[i].says == NULL)
			assert_null(p->answer[0].why);
		else if (strstr(p->answer[0].why, rows[i].says) == NULL)
			fail_msg("%zu: %s", i, p->answer[0].why);
		waitpid(pid[i], NULL, 0);
	}
	assert_string_equal(l.p[1].answer[0].serial.dec, "7982");
	assert_string_equal(
	    l.p[1].answer[0].issuer, "NII Open Domain CA - G8 RSA");
	assert_string_equal(l.p[1].answer[0].subject, SUBJECT);
	ra_probes_clear(&l);
}

/* One job: the second must wait until the first has met its limit. */
static void
no_more_are_asked_at_a_time_than_was_said(void **state)
{
	struct ra_probe_config c = { .jobs = 1, .seconds = 1 };
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };
	char target[2][32];
	int fd[2];
	int64_t begun = ra_clock_mono();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		fd[i] = listen_somewhere(target[i], sizeof(target[i]));
		want(&l, target[i], NULL);
	}
	assert_int_equal(ra_probes_ask(&l, &c, &e), 0);
	assert_true(ra_clock_mono() - begun >= 2000);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(l.p[i].verdict, RA_PROBE_UNREACHABLE);
		close(fd[i]);
	}
	ra_probes_clear(&l);
}

static void
a_name_is_asked_at_each_of_its_addresses(void **state)
{
	const struct tls_speaker ours = { upki, key };
	struct ra_probe_config c = { .seconds = 20 };
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };
	char target[32], name[32];
	const struct ra_probe *p;
	pid_t pid;
	size_t serves = 0;

	(void)state;
	pid = serve(listen_somewhere(target, sizeof(target)), speak_tls, &ours);
	snprintf(name, sizeof(name), "localhost%s", strchr(target, ':'));
	want(&l, name, "7982");
	assert_int_equal(ra_probes_ask(&l, &c, &e), 0);
	OK(e);
	p = &l.p[0];
	/* 127.0.0.1 serves; where localhost is ::1 too, nobody does there. */
	for (size_t i = 0; i < p->n; i++) {
		bool v4 = strcmp(p->answer[i].address, "127.0.0.1") == 0;

		assert_int_equal(p->answer[i].verdict,
		    v4 ? RA_PROBE_SERVES : RA_PROBE_UNREACHABLE);
		serves += v4;
		if (v4)
			assert_true(p->answer[i].covers);
	}
	assert_int_equal(serves, 1);
	assert_int_equal(
	    p->verdict, p->n == 1 ? RA_PROBE_SERVES : RA_PROBE_UNREACHABLE);
	waitpid(pid, NULL, 0);
	ra_probes_clear(&l);
}

static void
a_name_that_nobody_knows_has_one_answer(void **state)
{
	struct ra_probe_config c = { .seconds = 20 };
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	want(&l, "no-such-host.invalid", NULL); /* RFC 2606 2 */
	assert_int_equal(ra_probes_ask(&l, &c, &e), 0);
	assert_int_equal(l.p[0].n, 1);
	assert_string_equal(l.p[0].answer[0].address, "");
	assert_int_equal(l.p[0].verdict, RA_PROBE_UNREACHABLE);
	assert_non_null(strstr(l.p[0].answer[0].why, "no-such-host.invalid"));
	ra_probes_clear(&l);
}

static bool
at_once(void)
{
	return true;
}

static void
an_interrupt_ends_all_of_it(void **state)
{
	struct ra_probe_config c = { .stop = at_once };
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };
	char target[32];
	int fd = listen_somewhere(target, sizeof(target));

	(void)state;
	for (size_t i = 0; i < 100; i++)
		want(&l, target, NULL);
	assert_int_equal(ra_probes_ask(&l, &c, &e), -1);
	assert_int_equal(e.code, RA_ESIGNAL);
	close(fd);
	ra_probes_clear(&l);
}

static void
an_empty_list_is_nothing_to_do(void **state)
{
	struct ra_probe_config c = { 0 };
	struct ra_probes l = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_probes_ask(&l, &c, &e), 0);
	OK(e);
}

static void
names_are_read_from_lines(void **state)
{
	static const struct {
		const char *in, *err;
		size_t n;
		const char *place, *serial; /* of the last one */
	} rows[] = {
		{ "www.example.ac.jp\n", NULL, 1, "www.example.ac.jp:443", "" },
		{ "www.example.ac.jp", NULL, 1, "www.example.ac.jp:443", "" },
		{ "# all\r\n\r\n a.example.ac.jp:8443\t0x1F2E # new\r\n", NULL,
		    1, "a.example.ac.jp:8443", "7982" },
		{ "a\nb 7982\n[::1]:8443 1f:2e\n", NULL, 3, "[::1]:8443",
		    "7982" },
		{ "", "n: empty, wanted host names", 0, NULL, NULL },
		{ "# nobody\n", "n: empty, wanted host names", 0, NULL, NULL },
		{ "a 1 2\n", "n:1:5: a third word", 0, NULL, NULL },
		{ "a\n  https://b/ 3\n", "n:2:3: \"https://b/\": not a host", 0,
		    NULL, NULL },
		{ "a\nb xyz\n", "n:2:3: serial number", 0, NULL, NULL },
		{ "a 0\n", "n:1:3: serial number", 0, NULL, NULL },
		{ "a -1\n", "n:1:3: serial number", 0, NULL, NULL },
		{ "*.example.ac.jp\n", "n:1:1: \"*.example.ac.jp\": not", 0,
		    NULL, NULL },
		{ "大学.example.ac.jp\n", "n:1:1: ", 0, NULL, NULL },
		{ "a:0\n", "n:1:1: \"a:0\": not a host", 0, NULL, NULL },
		{ "\xff\xfe\n", "n:1:1", 0, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_probes l = { 0 };
		struct ra_err e = { 0 };
		int rc = ra_probes_read(&l, "n", ra_span_str(rows[i].in), &e);

		if (rows[i].err != NULL) {
			assert_int_equal(rc, -1);
			assert_int_equal(e.code, RA_EINPUT);
			SAYS(e, rows[i].err);
		} else {
			OK(e);
			assert_int_equal(l.n, rows[i].n);
			assert_string_equal(l.p[l.n - 1].place, rows[i].place);
			assert_string_equal(
			    l.p[l.n - 1].want.dec, rows[i].serial);
		}
		ra_probes_clear(&l);
	}
}

static void
a_host_is_covered_by_its_names_alone(void **state)
{
	static const struct {
		const char *host;
		bool covered;
	} rows[] = {
		{ "localhost", true },
		{ "LOCALHOST", true },
		{ "a.example.ac.jp", true },
		{ "A.Example.AC.jp", true },
		{ "example.ac.jp", false },
		{ ".example.ac.jp", false },
		{ "a.b.example.ac.jp", false },
		{ "aexample.ac.jp", false },
		{ "a.example.ac.jp.example.com", false },
		{ "localhost.", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ra_peek_covers(upki, rows[i].host) != rows[i].covered)
			fail_msg("%s", rows[i].host);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_server_has_its_verdict),
		cmocka_unit_test(no_more_are_asked_at_a_time_than_was_said),
		cmocka_unit_test(a_name_is_asked_at_each_of_its_addresses),
		cmocka_unit_test(a_name_that_nobody_knows_has_one_answer),
		cmocka_unit_test(an_interrupt_ends_all_of_it),
		cmocka_unit_test(an_empty_list_is_nothing_to_do),
		cmocka_unit_test(names_are_read_from_lines),
		cmocka_unit_test(a_host_is_covered_by_its_names_alone),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
