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
#define RA_PEEK_ADDRESS_MAX 64	   /* bytes of an IP address with its NUL */
#define RA_PEEK_ADDRESSES_MAX 16   /* of one name that are asked */
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
	char address[RA_PEEK_ADDRESS_MAX]; /* that was asked; "" for none */
	struct ra_cert *cert;		   /* unverified */
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
/*
 * The same of every address of a name, one after the other, within the one
 * total limit: behind them may stand servers of their own. each gets an
 * address with its certificate, or why there is none; p is borrowed. Addresses
 * above RA_PEEK_ADDRESSES_MAX are told as one that was not asked. -1, and each
 * not called, for a target that is none and a name that is not found;
 * RA_ESIGNAL. Says nothing to the log: any thread may call it.
 */
typedef void ra_peek_fn(
    void *arg, const struct ra_peek *p, const struct ra_err *why);
int ra_peek_each(const char *target, const struct ra_peek_config *c,
    ra_peek_fn *each, void *arg, struct ra_err *e);
/* Only look whether it is a target, and name its place. RA_EUSAGE. */
int ra_peek_place(
    const char *target, char place[RA_PEEK_PLACE_MAX], struct ra_err *e);
/*
 * The certificate names this host: as a dNSName, in any case, a star for one
 * whole label at the left (RFC 6125 6.4). The CN counts for nothing.
 */
bool ra_peek_covers(const struct ra_cert *cert, const char *host);
/* Takes a zeroed one. */
void ra_peek_clear(struct ra_peek *p);

#endif
