/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "pki/ossl.h"
#include "pki/peer.h"

#define HOST "www.example.ac.jp"

static struct ra_key *key;
static struct ra_cert *cert;

static int
setup(void **state)
{
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER };

	(void)state;
	key = new_key(RA_KEY_EC, 384);
	s.key = key;
	cert = new_cert(&s, SUBJECT, NULL, key);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ra_cert_free(cert);
	ra_key_free(key);
	return 0;
}

/* A server in memory, with OpenSSL's own server side. */
struct server {
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out;
	size_t damage; /* byte of the first answer to damage, from 1, or 0 */
	size_t first;  /* bytes of the first answer */
};

static void
server_open(struct server *s, int version)
{
	*s = (struct server){ .ctx = SSL_CTX_new(TLS_server_method()) };
	assert_non_null(s->ctx);
	SSL_CTX_set_security_level(s->ctx, 0);
	assert_int_equal(SSL_CTX_set_min_proto_version(s->ctx, version), 1);
	assert_int_equal(SSL_CTX_set_max_proto_version(s->ctx, version), 1);
	assert_int_equal(SSL_CTX_use_certificate(s->ctx, cert->x), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(s->ctx, key->p), 1);
	s->ssl = SSL_new(s->ctx);
	s->in = BIO_new(BIO_s_mem());
	s->out = BIO_new(BIO_s_mem());
	SSL_set0_rbio(s->ssl, s->in);
	SSL_set0_wbio(s->ssl, s->out);
	SSL_set_accept_state(s->ssl);
}

static void
server_close(struct server *s)
{
	SSL_free(s->ssl);
	SSL_CTX_free(s->ctx);
	ERR_clear_error();
}

/* What the server answers to bytes; in is emptied. */
static size_t
server_turn(struct server *s, struct ra_buf *in, char *out, size_t size)
{
	int n;

	if (in->n > 0)
		assert_int_equal(
		    BIO_write(s->in, in->p, (int)in->n), (int)in->n);
	ra_buf_reset(in);
	if (!SSL_is_init_finished(s->ssl))
		(void)SSL_do_handshake(s->ssl);
	n = BIO_read(s->out, out, (int)size);
	if (n > 0 && s->first == 0) {
		s->first = (size_t)n;
		if (s->damage != 0 && s->damage <= s->first)
			out[s->damage - 1] ^= 1;
	}
	return n > 0 ? (size_t)n : 0;
}

/* In pieces of that size, as a network might bring them. */
static int
talk(struct ra_peer *p, struct server *s, size_t piece, struct ra_err *e)
{
	static char reply[65536];
	struct ra_span left = { NULL, 0 }, now = { NULL, 0 };
	struct ra_buf out;
	int rc = 0, turns = 0;

	ra_buf_init(&out, 65536);
	while ((rc = ra_peer_step(p, now, &out, e)) == 0) {
		assert_true(turns++ < 20000);
		if (left.n == 0)
			left = (struct ra_span){ reply,
				server_turn(s, &out, reply, sizeof(reply)) };
		if (left.n == 0)
			break; /* both wait: a network would time out */
		now = left;
		if (now.n > piece)
			now.n = piece;
		left = ra_span_from(left, now.n);
	}
	if (rc == 1)
		(void)server_turn(s, &out, reply, sizeof(reply));
	ra_buf_clear(&out);
	return rc;
}

static void
same_certificate(const struct ra_peer *p)
{
	struct ra_err e = { 0 };
	struct ra_cert *c = ra_peer_cert(p, &e);
	char want[65], have[65];

	OK(e);
	assert_non_null(c);
	ra_cert_fingerprint(cert, want);
	ra_cert_fingerprint(c, have);
	assert_string_equal(have, want);
	ra_cert_free(c);
}

static void
the_certificate_is_read_in_any_version_and_pieces(void **state)
{
	static const struct {
		int version;
		size_t piece;
	} rows[] = {
		{ TLS1_2_VERSION, 65536 },
		{ TLS1_3_VERSION, 65536 },
		{ TLS1_2_VERSION, 1 },
		{ TLS1_3_VERSION, 1 },
		{ TLS1_3_VERSION, 100 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_peer *p = ra_peer_new(HOST, HOST, &e);
		struct server s;

		server_open(&s, rows[i].version);
		assert_int_equal(talk(p, &s, rows[i].piece, &e), 1);
		OK(e);
		same_certificate(p);
		ra_peer_free(p);
		server_close(&s);
	}
}

static void
the_server_is_told_the_name_and_nothing_is_said_after(void **state)
{
	static const char *const names[] = { HOST, NULL };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ra_err e = { 0 };
		struct ra_peer *p = ra_peer_new(HOST, names[i], &e);
		const char *told;
		struct server s;
		char c;

		server_open(&s, TLS1_3_VERSION);
		assert_int_equal(talk(p, &s, 65536, &e), 1);
		told = SSL_get_servername(s.ssl, TLSEXT_NAMETYPE_host_name);
		if (names[i] == NULL)
			assert_null(told);
		else
			assert_string_equal(told, HOST);
		/* The end of the talk, in good order. */
		assert_int_equal(SSL_read(s.ssl, &c, 1), 0);
		assert_int_equal(
		    SSL_get_error(s.ssl, 0), SSL_ERROR_ZERO_RETURN);
		ra_peer_free(p);
		server_close(&s);
	}
}

static void
a_server_that_wants_our_certificate_is_read_too(void **state)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ra_err e = { 0 };
		struct ra_peer *p = ra_peer_new(HOST, HOST, &e);
		struct server s;

		server_open(&s, versions[i]);
		SSL_set_verify(s.ssl,
		    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
		assert_int_equal(talk(p, &s, 65536, &e), 1);
		OK(e);
		same_certificate(p);
		ra_peer_free(p);
		server_close(&s);
	}
}

