/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A handshake over two buffers in memory, for the server's certificate. */
#include "pki/peer.h"

#include <stdbool.h>
#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "pki/ossl.h"

struct ra_peer {
	char *name;
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out; /* owned by ssl */
	size_t taken;  /* bytes from the server */
	bool asked;    /* the server wants a certificate of ours */
	bool done;
};

/* Nobody relies on the certificate, so that no chain is built either. */
static int
take_any(X509_STORE_CTX *chain, void *arg)
{
	(void)chain;
	(void)arg;
	return 1;
}

/* None is given, which some servers take and others do not. */
static int
give_none(SSL *ssl, X509 **x, EVP_PKEY **key)
{
	struct ra_peer *p = SSL_get_app_data(ssl);

	(void)x;
	(void)key;
	p->asked = true;
	return 0;
}

/*
 * Old servers are to be read too, since theirs are the certificates to be
 * replaced: nothing secret passes, and so weak keys and hashes are let pass.
 */
static SSL_CTX *
new_ctx(void)
{
	SSL_CTX *c = SSL_CTX_new(TLS_client_method());

	if (c == NULL)
		return NULL;
	SSL_CTX_set_security_level(c, 0);
	SSL_CTX_set_options(c, SSL_OP_LEGACY_SERVER_CONNECT);
	SSL_CTX_set_verify(c, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(c, take_any, NULL);
	SSL_CTX_set_client_cert_cb(c, give_none);
	if (SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set_max_proto_version(c, TLS1_3_VERSION) != 1) {
		SSL_CTX_free(c);
		return NULL;
	}
	return c;
}

static int
open_ssl(struct ra_peer *p, const char *sni)
{
	if ((p->ssl = SSL_new(p->ctx)) == NULL ||
	    (sni != NULL && SSL_set_tlsext_host_name(p->ssl, sni) != 1) ||
	    (p->in = BIO_new(BIO_s_mem())) == NULL)
		return -1;
	SSL_set0_rbio(p->ssl, p->in);
	if ((p->out = BIO_new(BIO_s_mem())) == NULL)
		return -1;
	SSL_set0_wbio(p->ssl, p->out);
	/* An empty buffer is "later", not the end. */
	BIO_set_mem_eof_return(p->in, -1);
	(void)SSL_set_app_data(p->ssl, p);
	SSL_set_connect_state(p->ssl);
	return 0;
}

struct ra_peer *
ra_peer_new(const char *name, const char *sni, struct ra_err *e)
{
	struct ra_peer *p = ra_calloc(1, sizeof(*p));

	ERR_clear_error();
	p->name = ra_strdup(name);
	if ((p->ctx = new_ctx()) == NULL || open_ssl(p, sni) == -1) {
		ra_fail(e, RA_ELOCAL, "%s: TLS: %s", name, ra_ossl_why());
		ra_peer_free(p);
		return NULL;
	}
	return p;
}

static void
drain(struct ra_peer *p, struct ra_buf *out)
{
	char chunk[4096];
	int n;

	while ((n = BIO_read(p->out, chunk, sizeof(chunk))) > 0)
		ra_buf_add(out, (struct ra_span){ chunk, (size_t)n });
}

static int
feed(struct ra_peer *p, struct ra_span in, struct ra_err *e)
{
	p->taken += in.n;
	if (p->taken > RA_PEER_BYTES_MAX)
		return ra_fail(e, RA_ENET,
		    _("%s: more than %u bytes before the end of the TLS "
		      "handshake"),
		    p->name, RA_PEER_BYTES_MAX);
	if (in.n > 0 && BIO_write(p->in, in.p, (int)in.n) != (int)in.n)
		return ra_fail(
		    e, RA_ELOCAL, "%s: TLS: %s", p->name, ra_ossl_why());
	return 0;
}

/*
 * Without a certificate of ours a TLS 1.2 server may end the handshake. By
 * then it has signed with the key of its own, and that is all we came for.
 */
static bool
refused_after_proof(const struct ra_peer *p)
{
	int nid;

	return p->asked &&
	    ERR_GET_REASON(ERR_peek_last_error()) >= SSL_AD_REASON_OFFSET &&
	    SSL_get0_peer_certificate(p->ssl) != NULL &&
	    SSL_get_peer_signature_nid(p->ssl, &nid) == 1;
}

/* 1, 0 or -1 as the step. */
static int
shake(struct ra_peer *p, struct ra_err *e)
{
	int rc = SSL_do_handshake(p->ssl);

	if (rc == 1) {
		(void)SSL_shutdown(p->ssl);
		return 1;
	}
	if (SSL_get_error(p->ssl, rc) == SSL_ERROR_WANT_READ)
		return 0;
	if (refused_after_proof(p))
		return 1;
	ra_fail(e, RA_ENET, _("%s: the TLS handshake failed: %s"), p->name,
	    ra_ossl_why());
	ra_next(e, _("is that a TLS port, and does it speak TLS 1.2 or 1.3?"));
	return -1;
}

int
ra_peer_step(
    struct ra_peer *p, struct ra_span in, struct ra_buf *out, struct ra_err *e)
{
	int rc;

	if (p->done)
		return 1;
	ERR_clear_error();
	if (feed(p, in, e) == -1)
		return -1;
	rc = shake(p, e);
	drain(p, out);
	ERR_clear_error();
	p->done = rc == 1;
	return rc;
}

struct ra_cert *
ra_peer_cert(const struct ra_peer *p, struct ra_err *e)
{
	X509 *x = SSL_get0_peer_certificate(p->ssl);
	unsigned char *der = NULL;
	struct ra_cert *c = NULL;
	int n = x != NULL ? i2d_X509(x, &der) : 0;

	if (n > 0)
		c = ra_cert_parse(p->name,
		    (struct ra_span){ (const char *)der, (size_t)n }, e);
	else
		ra_fail(e, RA_ENET, _("%s: the server showed no certificate"),
		    p->name);
	OPENSSL_free(der);
	ERR_clear_error();
	return c;
}

void
ra_peer_free(struct ra_peer *p)
{
	if (p == NULL)
		return;
	SSL_free(p->ssl);
	SSL_CTX_free(p->ctx);
	free(p->name);
	free(p);
}
