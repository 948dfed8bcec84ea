/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The words of -k and -t. */
#include "kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/span.h"
#include "upki/form.h"

const char *kind_words[RA_FORM_COUNT + 2] = { "auto" };
const char *const type_words[] = { "auto", "server", "client", "acme", NULL };
const char *const send_words[] = { "auto", "server", "client", NULL };

void
kinds_init(void)
{
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		kind_words[i + 1] = ra_form_table()[i].name;
}

static bool
is_auto(const char *word)
{
	return word == NULL || strcmp(word, "auto") == 0;
}

int
kinds_of(const char *kind, const char *type, unsigned op, unsigned *set,
    struct ra_err *e)
{
	const struct ra_form *f;

	*set = ra_form_set(is_auto(type) ? NULL : type, op);
	if (!is_auto(kind)) {
		f = ra_form_find(ra_span_str(kind));
		*set &= f != NULL ? RA_FORM_BIT(f->id) : 0;
	}
	if (*set == 0)
		return ra_fail(e, RA_EUSAGE,
		    _("no kind of application is both \"%s\" and \"%s\""), kind,
		    type);
	return 0;
}
