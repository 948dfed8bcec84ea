/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Host names. */
#include "upki/host.h"

#include <stddef.h>
#include <string.h>

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

static bool
good_label(struct ra_span l)
{
	size_t i;

	if (l.n == 0 || l.n > RA_HOST_LABEL_MAX || l.p[0] == '-' ||
	    l.p[l.n - 1] == '-')
		return false;
	for (i = 0; i < l.n; i++)
		if (!is_alnum(l.p[i]) && l.p[i] != '-')
			return false;
	return true;
}

bool
ra_host_is(struct ra_span v)
{
	struct ra_span rest = v;
	bool more = v.n > 0;

	while (more) {
		size_t dot = ra_span_find(rest, RA_SPAN("."));

		more = dot < rest.n;
		if (!good_label((struct ra_span){ rest.p, dot }))
			return false;
		rest = ra_span_from(rest, dot + 1);
	}
	return v.n > 0;
}

bool
ra_host_is_numeric(struct ra_span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] != '.' && (v.p[i] < '0' || v.p[i] > '9'))
			return false;
	return v.n > 0;
}

bool
ra_host_has_capital(struct ra_span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] >= 'A' && v.p[i] <= 'Z')
			return true;
	return false;
}

bool
ra_host_is_within(struct ra_span v, const char *domain)
{
	size_t n = strlen(domain);

	if (n == 0 || v.n < n ||
	    !ra_span_caseeqs(ra_span_from(v, v.n - n), domain))
		return false;
	return v.n == n || v.p[v.n - n - 1] == '.';
}
