/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is asked again and what is not, counted by a server that drops it. */
#include "tls_help.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/fs.h"
#include "lra/http.h"

#define TRIES 2

enum manner {
	CLOSES,	    /* reads the head, closes as TLS wants it */
	RESETS,	    /* reads the head, then the connection is reset */
	TAKES_BODY, /* says 100, reads some of the body, closes */
	REFUSES,    /* closes each connection before TLS */
};

static struct ra_key *key;
static struct ra_cert *cert;
static char home[] = "/tmp/ra-http-XXXXXX";
static const char ca[] = "ca.pem";

static int
setup(void **state)
{
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER, .ip = "127.0.0.1" };
	struct ra_err e = { 0 };
	struct ra_buf pem;

	(void)state;
	if (mkdtemp(home) == NULL || chdir(home) == -1)
		return -1;
	key = new_key(RA_KEY_EC, 384);
	s.key = key;
	s.not_before = time(NULL) - DAY;
	s.not_after = time(NULL) + DAY;
	cert = new_cert(&s, SUBJECT, NULL, key);
	ra_buf_init(&pem, 65536);
	ra_cert_to_pem(cert, &pem);
	assert_int_equal(ra_fs_write(ca, 0600, ra_buf_span(&pem), &e), 0);
	ra_buf_clear(&pem);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(ca);
	rmdir(home);
	ra_cert_free(cert);
	ra_key_free(key);
	return 0;
}

static void
read_head(SSL *ssl)
{
	static const char end[] = "\r\n\r\n";
	size_t at = 0;
	char c;

	while (at < 4 && SSL_read(ssl, &c, 1) == 1)
		at = c == end[at] ? at + 1 : c == '\r' ? 1 : 0;
}

static void
visit(SSL_CTX *ctx, int fd, enum manner manner)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	const struct linger hard = { 1, 0 };
	SSL *ssl = SSL_new(ctx);
	char body[8];

	SSL_set_fd(ssl, fd);
	if (manner != REFUSES && SSL_accept(ssl) == 1) {
		read_head(ssl);
		if (manner == TAKES_BODY) {
			(void)SSL_write(ssl, go_on, sizeof(go_on) - 1);
			(void)SSL_read(ssl, body, sizeof(body));
		}
		if (manner == RESETS)
			setsockopt(
			    fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
		else
			(void)SSL_shutdown(ssl);
	}
	SSL_free(ssl);
	close(fd);
}

/* Serves for ever; a byte goes to out for each visitor before it is let go. */
static pid_t
start(int at, int out, enum manner manner)
{
	pid_t pid = fork();
	SSL_CTX *ctx;
	int fd;

	assert_int_not_equal(pid, -1);
	if (pid != 0)
		return pid;
	signal(SIGPIPE, SIG_IGN);
	ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_use_certificate(ctx, cert->x);
	SSL_CTX_use_PrivateKey(ctx, key->p);
	while ((fd = accept(at, NULL, NULL)) != -1) {
		if (write(out, "v", 1) != 1)
			break;
		visit(ctx, fd, manner);
	}
	_exit(0);
}

/* The code that the request ends with; how many came to the server. */
static enum ra_code
ask(struct ra_http_request *q, enum manner manner, size_t *visits, bool *sent)
{
	char target[64], endpoint[128], seen[64];
	struct ra_http_config c = { .cafile = ca, .limit = { .tries = TRIES } };
	struct ra_http_response r = { 0 };
	struct ra_err e = { 0 };
	struct ra_http *h;
	int at = listen_somewhere(target, sizeof(target)), out[2];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(out), 0);
	pid = start(at, out[1], manner);
	close(at);
	close(out[1]);
	snprintf(endpoint, sizeof(endpoint), "https://%s/lra/x.do", target);
	c.endpoint = endpoint;
	h = ra_http_new(&c, &e);
	OK(e);
	q->url = endpoint;
	assert_int_equal(ra_http_do(h, q, &r, &e), -1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	n = read(out[0], seen, sizeof(seen));
	close(out[0]);
	*visits = n > 0 ? (size_t)n : 0;
	*sent = r.sent;
	q->url = NULL; /* it ends here */
	ra_http_clear(&r);
	ra_http_free(h);
	return e.code;
}

static const struct {
	const char *what;
	enum ra_http_method method;
	bool application;
	enum manner manner;
	size_t visits;
	bool sent;
	enum ra_code code;
} cases[] = {
	{ "a page is asked for again", RA_GET, false, CLOSES, TRIES, false,
	    RA_ENET },
	{ "also when the connection was reset", RA_GET, false, RESETS, TRIES,
	    false, RA_ENET },
	{ "also when there was none", RA_GET, false, REFUSES, TRIES, false,
	    RA_ENET },
	{ "a small form goes with its head, and only once", RA_POST, false,
	    CLOSES, 1, true, RA_ENET },
	{ "only once when reset", RA_POST, false, RESETS, 1, true, RA_ENET },
	{ "but again when there was no connection", RA_POST, false, REFUSES,
	    TRIES, false, RA_ENET },
	{ "a file of which no byte has left goes again", RA_POST_MULTIPART,
	    true, CLOSES, TRIES, false, RA_ENET },
	{ "after its first bytes it is unknown", RA_POST_MULTIPART, true,
	    TAKES_BODY, 1, true, RA_EUNKNOWN },
	{ "a confirmation by POST is never repeated", RA_POST, true, CLOSES, 1,
	    true, RA_EUNKNOWN },
	{ "a confirmation by GET is never repeated", RA_GET, true, CLOSES, 1,
	    true, RA_EUNKNOWN },
	{ "nor when it was reset", RA_GET, true, RESETS, 1, true, RA_EUNKNOWN },
	{ "but when there was no connection", RA_GET, true, REFUSES, TRIES,
	    false, RA_ENET },
};

static void
only_what_is_safe_is_asked_again(void **state)
{
	static const struct ra_http_field field = { "file",
		{ "0123456789", 10 }, "a.tsv", false };
	size_t i, visits;
	enum ra_code code;
	bool sent;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ra_http_request q = { .method = cases[i].method,
			.field = &field,
			.nfields = cases[i].method == RA_GET ? 0 : 1,
			.application = cases[i].application };

		code = ask(&q, cases[i].manner, &visits, &sent);
		if (visits != cases[i].visits || sent != cases[i].sent ||
		    code != cases[i].code)
			fail_msg("%s: %zu visits, %s, code %d", cases[i].what,
			    visits, sent ? "sent" : "not sent", (int)code);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_safe_is_asked_again),
	};

	return cmocka_run_group_tests_name("http", tests, setup, teardown);
}
