/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Certificates (RFC 5280): read, and made by a local CA for demonstrations. */
#ifndef RA_CERT_H
#define RA_CERT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "pki/csr.h"
#include "pki/dn.h"
#include "pki/key.h"
#include "pki/serial.h"

#define RA_CERT_MAX 65536 /* bytes of DER or PEM */
#define RA_CERT_SAN_MAX 4096

struct ra_cert; /* an X509 */

/* DER, PEM (the first of it), or Base64 without armour. RA_EINPUT. */
struct ra_cert *ra_cert_parse(
    const char *name, struct ra_span in, struct ra_err *e);
/*
 * The issuer alone, without the cost of the rest: what stands behind it is not
 * even looked at. In the order of the encoding; yours. RA_EINPUT.
 */
int ra_cert_issuer_only(
    const char *name, struct ra_span in, struct ra_dn *out, struct ra_err *e);
/* All borrowed. Names in the order of the certificate's encoding. */
const struct ra_dn *ra_cert_subject(const struct ra_cert *c);
const struct ra_dn *ra_cert_issuer(const struct ra_cert *c);
const struct ra_serial *ra_cert_serial(const struct ra_cert *c);
const struct ra_key_info *ra_cert_key(const struct ra_cert *c);
time_t ra_cert_not_before(const struct ra_cert *c);
time_t ra_cert_not_after(const struct ra_cert *c);
/* n-th dNSName, or NULL. Borrowed. */
const char *ra_cert_dnsname(const struct ra_cert *c, size_t n);
/* SHA-256 of the DER as lower-case hex; out holds 65 bytes. */
void ra_cert_fingerprint(const struct ra_cert *c, char out[65]);
void ra_cert_to_pem(const struct ra_cert *c, struct ra_buf *out);
int ra_cert_to_der(
    const struct ra_cert *c, struct ra_buf *out, struct ra_err *e);
/* The key is the private half of the certificate's. */
bool ra_cert_fits(const struct ra_cert *c, const struct ra_key *k);
/* The certificate is signed by the issuer's key. */
bool ra_cert_signed_by(const struct ra_cert *c, const struct ra_cert *issuer);
/*
 * The same, and the issuer's subject key identifier is the one that the
 * certificate names for its authority (RFC 5280 4.2.1.1); false where either
 * has none.
 */
bool ra_cert_issued_by(const struct ra_cert *c, const struct ra_cert *issuer);
void ra_cert_free(struct ra_cert *c);

enum ra_cert_kind {
	RA_CERT_CA,	/* CA:TRUE, keyCertSign, cRLSign */
	RA_CERT_SERVER, /* serverAuth */
	RA_CERT_CLIENT, /* clientAuth */
	RA_CERT_SMIME,	/* emailProtection */
};

/* What to sign. The key comes from csr or, when that is NULL, from key. */
struct ra_cert_spec {
	enum ra_cert_kind kind;
	const struct ra_dn *subject; /* encoded in this order */
	const struct ra_csr *csr;
	const struct ra_key *key;
	struct ra_serial serial;
	time_t not_before, not_after;
	const char *const *dns; /* dNSName entries, NULL-ended, or NULL */
	const char *mail;	/* rfc822Name, or NULL */
	const char *ip;		/* iPAddress text, or NULL */
};

/* Signed by issuer and its key; issuer NULL: self-signed with ca_key. */
struct ra_cert *ra_cert_make(const struct ra_cert_spec *spec,
    const struct ra_cert *issuer, const struct ra_key *ca_key,
    struct ra_err *e);
/* A serial number of bits random bits, never zero, top bit of them set. */
int ra_serial_random(int bits, struct ra_serial *out, struct ra_err *e);

#endif
