/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A list gives the same oracle in one piece and in pieces, and each of its
 * rows is found again by what it holds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pki/spki.h"
#include "upki/allow.h"
#include "upki/oracle.h"

#define NAME "list"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct ra_oracle *
read_in(struct ra_span in, size_t piece)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_span one;
	int rc = 0;

	while (rc == 0 && in.n > 0) {
		one = (struct ra_span){ in.p, in.n < piece ? in.n : piece };
		rc = ra_oracle_add(o, NAME, one, NULL);
		in = ra_span_from(in, one.n);
	}
	if (rc == 0)
		rc = ra_oracle_end(o, NAME, NULL);
	if (rc == 0)
		return o;
	ra_oracle_free(o);
	return NULL;
}

static void
compare(const struct ra_past *a, const struct ra_past *b)
{
	if (b == NULL || strcmp(a->dn, b->dn) != 0 ||
	    strcmp(a->cn, b->cn) != 0 || strcmp(a->serial, b->serial) != 0 ||
	    a->state != b->state || a->profile != b->profile ||
	    a->client != b->client)
		abort();
}

static void
find_again(const struct ra_oracle *o, const struct ra_past *p)
{
	struct ra_named n;

	if (p->cn[0] != '\0' && ra_oracle_cn(o, p->cn, 0) == NULL)
		abort();
	if (p->serial[0] != '\0' && ra_oracle_serial(o, p->serial) == NULL)
		abort();
	ra_oracle_name(o, p->cn, p->client, &n);
	if (p->cn[0] != '\0' && n.newest == NULL)
		abort();
	if (n.live > n.issued || (n.last == NULL) != (n.issued == 0))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_oracle *a = read_in(in, n + 1), *b = read_in(in, 7);
	char hex[RA_DIGEST_TEXT];
	size_t i;

	if ((a == NULL) != (b == NULL))
		abort();
	for (i = 0; a != NULL && ra_oracle_row(a, i) != NULL; i++) {
		compare(ra_oracle_row(a, i), ra_oracle_row(b, i));
		find_again(a, ra_oracle_row(a, i));
	}
	if (a != NULL &&
	    (ra_oracle_row(b, i) != NULL ||
		ra_oracle_ragged(a) != ra_oracle_ragged(b)))
		abort();
	ra_oracle_free(a);
	ra_oracle_free(b);
	ra_allowlist_free(ra_allowlist_parse(NAME, in, NULL));
	(void)ra_spki_of_csr(in, hex);
	(void)ra_spki_of_cert(in, hex);
	return 0;
}
