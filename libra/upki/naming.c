/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The CN and the domain of a row. */
#include "upki/naming.h"

#include <ctype.h>

#include "pki/dn.h"

void
ra_naming_cn(struct ra_span text, struct ra_buf *out)
{
	struct ra_dn dn = { 0 };
	const char *cn = NULL;

	ra_buf_reset(out);
	if (ra_dn_parse("", text, &dn, NULL) == 0)
		cn = ra_dn_get(&dn, RA_ATTR_CN, 0);
	if (cn != NULL)
		ra_buf_adds(out, cn);
	ra_dn_clear(&dn);
}

/* The labels that count: three of example.ac.jp, two of example.jp. */
static struct ra_span
domain_of(struct ra_span name)
{
	size_t dots[4] = { 0 }, n = 0, i, want = 2, at;

	for (i = name.n; i-- > 0 && n < 4;) {
		if (name.p[i] == '@') {
			name = ra_span_from(name, i + 1);
			for (at = 0; at < n; at++)
				dots[at] -= i + 1;
			break;
		}
		if (name.p[i] == '.')
			dots[n++] = i;
	}
	if (n >= 2 && name.n - dots[0] == 3 && dots[0] - dots[1] <= 3)
		want = 3;
	return n < want ? name : ra_span_from(name, dots[want - 1] + 1);
}

void
ra_naming_domain(struct ra_span cn, struct ra_span mail, struct ra_buf *out)
{
	struct ra_span d = cn;
	size_t i;

	ra_buf_reset(out);
	if (!ra_span_has(cn, RA_SPAN(".")) || ra_span_has(cn, RA_SPAN(" ")))
		d = mail;
	d = domain_of(d);
	if (d.n > RA_NAMING_DOMAIN_MAX)
		return;
	for (i = 0; i < d.n; i++)
		ra_buf_addc(out, (char)tolower((unsigned char)d.p[i]));
}
