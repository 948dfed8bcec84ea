/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The label of a control, told from <label> or from where it stands. */
#include <string.h>

#include "codec/html_build.h"

static bool
label_in(struct ra_html_control *c, size_t n, const char *id, const char *text)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(c[i].id, id) == 0) {
			c[i].label = text;
			c[i].labelled = true;
			return true;
		}
	return false;
}

void
ra_place_label(struct ra_html *h, const char *id, const char *text)
{
	size_t i;

	for (i = 0; i < h->nforms; i++)
		if (label_in(
			h->form[i].control, h->form[i].ncontrols, id, text))
			return;
	(void)label_in(h->loose, h->nloose, id, text);
}

static struct ra_span
line_after(struct ra_span text)
{
	struct ra_span line;

	while (text.n > 0 && (text.p[0] == '\n' || text.p[0] == ' '))
		text = ra_span_from(text, 1);
	line = ra_span_cut(&text, '\n');
	return ra_span_trim(line);
}

static struct ra_span
line_before(struct ra_span text)
{
	size_t i;

	/* In a table the label may stand in the cell before. */
	while (text.n > 0 &&
	    (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == ' '))
		text.n--;
	i = text.n;
	while (i > 0 && text.p[i - 1] != '\n')
		i--;
	return ra_span_trim(ra_span_from(text, i));
}

/* Between the controls beside it stands what may be its label. */
static void
place(struct ra_html *h, struct ra_html_control *c, size_t n)
{
	size_t len = strlen(h->text), from, to, i;
	struct ra_span s;

	for (i = 0; i < n; i++) {
		if (c[i].kind == RA_CTL_HIDDEN)
			continue;
		from = i > 0 ? c[i - 1].at : 0;
		to = i + 1 < n ? c[i + 1].at : len;
		s = line_before(
		    (struct ra_span){ h->text + from, c[i].at - from });
		c[i].before = ra_html_own(h, s.p, s.n);
		if (c[i].labelled || *c[i].label != '\0')
			continue;
		s = line_after(
		    (struct ra_span){ h->text + c[i].at, to - c[i].at });
		c[i].label = ra_html_own(h, s.p, s.n);
	}
}

void
ra_place_all(struct ra_html *h)
{
	size_t i;

	for (i = 0; i < h->nforms; i++)
		place(h, h->form[i].control, h->form[i].ncontrols);
	place(h, h->loose, h->nloose);
}
