/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Sending a form as a browser would: every field as found, some changed. */
#ifndef RA_SUBMIT_H
#define RA_SUBMIT_H

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "lra/page.h"

#define RA_CHANGES_MAX 16

/* A change to the form as found; UTF-8. */
struct ra_change {
	const char *name;     /* of the control */
	const char *value;    /* of text, select; of the radio that is ticked */
	const char *filename; /* not NULL: the file control takes bytes */
	struct ra_span bytes;
	bool off; /* untick a checkbox */
};

struct ra_submit {
	const struct ra_html_form *form;
	const struct ra_html_control *press; /* the button, or NULL */
	const char *action; /* in place of the form's, or NULL */
	struct ra_change change[RA_CHANGES_MAX];
	size_t nchanges;
	bool application;
};

/* One more change; a change to the same control is replaced. */
void ra_submit_change(struct ra_submit *s, struct ra_change c);
/* Send it from page at, which becomes the answer. want may be NULL. */
int ra_submit_send(const struct ra_pages *from, struct ra_page *at,
    const struct ra_submit *s, const struct ra_want *want, struct ra_err *e);

#endif
