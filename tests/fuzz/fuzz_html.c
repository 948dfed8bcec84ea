/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Pages: decoded to UTF-8, modelled below the ceilings, their menu and scripts
 * read. A masked copy has no hidden value, no cell beside a secret header and
 * no live secret of the page, and masking it again changes nothing in that.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"
#include "codec/html.h"
#include "lra/menu.h"
#include "lra/script.h"
#include "lra/site.h"

#define CANARY "canary-in-a-page"
#define VALUE_MIN 8 /* bytes: what is shorter is a flag and stays */
#define CELL_MIN 4
#define SCRIPTS 20

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const names[] = { "PIN", "KID", NULL };

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
read_scripts(const struct ra_html *h)
{
	struct ra_script *s = ra_calloc(1, sizeof(*s));
	size_t i;

	for (i = 0; i < h->nlinks && i < SCRIPTS; i++) {
		ra_script_read(h->link[i].onclick, h->script, "v", s);
		must(s->nsets <= RA_SCRIPT_SETS_MAX);
		must(s->nliterals <= RA_SCRIPT_LITERALS_MAX);
		must(memchr(s->url, '\0', sizeof(s->url)) != NULL);
	}
	free(s);
}

static void
controls(const struct ra_html_control *c, size_t n, const struct ra_html *h)
{
	size_t i, k, len = strlen(h->text);

	for (i = 0; i < n; i++) {
		must(c[i].name != NULL && c[i].value != NULL);
		must(c[i].label != NULL && c[i].before != NULL);
		must(c[i].at <= len);
		must(c[i].where.table == RA_HTML_NOWHERE ||
		    c[i].where.table < h->ntables);
		for (k = 0; k < c[i].noptions; k++)
			must(c[i].option[k].value != NULL &&
			    c[i].option[k].label != NULL);
	}
}

/* Every index stays inside, every text is UTF-8 and in order. */
static void
look(const struct ra_html *h)
{
	size_t i, r, c;

	must(ra_text_is_utf8(ra_span_str(h->text)));
	must(h->ntables <= RA_HTML_NODES_MAX);
	for (i = 0; i < h->nforms; i++)
		controls(h->form[i].control, h->form[i].ncontrols, h);
	controls(h->loose, h->nloose, h);
	for (i = 0; i < h->nlinks; i++)
		must(i == 0 || h->link[i].at >= h->link[i - 1].at);
	for (i = 0; i < h->ntables; i++)
		for (r = 0; r < h->table[i].nrows; r++)
			for (c = 1; c < h->table[i].row[r].ncells; c++)
				must(h->table[i].row[r].cell[c].column >
				    h->table[i].row[r].cell[c - 1].column);
}

/* false: too short, or masked already. */
static bool
is_secret(const char *s, size_t min)
{
	return strlen(s) >= min && strcmp(s, "********") != 0;
}

static bool
hidden_has(const struct ra_html *h, const char *value)
{
	size_t i, k;

	for (i = 0; i < h->nforms; i++)
		for (k = 0; k < h->form[i].ncontrols; k++)
			if (h->form[i].control[k].kind == RA_CTL_HIDDEN &&
			    strcmp(h->form[i].control[k].value, value) == 0)
				return true;
	return false;
}

/* A cell beside one that is just the name. */
static const char *
beside(const struct ra_html_row *r)
{
	if (r->ncells < 2 || r->cell[1].header ||
	    strcmp(r->cell[0].text, "PIN") != 0 ||
	    !is_secret(r->cell[1].text, CELL_MIN))
		return NULL;
	return r->cell[1].text;
}

static bool
beside_has(const struct ra_html *h, const char *text)
{
	size_t i, r;
	const char *s;

	for (i = 0; i < h->ntables; i++)
		for (r = 0; r < h->table[i].nrows; r++)
			if ((s = beside(&h->table[i].row[r])) != NULL &&
			    strcmp(s, text) == 0)
				return true;
	return false;
}

static void
nothing_left(const struct ra_html *h, const struct ra_html *copy)
{
	const struct ra_html_control *c;
	size_t i, k;
	const char *s;

	for (i = 0; i < h->nforms; i++)
		for (k = 0; k < h->form[i].ncontrols; k++) {
			c = &h->form[i].control[k];
			if (c->kind == RA_CTL_HIDDEN &&
			    is_secret(c->value, VALUE_MIN))
				must(!hidden_has(copy, c->value));
		}
	for (i = 0; i < h->ntables; i++)
		for (k = 0; k < h->table[i].nrows; k++)
			if ((s = beside(&h->table[i].row[k])) != NULL)
				must(!beside_has(copy, s));
}

static void
mask(struct ra_span text, const struct ra_html *h)
{
	struct ra_buf masked, twice;
	struct ra_html *copy;

	ra_buf_init(&masked, 8 * (size_t)RA_HTML_MAX);
	ra_buf_init(&twice, 8 * (size_t)RA_HTML_MAX);
	ra_html_mask(text, names, &masked);
	must(!masked.over);
	must(!ra_span_has(ra_buf_span(&masked), RA_SPAN(CANARY)));
	copy = ra_html_parse("copy", ra_buf_span(&masked), NULL);
	if (h != NULL && copy != NULL)
		nothing_left(h, copy);
	ra_html_mask(ra_buf_span(&masked), names, &twice);
	must(!ra_span_has(ra_buf_span(&twice), RA_SPAN(CANARY)));
	ra_html_free(copy);
	ra_buf_clear(&twice);
	ra_buf_clear(&masked);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_site *site = ra_site_new();
	struct ra_secret canary = { 0 };
	bool has[RA_IF_COUNT];
	struct ra_buf text;
	struct ra_html *h;

	ra_secret_set(&canary, RA_SPAN(CANARY));
	ra_buf_init(&text, 4 * (size_t)RA_HTML_MAX);
	(void)ra_html_decode(in, RA_SPAN(""), RA_EUCJP, &text);
	must(ra_text_is_utf8(ra_buf_span(&text)));
	h = ra_html_parse("fuzz", ra_buf_span(&text), &e);
	must((h == NULL) == (e.code == RA_EPAGE));
	if (h != NULL) {
		look(h);
		(void)ra_menu_read(site, h, has);
		(void)ra_menu_astray(site, h, RA_IF_SERVER_APPLY);
		read_scripts(h);
	}
	mask(ra_buf_span(&text), h);
	ra_html_free(h);
	ra_buf_clear(&text);
	ra_secret_clear(&canary);
	ra_site_free(site);
	return 0;
}
