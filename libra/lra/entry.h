/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What a person can click on a page, and what then happens. */
#ifndef RA_ENTRY_H
#define RA_ENTRY_H

#include <stddef.h>

#include "base/err.h"
#include "codec/html.h"
#include "lra/page.h"
#include "lra/script.h"
#include "lra/submit.h"

/* A link, a button, or an option of a select. All borrowed from the page. */
struct ra_entry {
	const char *text;
	const struct ra_html_link *link;       /* of a link, else NULL */
	const struct ra_html_form *form;       /* around it, or NULL */
	const struct ra_html_control *control; /* button, select, radio */
	const struct ra_html_option *option;
	size_t at; /* where it stands in the page's text */
	struct ra_html_where where;
};

/* All of a page in document order of their kind; yours, free(). */
struct ra_entry *ra_entry_all(const struct ra_html *h, size_t *n);

/*
 * Click. 0: at has become the answer. 1: what the entry
 * does is not understood, nothing was sent. -1: failure.
 */
int ra_entry_click(const struct ra_pages *from, struct ra_page *at,
    const struct ra_entry *en, const struct ra_want *want, struct ra_err *e);
/*
 * What a button's script changes in its form before it is sent: added to s
 * where s says nothing yet. keep must live as long as s.
 */
void ra_entry_script(const struct ra_html *h, const struct ra_html_control *c,
    struct ra_script *keep, struct ra_submit *s);
/* A form by name or id, or NULL; one that has a control of that name. */
const struct ra_html_form *ra_form_named(
    const struct ra_html *h, const char *name);
const struct ra_html_form *ra_form_with(
    const struct ra_html *h, const char *control);

#endif
