/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Keys and requests for servers: for each name a new key and a PKCS#10
 * request with the institution's DN, in two new files.
 */
#ifndef RA_MAKECSR_H
#define RA_MAKECSR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/secret.h"
#include "upki/profile.h"
#include "work/config.h"

#define RA_MAKECSR_MAX 1000   /* names of one call */
#define RA_MAKECSR_SANS_MAX 7 /* besides the name: facts 5-3-1, column 13 */

/* All borrowed. */
struct ra_makecsr {
	const struct ra_config_profile *conf; /* O, L, ST, domains */
	const struct ra_profile *profile;     /* of a server: says the key */
	const char *const *name;	      /* n of them */
	size_t n;
	const char *const *san; /* more for the only name; NULL-ended or NULL */
	const char *dir;	/* where to, or NULL: here */
	bool (*stop)(void);	/* polled; true ends it: RA_ESIGNAL. Or NULL */
};

struct ra_made {
	char *name;
	char *key, *csr; /* paths */
	char spki[65];	 /* SHA-256 of the public key, hex */
};

/* Start zeroed. */
struct ra_made_list {
	struct ra_made *m;
	size_t n;
};

/*
 * Look at everything that can be wrong before a key is made: the DN of the
 * configuration (RA_EUSAGE), the names (RA_EINPUT), a file that is there
 * already (RA_ELOCAL). A name outside of the registered domains is logged as a
 * warning.
 */
int ra_makecsr_check(const struct ra_makecsr *c, struct ra_err *e);
/*
 * After that check: make them, in order. The key is encrypted with pass,
 * unless that is NULL. Files have mode 0600, and none is ever written over.
 * After a failure l has what was made whole; of the other name nothing is
 * left. RA_ELOCAL, RA_ESIGNAL.
 */
int ra_makecsr_run(const struct ra_makecsr *c, const struct ra_secret *pass,
    struct ra_made_list *l, struct ra_err *e);
/* Takes a zeroed one. */
void ra_made_clear(struct ra_made_list *l);

#endif
