/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The certificate in service at a host: a TLS handshake with SNI and nothing
 * after it. What comes back is what was served; nobody has vouched for it.
 */
#ifndef RA_PEEK_H
#define RA_PEEK_H

#include <stdbool.h>

#include "base/err.h"
#include "pki/cert.h"

#define RA_PEEK_PORT 443
#define RA_PEEK_PLACE_MAX 264	   /* bytes of "host:port", brackets and NUL */
#define RA_PEEK_CONNECT_SECONDS 30 /* to open a connection to one address */
#define RA_PEEK_TOTAL_SECONDS 60   /* from the name to the certificate */

/* Start zeroed; 0 takes the limit above. */
struct ra_peek_config {
	long connect, total; /* limits in seconds */
	bool (*stop)(void);  /* polled; true ends it: RA_ESIGNAL. Or NULL */
};

struct ra_peek {
	char
	    place[RA_PEEK_PLACE_MAX]; /* "www.example.ac.jp:443", for origins */
	struct ra_cert *cert;	      /* unverified */
	const char *issuer; /* CN of its issuer, borrowed, "" for none */
	bool upki; /* that is a CA of the service, by its name; when not, the
		      caller warns: a proxy may stand between */
};

/*
 * target is HOST, HOST:PORT, an IPv4 address or [IPv6], with :PORT or not; a
 * bare IPv6 address is taken too. p must be zeroed; ra_peek_clear() it in any
 * case. RA_EUSAGE for a target that is none; RA_ENET naming the place for a
 * host that is not found or reached, a time limit, what is no TLS; RA_EINPUT
 * for a certificate that cannot be read; RA_ESIGNAL.
 */
int ra_peek(const char *target, const struct ra_peek_config *c,
    struct ra_peek *p, struct ra_err *e);
/* Takes a zeroed one. */
void ra_peek_clear(struct ra_peek *p);

#endif
