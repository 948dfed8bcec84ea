/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Servers on the loopback, good ones and others, each for one visit. */
#ifndef RA_TLS_HELP_H
#define RA_TLS_HELP_H

#include "pki_help.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "pki/ossl.h"

/* A socket on a free port of 127.0.0.1; "127.0.0.1:PORT" in target. */
static inline int
listen_somewhere(char *target, size_t size)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_not_equal(fd, -1);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	assert_int_equal(listen(fd, 5), 0);
	snprintf(target, size, "127.0.0.1:%u", (unsigned)ntohs(a.sin_port));
	return fd;
}

/* A server of one visit, in a process of its own. */
static inline pid_t
serve(int fd, void (*visit)(int fd, const void *arg), const void *arg)
{
	pid_t pid = fork();
	int conn;

	assert_int_not_equal(pid, -1);
	if (pid != 0) {
		close(fd);
		return pid;
	}
	conn = accept(fd, NULL, NULL);
	visit(conn, arg);
	_exit(0);
}

static inline void
say_bytes(int fd, const void *arg)
{
	const struct ra_span *s = arg;
	char chunk[4096];

	(void)recv(fd, chunk, sizeof(chunk), 0);
	(void)send(fd, s->p, s->n, MSG_NOSIGNAL);
}

struct tls_speaker {
	const struct ra_cert *cert;
	const struct ra_key *key;
};

static inline void
speak_tls(int fd, const void *arg)
{
	const struct tls_speaker *s = arg;
	SSL_CTX *c = SSL_CTX_new(TLS_server_method());
	SSL *ssl;
	char byte;

	SSL_CTX_use_certificate(c, s->cert->x);
	SSL_CTX_use_PrivateKey(c, s->key->p);
	ssl = SSL_new(c);
	SSL_set_fd(ssl, fd);
	(void)SSL_accept(ssl);
	(void)SSL_read(ssl, &byte, 1);
	SSL_free(ssl);
	SSL_CTX_free(c);
}

#endif
