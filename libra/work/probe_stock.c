/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Names of the inventory, each with the newest certificate that has it. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "work/probe.h"

struct name {
	char *host, *serial;
	int64_t start;
};

struct names {
	struct name *v;
	size_t n;
	struct ra_map seen;
};

static void
take(struct names *l, struct ra_span host, const struct ra_inv_row *row)
{
	char *name = ra_strndup(host.p, host.n);
	struct name *x;
	size_t i, at;

	for (i = 0; i < host.n; i++)
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] = (char)(name[i] + 32);
	at = ra_map_put(&l->seen, name, l->n);
	if (at == l->n) {
		l->v = ra_grow(l->v, l->n, sizeof(*l->v));
		l->v[l->n++] = (struct name){ ra_strdup(name),
			ra_strdup(row->serial), row->start };
	}
	x = &l->v[at];
	if (row->start > x->start) {
		free(x->serial);
		x->serial = ra_strdup(row->serial);
		x->start = row->start;
	}
	free(name);
}

static int
take_row(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	static const struct ra_span mark = { "dNSName=", 8 };
	struct ra_span rest = ra_span_str(row->names), host;
	struct names *l = arg;

	(void)e;
	if (strcmp(ra_inv_kind(row), "server") != 0)
		return 0;
	if (*row->cn != '\0')
		take(l, ra_span_str(row->cn), row);
	while (rest.n > 0) {
		host = ra_span_trim(ra_span_cut(&rest, ','));
		if (ra_span_starts(host, mark))
			host = ra_span_from(host, mark.n);
		if (host.n > 0)
			take(l, host, row);
	}
	return 0;
}

int
ra_probes_stock(struct ra_probes *l, struct ra_inv *inv,
    const struct ra_inv_filter *f, size_t *passed, struct ra_err *e)
{
	struct ra_inv_filter live = *f;
	struct names all = { .n = 0 };
	size_t i;
	int rc;

	live.live = true;
	live.client = false;
	live.server = true;
	rc = ra_inv_each(inv, &live, take_row, &all, e);
	for (i = 0; i < all.n && rc == 0; i++) {
		struct ra_err why = { 0 };
		struct ra_serial want = { .dec = "" };

		if (ra_serial_parse(
			ra_span_str(all.v[i].serial), &want, &why) == 0 &&
		    ra_probes_add(l, all.v[i].host, &want, &why) == 0)
			continue;
		if (why.code == RA_EUSAGE || want.dec[0] == '\0')
			++*passed;
		else
			rc = ra_fail(e, why.code, "%s", why.msg);
	}
	for (i = 0; i < all.n; i++) {
		free(all.v[i].host);
		free(all.v[i].serial);
	}
	free(all.v);
	ra_map_clear(&all.seen);
	return rc;
}