static void
what_is_no_handshake_is_refused(void **state)
{
	static const struct {
		const char *what;
		struct ra_span in;
		const char *says;
	} rows[] = {
		{ "plain HTTP", RA_SPAN("HTTP/1.1 400 Bad Request\r\n\r\n"),
		    "the TLS handshake failed" },
		{ "a mail server", RA_SPAN("220 mail.example.ac.jp ESMTP\r\n"),
		    "the TLS handshake failed" },
		{ "garbage", RA_SPAN("\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8"),
		    "the TLS handshake failed" },
		{ "NUL bytes", RA_SPAN("\0\0\0\0\0\0\0\0\0\0\0\0"),
		    "the TLS handshake failed" },
		{ "an alert: no such name",
		    RA_SPAN("\x15\x03\x03\x00\x02\x02\x70"),
		    "unrecognized name" },
		{ "an alert: handshake failure",
		    RA_SPAN("\x15\x03\x03\x00\x02\x02\x28"),
		    "handshake failure" },
		{ "an alert: version", RA_SPAN("\x15\x03\x01\x00\x02\x02\x46"),
		    "protocol version" },
		{ "a record of 65535 bytes",
		    RA_SPAN("\x16\x03\x03\xff\xff\x02\x00\x00\x00"),
		    "the TLS handshake failed" },
		{ "application data at once", RA_SPAN("\x17\x03\x03\x00\x02hi"),
		    "the TLS handshake failed" },
		{ "an empty ServerHello",
		    RA_SPAN("\x16\x03\x03\x00\x04\x02\x00\x00\x00"),
		    "the TLS handshake failed" },
		{ "a ClientHello come back",
		    RA_SPAN("\x16\x03\x03\x00\x04\x01\x00\x00\x00"),
		    "the TLS handshake failed" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_err e = { 0 };
		struct ra_peer *p = ra_peer_new(HOST, HOST, &e);
		struct ra_buf out;

		ra_buf_init(&out, 65536);
		assert_int_equal(ra_peer_step(p, RA_SPAN(""), &out, &e), 0);
		if (ra_peer_step(p, rows[i].in, &out, &e) != -1)
			fail_msg("%s: taken", rows[i].what);
		assert_int_equal(e.code, RA_ENET);
		SAYS(e, HOST ": ");
		SAYS(e, rows[i].says);
		assert_null(ra_peer_cert(p, NULL));
		ra_buf_clear(&out);
		ra_peer_free(p);
	}
}

static void
versions_before_1_2_are_refused(void **state)
{
	static const int versions[] = { TLS1_VERSION, TLS1_1_VERSION };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ra_err e = { 0 };
		struct ra_peer *p = ra_peer_new(HOST, HOST, &e);
		struct server s;

		server_open(&s, versions[i]);
		assert_int_equal(talk(p, &s, 65536, &e), -1);
		assert_int_equal(e.code, RA_ENET);
		SAYS(e, "protocol version");
		ra_peer_free(p);
		server_close(&s);
	}
}

/*
 * One bit of the server's first flight turned, here and there. A bit that
 * means nothing, such as one of a record's legacy version, may pass, and then
 * the certificate is still the server's own.
 */
static void
a_damaged_handshake_never_gives_another_certificate(void **state)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

	(void)state;
	for (size_t v = 0; v < 2; v++) {
		size_t n = 1, damaged = 0, refused = 0;

		for (size_t at = 0; at < n; at += 11, damaged++) {
			struct ra_err e = { 0 };
			struct ra_peer *p = ra_peer_new(HOST, HOST, &e);
			struct server s;

			server_open(&s, versions[v]);
			s.damage = at + 1;
			if (talk(p, &s, 65536, &e) == 1)
				same_certificate(p);
			else
				refused++;
			n = s.first;
			ra_peer_free(p);
			server_close(&s);
		}
		assert_true(damaged > 40 && refused > damaged * 9 / 10);
	}
}

static void
an_endless_server_meets_the_ceiling(void **state)
{
	/* A warning alert a record: harmless one by one. */
	static char flood[RA_PEER_BYTES_MAX + 1];
	struct ra_err e = { 0 };
	struct ra_peer *p = ra_peer_new(HOST, HOST, &e);
	struct ra_buf out;

	(void)state;
	ra_buf_init(&out, 65536);
	assert_int_equal(ra_peer_step(p, RA_SPAN(""), &out, &e), 0);
	assert_int_equal(
	    ra_peer_step(p, (struct ra_span){ flood, sizeof(flood) }, &out, &e),
	    -1);
	assert_int_equal(e.code, RA_ENET);
	SAYS(e, "more than 262144 bytes");
	ra_buf_clear(&out);
	ra_peer_free(p);
}

static void
a_name_that_no_server_can_have_is_refused(void **state)
{
	struct ra_err e = { 0 };
	char name[300];

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_null(ra_peer_new("x", name, &e));
	assert_int_equal(e.code, RA_ELOCAL);
	ra_peer_free(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_certificate_is_read_in_any_version_and_pieces),
		cmocka_unit_test(
		    the_server_is_told_the_name_and_nothing_is_said_after),
		cmocka_unit_test(
		    a_server_that_wants_our_certificate_is_read_too),
		cmocka_unit_test(what_is_no_handshake_is_refused),
		cmocka_unit_test(versions_before_1_2_are_refused),
		cmocka_unit_test(
		    a_damaged_handshake_never_gives_another_certificate),
		cmocka_unit_test(an_endless_server_meets_the_ceiling),
		cmocka_unit_test(a_name_that_no_server_can_have_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
