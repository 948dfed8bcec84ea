/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The label of a control, told from <label> or from where it stands. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/html_build.h"

/* A control that has an id, and its place among them. */
struct named {
	const char *id;
	size_t order;
	struct ra_html_control *c;
};

static int
by_id(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	if (c != 0)
		return c;
	return x->order < y->order ? -1 : x->order > y->order;
}

static size_t
add_named(struct named **all, size_t n, struct ra_html_control *c, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (*c[i].id == '\0')
			continue;
		*all = ra_grow(*all, n, sizeof(**all));
		(*all)[n] = (struct named){ c[i].id, n, &c[i] };
		n++;
	}
	return n;
}

/* The first with the id, or NULL. */
static struct ra_html_control *
find_named(const struct named *all, size_t n, const char *id)
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(all[mid].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && strcmp(all[low].id, id) == 0 ? all[low].c : NULL;
}

void
ra_place_labels(struct ra_html *h, const struct ra_label *label, size_t n)
{
	struct ra_html_control *c;
	struct named *all = NULL;
	size_t i, count = 0;

	for (i = 0; i < h->nforms; i++)
		count = add_named(
		    &all, count, h->form[i].control, h->form[i].ncontrols);
	count = add_named(&all, count, h->loose, h->nloose);
	if (count > 1)
		qsort(all, count, sizeof(*all), by_id);
	for (i = 0; i < n; i++)
		if ((c = find_named(all, count, label[i].id)) != NULL) {
			c->label = label[i].text;
			c->labelled = true;
		}
	free(all);
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
