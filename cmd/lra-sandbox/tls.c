/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Everything that is asked of GnuTLS. */
#include "tls.h"

#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#define RANDOM_MAX 32 /* bytes at once */
#define LINGER_MS 500 /* for each read of what nobody wants */
#define LINGER_ROUNDS 64

/*
 * An expired certificate is answered by a page, as the officers' manual shows
 * it (3-2), so its dates are no matter of the handshake; its signer is.
 */
static bool
is_trusted(gnutls_session_t session)
{
	const unsigned dates = GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED;
	unsigned status = 0;

	if (gnutls_certificate_verify_peers2(session, &status) < 0)
		return false;
	/* INVALID is set beside whichever reason there is. */
	return status == 0 ||
	    ((status & dates) != 0 &&
		(status & ~(dates | GNUTLS_CERT_INVALID)) == 0);
}

/*
 * Wait until the client has read the alert and closed; a close before that
 * would reset the connection and take the alert with it.
 */
static void
linger(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char waste[4096];
	int rounds;

	shutdown(fd, SHUT_WR);
	for (rounds = 0; rounds < LINGER_ROUNDS; rounds++)
		if (poll(&p, 1, LINGER_MS) != 1 ||
		    recv(fd, waste, sizeof(waste), 0) <= 0)
			return;
}

/*
 * The alert is sent here, because the server closes a failed handshake
 * without one, and with TLS 1.3 the client could not tell that from a lost
 * answer.
 */
static int
verify(gnutls_session_t session)
{
	unsigned n = 0;

	if (gnutls_certificate_get_peers(session, &n) == NULL || n == 0 ||
	    is_trusted(session))
		return 0;
	gnutls_alert_send(session, GNUTLS_AL_FATAL, GNUTLS_A_UNKNOWN_CA);
	linger(gnutls_transport_get_int(session));
	return GNUTLS_E_CERTIFICATE_ERROR;
}

void
sb_tls_guard(void *session)
{
	gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUEST);
	gnutls_session_set_verify_function(session, verify);
}

void
sb_tls_peer(void *session, struct ra_buf *der)
{
	const gnutls_datum_t *list;
	unsigned n = 0;

	if (session == NULL ||
	    (list = gnutls_certificate_get_peers(session, &n)) == NULL ||
	    n == 0)
		return;
	ra_buf_add(
	    der, (struct ra_span){ (const char *)list[0].data, list[0].size });
}

static void
to_hex(const unsigned char *p, size_t n, char *out)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = digit[p[i] >> 4];
		*out++ = digit[p[i] & 15];
	}
	*out = '\0';
}

/* Hexadecimal: fit for a cookie, a field and a boundary alike. */
char *
sb_random_hex(char *out, size_t n)
{
	unsigned char raw[RANDOM_MAX];

	/* Without random bytes no token would be worth anything. */
	if (n > sizeof(raw) || gnutls_rnd(GNUTLS_RND_KEY, raw, n) < 0)
		abort();
	to_hex(raw, n, out);
	return out;
}

void
sb_sha256(struct ra_span in, char hex[65])
{
	unsigned char raw[32];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, in.p, in.n, raw) < 0)
		abort();
	to_hex(raw, sizeof(raw), hex);
}
