/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Pages: decoded, modelled, their menu and scripts read, and masked. */
#include <stdint.h>
#include <stdlib.h>

#include "codec/html.h"
#include "lra/menu.h"
#include "lra/script.h"
#include "lra/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
read_scripts(const struct ra_html *h)
{
	struct ra_script *s = malloc(sizeof(*s));
	size_t i;

	for (i = 0; s != NULL && i < h->nlinks && i < 20; i++)
		ra_script_read(h->link[i].onclick, h->script, "v", s);
	free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const names[] = { "PIN", "KID", NULL };
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_site *site = ra_site_new();
	bool has[RA_IF_COUNT];
	struct ra_buf text, masked;
	struct ra_html *h;

	ra_buf_init(&text, 4 * (size_t)RA_HTML_MAX);
	ra_buf_init(&masked, 8 * (size_t)RA_HTML_MAX);
	(void)ra_html_decode(in, RA_SPAN(""), RA_EUCJP, &text);
	h = ra_html_parse("fuzz", ra_buf_span(&text), &e);
	if (h != NULL) {
		(void)ra_menu_read(site, h, has);
		(void)ra_menu_astray(site, h, RA_IF_SERVER_APPLY);
		read_scripts(h);
	}
	ra_html_free(h);
	ra_html_mask(ra_buf_span(&text), names, &masked);
	ra_buf_clear(&text);
	ra_buf_clear(&masked);
	ra_site_free(site);
	return 0;
}
