/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Text with places to be filled: {{name}}, and lines between {{each}} and
 * {{end}} that are repeated for each row. Nothing else is special, and nothing
 * that is filled in is looked at again.
 */
#ifndef RA_TEMPLATE_H
#define RA_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define RA_TEMPLATE_MAX (64u << 10) /* bytes of a file */

/* A name that a template may have. */
struct ra_template_name {
	const char *name;
	bool row;	  /* of a row: between {{each}} and {{end}} alone */
	const char *what; /* English, for gettext */
};

/* Borrows what it was parsed of. */
struct ra_template {
	struct ra_span text;
};

/*
 * Look at UTF-8 text, lines ending in LF or CRLF. names ends by a row whose
 * name is NULL. RA_EINPUT "name:line:column: ..." for a name that is not
 * known, with the nearest; one of a row outside of {{each}}; {{each}} in
 * {{each}}, without {{end}}, or not alone on its line; "{{" without "}}";
 * a control character; text above the ceiling.
 */
int ra_template_parse(struct ra_template *t, const char *name,
    struct ra_span in, const struct ra_template_name *names, struct ra_err *e);

struct ra_template_fill {
	/* Adds the value of a known name to out; row from 0, or of none. */
	void (*value)(
	    void *arg, struct ra_span name, size_t row, struct ra_buf *out);
	void *arg;
	size_t rows;
};

/* The text filled, its lines ending in LF, added to out. */
void ra_template_write(const struct ra_template *t,
    const struct ra_template_fill *f, struct ra_buf *out);

#endif
