/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Which certificates are in service: many names asked at a time, each address
 * of each name, and compared with the serial that ought to be there.
 */
#ifndef RA_PROBE_H
#define RA_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/err.h"
#include "base/span.h"
#include "lra/peek.h"
#include "pki/serial.h"
#include "state/inventory.h"

#define RA_PROBE_NAMES_MAX 100000     /* of one call */
#define RA_PROBE_FILE_MAX (16u << 20) /* bytes of a list of names */
#define RA_PROBE_JOBS 16	      /* asked at a time, if nobody says */
#define RA_PROBE_JOBS_MAX 64
#define RA_PROBE_CONNECT_SECONDS 5 /* for one address */
#define RA_PROBE_SECONDS 15	   /* for one name, if nobody says */
#define RA_PROBE_SECONDS_MAX 120

/* The better before the worse: of several addresses the worst one counts. */
enum ra_probe_verdict {
	RA_PROBE_SERVES,      /* the serial that was wanted; any of the service
				 when none was */
	RA_PROBE_OTHER,	      /* of the service, with another serial */
	RA_PROBE_FOREIGN,     /* of a CA that is not the service's, by name */
	RA_PROBE_UNREACHABLE, /* no certificate was read */
};

/* What one address said. */
struct ra_probe_answer {
	char address[RA_PEEK_ADDRESS_MAX]; /* "": the name was not found */
	enum ra_probe_verdict verdict;
	struct ra_serial serial; /* the rest: unless unreachable */
	time_t not_before, not_after;
	char *issuer, *subject; /* CN; DN with the CN first */
	bool covers;		/* it names the host */
	char *why;		/* unreachable: in words; else NULL */
};

struct ra_probe {
	char *target;		       /* as given */
	char place[RA_PEEK_PLACE_MAX]; /* "" for what is no target */
	bool address;		       /* an IP address: covers tells nothing */
	struct ra_serial want;	       /* dec "" for none */
	enum ra_probe_verdict verdict; /* the worst of the answers */
	struct ra_probe_answer *answer; /* one at least when it was asked */
	size_t n;
};

/* Start zeroed. */
struct ra_probes {
	struct ra_probe *p;
	size_t n;
};

/*
 * One more name, and the serial it ought to serve or NULL. Not a target:
 * RA_EUSAGE. More than RA_PROBE_NAMES_MAX: RA_EINPUT.
 */
int ra_probes_add(struct ra_probes *l, const char *target,
    const struct ra_serial *want, struct ra_err *e);
/*
 * A list of names, UTF-8 or CP932: one a line, HOST or HOST:PORT, behind it
 * the serial it ought to serve or nothing; empty lines and what follows # are
 * passed over. RA_EINPUT "name:line:column: ...".
 */
int ra_probes_read(
    struct ra_probes *l, const char *name, struct ra_span in, struct ra_err *e);

/*
 * The names of the live server certificates of the newest snapshot that a
 * filter lets pass, CNs and dNSNames, each with the serial of the newest of
 * them. What cannot be asked, such as a name with a star, is counted.
 */
int ra_probes_stock(struct ra_probes *l, struct ra_inv *inv,
    const struct ra_inv_filter *f, size_t *passed, struct ra_err *e);

struct ra_probe_config {
	long jobs;	    /* asked at a time; 0: RA_PROBE_JOBS */
	long seconds;	    /* for one name; 0: RA_PROBE_SECONDS */
	bool (*stop)(void); /* polled; true ends it. Or NULL */
	/* Called by the caller's thread, in order of the list. Or NULL */
	void (*done)(void *arg, const struct ra_probe *p);
	void *arg;
};

/*
 * Ask them all: connection and handshake alone, nothing is sent behind it. A
 * name that cannot be looked up waits as long as the system's resolver does.
 * -1: RA_ESIGNAL, RA_ELOCAL when no thread can be had.
 */
int ra_probes_ask(
    struct ra_probes *l, const struct ra_probe_config *c, struct ra_err *e);
/* "serves", "other", "foreign", "unreachable": stable words, in catalogue. */
const char *ra_probe_name(enum ra_probe_verdict v);
/* Takes a zeroed one. */
void ra_probes_clear(struct ra_probes *l);

#endif
